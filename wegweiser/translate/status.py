"""How far the translation of a site has come: figures for translators and for the public."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wegweiser.translate.catalogue import Catalogue, State
from wegweiser.translate.messages import Source

STANDING = frozenset({State.CURRENT, State.MACHINE, State.REVIEWED})
"""States of a text that stands as it is: translated, and from the German text of today."""


@dataclass(frozen=True)
class Text:
    """A translatable text as the figures see it."""

    key: str
    collection: str
    words: int
    state: State
    critical: bool = False


@dataclass
class Figures:
    """Counts of texts and of their German words, by state."""

    texts: Counter[State] = field(default_factory=Counter)
    words: Counter[State] = field(default_factory=Counter)

    def add(self, text: Text) -> None:
        """Count one more text."""
        self.texts[text.state] += 1
        self.words[text.state] += text.words

    @property
    def total(self) -> int:
        """Number of texts."""
        return self.texts.total()

    @property
    def share(self) -> float:
        """The part of the words that stands translated, from 0 to 1 (1 when there are none)."""
        standing = sum(self.words[state] for state in STANDING)
        return standing / self.words.total() if self.words.total() else 1.0

    @property
    def percent(self) -> int:
        """`share` in whole per cent; 100 only when nothing is left to do."""
        return 100 if self.share == 1 else min(99, round(self.share * 100))


@dataclass(frozen=True)
class Status:
    """The state of one locale.

    `collections` are the figures by collection, in the order of the site; `orphans` counts
    translations whose text is gone; `open_critical` are the keys of critical texts (eligibility,
    deadline, cost, law) that readers see in German.
    """

    tag: str
    collections: dict[str, Figures]
    total: Figures
    orphans: int
    open_critical: tuple[str, ...]


def summarise(tag: str, texts: Iterable[Text], orphans: int = 0) -> Status:
    """Return the status of the locale `tag` from all of its texts."""
    collections: dict[str, Figures] = {}
    total = Figures()
    critical = []
    for text in texts:
        collections.setdefault(text.collection, Figures()).add(text)
        total.add(text)
        if text.critical and text.state not in STANDING:
            critical.append(text.key)
    return Status(tag, collections, total, orphans, tuple(critical))


def texts_of_catalogue(sources: Mapping[str, Source], catalogue: Catalogue) -> Iterable[Text]:
    """Yield every message of a site with its state in a catalogue."""
    for key, source in sources.items():
        message = catalogue.messages.get(key)
        state = message.state(source.text, source.plural) if message else State.MISSING
        words = len(f"{source.text} {source.plural}".split())
        yield Text(key, source.catalogue, words, state, source.critical)


def orphans_of(sources: Mapping[str, Source], catalogue: Catalogue) -> int:
    """Return how many translations belong to no text of today, synced or not."""
    return catalogue.obsolete + sum(key not in sources for key in catalogue.messages)
