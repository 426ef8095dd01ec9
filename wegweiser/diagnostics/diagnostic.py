"""One problem at one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a diagnostic matters.

    An error stops the build, a warning stops it under ``--strict``, a note never does: notes
    carry what only the calendar has made true (an overdue review), see invariant 4.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, order=True)
class Place:
    """A range of characters in one line of a file.

    `file` is relative to the site folder, with forward slashes; `line` and `column` count from
    1, columns in characters; `length` is at least 1 and never reaches past the line.
    """

    file: str
    line: int = 1
    column: int = 1
    length: int = 1


@dataclass(frozen=True)
class Diagnostic:
    """One finding: what is wrong, where, and what to do about it (German, one line each)."""

    code: str
    severity: Severity
    place: Place
    message: str
    fix: str

    @property
    def sort_key(self) -> tuple[Place, str, str]:
        """Reading order: by file, line, column, then code."""
        return (self.place, self.code, self.message)


def exit_code(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> int:
    """Return 0 when nothing stops the build, else 1; `strict` lets warnings stop it too."""
    stopping = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return int(any(diagnostic.severity in stopping for diagnostic in diagnostics))
