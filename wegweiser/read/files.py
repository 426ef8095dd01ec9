"""Finding and decoding files: the border where bytes from a pull request become text."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wegweiser.diagnostics import Diagnostic, Place, rules

MAX_CONTENT_BYTES = 256 * 1024
"""Largest content file. The longest guide of the first site has about 12 KiB."""

MAX_CATALOGUE_BYTES = 8 * 1024 * 1024
"""Largest PO catalogue: 45,000 messages in twelve locales stay well below."""

_MAX_FOLDERS = 20

_BIDI = {
    "\u202a": "U+202A",
    "\u202b": "U+202B",
    "\u202c": "U+202C",
    "\u202d": "U+202D",
    "\u202e": "U+202E",
}
ISOLATES_OPEN = "\u2066\u2067\u2068"
ISOLATE_CLOSE = "\u2069"

# C0 without tab and line feed, DEL, C1 (with NEL), line and paragraph separators,
# lone surrogates, non-characters and the byte order mark inside a text.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SUSPECT = re.compile(f"{_CONTROL.pattern}|[\u202a-\u202e\t]")
_FORBIDDEN = re.compile(f"{_CONTROL.pattern}|[\u202a-\u202e]")
_ISOLATES = re.compile(f"[{ISOLATES_OPEN}{ISOLATE_CLOSE}]")


@dataclass(frozen=True)
class TextFile:
    """A decoded file: `name` is relative to the site folder, `text` has line feeds as line ends."""

    name: str
    text: str
    diagnostics: tuple[Diagnostic, ...] = ()

    def place(self, line: int = 1, column: int = 1, length: int = 1) -> Place:
        """Return a place in this file (`line` and `column` from 1)."""
        return Place(self.name, line, column, max(1, length))

    def find(self, needle: str, start: Place, last_line: int, nth: int = 0) -> Place:
        """Return where `needle` stands for the `nth` time (from 0) between `start` and `last_line`.

        Returns `start` when it does not.
        """
        lines = self.text.split("\n")
        column = start.column - 1
        for number in range(start.line - 1, min(last_line, len(lines))):
            while (index := lines[number].find(needle, column)) >= 0:
                if nth == 0:
                    return self.place(number + 1, index + 1, len(needle))
                nth -= 1
                column = index + len(needle)
            column = 0
        return start


def list_files(folder: Path, root: Path) -> tuple[list[Path], list[Diagnostic]]:
    """Return the regular files below `folder`, sorted, and a diagnostic per link or special file.

    Hidden files and folders are left out. Links are never followed: a link could show any file
    of the build machine to the public (invariant 7).
    """
    found: list[Path] = []
    problems: list[Diagnostic] = []
    if folder.is_symlink():
        name = printable(folder.relative_to(root).as_posix())
        return [], [rules.UNSAFE_PATH.at(Place(name), name=name)]
    for path in _walk(folder):
        name = path.relative_to(root).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            problems.append(rules.UNSAFE_PATH.at(Place(printable(name)), name=name))
        elif path.is_file():
            found.append(path)
    return found, problems


def _walk(folder: Path) -> Iterator[Path]:
    """Yield everything below `folder`, in order; what lies deeper than any site goes unread."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if path != folder:
            yield path
        if path.is_symlink() or len(path.relative_to(folder).parts) > _MAX_FOLDERS:
            continue
        with contextlib.suppress(OSError):
            children = sorted(path.iterdir(), key=lambda child: child.name, reverse=True)
            waiting += [child for child in children if not child.name.startswith(".")]


def printable(name: str) -> str:
    """Return a file name that every report can carry (undecodable bytes replaced)."""
    return name.encode("utf-8", "replace").decode("utf-8")


def read_text_file(
    path: Path, root: Path, *, limit: int = MAX_CONTENT_BYTES, tabs: bool = False
) -> tuple[TextFile, bool]:
    """Return the decoded file and whether its text can be used.

    The text is cleaned of every character that was reported, so that the rest of the file can
    still be read and all its mistakes be told at once. `tabs` allows tab characters.
    """
    name = printable(path.relative_to(root).as_posix())
    start = Place(name)
    try:
        if path.is_symlink():
            return TextFile(name, "", (rules.UNSAFE_PATH.at(start, name=name),)), False
        size = path.stat().st_size
        if size > limit:
            shown, allowed = -(-size // 1024), limit // 1024
            problem = rules.FILE_TOO_LARGE.at(start, size=shown, limit=allowed)
            return TextFile(name, "", (problem,)), False
        data = path.read_bytes()
    except OSError as error:
        problem = rules.UNREADABLE.at(start, name=name, reason=f"Systemfehler {error.errno}")
        return TextFile(name, "", (problem,)), False
    return _decode(name, data, tabs=tabs)


def _decode(name: str, data: bytes, *, tabs: bool) -> tuple[TextFile, bool]:
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return TextFile(name, "", (rules.NOT_UTF8.at(Place(name, line, column)),)), False
    problems = list(_suspect_characters(name, text, tabs=tabs))
    if problems:
        text = _SUSPECT.sub(lambda match: match[0] if tabs and match[0] == "\t" else " ", text)
    return TextFile(name, text, tuple(problems)), True


def _suspect_characters(name: str, text: str, *, tabs: bool) -> Iterator[Diagnostic]:
    """Yield one diagnostic per line and kind of forbidden character."""
    if not _SUSPECT.search(text):
        return
    for number, line in enumerate(text.split("\n"), start=1):
        seen: set[str] = set()
        for match in _SUSPECT.finditer(line):
            char = match[0]
            kind = "tab" if char == "\t" else "bidi" if char in _BIDI else "control"
            if kind in seen or (kind == "tab" and tabs):
                continue
            seen.add(kind)
            place = Place(name, number, match.start() + 1)
            if kind == "tab":
                yield rules.TAB_CHARACTER.at(place)
            else:
                yield forbidden_character(char, place)


def forbidden_character(char: str, place: Place) -> Diagnostic:
    """Return the diagnostic for a control or direction character at `place`."""
    rule = rules.BIDI_CONTROL if is_direction_control(char) else rules.CONTROL_CHARACTER
    return rule.at(place, name=f"U+{ord(char):04X}")


def is_direction_control(char: str) -> bool:
    """Is `char` one of the embedding, override or isolate controls (UAX #9)?"""
    return char in _BIDI or char in ISOLATES_OPEN or char == ISOLATE_CLOSE


def find_forbidden(text: str) -> int | None:
    """Return the index of the first character of `text` that no text may hold, or None.

    That is a control character, a lone surrogate, a direction override or embedding, or an
    isolate that is not closed (or closes nothing) within its paragraph.
    """
    match = _FORBIDDEN.search(text)
    if match:
        return match.start()
    if not _ISOLATES.search(text):
        return None
    open_isolates: list[int] = []
    for index, char in enumerate(text):
        if char in ISOLATES_OPEN:
            open_isolates.append(index)
        elif char == ISOLATE_CLOSE:
            if not open_isolates:
                return index
            open_isolates.pop()
        elif char == "\n" and open_isolates:
            return open_isolates[0]
    return open_isolates[0] if open_isolates else None


def nfc(text: str) -> str:
    """Return `text` in Unicode normalisation form C."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)
