// Prints what is found for each of a list of queries: node ask.mjs LOCALE RECORDS QUERIES
import { readFile } from "node:fs/promises";

const [locale, recordsFile, queriesFile] = process.argv.slice(2);
const javascripts = new URL("../../theme/assets/javascripts/search/", import.meta.url);
const { build } = await import(new URL("core.js", javascripts));
const { default: profile } = await import(new URL(`profiles/${locale}.js`, javascripts));
const read = async (file) => JSON.parse(await readFile(file, "utf8"));
const index = build(await read(recordsFile), locale, profile);
const ask = (query) => index.search(query, { prefix: true }).map(({ id }) => id);
console.log(JSON.stringify((await read(queriesFile)).map(ask)));
