"""The messages of a site: every translatable text of every entry and of the interface."""

from __future__ import annotations

from dataclasses import dataclass

from wegweiser.model import Content, Readable
from wegweiser.model.entries import Programme
from wegweiser.model.walk import texts_of
from wegweiser.translate.interface import PREFIX, load_interface


@dataclass(frozen=True)
class Source:
    """The German side of a message. `catalogue` is the file it belongs to (``programmes``)."""

    key: str
    text: str
    catalogue: str
    prose: bool = False
    critical: bool = False
    plural: str = ""


def kept_names(content: Content | Readable) -> frozenset[str]:
    """Return the names that are never translated, as they stand in sentences."""
    programmes = content.entries.get(Programme.collection, {}).values()
    return frozenset(
        entry.name.source
        for entry in programmes
        if isinstance(entry, Programme) and entry.keep_name and entry.name
    )


def source_messages(content: Content | Readable) -> dict[str, Source]:
    """Return every message that translators work on, by key, in the order of the files.

    Drafts and archived entries have none: nobody shall translate what nobody reads.
    """
    messages: dict[str, Source] = {}
    values: list[tuple[str, object]] = [("site", content.site)]
    for collection, entries in content.entries.items():
        values += [(collection, entry) for entry in entries.values() if entry.is_published]
    values.append(("glossary", content.glossary))
    for catalogue, value in values:
        for text in texts_of(value):
            messages[text.key] = Source(text.key, text.source, catalogue, text.prose, text.critical)
    interface = load_interface()
    for name, german in interface.texts.items():
        key = PREFIX + name
        messages[key] = Source(key, german, "ui", plural=interface.plurals.get(name, ""))
    return messages
