"""The two single files of a site: `glossary.yml` and `site.yml`.

The docstring under a field is its German description for staff, as in `entries`.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Any, ClassVar

from pydantic import Field, PlainValidator

from wegweiser.diagnostics import rules
from wegweiser.model.entries import COLLECTIONS
from wegweiser.model.fields import Date, Identifier, LanguageTag, Url, YesNo
from wegweiser.model.parts import Item, Part, Source
from wegweiser.model.shapes import Shape
from wegweiser.model.suggest import suggest
from wegweiser.model.text import ContactRef, Line, Name, Prose, Reference, located, rule_error
from wegweiser.model.vocabulary import (
    AudienceField,
    CodeHostField,
    FederalStateField,
    VerificationField,
)


class Term(Part):
    """A word people meet at an office. The German term stays visible in every language."""

    id: Identifier
    """Kennung."""

    term: Name
    """Das deutsche Wort."""

    explanation: Line
    """Was es bedeutet."""

    equivalents: dict[str, Name] = {}
    """Entsprechung je Sprache."""

    synonyms: dict[str, list[Name]] = {}
    """Andere Wörter, nach denen gesucht wird, je Sprache."""

    sources: Annotated[list[Source], Field(min_length=1)]
    """Woher die Erklärung stammt."""


class Glossary(Part):
    """`glossary.yml`."""

    german_name: ClassVar[str] = "Glossar"

    owner: ContactRef
    """Kontakt, der für das Glossar verantwortlich ist."""

    reviewed_on: Date
    """Stand der Angaben: Tag der letzten Prüfung, sonst das Alter der Quellen."""

    verified: list[VerificationField] = []
    """Wie das Glossar zuletzt geprüft wurde; leer = nicht geprüft."""

    review_by: Date
    """Tag, bis zu dem das Glossar wieder geprüft werden soll."""

    sample: YesNo = False
    """Beispieldaten: ja = das Glossar wird nie veröffentlicht."""

    terms: list[Term]
    """Die Wörter."""

    @cached_property
    def by_word(self) -> dict[str, Term]:
        """The terms by their German words."""
        return {term.term: term for term in self.terms}


class Topic(Item):
    """A topic that entries are filed under."""

    id: Identifier
    """Kennung."""

    name: Line
    """Name des Themas."""


class Locale(Part):
    """A language the site appears in."""

    tag: LanguageTag
    """Kürzel der Sprache."""

    name: Name | None = None
    """Eigenname der Sprache, falls er von dem der Unicode-Tabelle abweichen soll."""


class AudienceHome(Item):
    """What the home page and the audience's own page say."""

    id: AudienceField
    """Für wen."""

    title: Line
    """Überschrift."""

    summary: Line
    """Ein Satz: Was findet man hier?"""

    intro: Prose
    """Begrüßung auf der eigenen Seite."""


def _path(value: Any) -> str:
    text = located(value).strip()
    if not re.fullmatch(_PATH_SHAPE.pattern, text):
        raise rule_error(rules.BAD_VALUE, problem=f"„{text}“ ist kein Pfad eines Projekts")
    return text


def _branch(value: Any) -> str:
    text = located(value).strip()
    if not re.fullmatch(_BRANCH_SHAPE.pattern, text):
        raise rule_error(rules.BAD_VALUE, problem=f"„{text}“ ist kein Name eines Zweiges")
    return text


_PATH_SHAPE = Shape(
    r"[A-Za-z0-9_][\w.-]*(/[A-Za-z0-9_][\w.-]*)+",
    "Gruppe und Name, mit / dazwischen.",
    ("stadt-musterstadt/wegweiser",),
)
_BRANCH_SHAPE = Shape(r"[A-Za-z0-9_][\w.-]*(/[A-Za-z0-9_][\w.-]*)*", "", ("main",))


class Editor(Part):
    """Where the form editor at `/admin/` proposes changes (docs/dev/editor.md)."""

    host: CodeHostField
    """Dienst, bei dem die Dateien der Website liegen."""

    repository: Annotated[str, PlainValidator(_path), _PATH_SHAPE]
    """Pfad des Projekts bei diesem Dienst."""

    branch: Annotated[str, PlainValidator(_branch), _BRANCH_SHAPE]
    """Zweig, in den angenommene Vorschläge eingehen."""

    sign_in: Url
    """Adresse, an der man sich anmeldet. Bei GitLab die des Servers, zum Beispiel
    https://gitlab.opencode.de/, bei GitHub die des eigenen Anmeldedienstes."""

    app_id: Name | None = None
    """Nur bei GitLab: Kennung (Application ID) der Anwendung, die dort eingetragen ist."""


def _entry(value: Any) -> Reference:
    source = located(value)
    collection, _, identifier = source.strip().partition("/")
    if collection not in COLLECTIONS:
        problem = (
            f"„{source}“ beginnt nicht mit einem Ordner und „/“{suggest(collection, COLLECTIONS)}"
        )
        raise rule_error(rules.BAD_VALUE, problem=problem)
    return Reference(collection, identifier, source.place)


_ENTRY_SHAPE = Shape(
    rf"({'|'.join(COLLECTIONS)})/[a-z0-9]+(-[a-z0-9]+)*",
    "Ordner und Kennung eines Eintrags.",
    ("guides/erste-bewerbung",),
)
EntryRef = Annotated[Reference, PlainValidator(_entry), _ENTRY_SHAPE]
"""An entry of any collection: ``guides/erste-bewerbung``."""


class Site(Part):
    """`site.yml`."""

    german_name: ClassVar[str] = "Angaben zur Website"

    name: Name
    """Name der Website; er bleibt in allen Sprachen stehen."""

    city: Name
    """Name der Stadt."""

    federal_state: FederalStateField
    """Bundesland, dessen Feiertage gelten: BW, BY, BE, BB, HB, HH, HE, MV, NI, NW, RP, SL, SN, ST,
    SH oder TH."""

    tagline: Line
    """Ein Satz unter dem Namen."""

    welcome: Prose
    """Begrüßung auf der Startseite."""

    url: Url
    """Adresse, unter der die Website erscheint, mit / am Ende."""

    office: ContactRef
    """Kontakt des Büros, das die Website betreibt."""

    locales: Annotated[list[Locale], Field(min_length=1)]
    """Sprachen; Deutsch (de) ist die Quelle und steht zuerst."""

    audiences: Annotated[list[AudienceHome], Field(min_length=1)]
    """Gruppen, für die es eine eigene Startseite gibt."""

    most_needed: list[EntryRef] = []
    """Was viele brauchen: Einträge, zu denen die Startseite gleich führt, mit Ordner und Kennung,
    zum Beispiel guides/erste-bewerbung."""

    topics: Annotated[list[Topic], Field(min_length=1)]
    """Themen."""

    editor: Editor | None = None
    """Formular-Editor unter /admin/; weglassen, wenn es keinen geben soll."""

    sample: YesNo = False
    """Beispielstadt: ja = sie wird nie veröffentlicht."""
