/**
 * Light Arabic stemming for retrieval, in the spirit of light10 (Larkey, Ballesteros and Connell,
 * 2002): the article with its clitics, then conjunctions and prepositions of long words, then
 * pronouns and inflectional endings. It finds no roots: broken plurals are left to the n-grams.
 */

const ARTICLES = ['وبال', 'وال', 'بال', 'كال', 'فال', 'ولل', 'فلل', 'لل', 'ال'];
const PRONOUNS = ['كما', 'هما', 'هم', 'كم', 'هن', 'نا', 'ها'];
const ENDINGS = ['تين', 'تان', 'ات', 'ان', 'ون', 'ين', 'يه', 'ه', 'ي'];
const INNER_ENDINGS = ['ات', 'ين', 'ت', 'ه', 'ي'];

const MARKS = /[\u064B-\u0655\u0670]/g;
const SPELLINGS = [
  [/[آأإٱ]/g, 'ا'],
  [/[ىئ]/g, 'ي'],
  [/ؤ/g, 'و'],
  [/ة/g, 'ه'],
];

const unify = (word) =>
  SPELLINGS.reduce((text, [from, to]) => text.replace(from, to), word.replace(MARKS, ''));

/**
 * Nouns that begin with lam lose it in writing after ل + ال (للغة, للاجئين, للجوء): only one lam of
 * these is a clitic. ألمان- begins with letters that look like the article.
 */
const LAM_NOUN = /^[وف]?لل(?=اج[ئيء]|جوء|جوئ|غ[ةها]|غوي|جن|جان|قاح|قاء|ائح|وائح)/;
const NOT_ARTICLE = /^المان/;

/** The word without its article; null if it has none. */
function dropArticle(word) {
  if (LAM_NOUN.test(word)) return word.replace(LAM_NOUN, 'ل');
  if (NOT_ARTICLE.test(word)) return word;
  const article = ARTICLES.find((prefix) => word.startsWith(prefix) && word.length - prefix.length >= 2);
  return article ? word.slice(article.length) : null;
}

/**
 * A first letter و ب ل of a word without article is a particle or part of the word (بطلب, بطاقة):
 * only a dictionary could tell, so both readings are kept.
 */
function readings(word) {
  const bare = dropArticle(word);
  if (bare !== null) return [bare];
  const found = [word];
  let rest = word;
  if (rest.startsWith('و') && rest.length >= 5) found.push((rest = rest.slice(1)));
  if (/^[بل]/.test(rest) && rest.length >= 5) found.push(rest.slice(1));
  return found;
}

function dropEnding(word, endings) {
  const ending = endings.find((suffix) => word.endsWith(suffix) && word.length - suffix.length >= 3);
  return ending ? word.slice(0, -ending.length) : word;
}

function dropEndings(word) {
  return dropEnding(dropEnding(word, [...PRONOUNS, ...ENDINGS]), INNER_ENDINGS);
}

/**
 * @param {string} word
 * @returns {string[]} the stems the word may have, the longest first
 */
export function stem(word) {
  return readings(unify(word)).map(dropEndings);
}
