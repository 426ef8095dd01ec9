"""Hand-written pages: `docs/<locale>/*.md`, the same restricted Markdown as all prose.

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
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from wegweiser.diagnostics import Diagnostic, rules
from wegweiser.model import COLLECTIONS, SOURCE_LOCALE, Content
from wegweiser.model.fields import ID_PATTERN
from wegweiser.model.references import Known, check_text
from wegweiser.model.text import LocatedStr, Text
from wegweiser.prose import find_unsafe
from wegweiser.read import TextFile, list_files, read_text_file
from wegweiser.read.files import nfc
from wegweiser.translate import Localised, State
from wegweiser.translate.catalogue import Mark, digest, parse_mark

FOLDER = "docs"
_FRONT_MATTER = re.compile(r"\A---\n(?P<head>.*?)^---\n", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"\A\s*# (?P<title>[^\n]+)\n?")
_FIELD = re.compile(r"^(source|state): *(.+?) *$")


@dataclass(frozen=True)
class DocPage:
    """A hand-written page as readers of one edition see it.

    `body` is prose without the title; `name` is the file name without ``.md`` and the page's
    path; `language` is that of title and body.
    """

    name: str
    title: Localised
    body: Text
    language: str
    state: State


@dataclass(frozen=True)
class _Document:
    """A Markdown file: title and body, and for translations where they come from."""

    title: str
    body: Text
    source_digest: str = ""
    mark: Mark | None = None

    @property
    def digest(self) -> str:
        """Digest of this text as a source."""
        return digest(f"{self.title}\n{self.body.source}", ())


@dataclass(frozen=True)
class Docs:
    """All hand-written pages: by locale, then by name. The German ones define which exist."""

    documents: dict[str, dict[str, _Document]]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the pages, in their order in the navigation."""
        return tuple(sorted(self.documents.get(SOURCE_LOCALE, {}), key=_nav_order))

    def pages(self, locale: str) -> list[DocPage]:
        """Return the pages of an edition, German where there is no translation."""
        german = self.documents.get(SOURCE_LOCALE, {})
        translated = self.documents.get(locale, {})
        return [_page(name, german[name], locale, translated.get(name)) for name in self.names]


_TAKEN = frozenset({*COLLECTIONS, "directory", "glossary", "search", "for", "images", "assets"})
"""Names of folders at the root of an edition, which no page can have."""

# Pages every site has stand in this order; others follow by name.
_ORDER = ("help", "about", "accessibility", "privacy", "imprint")


def _nav_order(name: str) -> tuple[int, str]:
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)


def _page(name: str, german: _Document, locale: str, translation: _Document | None) -> DocPage:
    if locale == SOURCE_LOCALE or translation is None:
        state = State.SOURCE if locale == SOURCE_LOCALE else State.MISSING
        title = Localised(german.title, SOURCE_LOCALE, state)
        return DocPage(name, title, german.body, SOURCE_LOCALE, state)
    state = _state(german, translation)
    title = Localised(translation.title, locale, state)
    return DocPage(name, title, translation.body, locale, state)


def _state(german: _Document, translation: _Document) -> State:
    if translation.source_digest != german.digest:
        return State.STALE
    mark = translation.mark
    return mark.kind if mark and mark.digest == translation_digest(translation) else State.CURRENT


def translation_digest(translation: _Document) -> str:
    """Return the digest that the state of a translated page carries."""
    return digest(translation.source_digest, (translation.title, translation.body.source))


def load_docs(root: Path, content: Content | None) -> tuple[Docs, list[Diagnostic]]:
    """Return the hand-written pages of a site and every problem in them.

    With `content` None (it has errors) references into the content are not checked.
    """
    problems: list[Diagnostic] = []
    documents: dict[str, dict[str, _Document]] = {}
    tags = [locale.tag for locale in content.site.locales] if content else [SOURCE_LOCALE]
    for tag in tags:
        files, found = list_files(root / FOLDER / tag, root)
        problems += found
        documents[tag] = {}
        for path in (path for path in files if path.suffix == ".md"):
            file, usable = read_text_file(path, root)
            problems += file.diagnostics
            if path.stem in _TAKEN or not ID_PATTERN.fullmatch(path.stem):
                problem = f"Der Dateiname „{path.name}“ ist schon vergeben oder nicht erlaubt."
                problems.append(rules.PAGE_HEADER.at(file.place(), problem=problem))
            if usable:
                document, found = _parse(file, f"docs/{tag}/{path.stem}")
                problems += found
                documents[tag][path.stem] = document
    german = documents.get(SOURCE_LOCALE, {})
    for pages in documents.values():
        for name, document in pages.items():
            if name not in german:
                place = document.body.origin.place
                problems.append(
                    rules.PAGE_WITHOUT_SOURCE.at(place, source=SOURCE_LOCALE, name=f"{name}.md")
                )
            if content:
                known = Known.of(content, german)
                problems += check_text(document.body, content.site, known)
    return Docs(documents), sorted(problems, key=lambda problem: problem.sort_key)


def _parse(file: TextFile, key: str) -> tuple[_Document, list[Diagnostic]]:
    problems: list[Diagnostic] = []
    head = _FRONT_MATTER.match(file.text)
    fields: dict[str, str] = {}
    for number, line in enumerate((head["head"] if head else "").splitlines(), start=2):
        match = _FIELD.match(line)
        if match:
            fields[match[1]] = match[2]
        elif line.strip():
            problem = f"Die Zeile „{line.strip()}“ im Kopf der Seite ist unbekannt."
            problems.append(rules.PAGE_HEADER.at(file.place(number), problem=problem))
    start = head.end() if head else 0
    title = _TITLE.match(file.text[start:])
    if not title:
        line = file.text.count("\n", 0, start) + 1
        problem = "Die Seite hat keine Überschrift."
        problems.append(rules.PAGE_HEADER.at(file.place(line), problem=problem))
    body_start = start + (title.end() if title else 0)
    origin = _located(file, body_start, key)
    body = Text(key, origin.strip(), origin, prose=True)
    unsafe = find_unsafe(body.source)
    if unsafe:
        place = origin.place_of(unsafe.part)
        if unsafe.link is not None and not urlsplit(unsafe.link).scheme:
            problems.append(rules.PAGE_LINK.at(place, target=unsafe.link))
        else:
            problems.append(rules.UNSAFE_PROSE.at(place, found=unsafe.description))
    words = title["title"].strip() if title else file.name
    mark = parse_mark(fields.get("state", ""))
    return _Document(words, body, fields.get("source", ""), mark), problems


def _located(file: TextFile, start: int, key: str) -> LocatedStr:
    line = file.text.count("\n", 0, start) + 1
    return LocatedStr(nfc(file.text[start:]), file.place(line), key, file)
