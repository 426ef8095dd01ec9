// The search page. What answers (a worker, the language profile, the records) is loaded when the
// field is first used. What people look for stays in the fragment, which browsers do not send; links
// with ?q= work too.
import { createClient } from "./search/client.js";

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
const tools = document.querySelectorAll("#german, .ww-tools");

const LOCALE = form.dataset.locale;
const SOURCE = "de";
const MOST = 20;
/** So many results stand on a phone's screen; the others follow when the reader stops typing. */
const FIRST = 3;
const PAUSE = 400;
/** The scripts that editions are written in, this one's among them. */
const SCRIPTS = [
  ...new Set([...languages.querySelectorAll("li")].map(({ dataset }) => dataset.script)),
].map((script) => ({ script, pattern: new RegExp(`\\p{Script=${script}}`, "u") }));
const SCRIPT = languages.querySelector(`[hreflang="${LOCALE}"]`).closest("li").dataset.script;
const root = new URL("../../", import.meta.url);
const client = createClient(new URL("./search/worker.js", import.meta.url));

/** Say how the search goes, in the words of the page (marked, if they are in another language). */
function tell(state, number) {
  const words = document.getElementById(`search-${state}`).cloneNode(true);
  words.removeAttribute("id");
  words.querySelector(".ww-number")?.replaceChildren(number);
  status.replaceChildren(words);
}

/** Show everything from A to Z, and how to read that, or not. */
function showRegister(isShown) {
  for (const part of [browse, ...tools]) part.hidden = !isShown;
}

const openOwn = () => client.open(LOCALE, new URL(`search/${form.dataset.records}`, root));

const source = new URL(`../${SOURCE}/`, root);

/** Open the German edition, whose search page names its records. */
async function openSource() {
  const page = await (await fetch(new URL("search/", source))).text();
  const found = new DOMParser().parseFromString(page, "text/html").getElementById("search-form");
  return client.open(SOURCE, new URL(`search/${found.dataset.records}`, source));
}

/** Return the parts of a text as nodes; every second one was found. */
const marked = (parts) =>
  parts.map((part, place) => {
    if (place % 2 === 0) return part;
    const mark = document.createElement("mark");
    mark.textContent = part;
    return mark;
  });

/** Return a result as an item of a list, with a heading of the given level. */
function itemFor(result, base, level) {
  const item = document.createElement("li");
  item.className = "ww-card";
  const heading = item.appendChild(document.createElement(level));
  const link = heading.appendChild(document.createElement("a"));
  link.href = new URL(result.id, base);
  link.append(...marked(result.title));
  if (result.titleLanguage) [link.lang, link.dir] = [result.titleLanguage, "ltr"];
  const label = kinds.querySelector(`[value="${result.kind}"] + span`);
  if (label) {
    const kind = item.appendChild(document.createElement("span"));
    kind.className = "ww-tag";
    kind.append(...label.cloneNode(true).childNodes);
  }
  if (result.text.length) {
    const text = item.appendChild(document.createElement("p"));
    text.append(...marked(result.text));
    if (result.language) [text.lang, text.dir] = [result.language, "ltr"];
  }
  return item;
}

let shown = new Map();

/** Show results; those that stand there already stay, so that they are not laid out again. */
function showResults(results) {
  const items = new Map();
  for (const result of results) {
    const key = JSON.stringify(result);
    items.set(key, shown.get(key) ?? itemFor(result, root, "h2"));
  }
  for (const [key, item] of shown) if (!items.has(key)) item.remove();
  [...items.values()].forEach((item, place) => {
    if (list.children[place] !== item) list.insertBefore(item, list.children[place] ?? null);
  });
  shown = items;
}

/** Show how many results there are of each kind. */
function showKinds(counts) {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  for (const input of kinds.querySelectorAll("input")) {
    const count = String(input.value ? counts[input.value] ?? 0 : all);
    const label = input.closest("label");
    label.hidden = count === "0" && !input.checked;
    const told = label.querySelector(".ww-count");
    if (told && told.textContent !== count) told.textContent = count;
  }
  kinds.hidden = Object.keys(counts).length < 2;
}

/** Offer the choices of each facet that results fall under. */
function showFacets(offered) {
  for (const select of selects) {
    const known = new Set(offered[select.dataset.field]);
    for (const option of select.options) {
      const isOffered = !option.value || option.selected || known.has(option.value);
      if (option.hidden === isOffered) option.hidden = option.disabled = !isOffered;
    }
    select.closest("label").hidden = known.size < 2 && !select.value;
  }
  facets.hidden = kinds.hidden && selects.every((select) => select.closest("label").hidden);
}

/** Point out the editions in whose script the query is written, if that is not this one's. */
function suggestLanguages(query) {
  const written = SCRIPTS.filter(({ pattern }) => pattern.test(query)).map(({ script }) => script);
  // German words are found in every edition, so Latin letters need no other one.
  const foreign = written.includes(SCRIPT) ? [] : written.filter((script) => script !== "Latn");
  languages.hidden = !foreign.length;
  if (languages.hidden) return;
  for (const item of languages.querySelectorAll("li")) {
    item.hidden = !foreign.includes(item.dataset.script);
    item.querySelector("a").hash = `q=${encodeURIComponent(query)}`;
  }
}

async function showGerman(query) {
  await openSource();
  const { isCertain, results } = await client.ask(SOURCE, { query, limit: MOST });
  if (query !== field.value.trim()) return; // the reader has gone on
  german.hidden = !isCertain;
  const items = isCertain ? results.map((result) => itemFor(result, source, "h3")) : [];
  german.querySelector("ol").replaceChildren(...items);
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

/** Return what is looked for, as a question to the worker. */
const questionFor = (query, isTyping) => ({
  query,
  isTyping,
  kind: new FormData(form).get("kind") ?? "",
  facets: Object.fromEntries(selects.map(({ dataset, value }) => [dataset.field, value])),
  limit: isTyping ? FIRST : MOST,
});

let next;
let isAsking = false;
let rest;

/** Do something when the reader pauses, unless there is something else to do before. */
function onPause(act) {
  clearTimeout(rest);
  rest = setTimeout(act, PAUSE);
}

function fail(error) {
  showRegister(true);
  tell("failed");
  throw error;
}

/** Ask, show the answer and what belongs to it: on each key what stands on the screen, then the rest. */
async function answer(question) {
  const isAwaited = () => !next && question.query === field.value.trim();
  const waiting = setTimeout(() => isAwaited() && tell("busy"), 150);
  await openOwn().finally(() => clearTimeout(waiting));
  const found = await client.ask(LOCALE, question);
  if (!isAwaited()) return; // the reader has gone on
  showResults(found.results);
  showKinds(found.kinds);
  showFacets(found.offered);
  tell(found.count ? "found" : "none", found.count);
  help.hidden = found.isCertain;
  if (question.limit < MOST) onPause(() => look({ ...question, limit: MOST }));
  else if (!found.isCertain && LOCALE !== SOURCE) showGerman(question.query).catch(fail);
}

/** Answer a question; while one is being answered, only the last one waits. */
async function look(question) {
  next = question;
  if (isAsking) return;
  isAsking = true;
  try {
    while (next) {
      const asked = next;
      next = undefined;
      await answer(asked);
    }
  } catch (error) {
    fail(error);
  } finally {
    isAsking = false;
  }
}

/** Search for what stands in the field; `isTyping` when its last word may be unfinished. */
function search(isTyping) {
  const query = field.value.trim();
  note(isTyping ? PAUSE : 0);
  help.hidden = german.hidden = true;
  suggestLanguages(query);
  clearTimeout(rest);
  next = undefined;
  if (query) {
    showRegister(false);
    look(questionFor(query, isTyping));
    return;
  }
  showResults([]);
  facets.hidden = true;
  tell("start");
  if (isTyping) onPause(() => showRegister(true));
  else showRegister(true);
}

/** Take the query from the address. */
function restore() {
  const given = new URLSearchParams(location.hash.slice(1) || location.search);
  field.value = given.get("q") ?? "";
  if (given.get("q") === "") field.focus();
  const kind = given.get("kind") ?? "";
  for (const input of kinds.querySelectorAll("input")) input.checked = input.value === kind;
  for (const select of selects) select.value = given.get(select.name) ?? "";
  facets.open = Boolean(kind) || selects.some((select) => select.value);
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
