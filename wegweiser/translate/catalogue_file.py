"""A catalogue on disk: written so that only what has changed differs.

Every tool wraps lines in its own way. A message that nobody touched keeps the lines it had, so
that the diff of one changed sentence is one message.
"""

from __future__ import annotations

import re
from pathlib import Path

import polib

from wegweiser.translate.plurals import plural_rule
from wegweiser.writing import write_whole

_WIDTH = 100
_KEY = re.compile(r'^(?:#~ )?msgctxt "((?:[^"\\]|\\.)*)"$', re.MULTILINE)


def new_catalogue(tag: str) -> polib.POFile:
    """Return an empty catalogue of the locale `tag`."""
    catalogue = polib.POFile(wrapwidth=_WIDTH)
    catalogue.header = f"Translations of this site into {tag}."
    catalogue.metadata = {
        "Project-Id-Version": "Wegweiser",
        "Language": tag,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_rule(tag).header,
    }
    return catalogue


def parse(text: str) -> polib.POFile:
    """Return the catalogue written in `text`. Raises `ValueError` for a damaged one."""
    try:
        return polib.pofile(text + "\n", wrapwidth=_WIDTH)
    except OSError as error:  # what polib raises for a syntax error
        raise ValueError(str(error)) from None


def dump(catalogue: polib.POFile) -> str:
    """Return a catalogue as text, every message wrapped anew."""
    return f"{catalogue}\n"


class CatalogueFile:
    """The catalogue of the locale `tag` in the file `path`, which need not exist yet.

    `catalogue` may be changed or replaced before `save`.
    """

    def __init__(self, path: Path, tag: str) -> None:
        """Read the file. Raises `OSError` and, for a damaged one, `ValueError`."""
        self.path = path
        self._text = path.read_text("utf-8") if path.exists() else ""
        self.catalogue = parse(self._text) if self._text else new_catalogue(tag)
        self._before = {_place(entry): str(entry) for entry in self.catalogue}
        self._head = _head(self.catalogue)

    @property
    def text(self) -> str:
        """The catalogue as it is to be written."""
        lines: dict[tuple[str, bool], str] = {}
        head, *chunks = self._text.rstrip("\n").split("\n\n")
        for chunk in chunks:
            key = _KEY.search(chunk)
            if key:
                lines[polib.unescape(key[1]), key[0].startswith("#~")] = chunk.strip("\n")
        written = [head if self._text and _head(self.catalogue) == self._head else ""]
        written[0] = written[0] or _head(self.catalogue)
        live = (entry for entry in self.catalogue if not entry.obsolete)
        for entry in (*live, *self.catalogue.obsolete_entries()):
            shown, place = str(entry), _place(entry)
            is_old = self._before.get(place) == shown and place in lines
            written.append(lines[place] if is_old else shown.strip("\n"))
        made = "\n\n".join(written) + "\n"
        # Tools end files in their own ways, too.
        return self._text if made.rstrip() == self._text.rstrip() else made

    @property
    def is_changed(self) -> bool:
        """Would saving change the file?"""
        return self.text != self._text

    def save(self) -> bool:
        """Write the file if it has changed; return whether."""
        text = self.text
        if text == self._text:
            return False
        write_whole(self.path, text)
        return True


def _place(entry: polib.POEntry) -> tuple[str, bool]:
    return entry.msgctxt or "", bool(entry.obsolete)


def _head(catalogue: polib.POFile) -> str:
    empty = polib.POFile(wrapwidth=_WIDTH)
    empty.metadata, empty.header = catalogue.metadata, catalogue.header
    return str(empty).strip("\n")
