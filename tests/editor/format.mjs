// Answers, a line of JSON each, what the form editor's format makes of a file:
//   {form, source}                 -> {read: what the form shows}
//   {form, source, target, line}   -> {text: the file, once the form holds what `target` says}
// `target` is a file as well (JSON is YAML), so that both sides tell in the words of files.

import { createInterface } from "node:readline";

const STATIC = new URL("../../wegweiser/editor/static/", import.meta.url);
const { SOURCE, readEntry, writeEntry } = await import(new URL("format.js", STATIC));

function answer({ form, source, target, line }) {
  if (target === undefined) return { read: readEntry(source, form) };
  const data = readEntry(target, form);
  data[SOURCE] = source;
  return { text: writeEntry(data, form, line) };
}

for await (const request of createInterface({ input: process.stdin })) {
  let found;
  try {
    found = answer(JSON.parse(request));
  } catch (error) {
    found = { error: error.message, stack: error.stack };
  }
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
