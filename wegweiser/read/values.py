"""Located values: what YAML says and where it says it.

Every scalar is a string until the model types it, so that ``tel: 07311234`` stays a phone
number and ``no`` stays Norwegian.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wegweiser.diagnostics import Place
from wegweiser.read.files import TextFile


@dataclass(frozen=True)
class Scalar:
    """A text, in Unicode NFC.

    `plain` is false when it was quoted or written as a block; `refused` is true when something
    stood here that has been reported (an alias) and about which nothing more is to be said.
    `last_line` is the line in which it ends.
    """

    value: str
    place: Place
    plain: bool = True
    refused: bool = False
    last_line: int = 0
    file: TextFile | None = field(default=None, compare=False, repr=False)

    @property
    def is_absent(self) -> bool:
        """True for the ways in which people and form editors write "nothing"."""
        return not self.value.strip() or (
            self.plain and self.value in {"~", "null", "Null", "NULL"}
        )


@dataclass(frozen=True)
class Sequence:
    """A list, in written order."""

    items: tuple[Located, ...]
    place: Place


@dataclass(frozen=True)
class Mapping:
    """Fields in written order. Duplicates have been reported; the first one is kept."""

    entries: tuple[tuple[Scalar, Located], ...]
    place: Place

    def get(self, key: str) -> Located | None:
        """Return the value of the field `key`, or None."""
        return next((value for name, value in self.entries if name.value == key), None)

    def place_of(self, key: str) -> Place:
        """Return where the field name `key` stands, or the mapping's own place."""
        return next((name.place for name, _ in self.entries if name.value == key), self.place)


Located = Scalar | Sequence | Mapping


def describe(value: Located) -> str:
    """Return what a value is, as staff would say it (German, accusative)."""
    match value:
        case Scalar() if value.is_absent:
            return "nichts"
        case Scalar():
            return f"der Text „{value.value if len(value.value) <= 40 else value.value[:39] + '…'}“"
        case Sequence():
            return "eine Liste"
        case Mapping():
            return "eine Gruppe von Feldern"
