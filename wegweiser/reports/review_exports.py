"""The reviews for other programs: as JSON, and for the office's calendar."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence

import icalendar

from wegweiser.reports.report import german_date
from wegweiser.reports.reviews import Review, how_verified

_PRODUCT = "-//Wegweiser//Pruefungen//DE"


def reviews_json(reviews: Sequence[Review], today: datetime.date) -> str:
    """Return the reviews as a JSON list of objects."""
    records = [
        {
            "title": review.title,
            "path": review.path,
            "url": review.url,
            "owner": review.owner,
            "reviewed_on": review.reviewed_on.isoformat(),
            "review_by": review.review_by.isoformat(),
            "verified": [way.value for way in review.verified],
            "overdue": review.is_overdue(today),
        }
        for review in reviews
    ]
    return json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def reviews_calendar(reviews: Iterable[Review], today: datetime.date) -> str:
    """Return the reviews as a calendar (iCalendar, RFC 5545), one whole day for each.

    A calendar that has them already replaces them: their UIDs stay the same.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("name", "Wegweiser: Prüfungen")
    for review in reviews:
        event = icalendar.Event()
        event.add("uid", review.url)
        event.add("dtstamp", datetime.datetime.combine(today, datetime.time(), datetime.UTC))
        event.add("dtstart", review.review_by)
        event.add("summary", f"Prüfen: {review.title}")
        event.add(
            "description",
            f"{review.path}\nVerantwortlich: {review.role}\n"
            f"Stand: {german_date(review.reviewed_on)}, {how_verified(review)}",
        )
        event.add("url", review.url)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return str(calendar.to_ical().decode("utf-8"))
