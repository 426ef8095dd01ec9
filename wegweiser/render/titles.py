"""Titles of pages and of the choices they offer: functions of the words of a page."""

from __future__ import annotations

from collections.abc import Callable

from wegweiser.model import SOURCE_LOCALE, Entry
from wegweiser.model.site_files import Topic
from wegweiser.placeholders import quote
from wegweiser.render.words import PageWords
from wegweiser.translate import Localised

Title = Callable[[PageWords], Localised]


def ui_title(key: str, **values: Callable[[PageWords], str]) -> Title:
    """Return the interface text `key` as a title, its slots filled by `values`."""

    def title(words: PageWords) -> Localised:
        shown = {name: value(words) for name, value in values.items()}
        return words.ui_title(key, None, **shown)

    return title


def title_of(entry: Entry | Topic) -> Title:
    """Return the title of an entry or a topic."""
    return lambda words: words.title(entry)


def name_title(name: str) -> Title:
    """Return a name, which is German in every edition."""
    return lambda words: words.localise(name)


def text_of(title: Title) -> Callable[[PageWords], str]:
    """Return what makes the text of `title`, German quoted as in a translation."""

    def text(words: PageWords) -> str:
        localised = title(words)
        is_german = localised.language == SOURCE_LOCALE and not words.edition.is_source
        return quote(localised.text) if is_german else localised.text

    return text
