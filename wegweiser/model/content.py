"""Content: all entries of a site, linked."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from wegweiser.model.entries import Contact, Entry, Organisation
from wegweiser.model.images import Picture
from wegweiser.model.parts import Image
from wegweiser.model.references import Known, is_shown, targets_of
from wegweiser.model.site_files import Glossary, Site, Term, Topic
from wegweiser.model.text import Reference
from wegweiser.model.walk import references_of, texts_of, walk

E = TypeVar("E", bound=Entry)

SOURCE_LOCALE = "de"
"""The language staff write in."""


@dataclass(frozen=True)
class Content:
    """The checked entries of one site. Every reference in it leads to an entry."""

    root: Path
    site: Site
    glossary: Glossary
    entries: dict[str, dict[str, Entry]] = field(default_factory=dict)
    """Entries by collection and id, in the order of the ids."""
    pictures: dict[str, Picture] = field(default_factory=dict)
    """The pictures in `content/images/` by name, whether an entry shows them or not."""

    def of(self, model: type[E], today: datetime.date) -> tuple[E, ...]:
        """Return the entries of a collection that the site shows on `today`, ordered by id."""
        entries = self.entries.get(model.collection, {}).values()
        return tuple(e for e in entries if isinstance(e, model) and is_shown(e, today))

    def shown(self, today: datetime.date) -> Iterator[Entry]:
        """Yield every entry that the site shows on `today`, by collection and id."""
        for collection in self.entries.values():
            yield from (entry for entry in collection.values() if is_shown(entry, today))

    def find(self, reference: Reference) -> Entry | Term | Topic | None:
        """Return what a reference leads to, whatever its status, or None."""
        return self.get(reference.collection, reference.id)

    def get(self, collection: str, identifier: str) -> Entry | Term | Topic | None:
        """Return the entry, glossary term or topic of that id, or None."""
        if collection == "glossary":
            return next((term for term in self.glossary.terms if term.id == identifier), None)
        if collection == "topics":
            return next((topic for topic in self.site.topics if topic.id == identifier), None)
        return self.entries.get(collection, {}).get(identifier)

    def shown_pictures(self, today: datetime.date) -> tuple[Picture, ...]:
        """Return the pictures of the entries that the site shows on `today`, ordered by name."""
        values = (value for entry in self.shown(today) for _, value in walk(entry))
        names = {value.file for value in values if isinstance(value, Image)}
        return tuple(self.pictures[name] for name in sorted(names))

    def contact(self, reference: Reference) -> Contact:
        """Return the contact that `reference` leads to. Raises `LookupError` when there is none."""
        return self._entry(Contact, reference)

    def organisation(self, reference: Reference) -> Organisation:
        """Return the organisation of a reference. Raises `LookupError` when there is none."""
        return self._entry(Organisation, reference)

    def _entry(self, model: type[E], reference: Reference) -> E:
        entry = self.find(reference)
        if not isinstance(entry, model):
            raise LookupError(f"{reference.collection}/{reference.id}")
        return entry

    def users_of(self, entry: Entry, today: datetime.date) -> tuple[Entry, ...]:
        """Return the shown entries that name `entry`, in a field or in a text, in order.

        Naming it as the owner, or as where a consent is withdrawn, is no use of it.
        """
        users = self._users.get((entry.collection, entry.id), ())
        return tuple(user for user in users if user is not entry and is_shown(user, today))

    @cached_property
    def _users(self) -> dict[tuple[str, str], list[Entry]]:
        """The entries that name a target, by the target's collection and id."""
        users: dict[tuple[str, str], list[Entry]] = {}
        for entries in self.entries.values():
            for entry in entries.values():
                consent = getattr(entry, "consent", None)
                duties = (entry.owner, consent.withdraw_contact if consent else None)
                named = {(r.collection, r.id) for r in references_of(entry) if r not in duties}
                named |= {target for text in texts_of(entry) for target in targets_of(text)}
                for target in named:
                    users.setdefault(target, []).append(entry)
        return users


@dataclass(frozen=True)
class Readable:
    """What could be read of a site that may have errors.

    It is what translations and hand-written pages are checked against, so that one run tells
    their mistakes too; no page is ever made from it. Fields that could not be typed are None
    (see `salvage`), a file that could not be read is missing.
    """

    site: Site | None
    glossary: Glossary | None
    entries: dict[str, dict[str, Entry]]
    known: Known

    @property
    def tags(self) -> list[str] | None:
        """The tags of the site's locales, None when they could not be read."""
        locales = self.site.locales if self.site else None
        return [locale.tag for locale in locales if locale and locale.tag] if locales else None
