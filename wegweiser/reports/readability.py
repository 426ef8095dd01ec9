"""How hard the German texts are to read: sentences and words that are long.

LIX (C.-H. Björnsson, Läsbarhet, 1968) is the number of words in a sentence plus the percentage of
words of more than six letters; it needs no dictionary and is known for German. It counts and does
not understand: a short sentence can be hard and a long word known to everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wegweiser.model import SOURCE_LOCALE
from wegweiser.placeholders import PLACEHOLDER, without_quotes
from wegweiser.reports.report import Finding, Group, Section, count
from wegweiser.site import Site
from wegweiser.translate import State
from wegweiser.translate.interface import PREFIX
from wegweiser.translate.messages import source_messages

_LONG_WORD = 6
"""Letters beyond which LIX calls a word long."""


@dataclass(frozen=True)
class Limits:
    """What is told of: sentences of more words, words of more letters (between hyphens)."""

    words: int
    letters: int


LIMITS = {SOURCE_LOCALE: Limits(15, 22), "de-simple": Limits(12, 16)}
"""The house rules of the content (see docs/handbuch), by locale."""

_BLOCK = re.compile(r"\n+|^#+ |^[-*] |^\d+\. ", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<![ .(]\w)(?<!\b\d\d)(?<!usw)(?<!bzw)(?<!ca)[.!?](?=\s|$)|: |;")
"""Not the points of abbreviations ("z. B.") and of ordinal numbers ("12. Mai")."""
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W_]+(?:[-‑·’'][^\W_]+)*")
_PARTS = re.compile(r"[-‑·]")


@dataclass(frozen=True)
class Measure:
    """The words of some texts, a list for each sentence."""

    sentences: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> int:
        """The number of words."""
        return sum(map(len, self.sentences))

    @property
    def sentence_length(self) -> float:
        """The mean number of words in a sentence; 0 without any."""
        return self.words / len(self.sentences) if self.sentences else 0.0

    @property
    def lix(self) -> float:
        """LIX: about 25 for children's books, 40 for newspapers, 60 for offices; 0 without words.

        A word that is divided, as Leichte Sprache does it, counts by its parts.
        """
        if not self.words:
            return 0.0
        long = sum(_letters(word) > _LONG_WORD for words in self.sentences for word in words)
        return self.sentence_length + 100 * long / self.words


def measure(text: str) -> Measure:
    """Return the sentences of a text; headings, list items and parts after a colon are their own.

    A placeholder counts as one word.
    """
    plain = without_quotes(PLACEHOLDER.sub("Angabe", text))
    blocks = _BLOCK.split(re.sub(r"(?<!\n)\n(?![\n#*-]|\d+\. )", " ", plain))
    parts = (part for block in blocks for part in _SENTENCE_END.split(block))
    found = (tuple(_WORD.findall(part)) for part in parts)
    return Measure(tuple(words for words in found if words))


def _letters(word: str) -> int:
    """Return the length of the longest part of a word."""
    return max(map(len, _PARTS.split(word)))


def readability_section(site: Site) -> Section:
    """Return the report on how the German editions read, by entry in the order of the files."""
    groups = []
    summaries = []
    for tag, limits in LIMITS.items():
        if tag not in site.tags:
            continue
        texts = dict(_texts(site, tag))
        total = Measure(tuple(s for text in texts.values() for s in measure(text).sentences))
        language = site.edition(SOURCE_LOCALE).language(tag).text
        summaries.append(_summary(language, total, limits))
        known = {word for term in site.content.glossary.terms for word in _WORD.findall(term.term)}
        groups.append(Group(f"{language} ({tag})", tuple(_findings(texts, limits, known))))
    return Section(
        "readability",
        "Lesbarkeit",
        "Lange Sätze, und lange Wörter, die das Glossar nicht erklärt. Der Lesbarkeitsindex LIX"
        " zählt Wörter je Satz und den Anteil langer Wörter: um 25 wie Kinderbücher, um 40 wie"
        " Zeitungen, um 60 wie Amtstexte. Das sind nur Zahlen. Ob ein Text verständlich ist, sagen"
        " nur Menschen, die ihn lesen; Leichte Sprache müssen Menschen mit Lernschwierigkeiten"
        " prüfen.",
        " ".join(summaries),
        tuple(group for group in groups if group.findings),
    )


def _summary(language: str, total: Measure, limits: Limits) -> str:
    long = sum(len(words) > limits.words for words in total.sentences)
    return (
        f"{language}: {count(len(total.sentences), 'Satz', 'Sätze')},"
        f" {_decimal(total.sentence_length)} Wörter je Satz, LIX {_decimal(total.lix)},"
        f" {count(long, 'Satz hat', 'Sätze haben')} mehr als {limits.words} Wörter."
    )


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _texts(site: Site, tag: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of an edition by their keys; what is not translated is not its own."""
    for key, source in source_messages(site.content).items():
        if key.startswith(PREFIX):
            continue
        if tag == SOURCE_LOCALE:
            yield key, source.text
            continue
        message = site.catalogues[tag].messages.get(key) if tag in site.catalogues else None
        if message and message.state(source.text) not in {State.STALE, State.MISSING}:
            yield key, message.translations[0]
    for page in site.docs.pages(tag):
        if page.language == tag:
            yield f"docs/{page.name}", page.body.source


def _findings(texts: dict[str, str], limits: Limits, known: set[str]) -> Iterator[Finding]:
    by_entry: dict[str, list[str]] = {}
    for key, text in texts.items():
        by_entry.setdefault(key.partition(":")[0], []).append(text)
    for name, found in by_entry.items():
        sentences = [words for text in found for words in measure(text).sentences]
        long = [words for words in sentences if len(words) > limits.words]
        hard = {w for words in sentences for w in words if _letters(w) > limits.letters} - known
        details = [f"{len(words)} Wörter: {' '.join(words)}" for words in long]
        details += [f"langes Wort: {word}" for word in sorted(hard)]
        if details:
            lix = _decimal(Measure(tuple(sentences)).lix)
            yield Finding(f"LIX {lix}", name, details=tuple(details))
