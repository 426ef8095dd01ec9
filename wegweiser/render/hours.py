"""Opening hours: the usual week, the days that differ from it, and what holds on a given day.

Public holidays are those of the site's federal state. Many contacts do not say what holds on
them; then nothing is claimed.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

import holidays
from opening_hours import OpeningHours, State

from wegweiser.model.fields import hours_on_holidays, tells_holidays
from wegweiser.translate import Edition

Spans = tuple[str, ...]
"""When it is open on a day, in order: ``08:00–12:30``. German offices go by the 24-hour clock."""

WHOLE_DAY: Spans = ("00:00–24:00",)

OPEN_DAYS = 15
"""For how many days, from that of the build, pages know when a contact is open."""

_WATCHED_DAYS = 28
"""How many days are looked at to tell the usual week from the days that differ."""


@dataclass(frozen=True)
class OpeningDay:
    """A weekday, when it is usually open, and its name. `day` counts from 1, Monday (ISO 8601)."""

    day: int
    name: str
    spans: Spans


@dataclass(frozen=True)
class SpecialDays:
    """A day in the weeks to come that differs from the usual week, or several in a row.

    `names` are those of the first and the last day, one for a single day. `holiday` is the German
    name of a public holiday. `spans` is None where nobody has said what holds on holidays.
    """

    first: datetime.date
    last: datetime.date
    names: tuple[str, ...]
    spans: Spans | None
    holiday: str | None


@dataclass(frozen=True)
class OpeningTimes:
    """The usual week, Monday first, and the days of the next four weeks that differ, in order."""

    week: tuple[OpeningDay, ...]
    special: tuple[SpecialDays, ...]


def opening_times(opening_hours: str, edition: Edition) -> OpeningTimes:
    """Return when it is open, in the edition's words."""
    state = edition.content.site.federal_state
    week, special = _times(opening_hours, edition.today, state)
    names = edition.weekdays()
    return OpeningTimes(
        tuple(OpeningDay(day + 1, names[day], week[day]) for day in range(7)),
        tuple(
            SpecialDays(
                first,
                last,
                tuple(edition.date(day, "weekday") for day in dict.fromkeys((first, last))),
                spans,
                holiday_on(first, state),
            )
            for first, last, spans in special
        ),
    )


def open_spans(opening_hours: str, today: datetime.date, state: str) -> list[str]:
    """Return when it is open from `today` on for `OPEN_DAYS` days, in German time.

    Each span is ``2026-11-23T08:00/12:30``; none reaches past midnight. On days of which nothing
    is known it is not open.
    """
    return [
        f"{day.isoformat()}T{span.replace('–', '/')}"
        for day in _days(today, OPEN_DAYS)
        for span in spans_on(opening_hours, day, state) or ()
    ]


def unknown_days(opening_hours: str, today: datetime.date, state: str) -> list[str]:
    """Return the days (ISO 8601) of which `open_spans` knows nothing."""
    days = _days(today, OPEN_DAYS)
    return [day.isoformat() for day in days if spans_on(opening_hours, day, state) is None]


def spans_on(opening_hours: str, date: datetime.date, state: str) -> Spans | None:
    """Return when it is open on a day; None on a holiday that the expression says nothing of."""
    if holiday_on(date, state) is None:
        return _evaluate(opening_hours, date)
    if not tells_holidays(opening_hours):
        return None
    return _evaluate(hours_on_holidays(opening_hours), date)


def holiday_on(date: datetime.date, state: str) -> str | None:
    """Return the German name of a public holiday, None for any other day."""
    return _holidays(state, date.year).get(date)


@cache
def _holidays(state: str, year: int) -> dict[datetime.date, str]:
    return dict(holidays.country_holidays("DE", subdiv=state, years=year, language="de"))


def _days(first: datetime.date, count: int) -> list[datetime.date]:
    return [first + datetime.timedelta(days=day) for day in range(count)]


@cache
def _times(
    opening_hours: str, today: datetime.date, state: str
) -> tuple[list[Spans], list[tuple[datetime.date, datetime.date, Spans | None]]]:
    """Return the usual spans of each weekday and the days that differ, the same in every edition.

    Usual is what holds most often by the rules without a date; where a season changes, what holds
    first.
    """
    days = _days(today, _WATCHED_DAYS)
    usual = _without_dates(opening_hours)
    week = [
        Counter(_evaluate(usual, day) for day in days if day.weekday() == weekday).most_common(1)[
            0
        ][0]
        for weekday in range(7)
    ]
    special: list[tuple[datetime.date, datetime.date, Spans | None]] = []
    in_a_row = False
    for day in days:
        spans, usually = spans_on(opening_hours, day, state), week[day.weekday()]
        if spans == usually or (spans is None and not usually):
            # A day that is closed anyway does not end a row of closed days.
            in_a_row &= not usually
        elif in_a_row and special[-1][2] == spans and holiday_on(day, state) is None:
            special[-1] = (special[-1][0], day, spans)
        else:
            special.append((day, day, spans))
            in_a_row = holiday_on(day, state) is None
    return week, special


_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DATED = re.compile(rf"\b(?:(?:{_MONTHS}) *\d{{1,2}}|easter)\b", re.IGNORECASE)


def _without_dates(opening_hours: str) -> str:
    """Return the rules that name no day of the year, all of them where each names one."""
    rules = [rule for rule in opening_hours.split(";") if not _DATED.search(rule)]
    return ";".join(rules) or opening_hours


@cache
def _evaluate(opening_hours: str, date: datetime.date) -> Spans:
    start = datetime.datetime.combine(date, datetime.time())
    end = start + datetime.timedelta(days=1)
    return tuple(
        f"{opens:%H:%M}–{'24:00' if closes == end else format(closes, '%H:%M')}"
        for opens, closes, state, _ in _parsed(opening_hours).intervals(start, end)
        if state == State.OPEN
    )


@cache
def _parsed(opening_hours: str) -> OpeningHours:
    return OpeningHours(opening_hours)
