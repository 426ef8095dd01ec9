"""What reports are made of: findings in groups in sections, whatever form they are printed in."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from wegweiser.model import Content, Entry
from wegweiser.model.entries import Contact

NOTICE = datetime.timedelta(days=60)
"""How long before its day something is told in the report on everything."""


@dataclass(frozen=True)
class Finding:
    """One thing to look at. All of it is plain text.

    `label` is what is the matter, `title` what it is about, `note` where it stands, `url` the page
    or address to look at (http or https), `details` are further lines.
    """

    label: str
    title: str
    note: str = ""
    url: str | None = None
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Findings that belong together, in order."""

    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Section:
    """The report on one subject: what it looks for, what it found, and that in one sentence."""

    name: str
    title: str
    meaning: str
    summary: str
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True)
class Report:
    """Sections under a title, as things were on a day."""

    title: str
    date: datetime.date
    sections: tuple[Section, ...]


def german_date(date: datetime.date) -> str:
    """Return a date as written in Germany."""
    return date.strftime("%d.%m.%Y")


def count(number: int, one: str, many: str) -> str:
    """Return a number with its noun."""
    return f"{number} {one if number == 1 else many}"


def german_title(entry: Entry) -> str:
    """Return the German title; a person is named by their role alone."""
    name = "role" if isinstance(entry, Contact) else entry.title_field
    title = getattr(entry, name)
    return title if isinstance(title, str) else str(title.source)


def file_of(entry: Entry) -> str:
    """Return the path of the entry's file below the site folder."""
    return f"content/{entry.collection}/{entry.id}.yml"


def page_of(content: Content, path: str) -> str:
    """Return the address of the German page at `path`."""
    return f"{content.site.url}de/{path}"


def finding_about(
    content: Content, entry: Entry, label: str, details: tuple[str, ...] = ()
) -> Finding:
    """Return a finding about an entry that has a page."""
    url = page_of(content, entry.path)
    return Finding(label, german_title(entry), file_of(entry), url, details)


def groups_by_collection(findings: list[tuple[Entry, Finding]]) -> tuple[Group, ...]:
    """Return findings about entries in a group for each collection, in the order given."""
    groups: dict[str, list[Finding]] = {}
    for entry, finding in findings:
        groups.setdefault(COLLECTION_NAMES[entry.collection], []).append(finding)
    return tuple(Group(title, tuple(found)) for title, found in groups.items())


COLLECTION_NAMES = {
    "programmes": "Angebote",
    "organisations": "Stellen",
    "contacts": "Kontakte",
    "employers": "Ratgeber für Betriebe",
    "guides": "Ratgeber",
    "residence-titles": "Aufenthaltstitel",
    "stories": "Geschichten",
}
"""What the collections are called when staff read of them."""
