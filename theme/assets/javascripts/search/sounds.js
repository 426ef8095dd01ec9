/**
 * How a word sounds, roughly: its consonants in classes, the same for all scripts, so that a German
 * name is found as people write it in their own letters (شتارتسايت, Штарцайт and Startzeit: STRTST).
 *
 * Words are folded already. Vowels, h and the letters that stand for them are left out.
 */

const LETTERS = {
  P: 'bpбпبپ',
  T: 'dtдтتطدضثټډ',
  K: 'gkqгґкхخكکقغگګ',
  F: 'fvwвфفڤ',
  S: 'sсзшщчزسشصظذښ',
  J: 'jжجچژ',
  L: 'lлل',
  M: 'mмم',
  N: 'nнنڼ',
  R: 'rрرړ',
  TS: 'zцځڅ',
  KS: 'x',
};

// The first signs of the Ethiopic rows of eight.
const ETHIOPIC_ROWS = {
  P: 'በጰፐ',
  T: 'ተደጠ',
  K: 'ቀቐከኸገ',
  F: 'ቨፈ',
  S: 'ሠሰሸዘ',
  J: 'ቸዠጀጨ',
  L: 'ለ',
  M: 'መ',
  N: 'ነኘ',
  R: 'ረ',
  TS: 'ጸፀ',
};

// Letters that sound as one, or differently before others.
const SPELLINGS = [
  [/sch|sh/g, 's'],
  [/ch|ck/g, 'k'],
  [/ph/g, 'f'],
  [/c(?=[ei])/g, 's'],
  [/c/g, 'k'],
  [/дж/g, 'j'],
];

function classes() {
  const found = new Map();
  for (const [name, letters] of Object.entries(LETTERS)) {
    for (const letter of letters) found.set(letter, name);
  }
  for (const [name, rows] of Object.entries(ETHIOPIC_ROWS)) {
    for (const first of rows) {
      for (let order = 0; order < 8; order += 1) {
        found.set(String.fromCharCode(first.charCodeAt(0) + order), name);
      }
    }
  }
  return found;
}

const CLASSES = classes();

/**
 * @param {string} key a folded word
 * @returns {string} the classes of its consonants, each run of one class once
 */
export function soundOf(key) {
  let spelt = key;
  for (const [letters, sound] of SPELLINGS) spelt = spelt.replace(letters, sound);
  const sound = Array.from(spelt, (letter) => CLASSES.get(letter) ?? '').join('');
  return sound.replace(/(.)\1+/g, '$1');
}
