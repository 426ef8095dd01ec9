/**
 * The page's side of the search: has the worker open editions and answer questions.
 */

/**
 * @param {URL} address  of the worker's script
 */
export function createClient(address) {
  let worker;
  let editions = new Map();
  const calls = new Map();
  let last = 0;

  const settle = ({ data: { id, answer, error } }) => {
    const { resolve, reject } = calls.get(id);
    calls.delete(id);
    if (error) reject(new Error(error));
    else resolve(answer);
  };

  /** Begin anew at the next question: it may find the network. */
  const giveUp = ({ message }) => {
    for (const { reject } of calls.values()) reject(new Error(message));
    calls.clear();
    worker.terminate();
    worker = undefined;
    editions = new Map();
  };

  const start = () => {
    const started = new Worker(address, { type: 'module' });
    started.addEventListener('message', settle);
    started.addEventListener('error', giveUp);
    return started;
  };

  const call = (message, transfer = []) =>
    new Promise((resolve, reject) => {
      const id = (last += 1);
      calls.set(id, { resolve, reject });
      worker.postMessage({ id, ...message }, transfer);
    });

  const load = async (locale, address) => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    const records = await response.arrayBuffer();
    await call({ locale, records }, [records]);
  };

  /**
   * Have an edition ready, unless it is; it is tried again after a failure.
   *
   * @param {string} locale
   * @param {URL} address  of its records
   * @returns {Promise<void>}
   */
  const open = (locale, address) => {
    worker ??= start();
    const known = editions; // a failure that comes late concerns these, not those of a new worker
    if (!known.has(locale)) {
      known.set(locale, load(locale, address));
      known.get(locale).catch(() => known.delete(locale));
    }
    return known.get(locale);
  };

  /**
   * @param {string} locale  of an edition that was opened
   * @param {import('./answers.js').Question} question
   * @returns {Promise<import('./answers.js').Answer>}
   */
  const ask = (locale, question) => call({ locale, question });

  return { open, ask };
}
