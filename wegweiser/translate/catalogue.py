"""One locale's messages and their states.

A catalogue is a gettext PO file. `msgctxt` is the message's stable key, `msgid` the German text
it was translated from, and a translator comment, the mark, says how it came about::

    # machine 3f9a1c77d0b2
    # translated 3f9a1c77d0b2
    # reviewed Jane Doe 2026-11-23 3f9a1c77d0b2

The hexadecimal digits are a digest of source and translation: a mark outlives no edit. A comment
and not a flag, because `msgcat` deletes flags that it does not know.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import polib

from wegweiser.diagnostics import Place
from wegweiser.read.files import nfc


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
    """How a translation came about: by a machine, by a person, or reviewed by one on a day."""

    kind: State
    digest: str
    reviewer: str = ""
    date: str = ""

    def __str__(self) -> str:
        parts = (_MARK_WORDS[self.kind], self.reviewer, self.date, self.digest)
        return " ".join(part for part in parts if part)


NOWHERE = Place("")
"""The place of a message that stands in no file of the site."""


@dataclass(frozen=True)
class Message:
    """A translated message. `translations` has one text, or one per plural form."""

    key: str
    source: str
    translations: tuple[str, ...]
    place: Place = field(default=NOWHERE, compare=False)
    fuzzy: bool = False
    mark: Mark | None = None
    source_plural: str = ""
    previous: str = ""
    previous_plural: str = ""

    def state(self, source: str, plural: str = "") -> State:
        """Return the state of this message when the German text is `source` (and `plural`) now."""
        if not all(text.strip() for text in self.translations) or not self.translations:
            return State.MISSING
        if self.mark and self.is_back_at(source, plural):
            return self.mark.kind
        if self.fuzzy or not self.is_of(source, plural):
            return State.STALE
        return self.valid_mark.kind if self.valid_mark else State.CURRENT

    def is_of(self, source: str, plural: str) -> bool:
        """Return whether this was translated from that German text (or, fuzzy, waits to be)."""
        return same_text(self.source, source) and same_text(self.source_plural, plural)

    def is_back_at(self, source: str, plural: str) -> bool:
        """Return whether the German text, changed since the translation, has changed back."""
        return (
            self.fuzzy
            and same_text(self.previous, source)
            and same_text(self.previous_plural, plural)
            and self.is_marked_for_previous
        )

    @property
    def valid_mark(self) -> Mark | None:
        """The mark, unless the source or the translation was edited since."""
        return self.mark if self._is_marked_for(self.source, self.source_plural) else None

    @property
    def is_marked_for_previous(self) -> bool:
        """Is the mark about the German text of before the last change?"""
        return bool(self.previous) and self._is_marked_for(self.previous, self.previous_plural)

    def _is_marked_for(self, source: str, plural: str) -> bool:
        return self.mark is not None and self.mark.digest == digest(
            source, self.translations, plural
        )


_MARK_WORDS = {
    State.MACHINE: "machine",
    State.CURRENT: "translated",
    State.REVIEWED: "reviewed",
}
_MARK = re.compile(
    r"^(?:(?P<kind>machine|translated)|reviewed (?P<who>.+) (?P<date>\d{4}-\d{2}-\d{2}))"
    r" (?P<digest>[0-9a-f]{12})$",
    re.MULTILINE,
)


def parse_mark(comment: str) -> Mark | None:
    """Return the mark in a translator comment, or None."""
    match = _MARK.search(comment)
    if not match:
        return None
    if match["kind"]:
        kind = State.MACHINE if match["kind"] == "machine" else State.CURRENT
        return Mark(kind, match["digest"])
    return Mark(State.REVIEWED, match["digest"], match["who"], match["date"])


def digest(source: str, translations: Sequence[str], plural: str = "") -> str:
    """Return 12 hexadecimal digits (SHA-256) of a source text and its translations.

    Like `same_text`, it does not see how a text is wrapped.
    """
    sources = (source, plural) if plural else (source,)
    text = "\0".join(_unwrap(part) for part in (*sources, *translations))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def same_text(one: str, other: str) -> bool:
    """Are the two texts the same but for white space? Reformatting a file changes no state."""
    return one == other or _unwrap(one) == _unwrap(other)


def _unwrap(text: str) -> str:
    return " ".join(text.split())


def message_of(entry: polib.POEntry, place: Place = NOWHERE) -> Message:
    """Return a PO entry as a message; its texts are in NFC."""
    plural = entry.msgstr_plural
    texts = [plural[form] for form in sorted(plural)] if plural else [entry.msgstr]
    return Message(
        key=entry.msgctxt or "",
        source=nfc(entry.msgid),
        translations=tuple(map(nfc, texts)),
        place=place,
        fuzzy=entry.fuzzy,
        mark=parse_mark(entry.tcomment),
        source_plural=nfc(entry.msgid_plural),
        previous=nfc(entry.previous_msgid or ""),
        previous_plural=nfc(entry.previous_msgid_plural or ""),
    )


def set_mark(entry: polib.POEntry, kind: State, reviewer: str = "", date: str = "") -> None:
    """Mark the translation of `entry`; other comments of it stay."""
    message = message_of(entry)
    made = digest(message.source, message.translations, message.source_plural)
    _write_mark(entry, Mark(kind, made, reviewer, date))


def renew_mark(entry: polib.POEntry, before: Message) -> None:
    """Carry over the mark of `entry`, whose texts were renamed; it was `before` that."""
    after = message_of(entry)
    if before.valid_mark:
        sources = after.source, after.source_plural
    elif before.mark and before.is_marked_for_previous:
        sources = after.previous, after.previous_plural
    else:
        return
    made = digest(sources[0], after.translations, sources[1])
    assert before.mark
    _write_mark(entry, replace(before.mark, digest=made))


def _write_mark(entry: polib.POEntry, mark: Mark) -> None:
    kept = [line for line in entry.tcomment.splitlines() if not parse_mark(line)]
    entry.tcomment = "\n".join([*kept, str(mark)])


@dataclass(frozen=True)
class Catalogue:
    """All messages of one locale by key, and how many obsolete ones its files keep."""

    messages: Mapping[str, Message] = field(default_factory=dict)
    obsolete: int = 0
