"""What can be searched in an edition: one record for each page that a reader may look for.

Records are made from the model, not from pages, and know nothing of the engine that ranks them.
They are loaded when someone searches, so they are small: a record shows the line that says what
its page is about, and of everything else that stands there it knows the words, each once.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from wegweiser.documents import DocPage
from wegweiser.fold import fold
from wegweiser.model import SOURCE_LOCALE, Entry
from wegweiser.model.entries import Contact, Organisation, Programme, ResidenceTitle
from wegweiser.model.parts import LegalBasis
from wegweiser.model.site_files import Term
from wegweiser.model.text import Text
from wegweiser.model.walk import texts_of, walk
from wegweiser.placeholders import quotes_in, without_quotes
from wegweiser.render.shown import Shown
from wegweiser.render.words import PageWords
from wegweiser.translate import Localised

_MARKS = "\u0300-\u036f\u064b-\u065f\u0670"
"""Combining marks of Latin and Arabic, which are part of a word."""
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}]|['’ʼ-](?=[^\W_]))*")
_LONG_NUMBER = re.compile(r"\d{4,}")


@dataclass(frozen=True)
class Record:
    """A page that can be found; all values are plain text.

    `id` is its path below the edition, `kind` its collection; `title_language` and `language` (that
    of the text) are empty where they are the edition's. `headings` are those of its steps, `words`
    all other words that stand on it, each once, in alphabetical order. `german` are its official
    German names and terms, by which it is found in every edition, `synonyms` what people say for
    them, in the edition's language and in German. `topics` and `audiences` are ids. `state` is that
    of the title's translation.
    """

    id: str
    kind: str
    title: str
    title_language: str
    text: str
    language: str
    headings: str
    words: str
    german: str
    synonyms: str
    topics: tuple[str, ...]
    audiences: tuple[str, ...]
    state: str


def search_records(shown: Shown, docs: Sequence[DocPage]) -> list[Record]:
    """Return the records of an edition: entries, words of the glossary, hand-written pages."""
    by_name = {doc.name: doc for doc in docs}

    def reader(path: str) -> _Reader:
        return _Reader(PageWords(shown.edition, path, by_name))

    content = shown.content
    records = [reader(entry.path).entry(entry) for entry in content.shown(shown.edition.today)]
    records += [reader("glossary/").term(term) for term in content.glossary.terms]
    records += [reader(f"{doc.name}/").document(doc) for doc in docs]
    return records


_WEIGHT = 145
"""How many bytes a record may weigh on average, compressed by gzip: 36 kB for 250."""
_MOST_WORDS = (120, 80, 60, 50, 40, 30, 25, 20, 15, 10, 6, 3, 0)


def records_file(records: Sequence[Record]) -> tuple[str, str]:
    """Return name and text of the file that holds `records`; the name changes with the text.

    Fields that say nothing are left out. Where the file would be too heavy for a slow phone, each
    record keeps the words that tell most: those that stand in the fewest others.
    """
    counts = Counter(word for record in records for word in record.words.split())
    for most in _MOST_WORDS:
        text = _encode(_keep_rarest(record, most, counts) for record in records)
        if len(gzip.compress(text.encode())) <= _WEIGHT * len(records):
            break
    digest = hashlib.sha256(text.encode()).hexdigest()[:10]
    return f"records-{digest}.json", text


def _keep_rarest(record: Record, most: int, counts: Mapping[str, int]) -> Record:
    words = sorted(record.words.split(), key=lambda word: (counts[word], word))[:most]
    return replace(record, words=" ".join(sorted(words)))


def _encode(records: Iterable[Record]) -> str:
    found = [{k: v for k, v in asdict(record).items() if v} for record in records]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


class _Reader:
    """Reads what one page says, in the words of its edition."""

    def __init__(self, words: PageWords) -> None:
        self._words = words
        self._content = words.edition.content
        self._german: list[str] = []

    def entry(self, entry: Entry) -> Record:
        """Return the record of an entry."""
        title = self._words.title(entry)
        about = entry.line_about
        language = self._words.localise(about).language if about else title.language
        headings: list[str] = []
        others: list[str] = [*self._names(entry)]
        for text in texts_of(entry):
            if text is about or text is getattr(entry, entry.title_field):
                continue
            (headings if text.key.endswith(".title") else others).append(self._read(text))
        shown = self._read(about) if about else ""
        self._quote(title.text)
        return self._record(
            id=entry.path,
            kind=entry.collection,
            title=title,
            language=language,
            text=shown,
            headings=headings,
            others=others,
            names=[*self._german_names(entry)],
            german=self._german,
            topics=tuple(topic.id for topic in entry.topics),
            audiences=tuple(entry.audiences),
        )

    def term(self, term: Term) -> Record:
        """Return the record of a word of the glossary."""
        tag = self._words.edition.locale.tag
        equivalent = term.equivalents.get(tag)
        explanation = self._words.localise(term.explanation)
        return self._record(
            id=self._words.path_of(term),
            kind="glossary",
            title=Localised(
                f"{term.term} – {equivalent}" if equivalent else term.term,
                self._words.edition.locale.tag if equivalent else SOURCE_LOCALE,
                explanation.state,
            ),
            language=explanation.language,
            text=self._read(term.explanation),
            names=[term.term],
            german=self._german,
        )

    def document(self, doc: DocPage) -> Record:
        """Return the record of a hand-written page."""
        return self._record(
            id=f"{doc.name}/",
            kind="page",
            title=doc.title,
            language=doc.language,
            others=[without_quotes(doc.body.source)],
            german=quotes_in(doc.body.source),
        )

    def _record(
        self,
        *,
        id: str,
        kind: str,
        title: Localised,
        language: str,
        text: str = "",
        headings: Sequence[str] = (),
        others: Sequence[str] = (),
        names: Sequence[str] = (),
        german: Sequence[str] = (),
        topics: tuple[str, ...] = (),
        audiences: tuple[str, ...] = (),
    ) -> Record:
        name = without_quotes(title.text)
        known, found = self._words_in(name, text, *headings), self._words_in(*others)
        terms = [term for term in dict.fromkeys((*names, *german)) if term not in name]
        return Record(
            id=id,
            kind=kind,
            title=name,
            title_language=self._foreign(title.language),
            text=text,
            language=self._foreign(language),
            headings=" · ".join(headings),
            words=" ".join(sorted(word for key, word in found.items() if key not in known)),
            german=" · ".join(terms),
            synonyms=" · ".join(sorted(set(self._synonyms([name, *names])))),
            topics=topics,
            audiences=audiences,
            state=title.state.value,
        )

    def _words_in(self, *texts: str) -> dict[str, str]:
        """Return the words of `texts` that someone may look for, by what they fold to."""
        tag = self._words.edition.locale.tag
        words = {word for text in texts for word in _WORD.findall(text.lower())}
        told = (word for word in words if len(word) > 1 and not _LONG_NUMBER.search(word))
        return {fold(word, tag): word for word in sorted(told)}

    def _foreign(self, language: str) -> str:
        """Return a language, empty where it is the edition's."""
        return "" if language == self._words.edition.locale.tag else language

    def _read(self, text: Text) -> str:
        """Return a text as it reads on the page, and note the German words in it."""
        self._quote(self._words.localise(text).text)
        return self._words.text_alone(text)

    def _quote(self, text: str) -> None:
        self._german += quotes_in(text)

    def _names(self, entry: Entry) -> Iterator[str]:
        """Yield names that stand on the page and are no texts of the entry itself."""
        for reference in entry.topics:
            yield without_quotes(self._words.title(self._words.find(reference)).text)
        for _, value in walk(entry):
            if isinstance(value, LegalBasis):
                yield f"{value.section or ''} {value.law}"
        if isinstance(entry, Programme | Contact):
            yield self._words.organisation(entry.organisation).name
        if isinstance(entry, Contact):
            yield from filter(None, [entry.address and entry.address.street])
            for spoken in entry.languages_spoken:
                yield self._words.edition.language(spoken.language).text

    def _german_names(self, entry: Entry) -> Iterator[str]:
        """Yield the official German names of an entry."""
        title = self._words.edition.source_edition
        if isinstance(entry, ResidenceTitle):
            yield entry.german_term
        if isinstance(entry, Organisation) and entry.short_name:
            yield entry.short_name
        name = getattr(entry, entry.title_field)
        if not self._words.edition.is_source:
            yield name if isinstance(name, str) else title.localise(name).text

    def _synonyms(self, names: Sequence[str]) -> Iterator[str]:
        """Yield what people say for the words of the glossary that stand in `names`."""
        tag = self._words.edition.locale.tag
        for term in self._content.glossary.terms:
            if any(term.term in name for name in names):
                yield from filter(None, [term.equivalents.get(tag)])
                for locale in dict.fromkeys((tag, SOURCE_LOCALE)):
                    yield from term.synonyms.get(locale, ())
