"""What the last run learned of catalogues, so that a check reads only what has changed since.

To read the catalogues and to compare each message with its German side takes most of the time of a
check. The record of a file holds while its bytes and this program are the same; what was found in
a message holds while, besides, its German side and the names that are kept are the same.

Records are JSON and not pickles: whoever puts a file into the cache must not be able to run code.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
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


@dataclass
class CatalogueRecord:
    """A catalogue file as it was read, with what was found in its messages so far.

    `found` has, by the key of a message, what it was compared with (a digest) and its problems.
    """

    messages: list[Message]
    problems: list[Diagnostic]
    obsolete: int = 0
    found: dict[str, tuple[str, list[Diagnostic]]] = field(default_factory=dict)


@dataclass(frozen=True)
class CatalogueCache:
    """The records of catalogues in `folder`; without a folder nothing is kept."""

    folder: Path | None = None

    def load(self, file: TextFile) -> CatalogueRecord | None:
        """Return the record of `file`, or None when there is none that holds."""
        if self.folder is None:
            return None
        try:
            stored = json.loads(self._path(self.folder, file).read_text("utf-8"))
            return _record(stored["record"], file) if stored["of"] == _digest(file) else None
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            return None  # not there, or not ours

    def save(self, file: TextFile, record: CatalogueRecord) -> None:
        """Keep the record of `file`, if that is possible."""
        if self.folder is None:
            return
        stored = {"of": _digest(file), "record": _plain(record)}
        with suppress(OSError):  # a cache that cannot be written only costs time
            text = json.dumps(stored, ensure_ascii=False, separators=(",", ":"))
            write_whole(self._path(self.folder, file), text)

    def _path(self, folder: Path, file: TextFile) -> Path:
        """Return where the record of `file` is kept; its name is unique among catalogues."""
        *_, locale, name = file.name.split("/")
        return folder / f"{locale}.{name}.json"


def digest_of(parts: Iterable[object]) -> str:
    """Return a digest (SHA-256, hexadecimal) of `parts`, each as its `repr`."""
    return hashlib.sha256("\0".join(map(repr, parts)).encode("utf-8", "replace")).hexdigest()


def _digest(file: TextFile) -> str:
    return digest_of((_program(), file.name, file.text))


@cache
def _program() -> str:
    """Return a digest of this program: a changed rule looks at everything again."""
    sources = (path for pattern in ("*.py", "*.yml", "*.json") for path in _PACKAGE.rglob(pattern))
    contents = [(path.name, path.read_bytes()) for path in sorted(sources)]
    return digest_of((contents, [(name, version(name)) for name in _LIBRARIES]))


def _plain(record: CatalogueRecord) -> list[Any]:
    return [
        [_plain_message(message) for message in record.messages],
        [_plain_diagnostic(problem) for problem in record.problems],
        record.obsolete,
        {
            key: [against, [_plain_diagnostic(problem) for problem in problems]]
            for key, (against, problems) in record.found.items()
        },
    ]


def _plain_message(message: Message) -> list[Any]:
    place = message.place
    return [
        *(message.key, message.source, message.translations),
        *(place.line, place.column, place.length, message.fuzzy),
        str(message.mark) if message.mark else "",
        *(message.source_plural, message.previous, message.previous_plural),
    ]


def _plain_diagnostic(problem: Diagnostic) -> list[Any]:
    return [problem.code, problem.severity, astuple(problem.place), problem.message, problem.fix]


def _record(plain: list[Any], file: TextFile) -> CatalogueRecord:
    messages, problems, obsolete, found = plain
    return CatalogueRecord(
        [_message(values, file) for values in messages],
        [_diagnostic(values) for values in problems],
        obsolete,
        {
            key: (against, [_diagnostic(values) for values in problems])
            for key, (against, problems) in found.items()
        },
    )


def _message(values: list[Any], file: TextFile) -> Message:
    key, source, translations, line, column, length, fuzzy, mark, *others = values
    return Message(
        *(key, source, tuple(translations), Place(file.name, line, column, length), fuzzy),
        *(parse_mark(mark) if mark else None, *others),
    )


def _diagnostic(values: list[Any]) -> Diagnostic:
    code, severity, place, message, fix = values
    return Diagnostic(code, Severity(severity), Place(*place), message, fix)
