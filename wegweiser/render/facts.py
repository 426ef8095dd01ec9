"""Facts as HTML: numbers, dates, ways to reach someone, opening hours.

Facts are isolated from the text around them, so that no number is reordered in Arabic.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from urllib.parse import quote

from markupsafe import Markup

from wegweiser.model import SOURCE_LOCALE
from wegweiser.model.entries import Contact
from wegweiser.model.fields import PartialDate, format_phone
from wegweiser.model.parts import Figure, LegalBasis
from wegweiser.model.vocabulary import Unit
from wegweiser.render.hours import OPEN_DAYS, OpeningTimes, open_spans, opening_times, unknown_days
from wegweiser.render.marks import Marks

_MAP = "https://www.openstreetmap.org/"


class Facts(Marks):
    """The facts of a page, in the words of its edition."""

    def phone(self, number: str) -> Markup:
        """Return an E.164 number as a link, grouped as in Germany, kept left to right."""
        return Markup('<a class="ww-tel" href="tel:{}"><bdi dir="ltr">{}</bdi></a>').format(
            number, format_phone(number).replace(" ", "\N{NO-BREAK SPACE}")
        )

    def email(self, address: str) -> Markup:
        """Return an e-mail address as a link."""
        return Markup('<a href="mailto:{0}"><bdi dir="ltr">{0}</bdi></a>').format(address)

    def web(self, url: str) -> Markup:
        """Return an address of the web as a link that shows host and path."""
        shown = re.sub(r"^https?://(www\.)?", "", url).rstrip("/")
        shown = shown if len(shown) <= 60 else shown[:59] + "…"
        return Markup('<a href="{}"><bdi dir="ltr">{}</bdi></a>').format(url, shown)

    def map_address(self, contact: Contact) -> str:
        """Return the address of a map (OpenStreetMap) with a contact that has a postal address.

        Without a known position the map looks for the postal address.
        """
        if contact.geo:
            lat, lon = contact.geo.lat, contact.geo.lon
            return f"{_MAP}?mlat={lat}&mlon={lon}#map=17/{lat}/{lon}"
        address = contact.address
        parts = (address.street, address.postal_code, address.city) if address else ()
        return f"{_MAP}search?query={quote(' '.join(filter(None, parts)), safe='')}"

    def number(self, number: int) -> str:
        """Return a number in the locale's notation."""
        return self.edition.number(Decimal(number))

    def date(self, date: object) -> Markup:
        """Return a date as a `<time>` element in the locale's words."""
        if isinstance(date, PartialDate):
            precision = {4: "year", 7: "month"}.get(len(date.text), "day")
            words = self.edition.date(date.first_day, precision)
            return Markup('<time datetime="{}">{}</time>').format(date.text, words)
        words = self.edition.date(date)  # type: ignore[arg-type]
        return Markup('<time datetime="{}">{}</time>').format(date, words)

    def language(self, tag: str) -> Markup:
        """Return the name of a language in this edition, else its own name."""
        localised = self.edition.language(tag)
        if localised.language == SOURCE_LOCALE:
            self._note(localised)
        return self.mark(localised)

    def figure(self, figure: Figure) -> Markup:
        """Return a figure with its unit, for example ``276 € pro Monat``."""
        if figure.unit is Unit.EURO:
            value = self.edition.money(figure.value)
        elif figure.unit is Unit.PERCENT:
            value = self.edition.percent(figure.value)
        else:
            # A fraction takes the form of large round numbers in every language (CLDR: other).
            count = int(figure.value) if figure.value == int(figure.value) else 100
            number = self.edition.number(figure.value)
            value = self.ui(f"unit.{figure.unit}", count, number=number)
        isolated = Markup("<bdi>{}</bdi>").format(value)
        return self.ui(f"per.{figure.per}", amount=isolated) if figure.per else isolated

    def law(self, law: LegalBasis) -> Markup:
        """Return a section of a law, in German, linked to its text where known."""
        words = f"{law.section or ''} {law.law}".strip().replace(" ", "\N{NO-BREAK SPACE}")
        if law.url:
            return Markup('<a href="{}" hreflang="de" lang="de" dir="ltr">{}</a>').format(
                law.url, words
            )
        return Markup('<span lang="de" dir="ltr">{}</span>').format(words)

    def hours(self, opening_hours: str) -> OpeningTimes:
        """Return when it is open: the usual week, and the days that differ from it."""
        return opening_times(opening_hours, self.edition)

    def open_spans(self, opening_hours: str) -> str:
        """Return when it is open in the days to come, for scripts (see `hours.open_spans`)."""
        state = self.edition.content.site.federal_state
        return " ".join(open_spans(opening_hours, self.edition.today, state))

    def unknown_days(self, opening_hours: str) -> str:
        """Return the days of which `open_spans` knows nothing."""
        state = self.edition.content.site.federal_state
        return " ".join(unknown_days(opening_hours, self.edition.today, state))

    def last_open_day(self) -> datetime.date:
        """Return the last day of which `open_spans` knows."""
        return self.edition.today + datetime.timedelta(days=OPEN_DAYS - 1)
