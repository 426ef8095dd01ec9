"""The reports by name, and their forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wegweiser.reports.consents import consent_section
from wegweiser.reports.contacts import contact_section
from wegweiser.reports.html import report_html
from wegweiser.reports.link_memory import Memory
from wegweiser.reports.links import link_section, links_of
from wegweiser.reports.markdown import report_markdown
from wegweiser.reports.orphans import orphan_section
from wegweiser.reports.readability import readability_section
from wegweiser.reports.report import NOTICE, Report, Section
from wegweiser.reports.review_exports import reviews_calendar, reviews_json
from wegweiser.reports.reviews import Review, review_section, reviews_of
from wegweiser.reports.sources import source_section
from wegweiser.reports.terms import term_section
from wegweiser.reports.text import report_text
from wegweiser.reports.translations import translation_section
from wegweiser.site import Site

FORMS: dict[str, Callable[[Report], str]] = {
    "text": report_text,
    "markdown": report_markdown,
    "html": report_html,
}
"""The forms of every report, by name."""

SUBJECTS: dict[str, Callable[[Site, Memory], Section]] = {
    "review": lambda site, _: review_section(_due(site), site.today),
    "consents": lambda site, _: consent_section(site.content, site.today),
    "links": lambda site, memory: link_section(links_of(site), memory),
    "contacts": lambda site, _: contact_section(site),
    "orphans": lambda site, _: orphan_section(site),
    "sources": lambda site, _: source_section(site.content, site.today),
    "translations": lambda site, _: translation_section(site),
    "terms": lambda site, _: term_section(site),
    "readability": lambda site, _: readability_section(site),
}
"""The reports by subject, the most pressing first. Only that on links needs a memory."""


def _due(site: Site) -> list[Review]:
    """Return the reviews that are overdue or due soon."""
    reviews = reviews_of(site.content, site.today)
    return [review for review in reviews if review.review_by <= site.today + NOTICE]


def overview(site: Site, memory: Memory) -> Report:
    """Return the report on everything; links are as they are remembered."""
    sections = tuple(section(site, memory) for section in SUBJECTS.values())
    return Report(f"Bericht: {site.content.site.name}", site.today, sections)


def report_on(site: Site, section: Section) -> Report:
    """Return the report that has one section."""
    return Report(f"{section.title}: {site.content.site.name}", site.today, (section,))


def report_reviews(form: str, site: Site, reviews: Sequence[Review]) -> str:
    """Return all of `reviews` in a form of reports, as JSON, or as a calendar (`ical`)."""
    if form == "json":
        return reviews_json(reviews, site.today)
    if form == "ical":
        return reviews_calendar(reviews, site.today)
    return FORMS[form](report_on(site, review_section(reviews, site.today)))
