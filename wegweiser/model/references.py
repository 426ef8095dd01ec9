"""References between entries: in fields and in placeholders."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from wegweiser.diagnostics import Diagnostic, Place, rules
from wegweiser.model.entries import Contact, Entry, Organisation, Story
from wegweiser.model.parts import DateFact, Figure, LegalBasis
from wegweiser.model.site_files import Glossary, Site
from wegweiser.model.suggest import suggest
from wegweiser.model.text import Text
from wegweiser.model.vocabulary import Status
from wegweiser.model.walk import references_of, texts_of, walk
from wegweiser.placeholders import Placeholder, find_malformed_placeholders, find_placeholders

_Fact = Figure | DateFact | LegalBasis

_FACTS: dict[str, tuple[type[_Fact], str]] = {
    "figure": (Figure, "keine Zahl"),
    "date": (DateFact, "kein Datum"),
    "law": (LegalBasis, "keinen Paragrafen"),
}
"""Kinds of placeholders for facts of an entry: the field's type, and what is missing (German)."""

DATA_FILES = (
    *("contacts.csv", "programmes.csv", "datapackage.json"),
    *("hsds/organizations.json", "hsds/services.json", "hsds/locations.json"),
)
"""The files of the open data, below `data/`, that a text may lead to (docs/dev/urls.md)."""

_TITLE = re.compile(r"[:.](title|name|role|tagline)$")
"""Keys of messages that are titles."""

_GERMAN_STATUS = {Status.DRAFT: "ein Entwurf", Status.ARCHIVED: "archiviert"}


@dataclass(frozen=True)
class Known:
    """What references may lead to on a day: ids by collection, and the entries that were read."""

    ids: Mapping[str, frozenset[str]]
    entries: Mapping[str, Mapping[str, Entry]]
    today: datetime.date
    _facts: dict[tuple[int, str], Mapping[str, _Fact]] = field(default_factory=dict, compare=False)

    @classmethod
    def collect(
        cls,
        files: Iterable[tuple[str, str]],
        entries: Mapping[str, Mapping[str, Entry]],
        site: Site | None,
        glossary: Glossary | None,
        docs: Iterable[str],
        today: datetime.date,
    ) -> Known:
        """Return what is known from the files found, the two single files and the page names."""
        ids: dict[str, set[str]] = {collection: set() for collection in entries}
        for collection, identifier in files:
            ids[collection].add(identifier)
        if site:
            ids["topics"] = {topic.id for topic in site.topics or () if topic and topic.id}
        if glossary:
            ids["glossary"] = {term.id for term in glossary.terms or () if term and term.id}
        ids["docs"] = set(docs)
        return cls({name: frozenset(values) for name, values in ids.items()}, entries, today)

    def entry(self, collection: str, identifier: str) -> Entry | None:
        """Return the entry if it could be read."""
        return self.entries.get(collection, {}).get(identifier)

    def facts(self, entry: BaseModel | None, kind: str) -> Mapping[str, _Fact]:
        """Return what `find_facts` does; many texts of an entry ask for the same."""
        key = id(entry), kind
        if key not in self._facts:
            self._facts[key] = find_facts(entry, kind)
        return self._facts[key]


def check_references(value: BaseModel, known: Known) -> Iterator[Diagnostic]:
    """Yield the references and placeholders of an entry that lead nowhere."""
    for reference in references_of(value):
        problem = _check_target(reference.collection, reference.id, known, reference.place)
        if problem and not _needs_no_telling(problem, value, known.today):
            yield problem
    for text in texts_of(value):
        yield from check_text(text, value, known)


def _needs_no_telling(problem: Diagnostic, value: BaseModel, today: datetime.date) -> bool:
    """Is `problem` about a hidden target, in an entry that is hidden for the same reason?"""
    if not isinstance(value, Entry):
        return False
    if problem.code == rules.HIDDEN_REFERENCE.code:
        return not value.is_published
    return problem.code == rules.REFERENCE_WITHOUT_CONSENT.code and not is_shown(value, today)


def _check_target(
    collection: str, identifier: str, known: Known, place: Place
) -> Diagnostic | None:
    if collection not in known.ids:
        return None  # its file could not be read, which has been told
    if identifier not in known.ids[collection]:
        return rules.UNKNOWN_REFERENCE.at(
            place,
            value=identifier,
            collection=collection,
            suggestion=suggest(identifier, known.ids[collection]),
        )
    entry = known.entry(collection, identifier)
    if entry and entry.status in _GERMAN_STATUS:
        status = _GERMAN_STATUS[entry.status]
        return rules.HIDDEN_REFERENCE.at(place, value=identifier, status=status)
    if entry and entry.is_published and not is_shown(entry, known.today):
        return rules.REFERENCE_WITHOUT_CONSENT.at(place, value=identifier)
    return None


def is_shown(entry: Entry, today: datetime.date) -> bool:
    """Is `entry` on the site on `today`? Published, and with a consent that still holds.

    A consent that could not be read does not hold.
    """
    consent = entry.consent if isinstance(entry, Story | Contact) else None
    if not entry.is_published or consent is None:
        return entry.is_published
    given_on, valid_until = consent.given_on, consent.valid_until
    return bool(given_on and valid_until) and given_on <= today <= valid_until


def check_text(text: Text, owner: BaseModel | None, known: Known) -> Iterator[Diagnostic]:
    """Yield the placeholders of `text`, which stands in `owner`, that lead nowhere."""
    seen: Counter[str] = Counter()
    for malformed in find_malformed_placeholders(text.source):
        place = text.origin.place_of(malformed, seen[malformed])
        seen[malformed] += 1
        yield rules.BAD_PLACEHOLDER.at(
            place,
            placeholder=malformed,
            problem="ist kein Platzhalter",
            suggestion="",
        )
    for placeholder in find_placeholders(text.source):
        place = text.origin.place_of(str(placeholder), seen[str(placeholder)])
        seen[str(placeholder)] += 1
        if _TITLE.search(text.key):
            # A title also stands where no markup can: in the browser's tab, in search results.
            yield _bad(place, placeholder, "ist in Überschriften nicht möglich")
            continue
        problem = _check_placeholder(placeholder, owner, known, place)
        if problem:
            yield problem


def _check_placeholder(
    placeholder: Placeholder, owner: BaseModel | None, known: Known, place: Place
) -> Diagnostic | None:
    kind, target = placeholder.kind, placeholder.target
    match kind:
        case "phone" | "email":
            problem = _check_target("contacts", target, known, place)
            contact = known.entry("contacts", target)
            if problem is None and isinstance(contact, Contact) and not _has(contact, kind):
                missing = "keine Telefonnummer" if kind == "phone" else "keine E-Mail-Adresse"
                return _bad(
                    place, placeholder, f"ist nicht möglich, denn der Kontakt hat {missing}"
                )
            return problem
        case "term":
            return _check_target("glossary", target, known, place)
        case "link":
            collection, _, identifier = target.partition("/")
            if collection == "data":
                return _check_data_file(placeholder, identifier, place)
            if collection not in {*known.entries, "docs", "glossary"}:
                return _bad(place, placeholder, "hat ein unbekanntes Ziel", known.entries)
            return _check_target(collection, identifier, known, place)
        case "figure" | "date" | "law":
            return _check_fact(placeholder, owner, known, place)
    kinds = ["phone", "email", "link", "term", *_FACTS]
    return _bad(place, placeholder, f"hat die unbekannte Art „{kind}“", kinds, kind)


def _check_data_file(placeholder: Placeholder, name: str, place: Place) -> Diagnostic | None:
    if name in DATA_FILES:
        return None
    return _bad(place, placeholder, "hat ein unbekanntes Ziel", DATA_FILES, name)


def _has(contact: Contact, kind: str) -> bool:
    return bool(contact.voice_number if kind == "phone" else contact.email)


def _check_fact(
    placeholder: Placeholder, owner: BaseModel | None, known: Known, place: Place
) -> Diagnostic | None:
    """Check ``{figure:id}`` of the own entry or ``{figure:programmes/eq/id}`` of another."""
    *entry_path, name = placeholder.target.split("/")
    if entry_path:
        if len(entry_path) != 2 or entry_path[0] not in known.entries:
            return _bad(place, placeholder, "hat ein unbekanntes Ziel", known.entries)
        problem = _check_target(entry_path[0], entry_path[1], known, place)
        other = known.entry(*entry_path)
        if problem or other is None:
            return problem
        owner = other
    facts = known.facts(owner, placeholder.kind)
    if name in facts:
        return None
    missing = _FACTS[placeholder.kind][1]
    return _bad(place, placeholder, f"führt ins Leere: es gibt {missing} „{name}“", facts, name)


def targets_of(text: Text) -> Iterator[tuple[str, str]]:
    """Yield what `text` sends its readers to by placeholders: collection and id, in order.

    A number or a date of another entry is shown where it is named, and leads nowhere.
    """
    for placeholder in find_placeholders(text.source):
        if placeholder.kind in {"phone", "email"}:
            yield Contact.collection, placeholder.target
        elif placeholder.kind == "link":
            collection, _, identifier = placeholder.target.partition("/")
            yield collection, identifier


def find_facts(entry: BaseModel | None, kind: str) -> dict[str, _Fact]:
    """Return the facts of an entry that placeholders of `kind` name, by their id."""
    model = _FACTS[kind][0]
    return {
        part.id: part for _, part in walk(entry) if isinstance(part, model) and part.id is not None
    }


def _bad(
    place: Place,
    placeholder: Placeholder,
    problem: str,
    known: Iterable[str] = (),
    word: str | None = None,
) -> Diagnostic:
    return rules.BAD_PLACEHOLDER.at(
        place,
        placeholder=placeholder,
        problem=problem,
        suggestion=suggest(word or placeholder.target.split("/")[0], known),
    )


def check_unused(
    entries: Mapping[str, Mapping[str, Entry]], values: Iterable[BaseModel]
) -> Iterator[Diagnostic]:
    """Warn about published contacts that no entry names."""
    contacts = entries.get(Contact.collection, {})
    used = {
        reference.id
        for value in values
        for reference in references_of(value)
        if reference.collection == Contact.collection
        and not (reference == getattr(value, "owner", None) and value is contacts.get(reference.id))
    }
    used |= {
        placeholder.target
        for value in values
        for text in texts_of(value)
        for placeholder in find_placeholders(text.source)
        if placeholder.kind in {"phone", "email"}
    }
    for identifier, contact in contacts.items():
        if contact.is_published and contact.id == identifier not in used:
            place = Place(f"content/{Contact.collection}/{identifier}.yml")
            yield rules.UNUSED_CONTACT.at(place, id=identifier)


def check_former_ids(
    entries: Mapping[str, Mapping[str, Entry]], known: Known
) -> Iterator[Diagnostic]:
    """Report former ids that lead to two entries."""
    for collection, found in entries.items():
        owners: dict[str, str] = {}
        for identifier, entry in found.items():
            for former in filter(None, entry.former_ids or ()):
                if former in known.ids[collection] or former in owners:
                    other = owners.get(former, former)
                    problem = f"Die frühere Kennung „{former}“ gehört schon zu „{other}“."
                    place = Place(f"content/{collection}/{identifier}.yml")
                    hint = "Sie unter „former_ids“ streichen."
                    yield rules.WRONG_ID.at(place, problem=problem, hint=hint)
                owners.setdefault(former, identifier)


def check_parents(entries: Mapping[str, Mapping[str, Entry]]) -> Iterator[Diagnostic]:
    """Report organisations that are their own parent, directly or through others."""
    organisations = entries.get(Organisation.collection, {})
    for identifier, start in organisations.items():
        seen: set[str] = set()
        current: Entry | None = start
        while isinstance(current, Organisation) and current.parent:
            if current.parent.id == identifier and isinstance(start, Organisation) and start.parent:
                yield rules.PARENT_CYCLE.at(start.parent.place, id=identifier)
                break
            if current.parent.id in seen:
                break
            seen.add(current.parent.id)
            current = organisations.get(current.parent.id)
