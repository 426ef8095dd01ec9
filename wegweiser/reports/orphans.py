"""Pages nobody comes across, and translations whose German text is gone."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml import etree

from wegweiser.render import RenderedPage, render_edition
from wegweiser.reports.report import (
    Finding,
    Group,
    Section,
    count,
    finding_about,
    groups_by_collection,
)
from wegweiser.site import Site
from wegweiser.translate.messages import source_messages

_NO_WAY = frozenset(
    {
        *("a-z", "collection", "contacts", "programmes", "search"),
        *("moved", "offline", "translations"),
    }
)
"""Kinds of pages that lead nobody to an entry: the plain lists of all there is, whose readers have
looked for it already, and what is no way at all."""


def orphan_section(site: Site) -> Section:
    """Return the report on pages and translations that belong to nothing."""
    found = _found(site)
    lonely = [entry for entry in site.content.shown(site.today) if entry.path not in found]
    pages = [(entry, finding_about(site.content, entry, "kein Weg dorthin")) for entry in lonely]
    texts, number = _groups_of_translations(site)
    return Section(
        "orphans",
        "Verwaistes",
        "Zu diesen Einträgen führt kein anderer Eintrag, kein Verzeichnis und keine Startseite,"
        " nur die Liste von allem. Zu diesen Übersetzungen gibt es keinen deutschen Text mehr.",
        f"{count(len(lonely), 'Eintrag', 'Einträge')},"
        f" {count(number, 'Übersetzung', 'Übersetzungen')} ohne deutschen Text.",
        (*groups_by_collection(pages), *texts),
    )


def _found(site: Site) -> set[str]:
    """Return the paths of the entries that readers come across.

    They start from the home pages, the directories and the hand-written pages, and follow links in
    the German pages as these are rendered, so that whatever a page shows counts. The office stands
    on every page.
    """
    source = site.tags[0]
    rendered = render_edition(site.edition(source), site.docs.pages(source), {})
    pages = {page.path: page for page in rendered}
    entries = {entry.path for entry in site.content.shown(site.today)}
    waiting = [p.path for p in pages.values() if p.path not in entries and p.kind not in _NO_WAY]
    found = {site.content.contact(site.content.site.office).path} & entries
    waiting += found
    while waiting:
        met = set(_links(pages[waiting.pop()])) & entries - found
        found |= met
        waiting += met
    return found


def _links(page: RenderedPage) -> Iterator[str]:
    """Yield the paths below the edition that the links of a page lead to."""
    for link in etree.fromstring(page.body, etree.HTMLParser()).iter("a"):
        parts = urlsplit(str(link.get("href", "")))
        if parts.path and not parts.scheme and not parts.netloc:
            target = posixpath.normpath(posixpath.join("/", page.path, unquote(parts.path)))
            yield f"{target.strip('/')}/".lstrip("/")


def _groups_of_translations(site: Site) -> tuple[tuple[Group, ...], int]:
    """Return the translations without a German text by locale, and how many there are."""
    sources = source_messages(site.content)
    groups, number = [], 0
    for tag, catalogue in sorted(site.catalogues.items()):
        findings = [
            Finding("ohne deutschen Text", key, _place(site, tag, key))
            for key in sorted(catalogue.messages.keys() - sources.keys())
        ]
        number += len(findings) + catalogue.obsolete
        if catalogue.obsolete:
            kept = count(catalogue.obsolete, "Übersetzung", "Übersetzungen")
            note = "am Ende der Kataloge, mit #~; man kann sie löschen"
            findings.append(Finding("aufgehoben", kept, note))
        if findings:
            groups.append(Group(f"Übersetzungen: {tag}", tuple(findings)))
    return tuple(groups), number


def _place(site: Site, tag: str, key: str) -> str:
    place = site.catalogues[tag].messages[key].place
    return f"{place.file}:{place.line}"
