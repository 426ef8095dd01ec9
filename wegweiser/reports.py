"""Reports for the office: which entries are due for review, by whom, and since when."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import icalendar

from wegweiser.model import Content, Entry
from wegweiser.model.entries import Contact
from wegweiser.model.site_files import Glossary
from wegweiser.model.vocabulary import Verification
from wegweiser.translate.interface import load_interface

_PRODUCT = "-//Wegweiser//Pruefungen//DE"


@dataclass(frozen=True)
class Review:
    """An entry that is to be reviewed by a day.

    `path` is the file's path below the site folder, `url` the address of its page, `owner` the id
    of the contact who is responsible, `role` what that contact is for. `verified` is how the facts
    were verified on the day `reviewed_on`; nothing, if that is only the age of the source.
    """

    title: str
    path: str
    url: str
    owner: str
    role: str
    reviewed_on: datetime.date
    review_by: datetime.date
    verified: tuple[Verification, ...]

    def is_overdue(self, today: datetime.date) -> bool:
        """Return whether it should have been reviewed before `today`."""
        return self.review_by < today


def reviews_of(content: Content, today: datetime.date) -> list[Review]:
    """Return the reviews of all shown entries and the glossary, by owner and then by day."""
    reviews = [
        _review(content, entry, _title(entry), f"{entry.collection}/{entry.id}.yml", entry.path)
        for entry in content.shown(today)
    ]
    reviews.append(_review(content, content.glossary, "Glossar", "glossary.yml", "glossary/"))
    return sorted(reviews, key=lambda review: (review.owner, review.review_by, review.path))


def _review(content: Content, entry: Entry | Glossary, title: str, file: str, path: str) -> Review:
    return Review(
        title=title,
        path=f"content/{file}",
        url=f"{content.site.url}de/{path}",
        owner=entry.owner.id,
        role=content.contact(entry.owner).role.source,
        reviewed_on=entry.reviewed_on,
        review_by=entry.review_by,
        verified=tuple(entry.verified),
    )


def _title(entry: Entry) -> str:
    """Return the German title; a person is named by their role alone."""
    name = "role" if isinstance(entry, Contact) else entry.title_field
    title = getattr(entry, name)
    return title if isinstance(title, str) else str(title.source)


# -- forms ----------------------------------------------------------------------------------------


def report_text(reviews: Sequence[Review], today: datetime.date) -> str:
    """Return the reviews as a list for reading, in German."""
    lines: list[str] = []
    for owner, group in groupby(reviews, key=lambda review: review.owner):
        found = list(group)
        lines += ["", f"{found[0].role} ({owner})"]
        lines += [f"  {_line(review, today)}" for review in found]
    overdue = sum(review.is_overdue(today) for review in reviews)
    lines += ["", f"{len(reviews)} Prüfungen, davon {overdue} überfällig am {_german(today)}."]
    return "\n".join(lines[1:]) + "\n"


def _line(review: Review, today: datetime.date) -> str:
    mark = "überfällig" if review.is_overdue(today) else "bis       "
    return (
        f"{mark} {_german(review.review_by)}  {review.title}"
        f"  [{review.path}, Stand {_german(review.reviewed_on)}, {_how(review)}]"
    )


def _how(review: Review) -> str:
    words = (load_interface().source(f"verification.{way}") for way in review.verified)
    return ", ".join(words) or "nicht geprüft"


def _german(date: datetime.date) -> str:
    return date.strftime("%d.%m.%Y")


def report_json(reviews: Sequence[Review], today: datetime.date) -> str:
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


def report_calendar(reviews: Iterable[Review], today: datetime.date) -> str:
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
            f"Stand: {_german(review.reviewed_on)}, {_how(review)}",
        )
        event.add("url", review.url)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return str(calendar.to_ical().decode("utf-8"))


REVIEW_REPORTS: dict[str, Callable[[Sequence[Review], datetime.date], str]] = {
    "text": report_text,
    "json": report_json,
    "ical": report_calendar,
}
"""The forms of the report, by name."""
