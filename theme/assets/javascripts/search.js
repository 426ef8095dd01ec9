// The search page: Material's search worker (lunr) answers, this script asks and shows.
// The index is loaded when the page is used, never before.
// Messages of the worker: 0 set up, 1 ready, 2 query, 3 result (Material 9.8, `search.*.min.js`).

const form = document.getElementById("search-form");
const field = document.getElementById("search-query");
const status = document.getElementById("search-status");
const list = document.getElementById("search-results");
const root = new URL("../../", import.meta.url);
const MOST = 20;

/** Say how the search goes, in the words of the page (marked, if they are in another language). */
function tell(state, number) {
  const words = document.getElementById(`search-${state}`).cloneNode(true);
  words.removeAttribute("id");
  words.querySelector(".ww-number")?.replaceChildren(number);
  status.replaceChildren(words);
}

const plainText = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

function show(items) {
  list.replaceChildren(
    ...items.slice(0, MOST).map((found) => {
      // A result is a page and its sections, best first; people look for the page.
      const page = found.find(({ location }) => !location.includes("#")) ?? found[0];
      const item = document.createElement("li");
      item.className = "ww-card";
      const heading = item.appendChild(document.createElement("h2"));
      const link = heading.appendChild(document.createElement("a"));
      link.href = new URL(page.location, root);
      link.textContent = plainText(page.title);
      const text = plainText(page.text ?? "").trim();
      if (text) {
        item.appendChild(document.createElement("p")).textContent =
          text.length > 160 ? `${text.slice(0, 160)}…` : text;
      }
      return item;
    }),
  );
  tell(items.length ? "found" : "none", items.length);
}

async function startWorker() {
  const response = await fetch(new URL("search/search_index.json", root));
  if (!response.ok) throw new Error(`search index: ${response.status}`);
  const index = await response.json();
  const worker = new Worker(new URL("assets/javascripts/workers/search.a7633da7.min.js", root));
  await new Promise((ready, fail) => {
    worker.addEventListener("message", ({ data }) => data.type === 1 && ready());
    worker.addEventListener("error", fail);
    worker.postMessage({ type: 0, data: { ...index, options: { suggest: false } } });
  });
  worker.addEventListener("message", ({ data }) => data.type === 3 && show(data.data.items));
  return worker;
}

let worker;

async function search() {
  const query = field.value.trim();
  // In the fragment, which browsers do not send: what people look for stays on their device.
  history.replaceState(null, "", query ? `#q=${encodeURIComponent(query)}` : location.pathname);
  if (!query) {
    list.replaceChildren();
    tell("start");
    return;
  }
  try {
    if (!worker) tell("busy");
    worker ??= startWorker();
    (await worker).postMessage({ type: 2, data: query });
  } catch {
    worker = undefined;
    tell("failed");
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
field.addEventListener("input", search);
field.value = new URLSearchParams(location.hash.slice(1)).get("q") ?? "";
form.hidden = false;
search();
