"""Plural forms: CLDR's rules for whole numbers, in the notation of gettext."""

from __future__ import annotations

import gettext
import re
from dataclasses import dataclass
from functools import cache, cached_property

from babel.plural import to_gettext

from wegweiser.locales import cldr, make_locale

_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""CLDR's plural categories in the order of gettext's forms (UTS #35, Language Plural Rules)."""

_COUNTED = range(1001)
"""Numbers that decide which forms a language has here; nothing on a site counts millions."""

# How catalogues write the common rules (GNU gettext manual, "Plural forms"); tools compare texts.
_EXPRESSIONS = (
    "0",
    "(n != 1)",
    "(n > 1)",
    "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)",
    "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)",
    "(n==1 ? 0 : n==0 || (n%100>0 && n%100<20) ? 1 : 2)",
    "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)",
)
_HEADER = re.compile(r"nplurals=\s*(\d{1,2})\s*;\s*plural=([^;]+);?\s*")


@dataclass(frozen=True)
class PluralRule:
    """Which form of a text goes with which number: form 0 is of the first of `categories`."""

    categories: tuple[str, ...]
    by_number: tuple[int, ...]
    formats: str

    @property
    def forms(self) -> int:
        """How many forms a text has."""
        return len(self.categories)

    def form(self, number: int) -> int:
        """Return the number of the form that goes with `number`."""
        if number < len(self.by_number):
            return self.by_number[number]
        return _form(self.formats, self.categories, number)

    def agrees_with(self, header: str) -> bool:
        """Return whether a catalogue's ``Plural-Forms`` means the same forms."""
        match = _HEADER.fullmatch(header.strip())
        return match is not None and int(match[1]) == self.forms and self._is(match[2])

    def _is(self, expression: str) -> bool:
        try:
            form = gettext.c2py(expression.strip())
            return all(form(number) == self.by_number[number] for number in _COUNTED)
        except (ValueError, ArithmeticError, RecursionError):
            return False

    @cached_property
    def header(self) -> str:
        """What a catalogue says as its ``Plural-Forms``."""
        expression = next(filter(self._is, _EXPRESSIONS), None)
        if expression is None:
            return to_gettext(cldr(self.formats).plural_form)
        return f"nplurals={self.forms}; plural={expression};"


@cache
def plural_rule(tag: str) -> PluralRule:
    """Return the plural rule of a locale; of one that CLDR lacks, that of its formats."""
    formats = make_locale(tag).formats
    rule = cldr(formats).plural_form
    used = {rule(number) for number in _COUNTED}
    categories = tuple(category for category in _CATEGORIES if category in used)
    return PluralRule(
        categories, tuple(_form(formats, categories, number) for number in _COUNTED), formats
    )


def _form(formats: str, categories: tuple[str, ...], number: int) -> int:
    """Return the form of a number; French millions, a form of their own, take the last one."""
    category = cldr(formats).plural_form(number)
    return categories.index(category) if category in categories else len(categories) - 1
