"""The order of words in each language (Unicode Collation Algorithm with CLDR's tailorings).

The keys are ICU's. Python has no collator of its own, PyICU no wheels; DuckDB brings ICU along.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from wegweiser.locales import Locale

if TYPE_CHECKING:
    import duckdb

_END_OF_PRIMARY = "01"
_ETHIOPIC = "".join(map(chr, range(0x1200, 0x1358)))
"""Syllables, in rows of eight for each consonant (The Unicode Standard, 19.1)."""
_DOTTED_CAPITAL = {"tr", "az"}


def sort_keys(texts: Sequence[str], locale: Locale) -> list[str]:
    """Return for each text a key that puts it in the order of `locale` (hexadecimal digits)."""
    statement = "SELECT list_transform($texts, lambda text: icu_sort_key(text, $locale))"
    values = {"texts": list(texts), "locale": locale.formats.lower()}
    found = _connection(os.getpid()).execute(statement, values).fetchone()
    return list(found[0]) if found else []


def first_letter(text: str, locale: Locale) -> str:
    """Return the letter under which a register lists `text`, ``#`` when it begins with none.

    Marks that make no letter of their own in this language are left out: ä stands under A in
    German, but ö has a place of its own in Turkish.
    """
    letter = next((char for char in text if char.isalnum()), "")
    if not letter.isalpha():
        return "#"
    return _letter(letter, locale)


@cache
def _letter(letter: str, locale: Locale) -> str:
    if letter in _ETHIOPIC:
        return chr(ord(letter) & ~7)  # the first of its consonant's row
    plain = unicodedata.normalize("NFD", letter)[0]
    primary, own = (_primary(key) for key in sort_keys([plain, letter], locale))
    shown = plain if primary == own else letter
    if shown == "i" and locale.formats in _DOTTED_CAPITAL:
        return "İ"
    return shown.upper()[0]


def _primary(key: str) -> str:
    """Return the weights of the letters in a key, without those of accents and of case."""
    pairs = [key[i : i + 2] for i in range(0, len(key), 2)]
    return "".join(pairs[: pairs.index(_END_OF_PRIMARY)]) if _END_OF_PRIMARY in pairs else key


@cache
def _connection(process: int) -> duckdb.DuckDBPyConnection:
    """Return the connection of a process; one that was inherited by fork has lost its threads."""
    import duckdb  # takes its time, and a check sorts nothing

    return duckdb.connect(":memory:", config={"threads": 1})
