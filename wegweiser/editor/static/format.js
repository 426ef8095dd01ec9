// Reads entries for the form and writes them back, so that a change shows what was changed and
// nothing else: what the form did not touch keeps its bytes, comments and all; what it did touch is
// written in the canonical form (wegweiser/formatting/).
//
// A `form` tells how values are written; it is made from the model (wegweiser/editor/forms.py).
// What the form editor works on differs from the file in three ways: a group that may be missing is
// a list of at most one, values by language are a list of pairs, and yes and no have one spelling.

import { parseDocument, isMap, isScalar, isSeq } from "./vendor/yaml.js";
import { styleKey, styleValue } from "./scalars.js";

export const SOURCE = "_source";

const NOTHING = /^(~|null|Null|NULL)$/;
const YES = /^(ja|true|yes)$/i;
const NO = /^(nein|false|no)$/i;

export class UnreadableError extends Error {}

// Returns what the form shows of the file `text`, with the file itself beside it.
export function readEntry(text, form) {
  const document = parse(text);
  return { ...cleanGroup(groupToForm(document.contents, form), form), [SOURCE]: text };
}

// Returns the file for what the form holds. `firstLine` leads editors to the schema.
export function writeEntry(data, form, firstLine) {
  const source = data[SOURCE] ?? "";
  const wanted = withIds(cleanGroup(data, form) ?? {}, form);
  const document = parse(source);
  const lines = new Writer(source).file(document, wanted, form);
  if (!source && firstLine) lines.unshift(firstLine);
  const text = `${lines.join("\n")}\n`;
  const again = cleanGroup(groupToForm(parse(text).contents, form), form) ?? {};
  if (!same(again, wanted)) throw new UnreadableError("Der Eintrag lässt sich nicht schreiben.");
  return text;
}

function parse(text) {
  const document = parseDocument(text, { schema: "failsafe", uniqueKeys: false });
  if (document.errors.length) {
    const [error] = document.errors;
    throw new UnreadableError(`Die Datei ist kein gültiges YAML: ${error.message}`);
  }
  return document;
}

// From the file to the form ---------------------------------------------------------------------

function groupToForm(node, form) {
  const data = {};
  if (!isMap(node)) return data;
  for (const field of form.fields) {
    const pair = pairOf(node, field.name);
    if (pair) data[field.name] = toForm(pair.value, field.form);
  }
  return data;
}

function toForm(node, form) {
  if (form.kind === "group") {
    if (!isMap(node)) return undefined;
    const data = groupToForm(node, form);
    return form.optional ? [data] : data;
  }
  if (form.kind === "list") return isSeq(node) ? node.items.map((i) => toForm(i, form.items)) : undefined;
  if (form.kind === "languages") {
    if (!isMap(node)) return undefined;
    return node.items.map((pair) => ({
      language: String(pair.key.value),
      value: toForm(pair.value, form.values),
    }));
  }
  if (!isScalar(node) || (node.type === "PLAIN" && NOTHING.test(node.value))) return undefined;
  return String(node.value ?? "");
}

function pairOf(map, name) {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === name);
}

// What the form says, without what it leaves empty ----------------------------------------------

function cleanGroup(data, form) {
  const kept = {};
  for (const field of form.fields) {
    const value = clean(data?.[field.name], field.form);
    if (value !== undefined) kept[field.name] = value;
  }
  return Object.keys(kept).length ? kept : undefined;
}

function clean(value, form) {
  if (form.kind === "group") {
    const group = cleanGroup(form.optional ? value?.[0] : value, form);
    return group && form.optional ? [group] : group;
  }
  if (form.kind === "list" || form.kind === "languages") {
    const items = (value ?? []).map((item) =>
      form.kind === "list" ? clean(item, form.items) : cleanPair(item, form),
    );
    const kept = items.filter((item) => item !== undefined);
    return kept.length ? kept : undefined;
  }
  return cleanText(value, form);
}

function cleanPair(item, form) {
  const language = cleanText(item?.language, { kind: "text" });
  const value = clean(item?.value, form.values);
  return language !== undefined && value !== undefined ? { language, value } : undefined;
}

function cleanText(value, form) {
  if (value === undefined || value === null) return undefined;
  const text = String(value).normalize("NFC").replace(/\r\n?/g, "\n").trim();
  if (!text) return undefined;
  if (form.kind === "answer") return YES.test(text) ? "ja" : NO.test(text) ? "nein" : text;
  return form.kind === "prose" ? text : text.replace(/\s*\n\s*/g, " ");
}

function same(a, b) {
  if (isByLanguage(a) && isByLanguage(b)) return same(fromPairs(a), fromPairs(b));
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]));
  }
  if (a && b && typeof a === "object" && typeof b === "object") {
    const names = Object.keys(a);
    return names.length === Object.keys(b).length && names.every((name) => same(a[name], b[name]));
  }
  return a === b;
}

// Values by language are a list of pairs in a form, whose order means nothing.
function isByLanguage(value) {
  const isPair = (item) => item && Object.keys(item).sort().join() === "language,value";
  return Array.isArray(value) && value.length > 0 && value.every(isPair);
}

function fromPairs(pairs) {
  return Object.fromEntries(pairs.map(({ language, value }) => [language, value]));
}

// Items whose texts would lose their translations when reordered get an id (model/checks.py) --------

function withIds(data, form) {
  if (form.kind === "list") {
    const items = data.map((item) => withIds(item, form.items));
    return form.items.ids ? fillIds(items, form.items) : items;
  }
  if (form.kind === "group") {
    if (form.optional && Array.isArray(data)) return data.map((item) => fieldsWithIds(item, form));
    return fieldsWithIds(data, form);
  }
  return data;
}

function fieldsWithIds(data, form) {
  const filled = {};
  for (const field of form.fields) {
    if (data[field.name] !== undefined) filled[field.name] = withIds(data[field.name], field.form);
  }
  return filled;
}

function fillIds(items, form) {
  const taken = new Set(items.map((item) => item.id).filter(Boolean));
  return items.map((item, index) => {
    const text = firstText(item, form);
    if (item.id || text === undefined) return item;
    const id = freeId(suggestId(text, index), taken);
    taken.add(id);
    return { id, ...item };
  });
}

function firstText(value, form) {
  if (form.kind === "group") {
    const groups = form.optional && Array.isArray(value) ? value : [value];
    return first(groups, (group) =>
      first(form.fields, (field) =>
        group[field.name] === undefined ? undefined : firstText(group[field.name], field.form),
      ),
    );
  }
  if (form.kind === "list") return first(value, (item) => firstText(item, form.items));
  return form.translated ? value : undefined;
}

function first(values, find) {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function suggestId(text, index) {
  const letters = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
  const plain = text.toLowerCase().replace(/[äöüß]/g, (letter) => letters[letter]);
  const words = plain.match(/[a-z0-9]+/g) ?? [];
  return words.slice(0, 3).map((word) => word.slice(0, 20)).join("-") || String(index + 1);
}

function freeId(id, taken) {
  let free = id;
  for (let number = 2; taken.has(free); number += 1) free = `${id}-${number}`;
  return free;
}

// From the form to the file ---------------------------------------------------------------------

class Writer {
  constructor(source) {
    this.source = source;
    this.lines = source.split("\n");
    if (this.lines[this.lines.length - 1] === "") this.lines.pop();
    this.starts = [0];
    for (const line of this.lines) this.starts.push(this.starts.at(-1) + line.length + 1);
  }

  // Returns the lines of the whole file.
  file(document, data, form) {
    const map = document.contents;
    if (!isMap(map) || map.flow) return [...this.comments(0, this.lines.length), ...this.group(null, data, form, 0)];
    const start = this.lineOf(map.range[0]);
    const end = this.endOf(map);
    return [
      ...this.lines.slice(0, start),
      ...this.group(map, data, form, 0, start),
      ...this.lines.slice(end),
    ];
  }

  // Returns the lines of a group whose fields begin at the column `indent`. `from` is the line of
  // the source in which what belongs to `map` begins: comments above its first field.
  group(map, data, form, indent, from) {
    if (!isMap(map) || map.flow) {
      return form.fields
        .filter((field) => data[field.name] !== undefined)
        .flatMap((field) => this.field(field.name, data[field.name], field.form, indent));
    }
    const column = this.columnOf(map.items[0].key);
    const order = form.fields.map((field) => field.name);
    const missing = form.fields.filter((f) => data[f.name] !== undefined && !pairOf(map, f.name));
    const parts = [];
    let line = from;
    for (const pair of map.items) {
      const name = String(pair.key.value);
      const field = form.fields.find((known) => known.name === name);
      // Fields that the model does not know stand last.
      const rank = field ? order.indexOf(name) : order.length;
      while (missing.length && order.indexOf(missing[0].name) < rank) {
        parts.push(this.newField(missing.shift(), data, column));
      }
      const end = this.endOfPair(pair);
      parts.push(this.pair(pair, data, field, column, line, end));
      line = end;
    }
    parts.push(...missing.map((next) => this.newField(next, data, column)));
    return joinParts(parts);
  }

  newField(field, data, column) {
    return { head: [], body: this.field(field.name, data[field.name], field.form, column) };
  }

  // Returns a field of the source as the form has it: `head`, the comments above it, and `body`.
  pair(pair, data, field, column, from, end) {
    const start = this.lineOf(pair.key.range[0]);
    const head = this.lines.slice(from, start);
    const now = field ? data[field.name] : undefined;
    if (!field || same(clean(toForm(pair.value, field.form), field.form), now)) {
      return { head, body: this.slice(start, end, column) };
    }
    if (now === undefined) return { head: [], body: [] };
    return this.changed(pair, now, field, column, head);
  }

  changed(pair, now, field, column, head) {
    const { form } = field;
    const value = pair.value;
    const begin = `${" ".repeat(column)}${styleKey(field.name)}:`;
    if (isNested(form)) {
      if (!isBlock(value)) return { head, body: this.field(field.name, now, form, column) };
      const from = this.lineOf(pair.key.range[0]);
      const beside = this.lines[from].slice(this.columnAfter(pair.key)).replace(/^\s*:\s*/, "");
      const first = beside ? `${begin}  ${beside}` : begin;
      const tail = this.lines.slice(this.endOf(value), this.endOfPair(pair));
      return { head, body: [first, ...this.nested(value, now, form, column, from + 1), ...tail] };
    }
    const comment = this.commentBeside(value);
    const text = withEnd(now, form, value);
    const [first, ...rest] = styleValue(text, form.quotes, column + 2, begin.length + 1);
    if (!comment) return { head, body: [`${begin} ${first}`, ...rest] };
    if (!rest.length) return { head, body: [`${begin} ${first}  ${comment}`] };
    return { head: [...head, `${" ".repeat(column)}${comment}`], body: [`${begin} ${first}`, ...rest] };
  }

  nested(value, now, form, column, from) {
    if (form.kind === "list" && isSeq(value)) return this.list(value, now, form, column + 2, from);
    if (form.kind === "group" && isMap(value)) {
      return this.group(value, form.optional ? now[0] : now, form, column + 2, from);
    }
    if (form.kind === "languages" && isMap(value)) {
      const [data, fields] = byLanguage(now, form, value);
      return this.group(value, data, { kind: "group", fields }, column + 2, from);
    }
    return this.fresh(now, form, column + 2);
  }

  // Returns the lines of a list whose dashes stand at the column of the source's, `from` as above.
  list(seq, items, form, indent, from) {
    const old = seq.items.map((node) => ({ node, data: clean(toForm(node, form.items), form.items) }));
    const dash = this.dashOf(old[0].node);
    const matches = match(old.map((item) => item.data), items);
    const heads = this.headsOf(old.map((item) => item.node), from);
    const parts = items.map((item, index) => {
      const found = matches[index];
      if (found === undefined) return { head: [], body: this.item(item, form.items, dash) };
      const { node, data } = old[found];
      const { head, start, end } = heads[found];
      if (same(data, item)) return { head, body: this.slice(start, end, dash) };
      return this.changedItem(node, item, form.items, dash, head, start);
    });
    return joinParts(parts);
  }

  changedItem(node, item, form, dash, head, start) {
    if (form.kind === "group" && isMap(node) && !node.flow) {
      const tail = this.lines.slice(this.endOf(node), this.endOfItem(node));
      const body = this.group(node, item, form, dash + 2, start);
      return { head, body: [...withDash(body, dash), ...tail] };
    }
    const comment = isScalar(node) ? this.commentBeside(node) : "";
    const [first, ...rest] = this.item(item, form, dash, isScalar(node) ? node : undefined);
    if (!comment) return { head, body: [first, ...rest] };
    if (!rest.length) return { head, body: [`${first}  ${comment}`] };
    return { head: [...head, `${" ".repeat(dash)}${comment}`], body: [first, ...rest] };
  }

  headsOf(nodes, from) {
    let line = from;
    return nodes.map((node) => {
      const start = this.lineOf(node.range[0]);
      const end = this.endOfItem(node);
      const head = this.lines.slice(line, start);
      line = end;
      return { head, start, end };
    });
  }

  // Values that the source does not have.

  field(name, value, form, column) {
    const begin = `${" ".repeat(column)}${styleKey(name)}:`;
    if (isNested(form)) return [begin, ...this.fresh(value, form, column + 2)];
    const [first, ...rest] = styleValue(withEnd(value, form), form.quotes, column + 2, begin.length + 1);
    return [`${begin} ${first}`, ...rest];
  }

  fresh(value, form, indent) {
    if (form.kind === "list") return value.flatMap((item) => this.item(item, form.items, indent));
    if (form.kind === "languages") {
      const [data, fields] = byLanguage(value, form);
      return this.group(null, data, { kind: "group", fields }, indent);
    }
    return this.group(null, form.optional && Array.isArray(value) ? value[0] : value, form, indent);
  }

  item(value, form, dash, node) {
    if (isNested(form)) return withDash(this.fresh(value, form, dash + 2), dash);
    const [first, ...rest] = styleValue(withEnd(value, form, node), form.quotes, dash + 2, dash + 2);
    return [`${" ".repeat(dash)}- ${first}`, ...rest];
  }

  // Places in the source.

  lineOf(offset) {
    let line = this.starts.findIndex((start) => start > offset) - 1;
    if (line < 0) line = this.lines.length - 1;
    return line;
  }

  columnOf(node) {
    return node.range[0] - this.starts[this.lineOf(node.range[0])];
  }

  columnAfter(key) {
    return key.range[1] - this.starts[this.lineOf(key.range[0])];
  }

  dashOf(node) {
    const line = this.lines[this.lineOf(node.range[0])];
    return line.slice(0, this.columnOf(node)).lastIndexOf("-");
  }

  // Returns the line after the last one of a node.
  endOf(node) {
    if (isBlock(node)) {
      const last = node.items[node.items.length - 1];
      return isMap(node) ? this.endOfPair(last) : this.endOfItem(last);
    }
    const [start, end] = node.range;
    return this.lineOf(Math.max(start, end - 1)) + 1;
  }

  endOfPair({ key, value }) {
    const end = Math.max(this.lineOf(key.range[0]) + 1, value ? this.endOf(value) : 0);
    return isBlock(value) ? this.afterComments(end, this.columnOf(key)) : end;
  }

  endOfItem(node) {
    const end = this.endOf(node);
    return isBlock(node) ? this.afterComments(end, this.dashOf(node)) : end;
  }

  // Returns the line after the comments below a group or list that stand further in than `column`.
  afterComments(line, column) {
    const isInside = (text) => /^ *#/.test(text) && text.indexOf("#") > column;
    let after = line;
    while (isInside(this.lines[after] ?? "")) after += 1;
    return after;
  }

  // Returns lines of the source, without the dash that stands before a field.
  slice(start, end, column) {
    const lines = this.lines.slice(start, end);
    if (lines.length && /^\s*- /.test(lines[0].slice(0, column))) {
      lines[0] = " ".repeat(column) + lines[0].slice(column);
    }
    return lines;
  }

  // Returns the comment at the end of the line in which a value ends, or its block begins.
  commentBeside(node) {
    if (!isScalar(node)) return "";
    const isText = /^BLOCK/.test(node.type ?? "");
    const offset = isText ? node.range[0] : node.range[1];
    const line = this.lineOf(isText ? offset : Math.max(node.range[0], offset - 1));
    const after = this.lines[line].slice(offset - this.starts[line]);
    return / (#.*)$/.exec(` ${after}`)?.[1].trimEnd() ?? "";
  }

  comments(start, end) {
    return this.lines.slice(start, end).filter((line) => /^\s*#/.test(line));
  }
}

// Is it a group or list in lines of its own?
function isBlock(node) {
  return (isMap(node) || isSeq(node)) && !node.flow && node.items.length > 0;
}

function isNested(form) {
  return form.kind === "group" || form.kind === "list" || form.kind === "languages";
}

function joinParts(parts) {
  return parts.flatMap(({ head, body }) => [...head, ...body]);
}

// Puts the dash of an item before its first field; comments above that stand above the dash.
function withDash(lines, dash) {
  const first = lines.findIndex((line) => line.trim() && !/^\s*#/.test(line));
  return lines.map((line, index) => {
    if (index < first) return `${" ".repeat(dash)}${line.trim()}`;
    return index === first ? `${" ".repeat(dash)}- ${line.slice(dash + 2)}` : line;
  });
}

// A text ends in a line break as it did in the source, a new one where it has several lines.
function withEnd(text, form, node) {
  if (form.kind !== "prose") return text;
  const before = node && isScalar(node) ? String(node.value) : "";
  const ends = before.includes("\n") ? before.endsWith("\n") : text.includes("\n");
  return ends ? `${text}\n` : text;
}

// Values by language as fields: in the order of the source, new ones after them.
function byLanguage(pairs, form, map) {
  const data = fromPairs(pairs);
  if (Object.keys(data).length < pairs.length) {
    throw new UnreadableError("Jede Sprache darf in einer Liste nur einmal vorkommen.");
  }
  const known = map ? map.items.map((pair) => String(pair.key.value)) : [];
  const names = [...known, ...Object.keys(data).filter((name) => !known.includes(name))];
  return [data, names.map((name) => ({ name, form: form.values }))];
}

// Returns for each new item the index of the old one it comes from: the same, else the one with its
// id, else, where nothing was added or taken away, the one in its place.
function match(old, items) {
  const used = new Set();
  const found = items.map(() => undefined);
  const take = (index, wanted) => {
    const place = old.findIndex((item, i) => !used.has(i) && wanted(item, i));
    if (place >= 0) {
      used.add(place);
      found[index] = place;
    }
  };
  items.forEach((item, index) => take(index, (other) => same(other, item)));
  items.forEach((item, index) => {
    if (found[index] === undefined && item?.id) take(index, (other) => other?.id === item.id);
  });
  items.forEach((item, index) => {
    if (found[index] === undefined && old.length === items.length) take(index, (_, i) => i === index);
  });
  return found;
}
