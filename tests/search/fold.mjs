// Prints what a list of texts folds to: node fold.mjs FILE, a list of {locale, input}
import { readFile } from "node:fs/promises";

const { createFolder } = await import(
  new URL("../../theme/assets/javascripts/search/fold.js", import.meta.url)
);
const cases = JSON.parse(await readFile(process.argv[2], "utf8"));
console.log(JSON.stringify(cases.map(({ locale, input }) => createFolder(locale).fold(input))));
