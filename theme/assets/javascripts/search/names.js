/**
 * Names of records: who types a name exactly looks for what bears it, not for what speaks of it.
 */

/** What stands between two names. */
const BETWEEN = / [·–—] |[()]/u;

const keyOf = (words) => words.filter(({ stop }) => !stop).map(({ stems }) => stems[0]).join(' ');

/**
 * @param {import('./core.js').SearchRecord[]} records
 * @param {(text: string) => import('./analyser.js').Word[]} analyse
 * @returns {(words: import('./analyser.js').Word[]) => number[]} the documents that bear a name
 */
export function createNames(records, analyse) {
  const bearers = new Map();
  records.forEach((record, doc) => {
    // Of other records these are the synonyms of words that they mention.
    const synonyms = record.kind === 'glossary' ? record.synonyms ?? [] : [];
    const names = [record.title].concat(synonyms).flatMap((name) => name.split(BETWEEN));
    for (const key of new Set(names.map((name) => keyOf(analyse(name))))) {
      if (!key) continue;
      if (bearers.has(key)) bearers.get(key).push(doc);
      else bearers.set(key, [doc]);
    }
  });
  return (words) => bearers.get(keyOf(words)) ?? [];
}
