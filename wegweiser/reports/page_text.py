"""What stands on a page, block by block, and what of it has become otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from lxml import etree

_INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "br", "button", "code", "em", "i", "img", "label", "q", "s"),
    *("small", "span", "strong", "sub", "sup", "time", "u", "wbr"),
}
"""Elements that stand in a line of text (HTML, section 3.2.5.2.5); others begin another block."""

_NOT_READ = {"script", "style", "svg", "template"}

_GERMAN = "ww-de"
"""Class of the German that stands beside a translation, and is told on the German page."""

MOST_TEXT = 200
"""Characters that are quoted of a block."""

_AROUND = 60
"""Characters that are quoted before the first difference."""


def blocks_of(html: str) -> list[str]:
    """Return the texts of a finished page's blocks, in order.

    A link to another website is followed by its address, a picture is its description: they are
    part of what changes.
    """
    root = etree.fromstring(f"<div>{html}</div>", etree.HTMLParser())
    blocks = [""]
    for part in _parts(root):
        if part is None:
            blocks.append("")
        else:
            blocks[-1] += part
    texts = (" ".join(block.split()) for block in blocks)
    return [text for text in texts if text]


def _parts(element: etree._Element) -> Iterator[str | None]:
    """Yield pieces of text, and None where a block ends."""
    tag = str(element.tag)
    if tag in _NOT_READ or not isinstance(element.tag, str) or element.get("class") == _GERMAN:
        return
    breaks = tag not in _INLINE or tag == "br"
    if breaks:
        yield None
    yield element.text or ""
    if tag == "img" and element.get("alt"):
        yield f" [Bild: {element.get('alt')}] "
    for child in element:
        yield from _parts(child)
        yield child.tail or ""
    address = str(element.get("href", "")) if tag == "a" else ""
    if address.startswith(("http://", "https://")):
        yield f" ({address})"
    if breaks:
        yield None


def differences(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield in German each difference between the blocks of two states of a page, in lines."""
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for old, new in zip_longest(before[i:j], after[k:m]):
            if old is None:
                yield (f"neu: {_quoted(new, 0)}",)
            elif new is None:
                yield (f"entfällt: {_quoted(old, 0)}",)
            else:
                start = max(0, _same(old, new) - _AROUND)
                yield f"vorher: {_quoted(old, start)}", f"jetzt: {_quoted(new, start)}"


def _same(one: str, other: str) -> int:
    """Return how many characters the texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def _quoted(text: str, start: int) -> str:
    """Return the part of `text` from `start`, of limited length, in German quotation marks."""
    part = text[start : start + MOST_TEXT]
    before = "… " if start else ""
    after = " …" if start + MOST_TEXT < len(text) else ""
    return f"„{before}{part.strip()}{after}“"
