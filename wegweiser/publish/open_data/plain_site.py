"""A site as programs get it: the entries that it shows, with their German texts as plain text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from wegweiser.documents import DocPage
from wegweiser.model import Content, Entry
from wegweiser.model.entries import Contact, Programme
from wegweiser.model.text import Text
from wegweiser.prose import plain_text
from wegweiser.render.words import PageWords
from wegweiser.translate import Edition

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class PlainSite:
    """What the source `edition` shows; `docs` are its hand-written pages by name."""

    edition: Edition
    docs: Mapping[str, DocPage]

    @property
    def content(self) -> Content:
        """The content of the site."""
        return self.edition.content

    def of(self, model: type[E]) -> tuple[E, ...]:
        """Return the entries of a collection that are shown on the day of the build."""
        return self.content.of(model, self.edition.today)

    def contacts_of(self, programme: Programme) -> list[Contact]:
        """Return the contacts that the page of a programme shows."""
        shown = self.words(programme.path).shown(programme.contacts)
        return [entry for entry in shown if isinstance(entry, Contact)]

    def words(self, path: str) -> PageWords:
        """Return the words of the page at `path`."""
        return PageWords(self.edition, path, self.docs)

    def plain(self, text: Text | None, path: str) -> str:
        """Return `text` without markup, as the page at `path` says it; nothing for None."""
        if text is None:
            return ""
        words = self.words(path)
        return plain_text(words.prose(text)) if text.prose else words.plain(text)

    def url(self, path: str) -> str:
        """Return the address of the page at `path`."""
        return f"{self.content.site.url}{self.edition.locale.tag}/{path}"
