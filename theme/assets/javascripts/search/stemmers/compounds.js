/**
 * Parts of German compounds, found with the words of the index itself: Sprachkurs is made of two words that
 * stand there, too. Of several ways to part a word, that with the most frequent parts is taken (the
 * geometric mean of their frequencies; Koehn and Knight 2003).
 */

const MIN_PART = 4;

/** What may stand between two parts, the likeliest first. */
const JOINTS = ['', 's', 'n', 'en', 'es', 'e', 'er'];

/**
 * @param {ReturnType<import('../inverted-index.js').createIndex>} index
 * @param {(word: string) => string} stemOf  stem of a folded word
 */
export function createSplitter({ ids, stems, stopIds, merge }, stemOf) {
  const counts = new Map();
  const splits = new Map();

  /** In how many documents a stem is found; 0 for what is no word of its own. */
  const frequency = (stem) => {
    if (stem.length < MIN_PART) return 0;
    let count = counts.get(stem);
    if (count === undefined) {
      const members = (stems.get(stem) ?? []).filter((id) => !stopIds.has(id));
      count = members.length ? merge(members).docs.length : 0;
      counts.set(stem, count);
    }
    return count;
  };

  /** The stem of the first part of a compound, which may be inflected and end in a joint. */
  const firstStem = (start) => {
    for (const joint of JOINTS) {
      if (!start.endsWith(joint)) continue;
      const word = start.slice(0, start.length - joint.length);
      const stem = ids.has(word) ? stemOf(word) : word;
      if (frequency(stem)) return stem;
    }
    return null;
  };

  const halves = (stem) => {
    let best = [];
    let most = 0;
    for (let at = MIN_PART; at <= stem.length - MIN_PART; at += 1) {
      const last = stem.slice(at);
      const first = frequency(last) ? firstStem(stem.slice(0, at)) : null;
      const score = first === null ? 0 : frequency(first) * frequency(last);
      if (score > most) [best, most] = [[first, last], score];
    }
    return best;
  };

  /**
   * @param {string} stem of a word, whether the index knows it or not
   * @returns {string[]} the stems of its parts and of their parts; none for a simple word
   */
  const partsOf = (stem) => {
    if (!splits.has(stem)) {
      splits.set(stem, [...new Set(halves(stem).flatMap((part) => [part, ...partsOf(part)]))]);
    }
    return splits.get(stem);
  };

  const compounds = new Map();
  for (const [whole, members] of stems) {
    for (const part of partsOf(whole)) {
      const found = compounds.get(part);
      if (found) found.push(...members);
      else compounds.set(part, [...members]);
    }
  }

  /** @returns {number[]} ids of the words that are made with a stem */
  const madeWith = (stem) => compounds.get(stem) ?? [];

  return { partsOf, madeWith };
}
