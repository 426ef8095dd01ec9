"""An edition: the words of the site in one locale."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from babel.dates import format_date, get_day_names
from babel.numbers import format_currency, format_decimal, format_percent

from wegweiser.locales import Locale, language_name, make_locale, own_name
from wegweiser.model import SOURCE_LOCALE, Content
from wegweiser.model.text import Text
from wegweiser.placeholders import Placeholder, find_placeholders
from wegweiser.translate.catalogue import Catalogue, State
from wegweiser.translate.interface import PREFIX, SLOT, Interface
from wegweiser.translate.plurals import plural_rule


@dataclass(frozen=True)
class Localised:
    """What a reader sees of a message: the text, its language, and its state."""

    text: str
    language: str
    state: State


@dataclass(frozen=True)
class Edition:
    """The site in one locale, on one day."""

    content: Content
    locale: Locale
    catalogue: Catalogue
    interface: Interface
    today: datetime.date

    @cached_property
    def source_edition(self) -> Edition:
        """The same site in the language staff write; texts that fall back are its texts."""
        return replace(self, locale=make_locale(SOURCE_LOCALE), catalogue=Catalogue())

    @property
    def is_source(self) -> bool:
        """Is this the edition in the language staff write?"""
        return self.locale.tag == SOURCE_LOCALE

    def localise(
        self, text: Text, resolves: Callable[[Placeholder], bool] = lambda _: True
    ) -> Localised:
        """Return what readers see of `text`.

        A stale critical text, and a stale text with a placeholder that no longer `resolves`,
        fall back to the German: both would state something that is not so.
        """
        source = Localised(text.source, SOURCE_LOCALE, State.SOURCE)
        if self.is_source:
            return source
        message = self.catalogue.messages.get(text.key)
        state = message.state(text.source) if message else State.MISSING
        if message is None or state is State.MISSING:
            return Localised(text.source, SOURCE_LOCALE, State.MISSING)
        translation = message.translations[0]
        if state is State.STALE and (
            text.critical or not all(map(resolves, find_placeholders(translation)))
        ):
            return Localised(text.source, SOURCE_LOCALE, State.STALE)
        return Localised(translation, self.locale.tag, state)

    def ui(self, key: str, count: int | None = None, **values: object) -> Localised:
        """Return an interface text with its slots filled; `count` chooses the plural form.

        Raises `KeyError` for a key that the interface does not have.
        """
        source = self.interface.source(key)
        if count is not None:
            values["count"] = self.number(Decimal(count))
        message = None if self.is_source else self.catalogue.messages.get(PREFIX + key)
        plural = self.interface.plurals.get(key, "")
        state = message.state(source, plural) if message else State.MISSING
        if message is None or state is State.MISSING:
            if count is not None and count != 1:
                source = plural
            fallback = State.SOURCE if self.is_source else State.MISSING
            return Localised(fill(source, values), SOURCE_LOCALE, fallback)
        form = plural_rule(self.locale.tag).form(count) if count is not None else 0
        translation = message.translations[min(form, len(message.translations) - 1)]
        return Localised(fill(translation, values), self.locale.tag, state)

    def date(self, date: datetime.date, precision: str = "day") -> str:
        """Return a date in the locale's words; `precision` is weekday, day, month or year."""
        if precision == "year":
            return str(date.year)
        pattern = {"month": "LLLL y", "weekday": "full"}.get(precision, "long")
        return format_date(date, pattern, locale=self.locale.cldr)

    def number(self, value: Decimal) -> str:
        """Return a number in the locale's notation, with Latin digits as in German offices."""
        return format_decimal(value, locale=self.locale.cldr, numbering_system="latn")

    def money(self, value: Decimal) -> str:
        """Return an amount in euros in the locale's notation; whole amounts have no cents."""
        pattern = self.locale.cldr.currency_formats["standard"].pattern
        if value == value.to_integral_value():
            pattern = pattern.replace(".00", "")
        return format_currency(
            value,
            "EUR",
            pattern,
            locale=self.locale.cldr,
            currency_digits=False,
            numbering_system="latn",
        )

    def percent(self, value: Decimal) -> str:
        """Return a percentage in the locale's notation."""
        return format_percent(
            value / 100,
            locale=self.locale.cldr,
            numbering_system="latn",
            decimal_quantization=False,
        )

    def weekdays(self) -> list[str]:
        """Return the names of the weekdays, Monday first."""
        names = get_day_names("wide", "stand-alone", locale=self.locale.cldr)
        return [str(names[day]) for day in range(7)]

    def language(self, tag: str) -> Localised:
        """Return the name of a language in this edition's language, else its own name."""
        if f"language.{tag}" in self.interface.texts:
            return self.ui(f"language.{tag}")
        name = language_name(tag, self.locale.formats) if self.locale.is_in_cldr else None
        if name is None:
            return Localised(own_name(tag), tag, State.SOURCE)
        return Localised(name, self.locale.tag, State.SOURCE)


def fill(template: str, values: Mapping[str, object]) -> str:
    """Return `template` with the slots that `values` names filled.

    Never by `str.format`, which can reach into objects: catalogues are data.
    """
    return SLOT.sub(lambda match: str(values.get(match[1], match[0])), template)
