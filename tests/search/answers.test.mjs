// What the search page shows for a question: node --test answers.test.mjs
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createAnswerer } from '../../theme/assets/javascripts/search/answers.js';
import { build } from '../../theme/assets/javascripts/search/core.js';
import profile from '../../theme/assets/javascripts/search/profiles/en.js';

const records = [
  { id: 'course', kind: 'programmes', title: 'Language course', text: 'Learn German.', topics: ['language'] },
  { id: 'exam', kind: 'programmes', title: 'Exam', text: 'After the course.', topics: ['language', 'work'] },
  { id: 'office', kind: 'contacts', title: 'Office', headings: 'Who pays for courses', topics: ['work'] },
  { id: 'kurs', kind: 'glossary', title: 'Kurs', title_language: 'de', text: 'Ein Course.', language: 'de' },
];
const answer = createAnswerer(records, build(records, 'en', profile));
const idsOf = ({ results }) => results.map(({ id }) => id).sort();

test('counts what there is of each kind, and shows the chosen one', () => {
  const all = answer({ query: 'course', limit: 20 });
  assert.deepEqual(all.kinds, { programmes: 2, contacts: 1, glossary: 1 });
  assert.deepEqual([all.count, all.isCertain], [4, true]);
  const chosen = answer({ query: 'course', kind: 'contacts', limit: 20 });
  assert.deepEqual(idsOf(chosen), ['office']);
  assert.deepEqual(chosen.kinds, all.kinds);
});

test('a kind that is the only one is not left out', () => {
  assert.deepEqual(idsOf(answer({ query: 'exam', kind: 'contacts', limit: 20 })), ['exam']);
});

test('narrows by what is chosen, and offers for each field what the others leave', () => {
  const topics = (value) => answer({ query: 'course', facets: { topics: value, audiences: '' }, limit: 20 });
  assert.deepEqual(topics('').offered, { topics: ['language', 'work'], audiences: [] });
  assert.deepEqual(idsOf(topics('work')), ['exam', 'office']);
  assert.deepEqual(topics('work').offered.topics.sort(), ['language', 'work']);
  assert.deepEqual(topics('work').kinds, { programmes: 1, contacts: 1 });
  assert.deepEqual(idsOf(topics('money')), []);
});

test('shows so many, and counts all', () => {
  const { results, count } = answer({ query: 'course', limit: 1 });
  assert.deepEqual([results.length, count], [1, 4]);
  assert.equal(results[0].id, 'course');
});

test('every second part of a text is what was found', () => {
  const shown = Object.fromEntries(answer({ query: 'courses', limit: 20 }).results.map((r) => [r.id, r]));
  assert.deepEqual(shown.course.title, ['Language ', 'course', '']);
  assert.deepEqual(shown.course.text, ['Learn German.']);
  assert.deepEqual(shown.office.text, ['Who pays for ', 'courses', '']);
  assert.deepEqual([shown.kurs.titleLanguage, shown.kurs.language], ['de', 'de']);
  assert.equal(shown.exam.titleLanguage, undefined);
});

test('says when there are only words like those that were sought', () => {
  const { isCertain, results } = answer({ query: 'xyzzyxyzzy', limit: 20 });
  assert.deepEqual([isCertain, results], [false, []]);
  const like = answer({ query: 'languagexyzzy', limit: 20 });
  assert.deepEqual([like.isCertain, idsOf(like)], [false, ['course']]);
});

test('what is typed is the beginning of a word, what was typed is a word', () => {
  assert.deepEqual(idsOf(answer({ query: 'langu', isTyping: true, limit: 20 })), ['course']);
  assert.equal(answer({ query: 'lan', limit: 20 }).isCertain, false);
});

test('what it answers can be sent by a worker', () => {
  const told = answer({ query: 'course', facets: { topics: '' }, limit: 20 });
  assert.deepEqual(structuredClone(told), told);
});
