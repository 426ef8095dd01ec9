// A table of search engines on the same documents and queries (see search.mjs), as Markdown.
// Called by scripts/bench, which installs the engines: node peers.mjs FILE...

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import lunr from "lunr";
import MiniSearch from "minisearch";

import { openIndex, rank, summarise } from "./search.mjs";

const LUNR_LANGUAGES = ["de", "fr", "ar", "ru", "tr"];
const require = createRequire(import.meta.url);
require("lunr-languages/lunr.stemmer.support")(lunr);
for (const language of LUNR_LANGUAGES) require(`lunr-languages/lunr.${language}`)(lunr);

/** What a developer gets who changes nothing: any term, no options. */
function miniSearchDefaults(documents) {
  const engine = new MiniSearch({ fields: ["title", "text"] });
  engine.addAll(documents);
  return (query) => engine.search(query).map(({ id }) => id);
}

/** As Material for MkDocs sets it up: titles first, every term as a prefix. */
function lunrAsInMaterial(documents, locale) {
  const index = lunr(function configure() {
    if (LUNR_LANGUAGES.includes(locale)) this.use(lunr[locale]);
    this.field("title", { boost: 1000 });
    this.field("text");
    for (const document of documents) this.add(document);
  });
  return (query) => {
    const terms = query.replace(/["*+\-:^~]/g, " ").split(/\s+/).filter(Boolean);
    return index.search(terms.map((term) => `${term}*`).join(" ")).map(({ ref }) => ref);
  };
}

function serve(folder) {
  return new Promise((resolve) => {
    const server = createServer((request, response) => {
      try {
        response.end(readFileSync(join(folder, new URL(request.url, "http://localhost").pathname)));
      } catch {
        response.writeHead(404).end();
      }
    });
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

/** Pagefind: index with its Node API, search with its browser module over a local server. */
async function pagefindRanks(documents, queries, locale) {
  const { createIndex } = await import("pagefind");
  const { index } = await createIndex({ forceLanguage: locale });
  for (const { id, title, text } of documents) {
    await index.addCustomRecord({ url: `/${id}`, content: `${title}\n${text}`, language: locale, meta: { title } });
  }
  const folder = mkdtempSync(join(tmpdir(), "pagefind-"));
  await index.writeFiles({ outputPath: folder });
  const server = await serve(folder);
  globalThis.document ??= { querySelector: () => ({ getAttribute: () => locale }), currentScript: null };
  globalThis.window ??= { location: { origin: "http://localhost" } };
  globalThis.location ??= globalThis.window.location;
  try {
    const pagefind = await import(join(folder, "pagefind.js"));
    await pagefind.options({ basePath: `http://127.0.0.1:${server.address().port}/`, baseUrl: "/" });
    await pagefind.init();
    const ranks = [];
    for (const { query, relevant } of queries) {
      const { results } = await pagefind.search(query);
      let rank = Infinity;
      for (let i = 0; i < Math.min(results.length, 20) && rank === Infinity; i += 1) {
        if ((await results[i].data()).url === `/${relevant}`) rank = i + 1;
      }
      ranks.push(rank);
    }
    return ranks;
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
}


const asking = (open) => async (documents, queries, locale) =>
  rank(queries, await open(documents, locale));

const ENGINES = {
  "MiniSearch, defaults": asking(miniSearchDefaults),
  "lunr as in Material": asking(lunrAsInMaterial),
  Pagefind: pagefindRanks,
  "this search": asking(openIndex),
};

const files = process.argv.slice(2).map((file) => {
  const { documents, queries } = JSON.parse(readFileSync(file, "utf8"));
  return { locale: basename(file).split(".")[0], documents, queries };
});
console.log(`| recall@1 @3 @5 | ${files.map(({ locale }) => locale).join(" | ")} |`);
console.log(`|---|${"---|".repeat(files.length)}`);
for (const [name, measure] of Object.entries(ENGINES)) {
  const cells = [];
  for (const { locale, documents, queries } of files) {
    const found = summarise(await measure(documents, queries, locale));
    cells.push([1, 3, 5].map((most) => found[`recall@${most}`].toFixed(2).slice(1)).join(" "));
  }
  console.log(`| ${name} | ${cells.join(" | ")} |`);
}
process.exit(0); // Pagefind keeps a process running
