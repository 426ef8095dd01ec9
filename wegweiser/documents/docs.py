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
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path

from wegweiser.diagnostics import Diagnostic, Place, rules
from wegweiser.documents.audit import Audit, load_audit
from wegweiser.model import COLLECTIONS, SOURCE_LOCALE, Readable
from wegweiser.model.fields import ID_PATTERN
from wegweiser.model.references import check_text
from wegweiser.model.text import LocatedStr, Text
from wegweiser.placeholders import find_placeholders, retarget, without_quotes
from wegweiser.prose import find_unsafe
from wegweiser.read import TextFile, list_files, read_text_file
from wegweiser.read.files import nfc, printable
from wegweiser.translate import Localised, State, status
from wegweiser.translate.catalogue import Mark, digest, parse_mark
from wegweiser.translate.load import unknown_locale
from wegweiser.writing import write_whole

FOLDER = "docs"
HANDBOOK = "handbuch"
"""The folder of the handbook for staff, below `docs/` and at the root of the site."""

_FRONT_MATTER = re.compile(r"\A---\n(?P<head>.*?)^---\n", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"\A\s*# +(?P<title>[^\s][^\n]*)\n?")
_FIELD = re.compile(r"^(source|state): *(.+?) *$")
_FORMS: dict[str, Callable[[str], object]] = {
    "source": re.compile("[0-9a-f]{12}").fullmatch,
    "state": parse_mark,
}
"""What the fields of the front matter must look like."""

MAX_PAGE_BYTES = 64 * 1024
"""Largest hand-written page; the longest of the first site has 3 KiB."""

_HEADINGS = frozenset({"h2", "h3"})

REQUIRED = ("imprint", "privacy")
"""Pages that German law demands (§ 5 DDG, Art. 13 GDPR)."""


@dataclass(frozen=True)
class DocPage:
    """A hand-written page as readers of one edition see it.

    `body` is prose without the title; `name` is the file name without ``.md`` and the page's
    path; `language` is that of title and body, `german` and `german_title` are the German ones.
    `audit` are the results that the accessibility statement shows.
    """

    name: str
    title: Localised
    body: Text
    german: Text
    german_title: Localised
    language: str
    state: State
    audit: Audit | None = None


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
    audit: Audit | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the pages, in their order in the navigation."""
        return tuple(sorted(self.documents.get(SOURCE_LOCALE, {}), key=_nav_order))

    def texts(self, locale: str) -> list[status.Text]:
        """Return the pages as the figures of the locale see them."""
        german = self.documents.get(SOURCE_LOCALE, {})
        return [
            status.Text(
                f"{FOLDER}/{page.name}",
                FOLDER,
                len(f"{german[page.name].title} {german[page.name].body.source}".split()),
                page.state,
            )
            for page in self.pages(locale)
        ]

    def pages(self, locale: str) -> list[DocPage]:
        """Return the pages of an edition, German where there is no translation."""
        german = self.documents.get(SOURCE_LOCALE, {})
        translated = self.documents.get(locale, {})
        pages = [_page(name, german[name], locale, translated.get(name)) for name in self.names]
        return [replace(p, audit=self.audit) if p.name == _STATEMENT else p for p in pages]


_TAKEN = frozenset(
    {
        *COLLECTIONS,
        *("a-z", "directory", "glossary", "search", "for", "images", "assets", "translations"),
        *("data", "offline", HANDBOOK),
    }
)
"""Names of folders at the root of an edition or of the site, which no page can have."""

_STATEMENT = "accessibility"
"""The accessibility statement."""

# Pages every site has stand in this order; others follow by name.
_ORDER = ("help", "about", "accessibility", "privacy", "imprint")


def _nav_order(name: str) -> tuple[int, str]:
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)


def _page(name: str, german: _Document, locale: str, translation: _Document | None) -> DocPage:
    if locale == SOURCE_LOCALE or translation is None:
        state = State.SOURCE if locale == SOURCE_LOCALE else State.MISSING
        title = Localised(german.title, SOURCE_LOCALE, state)
        return DocPage(name, title, german.body, german.body, title, SOURCE_LOCALE, state)
    state = _state(german, translation)
    if state is State.STALE and _names_more(translation, german):
        # What it names may be gone; better the German page than a dead end.
        title = Localised(german.title, SOURCE_LOCALE, state)
        return DocPage(name, title, german.body, german.body, title, SOURCE_LOCALE, state)
    title = Localised(translation.title, locale, state)
    german_title = Localised(german.title, SOURCE_LOCALE, State.SOURCE)
    return DocPage(name, title, translation.body, german.body, german_title, locale, state)


def _names_more(translation: _Document, german: _Document) -> bool:
    return bool(
        {*find_placeholders(translation.body.source)} - {*find_placeholders(german.body.source)}
    )


def _state(german: _Document, translation: _Document) -> State:
    if translation.source_digest != german.digest:
        return State.STALE
    mark = translation.mark
    return mark.kind if mark and mark.digest == translation_digest(translation) else State.CURRENT


def translation_digest(translation: _Document) -> str:
    """Return the digest that the state of a translated page carries."""
    return digest(translation.source_digest, (translation.title, translation.body.source))


_NOT_LOCALES = frozenset({HANDBOOK, "dev"})
"""Folders of `docs/` that are no part of the editions: the staff's handbook (see `handbook`),
developers' pictures."""


def load_docs(root: Path, readable: Readable) -> tuple[Docs, list[Diagnostic]]:
    """Return the hand-written pages of a site and every problem in them.

    Their references are checked against what is `readable` of the content.
    """
    files, problems = list_files(root / FOLDER, root)
    audit, found = load_audit(root)
    problems += found
    by_locale: dict[str, list[Path]] = {}
    for path in files:
        name, *inside = path.relative_to(root / FOLDER).parts
        if inside and name not in _NOT_LOCALES:
            by_locale.setdefault(name, []).append(path)
    documents: dict[str, dict[str, _Document]] = {}
    for tag, paths in by_locale.items():
        if readable.tags is not None and tag not in readable.tags:
            problems.append(unknown_locale(f"{FOLDER}/{tag}", readable.tags))
            continue
        documents[tag], found = _load_folder(tag, paths, root, _TAKEN | {*(readable.tags or ())})
        problems += found
    german = documents.get(SOURCE_LOCALE, {})
    problems += _find_missing(german)
    known = readable.known
    for tag, pages in documents.items():
        for name, document in pages.items():
            if name not in german:
                place = document.body.origin.place
                problems.append(
                    rules.PAGE_WITHOUT_SOURCE.at(place, source=SOURCE_LOCALE, name=f"{name}.md")
                )
            elif tag == SOURCE_LOCALE:
                problems += check_text(document.body, readable.site, known)
            elif _state(german[name], document) is not State.STALE:
                # A stale page is compared with the German again when it is translated anew.
                body = replace(document.body, source=without_quotes(document.body.source))
                problems += check_text(body, readable.site, known)
                problems += _check_placeholders(german[name], document)
    return Docs(documents, audit), sorted(problems, key=lambda problem: problem.sort_key)


def _load_folder(
    tag: str, paths: Iterable[Path], root: Path, taken: Set[str]
) -> tuple[dict[str, _Document], list[Diagnostic]]:
    documents: dict[str, _Document] = {}
    problems: list[Diagnostic] = []
    for path in paths:
        if path.suffix != ".md" or path.parent != root / FOLDER / tag:
            name = printable(path.relative_to(root).as_posix())
            hint = f"In docs/{tag}/ liegen nur Seiten der Form name.md, ohne Unterordner."
            problems.append(rules.UNEXPECTED_FILE.at(Place(name), name=name, hint=hint))
            continue
        file, usable = read_text_file(path, root, limit=MAX_PAGE_BYTES)
        problems += file.diagnostics
        if path.stem in taken or not ID_PATTERN.fullmatch(path.stem):
            problem = f"Der Dateiname „{path.name}“ ist schon vergeben oder nicht erlaubt."
            problems.append(rules.PAGE_HEADER.at(file.place(), problem=problem))
        if usable:
            documents[path.stem], found = _parse(file, f"docs/{tag}/{path.stem}")
            problems += found
    return documents, problems


def _find_missing(german: Mapping[str, _Document]) -> Iterator[Diagnostic]:
    for name in REQUIRED:
        if name not in german:
            shown = f"{FOLDER}/{SOURCE_LOCALE}/{name}.md"
            hint = "Das Gesetz verlangt diese Seite: aus einer anderen Stadt kopieren und anpassen."
            yield rules.FILE_MISSING.at(Place(shown), name=shown, hint=hint)


def _check_placeholders(german: _Document, translation: _Document) -> Iterator[Diagnostic]:
    want = Counter(find_placeholders(german.body.source))
    have = Counter(find_placeholders(translation.body.source))
    parts = [f"es fehlt {lost}" for lost in want - have]
    parts += [f"zu viel ist {extra}" for extra in have - want]
    if parts:
        yield rules.PLACEHOLDER_MISMATCH.at(
            translation.body.origin.place,
            key=translation.body.key,
            difference=", ".join(parts),
        )


def review_document(path: Path, root: Path, reviewer: str, date: str) -> None:
    """Mark a translated page as reviewed against the German page of today.

    Raises `OSError` when there is no German page.
    """
    german, translation = _read_pair(path, root)
    translation = replace(translation, source_digest=german.digest)
    made = translation_digest(translation)
    _write_head(path, german.digest, Mark(State.REVIEWED, made, reviewer, date))


def rename_in_document(path: Path, root: Path, collection: str, old: str, new: str) -> bool:
    """Let the placeholders of a page follow an entry that was renamed; return whether any did.

    The state of a translation stays what it was. To be run on translations before their German
    page.
    """
    text = path.read_text("utf-8")
    write_whole(path, retarget(text, collection, old, new))
    if path.parent.name != SOURCE_LOCALE:
        german, after = _read_pair(path, root)
        before = _renamed(after, collection, new, old)
        if before.source_digest == german.digest:
            source = _renamed(german, collection, old, new).digest
            after = replace(after, source_digest=source)
            mark = after.mark
            if mark and mark.digest == translation_digest(before):
                mark = replace(mark, digest=translation_digest(after))
            _write_head(path, source, mark)
    return path.read_text("utf-8") != text


def _renamed(document: _Document, collection: str, old: str, new: str) -> _Document:
    body = retarget(document.body.source, collection, old, new)
    return replace(document, body=replace(document.body, source=body))


def _read_pair(path: Path, root: Path) -> tuple[_Document, _Document]:
    """Return the German page of a translation and the translation."""
    german = path.parent.parent / SOURCE_LOCALE / path.name
    files = (read_text_file(file, root)[0] for file in (german, path))
    source, translation = (_parse(file, f"{FOLDER}/{path.stem}")[0] for file in files)
    return source, translation


def _write_head(path: Path, source: str, mark: Mark | None) -> None:
    text = _FRONT_MATTER.sub("", path.read_text("utf-8"))
    state = f"state: {mark}\n" if mark else ""
    write_whole(path, f"---\nsource: {source}\n{state}---\n{text}")


def _parse(file: TextFile, key: str) -> tuple[_Document, list[Diagnostic]]:
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
    return _Document(words, body, fields.get("source", ""), mark), problems


def _located(file: TextFile, start: int, key: str) -> LocatedStr:
    line = file.text.count("\n", 0, start) + 1
    last = file.text.count("\n") + 1
    return LocatedStr(nfc(file.text[start:]), file.place(line), key, file, last)
