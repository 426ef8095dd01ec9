"""Locales: what a BCP 47 tag means for a page (direction, own name, number and date formats)."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import cache

import babel
import langcodes
from babel import localedata
from babel.core import UnknownLocaleError

_RTL_SCRIPTS = frozenset(
    {"Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"}
)

# Locales that CLDR (through Babel) has under another name; a language that it does not know at
# all gets the formats of the last resort.
_FORMATS_OF = {"de-simple": "de", "kmr": "ku", "prs": "fa_AF"}
_LAST_RESORT = "en"

# Own names of languages where CLDR has none, or one that is too much for a menu.
_OWN_NAMES = {"de-simple": "Leichte Sprache", "kmr": "Kurmancî", "prs": "دری"}


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

    @property
    def script(self) -> str:
        """The script most likely used for the language (ISO 15924), for example ``Arab``."""
        return script_of(self.tag)

    @property
    def is_in_cldr(self) -> bool:
        """Are the words of `formats` in this language (or a close relative of it)?"""
        return self.formats != _LAST_RESORT or self.tag.split("-")[0] == _LAST_RESORT

    @property
    def cldr(self) -> babel.Locale:
        """The CLDR data of `formats`."""
        return cldr(self.formats)


def make_locale(tag: str, name: str | None = None) -> Locale:
    """Return the locale of a BCP 47 tag; `name` overrides the own name that CLDR gives."""
    formats = _formats(tag)
    return Locale(tag, direction_of(tag), name or own_name(tag), formats)


@cache
def own_name(tag: str) -> str:
    """Return what speakers call their language."""
    return _OWN_NAMES.get(tag) or langcodes.Language.get(tag).autonym()


@cache
def cldr(formats: str) -> babel.Locale:
    """Return the CLDR data of a locale, safe from what other locales do to it.

    Babel writes what an alias leads to back into data that all locales share, so that weekdays in
    Tigrinya become Pashto after a Pashto date (https://github.com/python-babel/babel/issues/1234).
    A copy of one's own shares nothing. Everything that formats must get its locale from here.
    """
    data = localedata.load(formats)
    isolated = copy.deepcopy(data)
    data.clear()
    data.update(isolated)
    return babel.Locale.parse(formats)


@cache
def script_of(tag: str) -> str:
    """Return the script most likely used for a language (UTS #35), as its ISO 15924 code."""
    return langcodes.Language.get(tag).maximize().script or "Zyyy"


@cache
def direction_of(tag: str) -> str:
    """Return ``rtl`` or ``ltr`` by the script most likely used for the language."""
    return "rtl" if script_of(tag) in _RTL_SCRIPTS else "ltr"


@cache
def _formats(tag: str) -> str:
    for candidate in (_FORMATS_OF.get(tag, ""), tag.replace("-", "_"), tag.split("-")[0]):
        try:
            return str(babel.Locale.parse(candidate))
        except (ValueError, UnknownLocaleError):
            continue
    return _LAST_RESORT


@cache
def language_name(tag: str, formats: str) -> str | None:
    """Return the name of the language `tag` in the CLDR locale `formats`, None without one."""
    names = cldr(formats).languages
    for candidate in (tag.replace("-", "_"), tag.split("-")[0]):
        if candidate in names:
            return str(names[candidate])
    return None
