/**
 * Light Tigrinya stemming: prepositions written together with the noun (ን ብ), relative ዝ, and the
 * plural ታት with a following ን. Other inflection changes vowels inside the syllable signs; it is left
 * to the n-grams. The whole word is kept as a second reading.
 */

const PREFIX = /^(?:ን|ብ|ዝ)/;
const SUFFIXES = ['ታትን', 'ታት', 'ትን', 'ት', 'ን'];
const MIN_STEM = 3;

function dropSuffix(word) {
  const suffix = SUFFIXES.find((ending) => word.endsWith(ending) && word.length - ending.length >= MIN_STEM);
  return suffix ? word.slice(0, -suffix.length) : word;
}

/**
 * @param {string} word
 * @returns {string[]}
 */
export function stem(word) {
  const inner = PREFIX.test(word) && word.length > MIN_STEM ? word.slice(1) : word;
  return [...new Set([word, dropSuffix(word), dropSuffix(inner)])];
}
