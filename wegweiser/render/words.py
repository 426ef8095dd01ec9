"""The words of one page: what templates call, and what the page learns from it.

Everything a template prints passes through a `PageWords`. It marks each text that is not in the
edition's language with `lang` and `dir`, isolates facts that must not be reordered, and remembers
the state of every message used, from which the page's own state follows (invariant 1). Behind each
translated text stands the German one, which readers can show ("Deutsch daneben").
"""

from __future__ import annotations

import datetime
import itertools
import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from urllib.parse import quote

from markupsafe import Markup, escape

from wegweiser.locales import direction_of
from wegweiser.model import SOURCE_LOCALE, Entry, is_shown
from wegweiser.model.entries import Contact, Organisation, Programme
from wegweiser.model.fields import PartialDate, format_phone
from wegweiser.model.parts import DateFact, Figure, LegalBasis
from wegweiser.model.references import find_facts
from wegweiser.model.site_files import Glossary, Term, Topic
from wegweiser.model.text import Reference, Text
from wegweiser.model.vocabulary import Unit
from wegweiser.prose import (
    Placeholder,
    Resolve,
    drop_quotes,
    mark_quotes,
    plain_text,
    render_blocks,
    render_line,
    without_quotes,
)
from wegweiser.render.docs import DocPage
from wegweiser.render.hours import OPEN_DAYS, OpeningDay, open_spans, opening_week
from wegweiser.translate import Edition, Localised, State, fill


@dataclass
class PageWords:
    """The words of the page at `path` (below the edition, ``""`` is the home page)."""

    edition: Edition
    path: str
    doc_titles: dict[str, Localised]
    states: set[State] = field(default_factory=set)
    """The states of the content shown (not of the interface, whose words are few and general)."""
    translations: int = 0
    """How many messages of the content were shown translated."""
    fell_back: bool = False
    """Was any message shown in German for want of a translation?"""
    has_german: bool = False
    """Does any text of the page have the German one beside it ("Deutsch daneben")?"""

    # -- messages -------------------------------------------------------------------------------

    def localise(self, text: Text | str) -> Localised:
        """Return what readers see of a message, or of a name that is never translated."""
        if isinstance(text, str):
            return Localised(text, SOURCE_LOCALE, State.SOURCE)
        localised = self.edition.localise(text, lambda found: self._resolves(found, text.key))
        self._note_content(localised)
        return localised

    def _note_content(self, localised: Localised) -> None:
        self._note(localised)
        self.states.add(localised.state)
        self.translations += localised.language != SOURCE_LOCALE

    def _note(self, localised: Localised) -> None:
        self.fell_back |= localised.language != self.edition.locale.tag

    @cached_property
    def _german(self) -> PageWords:
        """The words of the same page in German."""
        return PageWords(self.edition.source_edition, self.path, self.doc_titles)

    def _beside(self, html: Markup, german: Callable[[], Markup], language: str) -> Markup:
        """Return a text with the German one behind it, which readers can show.

        A text that is German itself, for want of a translation, stays alone, and so does one
        that reads the same in both (Leichte Sprache).
        """
        if language == SOURCE_LOCALE or (original := german()) == html:
            return html
        self.has_german = True
        return html + Markup('<span class="ww-de"{} data-search-exclude>{}</span>').format(
            self._language_attributes(SOURCE_LOCALE), original
        )

    def with_german(
        self, html: Markup, language: str, title: Callable[[PageWords], Localised]
    ) -> Markup:
        """Return the main heading with the German `title` behind it."""
        return self._beside(html, lambda: self._german.mark(title(self._german)), language)

    def title(self, entry: Entry | Topic | Term) -> Localised:
        """Return the title of an entry; a programme may keep its German name everywhere."""
        if isinstance(entry, Term):
            return self.localise(entry.term)
        if isinstance(entry, Topic):
            return self.localise(entry.name)
        if isinstance(entry, Programme) and entry.keep_name:
            return self.localise(entry.name.source)
        if isinstance(entry, Contact) and entry.person:
            return self.localise(entry.person)
        title: Text | str = getattr(entry, entry.title_field)
        return self.localise(title)

    def t(self, text: Text | str) -> Markup:
        """Return a line of text as HTML, its placeholders resolved."""
        localised = self.localise(text)
        if isinstance(text, str):
            return self._mark(escape(text), localised.language)
        html = self._mark(
            Markup(render_line(localised.text, self._resolve_in(text, localised))),
            localised.language,
        )
        return self._beside(html, lambda: self._german.t(text), localised.language)

    def _resolve_in(self, text: Text, localised: Localised) -> Resolve:
        """Return what resolves the placeholders of `text`.

        Figures and laws without a path are those of the entry the text belongs to, wherever it is
        shown. In a text that fell back to German, the facts in it are German as well.
        """
        words = self if localised.language == self.edition.locale.tag else self._german
        return lambda placeholder: str(words._resolver(placeholder, text.key)())

    def prose(self, text: Text, heading: int = 3) -> Markup:
        """Return a prose text as HTML blocks; its headings get the level `heading`."""
        localised = self.localise(text)
        resolve = self._resolve_in(text, localised)
        blocks = render_blocks(localised.text, resolve, heading)
        return self._pair(blocks, text, localised.language, heading)

    def _pair(self, blocks: list[str], german: Text, language: str, heading: int | None) -> Markup:
        """Return blocks of prose, each with the German one behind it.

        A translation that has other blocks than the German has it behind the whole.
        """
        html = Markup("".join(blocks))
        if self.edition.is_source:
            return html
        attributes = self._language_attributes(SOURCE_LOCALE)
        if language == SOURCE_LOCALE:
            return Markup("<div{}>{}</div>").format(attributes, html)
        self.has_german = True
        resolve = self._german._resolve_in(german, self._german.localise(german))
        beside = render_blocks(german.source, resolve, heading)
        pairs = list(zip(blocks, beside, strict=True)) if len(blocks) == len(beside) else []
        return Markup("").join(
            Markup(
                '<div class="ww-pair"><div>{}</div><div class="ww-de"{} data-search-exclude>{}'
                "</div></div>"
            ).format(Markup(block), attributes, Markup(original))
            for block, original in pairs or [(html, "".join(beside))]
        )

    def document(self, doc: DocPage) -> Markup:
        """Return the body of a hand-written page; its headings get ids to link to."""
        self.note_document(doc)
        blocks = render_blocks(doc.body.source, self._resolve_in(doc.body, doc.title))
        numbers = itertools.count(1)

        def numbered(match: re.Match[str]) -> str:
            # The table of contents shows the heading outside the marked text.
            heading = self._mark(Markup(match[1]), doc.language)
            return f'<h2 id="section-{next(numbers)}">{heading}</h2>'

        blocks = [re.sub("<h2>(.*?)</h2>", numbered, block) for block in blocks]
        return self._pair(blocks, doc.german, doc.language, None)

    def note_document(self, doc: DocPage) -> None:
        """Take in the state of a hand-written page."""
        self._note_content(doc.title)

    def plain(self, text: Text | str) -> str:
        """Return a line as plain text, for titles and descriptions of the page itself."""
        localised = self.localise(text)
        if isinstance(text, str):
            return text
        html = render_line(localised.text, self._resolve_in(text, localised))
        return plain_text(html)

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

    def ui_text(self, key: str, count: int | None = None, **values: object) -> str:
        """Return an interface text as plain text, for attributes."""
        return without_quotes(self.ui_title(key, count, **values).text)

    def attributes(self, name: str, text: Text) -> Markup:
        """Return a line as the attribute `name`; `lang` and `dir` say its language if need be."""
        localised = self.localise(text)
        plain = plain_text(render_line(localised.text, self._resolve_in(text, localised)))
        attribute = Markup('{}="{}"').format(Markup(name), plain)
        if localised.language == self.edition.locale.tag:
            return attribute
        return attribute + self._language_attributes(localised.language)

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

    # -- links ----------------------------------------------------------------------------------

    def edition_url(self, tag: str) -> str:
        """Return the relative URL from this page to the same page of the edition `tag`."""
        return f"{'../' * (self.path.count('/') + 1)}{tag}/{self.path}"

    def url(self, path: str) -> str:
        """Return the relative URL from this page to the page at `path` of the same edition."""
        target, _, anchor = path.partition("#")
        relative = posixpath.relpath(f"/{target}", f"/{self.path}") + "/"
        relative = "./" if relative in {"./", "/"} else relative
        if anchor:
            return f"#{anchor}" if target == self.path else f"{relative}#{anchor}"
        return relative

    def path_of(self, entry: Entry | Term) -> str:
        """Return the path of an entry's page; terms are anchors of the glossary."""
        return f"glossary/#term-{entry.id}" if isinstance(entry, Term) else entry.path

    def link(self, entry: Entry | Term) -> Markup:
        """Return a link to an entry with its title (see `_link`), and its German title."""
        html = self._link(entry)
        if isinstance(entry, Entry) and not is_shown(entry, self.edition.today):
            return html
        return self._beside(
            html, lambda: self._german.mark(self._german.title(entry)), self.title(entry).language
        )

    def _link(self, entry: Entry | Term) -> Markup:
        """Return a link to an entry with its title.

        Of an entry whose consent does not hold today nothing is shown: a contact is replaced by
        its organisation, a story by the name of its collection.
        """
        if isinstance(entry, Entry) and not is_shown(entry, self.edition.today):
            if isinstance(entry, Contact):
                return self._link(self.organisation(entry.organisation))
            return self.ui(f"{entry.collection}.title")
        words = self.mark(self.title(entry))
        return Markup('<a href="{}">{}</a>').format(self.url(self.path_of(entry)), words)

    def find(self, reference: Reference) -> Entry | Term | Topic:
        """Return what `reference` leads to. Raises `LookupError` for a dangling reference."""
        found = self.edition.content.find(reference)
        if found is None:
            raise LookupError(f"{reference.collection}/{reference.id}")
        return found

    def shown(self, references: Iterable[Reference]) -> list[Entry]:
        """Return the entries behind `references` that the site shows."""
        found = (self.find(reference) for reference in references)
        return [e for e in found if isinstance(e, Entry) and is_shown(e, self.edition.today)]

    # -- facts ----------------------------------------------------------------------------------

    def phone(self, number: str) -> Markup:
        """Return an E.164 number as a link, grouped as in Germany, kept left to right."""
        return Markup('<a class="ww-tel" href="tel:{}"><bdi dir="ltr">{}</bdi></a>').format(
            number, format_phone(number).replace(" ", "\N{NO-BREAK SPACE}")
        )

    def email(self, address: str) -> Markup:
        """Return an e-mail address as a link."""
        return Markup('<a href="mailto:{0}"><bdi dir="ltr">{0}</bdi></a>').format(address)

    def report_address(self, entry: Entry) -> str | None:
        """Return the address of a mail to the office about a mistake in an entry, if it has one.

        Page, entry and language are filled in, in German, for whoever reads it (RFC 6068).
        """
        office = self.edition.content.contact(self.edition.content.site.office)
        if not office.email or not is_shown(office, self.edition.today):
            return None
        page = f"{self.edition.content.site.url}{self.edition.locale.tag}/{self.path}"
        subject = quote(f"Fehler auf der Seite {entry.collection}/{entry.id}", safe="")
        body = quote(f"Seite: {page}\r\nSprache: {self.edition.locale.tag}\r\n\r\n", safe="")
        return f"mailto:{office.email}?subject={subject}&body={body}"

    def web(self, url: str) -> Markup:
        """Return an address of the web as a link that shows host and path."""
        shown = re.sub(r"^https?://(www\.)?", "", url).rstrip("/")
        shown = shown if len(shown) <= 60 else shown[:59] + "…"
        return Markup('<a href="{}"><bdi dir="ltr">{}</bdi></a>').format(url, shown)

    def number(self, number: int) -> str:
        """Return a number in the locale's notation."""
        return self.edition.number(Decimal(number))

    def date(self, date: object) -> Markup:
        """Return a date as a `<time>` element in the locale's words."""
        if isinstance(date, PartialDate):
            precision = {4: "year", 7: "month"}.get(len(date.text), "day")
            words = self.edition.date(date.first_day, precision)
            return Markup('<time datetime="{}">{}</time>').format(date.text, words)
        words = self.edition.date(date)  # type: ignore[arg-type]
        return Markup('<time datetime="{}">{}</time>').format(date, words)

    def language(self, tag: str) -> Markup:
        """Return the name of a language in this edition, else its own name."""
        localised = self.edition.language(tag)
        if localised.language == SOURCE_LOCALE:
            self._note(localised)
        return self.mark(localised)

    def figure(self, figure: Figure) -> Markup:
        """Return a figure with its unit, for example ``276 € pro Monat``."""
        if figure.unit is Unit.EURO:
            value = self.edition.money(figure.value)
        elif figure.unit is Unit.PERCENT:
            value = self.edition.percent(figure.value)
        else:
            # A fraction takes the form of large round numbers in every language (CLDR: other).
            count = int(figure.value) if figure.value == int(figure.value) else 100
            number = self.edition.number(figure.value)
            value = self.ui(f"unit.{figure.unit}", count, number=number)
        isolated = Markup("<bdi>{}</bdi>").format(value)
        return self.ui(f"per.{figure.per}", amount=isolated) if figure.per else isolated

    def law(self, law: LegalBasis) -> Markup:
        """Return a section of a law, in German, linked to its text where known."""
        words = f"{law.section or ''} {law.law}".strip().replace(" ", "\N{NO-BREAK SPACE}")
        if law.url:
            return Markup('<a href="{}" hreflang="de" lang="de" dir="ltr">{}</a>').format(
                law.url, words
            )
        return Markup('<span lang="de" dir="ltr">{}</span>').format(words)

    def hours(self, opening_hours: str) -> list[OpeningDay]:
        """Return the opening hours of each weekday, Monday first."""
        return opening_week(opening_hours, self.edition)

    def open_spans(self, opening_hours: str) -> str:
        """Return when it is open in the days to come, for scripts (see `hours.open_spans`)."""
        return " ".join(open_spans(opening_hours, self.edition.today))

    def last_open_day(self) -> datetime.date:
        """Return the last day of which `open_spans` knows."""
        return self.edition.today + datetime.timedelta(days=OPEN_DAYS - 1)

    # -- placeholders ---------------------------------------------------------------------------

    def _resolves(self, placeholder: Placeholder, key: str) -> bool:
        try:
            self._resolver(placeholder, key)
        except LookupError:
            return False
        return True

    def _resolver(self, placeholder: Placeholder, key: str) -> Callable[[], Markup]:
        """Return what makes the HTML of a placeholder in the message `key`.

        Raises `LookupError` when the placeholder leads nowhere.
        """
        kind, target = placeholder.kind, placeholder.target
        match kind:
            case "phone" | "email":
                contact = self._published("contacts", target)
                if isinstance(contact, Contact):
                    return self._way_resolver(contact, kind)
            case "term":
                term = self.edition.content.get("glossary", target)
                if isinstance(term, Term):
                    return lambda: self._link(term)
            case "link":
                return self._link_resolver(target)
            case "figure" | "date" | "law":
                return self._fact_resolver(kind, target, key)
        raise LookupError(str(placeholder))

    def _published(self, collection: str, identifier: str) -> Entry | Term | Topic | None:
        """Return what a placeholder names; drafts and archived entries are as good as not there.

        An entry hidden by its consent is returned, so that something can stand in its place.
        """
        found = self.edition.content.get(collection, identifier)
        return None if isinstance(found, Entry) and not found.is_published else found

    def _way_resolver(self, contact: Contact, kind: str) -> Callable[[], Markup]:
        if not is_shown(contact, self.edition.today):
            return lambda: self._link(contact)
        number, address = contact.voice_number, contact.email
        if kind == "phone" and number:
            return lambda: self.phone(number)
        if kind == "email" and address:
            return lambda: self.email(address)
        raise LookupError(kind)

    def _link_resolver(self, target: str) -> Callable[[], Markup]:
        collection, _, identifier = target.partition("/")
        if collection == "docs" and identifier in self.doc_titles:
            return lambda: self._document_link(identifier)
        entry = self._published(collection, identifier)
        if isinstance(entry, Entry | Term):
            return lambda: self._link(entry)
        raise LookupError(target)

    def _document_link(self, name: str) -> Markup:
        title = self.doc_titles[name]
        self._note(title)
        return Markup('<a href="{}">{}</a>').format(self.url(f"{name}/"), self.mark(title))

    def _fact_resolver(self, kind: str, target: str, key: str) -> Callable[[], Markup]:
        *entry_path, name = target.split("/")
        if not entry_path:
            entry_path = key.split(":")[0].split("/")
        found = self._published(*entry_path) if len(entry_path) == 2 else None
        if not isinstance(found, Entry):
            raise LookupError(target)
        fact = find_facts(found, kind)[name]
        if not is_shown(found, self.edition.today):
            return lambda: Markup("…")
        if isinstance(fact, Figure):
            return lambda: self.figure(fact)
        if isinstance(fact, DateFact):
            return lambda: self.date(fact.value)
        return lambda: self.law(fact)

    # -- conveniences for templates -------------------------------------------------------------

    def organisation(self, reference: Reference) -> Organisation:
        """Return the organisation behind `reference`."""
        return self.edition.content.organisation(reference)

    def contact(self, reference: Reference) -> Contact:
        """Return the contact behind `reference`."""
        return self.edition.content.contact(reference)

    def german(self, term: str) -> Markup:
        """Return an official German term, marked as German in every edition but the source."""
        return self._mark(escape(term), SOURCE_LOCALE)

    def equivalent(self, term: Term) -> str | None:
        """Return what a German term is called in this edition's language, if known."""
        return term.equivalents.get(self.edition.locale.tag)

    def is_overdue(self, entry: Entry | Glossary) -> bool:
        """Return whether it should have been reviewed before the day of the build."""
        return entry.review_by < self.edition.today

    def has_ended(self, programme: Programme) -> bool:
        """Return whether the programme ended before the day of the build."""
        return programme.valid_to is not None and programme.valid_to < self.edition.today
