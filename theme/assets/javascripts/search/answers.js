/**
 * Answers to what is asked on the search page, as plain data: no DOM, nothing that a worker could not
 * send.
 */

/** Results that score less than this share of the best one have little to do with the query. */
const WORTH_SHOWING = 0.15;

/** How many results are offered that are only like the query. */
const MOST_ALIKE = 20;

/**
 * @typedef {object} Question
 * @property {string} query
 * @property {boolean} [isTyping]  its last word may be unfinished
 * @property {string} [kind]       the only kind of result to show, where there are several
 * @property {Record<string, string>} [facets]  the value that is chosen for a field of the records
 * @property {number} limit        how many results to show
 */

/**
 * @typedef {object} Answer
 * @property {boolean} isCertain   whether a word of the query, or a form of it, was found
 * @property {Record<string, number>} kinds      how many results there are of each kind
 * @property {Record<string, string[]>} offered  for each field, which values there are to choose
 * @property {number} count        how many results there are of the kind, under the chosen values
 * @property {Shown[]} results     the first of them, best first
 */

/**
 * A record as it is shown. Texts are in parts; every second part was found.
 *
 * @typedef {object} Shown
 * @property {string} id
 * @property {string} kind
 * @property {string[]} title
 * @property {string} [titleLanguage]  where it is not the edition's
 * @property {string[]} text           empty where there is none
 * @property {string} [language]       where it is not the edition's
 */

/**
 * @param {(import('./core.js').SearchRecord & Record<string, any>)[]} records
 * @param {ReturnType<typeof import('./core.js').build>} index  of these records
 * @returns {(question: Question) => Answer}
 */
export function createAnswerer(records, index) {
  const byId = new Map(records.map((record) => [record.id, record]));

  /** Results that certainly have a word of the query, else those that have words like it. */
  const resultsOf = ({ query, isTyping }) => {
    const options = { limit: Infinity, prefix: isTyping, share: WORTH_SHOWING };
    const good = index.search(query, options);
    const certain = good.filter((result) => result.certain);
    if (certain.length > 0) return { isCertain: true, results: certain };
    const alike = good.slice(0, MOST_ALIKE).filter(({ terms }) => Object.keys(terms).length > 0);
    return { isCertain: false, results: alike };
  };

  /** Whether a record has the values that are chosen, whatever is chosen for the field `but`. */
  const fits = (record, facets, but) =>
    Object.entries(facets).every(
      ([field, value]) => !value || field === but || record[field]?.includes(value),
    );

  const offeredOf = (found, facets) => {
    const offered = {};
    for (const field of Object.keys(facets)) {
      const values = new Set();
      for (const record of found) {
        if (fits(record, facets, field)) record[field]?.forEach((value) => values.add(value));
      }
      offered[field] = [...values];
    }
    return offered;
  };

  const countKinds = (found) => {
    const kinds = {};
    for (const { kind } of found) kinds[kind] = (kinds[kind] ?? 0) + 1;
    return kinds;
  };

  const partsOf = (text, { terms }) => {
    const found = new Set(Object.values(terms).flat());
    const parts = [];
    let end = 0;
    for (const { word, start, key } of index.words(text)) {
      if (!found.has(key)) continue;
      parts.push(text.slice(end, start), word);
      end = start + word.length;
    }
    return [...parts, text.slice(end)];
  };

  /** @returns {Shown} */
  const shownOf = (result) => {
    const record = byId.get(result.id);
    const snippet = record.text || record.headings;
    return {
      id: record.id,
      kind: record.kind,
      title: partsOf(record.title, result),
      titleLanguage: record.title_language,
      text: snippet ? partsOf(snippet, result) : [],
      language: record.language,
    };
  };

  return (question) => {
    const { facets = {}, kind = '', limit } = question;
    const { isCertain, results } = resultsOf(question);
    const recordOf = ({ id }) => byId.get(id);
    const narrowed = results.filter((result) => fits(recordOf(result), facets));
    const kinds = countKinds(narrowed.map(recordOf));
    const only = Object.keys(kinds).length > 1 ? kind : '';
    const chosen = narrowed.filter((result) => !only || recordOf(result).kind === only);
    return {
      isCertain,
      kinds,
      offered: offeredOf(results.map(recordOf), facets),
      count: chosen.length,
      results: chosen.slice(0, limit).map(shownOf),
    };
  };
}
