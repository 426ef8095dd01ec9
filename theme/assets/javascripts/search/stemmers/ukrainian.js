/**
 * Light Ukrainian stemming for retrieval: the reflexive particle, then one inflectional ending, then
 * the commonest derivational endings, and the vowel that changes in closed syllables.
 */

const VOWEL = /[аеиоуюяіїє]/;
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
  ати яти ити іти їти ути ти ала яла ила іла ула ало яло ило іло уло али яли или іли ули ав яв ив ів ув
  ає яє ають яють аємо яємо аєте яєте аєш яєш ємо емо имо їмо єте ете ите їте єш еш иш їш
  ть ить їть уть ють ать ять ла ло ли в вши
  а я о е є и і ї у ю ь й`
  .split(/\s+/)
  .filter(Boolean)
  .sort((a, b) => b.length - a.length);

function dropEnding(word, endings, minimum) {
  const ending = endings.find(
    (suffix) =>
      word.endsWith(suffix) &&
      word.length - suffix.length >= minimum &&
      VOWEL.test(word.slice(0, -suffix.length)),
  );
  return ending ? word.slice(0, -ending.length) : word;
}

/**
 * @param {string} word
 * @returns {string}
 */
export function stem(word) {
  const active = word.length > 5 ? word.replace(/с[яь]$/, '') : word;
  return dropEnding(active, ENDINGS, MIN_STEM);
}
