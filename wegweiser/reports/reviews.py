"""Which entries are due for review, by whom, and since when."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from wegweiser.model import Content, Entry
from wegweiser.model.site_files import Glossary
from wegweiser.model.vocabulary import Verification
from wegweiser.reports.report import (
    Finding,
    Group,
    Section,
    count,
    german_date,
    german_title,
    page_of,
)
from wegweiser.translate.interface import load_interface


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
        _review(
            *(content, entry, german_title(entry)),
            *(f"{entry.collection}/{entry.id}.yml", entry.path),
        )
        for entry in content.shown(today)
    ]
    reviews.append(_review(content, content.glossary, "Glossar", "glossary.yml", "glossary/"))
    return sorted(reviews, key=lambda review: (review.owner, review.review_by, review.path))


def _review(content: Content, entry: Entry | Glossary, title: str, file: str, path: str) -> Review:
    return Review(
        title=title,
        path=f"content/{file}",
        url=page_of(content, path),
        owner=entry.owner.id,
        role=content.contact(entry.owner).role.source,
        reviewed_on=entry.reviewed_on,
        review_by=entry.review_by,
        verified=tuple(entry.verified),
    )


def review_section(reviews: Sequence[Review], today: datetime.date) -> Section:
    """Return the report on `reviews`, which are in order."""
    groups = []
    for owner, found in groupby(reviews, key=lambda review: review.owner):
        due = list(found)
        title = f"{due[0].role} ({owner})"
        groups.append(Group(title, tuple(_finding(review, today) for review in due)))
    overdue = sum(review.is_overdue(today) for review in reviews)
    number = count(len(reviews), "Prüfung", "Prüfungen")
    return Section(
        "review",
        "Prüfungen",
        "Angaben prüfen, dann „reviewed_on“, „verified“ und „review_by“ aktualisieren.",
        f"{number}, davon {overdue} überfällig am {german_date(today)}.",
        tuple(groups),
    )


def _finding(review: Review, today: datetime.date) -> Finding:
    mark = "überfällig" if review.is_overdue(today) else "bis"
    return Finding(
        f"{mark} {german_date(review.review_by)}",
        review.title,
        f"{review.path}, Stand {german_date(review.reviewed_on)}, {how_verified(review)}",
        review.url,
    )


def how_verified(review: Review) -> str:
    """Return how the facts were verified, in German."""
    words = (load_interface().source(f"verification.{way}") for way in review.verified)
    return ", ".join(words) or "nicht geprüft"
