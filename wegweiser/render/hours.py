"""Opening hours as a table of weekdays."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from opening_hours import OpeningHours, State

from wegweiser.translate import Edition


@dataclass(frozen=True)
class OpeningDay:
    """A weekday: its name, and the spans ("08:00–12:30") in which it is open, in order.

    `day` counts from 1 (Monday) to 7, as ISO 8601 does. German offices are open by the 24-hour
    clock in every language.
    """

    day: int
    name: str
    spans: tuple[str, ...]

    @property
    def is_always_open(self) -> bool:
        """Is it open the whole day?"""
        return self.spans == ("00:00–24:00",)


def opening_week(opening_hours: str, edition: Edition) -> list[OpeningDay]:
    """Return the seven days of a week, Monday first, in the edition's words.

    The week is the one that holds the day of the build, so that rules for a season show what
    holds now. Public holidays are left out of it.
    """
    hours = OpeningHours(opening_hours)
    monday = edition.today - datetime.timedelta(days=edition.today.weekday())
    names = edition.weekdays()
    return [
        OpeningDay(day + 1, names[day], _spans(hours, monday + datetime.timedelta(day)))
        for day in range(7)
    ]


OPEN_DAYS = 15
"""For how many days, from that of the build, pages know when a contact is open."""


def open_spans(opening_hours: str, today: datetime.date) -> list[str]:
    """Return when it is open from `today` on for `OPEN_DAYS` days, in German time.

    Each span is ``2026-11-23T08:00/12:30``; none reaches past midnight.
    """
    hours = OpeningHours(opening_hours)
    days = (today + datetime.timedelta(days=day) for day in range(OPEN_DAYS))
    return [
        f"{day.isoformat()}T{span.replace('–', '/')}" for day in days for span in _spans(hours, day)
    ]


def _spans(hours: OpeningHours, date: datetime.date) -> tuple[str, ...]:
    start = datetime.datetime.combine(date, datetime.time())
    end = start + datetime.timedelta(days=1)
    return tuple(
        f"{opens:%H:%M}–{'24:00' if closes == end else format(closes, '%H:%M')}"
        for opens, closes, state, _ in hours.intervals(start, end)
        if state == State.OPEN
    )
