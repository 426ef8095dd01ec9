"""Locales: what a BCP 47 tag means for a page (direction, own name, number and date formats)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import babel
import langcodes
from babel.core import UnknownLocaleError

_RTL_SCRIPTS = frozenset(
    {"Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"}
)

# Locales that CLDR (through Babel) does not have, and whose formats are used instead.
_FORMATS_OF = {"de-simple": "de", "kmr": "ku", "prs": "fa_AF", "ckb": "ar"}

_LAST_RESORT = "en"


@dataclass(frozen=True)
class Locale:
    """A language the site appears in.

    `tag` names the folder and is `<html lang>`; `direction` is ``ltr`` or ``rtl``; `name` is the
    language's own name; `formats` is the CLDR locale whose dates and numbers are used.
    """

    tag: str
    direction: str
    name: str
    formats: str


def make_locale(tag: str, name: str | None = None) -> Locale:
    """Return the locale of a BCP 47 tag; `name` overrides the own name that CLDR gives."""
    formats = _formats(tag)
    own_name = name or langcodes.Language.get(tag).autonym()
    return Locale(tag, direction_of(tag), own_name, formats)


@cache
def direction_of(tag: str) -> str:
    """Return ``rtl`` or ``ltr`` by the script most likely used for the language (UTS #35)."""
    script = langcodes.Language.get(tag).maximize().script
    return "rtl" if script in _RTL_SCRIPTS else "ltr"


@cache
def _formats(tag: str) -> str:
    for candidate in (tag.replace("-", "_"), _FORMATS_OF.get(tag, ""), tag.split("-")[0]):
        try:
            return str(babel.Locale.parse(candidate))
        except (ValueError, UnknownLocaleError):
            continue
    return _LAST_RESORT


@cache
def language_name(tag: str, formats: str) -> str:
    """Return the name of the language `tag` in the CLDR locale `formats`, else its own name."""
    names = babel.Locale.parse(formats).languages
    for candidate in (tag.replace("-", "_"), tag.split("-")[0]):
        if candidate in names:
            return str(names[candidate])
    return langcodes.Language.get(tag).autonym()
