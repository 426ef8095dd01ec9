/**
 * Words of the index that a typed word may stand for: its completions and its corrections.
 */
import { soundOf } from './sounds.js';

const MAX_COMPLETIONS = 50;

const LATIN = /\p{Script=Latin}/u;

/** A word of fewer consonants sounds like too many others. */
const MIN_SOUND = 4;

/** Edits that are tolerated: none up to 3 letters, one from 4, two from 8. */
export function allowedEdits(key) {
  if (key.length < 4 || /\p{N}/u.test(key)) return 0;
  return key.length < 8 ? 1 : 2;
}

/**
 * Whether two words are at most `limit` edits apart (insertion, deletion, substitution, or two
 * neighbouring letters swapped). Rows are abandoned as soon as they cannot come back below it.
 *
 * @returns {number} the distance, or Infinity if it is above the limit
 */
export function editDistance(a, b, limit) {
  if (Math.abs(a.length - b.length) > limit) return Infinity;
  let before = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let value = Math.min(previous[column] + 1, current[column - 1] + 1, previous[column - 1] + cost);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) value = Math.min(value, before[column - 2] + 1);
      current.push(value);
      if (value < best) best = value;
    }
    if (best > limit) return Infinity;
    before = previous;
    previous = current;
  }
  return previous[b.length] <= limit ? previous[b.length] : Infinity;
}

/** One bit per letter (hashed): a cheap lower bound that spares most distance computations. */
function letterBits(key) {
  let bits = 0;
  for (let i = 0; i < key.length; i += 1) bits |= 1 << key.charCodeAt(i) % 32;
  return bits;
}

function countBits(bits) {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/**
 * @param {ReturnType<import('./inverted-index.js').createIndex>} index
 */
export function createExpander({ keys, postings, stopIds }) {
  const frequency = (id) => postings[id].docs.length;
  const lazily = (compute) => {
    let value;
    return () => (value = value ?? compute());
  };
  // Before the first query, so that this is answered as fast as the others.
  const order = keys.map((_, id) => id).sort((a, b) => (keys[a] < keys[b] ? -1 : 1));
  const bits = Int32Array.from(keys, letterBits);
  /** @type {number[][]} ids of the words of each length */
  const byLength = [];
  keys.forEach((key, id) => (byLength[key.length] ??= []).push(id));

  const lowerBound = (prefix) => {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (keys[order[middle]] < prefix) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  /** @returns {number[]} ids of longer words that begin with `prefix`, the most frequent ones */
  const completions = (prefix) => {
    const found = [];
    for (let i = lowerBound(prefix); i < order.length && keys[order[i]].startsWith(prefix); i += 1) {
      if (keys[order[i]] !== prefix && !stopIds.has(order[i])) found.push(order[i]);
    }
    if (found.length <= MAX_COMPLETIONS) return found;
    return found.sort((a, b) => frequency(b) - frequency(a)).slice(0, MAX_COMPLETIONS);
  };

  /** @returns {{ids: number[], edits: number}} the nearest words within the allowed edits */
  const corrections = (key) => {
    let limit = allowedEdits(key);
    let ids = [];
    if (limit === 0) return { ids, edits: 0 };
    const wanted = letterBits(key);
    for (const id of byLength.slice(key.length - limit, key.length + limit + 1).flat()) {
      if (countBits(bits[id] ^ wanted) > 2 * limit) continue;
      const edits = editDistance(key, keys[id], limit);
      if (edits === 0 || edits > limit || stopIds.has(id)) continue;
      if (edits < limit) ids = [];
      limit = edits;
      ids.push(id);
    }
    return { ids, edits: limit };
  };

  const sounds = lazily(() => {
    const found = new Map();
    keys.forEach((key, id) => {
      const sound = LATIN.test(key) ? soundOf(key) : '';
      if (sound) found.set(sound, [...(found.get(sound) ?? []), id]);
    });
    return found;
  });

  /** @returns {number[]} ids of German words that sound like one of the forms of a foreign word */
  const transliterations = (forms) => {
    const told = forms.filter((form) => !LATIN.test(form)).map(soundOf);
    const long = new Set(told.filter((sound) => sound.length >= MIN_SOUND));
    return [...long].flatMap((sound) => sounds().get(sound) ?? []);
  };

  return { completions, corrections, transliterations };
}
