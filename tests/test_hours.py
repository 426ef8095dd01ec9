"""Opening hours: what the site says agrees with the library, a whole year round."""

from __future__ import annotations

import datetime
import random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours
from sites import CITY, open_in

from wegweiser.model.fields import hours_on_holidays, tells_holidays
from wegweiser.render.hours import (
    OpeningTimes,
    holiday_on,
    open_spans,
    opening_times,
    spans_on,
    unknown_days,
)
from wegweiser.translate import Edition

BERLIN = ZoneInfo("Europe/Berlin")
YEAR = [datetime.date(2026, 7, 1) + datetime.timedelta(days=day) for day in range(366)]
"""With every public holiday and both changes of the clock."""

EXPRESSIONS = [
    "Mo-Fr 08:00-12:30; Th 14:00-18:00; PH off",
    "Mo-Fr 08:00-12:30; Th 14:00-18:00",
    "Mo-Su,PH 09:00-17:00",
    "Mo-Fr 08:00-16:00; PH 10:00-11:00",
    "Fr-Sa 20:00-24:00; PH off",
    "24/7",
    "Apr-Oct Mo-Fr 08:00-18:00; Nov-Mar Mo-Fr 09:00-16:00; PH off",
    "Mo-Fr 08:00-16:00; Dec 24-2027 Jan 01 off; PH off",
    "Tu,Th 09:00-11:00; PH,Su off",
]

# Holidays of the whole country, which the library knows itself.
NATIONAL = {"01-01", "05-01", "10-03", "12-25", "12-26", "2027-03-26", "2027-03-29"}
NATIONAL |= {"2027-05-06", "2027-05-17"}


def edition(today: datetime.date) -> Edition:
    return open_in(CITY, today).edition("de")


def is_national(day: datetime.date) -> bool:
    return bool(NATIONAL & {f"{day:%m-%d}", f"{day:%Y-%m-%d}"})


def is_open(spans: tuple[str, ...], time: str) -> bool:
    return any(span[:5] <= time < span[6:] for span in spans)


def test_holidays_are_those_of_the_state() -> None:
    """Kalender der Feiertage in Nordrhein-Westfalen, Feiertagsgesetz NW § 2."""
    found = {f"{day:%d.%m.}": name for day in YEAR if (name := holiday_on(day, "NW"))}
    assert found == {
        "03.10.": "Tag der Deutschen Einheit",
        "01.11.": "Allerheiligen",
        "25.12.": "Erster Weihnachtstag",
        "26.12.": "Zweiter Weihnachtstag",
        "01.01.": "Neujahr",
        "26.03.": "Karfreitag",
        "29.03.": "Ostermontag",
        "01.05.": "Erster Mai",
        "06.05.": "Christi Himmelfahrt",
        "17.05.": "Pfingstmontag",
        "27.05.": "Fronleichnam",
    }
    assert holiday_on(datetime.date(2027, 5, 27), "BE") is None


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_day_of_a_year_agrees_with_the_library(expression: str) -> None:
    """At random minutes, with clock changes, and with the national holidays it knows."""
    dice = random.Random(expression)
    hours = OpeningHours(expression, country="DE", timezone=BERLIN)
    for day in YEAR:
        if holiday_on(day, "NW") and not (is_national(day) and tells_holidays(expression)):
            continue
        spans = spans_on(expression, day, "NW")
        assert spans is not None
        # From midnight to midnight: 23, 24 or 25 hours.
        midnight, end = (
            datetime.datetime.combine(date, datetime.time(), BERLIN).astimezone(datetime.UTC)
            for date in (day, day + datetime.timedelta(days=1))
        )
        for _ in range(20):
            later = datetime.timedelta(
                seconds=dice.randrange(int((end - midnight).total_seconds()))
            )
            moment = (midnight + later).astimezone(BERLIN)
            assert is_open(spans, f"{moment:%H:%M}") == hours.is_open(moment), moment


@pytest.mark.parametrize("day", [day for day in YEAR if holiday_on(day, "NW")], ids=str)
def test_holiday_is_closed_open_or_unknown_as_the_expression_says(day: datetime.date) -> None:
    assert spans_on("Mo-Su 08:00-12:00; PH off", day, "NW") == ()
    assert spans_on("Mo-Su 08:00-12:00; PH 10:00-11:00", day, "NW") == ("10:00–11:00",)
    assert spans_on("Mo-Su 08:00-12:00", day, "NW") is None
    assert open_spans("Mo-Su 08:00-12:00", day, "NW")[0] > f"{day}T24"
    assert spans_on("24/7", day, "NW") == ("00:00–24:00",)


WEEKDAYS = st.sampled_from(["Mo", "Mo-Fr", "Tu,Th", "Mo-Su", "Sa-Su", "PH", "Mo-Fr,PH", "Su,PH"])
TIMES = st.sampled_from(["08:00-12:00", "14:00-18:30", "08:00-12:00,13:00-16:00", "off"])
RULES = st.lists(st.tuples(WEEKDAYS, TIMES), min_size=1, max_size=4)


@settings(max_examples=300)
@given(rules=RULES, day=st.sampled_from([day for day in YEAR if is_national(day)]))
def test_holidays_read_as_the_library_reads_them(
    rules: list[tuple[str, str]], day: datetime.date
) -> None:
    expression = str(OpeningHours("; ".join(f"{days} {times}" for days, times in rules)))
    known = OpeningHours(expression, country="DE")
    read = OpeningHours(hours_on_holidays(expression))
    for minute in range(0, 24 * 60, 30):
        moment = datetime.datetime.combine(day, datetime.time(*divmod(minute, 60)))
        assert read.is_open(moment) == known.is_open(moment), expression


def special_in(times: OpeningTimes) -> list[tuple[str, tuple[str, ...] | None]]:
    """Return the days that differ as ``24.12.`` or ``21.12.-03.01.``, and what holds on them."""
    return [
        ("-".join(f"{day:%d.%m.}" for day in dict.fromkeys((days.first, days.last))), days.spans)
        for days in times.special
    ]


WORKDAYS = [("08:00–16:00",)] * 5 + [(), ()]


def test_usual_week_is_not_that_of_a_holiday() -> None:
    """The week of the build is one of holidays; the table shows what usually holds."""
    today = datetime.date(2026, 12, 21)
    times = opening_times("Mo-Fr 08:00-16:00; Dec 24 off; PH off", edition(today))
    assert [day.spans for day in times.week] == WORKDAYS
    assert special_in(times) == [("24.12.", ()), ("25.12.", ()), ("01.01.", ())]
    holidays = [None, "Erster Weihnachtstag", "Neujahr"]
    assert [days.holiday for days in times.special] == holidays


@pytest.mark.parametrize("weeks", range(1, 7))
def test_usual_week_is_not_that_of_a_long_closure(weeks: int) -> None:
    """Weeks of holidays are one row of days that differ, however long they are."""
    today = datetime.date(2026, 7, 27)
    last = today + datetime.timedelta(days=7 * weeks - 3)
    expression = f"Mo-Fr 08:00-16:00; 2026 Jul 27-2026 {last:%b %d} off; PH off"
    times = opening_times(expression, edition(today))
    assert [day.spans for day in times.week] == WORKDAYS
    shown = min(last, datetime.date(2026, 8, 21))
    assert special_in(times) == [(f"27.07.-{shown:%d.%m.}", ())]


def test_closure_over_the_holidays_is_told_whole() -> None:
    times = opening_times(
        "Mo-Fr 08:00-12:30; Dec 21-2027 Jan 3 off; PH off", edition(datetime.date(2026, 12, 21))
    )
    assert {day.spans for day in times.week[:5]} == {("08:00–12:30",)}
    told = special_in(times)
    assert [days for days, spans in told if spans == ()] == [
        *("21.12.-24.12.", "25.12.", "28.12.-31.12.", "01.01."),
    ]


def test_holiday_of_which_nothing_is_said_is_to_be_asked_for() -> None:
    today = datetime.date(2026, 12, 21)
    times = opening_times("Mo-Fr 08:00-16:00", edition(today))
    assert special_in(times) == [("25.12.", None), ("01.01.", None)]
    assert unknown_days("Mo-Fr 08:00-16:00", today, "NW") == [
        *("2026-12-25", "2026-12-26", "2027-01-01"),
    ]
    assert unknown_days("Mo-Fr 08:00-16:00; PH off", today, "NW") == []


def test_season_shows_what_holds_first() -> None:
    expression = "Apr-Oct Mo 08:00-18:00; Nov-Mar Mo 09:00-16:00"
    before = opening_times(expression, edition(datetime.date(2026, 10, 12)))
    assert before.week[0].spans == ("08:00–18:00",)
    assert [days for days, _ in special_in(before)] == ["02.11."]
    after = opening_times(expression, edition(datetime.date(2026, 10, 26)))
    assert after.week[0].spans == ("09:00–16:00",)
    assert [days for days, _ in special_in(after)] == ["26.10."]


def test_seasons_may_begin_on_any_day() -> None:
    expression = "Apr 15-Oct 14 Mo 08:00-18:00; Oct 15-Apr 14 Mo 09:00-16:00"
    times = opening_times(expression, edition(datetime.date(2026, 11, 23)))
    assert times.week[0].spans == ("09:00–16:00",)
    assert times.special == ()
