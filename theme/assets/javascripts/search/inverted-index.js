/**
 * Inverted index: one posting list per word, weighted by field as BM25F asks for.
 *
 * Stems and character n-grams have no postings of their own. They are classes of words, and the
 * postings of a class are merged when a query needs them: a small index that is quick to build.
 */

/**
 * @typedef {object} Field
 * @property {string} name     property of the record
 * @property {number} weight   BM25F field weight
 * @property {number} b        BM25F length normalisation of this field
 * @property {number} [lead]  extra weight, as a share, of its first words
 */

/** @typedef {{docs: number[], weights: number[], fields: number[]}} Postings */

/** The first words of a guide say what it is about. */
const LEAD_WORDS = 30;

const textOf = (value) => (Array.isArray(value) ? value.join('\n') : value ?? '');

function fieldLength(words) {
  return words.reduce((length, word) => length + (word.stop ? 0.3 : 1), 0);
}

function analyseRecords(records, fields, analyse) {
  return records.map((record) =>
    fields.map(({ name }) => {
      const words = analyse(textOf(record[name]));
      return { words, length: fieldLength(words) };
    }),
  );
}

function averageLengths(documents, fields) {
  return fields.map((_, field) => {
    const lengths = documents.map((document) => document[field].length).filter(Boolean);
    return lengths.reduce((sum, length) => sum + length, 0) / (lengths.length || 1);
  });
}

/** Normalised, field-weighted term frequencies of one document. */
function weighWords(document, fields, averages) {
  const weighed = new Map();
  fields.forEach(({ weight, b, lead = 0 }, field) => {
    const { words, length } = document[field];
    const unit = weight / (1 - b + (b * length) / averages[field]);
    words.forEach((word, position) => {
      const entry = weighed.get(word.key) ?? { word, weight: 0, mask: 0 };
      entry.weight += position < LEAD_WORDS ? unit * (1 + lead) : unit;
      entry.mask |= 1 << field;
      weighed.set(word.key, entry);
    });
  });
  return weighed;
}

const addToClass = (classes, name, id) => {
  const members = classes.get(name);
  if (!members) classes.set(name, [id]);
  else if (!members.includes(id)) members.push(id);
};

/**
 * @param {object[]} records
 * @param {Field[]} fields
 * @param {ReturnType<import('./analyser.js').createAnalyser>} analyser
 */
export function createIndex(records, fields, { analyse, gramsOf }) {
  const ids = new Map();
  const keys = [];
  /** @type {Postings[]} */
  const postings = [];
  const stems = new Map();
  const grams = new Map();
  const gramCounts = [];
  const stopIds = new Set();
  const sequences = [];

  const idOf = (word) => {
    let id = ids.get(word.key);
    if (id === undefined) {
      id = keys.length;
      ids.set(word.key, id);
      keys.push(word.key);
      postings.push({ docs: [], weights: [], fields: [] });
      if (word.stop) stopIds.add(id);
      const wordGrams = word.stop ? [] : gramsOf(word.key);
      gramCounts.push(wordGrams.length);
      for (const gram of wordGrams) {
        const members = grams.get(gram);
        if (members) members.push(id);
        else grams.set(gram, [id]);
      }
    }
    return id;
  };

  const documents = analyseRecords(records, fields, analyse);
  const averages = averageLengths(documents, fields);
  const seenTokens = new Set();
  documents.forEach((document, doc) => {
    for (const { word, weight, mask } of weighWords(document, fields, averages).values()) {
      const list = postings[idOf(word)];
      list.docs.push(doc);
      list.weights.push(weight);
      list.fields.push(mask);
    }
    const sequence = [];
    for (const { words } of document) {
      for (const word of words) {
        const id = ids.get(word.key);
        if (!seenTokens.has(word)) {
          seenTokens.add(word);
          for (const stem of [...word.stems, ...word.plainStems]) addToClass(stems, stem, id);
        }
        if (!word.stop) sequence.push(id);
      }
    }
    sequences.push(Uint32Array.from(sequence));
  });

  const sums = new Float64Array(records.length);
  /** The postings of a class of words: the sum of its members, as for synonyms in BM25F. */
  const merge = (members) => {
    if (members.length === 1) return postings[members[0]];
    const docs = [];
    for (const id of members) {
      const list = postings[id];
      list.docs.forEach((doc, i) => {
        if (sums[doc] === 0) docs.push(doc);
        sums[doc] += list.weights[i];
      });
    }
    const weights = docs.map((doc) => sums[doc]);
    for (const doc of docs) sums[doc] = 0;
    return { docs, weights };
  };

  /** By n-gram: while someone types a word, all its n-grams but the last stay the same. */
  const ofGrams = new Map();
  const postingsOfGram = (gram) => {
    if (!ofGrams.has(gram)) ofGrams.set(gram, merge(grams.get(gram)));
    return ofGrams.get(gram);
  };

  const size = records.length;
  const words = { ids, keys, stopIds, postings };
  return { size, ...words, stems, grams, gramCounts, sequences, merge, postingsOfGram };
}
