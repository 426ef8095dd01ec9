"""Hand-written pages as the readers of an edition see them: which there are, and in which words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wegweiser.documents.audit import Audit
from wegweiser.documents.document import FOLDER, Document, state_of
from wegweiser.model import SOURCE_LOCALE
from wegweiser.model.text import Text
from wegweiser.placeholders import find_placeholders
from wegweiser.translate import Localised, State, status

REQUIRED = ("imprint", "privacy")
"""Pages that German law demands (§ 5 DDG, Art. 13 GDPR)."""

_STATEMENT = "accessibility"
"""The accessibility statement."""

# Pages every site has stand in this order; others follow by name.
_ORDER = ("help", "about", "accessibility", "privacy", "imprint")


@dataclass(frozen=True)
class DocPage:
    """A hand-written page as readers of one edition see it.

    `body` is prose without the title; `name` is the file name without ``.md`` and the page's
    path; `language` is that of title and body, `german` and `german_title` are the German ones.
    `audit` are the results that the accessibility statement shows.
    """

    name: str
    title: Localised
    body: Text
    german: Text
    german_title: Localised
    language: str
    state: State
    audit: Audit | None = None


@dataclass(frozen=True)
class Docs:
    """All hand-written pages: by locale, then by name. The German ones define which exist."""

    documents: dict[str, dict[str, Document]]
    audit: Audit | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the pages, in their order in the navigation."""
        return tuple(sorted(self.documents.get(SOURCE_LOCALE, {}), key=_nav_order))

    def texts(self, locale: str) -> list[status.Text]:
        """Return the pages as the figures of the locale see them."""
        german = self.documents.get(SOURCE_LOCALE, {})
        return [
            status.Text(
                f"{FOLDER}/{page.name}",
                FOLDER,
                len(f"{german[page.name].title} {german[page.name].body.source}".split()),
                page.state,
            )
            for page in self.pages(locale)
        ]

    def pages(self, locale: str) -> list[DocPage]:
        """Return the pages of an edition, German where there is no translation."""
        german = self.documents.get(SOURCE_LOCALE, {})
        translated = self.documents.get(locale, {})
        pages = [_page(name, german[name], locale, translated.get(name)) for name in self.names]
        return [replace(p, audit=self.audit) if p.name == _STATEMENT else p for p in pages]


def _nav_order(name: str) -> tuple[int, str]:
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)


def _page(name: str, german: Document, locale: str, translation: Document | None) -> DocPage:
    if locale == SOURCE_LOCALE or translation is None:
        state = State.SOURCE if locale == SOURCE_LOCALE else State.MISSING
        title = Localised(german.title, SOURCE_LOCALE, state)
        return DocPage(name, title, german.body, german.body, title, SOURCE_LOCALE, state)
    state = state_of(translation, german)
    if state is State.STALE and _names_more(translation, german):
        # What it names may be gone; better the German page than a dead end.
        title = Localised(german.title, SOURCE_LOCALE, state)
        return DocPage(name, title, german.body, german.body, title, SOURCE_LOCALE, state)
    title = Localised(translation.title, locale, state)
    german_title = Localised(german.title, SOURCE_LOCALE, State.SOURCE)
    return DocPage(name, title, translation.body, german.body, german_title, locale, state)


def _names_more(translation: Document, german: Document) -> bool:
    return bool(
        {*find_placeholders(translation.body.source)} - {*find_placeholders(german.body.source)}
    )
