// The search page. Core, language profile and records are loaded when the field is first used.
// What people look for stays in the fragment, which browsers do not send; links with ?q= work too.

const form = document.getElementById("search-form");
const field = document.getElementById("search-query");
const status = document.getElementById("search-status");
const list = document.getElementById("search-results");
const kinds = document.getElementById("search-kinds");
const facets = document.getElementById("search-facets");
const selects = [...facets.querySelectorAll("select")];
const help = document.getElementById("search-help");
const german = document.getElementById("search-german");
const languages = document.getElementById("search-languages");
const browse = document.getElementById("search-browse");

const LOCALE = form.dataset.locale;
const SOURCE = "de";
const MOST = 20;
/** So many results stand on a phone's screen; the others follow when the reader stops typing. */
const FIRST = 4;
const PAUSE = 400;
/** Results that score less than this share of the best one have little to do with the query. */
const WORTH_SHOWING = 0.15;
const root = new URL("../../", import.meta.url);

/** Say how the search goes, in the words of the page (marked, if they are in another language). */
function tell(state, number) {
  const words = document.getElementById(`search-${state}`).cloneNode(true);
  words.removeAttribute("id");
  words.querySelector(".ww-number")?.replaceChildren(number);
  status.replaceChildren(words);
}

/** Load what is needed to search the edition at `base`; resolves to its index. */
async function open(locale, base, recordsFile) {
  const [{ build }, { default: profile }, response] = await Promise.all([
    import("./search/core.js"),
    import(`./search/profiles/${locale}.js`),
    fetch(new URL(`search/${recordsFile}`, base)),
  ]);
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  const records = await response.json();
  const byId = new Map(records.map((record) => [record.id, record]));
  return { base, locale, records: byId, index: build(records, locale, profile) };
}

let own;
const openOwn = () => (own ??= open(LOCALE, root, form.dataset.records));

let source;
/** The German edition, whose search page names its records. */
const openSource = () =>
  (source ??= (async () => {
    const base = new URL(`../${SOURCE}/`, root);
    const page = await (await fetch(new URL("search/", base))).text();
    const found = new DOMParser().parseFromString(page, "text/html").getElementById("search-form");
    return open(SOURCE, base, found.dataset.records);
  })());

/** Return `text` as nodes, its words that were found marked. */
function marked(edition, text, { terms }) {
  const found = new Set(Object.values(terms).flat());
  const nodes = [];
  let end = 0;
  for (const { word, start, key } of edition.index.words(text)) {
    if (!found.has(key)) continue;
    const mark = document.createElement("mark");
    mark.textContent = word;
    nodes.push(text.slice(end, start), mark);
    end = start + word.length;
  }
  return [...nodes, text.slice(end)];
}

function show(edition, result, level) {
  const record = edition.records.get(result.id);
  const item = document.createElement("li");
  item.className = "ww-card";
  const heading = item.appendChild(document.createElement(level));
  const link = heading.appendChild(document.createElement("a"));
  link.href = new URL(record.id, edition.base);
  link.append(...marked(edition, record.title, result));
  if (record.title_language) [link.lang, link.dir] = [record.title_language, "ltr"];
  const label = kinds.querySelector(`[value="${record.kind}"] + span`);
  if (label) {
    const kind = item.appendChild(document.createElement("span"));
    kind.className = "ww-tag";
    kind.append(...label.cloneNode(true).childNodes);
  }
  const snippet = record.text || record.headings;
  if (snippet) {
    const text = item.appendChild(document.createElement("p"));
    text.append(...marked(edition, snippet, result));
    if (record.language) [text.lang, text.dir] = [record.language, "ltr"];
  }
  return item;
}

/**
 * Return the results of an edition, best first: those that certainly have a word of the query, else
 * those that have words like it.
 */
function ask({ index }, query, isTyping) {
  const options = { limit: Infinity, prefix: isTyping, share: WORTH_SHOWING };
  const good = index.search(query, options);
  const certain = good.filter((result) => result.certain);
  return certain.length
    ? certain
    : good.slice(0, MOST).filter(({ terms }) => Object.keys(terms).length);
}

/** Show how many results there are of each kind; return the chosen kind. */
function countKinds(edition, results) {
  const counts = new Map();
  for (const { id } of results) {
    const { kind } = edition.records.get(id);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  for (const input of kinds.querySelectorAll("input")) {
    const count = input.value ? counts.get(input.value) ?? 0 : results.length;
    input.closest("label").hidden = !count && !input.checked;
    const shown = input.closest("label").querySelector(".ww-count");
    if (shown) shown.textContent = count;
  }
  kinds.hidden = counts.size < 2;
  return kinds.hidden ? "" : new FormData(form).get("kind");
}

/** Offer the choices of each facet that results fall under; return those under the chosen ones. */
function narrow(edition, results) {
  const values = ({ id }, select) => edition.records.get(id)[select.dataset.field] ?? [];
  const fits = (result, but) =>
    selects.every((select) => {
      const isChosen = select.value && select !== but;
      return !isChosen || values(result, select).includes(select.value);
    });
  for (const select of selects) {
    const offered = results.filter((result) => fits(result, select));
    const known = new Set(offered.flatMap((result) => values(result, select)));
    for (const option of select.options) {
      option.hidden = option.disabled =
        Boolean(option.value) && !option.selected && !known.has(option.value);
    }
    select.closest("label").hidden = known.size < 2 && !select.value;
  }
  facets.hidden = selects.every((select) => select.closest("label").hidden);
  return results.filter((result) => fits(result));
}

/** Point out the editions in whose script the query is written, if that is not this one's. */
function suggestLanguages(query) {
  const items = [...languages.querySelectorAll("li")];
  const scripts = new Set(items.map((item) => item.dataset.script));
  const mine = languages.querySelector(`[hreflang="${LOCALE}"]`).closest("li").dataset.script;
  const written = [...scripts].filter((script) =>
    new RegExp(`\\p{Script=${script}}`, "u").test(query),
  );
  // German words are found in every edition, so Latin letters need no other one.
  const foreign = written.includes(mine) ? [] : written.filter((script) => script !== "Latn");
  for (const item of items) {
    item.hidden = !foreign.includes(item.dataset.script);
    const link = item.querySelector("a");
    link.hash = `q=${encodeURIComponent(query)}`;
  }
  languages.hidden = !foreign.length;
}

async function showGerman(query) {
  const edition = await openSource();
  const found = ask(edition, query)
    .filter(({ certain }) => certain)
    .slice(0, MOST);
  if (query !== field.value.trim()) return; // the reader has gone on
  german.hidden = !found.length;
  german.querySelector("ol").replaceChildren(...found.map((r) => show(edition, r, "h3")));
}

let noting;

/**
 * Note in the address what is looked for, so that the page can be linked to and come back to. Not at
 * every key: browsers take it for a navigation, which costs more than the search, and Safari refuses
 * more than a hundred in half a minute.
 */
function note(wait) {
  clearTimeout(noting);
  noting = setTimeout(() => {
    const state = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    history.replaceState(null, "", field.value.trim() ? `#${state}` : location.pathname);
  }, wait);
}

/** Put items into the list; those that stand there already stay, so that they are not laid out again. */
function replaceItems(items) {
  const old = [...list.children];
  const kept = items.map((item) => old.find((other) => other.isEqualNode(item)) ?? item);
  old.filter((item) => !kept.includes(item)).forEach((item) => item.remove());
  kept.forEach((item, place) => {
    if (list.children[place] !== item) list.insertBefore(item, list.children[place] ?? null);
  });
}

let rest;

/** Show what an edition has for a query: on each key what stands on the screen, the rest on a pause. */
async function answer(edition, query, isTyping) {
  const results = ask(edition, query, isTyping);
  const narrowed = narrow(edition, results);
  const kind = countKinds(edition, narrowed);
  const chosen = narrowed.filter(({ id }) => !kind || edition.records.get(id).kind === kind);
  const items = (from, to) => chosen.slice(from, to).map((r) => show(edition, r, "h2"));
  const isMissing = !results.some(({ certain }) => certain);
  const first = isTyping ? FIRST : MOST;
  replaceItems(items(0, first));
  tell(chosen.length ? "found" : "none", chosen.length);
  help.hidden = !isMissing;
  const follow = async () => {
    list.append(...items(first, MOST));
    if (isMissing && LOCALE !== SOURCE) await showGerman(query);
  };
  clearTimeout(rest);
  if (isTyping) rest = setTimeout(() => follow().catch(fail), PAUSE);
  else await follow();
}

function fail(error) {
  own = source = undefined; // the next try may find the network
  browse.hidden = false;
  tell("failed");
  throw error;
}

/** Search for what stands in the field; `isTyping` when its last word may be unfinished. */
async function search(isTyping) {
  const query = field.value.trim();
  note(isTyping ? PAUSE : 0);
  browse.hidden = Boolean(query);
  help.hidden = german.hidden = true;
  suggestLanguages(query);
  clearTimeout(rest);
  if (!query) {
    list.replaceChildren();
    kinds.hidden = facets.hidden = true;
    tell("start");
    return;
  }
  try {
    const waiting = setTimeout(tell, 150, "busy");
    const edition = await openOwn().finally(() => clearTimeout(waiting));
    if (query === field.value.trim()) await answer(edition, query, isTyping);
  } catch (error) {
    fail(error);
  }
}

/** Take the query from the address. */
function restore() {
  const given = new URLSearchParams(location.hash.slice(1) || location.search);
  field.value = given.get("q") ?? "";
  if (given.get("q") === "") field.focus();
  const kind = given.get("kind") ?? "";
  for (const input of kinds.querySelectorAll("input")) input.checked = input.value === kind;
  for (const select of selects) select.value = given.get(select.name) ?? "";
  facets.open = selects.some((select) => select.value);
  search(false);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  search(false);
});
field.addEventListener("input", () => search(true));
field.addEventListener("focus", () => openOwn().catch(() => {}), { once: true });
field.addEventListener("blur", () => note(0));
for (const part of [kinds, facets]) part.addEventListener("change", () => search(false));
addEventListener("hashchange", restore);
restore();
