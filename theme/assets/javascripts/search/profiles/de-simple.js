/** Easy German: the language of `de`, under its own locale. */
import german from './de.js';

/** @type {import('../analyser.js').Profile} */
export default { ...german, locale: 'de-simple' };
