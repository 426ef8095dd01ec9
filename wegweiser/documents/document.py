"""A file of a hand-written page: `docs/<locale>/*.md`, the same restricted Markdown as all prose.

A page begins with its title (``# Titel``). A translation says in front matter which German text
it was made from and how::

    ---
    source: 3f9a1c77d0b2
    state: machine 8c12d0aa41f7
    ---

`source` is the digest of the German page, the digest behind the state is that of both texts, as
for messages: a mark outlives no edit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from wegweiser.diagnostics import Diagnostic, rules
from wegweiser.model.text import LocatedStr, Text
from wegweiser.placeholders import without_quotes
from wegweiser.prose import find_unsafe
from wegweiser.read import TextFile
from wegweiser.read.files import nfc
from wegweiser.translate import State
from wegweiser.translate.catalogue import Mark, digest, parse_mark

FOLDER = "docs"

_FRONT_MATTER = re.compile(r"\A---\n(?P<head>.*?)^---\n", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"\A\s*# +(?P<title>[^\s][^\n]*)\n?")
_FIELD = re.compile(r"^(source|state): *(.+?) *$")
_FORMS: dict[str, Callable[[str], object]] = {
    "source": re.compile("[0-9a-f]{12}").fullmatch,
    "state": parse_mark,
}
"""What the fields of the front matter must look like."""

_HEADINGS = frozenset({"h2", "h3"})


@dataclass(frozen=True)
class Document:
    """A Markdown file: title and body, and for translations where they come from."""

    title: str
    body: Text
    source_digest: str = ""
    mark: Mark | None = None

    @property
    def digest(self) -> str:
        """Digest of this text as a source."""
        return digest(f"{self.title}\n{self.body.source}", ())


def translation_digest(translation: Document) -> str:
    """Return the digest that the state of a translated page carries."""
    return digest(translation.source_digest, (translation.title, translation.body.source))


def state_of(translation: Document, german: Document) -> State:
    """Return the state of a translated page beside the `german` one of today."""
    if translation.source_digest != german.digest:
        return State.STALE
    mark = translation.mark
    return mark.kind if mark and mark.digest == translation_digest(translation) else State.CURRENT


def parse_document(file: TextFile, key: str) -> tuple[Document, list[Diagnostic]]:
    """Return the page in `file`, its body a text with the key `key`, and every problem in it.

    Where something is wrong, the page is what could be read of it.
    """
    problems: list[Diagnostic] = []
    head = _FRONT_MATTER.match(file.text)
    fields: dict[str, str] = {}
    for number, line in enumerate((head["head"] if head else "").splitlines(), start=2):
        match = _FIELD.match(line)
        if match and _FORMS[match[1]](match[2]):
            fields[match[1]] = match[2]
        elif line.strip():
            problem = f"Die Zeile „{line.strip()}“ im Kopf der Seite ist nicht verständlich."
            problems.append(rules.PAGE_HEADER.at(file.place(number), problem=problem))
    start = head.end() if head else 0
    title = _TITLE.match(file.text[start:])
    if not title:
        line = file.text.count("\n", 0, start) + 1
        problem = "Die Seite hat keine Überschrift."
        problems.append(rules.PAGE_HEADER.at(file.place(line), problem=problem))
    elif "{" in without_quotes(title["title"]):
        line = file.text.count("\n", 0, start + title.start("title")) + 1
        problem = (
            "In der Überschrift sind keine Platzhalter und keine geschweiften Klammern möglich."
        )
        problems.append(rules.PAGE_HEADER.at(file.place(line), problem=problem))
    body_start = start + (title.end() if title else 0)
    origin = _located(file, body_start, key)
    body = Text(key, origin.strip(), origin, prose=True)
    seen: Counter[str] = Counter()
    for unsafe in find_unsafe(body.source, _HEADINGS):
        place = origin.place_of(unsafe.part, seen[unsafe.part])
        seen[unsafe.part] += 1
        if unsafe.link is not None and ":" not in unsafe.link:
            problems.append(rules.PAGE_LINK.at(place, target=unsafe.link))
        else:
            problems.append(rules.UNSAFE_PROSE.at(place, found=unsafe.description))
    words = title["title"].strip() if title else file.name
    mark = parse_mark(fields.get("state", ""))
    return Document(words, body, fields.get("source", ""), mark), problems


def _located(file: TextFile, start: int, key: str) -> LocatedStr:
    line = file.text.count("\n", 0, start) + 1
    last = file.text.count("\n") + 1
    return LocatedStr(nfc(file.text[start:]), file.place(line), key, file, last)


def with_head(text: str, source: str, mark: Mark | None) -> str:
    """Return the translation `text`, its front matter saying `source` and `mark` and no more."""
    state = f"state: {mark}\n" if mark else ""
    return f"---\nsource: {source}\n{state}---\n{_FRONT_MATTER.sub('', text)}"
