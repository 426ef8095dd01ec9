"""What the last run learned of catalogues, so that a check reads only what has changed since.

To read the catalogues and to compare each message with its German side takes most of the time of a
check. The record of a file holds while its bytes and this program are the same; what was found in
a message holds while, besides, its German side and the names that are kept are the same.

Records are JSON and not pickles: whoever puts a file into the cache must not be able to run code.
Their messages stay packed, as rows, until somebody asks for one: a check in which nothing has
changed asks for none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from wegweiser.diagnostics import Diagnostic, Place, Severity
from wegweiser.read import TextFile
from wegweiser.translate.catalogue import Message, parse_mark
from wegweiser.writing import write_whole

_PACKAGE = Path(__file__).resolve().parent.parent
_LIBRARIES = ("polib", "markdown-it-py", "nh3", "Babel")
"""What reads and judges messages besides this program."""


Row = list[Any]
"""A message, packed: its key, source and translations; line, column and length of its place; is it
fuzzy; its mark; the plural of its source, the previous source and that one's plural."""
_ROW_LENGTH = 11


def pack(message: Message) -> Row:
    """Return `message` as a row; of its place the file is left out."""
    place = message.place
    return [
        *(message.key, message.source, list(message.translations)),
        *(place.line, place.column, place.length, message.fuzzy),
        str(message.mark) if message.mark else "",
        *(message.source_plural, message.previous, message.previous_plural),
    ]


def unpack(row: Row, file: str) -> Message:
    """Return the message that is packed in `row`, from the catalogue `file`."""
    key, source, translations, _, _, _, fuzzy, mark, *others = row
    place, known_mark = place_of(row, file), parse_mark(mark) if mark else None
    return Message(key, source, tuple(translations), place, fuzzy, known_mark, *others)


def place_of(row: Row, file: str) -> Place:
    """Return where the message that is packed in `row` stands in the catalogue `file`."""
    return Place(file, *row[3:6])


class PackedMessages(Mapping[str, Message]):
    """Messages by key, each unpacked when somebody asks for it."""

    def __init__(self, rows: Mapping[str, tuple[Row, str]]) -> None:
        """Take the row of each key, and the name of the file that it is from."""
        self._rows = rows
        self._unpacked: dict[str, Message] = {}

    def __getitem__(self, key: str) -> Message:
        if key not in self._unpacked:
            self._unpacked[key] = unpack(*self._rows[key])
        return self._unpacked[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@dataclass
class CatalogueRecord:
    """The catalogue `file` as it was read, with what was found in its messages so far.

    `found` has, by the key of a message, what it was compared with (a digest) and its problems.
    """

    file: str = ""
    rows: list[Row] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    obsolete: int = 0
    found: dict[str, tuple[str, list[Diagnostic]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Slot:
    """Where the record of one file is kept, and a digest of what it has to be of."""

    path: Path | None = None
    of: str = ""

    def load(self, file: TextFile) -> CatalogueRecord | None:
        """Return the record of `file`, or None when there is none that holds."""
        if self.path is None:
            return None
        try:
            stored = json.loads(self.path.read_text("utf-8"))
            return _record(stored["record"], file.name) if stored["of"] == self.of else None
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            return None  # not there, or not ours

    def save(self, record: CatalogueRecord) -> None:
        """Keep `record`, if that is possible."""
        if self.path is None:
            return
        stored = {"of": self.of, "record": _plain(record)}
        with suppress(OSError):  # a cache that cannot be written only costs time
            text = json.dumps(stored, ensure_ascii=False, separators=(",", ":"))
            write_whole(self.path, text)
            ignored = self.path.with_name(".gitignore")
            if not ignored.exists():
                write_whole(ignored, "*\n")


@dataclass(frozen=True)
class CatalogueCache:
    """The records of catalogues in `folder`; without a folder nothing is kept."""

    folder: Path | None = None

    def slot(self, file: TextFile) -> Slot:
        """Return where the record of `file` is kept; its name is unique among catalogues."""
        if self.folder is None:
            return Slot()
        *_, locale, name = file.name.split("/")
        what = f"{_program()}\0{file.name}\0{file.text}".encode("utf-8", "replace")
        return Slot(self.folder / f"{locale}.{name}.json", hashlib.sha256(what).hexdigest())


def digest_of(parts: Iterable[object]) -> str:
    """Return a digest (SHA-256, hexadecimal) of `parts`, each as its `repr`."""
    return hashlib.sha256("\0".join(map(repr, parts)).encode("utf-8", "replace")).hexdigest()


@cache
def _program() -> str:
    """Return a digest of this program: a changed rule looks at everything again."""
    sources = (path for pattern in ("*.py", "*.yml", "*.json") for path in _PACKAGE.rglob(pattern))
    contents = [(path.name, path.read_bytes()) for path in sorted(sources)]
    return digest_of((contents, [(name, version(name)) for name in _LIBRARIES]))


def _plain(record: CatalogueRecord) -> list[Any]:
    return [
        record.rows,
        [_plain_diagnostic(problem) for problem in record.problems],
        record.obsolete,
        {
            key: [against, [_plain_diagnostic(problem) for problem in problems]]
            for key, (against, problems) in record.found.items()
        },
    ]


def _plain_diagnostic(problem: Diagnostic) -> list[Any]:
    return [problem.code, problem.severity, astuple(problem.place), problem.message, problem.fix]


def _record(plain: list[Any], file: str) -> CatalogueRecord:
    rows, problems, obsolete, found = plain
    if any(len(row) != _ROW_LENGTH for row in rows):
        raise ValueError
    return CatalogueRecord(
        *(file, rows),
        [_diagnostic(values) for values in problems],
        obsolete,
        {
            key: (against, [_diagnostic(values) for values in problems])
            for key, (against, problems) in found.items()
        },
    )


def _diagnostic(values: list[Any]) -> Diagnostic:
    code, severity, place, message, fix = values
    return Diagnostic(code, Severity(severity), Place(*place), message, fix)
