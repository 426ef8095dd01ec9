"""What prose may not hold: found before it is rendered, and named for the person who wrote it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from urllib.parse import urlsplit

from markdown_it.token import Token

from wegweiser.placeholders import Placeholder, find_placeholders
from wegweiser.prose.html import ALLOWED_SCHEMES, sanitise
from wegweiser.prose.markdown import make_parser, parse, render_unsanitised

PROSE_HEADINGS = frozenset({"h3"})
"""Levels of headings in the prose of an entry; hand-written pages have one level more."""

_LINE_END = re.compile(r"\r\n?|\n")

_FOUND = {
    "html_block": "HTML",
    "html_inline": "HTML",
    "image": "ein Bild",
    "code_inline": "Code (`…`)",
    "code_block": "einen mit vier Leerzeichen eingerückten Absatz (Code)",
    "fence": "einen Code-Block (```)",
}


@dataclass(frozen=True)
class Unsafe:
    """Something prose may not hold: its name (German, accusative) and the part it stands in.

    `link` is the target where it is a link.
    """

    description: str
    part: str
    link: str | None = None


def find_unsafe(text: str, headings: Set[str] = PROSE_HEADINGS) -> list[Unsafe]:
    """Return everything in `text` that prose may not hold, in order.

    `headings` are the levels that may stand in it.
    """
    lines = _LINE_END.split(text)
    found: list[Unsafe] = []
    # Most texts have neither tags nor links, and are the same to both parsers.
    for block in _CHECKER.parse(text, {}) if "<" in text or "[" in text else parse(text):
        # An underlined heading is known by its underline, its last line.
        underlined = block.markup in {"=", "-"}
        line = lines[block.map[1] - 1 if underlined else block.map[0]].strip() if block.map else ""
        if block.type in _FOUND:
            found.append(Unsafe(_FOUND[block.type], line))
        if block.type == "heading_open" and block.tag not in headings:
            found.append(Unsafe("eine Überschrift der falschen Stufe", line))
        found += _find_unsafe_inline(block.children or ())
    if not found:
        found += _find_lost(text)
    return found


def _find_lost(text: str) -> Iterator[Unsafe]:
    """Yield what would not reach the page as written: placeholders in a link, anything else."""
    shown: list[Placeholder] = []

    def keep(placeholder: Placeholder) -> str:
        shown.append(placeholder)
        return str(placeholder)

    html = render_unsanitised(text, keep)
    for lost in (Counter(find_placeholders(text)) - Counter(shown)).elements():
        yield Unsafe(f"den Platzhalter „{lost}“ an einer Stelle, an der er nicht wirkt", str(lost))
    if sanitise(html) != html:
        yield Unsafe("eine Formatierung, die nicht übernommen werden kann", "")


def _find_unsafe_inline(tokens: Iterable[Token]) -> Iterator[Unsafe]:
    in_link = False
    for token in tokens:
        if token.type in _FOUND and not token.content.startswith("</"):
            marker = {"image": "![", "code_inline": "`"}.get(token.type, token.content)
            yield Unsafe(_FOUND[token.type], marker.split("\n")[0])
        elif token.type == "link_open":
            in_link = True
            href = str(token.attrGet("href") or "")
            if not is_allowed_link(href):
                yield Unsafe(f"den Link „{href}“", href or "](", href)
        elif token.type == "link_close":
            in_link = False
        elif token.type == "placeholder" and in_link:
            # It becomes a link itself, and links cannot hold links.
            part = str(token.meta["placeholder"])
            yield Unsafe(f"den Platzhalter „{part}“ in einem Link", part)


def is_allowed_link(href: str) -> bool:
    """May `href` stand in prose? Only absolute links of four schemes may."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    if parts.scheme.lower() not in ALLOWED_SCHEMES or "{" in href:
        return False
    return bool(parts.netloc) if parts.scheme.lower() in {"http", "https"} else bool(parts.path)


_CHECKER = make_parser(html=True)  # only to tell people that it is HTML
_CHECKER.normalizeLink = lambda url: url  # type: ignore[method-assign]  # as it stands in the file
