"""Groups of fields that entries are made of.

The docstring under a field is its German description for staff, as in `entries`.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from wegweiser.model.fields import (
    Age,
    Date,
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
)
from wegweiser.model.text import (
    ContactRef,
    CriticalLine,
    CriticalProse,
    Line,
    Name,
    Prose,
    ResidenceTitleRef,
)
from wegweiser.model.vocabulary import (
    CostKindField,
    FederalStateField,
    FigureRoleField,
    GermanLevelField,
    PerField,
    PhoneKind,
    PhoneKindField,
    UnitField,
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

    contacts: list[ContactRef] = []
    """Wer bei diesem Schritt hilft."""


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

    role: FigureRoleField | None = None
    """Im Vergleich der Förderungen: amount = wie viel Geld, duration = wie lange."""


class DateFact(Item):
    """A date that a law or an offer turns on."""

    id: Identifier
    """Kennung, um das Datum im Text mit {date:kennung} zu nennen."""

    value: Date
    """Das Datum."""


class Image(Part):
    """A picture with what it shows."""

    file: ImageFile
    """Name der Datei in content/images/."""

    alt: Line
    """Was auf dem Bild zu sehen ist, für Menschen, die es nicht sehen."""

    credit: Name | None = None
    """Urheber und Lizenz."""


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
    """Art der Kosten: free = kostenlos, paid = kostet etwas, varies = je nach Fall."""

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


class PhoneNumber(Item):
    """A phone number, kept in E.164. It needs an id only where it has a note."""

    number: Phone
    """Nummer mit Vorwahl, in Anführungszeichen."""

    kind: PhoneKindField = PhoneKind.MAIN
    """Art der Nummer: main = Zentrale oder Durchwahl, mobile, hotline, fax."""

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

    state: FederalStateField | None = None
    """Bundesland, wenn es ein anderes ist als das der Website: BW, BY, BE, BB, HB, HH, HE, MV, NI,
    NW, RP, SL, SN, ST, SH oder TH."""


class Geo(Part):
    """A position in WGS 84 degrees."""

    lat: Latitude
    """Breitengrad."""

    lon: Longitude
    """Längengrad."""
