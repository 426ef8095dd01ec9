"""One locale's messages and their states.

A catalogue is a gettext PO file. `msgctxt` is the message's stable key, `msgid` the German text
it was translated from, and a translator comment says how it came about::

    # machine 3f9a1c77d0b2
    # reviewed Jane Doe 2026-11-23 3f9a1c77d0b2

The hexadecimal digits are a digest of source and translation: a mark outlives no edit.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from wegweiser.diagnostics import Place


class State(StrEnum):
    """How far the text of a message can be trusted (invariant 2)."""

    SOURCE = "source"
    REVIEWED = "reviewed"
    CURRENT = "current"
    MACHINE = "machine"
    STALE = "stale"
    MISSING = "missing"


@dataclass(frozen=True)
class Mark:
    """How a translation came about: `machine`, or `reviewed` by someone on a day."""

    kind: State
    digest: str
    reviewer: str = ""
    date: str = ""

    def __str__(self) -> str:
        parts = (self.kind.value, self.reviewer, self.date, self.digest)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True)
class Message:
    """A translated message. `translations` has one text, or one per plural form."""

    key: str
    source: str
    translations: tuple[str, ...]
    place: Place = field(compare=False)
    fuzzy: bool = False
    mark: Mark | None = None
    source_plural: str = ""

    def state(self, source: str, plural: str = "") -> State:
        """Return the state of this message when the German text is `source` (and `plural`) now."""
        if not all(text.strip() for text in self.translations) or not self.translations:
            return State.MISSING
        same = same_text(self.source, source) and same_text(self.source_plural, plural)
        if self.fuzzy or not same:
            return State.STALE
        if self.mark and self.mark.digest == digest(self.source, self.translations):
            return self.mark.kind
        return State.CURRENT


_MARK = re.compile(
    r"^(?:(machine)|reviewed (?P<who>.+) (?P<date>\d{4}-\d{2}-\d{2})) (?P<digest>[0-9a-f]{12})$",
    re.MULTILINE,
)


def parse_mark(comment: str) -> Mark | None:
    """Return the mark in a translator comment, or None."""
    match = _MARK.search(comment)
    if not match:
        return None
    if match[1]:
        return Mark(State.MACHINE, match["digest"])
    return Mark(State.REVIEWED, match["digest"], match["who"], match["date"])


def digest(source: str, translations: Sequence[str]) -> str:
    """Return 12 hexadecimal digits (SHA-256) of a source text and its translations.

    Like `same_text`, it does not see how a text is wrapped.
    """
    text = "\0".join(_unwrap(part) for part in (source, *translations))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def same_text(one: str, other: str) -> bool:
    """Are the two texts the same but for white space? Reformatting a file changes no state."""
    return one == other or _unwrap(one) == _unwrap(other)


def _unwrap(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class Catalogue:
    """All messages of one locale, by key."""

    messages: dict[str, Message] = field(default_factory=dict)
