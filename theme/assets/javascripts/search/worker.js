/**
 * Searches beside the page, which stays free for what is typed meanwhile. A message names an edition
 * (`locale`) and brings its records (JSON, as bytes) or a question; it is answered under its `id`.
 */
import { createAnswerer } from './answers.js';
import { build } from './core.js';

/** By locale, promises of what answers questions. */
const editions = new Map();

async function open(locale, bytes) {
  const { default: profile } = await import(`./profiles/${locale}.js`);
  const records = JSON.parse(new TextDecoder().decode(bytes));
  const answer = createAnswerer(records, build(records, locale, profile));
  // The first question takes longer than others: it is asked before somebody waits for the answer.
  answer({ query: records[0]?.title ?? '', isTyping: true, limit: 1 });
  return answer;
}

addEventListener('message', async ({ data: { id, locale, records, question } }) => {
  try {
    if (records) editions.set(locale, open(locale, records));
    const answer = await editions.get(locale);
    postMessage({ id, answer: question && answer(question) });
  } catch (error) {
    postMessage({ id, error: String(error) });
  }
});
