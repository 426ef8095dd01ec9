/**
 * Light Kurmanji stemming: the endings of nouns (ezafe, oblique, plural, indefinite), with and without
 * diacritics. Whether an ending belongs to the word cannot be seen (dibistan), so the whole word is
 * kept as a second reading.
 */

const ENDINGS = `yekê yekî ekê ekî yeke yeki eke eki yên yan yek yê ya ên an ek in en ê a e`.split(' ');
const MIN_STEM = 3;

/**
 * @param {string} word
 * @returns {string[]}
 */
export function stem(word) {
  const ending = ENDINGS.find((suffix) => word.endsWith(suffix) && word.length - suffix.length >= MIN_STEM);
  return ending ? [word, word.slice(0, -ending.length)] : [word];
}
