"""The languages of a page: what its words are marked with, and what the page learns from them.

Everything a template prints passes through these words. They mark each text that is not in the
edition's language with `lang` and `dir`, and remember the state of every message used, from which
the page's own state follows (invariant 1). Behind each translated text stands the German one,
which readers can show ("Deutsch daneben").
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from markupsafe import Markup, escape

from wegweiser.documents import DocPage
from wegweiser.locales import direction_of
from wegweiser.model import SOURCE_LOCALE
from wegweiser.model.site_files import Term
from wegweiser.placeholders import drop_quotes, without_quotes
from wegweiser.prose import mark_quotes
from wegweiser.translate import Edition, Localised, State, fill


@dataclass
class Marks:
    """The languages of the page at `path` (below the edition, ``""`` is the home page).

    `docs` are the hand-written pages by name.
    """

    edition: Edition
    path: str
    docs: Mapping[str, DocPage]
    states: set[State] = field(default_factory=set)
    """The states of the content shown (not of the interface, whose words are few and general)."""
    translations: int = 0
    """How many messages of the content were shown translated."""
    fell_back: bool = False
    """Was any message shown in German for want of a translation?"""
    terms: dict[str, Term] = field(default_factory=dict)
    """Words of the glossary that the page explains where they stand, by id."""
    has_german: bool = False
    """Does any text of the page have the German one beside it ("Deutsch daneben")?"""

    def _note_content(self, localised: Localised) -> None:
        self._note(localised)
        self.states.add(localised.state)
        self.translations += localised.language != SOURCE_LOCALE

    def _note(self, localised: Localised) -> None:
        self.fell_back |= localised.language != self.edition.locale.tag

    def notices(self) -> list[str]:
        """Return the interface keys of the notices that tell how far the text can be trusted."""
        found: list[str] = []
        if self.fell_back:
            found.append("notice.partly" if self.translations else "notice.untranslated")
        if State.STALE in self.states:
            found.append("notice.stale")
        if State.MACHINE in self.states and self.translations:
            found.append("notice.machine")
        return found

    @property
    def offers_german(self) -> bool:
        """Can readers have the German texts beside those of the page (not: it is all German)?"""
        return self.has_german and "notice.untranslated" not in self.notices()

    @cached_property
    def _german(self) -> Self:
        """The words of the same page in German."""
        source = self.edition.source_edition
        return type(self)(source, self.path, self.docs, terms=self.terms)

    def _beside(self, html: Markup, german: Callable[[], Markup], language: str) -> Markup:
        """Return a text with the German one behind it, which readers can show.

        A text that is German itself, for want of a translation, stays alone, and so does one
        that reads the same in both (Leichte Sprache).
        """
        if language == SOURCE_LOCALE or (original := german()) == html:
            return html
        self.has_german = True
        return html + Markup('<span class="ww-de"{}>{}</span>').format(
            self._language_attributes(SOURCE_LOCALE), original
        )

    def with_german(
        self, html: Markup, language: str, title: Callable[[Self], Localised]
    ) -> Markup:
        """Return the main heading with the German `title` behind it."""
        return self._beside(html, lambda: self._german.mark(title(self._german)), language)

    def ui(self, key: str, count: int | None = None, **values: object) -> Markup:
        """Return an interface text as HTML; values that are HTML stay so."""
        localised = self.edition.ui(key, count)
        self._note(localised)
        shown = {name: escape(value) for name, value in values.items()}
        html = self._mark(Markup(fill(mark_quotes(localised.text), shown)), localised.language)
        if count is not None or values:
            return html  # its values are written as in this language
        return self._beside(html, lambda: self._german.ui(key), localised.language)

    def ui_alone(self, key: str) -> Markup:
        """Return an interface text as HTML that never has its German beside it."""
        return self.mark(self.ui_title(key))

    def ui_slots(self, key: str, *names: str) -> Markup:
        """Return an interface text as HTML whose values a script puts into elements, by name."""
        slots: dict[str, Any] = {name: slot(name) for name in names}
        return self.ui(key, **slots)

    def ui_text(self, key: str, count: int | None = None, **values: object) -> str:
        """Return an interface text as plain text, for attributes."""
        return without_quotes(self.ui_title(key, count, **values).text)

    def ui_title(self, key: str, count: int | None = None, **values: object) -> Localised:
        """Return an interface text as it reads in this edition, not yet HTML."""
        localised = self.edition.ui(key, count, **values)
        self._note(localised)
        return localised

    def in_edition(self, text: str) -> Localised:
        """Return a text that reads the same in every edition, such as ``B1``."""
        return Localised(text, self.edition.locale.tag, State.SOURCE)

    def option_text(self, localised: Localised) -> str:
        """Return a label as the text of an option, in which nothing can be marked."""
        return drop_quotes(localised.text)

    def option_language(self, localised: Localised) -> Markup:
        """Return the attributes of an option whose label is not in the edition's language."""
        if localised.language == self.edition.locale.tag:
            return Markup("")
        return self._language_attributes(localised.language)

    def mark(self, localised: Localised) -> Markup:
        """Return a text as HTML, marked when it is not in the edition's language."""
        return self._mark(Markup(mark_quotes(localised.text)), localised.language)

    def _mark(self, html: Markup, language: str) -> Markup:
        if language == self.edition.locale.tag:
            return html
        attributes = self._language_attributes(language)
        return Markup('<span class="ww-fallback"{}>{}</span>').format(attributes, html)

    def _language_attributes(self, language: str) -> Markup:
        return Markup(' lang="{}" dir="{}"').format(language, direction_of(language))

    def german(self, term: str) -> Markup:
        """Return an official German term, marked as German in every edition but the source."""
        return self._mark(escape(term), SOURCE_LOCALE)

    def edition_url(self, tag: str) -> str:
        """Return the relative URL from this page to the same page of the edition `tag`."""
        return self.shared_url(f"{tag}/{self.path}")

    def shared_url(self, path: str) -> str:
        """Return the relative URL from this page to what lies at `path` beside the editions."""
        return f"{'../' * (self.path.count('/') + 1)}{path}"

    def url(self, path: str) -> str:
        """Return the relative URL from this page to the page at `path` of the same edition."""
        target, _, anchor = path.partition("#")
        relative = posixpath.relpath(f"/{target}", f"/{self.path}") + "/"
        relative = "./" if relative in {"./", "/"} else relative
        if anchor:
            return f"#{anchor}" if target == self.path else f"{relative}#{anchor}"
        return relative


def slot(name: str) -> Markup:
    """Return the element into which a script puts the value `name`, in a direction of its own."""
    return Markup('<bdi data-slot="{}"></bdi>').format(name)
