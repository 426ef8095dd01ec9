// Reads the page aloud with the voices of the device, each text in the voice of its language. Voices
// that would send the text to somebody else are not used.

const READ = "h1, h2, h3, h4, p, li, dt, dd, th, td, caption, figcaption, blockquote";
const NOT_READ = "nav, form, button, svg, label, [popover], .ww-tools, .ww-visually-hidden, [hidden]";

/** Return the language of a tag as voices name it: de-simple is German, kmr is Kurdish. */
function spokenLanguage(tag) {
  const [language] = tag.toLowerCase().split("-");
  return { kmr: "ku", ckb: "ku", prs: "fa" }[language] ?? language;
}

/** Return a voice of the device for the language, or undefined. */
function voiceFor(tag) {
  const language = spokenLanguage(tag);
  const voices = speechSynthesis.getVoices().filter((voice) => voice.localService);
  return voices.find((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === language);
}

const isShown = (element) => element.getClientRects().length && !element.closest(NOT_READ);

/** Return a telephone number so that it is read digit by digit. */
const digitByDigit = (number) => number.replace(/\s/g, "").split("").join(" ");

/** Return the texts of a block in order, each with its language: `[{ text, lang }]`. */
function textsOf(block) {
  const texts = [];
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const holder = node.parentElement;
    if (holder.closest(READ) !== block || !isShown(holder)) continue;
    const { lang } = holder.closest("[lang]");
    const text = holder.closest(".ww-tel") ? digitByDigit(node.data) : node.data;
    const last = texts.at(-1);
    if (last && (last.lang === lang || !text.trim())) last.text += text;
    else texts.push({ text, lang });
  }
  return texts.filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
}

export function startAloud() {
  const button = document.getElementById("aloud");
  if (!button || !("speechSynthesis" in window)) return;
  const [start, stop] = button.querySelectorAll("span");
  const page = document.documentElement.lang;
  let current; // what is being read: a block, and a number that tells one reading from the next
  let reading = 0;

  const offer = () => {
    button.hidden = !voiceFor(page);
  };
  const mark = (block) => {
    current?.classList.remove("ww-aloud");
    current = block;
    current?.classList.add("ww-aloud");
    const { top, bottom } = block?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
    if (top < 0 || bottom > innerHeight) block.scrollIntoView({ block: "center" });
  };
  const end = () => {
    reading += 1;
    speechSynthesis.cancel();
    mark();
    [start.hidden, stop.hidden] = [false, true];
  };
  const read = () => {
    end();
    [start.hidden, stop.hidden] = [true, false];
    const mine = reading;
    const article = document.getElementById("content");
    const blocks = [...article.querySelectorAll(READ)].filter(isShown);
    const spoken = blocks.flatMap((block) => textsOf(block).map((text) => ({ block, ...text })));
    spoken.forEach(({ block, text, lang }, index) => {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.voice = voiceFor(lang) ?? voiceFor(page);
      utterance.lang = utterance.voice.lang;
      utterance.onstart = () => mine === reading && mark(block);
      utterance.onerror = () => mine === reading && end();
      if (index === spoken.length - 1) utterance.onend = () => mine === reading && end();
      speechSynthesis.speak(utterance);
    });
  };

  button.addEventListener("click", () => (stop.hidden ? read() : end()));
  addEventListener("pagehide", end);
  speechSynthesis.addEventListener?.("voiceschanged", offer); // they may come late
  end();
  offer();
}
