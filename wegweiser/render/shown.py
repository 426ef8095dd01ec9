"""The entries that an edition shows, in the order of their titles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from wegweiser.collation import first_letter, sort_keys
from wegweiser.model import Content, Entry
from wegweiser.placeholders import without_quotes
from wegweiser.render.words import PageWords
from wegweiser.translate import Edition

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Shown:
    """What `edition` shows on the day of the build; lists are ordered as its readers sort."""

    edition: Edition

    @property
    def content(self) -> Content:
        """The content of the site."""
        return self.edition.content

    def of(self, model: type[E]) -> tuple[E, ...]:
        """Return the entries of a collection."""
        return self.sort(self.content.of(model, self.edition.today))

    def users_of(self, entry: Entry) -> tuple[Entry, ...]:
        """Return the entries that name `entry`, collection by collection."""
        users = self.content.users_of(entry, self.edition.today)
        collections = list(dict.fromkeys(user.collection for user in users))
        return tuple(sorted(self.sort(users), key=lambda e: collections.index(e.collection)))

    def sort(self, entries: Iterable[E]) -> tuple[E, ...]:
        """Return `entries` in the order of their titles."""
        return tuple(sorted(entries, key=lambda entry: self._places[entry.path]))

    def by_letter(self) -> list[tuple[str, tuple[Entry, ...]]]:
        """Return all entries under the first letters of their titles, in order."""
        letters: dict[str, list[Entry]] = {}
        for path, entry in self._ordered.items():
            letter = first_letter(self._titles[path], self.edition.locale)
            letters.setdefault(letter, []).append(entry)
        return [(letter, tuple(entries)) for letter, entries in letters.items()]

    @cached_property
    def _titles(self) -> dict[str, str]:
        """The titles by the paths of the entries."""
        words = PageWords(self.edition, "", {})
        shown = self.content.shown(self.edition.today)
        return {entry.path: without_quotes(words.title(entry).text) for entry in shown}

    @cached_property
    def _ordered(self) -> dict[str, Entry]:
        """All entries by path, in the order of their titles."""
        entries = {entry.path: entry for entry in self.content.shown(self.edition.today)}
        titles = [_without_quotation_marks(self._titles[path]) for path in entries]
        keys = sort_keys(titles, self.edition.locale)
        ranks = dict(zip(entries, keys, strict=True))
        return dict(sorted(entries.items(), key=lambda item: (ranks[item[0]], item[0])))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {path: place for place, path in enumerate(self._ordered)}


def _without_quotation_marks(title: str) -> str:
    """Return a title from its first letter or digit on, by which a register lists it."""
    first = next((place for place, char in enumerate(title) if char.isalnum()), 0)
    return title[first:]
