// Measures the search against a benchmark file: {documents: [{id, title, text}], queries:
// [{query, relevant}]}, one right document for each question. Called by scripts/bench.
//
//   node search.mjs FILE [--locale TAG] [--format json]

import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";

const JAVASCRIPTS = new URL("../../theme/assets/javascripts/search/", import.meta.url);

/** Return recall at 1, 3 and 5 and the mean reciprocal rank, from the ranks (1 is best). */
export function summarise(ranks) {
  const share = (most) => ranks.filter((rank) => rank <= most).length / ranks.length;
  const mrr = ranks.reduce((sum, rank) => sum + 1 / rank, 0) / ranks.length;
  return { "recall@1": share(1), "recall@3": share(3), "recall@5": share(5), mrr };
}

/** Return the rank of each query's right document, `Infinity` where it was not found. */
export function rank(queries, search) {
  return queries.map(({ query, relevant }) => {
    const place = search(query).indexOf(relevant);
    return place < 0 ? Infinity : place + 1;
  });
}

/** Index documents with the site's own search; resolves to a function that ranks them for a query. */
export async function openIndex(documents, locale) {
  const { build } = await import(new URL("core.js", JAVASCRIPTS));
  const { default: profile } = await import(new URL(`profiles/${locale}.js`, JAVASCRIPTS));
  const index = build(documents, locale, profile);
  return (query) => index.search(query, { limit: documents.length }).map(({ id }) => id);
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { locale: { type: "string" }, format: { type: "string", default: "text" } },
  });
  if (positionals.length !== 1 || !["text", "json"].includes(values.format)) {
    console.error("scripts/bench search FILE [--locale TAG] [--format json]");
    return 2;
  }
  const [file] = positionals;
  const locale = values.locale ?? basename(file).split(".")[0];
  const { documents, queries } = JSON.parse(await readFile(file, "utf8"));
  const figures = summarise(rank(queries, await openIndex(documents, locale)));
  if (values.format === "json") {
    console.log(JSON.stringify(figures));
  } else {
    console.log(`${locale}: ${documents.length} documents, ${queries.length} queries`);
    for (const [name, value] of Object.entries(figures)) console.log(`${name}  ${value.toFixed(3)}`);
  }
  return 0;
}

if (import.meta.url === new URL(process.argv[1], "file:").href) process.exitCode = await main();
