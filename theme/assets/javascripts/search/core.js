/**
 * Search over the records of one language: build an index, then ask it.
 *
 * Ranking is BM25F. Every query word contributes through several classes of index words: the word
 * itself, its stem, its character n-grams and, where needed, completions and corrections. Each class
 * is scored as one term, so that rare evidence counts more than common evidence.
 */
import { createAnalyser } from './analyser.js';
import { createExpander } from './expand.js';
import { createIndex } from './inverted-index.js';
import { createNames } from './names.js';
import { proximity } from './proximity.js';

/**
 * What is searched; a benchmark has `id`, `title` and `text` alone.
 *
 * @typedef {object} SearchRecord
 * @property {string} id
 * @property {string} title
 * @property {string} [text]
 * @property {string} [headings]
 * @property {string} [words]     other words, in no order
 * @property {string} [german]    official German names and terms
 * @property {string} [synonyms]
 */

/**
 * @typedef {object} SearchResult
 * @property {string} id
 * @property {number} score
 * @property {Record<string, string[]>} terms  folded query word to folded words of the document
 * @property {boolean} certain  whether a query word, a form or a correction of it is in the document,
 *   not only words that share letters with it
 * @property {string[]} fields                 names of the fields that hold them
 */

export const RANKING = {
  k1: 2.5,
  word: 0.3,
  stem: 1,
  gram: 0.1,
  gramUnknown: 2.2,
  part: 0.2,
  completion: 0.7,
  completionOfKnown: 0.3,
  correction: [0, 0.6, 0.4],
  correctionOfRare: 0.3,
  sounding: 0.9,
  proximity: 0.8,
  proximityDepth: 50,
  name: 0.5,
};

/** @type {import('./inverted-index.js').Field[]} */
export const FIELDS = [
  { name: 'title', weight: 2.4, b: 0.7 },
  { name: 'german', weight: 2.2, b: 0.6 },
  { name: 'synonyms', weight: 1.5, b: 0.6 },
  { name: 'headings', weight: 1.5, b: 0.75 },
  { name: 'text', weight: 1, b: 0.78, lead: 0.5 },
  { name: 'words', weight: 1, b: 0.78 },
];

/** A word found in one document only may well be a typing error of the text itself. */
const RARE = 1;

/** Share of its n-grams that a document word must have in common with a query word to be marked. */
const ALIKE = 0.5;

/** A result explains itself when it is asked: few of many are shown. */
class Result {
  #doc;
  #explain;
  #explained;

  constructor(id, score, certain, doc, explain) {
    [this.id, this.score, this.certain] = [id, score, certain];
    [this.#doc, this.#explain] = [doc, explain];
  }

  #explanation() {
    return (this.#explained ??= this.#explain(this.#doc));
  }

  get terms() {
    return this.#explanation().terms;
  }

  get fields() {
    return this.#explanation().fields;
  }
}

/**
 * @param {SearchRecord[]} records
 * @param {string} locale
 * @param {import('./analyser.js').Profile} [profile] default: folding and n-grams only
 */
export function build(records, locale, profile = { locale }, ranking = RANKING, fields = FIELDS) {
  const analyser = createAnalyser(profile);
  const analyserOfGerman = createAnalyser({ locale: 'de' });
  const index = createIndex(records, fields, analyser);
  const expander = createExpander(index);
  const bearersOf = createNames(records, analyser.analyse);
  const stemOf = (word) => analyser.analyse(word)[0]?.stems[0] ?? word;
  const splitter = profile.createSplitter?.(index, stemOf);
  const scores = new Float64Array(index.size);

  const idf = (frequency) => Math.log(1 + (index.size - frequency + 0.5) / (frequency + 0.5));

  const addPostings = ({ docs, weights }, weight) => {
    const unit = weight * idf(docs.length) * (ranking.k1 + 1);
    for (let i = 0; i < docs.length; i += 1) {
      scores[docs[i]] += (unit * weights[i]) / (ranking.k1 + weights[i]);
    }
  };

  const addClass = (members, weight) => addPostings(index.merge(members), weight);

  const documentFrequency = (members) => index.merge(members).docs.length;

  /**
   * The spelling the index knows: the folded word, or, for German terms on pages in other languages,
   * the word folded the German way (ae for ä).
   */
  const knownWord = (word) => {
    if (index.ids.has(word.key) || locale.startsWith('de')) return word;
    const [german] = analyserOfGerman.analyse(word.key);
    return german && index.ids.has(german.key) ? { ...german, weight: word.weight } : word;
  };

  /** The union of some classes of words, or undefined if none is known. */
  const membersOf = (classes, names) => {
    const known = names.filter((name) => classes.has(name));
    if (known.length <= 1) return classes.get(known[0]);
    return [...new Set(known.flatMap((name) => classes.get(name)))];
  };

  /** Look a query word up: the classes of index words it stands for. */
  const lookUp = (typed, completed) => {
    const word = knownWord(typed);
    const id = index.ids.get(word.key);
    const family = membersOf(index.stems, word.stems) ?? membersOf(index.stems, word.plainStems) ?? [];
    const exact = id === undefined ? [] : [id];
    const known = family.length > 0 || exact.length > 0;
    const completions = completed ? expander.completions(word.key) : [];
    const complete = known || completions.length > 0;
    const rare = known && documentFrequency(family.length > 0 ? family : exact) <= RARE;
    const corrections = word.stop || (complete && !rare)
      ? { ids: [], edits: 0 }
      : expander.corrections(word.key);
    const sounding =
      complete || word.stop ? [] : expander.transliterations([word.key, ...word.stems]);
    return { word, exact, family, known, completions, corrections, sounding };
  };

  const addGrams = ({ word, known }) => {
    if (word.stop) return;
    const weight = ranking.gram * word.weight * (known ? 1 : ranking.gramUnknown);
    for (const gram of analyser.gramsOf(word.key)) {
      if (index.grams.has(gram)) addPostings(index.postingsOfGram(gram), weight);
    }
  };

  /** Compounds with the word in them count a little, and so do the parts of a compound. */
  const addParts = ({ word, family }) => {
    if (!splitter || word.stop) return;
    const weight = ranking.part * word.weight;
    const compounds = splitter.madeWith(word.stems[0]);
    if (compounds.length > 0) addClass([...new Set([...family, ...compounds])], weight);
    for (const part of splitter.partsOf(word.stems[0])) {
      addClass([...new Set([...index.stems.get(part), ...splitter.madeWith(part)])], weight);
    }
  };

  /** Score one query word by itself: `scores` are its alone. */
  const addTerm = (term) => {
    const { word, exact, family, known, completions, corrections, sounding } = term;
    const { weight } = word;
    if (exact.length > 0) addClass(exact, weight * ranking.word);
    if (family.length > 0) addClass(family, weight * ranking.stem);
    addGrams(term);
    addParts(term);
    if (completions.length > 0) {
      // Not by the weight of the word: what looks like a stop word (wo) may become another (Wohnung).
      addClass(completions, known ? ranking.completionOfKnown : ranking.completion);
    }
    if (sounding.length > 0) addClass(sounding, weight * ranking.sounding);
    if (corrections.ids.length > 0) {
      const closeness = ranking.correction[corrections.edits];
      addClass(corrections.ids, weight * closeness * (known ? ranking.correctionOfRare : 1));
    }
  };

  const addProximity = (terms, candidates) => {
    const content = terms.filter(({ word, family }) => !word.stop && family.length > 0);
    if (content.length < 2) return;
    const positions = new Map();
    content.forEach(({ family }, i) => family.forEach((id) => positions.set(id, i)));
    const weights = content.map(({ word, family }) => word.weight * idf(documentFrequency(family)));
    for (const doc of candidates) {
      scores[doc] += ranking.proximity * proximity(index.sequences[doc], positions, weights);
    }
  };

  const directOf = ({ exact, family, completions, corrections, sounding }) => [
    ...new Set([...exact, ...family, ...completions, ...sounding, ...corrections.ids]),
  ];

  /** What one query word adds to the score of each document, and which have it or a form of it. */
  const weigh = (term) => {
    scores.fill(0);
    addTerm(term);
    return { ...term, gains: scores.slice(), direct: index.merge(directOf(term)).docs };
  };

  /** The terms of the query before: while someone types, all words but the last stay the same. */
  let asked = new Map();

  const termsOf = (query, prefix) => {
    const words = analyser.analyseQuery(query);
    const typing = prefix && !/\s$/.test(query);
    const distinct = new Map();
    words.forEach((word, i) => {
      const last = typing && i === words.length - 1;
      if (last || !distinct.has(word.stems[0])) distinct.set(word.stems[0], { word, last });
    });
    const terms = new Map();
    for (const { word, last } of distinct.values()) {
      const name = `${word.key} ${word.weight} ${last}`;
      terms.set(name, asked.get(name) ?? weigh(lookUp(word, last)));
    }
    asked = terms;
    return [...terms.values()];
  };

  /** Index words that share much of their spelling with a query word: parts of compounds mostly. */
  const alike = ({ word }) => {
    const grams = analyser.gramsOf(word.key);
    const shared = new Map();
    for (const gram of grams) {
      for (const id of index.grams.get(gram) ?? []) shared.set(id, (shared.get(id) ?? 0) + 1);
    }
    return [...shared]
      .filter(([id, count]) => count >= ALIKE * Math.min(grams.length, index.gramCounts[id]))
      .map(([id]) => id);
  };

  const matchesIn = (doc, ids) => {
    const found = [];
    for (const id of ids) {
      const at = index.postings[id].docs.indexOf(doc);
      if (at >= 0) found.push({ key: index.keys[id], mask: index.postings[id].fields[at] });
    }
    return found;
  };

  /** What matched in a document, for highlighting. */
  const explain = (doc, terms) => {
    const matched = {};
    let mask = 0;
    for (const term of terms) {
      let found = matchesIn(doc, directOf(term));
      if (found.length === 0) {
        term.alike = term.alike || alike(term);
        found = matchesIn(doc, term.alike);
      }
      if (found.length === 0) continue;
      matched[term.word.key] = found.map(({ key }) => key);
      for (const match of found) mask |= match.mask;
    }
    const names = fields.filter((_, i) => mask & (1 << i)).map(({ name }) => name);
    return { terms: matched, fields: names };
  };

  /** The documents that score at least as much, best first. */
  const ranked = (least) => {
    const docs = [];
    scores.forEach((score, doc) => {
      if (score > 0 && score >= least) docs.push(doc);
    });
    return docs.sort((a, b) => scores[b] - scores[a] || a - b);
  };

  /** What the best documents, so many of them, score at least. */
  const scoreOfBest = (many) => scores.slice().sort().at(-many) ?? 0;

  /**
   * @param {string} query
   * @param {{limit?: number, prefix?: boolean, share?: number}} [options] `prefix`: the last word is
   *   still being typed; `share`: of the best one's score, which results have at least
   * @returns {SearchResult[]} best first
   */
  const search = (query, { limit = 10, prefix = false, share = 0 } = {}) => {
    const terms = termsOf(query, prefix);
    scores.fill(0);
    for (const { gains } of terms) gains.forEach((gain, doc) => (scores[doc] += gain));
    addProximity(terms, ranked(scoreOfBest(ranking.proximityDepth)));
    for (const doc of bearersOf(terms.map(({ word }) => word))) scores[doc] *= 1 + ranking.name;
    const content = terms.filter(({ word }) => !word.stop);
    const shown = content.length > 0 ? content : terms; // stop words only if there is nothing else
    const certain = new Set(shown.flatMap(({ direct }) => direct));
    const explained = (doc) => explain(doc, shown);
    const least = Math.max(share * Math.max(0, ...scores), limit < Infinity ? scoreOfBest(limit) : 0);
    return ranked(least)
      .slice(0, limit)
      .map((doc) => new Result(records[doc].id, scores[doc], certain.has(doc), doc, explained));
  };

  /**
   * The words of a text as they stand there, each with where it starts and the key that `terms` of a
   * result name, so that what was found can be marked.
   *
   * @param {string} text
   */
  const words = (text) =>
    Array.from(text.matchAll(/[\p{L}\p{N}\p{M}]+/gu), ({ 0: word, index: start }) => ({
      word,
      start,
      key: analyser.fold(word),
    }));

  return { search, words };
}
