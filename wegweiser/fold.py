"""Folding: one key for all spellings of a word, as people type it on their keyboards.

The same rules as `theme/assets/javascripts/search/fold.js`, from the same table (`fold.json`); the
cases in `tests/search/fold.json` hold both. Order: apostrophes, NFKC, case, lower case; then each
character is kept, or decomposed, freed from its marks and mapped; last NFC, and two letters that
stand for one.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

_ETHIOPIC_ORDERS = 7


@cache
def _table() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_name("fold.json").read_text("utf-8"))
    return found


@dataclass
class _Rules:
    """The rules of a locale: what is replaced before lower-casing, after it, and what stays."""

    case: dict[str, str] = field(default_factory=dict)
    map: dict[str, str] = field(default_factory=dict)
    keep: set[str] = field(default_factory=set)
    digraphs: list[dict[str, str]] = field(default_factory=list)


def fold(text: str, locale: str) -> str:
    """Return the key of a text; locales without rules of their own have those common to all."""
    rules = _rules(locale)
    folded = "".join(_fold_character(rules, character) for character in _normalise(text, rules))
    return _join_digraphs(rules.digraphs, unicodedata.normalize("NFC", folded))


def _normalise(text: str, rules: _Rules) -> str:
    """Return a text in lower case with the i of its locale, one apostrophe, nothing invisible."""
    apostrophes = dict.fromkeys(map(ord, _table()["apostrophes"]), "'")
    invisible = dict.fromkeys(_code_points("remove"))
    result = unicodedata.normalize("NFKC", text.translate(apostrophes)).translate(invisible)
    for source, target in rules.case.items():
        result = result.replace(source, target)
    return result.lower()


@cache
def _code_points(key: str) -> frozenset[int]:
    """Return all code points of a list of hexadecimal ranges in the table."""
    points: set[int] = set()
    for spec in _table()[key]:
        first, _, last = spec.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(points)


@cache
def _rules(locale: str) -> _Rules:
    table = _table()
    rules = _Rules(map=_digits(), keep=set(table["keep"]))
    for name in [*table["base"], *table["locales"].get(locale, [])]:
        group = table["groups"][name]
        rules.case.update(group.get("case", {}))
        rules.map.update(group.get("map", {}))
        rules.keep.update(group.get("keep", ""))
        rules.digraphs.extend(group.get("digraphs", []))
        rules.map.update(_rows(group.get("rows", [])))
    _close(rules.map)
    return rules


def _digits() -> dict[str, str]:
    return {
        chr(int(first, 16) + digit): str(digit)
        for first in _table()["digits"]
        for digit in range(10)
    }


def _rows(rows: list[list[str]]) -> dict[str, str]:
    return {
        chr(ord(source) + order): chr(ord(target) + order)
        for source, target in rows
        for order in range(_ETHIOPIC_ORDERS)
    }


def _close(mapping: dict[str, str]) -> None:
    """Follow chains (ሓ → ሃ → ሀ), so that one look-up for each character is enough."""
    for source, target in mapping.items():
        previous = None
        while target != previous:
            previous = target
            target = "".join(mapping.get(character, character) for character in previous)
        mapping[source] = target


def _fold_character(rules: _Rules, character: str) -> str:
    if character in rules.keep:
        return character
    marks = _code_points("marks")
    return "".join(
        rules.map.get(part, part)
        for part in unicodedata.normalize("NFD", character)
        if ord(part) not in marks
    )


def _join_digraphs(digraphs: list[dict[str, str]], text: str) -> str:
    for rule in digraphs:
        source, target = rule["from"], rule["to"]
        start = text.find(source)
        while start >= 0:
            allowed = start == 0 or text[start - 1] not in rule["notAfter"]
            if allowed:
                text = text[:start] + target + text[start + len(source) :]
            start = text.find(source, start + (0 if allowed else 1))
    return text
