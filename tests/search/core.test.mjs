// How the search behaves, language by language: node --test core.test.mjs
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { build } from '../../theme/assets/javascripts/search/core.js';
import { allowedEdits, editDistance } from '../../theme/assets/javascripts/search/expand.js';

const LOCALES = ['de', 'de-simple', 'en', 'ar', 'fa', 'uk', 'ru', 'tr', 'fr', 'kmr', 'ps', 'ti'];
const profiles = new URL('../../theme/assets/javascripts/search/profiles/', import.meta.url);
const loadProfile = async (locale) => (await import(new URL(`${locale}.js`, profiles))).default;

const search = async (locale, records, query, options) =>
  build(records, locale, await loadProfile(locale)).search(query, options);

const ids = async (...args) => (await search(...args)).map(({ id }) => id);

const german = [
  { id: 'miete', title: 'Wohnung mieten', text: 'So finden Sie eine Wohnung und schließen einen Mietvertrag.' },
  { id: 'kasse', title: 'Krankenkasse wählen', text: 'Die Krankenversicherung zahlt den Arzt.' },
  { id: 'amt', title: 'Ausländerbehörde', text: 'Hier verlängern Sie den Aufenthaltstitel.', german: 'Aufenthaltstitel' },
];

test('finds inflected words, compounds and other spellings of umlauts', async () => {
  assert.equal((await ids('de', german, 'Wohnungen'))[0], 'miete');
  assert.equal((await ids('de', german, 'Versicherung'))[0], 'kasse');
  assert.equal((await ids('de', german, 'auslaenderbehoerde'))[0], 'amt');
  assert.equal((await ids('de', german, 'auslanderbehorde'))[0], 'amt');
});

test('finds the parts of compounds and what is made with a word', async () => {
  const records = [
    { id: 'course', title: 'Kurse', text: 'Ein Kurs, in dem Sie die Sprache lernen.' },
    { id: 'city', title: 'Stadt', text: 'Kurze Wege zu Fuß, sprechende Tafeln.' },
    { id: 'school', title: 'Abendschule', text: 'Dort gibt es Sprachkurse.' },
  ];
  assert.deepEqual((await ids('de', records, 'Sprachkursleiter')).slice(0, 2).sort(), ['course', 'school']);
  const { createSplitter } = await loadProfile('de');
  const index = {
    ids: new Map(),
    stems: new Map([['sprach', [0]], ['kurs', [1]], ['leit', [2]], ['sprachkurs', [4]], ['nebe', [5]]]),
    stopIds: new Set([5]),
    merge: (members) => ({ docs: members }),
  };
  const { partsOf, madeWith } = createSplitter(index, (word) => word);
  assert.deepEqual(partsOf('sprachkursleit'), ['sprachkurs', 'sprach', 'kurs', 'leit']);
  assert.deepEqual(partsOf('nebekurs'), []);
  assert.deepEqual(partsOf('kurs'), []);
  assert.deepEqual(madeWith('kurs'), [4]);
});

test('who types a name finds what bears it before what speaks of it', async () => {
  const records = [
    { id: 'story', title: 'Job center, job center, job center', text: 'Job center.' },
    { id: 'term', kind: 'glossary', title: 'Jobcenter – job center', text: 'An office that helps people.' },
    { id: 'other', kind: 'glossary', title: 'Arbeitsvertrag – contract', synonyms: 'work contract · agreement' },
  ];
  assert.equal((await ids('en', records, 'job centers'))[0], 'term');
  assert.equal((await ids('en', records, 'agreement'))[0], 'other');
});

test('de: nouns name the subject, the words beside them less so', async () => {
  const records = [
    { id: 'noun', title: 'Termin', text: '' },
    { id: 'verb', title: 'verlängern', text: '' },
  ];
  assert.equal((await ids('de', records, 'verlängern Termin'))[0], 'noun');
  assert.equal((await ids('de', records, 'verlängern termin'))[0], 'verb');
  assert.equal((await ids('en', records, 'verlängern Termin'))[0], 'verb');
});

test('answers the same, whatever was asked before', async () => {
  const index = build(german, 'de', await loadProfile('de'));
  const ask = (query) => index.search(query, { prefix: true }).map(({ id, score }) => [id, score]);
  const fresh = async (query) =>
    (await search('de', german, query, { prefix: true })).map(({ id, score }) => [id, score]);
  for (const query of ['Woh', 'Wohnung', 'Wohnung ver', 'Wohnung', 'ver Wohnung', 'Wohnung ver']) {
    assert.deepEqual(ask(query), await fresh(query), query);
  }
});

test('leaves out what scores little beside the best', async () => {
  const all = await search('de', german, 'Wohnung verlängern', { limit: Infinity });
  const good = await search('de', german, 'Wohnung verlängern', { limit: Infinity, share: 0.9 });
  assert.deepEqual(
    good.map(({ id }) => id),
    all.filter(({ score }) => score >= 0.9 * all[0].score).map(({ id }) => id),
  );
  assert.ok(good.length < all.length);
});

test('completes the word that is being typed, only then', async () => {
  assert.equal((await ids('de', german, 'krank', { prefix: true }))[0], 'kasse');
  assert.equal((await ids('de', german, 'mi', { prefix: true }))[0], 'miete');
  assert.deepEqual(await ids('de', german, 'mi'), []);
});

test('tolerates typing errors in longer words', async () => {
  assert.equal((await ids('de', german, 'Wohnugn'))[0], 'miete');
  assert.equal((await ids('de', german, 'Aufentaltstietel'))[0], 'amt');
});

test('a complete word beats its completion, and that beats a correction', async () => {
  const records = [
    { id: 'typo', title: 'Kurz', text: '' },
    { id: 'longer', title: 'Kursleiter', text: '' },
    { id: 'exact', title: 'Kurs', text: '' },
  ];
  const order = await ids('de', records, 'Kurs', { prefix: true });
  assert.equal(order[0], 'exact');
  assert.ok(order.indexOf('longer') < order.indexOf('typo') || !order.includes('typo'));
});

test('not all words need to match', async () => {
  assert.equal((await ids('de', german, 'Wie finde ich am Mond eine Wohnung?'))[0], 'miete');
});

test('tells what matched and where', async () => {
  const [first] = await search('de', german, 'Aufenthaltstitel verlängern');
  assert.equal(first.id, 'amt');
  assert.deepEqual(first.terms.aufenthaltstitel, ['aufenthaltstitel']);
  assert.deepEqual(first.terms.verlangern, ['verlangern']);
  assert.deepEqual(first.fields, ['german', 'text']);
  assert.ok(first.score > 0);
});

test('finds official German terms on pages in other languages', async () => {
  const records = [
    { id: 'a', title: 'دائرة شؤون الأجانب', text: 'هنا تمدد إقامتك', german: 'Ausländerbehörde' },
    { id: 'b', title: 'السكن', text: 'شقة' },
  ];
  for (const query of ['Ausländerbehörde', 'auslanderbehorde', 'auslaenderbehoerde']) {
    assert.deepEqual(await ids('ar', records, query), ['a'], query);
  }
});

const names = [
  { id: 'startzeit', title: 'عرض', text: '', german: 'Startzeit' },
  { id: 'training', title: 'تدريب', text: '', german: 'Ausbildung' },
  { id: 'paderborn', title: 'مدينة', text: '', german: 'Paderborn' },
];

test('finds German names as people write them in their own letters', async () => {
  assert.equal((await ids('ar', names, 'شتارتسايت'))[0], 'startzeit');
  assert.equal((await ids('ar', names, 'اوسبيلدونغ'))[0], 'training');
  assert.equal((await ids('fa', names, 'پادربورن'))[0], 'paderborn');
  assert.equal((await ids('uk', names, 'Штарцайт'))[0], 'startzeit');
  assert.equal((await ids('ru', names, 'Падерборн'))[0], 'paderborn');
  assert.equal((await ids('ti', names, 'ፓደርቦርን'))[0], 'paderborn');
  assert.deepEqual(await ids('ar', names, 'كرة'), []);
});

test('de-simple: compounds with hyphens or dots, in the text or in the query', async () => {
  const records = [
    { id: 'whole', title: 'Lebenslauf', text: '' },
    { id: 'hyphen', title: 'Lebens-Lauf', text: '' },
    { id: 'dot', title: 'Lebens·lauf', text: '' },
  ];
  for (const query of ['Lebenslauf', 'Lebens-Lauf', 'Lebens·lauf']) {
    const found = await search('de-simple', records, query);
    assert.equal(found.filter(({ certain }) => certain).length, 3, query);
  }
});

const oneWord = (locale, title, query) => async () => {
  assert.deepEqual(await ids(locale, [{ id: 'x', title, text: '' }], query), ['x']);
};

test('en: inflection', oneWord('en', 'Integration courses', 'course'));
test('fr: without accents', oneWord('fr', 'Réfugiés', 'refugie'));
test('uk: case', oneWord('uk', 'Допомога біженцям', 'біженець'));
test('ru: case, yo', oneWord('ru', 'Расчёты', 'расчет'));
test('tr: possessive, dotless i', oneWord('tr', 'Sağlık sigortası', 'sigorta'));
test('tr: without diacritics', oneWord('tr', 'Çalışma izni', 'calisma'));
test('ar: clitics', oneWord('ar', 'دورات للاجئين', 'اللاجئين'));
test('fa: written without the joiner', oneWord('fa', 'کتاب‌ها', 'كتابها'));
test('fa: with a space', oneWord('fa', 'درخواست‌ها', 'درخواست'));
test('kmr: ezafe, no diacritics', oneWord('kmr', 'Dibistanên şevê', 'dibistan'));
test('ps: plural', oneWord('ps', 'ښوونځيو', 'ښوونځي'));
test('ti: preposition', oneWord('ti', 'ንስደተኛታት', 'ስደተኛታት'));

test('every profile answers, also to nonsense', async () => {
  for (const locale of LOCALES) {
    const index = build([{ id: 'x', title: 'B1', text: 'B1' }], locale, await loadProfile(locale));
    assert.equal(index.search('B1', { prefix: true })[0].id, 'x', locale);
    assert.deepEqual(index.search('  ?! '), []);
    assert.deepEqual(index.search(''), []);
  }
});

test('arrays, missing fields and an empty index', async () => {
  assert.deepEqual(await ids('en', [], 'anything'), []);
  const records = [{ id: 'x', title: 'A', text: 'b', synonyms: ['flat', 'apartment'], headings: ['Rent'] }];
  assert.deepEqual(await ids('en', records, 'apartments'), ['x']);
});

test('edit distance', () => {
  assert.equal(editDistance('kurs', 'kusr', 1), 1);
  assert.equal(editDistance('kurs', 'kur', 1), 1);
  assert.equal(editDistance('kurs', 'haus', 1), Infinity);
  assert.deepEqual(['abc', 'abcd', 'abcdefg', 'abcdefgh', 'abc1'].map(allowedEdits), [0, 1, 1, 2, 0]);
});
