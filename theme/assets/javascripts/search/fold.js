/**
 * Folding: one search key for all spellings of a word.
 *
 * Pure functions over the shared table (fold.json). fold.py reads the same table and gives the same
 * results; fold-golden.json proves it for both.
 */
import table from './fold-table.js';

/** @typedef {{from: string, to: string, notAfter: string}} Digraph */
/**
 * @typedef {object} Rules
 * @property {Map<string, string>} case   replacements before lower-casing
 * @property {Map<string, string>} map    replacements of single characters
 * @property {Set<string>} keep           characters that are never decomposed
 * @property {Digraph[]} digraphs         two letters that stand for one
 */

const ETHIOPIC_ORDERS = 7;

const inRanges = (ranges) => {
  const bounds = ranges.map((range) => range.split('-').map((hex) => parseInt(hex, 16)));
  return (character) => {
    const code = character.codePointAt(0);
    return bounds.some(([first, last = first]) => code >= first && code <= last);
  };
};

const isMark = inRanges(table.marks);

function addRows(map, rows) {
  for (const [from, to] of rows) {
    for (let order = 0; order < ETHIOPIC_ORDERS; order += 1) {
      map.set(
        String.fromCharCode(from.charCodeAt(0) + order),
        String.fromCharCode(to.charCodeAt(0) + order),
      );
    }
  }
}

function addDigits(map) {
  for (const first of table.digits) {
    for (let digit = 0; digit < 10; digit += 1) {
      map.set(String.fromCharCode(parseInt(first, 16) + digit), String(digit));
    }
  }
}

/** Follow chains (ሓ → ሃ → ሀ), so that one look-up per character is enough. */
function close(map) {
  for (const [from, to] of map) {
    let target = to;
    let previous;
    do {
      previous = target;
      target = Array.from(previous, (character) => map.get(character) ?? character).join('');
    } while (target !== previous);
    map.set(from, target);
  }
}

/** @returns {Rules} */
function compileRules(locale) {
  const rules = { case: new Map(), map: new Map(), keep: new Set(table.keep), digraphs: [] };
  addDigits(rules.map);
  for (const name of [...table.base, ...(table.locales[locale] ?? [])]) {
    const group = table.groups[name];
    for (const [from, to] of Object.entries(group.case ?? {})) rules.case.set(from, to);
    for (const [from, to] of Object.entries(group.map ?? {})) rules.map.set(from, to);
    for (const character of group.keep ?? '') rules.keep.add(character);
    rules.digraphs.push(...(group.digraphs ?? []));
    addRows(rules.map, group.rows ?? []);
  }
  close(rules.map);
  return rules;
}

const anyOf = (characters) => new RegExp(`[${characters}]`, 'gu');
const apostrophes = anyOf(table.apostrophes);
const invisible = anyOf(
  table.remove.map((range) => range.replace(/[0-9A-F]+/g, '\\u{$&}')).join(''),
);

/** Lower case with the dotted and dotless i of the locale, one apostrophe, nothing invisible. */
function normaliseWith(rules, text) {
  let result = text.replace(apostrophes, "'").normalize('NFKC').replace(invisible, '');
  for (const [from, to] of rules.case) result = result.split(from).join(to);
  return result.toLowerCase();
}

function foldCharacter(rules, character) {
  if (rules.keep.has(character)) return character;
  let result = '';
  for (const part of character.normalize('NFD')) {
    if (!isMark(part)) result += rules.map.get(part) ?? part;
  }
  return result;
}

function joinDigraphs(digraphs, text) {
  let result = text;
  for (const { from, to, notAfter } of digraphs) {
    let start = result.indexOf(from);
    while (start >= 0) {
      const allowed = start === 0 || !notAfter.includes(result[start - 1]);
      if (allowed) result = result.slice(0, start) + to + result.slice(start + from.length);
      start = result.indexOf(from, start + (allowed ? 0 : 1));
    }
  }
  return result;
}

/**
 * The folding functions of one locale.
 *
 * @param {string} locale
 * @returns {{normalise: (text: string) => string, fold: (text: string) => string}}
 *   `normalise` keeps the letters (stemmers need them); `fold` gives the key to compare.
 */
export function createFolder(locale) {
  const rules = compileRules(locale);
  const cache = new Map();
  const foldCached = (character) => {
    let folded = cache.get(character);
    if (folded === undefined) {
      folded = foldCharacter(rules, character);
      cache.set(character, folded);
    }
    return folded;
  };
  const normalise = (text) => normaliseWith(rules, text);
  const fold = (text) => {
    let result = '';
    for (const character of normalise(text)) result += foldCached(character);
    return joinDigraphs(rules.digraphs, result.normalize('NFC'));
  };
  return { normalise, fold };
}

/**
 * Fold a text for comparison.
 *
 * @param {string} text
 * @param {string} locale unknown locales get the rules common to all
 * @returns {string}
 */
export function fold(text, locale) {
  return createFolder(locale).fold(text);
}
