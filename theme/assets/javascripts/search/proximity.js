/**
 * Term proximity: query words that stand close together in a document count more than the same words
 * scattered over it (after Rasolofo and Savoy 2003, with 1/distance).
 */

const WINDOW = 20;

/**
 * @param {Uint32Array} sequence          ids of the content words of a document, in reading order
 * @param {Map<number, number>} positions word id to index of the query word
 * @param {number[]} weights              idf weight of each query word
 * @returns {number}
 */
export function proximity(sequence, positions, weights) {
  const last = weights.map(() => -Infinity);
  const closeness = new Map();
  for (let place = 0; place < sequence.length; place += 1) {
    const term = positions.get(sequence[place]);
    if (term === undefined) continue;
    for (let other = 0; other < last.length; other += 1) {
      const distance = place - last[other];
      if (other === term || distance > WINDOW) continue;
      const pair = Math.min(term, other) * weights.length + Math.max(term, other);
      closeness.set(pair, (closeness.get(pair) ?? 0) + 1 / distance);
    }
    last[term] = place;
  }
  let score = 0;
  for (const [pair, sum] of closeness) {
    const first = weights[Math.floor(pair / weights.length)];
    const second = weights[pair % weights.length];
    score += (Math.min(first, second) * sum) / (1 + sum);
  }
  return score;
}
