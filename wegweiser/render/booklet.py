"""The booklet: all offers and contacts of an edition as one document to be printed.

It is made of the same words as the pages. Links to what is in it lead to its place there, others
to the website.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from wegweiser.documents import DocPage
from wegweiser.model import Entry
from wegweiser.model.entries import Contact, Programme
from wegweiser.model.site_files import Term
from wegweiser.render.codes import address_code
from wegweiser.render.environment import template_environment
from wegweiser.render.shown import Shown
from wegweiser.render.structured import page_url
from wegweiser.render.words import PageWords
from wegweiser.translate import Edition

BOOKLET = "booklet.pdf"
"""Name of the file in the folder of its edition."""


@dataclass(frozen=True)
class Chapter:
    """A collection of the booklet: its name, and its entries each with a code of its page."""

    collection: str
    entries: list[tuple[Entry, Markup]]


def render_booklet(edition: Edition, docs: Iterable[DocPage]) -> str:
    """Return the booklet of `edition` as HTML for print (CSS Paged Media)."""
    shown = Shown(edition)
    collections = {"programmes": shown.of(Programme), "contacts": shown.of(Contact)}
    url = edition.content.site.url
    chapters = [
        Chapter(name, [(entry, address_code(f"{url}{entry.path}")) for entry in entries])
        for name, entries in collections.items()
        if entries
    ]
    words = _BookletWords(edition, "", {doc.name: doc for doc in docs})
    environment = template_environment()
    body = environment.get_template("booklet-body.html").render(words=words, chapters=chapters)
    return environment.get_template("booklet.html").render(
        words=words,
        chapters=chapters,
        body=Markup(body),
        code=address_code(url),
        notices=words.notices(),
    )


class _BookletWords(PageWords):
    """The words of a booklet, whose links work on paper and in a file of its own."""

    def url(self, path: str) -> str:
        collection, _, identifier = path.strip("/").partition("/")
        if collection in {"programmes", "contacts"} and identifier:
            return f"#{collection}-{identifier}"
        return page_url(self, path)

    def _term(self, term: Term) -> Markup:
        return self.german(term.term)
