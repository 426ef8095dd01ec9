/**
 * Light Ukrainian stemming for retrieval: the reflexive particle, then one inflectional ending, then
 * the vowel that appears only before a zero ending (біженець, біженця; картка, карток).
 */

const VOWEL = /[аеиоуюяіїє]/;
const FLEETING = /([^аеиоуюяіїє])[ео]([цк])$/;
/** о turns into і in a syllable that ends in a consonant (дозволу, дозвіл). */
const CLOSED = /і([^аеиоуюяіїє]+)$/;
const MIN_STEM = 3;

/** Inflectional endings of nouns, adjectives and verbs, with verbal nouns in -ння. */
const ENDINGS = `
  уванням уваннями ування уванню юванням ювання юванню
  анням аннями аннях ання анню енням еннями еннях ення енню інням іннями іння інню
  ованого ованому ованим ованих ованої ованою ований овані ована оване
  аного аному аним аних аної аною аний ані ана ане ано еного еному еним ених еної еною ений ені ена ене ено
  остями остей остях остям істю ості ість
  ами ями ові еві єві ого ому ими іми їми ої ою ею єю ів їв ах ях ам ям ий ій їй их іх їх им ім їм
  ем єм ом ьо ього ьому
  увати ювати ував ували увала увало ує ують уємо уєте уєш ює юють юємо
  ати яти ити іти їти ути ала яла ила іла ула ало яло ило іло уло али яли или іли ули ав яв ив ів ув
  ає яє ають яють аємо яємо аєте яєте аєш яєш ємо емо имо їмо єте ете ите їте єш еш иш їш
  ить їть уть ють ать ять вши
  а я о е є и і ї у ю ь й`
  .split(/\s+/)
  .filter(Boolean)
  .sort((a, b) => b.length - a.length);

const canEnd = (word, ending) =>
  word.endsWith(ending) &&
  word.length - ending.length >= MIN_STEM &&
  VOWEL.test(word.slice(0, -ending.length));

/**
 * The stem without the longest and without the shortest ending that fits: зарплати is a noun in -и,
 * писати a verb in -ати, and only a dictionary could tell.
 */
function dropEndings(word) {
  const endings = ENDINGS.filter((ending) => canEnd(word, ending));
  if (endings.length === 0) return [word, word.replace(CLOSED, 'о$1')];
  return [endings[0], endings[endings.length - 1]].map((ending) => word.slice(0, -ending.length));
}

const dropFleetingVowel = (stemmed) =>
  stemmed.length > MIN_STEM ? stemmed.replace(FLEETING, '$1$2') : stemmed;

/**
 * @param {string} word
 * @returns {string[]} the stems the word may have
 */
export function stem(word) {
  const active = word.length > 5 ? word.replace(/с[яь]$/, '') : word;
  return [...new Set(dropEndings(active).map(dropFleetingVowel))];
}
