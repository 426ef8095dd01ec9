"""What a production build refuses although it is well-formed: sample data (invariant 3)."""

from __future__ import annotations

from collections.abc import Iterator

from wegweiser.diagnostics import Diagnostic, Place, rules
from wegweiser.model import Content


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
