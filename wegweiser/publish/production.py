"""What a production build refuses or tells although it is well-formed (invariant 3)."""

from __future__ import annotations

from collections.abc import Iterator

from wegweiser.diagnostics import Diagnostic, Place, rules
from wegweiser.model import Content
from wegweiser.model.fields import is_reserved_address


def find_placeholder(content: Content) -> Iterator[Diagnostic]:
    """Yield a note when the site's address is one that nobody can have (RFC 2606)."""
    if is_reserved_address(content.site.url) and not content.site.sample:
        yield rules.PLACEHOLDER_ADDRESS.at(Place("content/site.yml"), url=content.site.url)


def find_samples(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for every published entry that is marked as sample data."""
    if content.site.sample:
        yield rules.SAMPLE_IN_PRODUCTION.at(Place("content/site.yml"), id="site")
    if content.glossary.sample:
        yield rules.SAMPLE_IN_PRODUCTION.at(Place("content/glossary.yml"), id="glossary")
    for collection, entries in content.entries.items():
        for entry in entries.values():
            if entry.sample and entry.is_published:
                place = Place(f"content/{collection}/{entry.id}.yml")
                yield rules.SAMPLE_IN_PRODUCTION.at(place, id=entry.id)
