"""The handbook for staff: `docs/handbuch/`, German, beside the editions and in none of them.

It is written by those who maintain the site, in more of Markdown than entries may have: tables,
code and pictures (CommonMark, and the tables of GitHub Flavored Markdown, section 4.10). Raw HTML
stays text, and the sanitiser is a second wall here as well. Links lead from file to file, so that
they work on a code host; on the site they lead from page to page.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from wegweiser.diagnostics import Diagnostic, Place, rules
from wegweiser.documents import HANDBOOK
from wegweiser.prose import ALLOWED_SCHEMES
from wegweiser.raster import RasterError, measure
from wegweiser.read import list_files, read_text_file

START = "index.md"
_FOLDER_PAGES = (START, "README.md")
"""Files that stand for their folder: code hosts show the second one with the list of its files."""

_PICTURES = (".webp", ".png")
MAX_PICTURE_KIB = 30
"""Largest picture: with it, what is first seen of a page keeps to the budget of the site's."""

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")

_TAGS = {"p", "em", "strong", "ul", "ol", "li", "a", "h1", "h2", "h3", "h4", "br", "hr"}
_TAGS |= {"blockquote", "code", "pre", "img", "div", "table", "thead", "tbody", "tr", "th", "td"}
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "div": {"class"},
    "td": {"data-label"},
    "th": {"scope"},
    "ol": {"start"},
    "h2": {"id"},
    "h3": {"id"},
}
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class Heading:
    """A heading of the second level, and the anchor by which it is reached."""

    id: str
    title: str


@dataclass(frozen=True)
class HandbookPage:
    """A page: its path below the handbook (ends in a slash, empty for the first), finished HTML.

    `links` are the paths of the pages that it leads to, in order.
    """

    path: str
    title: str
    body: str
    headings: tuple[Heading, ...]
    links: tuple[str, ...]

    @property
    def up(self) -> str:
        """The way from the page to the handbook's first page, relative."""
        return "../" * self.path.count("/")


@dataclass(frozen=True)
class Handbook:
    """All pages, in the order in which the first page names them; pictures by their paths."""

    pages: tuple[HandbookPage, ...]
    pictures: Mapping[str, Path]

    @property
    def title(self) -> str:
        """The title of the first page, by which the whole is known."""
        return self.pages[0].title

    @property
    def sections(self) -> tuple[HandbookPage, ...]:
        """The pages of the navigation; those inside folders are reached from the folder's own."""
        return tuple(page for page in self.pages if page.path.count("/") < 2)

    def crumbs(self, page: HandbookPage) -> list[HandbookPage]:
        """Return the pages above `page`, the first one first."""
        above = [*PurePosixPath(page.path).parents]
        paths = ["" if str(path) == "." else f"{path}/" for path in reversed(above)]
        by_path = {page.path: page for page in self.pages}
        return [by_path[path] for path in paths if path in by_path] if page.path else []


def load_handbook(root: Path) -> tuple[Handbook, list[Diagnostic]]:
    """Return the handbook of the site in `root`, empty where it has none, and its problems.

    A link into nothing is no problem here: the verification of the finished site finds it.
    """
    folder = root / "docs" / HANDBOOK
    files, problems = list_files(folder, root)
    known = {path.relative_to(folder).as_posix(): path for path in files}
    pages = {name: _path_of(name) for name in known if name.endswith(".md")}
    pictures = {name: path for name, path in known.items() if name.endswith(_PICTURES)}
    for name in known.keys() - pages.keys() - pictures.keys():
        shown = f"docs/{HANDBOOK}/{name}"
        hint = "Im Handbuch liegen nur Seiten (.md) und Bilder (.webp, .png)."
        problems.append(rules.UNEXPECTED_FILE.at(Place(shown), name=shown, hint=hint))
    sizes, found = _measure_all(pictures, folder, root)
    problems += found
    made = []
    for name in sorted(pages):
        file, usable = read_text_file(known[name], root)
        problems += file.diagnostics
        if usable:
            page = _Page(name, pages, sizes).render(file.text)
            if not page.title:
                problem = "Die Seite hat keine Überschrift."
                problems.append(rules.PAGE_HEADER.at(file.place(), problem=problem))
            made.append(page)
    if made and not any(page.path == "" for page in made):
        start = f"docs/{HANDBOOK}/{START}"
        hint = "Die erste Seite des Handbuchs nennt alle anderen."
        problems.append(rules.FILE_MISSING.at(Place(start), name=start, hint=hint))
    return Handbook(tuple(_in_order(made)), pictures), problems


def _path_of(name: str) -> str:
    """Return the path of the page that the file `name` becomes."""
    path = PurePosixPath(name)
    if path.name in _FOLDER_PAGES:
        return "" if len(path.parts) == 1 else f"{path.parent}/"
    return f"{path.with_suffix('')}/"


def _measure_all(
    pictures: Mapping[str, Path], folder: Path, root: Path
) -> tuple[dict[str, tuple[int, int]], list[Diagnostic]]:
    """Return width and height of each picture, and which of them cannot be shown."""
    sizes: dict[str, tuple[int, int]] = {}
    problems: list[Diagnostic] = []
    for name, path in pictures.items():
        place = Place(path.relative_to(root).as_posix())
        data = path.read_bytes()
        try:
            size = measure(data, path.suffix)
        except RasterError:
            reason = "es ist kein Bild"
            problems.append(rules.UNREADABLE.at(place, name=place.file, reason=reason))
            continue
        sizes[name] = (size.width, size.height)
        if len(data) > MAX_PICTURE_KIB * 1024:
            size_in_kib = len(data) // 1024
            found = rules.FILE_TOO_LARGE.at(place, size=size_in_kib, limit=MAX_PICTURE_KIB)
            problems.append(found)
    return sizes, problems


def _in_order(pages: Sequence[HandbookPage]) -> list[HandbookPage]:
    first = next((page for page in pages if not page.path), None)
    named = ["", *(first.links if first else ())]
    rank = {path: place for place, path in reversed([*enumerate(named)])}
    return sorted(pages, key=lambda page: (rank.get(page.path, len(named)), page.path))


@dataclass
class _Page:
    """A page on its way from Markdown to HTML."""

    name: str
    pages: Mapping[str, str]
    sizes: Mapping[str, tuple[int, int]]

    def render(self, text: str) -> HandbookPage:
        tokens = _PARSER.parse(text)
        title = ""
        if [token.type for token in tokens[:1]] == ["heading_open"] and tokens[0].tag == "h1":
            title, tokens = _plain(tokens[1]), tokens[3:]
        headings = tuple(_set_anchors(tokens))
        links = tuple(self._lead(tokens))
        _label_cells(tokens)
        html = _PARSER.renderer.render(_wrap_tables(tokens), _PARSER.options, {})
        return HandbookPage(self.pages[self.name], title, _sanitise(html), headings, links)

    def _lead(self, tokens: Sequence[Token]) -> Iterator[str]:
        """Let links and pictures lead where they do on the site; yield the pages among them."""
        for token in _inline(tokens):
            if token.type == "link_open":
                target, anchor = self._resolve(str(token.attrGet("href")))
                if target in self.pages:
                    yield self.pages[target]
                    token.attrSet("href", self._to(self.pages[target]) + anchor)
            elif token.type == "image":
                target, _ = self._resolve(str(token.attrGet("src")))
                if target in self.sizes:
                    width, height = self.sizes[target]
                    token.attrs |= {"src": self._to(target), "loading": "lazy"}
                    token.attrs |= {"width": width, "height": height}

    def _resolve(self, address: str) -> tuple[str, str]:
        """Return the file of the handbook that `address` names, and the anchor in it."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not parts.path:
            return "", ""
        target = posixpath.join(posixpath.dirname(self.name), unquote(parts.path))
        return posixpath.normpath(target), f"#{parts.fragment}" if parts.fragment else ""

    def _to(self, path: str) -> str:
        up = "../" * self.pages[self.name].count("/")
        return quote(f"{up}{path}" or "./")


def _inline(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()


def _plain(token: Token) -> str:
    return "".join(child.content for child in token.children or ())


def _set_anchors(tokens: Sequence[Token]) -> Iterator[Heading]:
    """Give headings the anchors that code hosts give them; yield those of the second level."""
    seen: Counter[str] = Counter()
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.tag in {"h2", "h3"}:
            anchor = anchor_of(_plain(inline))
            number, seen[anchor] = seen[anchor], seen[anchor] + 1
            opening.attrSet("id", f"{anchor}-{number}" if number else anchor)
            if opening.tag == "h2":
                yield Heading(str(opening.attrGet("id")), _plain(inline))


def anchor_of(title: str) -> str:
    """Return the anchor of a heading, as GitHub and GitLab make it."""
    return _NOT_IN_ANCHORS.sub("", title.lower()).replace(" ", "-")


def _label_cells(tokens: Sequence[Token]) -> None:
    """Tell each cell the heading of its column, which stands before it where tables are cards."""
    labels: list[str] = []
    column = 0
    for token, inner in pairwise(tokens):
        if token.type == "thead_open":
            labels = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            token.attrSet("scope", "col")
            labels.append(_plain(inner))
        elif token.type == "td_open":
            token.attrSet("data-label", labels[column])
            column += 1


def _wrap_tables(tokens: Sequence[Token]) -> list[Token]:
    wrapped: list[Token] = []
    for token in tokens:
        if token.type == "table_open":
            wrapped.append(Token("div_open", "div", 1, {"class": "ww-table ww-table--cards"}))
        wrapped.append(token)
        if token.type == "table_close":
            wrapped.append(Token("div_close", "div", -1))
    return wrapped


def _sanitise(html: str) -> str:
    schemes: Collection[str] = ALLOWED_SCHEMES
    return nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=set(schemes), link_rel=None
    )
