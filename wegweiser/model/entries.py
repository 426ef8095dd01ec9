"""The content model: every collection, every field, in one place.

The docstring under a field is its German description for staff; the field reference, the JSON
Schemas and the form editor are made from it. English docstrings of classes are for developers.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from wegweiser.model.fields import (
    Age,
    Date,
    Email,
    Identifier,
    ImageFile,
    LanguageTag,
    Latitude,
    Longitude,
    Number,
    OpeningHours,
    Phone,
    Postcode,
    Section,
    SourceDate,
    SourceUrl,
    Url,
    YesNo,
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
    TopicRef,
)
from wegweiser.model.vocabulary import (
    AudienceField,
    ContactKind,
    ContactKindField,
    CostKindField,
    GermanLevelField,
    ModeField,
    OrganisationKindField,
    PerField,
    PhaseField,
    PhoneKind,
    PhoneKindField,
    ProgrammeKindField,
    Status,
    StatusField,
    StoryLevelField,
    UnitField,
    WorkPermissionField,
)


class Part(BaseModel):
    """A group of fields inside an entry."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, arbitrary_types_allowed=True
    )


class Item(Part):
    """A list item whose texts are messages; `id` keeps their keys when the list is reordered."""

    id: Identifier | None = None
    """Kurze Kennung des Punktes, einmalig in der Liste; nie ändern, sonst gehen Übersetzungen
    verloren."""


class LineItem(Item):
    """An item of a list of plain texts."""

    text: Line
    """Der Text des Punktes."""


class Step(Item):
    """A step of a guide."""

    title: Line | None = None
    """Kurze Überschrift des Schrittes."""

    text: Prose
    """Was zu tun ist."""


class Duty(Item):
    """Something the law asks of an employer."""

    text: CriticalProse
    """Was der Betrieb tun muss."""


class Source(Part):
    """Where a fact comes from."""

    title: Name
    """Wer hat das wo veröffentlicht?"""

    url: SourceUrl | None = None
    """Internetadresse der Quelle, falls es eine gibt."""

    date: SourceDate | None = None
    """Datum der Quelle (Jahr, Monat oder Tag); weglassen, wenn die Quelle undatiert ist."""


class LegalBasis(Part):
    """A section of a law."""

    id: Identifier | None = None
    """Kennung, um den Paragrafen im Text mit {law:kennung} zu nennen."""

    law: Name
    """Kürzel des Gesetzes, zum Beispiel AufenthG."""

    section: Section | None = None
    """Paragraf, zum Beispiel § 60c Abs. 1; weglassen, wenn das ganze Gesetz gemeint ist."""

    url: Url | None = None
    """Adresse des Gesetzestextes."""


class Figure(Item):
    """A number with its unit and the date it was true."""

    id: Identifier
    """Kennung, um die Zahl im Text mit {figure:kennung} zu nennen."""

    value: Number
    """Die Zahl, mit Punkt statt Komma."""

    unit: UnitField
    """Einheit der Zahl."""

    per: PerField | None = None
    """Zeitraum, auf den sich die Zahl bezieht (zum Beispiel month)."""

    as_of: SourceDate
    """Stand der Zahl."""

    label: Line
    """Was die Zahl bedeutet."""


class Entry(Part):
    """What every entry has."""

    collection: ClassVar[str]
    title_field: ClassVar[str] = "title"

    id: Identifier
    """Kennung des Eintrags; gleich dem Dateinamen ohne .yml."""

    status: StatusField
    """draft = Entwurf, published = auf der Website, archived = nicht mehr auf der Website."""

    owner: ContactRef
    """Kontakt, der für den Eintrag verantwortlich ist."""

    reviewed_on: Date
    """Stand der Angaben: Tag, an dem sie zuletzt geprüft wurden, sonst das Alter der Quelle."""

    review_by: Date
    """Tag, bis zu dem die Angaben wieder geprüft werden sollen."""

    sources: Annotated[list[Source], Field(min_length=1)]
    """Woher die Angaben stammen."""

    audiences: Annotated[list[AudienceField], Field(min_length=1)]
    """Für wen der Eintrag ist."""

    topics: list[TopicRef] = []
    """Themen aus site.yml."""

    figures: list[Figure] = []
    """Zahlen und Beträge, die im Text vorkommen."""

    sample: YesNo = False
    """ja = Beispieldaten, die nie veröffentlicht werden."""

    @property
    def is_published(self) -> bool:
        """Is the entry meant for the site (whatever the calendar says)?"""
        return self.status is Status.PUBLISHED

    @property
    def path(self) -> str:
        """The page's path below an edition, the same in every edition."""
        return f"{self.collection}/{self.id}/"


class AgeRange(Part):
    """Age limits, both inclusive."""

    min: Age | None = None
    """Mindestalter."""

    max: Age | None = None
    """Höchstalter."""


class Eligibility(Part):
    """Who may use an offer."""

    text: CriticalProse | None = None
    """Wer das Angebot nutzen kann, in Worten."""

    residence_titles: list[ResidenceTitleRef] = []
    """Aufenthaltstitel, mit denen man das Angebot nutzen kann; leer = keine Angabe."""

    german_level: GermanLevelField | None = None
    """Deutschkenntnisse, die man mindestens braucht."""

    age: AgeRange | None = None
    """Altersgrenzen."""


class Cost(Part):
    """What an offer costs."""

    kind: CostKindField
    """free = kostenlos, paid = kostet etwas, varies = je nach Fall."""

    note: CriticalLine | None = None
    """Erläuterung zu den Kosten."""


class Schedule(Part):
    """When an offer takes place."""

    text: Line | None = None
    """Wann das Angebot stattfindet, in Worten."""

    opening_hours: OpeningHours | None = None
    """Zeiten, zum Beispiel Mo-Fr 08:00-12:30."""


class Funding(Part):
    """Money an offer gives or is paid from."""

    text: CriticalProse
    """Was gefördert wird oder wer das Angebot bezahlt."""

    deadline: CriticalLine | None = None
    """Bis wann der Antrag gestellt sein muss."""


class Programme(Entry):
    """An offer: a programme, a funding instrument, a course."""

    collection: ClassVar[str] = "programmes"
    title_field: ClassVar[str] = "name"

    name: Line
    """Name des Angebots."""

    keep_name: YesNo = False
    """ja = der Name ist ein Eigenname und wird nie übersetzt."""

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


class Image(Part):
    """A picture with what it shows."""

    file: ImageFile
    """Name der Datei in content/images/."""

    alt: Line
    """Was auf dem Bild zu sehen ist, für Menschen, die es nicht sehen."""

    credit: Name | None = None
    """Urheber und Lizenz."""


class Organisation(Entry):
    """An organisation; its name is never translated."""

    collection: ClassVar[str] = "organisations"
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


class PhoneNumber(Item):
    """A phone number, kept in E.164. It needs an id only where it has a note."""

    number: Phone
    """Nummer mit Vorwahl, in Anführungszeichen."""

    kind: PhoneKindField = PhoneKind.MAIN
    """main = Zentrale oder Durchwahl, mobile, hotline, fax."""

    note: Line | None = None
    """Wofür die Nummer ist."""


class SpokenLanguage(Part):
    """A language spoken at a contact."""

    language: LanguageTag
    """Kürzel der Sprache."""

    note: Line | None = None
    """Zum Beispiel: nur mit Termin."""


class Address(Part):
    """A postal address in Germany."""

    street: Name
    """Straße und Hausnummer."""

    addition: Name | None = None
    """Gebäude, Stockwerk, Raum."""

    postal_code: Postcode | None = None
    """Postleitzahl, in Anführungszeichen."""

    city: Name
    """Ort."""

    district: Name | None = None
    """Stadtteil."""


class Geo(Part):
    """A position in WGS 84 degrees."""

    lat: Latitude
    """Breitengrad."""

    lon: Longitude
    """Längengrad."""


class Consent(Part):
    """What a person agreed to."""

    scope: Name
    """Womit die Person einverstanden ist."""

    given_on: Date
    """Tag der Einwilligung."""

    valid_until: Date
    """Letzter Tag, an dem die Einwilligung gilt."""

    withdraw_contact: ContactRef
    """Wo die Person die Einwilligung widerrufen kann."""


class Contact(Entry):
    """A contact point: whom to call."""

    collection: ClassVar[str] = "contacts"
    title_field: ClassVar[str] = "role"

    kind: ContactKindField = ContactKind.FUNCTION
    """function = Funktion, team = Team, person = Person mit Einwilligung."""

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
    """ja = nur mit Termin."""

    address: Address | None = None
    """Adresse."""

    geo: Geo | None = None
    """Lage für den Kartenlink."""

    accessibility: Line | None = None
    """Was Menschen mit Behinderung wissen sollten."""

    mentor: YesNo = False
    """ja = hier vermittelt man Berufspatinnen und Berufspaten."""

    consent: Consent | None = None
    """Einwilligung der Person."""


class EmployerGuide(Entry):
    """Guidance for employers on one question."""

    collection: ClassVar[str] = "employers"

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

    title: Line
    """Titel."""

    level: StoryLevelField
    """organisation = über eine Stelle, anonymous = ohne erkennbare Person, person = mit
    Einwilligung."""

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

    owner: ContactRef
    """Kontakt, der für das Glossar verantwortlich ist."""

    reviewed_on: Date
    """Tag, an dem das Glossar zuletzt geprüft wurde."""

    review_by: Date
    """Tag, bis zu dem das Glossar wieder geprüft werden soll."""

    sample: YesNo = False
    """ja = Beispieldaten, die nie veröffentlicht werden."""

    terms: list[Term]
    """Die Wörter."""


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


class Site(Part):
    """`site.yml`."""

    name: Name
    """Name der Website; er bleibt in allen Sprachen stehen."""

    city: Name
    """Name der Stadt."""

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

    topics: Annotated[list[Topic], Field(min_length=1)]
    """Themen."""

    sample: YesNo = False
    """ja = Beispielstadt, die nie veröffentlicht wird."""


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
