/**
 * Light Pashto stemming: plural and oblique endings of nouns and adjectives. The whole word is kept as
 * a second reading, since short endings may belong to the word.
 */

const ENDINGS = `ګانو ګانې گانو گانې ونو ونه انو انې یانو يانو یان يان ین ين ان ات و ې ه ۍ ی ي`.split(' ');
const MIN_STEM = 3;

/**
 * @param {string} word
 * @returns {string[]}
 */
export function stem(word) {
  const ending = ENDINGS.find((suffix) => word.endsWith(suffix) && word.length - suffix.length >= MIN_STEM);
  return ending ? [word, word.slice(0, -ending.length)] : [word];
}
