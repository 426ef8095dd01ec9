/**
 * Text analysis: from a text to words, and from a word to the keys it is found by.
 */
import { createFolder } from './fold.js';

/**
 * What is particular to one language.
 *
 * @typedef {object} Profile
 * @property {string} locale
 * @property {(word: string) => string | string[]} [stem] stem of a normalised word, or all it may have
 * @property {string} [stopWords]    function and question words, separated by spaces
 * @property {string} [frameWords]   words that frame a question or name an aspect, not its subject
 * @property {number} [gramLength]   length of character n-grams
 * @property {typeof import('./stemmers/compounds.js').createSplitter} [createSplitter]
 * @property {boolean} [capitalNouns] whether nouns begin with a capital
 * @property {RegExp} [word]         what a word is in normalised text (flags `gu`)
 * @property {(text: string) => string} [prepare] rewriting before normalisation
 */

/**
 * @typedef {object} Word
 * @property {string} key       folded word
 * @property {string[]} stems   folded stems
 * @property {string[]} plainStems  stems of the folded word: what a query without diacritics asks for
 * @property {boolean} stop
 * @property {number} weight    how much the word says about what is sought, 0 to 1
 */

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const STOP_WEIGHT = 0.05;
const FRAME_WEIGHT = 0.35;
const BESIDE_NOUN_WEIGHT = 0.5;
const CAPITAL = /^\p{Lu}/u;
const BOUNDARY = '_';
const DEFAULT_GRAM_LENGTH = 4;

/**
 * @param {Profile} profile
 */
export function createAnalyser(profile) {
  const { normalise, fold } = createFolder(profile.locale);
  const { stem = (word) => word, prepare = (text) => text, word: pattern = WORD } = profile;
  const gramLength = profile.gramLength ?? DEFAULT_GRAM_LENGTH;
  const keysOf = (words = '') => new Set(words.split(/\s+/).filter(Boolean).map(fold));
  const stopWords = keysOf(profile.stopWords);
  const cache = new Map();

  const stemsOf = (token, key) => {
    const stems = [].concat(stem(token)).map(fold).filter(Boolean);
    return stems.length > 0 ? [...new Set(stems)] : [key];
  };

  const framed = (profile.frameWords ?? '').split(/\s+/).filter(Boolean).map(normalise);
  const frameStems = new Set(framed.map((token) => stemsOf(token, fold(token))[0]));

  /** @returns {Word} */
  const analyseToken = (token) => {
    let word = cache.get(token);
    if (!word) {
      const key = fold(token);
      const stems = stemsOf(token, key);
      const stop = stopWords.has(key);
      const usual = stems.some((candidate) => frameStems.has(candidate)) ? FRAME_WEIGHT : 1;
      word = {
        key,
        stems,
        plainStems: stemsOf(key, key),
        stop,
        weight: stop ? STOP_WEIGHT : usual,
      };
      cache.set(token, word);
    }
    return word;
  };

  /**
   * @param {string} text
   * @returns {Word[]} in reading order
   */
  const analyse = (text) => {
    const tokens = normalise(prepare(text)).match(pattern) ?? [];
    return tokens.map(analyseToken).filter(({ key }) => key !== '');
  };

  /**
   * The words of a query. Where it is seen which are nouns, these name the subject: the verbs and
   * adjectives beside them count less.
   *
   * @returns {Word[]} in reading order
   */
  const analyseQuery = (query) => {
    const words = analyse(query);
    if (!profile.capitalNouns) return words;
    const capitals = (query.match(WORD) ?? []).filter((word) => CAPITAL.test(word));
    const nouns = new Set(capitals.map(fold));
    const isNoun = ({ key, stop }) => !stop && nouns.has(key);
    if (!words.some(isNoun)) return words;
    return words.map((word) =>
      word.stop || isNoun(word) ? word : { ...word, weight: word.weight * BESIDE_NOUN_WEIGHT },
    );
  };

  /** Overlapping n-grams of a word with its boundaries; short words have none. */
  const gramsOf = (key) => {
    if (key.length <= gramLength) return [];
    const padded = BOUNDARY + key + BOUNDARY;
    const grams = new Set();
    for (let start = 0; start + gramLength <= padded.length; start += 1) {
      grams.add(padded.slice(start, start + gramLength));
    }
    return [...grams];
  };

  return { analyse, analyseQuery, fold, gramsOf };
}
