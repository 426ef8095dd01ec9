"""Opening hours: what the site says agrees with the library, a whole year round."""

from __future__ import annotations

import datetime
import random
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours

from wegweiser.model.fields import hours_on_holidays, tells_holidays
from wegweiser.render.hours import holiday_on, open_spans, opening_times, spans_on
from wegweiser.site import open_site
from wegweiser.translate import Edition

PROJECT = Path(__file__).resolve().parent.parent
BERLIN = ZoneInfo("Europe/Berlin")
YEAR = [datetime.date(2026, 7, 1) + datetime.timedelta(days=day) for day in range(366)]
"""With every public holiday and both changes of the clock."""

EXPRESSIONS = [
    "Mo-Fr 08:00-12:30; Th 14:00-18:00; PH off",
    "Mo-Fr 08:00-12:30; Th 14:00-18:00",
    "Mo-Su,PH 09:00-17:00",
    "Mo-Fr 08:00-16:00; PH 10:00-11:00",
    "Fr-Sa 22:00-02:00; PH off",
    "24/7",
    "Apr-Oct Mo-Fr 08:00-18:00; Nov-Mar Mo-Fr 09:00-16:00; PH off",
    "Mo-Fr 08:00-16:00; Dec 24-2027 Jan 01 off; PH off",
    "Tu,Th 09:00-11:00; PH,Su off",
]

# Holidays of the whole country, which the library knows itself.
NATIONAL = {"01-01", "05-01", "10-03", "12-25", "12-26", "2027-03-26", "2027-03-29"}
NATIONAL |= {"2027-05-06", "2027-05-17"}


def edition(today: datetime.date) -> Edition:
    site, problems = open_site(PROJECT, today)
    assert site, problems
    return site.edition("de")


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
        for _ in range(20):
            midnight = datetime.datetime.combine(day, datetime.time(), BERLIN)
            later = datetime.timedelta(minutes=dice.randrange(23 * 60))
            moment = (midnight.astimezone(datetime.UTC) + later).astimezone(BERLIN)
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


@settings(max_examples=300, deadline=None)
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


def test_usual_week_is_not_that_of_a_holiday() -> None:
    """The week of the build is one of holidays; the table shows what usually holds."""
    today = datetime.date(2026, 12, 21)
    times = opening_times("Mo-Fr 08:00-16:00; Dec 24 off; PH off", edition(today))
    assert [day.spans for day in times.week] == [("08:00–16:00",)] * 5 + [(), ()]
    assert [(f"{day.date:%d.%m.}", day.spans, day.holiday) for day in times.special] == [
        ("24.12.", (), None),
        ("25.12.", (), "Erster Weihnachtstag"),
        ("01.01.", (), "Neujahr"),
    ]


def test_holiday_of_which_nothing_is_said_is_to_be_asked_for() -> None:
    times = opening_times("Mo-Fr 08:00-16:00", edition(datetime.date(2026, 12, 21)))
    assert [(f"{day.date:%d.%m.}", day.spans) for day in times.special] == [
        ("25.12.", None),
        ("01.01.", None),
    ]


def test_season_shows_what_holds_first() -> None:
    expression = "Apr-Oct Mo 08:00-18:00; Nov-Mar Mo 09:00-16:00"
    before = opening_times(expression, edition(datetime.date(2026, 10, 12)))
    assert before.week[0].spans == ("08:00–18:00",)
    assert [f"{day.date:%d.%m.}" for day in before.special] == ["02.11."]
    after = opening_times(expression, edition(datetime.date(2026, 10, 26)))
    assert after.week[0].spans == ("09:00–16:00",)
    assert [f"{day.date:%d.%m.}" for day in after.special] == ["26.10."]
