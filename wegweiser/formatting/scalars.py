"""How a single value is written: plain, in quotation marks or as a block."""

from __future__ import annotations

import itertools
import re
from functools import cache
from typing import Any

import yaml
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    FoldedScalarString,
    LiteralScalarString,
    PlainScalarString,
)

from wegweiser.model.shapes import Quotes, Shape
from wegweiser.read import Located, Mapping, Scalar, Sequence, TextFile
from wegweiser.read.parser import parse_yaml

WIDTH = 100
"""Where lines end that can be broken."""


def style_key(name: str) -> Any:
    """Return the name of a field, in quotation marks where it needs them."""
    return PlainScalarString(name) if _is_safe_plain(name) else DoubleQuotedScalarString(name)


def style_value(text: str, shape: Shape, indent: int, before: int) -> Any:
    """Return `text` in the style of its kind, its length and its characters.

    Its lines begin at the column `indent` (from 0), with `before` columns before the first.
    """
    if shape.quotes is Quotes.NEVER and re.fullmatch(r"[\w.+-]+", text):
        return PlainScalarString(text)
    if shape.quotes is Quotes.ALWAYS and "\n" not in text:
        return DoubleQuotedScalarString(text)
    if "\n" in text:
        return LiteralScalarString(text) if _fits_block(text) else DoubleQuotedScalarString(text)
    plain = _is_safe_plain(text)
    width = before + len(text) + (0 if plain else 2)
    if width > WIDTH and _SPACE.search(text) and _fits_block(text):
        folded = FoldedScalarString(text)
        folded.fold_pos = _breaks(text, WIDTH - indent)
        return folded
    return PlainScalarString(text) if plain else DoubleQuotedScalarString(text)


def _fits_block(text: str) -> bool:
    """Return whether a block can hold `text` and look like it."""
    lines = text.split("\n")
    begins_well = bool(lines[0]) and not lines[0][0].isspace()
    return begins_well and "\t" not in text and not text.endswith("\n\n")


_SPACE = re.compile(r"(?<=\S) (?=\S)")
"""A space that can become a line break."""


def _breaks(text: str, width: int) -> list[int]:
    """Return which spaces of `text` become line breaks, so that lines fit into `width`."""
    spaces = [match.start() for match in _SPACE.finditer(text)]
    breaks: list[int] = []
    start = 0
    for space, end in itertools.pairwise([*spaces, len(text)]):
        if end - start > width:
            breaks.append(space)
            start = space + 1
    return breaks


@cache
def _is_safe_plain(text: str) -> bool:
    """Return whether every YAML reader takes `text`, without quotation marks, for just that."""
    if "\n" in text or "\t" in text or not text.strip() or _is_typed(text):
        return False
    for line in (f"k: {text}", f"- {text}", f"{text}: v"):
        value, problems = parse_yaml(TextFile("entry.yml", f"{line}\n"))
        if problems or value is None or text not in _said_plainly(value):
            return False
    return True


def _said_plainly(value: Located) -> set[str]:
    match value:
        case Scalar():
            return {value.value}
        case Sequence():
            return {item.value for item in value.items if isinstance(item, Scalar)}
        case Mapping():
            pairs = ((name, child) for name, child in value.entries)
            return {s.value for pair in pairs for s in pair if isinstance(s, Scalar)}


TEXT_TAG = "tag:yaml.org,2002:str"
"""The tag of texts (YAML 1.2.2, section 10.1.1.3)."""

_RESOLVER_1_1 = yaml.resolver.Resolver()
_RESOLVER_1_2 = VersionedResolver(version=(1, 2))


def _is_typed(text: str) -> bool:
    """Return whether YAML 1.1 or 1.2 would read `text` as a number, a date, a truth value, …"""
    old = _RESOLVER_1_1.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    new = _RESOLVER_1_2.resolve(ScalarNode, text, (True, False))
    # YAML 1.1 also knows "y" and "n" (https://yaml.org/type/bool.html), which PyYAML leaves out.
    return {str(old), str(new)} != {TEXT_TAG} or text in {"y", "Y", "n", "N", "="}
