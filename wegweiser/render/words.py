"""The words of one page: what templates call to print entries, texts and links.

See `marks` for what becomes of them, `facts` for numbers, dates and the like.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from urllib.parse import quote

from markupsafe import Markup, escape

from wegweiser.documents import DocPage
from wegweiser.model import SOURCE_LOCALE, Entry, is_shown
from wegweiser.model.entries import Contact, Organisation, Programme
from wegweiser.model.parts import DateFact, Figure, Image
from wegweiser.model.references import DATA_FILES, find_facts
from wegweiser.model.site_files import Glossary, Term, Topic
from wegweiser.model.text import Reference, Text
from wegweiser.placeholders import Placeholder
from wegweiser.prose import Explain, Resolve, plain_text, render_blocks, render_line
from wegweiser.render.facts import Facts
from wegweiser.render.pictures import PICTURES, ShownPicture, show
from wegweiser.translate import Localised, State


class PageWords(Facts):
    """The words of the page at `path` (below the edition, ``""`` is the home page)."""

    # -- texts ----------------------------------------------------------------------------------

    def localise(self, text: Text | str) -> Localised:
        """Return what readers see of a message, or of a name that is never translated."""
        if isinstance(text, str):
            return Localised(text, SOURCE_LOCALE, State.SOURCE)
        localised = self.edition.localise(text, lambda found: self._resolves(found, text.key))
        self._note_content(localised)
        return localised

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
        blocks = render_blocks(localised.text, resolve, heading, self._explain(localised))
        return self._pair(blocks, text, localised.language, heading)

    def _explain(self, localised: Localised) -> Explain:
        """Return what marks each word of the glossary that the page has not explained yet.

        In a translation these are the German words it quotes.
        """
        terms = self.edition.content.glossary.by_word

        def mark(word: str) -> str | None:
            term = terms.get(word)
            return str(self._term(term)) if term and term.id not in self.terms else None

        is_german = localised.language.split("-")[0] == SOURCE_LOCALE
        return Explain(mark, _words_of(tuple(terms)) if is_german and terms else None)

    def explained_terms(self) -> Iterator[Term]:
        """Yield the words the page explains; an explanation may bring further ones."""
        given: set[str] = set()
        while waiting := [term for term in self.terms.values() if term.id not in given]:
            for term in waiting:
                given.add(term.id)
                yield term

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
            Markup('<div class="ww-pair"><div>{}</div><div class="ww-de"{}>{}</div></div>').format(
                Markup(block), attributes, Markup(original)
            )
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

    def title_of_document(self, doc: DocPage) -> Localised:
        """Return the title of a hand-written page, as this edition has it."""
        return doc.german_title if self.edition.is_source else doc.title

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

    def text_alone(self, text: Text) -> str:
        """Return a text as plain text on one line, without the German one beside it."""
        localised = self.localise(text)
        resolve = self._resolve_in(text, localised)
        if text.prose:
            return plain_text(" ".join(render_blocks(localised.text, resolve)))
        return plain_text(render_line(localised.text, resolve))

    def attributes(self, name: str, text: Text) -> Markup:
        """Return a line as the attribute `name`; `lang` and `dir` say its language if need be."""
        localised = self.localise(text)
        plain = plain_text(render_line(localised.text, self._resolve_in(text, localised)))
        attribute = Markup('{}="{}"').format(Markup(name), plain)
        if localised.language == self.edition.locale.tag:
            return attribute
        return attribute + self._language_attributes(localised.language)

    # -- links ----------------------------------------------------------------------------------

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

    def picture(self, image: Image) -> ShownPicture:
        """Return the picture of an entry as the page shows it."""
        return show(self.edition.content.pictures[image.file])

    def picture_url(self, path: str) -> str:
        """Return the relative URL from this page to one of the files of a picture."""
        return self.shared_url(f"{PICTURES}/{path}")

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
                    return lambda: self._term(term)
            case "link":
                return self._link_resolver(target)
            case "figure" | "date" | "law":
                return self._fact_resolver(kind, target, key)
        raise LookupError(str(placeholder))

    def _term(self, term: Term) -> Markup:
        """Return a word of the glossary as a button that opens its explanation on this page."""
        self.terms[term.id] = term
        language = "" if self.edition.is_source else self._language_attributes(SOURCE_LOCALE)
        return Markup(
            '<button type="button" class="ww-term" popovertarget="explain-{}"{}>{}</button>'
        ).format(term.id, language, term.term)

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
        if collection == "docs" and identifier in self.docs:
            return lambda: self._document_link(identifier)
        if collection == "data" and identifier in DATA_FILES:
            return lambda: self._data_link(identifier)
        entry = self._published(collection, identifier)
        if isinstance(entry, Entry | Term):
            return lambda: self._link(entry)
        raise LookupError(target)

    def _document_link(self, name: str) -> Markup:
        title = self.title_of_document(self.docs[name])
        self._note(title)
        return Markup('<a href="{}">{}</a>').format(self.url(f"{name}/"), self.mark(title))

    def _data_link(self, name: str) -> Markup:
        """Return a link to a file of the open data, which is called the same everywhere."""
        url, shown = self.shared_url(f"data/{name}"), name.rpartition("/")[2]
        return Markup('<a href="{}" hreflang="{}"><bdi dir="ltr">{}</bdi></a>').format(
            url, SOURCE_LOCALE, shown
        )

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

    def equivalent(self, term: Term) -> str | None:
        """Return what a German term is called in this edition's language, if known."""
        return term.equivalents.get(self.edition.locale.tag)

    def is_overdue(self, entry: Entry | Glossary) -> bool:
        """Return whether it should have been reviewed before the day of the build."""
        return entry.review_by < self.edition.today

    def has_ended(self, programme: Programme) -> bool:
        """Return whether the programme ended before the day of the build."""
        return programme.valid_to is not None and programme.valid_to < self.edition.today


@cache
def _words_of(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Return what matches any of `terms` as a whole word, the longest first."""
    longest_first = sorted(map(re.escape, terms), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(longest_first)})(?![\w-])")
