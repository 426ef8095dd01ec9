"""The content model: every collection, every field, in one place.

The docstring under a field is its German description for staff; the field reference, the JSON
Schemas and the form editor are made from it. English docstrings of classes are for developers.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from wegweiser.model.fields import (
    Date,
    Email,
    Identifier,
    LanguageTag,
    OpeningHours,
    SourceDate,
    Url,
    YesNo,
)
from wegweiser.model.parts import (
    Address,
    Consent,
    Cost,
    DateFact,
    Duty,
    Eligibility,
    Figure,
    Funding,
    Geo,
    Image,
    LegalBasis,
    LineItem,
    Part,
    PhoneNumber,
    Schedule,
    Source,
    SpokenLanguage,
    Step,
)
from wegweiser.model.text import (
    ContactRef,
    CriticalLine,
    CriticalProse,
    Line,
    Name,
    OrganisationRef,
    ProgrammeRef,
    Prose,
    ResidenceTitleRef,
    TermRef,
    Text,
    TopicRef,
)
from wegweiser.model.vocabulary import (
    AudienceField,
    ContactKind,
    ContactKindField,
    FigureRole,
    ModeField,
    OrganisationKindField,
    PhaseField,
    PhoneKind,
    ProgrammeKindField,
    Status,
    StatusField,
    StoryLevelField,
    VerificationField,
    WorkPermissionField,
)


class Entry(Part):
    """What every entry has."""

    collection: ClassVar[str]
    german_name: ClassVar[str]
    title_field: ClassVar[str] = "title"

    id: Identifier
    """Kennung des Eintrags; gleich dem Dateinamen ohne .yml."""

    former_ids: list[Identifier] = []
    """Frühere Kennungen; ihre Adressen führen weiter hierher. scripts/rename trägt sie ein."""

    status: StatusField
    """Zustand: draft = Entwurf, published = auf der Website, archived = nicht mehr auf der
    Website."""

    owner: ContactRef
    """Kontakt, der für den Eintrag verantwortlich ist."""

    reviewed_on: Date
    """Stand der Angaben: Tag, an dem sie zuletzt geprüft wurden, sonst das Alter der Quelle."""

    verified: list[VerificationField] = []
    """Wie die Angaben zuletzt geprüft wurden: called = angerufen, asked = nachgefragt,
    visited = hingegangen, page = Internetseite besucht, document = Unterlage gelesen. Leer =
    nicht geprüft, der Stand ist das Alter der Quelle."""

    review_by: Date
    """Tag, bis zu dem die Angaben wieder geprüft werden sollen."""

    sources: Annotated[list[Source], Field(min_length=1)]
    """Woher die Angaben stammen."""

    audiences: Annotated[list[AudienceField], Field(min_length=1)]
    """Für wen der Eintrag ist."""

    topics: list[TopicRef] = []
    """Themen, zu denen der Eintrag gehört."""

    figures: list[Figure] = []
    """Zahlen und Beträge, die im Text vorkommen."""

    dates: list[DateFact] = []
    """Daten, die im Text vorkommen, zum Beispiel Stichtage und Fristen."""

    sample: YesNo = False
    """Beispieldaten: ja = der Eintrag wird nie veröffentlicht."""

    @property
    def is_published(self) -> bool:
        """Is the entry meant for the site (whatever the calendar says)?"""
        return self.status is Status.PUBLISHED

    @property
    def line_about(self) -> Text | None:
        """The line that says what it is, if its type has one."""
        names = ("summary", "question", "description", "note")
        lines = (getattr(self, name, None) for name in names)
        return next((line for line in lines if isinstance(line, Text)), None)

    @property
    def path(self) -> str:
        """The page's path below an edition, the same in every edition."""
        return f"{self.collection}/{self.id}/"


class Programme(Entry):
    """An offer: a programme, a funding instrument, a course."""

    collection: ClassVar[str] = "programmes"
    german_name: ClassVar[str] = "Angebot"
    title_field: ClassVar[str] = "name"

    name: Line
    """Name des Angebots."""

    keep_name: YesNo = False
    """Eigenname: ja = der Name wird nie übersetzt."""

    kind: ProgrammeKindField
    """Was das Angebot gibt: Menschen, Beratung, Geld, Ausbildung, Sprache oder Recht."""

    phases: list[PhaseField] = []
    """Für Betriebe: in welcher Phase das Angebot hilft."""

    summary: Line
    """Ein oder zwei Sätze: Was ist das, und was hat man davon?"""

    body: Prose
    """Die ausführliche Beschreibung."""

    organisation: OrganisationRef
    """Wer das Angebot macht."""

    contacts: list[ContactRef] = []
    """An wen man sich wendet."""

    eligibility: Eligibility | None = None
    """Wer das Angebot nutzen kann."""

    cost: Cost | None = None
    """Was das Angebot kostet."""

    required_documents: list[LineItem] = []
    """Unterlagen, die man mitbringt."""

    how_to_apply: list[Step] = []
    """Schritte bis zur Teilnahme."""

    languages_offered: list[LanguageTag] = []
    """Sprachen, in denen das Angebot stattfindet."""

    mode: list[ModeField] = []
    """Wie das Angebot stattfindet."""

    schedule: Schedule | None = None
    """Wann das Angebot stattfindet."""

    valid_from: Date | None = None
    """Tag, ab dem es das Angebot gibt."""

    valid_to: Date | None = None
    """Letzter Tag, an dem es das Angebot gibt."""

    service_area: list[Name] = []
    """Orte, für die das Angebot gilt."""

    funding: Funding | None = None
    """Geld: Förderung oder Finanzierung."""

    legal_basis: list[LegalBasis] = []
    """Gesetzliche Grundlage."""

    def figures_for(self, role: FigureRole) -> list[Figure]:
        """Return the figures that stand for `role` where offers of money are compared."""
        return [figure for figure in self.figures if figure.role == role]


class Organisation(Entry):
    """An organisation; its name is never translated."""

    collection: ClassVar[str] = "organisations"
    german_name: ClassVar[str] = "Stelle"
    title_field: ClassVar[str] = "name"

    name: Name
    """Amtlicher Name; er bleibt in allen Sprachen stehen."""

    short_name: Name | None = None
    """Gebräuchliche Kurzform."""

    kind: OrganisationKindField
    """Art der Stelle."""

    description: Line
    """Wofür die Stelle da ist, in ein bis drei Sätzen."""

    website: Url | None = None
    """Internetadresse."""

    logo: Image | None = None
    """Logo."""

    parent: OrganisationRef | None = None
    """Übergeordnete Stelle."""


class Contact(Entry):
    """A contact point: whom to call."""

    collection: ClassVar[str] = "contacts"
    german_name: ClassVar[str] = "Kontakt"
    title_field: ClassVar[str] = "role"

    kind: ContactKindField = ContactKind.FUNCTION
    """Art des Kontakts: function = Funktion, team = Team, person = Person mit Einwilligung."""

    person: Name | None = None
    """Name der Person (nur mit Einwilligung)."""

    organisation: OrganisationRef
    """Stelle, zu der der Kontakt gehört."""

    role: Line
    """Wofür man sich an diesen Kontakt wendet."""

    note: Line | None = None
    """Was man vorher wissen sollte."""

    phones: list[PhoneNumber] = []
    """Telefonnummern."""

    email: Email | None = None
    """E-Mail-Adresse."""

    website: Url | None = None
    """Internetadresse."""

    languages_spoken: list[SpokenLanguage] = []
    """Sprachen, die man dort spricht."""

    opening_hours: OpeningHours | None = None
    """Öffnungszeiten, zum Beispiel Mo-Fr 08:00-12:30; PH off."""

    appointment_only: YesNo = False
    """Nur mit Termin: ja = man braucht einen Termin."""

    address: Address | None = None
    """Adresse."""

    geo: Geo | None = None
    """Lage für den Kartenlink."""

    accessibility: Line | None = None
    """Was Menschen mit Behinderung wissen sollten."""

    mentor: YesNo = False
    """Berufspaten: ja = hier vermittelt man Berufspatinnen und Berufspaten."""

    consent: Consent | None = None
    """Einwilligung der Person."""

    @property
    def voice_number(self) -> str | None:
        """The first number at which someone answers, in E.164: a fax is none."""
        numbers = (p.number for p in self.phones if p and p.kind is not PhoneKind.FAX)
        return next(filter(None, numbers), None)


class EmployerGuide(Entry):
    """Guidance for employers on one question."""

    collection: ClassVar[str] = "employers"
    german_name: ClassVar[str] = "Antwort für Betriebe"

    title: Line
    """Titel."""

    question: Line
    """Die Frage, die der Betrieb hat."""

    phase: PhaseField
    """In welcher Phase die Frage auftaucht."""

    steps: Annotated[list[Step], Field(min_length=1)]
    """Was der Betrieb der Reihe nach tut."""

    checklist: list[LineItem] = []
    """Liste zum Abhaken."""

    legal_basis: list[LegalBasis] = []
    """Gesetzliche Grundlage."""

    programmes: list[ProgrammeRef] = []
    """Angebote, die helfen."""

    contacts: list[ContactRef] = []
    """An wen man sich wendet."""

    residence_titles: list[ResidenceTitleRef] = []
    """Aufenthaltstitel, um die es geht."""

    disclaimer: CriticalLine
    """Hinweis, dass dies keine Rechtsberatung ist und was zu prüfen bleibt."""


class Guide(Entry):
    """A guide for refugees in steps."""

    collection: ClassVar[str] = "guides"
    german_name: ClassVar[str] = "Ratgeber"

    title: Line
    """Titel."""

    summary: Line
    """Worum es geht, in ein bis zwei Sätzen."""

    steps: Annotated[list[Step], Field(min_length=1)]
    """Was man der Reihe nach tut."""

    required_documents: list[LineItem] = []
    """Unterlagen, die man braucht."""

    programmes: list[ProgrammeRef] = []
    """Angebote, die helfen."""

    contacts: list[ContactRef] = []
    """An wen man sich wendet."""

    terms: list[TermRef] = []
    """Wörter aus dem Glossar, die man kennen sollte."""

    legal_basis: list[LegalBasis] = []
    """Gesetzliche Grundlage."""


class ResidenceTitle(Entry):
    """A residence status: who may work, when, and what the employer must do."""

    collection: ClassVar[str] = "residence-titles"
    german_name: ClassVar[str] = "Aufenthaltstitel"
    title_field: ClassVar[str] = "name"

    name: Line
    """Bezeichnung in einfachen Worten."""

    german_term: Name
    """Amtlicher Begriff; er bleibt in allen Sprachen stehen."""

    summary: Line
    """Worum es geht, in ein bis zwei Sätzen."""

    may_work: WorkPermissionField
    """Darf man arbeiten?"""

    work: CriticalProse
    """Wer wann arbeiten darf."""

    self_employment: CriticalLine | None = None
    """Ob man sich selbstständig machen darf."""

    document_note: CriticalLine | None = None
    """Was im Papier steht."""

    employer_duties: list[Duty] = []
    """Was der Betrieb tun muss."""

    legal_basis: Annotated[list[LegalBasis], Field(min_length=1)]
    """Gesetzliche Grundlage."""

    as_of: Date
    """Rechtsstand."""

    contacts: list[ContactRef] = []
    """An wen man sich wendet."""


class Story(Entry):
    """A success story."""

    collection: ClassVar[str] = "stories"
    german_name: ClassVar[str] = "Erfolgsgeschichte"

    title: Line
    """Titel."""

    level: StoryLevelField
    """Nähe zur Person: organisation = über eine Stelle, anonymous = ohne erkennbare Person,
    person = mit Einwilligung."""

    alias: Name | None = None
    """Geänderter oder echter Vorname der Person."""

    consent: Consent | None = None
    """Einwilligung der Person."""

    happened: SourceDate | None = None
    """Wann es geschah."""

    quote: Line | None = None
    """Zitat."""

    body: Prose
    """Die Geschichte."""

    programmes: list[ProgrammeRef] = []
    """Angebote, um die es geht."""

    organisation: OrganisationRef | None = None
    """Stelle, um die es geht."""

    image: Image | None = None
    """Bild."""


COLLECTIONS: dict[str, type[Entry]] = {
    model.collection: model
    for model in (
        Programme,
        Organisation,
        Contact,
        EmployerGuide,
        Guide,
        ResidenceTitle,
        Story,
    )
}
"""Entry type by folder, in the order of the navigation."""
