"""Entries whose facts rest on no German source."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from wegweiser.model import Content
from wegweiser.model.parts import Source
from wegweiser.reports.report import (
    Finding,
    Group,
    Section,
    count,
    finding_about,
    groups_by_collection,
    page_of,
)

_GERMAN_ENDINGS = "de|bayern|berlin|cologne|hamburg|koeln|nrw|ruhr|saarland"
"""Top-level domains of Germany and of its parts (IANA root zone database)."""

_OFFICIAL = r"(.+\.)?(make-it-in-germany\.com|europa\.eu)"
"""Official hosts with other endings: the federal government's portal for skilled workers, and the
European Union, whose law stands there in German."""

_GERMAN_HOST = re.compile(rf".+\.({_GERMAN_ENDINGS})\.?|{_OFFICIAL}", re.IGNORECASE)

_LABEL = "keine deutsche Quelle"


def is_german(source: Source) -> bool:
    """Can staff look the source up in German?

    That is: its host is a German or an official one. A source without an address is a document or
    a talk of the office itself, which is German.
    """
    if source.url is None:
        return True
    return _GERMAN_HOST.fullmatch(urlsplit(source.url).hostname or "") is not None


def source_section(content: Content, today: datetime.date) -> Section:
    """Return the report on shown entries and glossary terms without any German source.

    Some source everything has, or the content has errors. Sample data is left out: its sources are
    as invented as all of it.
    """
    found = [
        (entry, finding_about(content, entry, _LABEL, _hosts(entry.sources)))
        for entry in content.shown(today)
        if not entry.sample and not any(map(is_german, entry.sources))
    ]
    groups = groups_by_collection(found)
    terms = [] if content.glossary.sample else content.glossary.terms
    words = tuple(
        Finding(
            _LABEL,
            term.term,
            "content/glossary.yml",
            page_of(content, f"glossary/#{term.id}"),
            _hosts(term.sources),
        )
        for term in terms
        if not any(map(is_german, term.sources))
    )
    groups += (Group("Glossar", words),) if words else ()
    number = count(len(found) + len(words), "Eintrag", "Einträge")
    return Section(
        "sources",
        "Quellen",
        "Keine ihrer Quellen steht auf einer deutschen oder amtlichen Website (.de, deutsche"
        " Regionen, Make it in Germany, EU). Quellen ohne Adresse gelten als deutsch.",
        f"{number} ohne deutsche Quelle.",
        groups,
    )


def _hosts(sources: Iterable[Source]) -> tuple[str, ...]:
    return tuple(f"{source.title}: {source.url}" for source in sources)
