"""Which reviews a change leaves open."""

from __future__ import annotations

from wegweiser.reports.comparison import Comparison, groups_of
from wegweiser.reports.report import NOTICE, Finding, Section, count, german_date
from wegweiser.reports.reviews import Review, reviews_of

_MOST_OVERDUE = 10
"""Reviews that are told of the rest of the site."""


def review_changes(comparison: Comparison) -> Section:
    """Return which reviews the change leaves open, and which are due on the site."""
    today = comparison.after.today
    reviews = reviews_of(comparison.after.content, today)
    before = {review.path: review for review in reviews_of(comparison.before.content, today)}
    touched = [review for review in reviews if comparison.is_touched(review.path)]
    due = [review for review in reviews if review.review_by <= today + NOTICE]
    overdue = [review for review in due if review.is_overdue(today)]
    elsewhere = [review for review in overdue if review not in touched]
    left = [
        review
        for review in touched
        if review.path in before and review.reviewed_on == before[review.path].reviewed_on
    ]
    groups = {
        "Geändert, ohne dass „reviewed_on“ erneuert ist": [
            _review(f"Stand {german_date(review.reviewed_on)}", review) for review in left
        ],
        "In dieser Änderung fällig": [
            _review(f"bis {german_date(review.review_by)}", review)
            for review in touched
            if review in due
        ],
        "Auf der Website sonst überfällig": [
            _review(f"seit {german_date(review.review_by)}", review)
            for review in sorted(elsewhere, key=lambda review: review.review_by)[:_MOST_OVERDUE]
        ],
    }
    return Section(
        "review",
        "Prüfung der Angaben",
        "Wer Angaben ändert und dabei geprüft hat, erneuert „reviewed_on“ und „review_by“.",
        f"{count(len(due), 'Prüfung', 'Prüfungen')} auf der Website bald fällig, davon"
        f" {len(overdue)} überfällig am {german_date(today)}.",
        groups_of(groups),
    )


def _review(label: str, review: Review) -> Finding:
    return Finding(label, review.title, f"{review.path}, zuständig: {review.role}")
