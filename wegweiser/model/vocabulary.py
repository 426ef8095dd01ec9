"""Closed lists of values.

Their words for readers, in each language, are interface texts (`ui.po`); the German word beside
each value is for staff.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Self, TypeVar

from pydantic import PlainValidator

from wegweiser.diagnostics import rules
from wegweiser.model.shapes import Choice, Shape
from wegweiser.model.suggest import suggest
from wegweiser.model.text import located, rule_error


class Vocabulary(StrEnum):
    """Values of a closed list, each with its German word."""

    german: str

    def __new__(cls, value: str, german: str = "") -> Self:
        """Return the member `value`, which staff call `german`."""
        self = str.__new__(cls, value)
        self._value_ = value
        self.german = german
        return self


class Status(Vocabulary):
    """Where an entry is in its life; only published ones are on the site."""

    DRAFT = "draft", "Entwurf, nicht auf der Website"
    PUBLISHED = "published", "auf der Website"
    ARCHIVED = "archived", "nicht mehr auf der Website"


class Audience(Vocabulary):
    """Whom an entry is for."""

    REFUGEE = "refugee", "Geflüchtete"
    EMPLOYER = "employer", "Betriebe"
    VOLUNTEER = "volunteer", "Ehrenamtliche"
    COUNSELLOR = "counsellor", "Beratende"


class Phase(Vocabulary):
    """When an employer needs something, in the order of time."""

    BEFORE_HIRING = "before-hiring", "vor der Einstellung"
    FIRST_WEEKS = "first-weeks", "in den ersten Wochen"
    DURING_TRAINING = "during-training", "während der Ausbildung"
    DIFFICULTIES = "difficulties", "wenn es schwierig wird"
    AFTERWARDS = "afterwards", "danach"


class ProgrammeKind(Vocabulary):
    """What a programme gives."""

    PEOPLE = "people", "Menschen, die begleiten"
    ADVICE = "advice", "Beratung"
    MONEY = "money", "Geld"
    TRAINING = "training", "Ausbildung"
    LANGUAGE = "language", "Deutsch lernen"
    LAW = "law", "Recht"


class Mode(Vocabulary):
    """How an offer takes place."""

    IN_PERSON = "in-person", "persönlich"
    PHONE = "phone", "am Telefon"
    ONLINE = "online", "online"
    WORKPLACE = "workplace", "im Betrieb"


class CostKind(Vocabulary):
    """What an offer costs the person who uses it."""

    FREE = "free", "kostenlos"
    PAID = "paid", "kostet etwas"
    VARIES = "varies", "je nach Fall"


class GermanLevel(Vocabulary):
    """Levels of the Common European Framework of Reference for Languages (2001)."""

    NONE = "none", "keine Deutschkenntnisse nötig"
    A1 = "A1", "erste Wörter und Sätze"
    A2 = "A2", "einfache Gespräche"
    B1 = "B1", "Alltag und Arbeit"
    B2 = "B2", "fließende Gespräche"
    C1 = "C1", "fast wie die Muttersprache"
    C2 = "C2", "wie die Muttersprache"


class OrganisationKind(Vocabulary):
    """What sort of organisation it is."""

    CITY = "city", "Stadt"
    DISTRICT = "district", "Kreis"
    EMPLOYMENT_AGENCY = "employment-agency", "Agentur für Arbeit"
    JOB_CENTRE = "job-centre", "Jobcenter"
    IMMIGRATION_OFFICE = "immigration-office", "Ausländerbehörde"
    CHAMBER = "chamber", "Kammer und Handwerk"
    WELFARE = "welfare", "Wohlfahrtsverband"
    EDUCATION = "education", "Bildungsträger"
    NETWORK = "network", "Netzwerk"
    FEDERAL = "federal", "Bund"
    OTHER = "other", "weitere Stelle"


class ContactKind(Vocabulary):
    """Whether one reaches a function, a team or a named person (who consented)."""

    FUNCTION = "function", "Funktion, zum Beispiel eine Zentrale"
    TEAM = "team", "Team"
    PERSON = "person", "Person mit Einwilligung"


class PhoneKind(Vocabulary):
    """What a number is for."""

    MAIN = "main", "Zentrale oder Durchwahl"
    MOBILE = "mobile", "Mobiltelefon"
    HOTLINE = "hotline", "Hotline"
    FAX = "fax", "Fax"


class WorkPermission(Vocabulary):
    """What a residence title says about work."""

    ALLOWED = "allowed", "ja"
    WITH_PERMISSION = "with-permission", "ja, mit Erlaubnis der Ausländerbehörde"
    DEPENDS = "depends", "es kommt darauf an"
    NOT_ALLOWED = "not-allowed", "nein"


class StoryLevel(Vocabulary):
    """How close a story comes to persons; only `person` needs consent."""

    ORGANISATION = "organisation", "über eine Stelle"
    ANONYMOUS = "anonymous", "ohne erkennbare Person"
    PERSON = "person", "Person mit Einwilligung"


class Verification(Vocabulary):
    """How the facts of an entry were verified."""

    CALLED = "called", "angerufen"
    ASKED = "asked", "nachgefragt"
    VISITED = "visited", "hingegangen"
    PAGE = "page", "Internetseite besucht"
    DOCUMENT = "document", "Unterlage gelesen"


class FederalState(Vocabulary):
    """The federal states of Germany (ISO 3166-2:DE), whose public holidays differ."""

    BADEN_WUERTTEMBERG = "BW", "Baden-Württemberg"
    BAVARIA = "BY", "Bayern"
    BERLIN = "BE", "Berlin"
    BRANDENBURG = "BB", "Brandenburg"
    BREMEN = "HB", "Bremen"
    HAMBURG = "HH", "Hamburg"
    HESSE = "HE", "Hessen"
    MECKLENBURG = "MV", "Mecklenburg-Vorpommern"
    LOWER_SAXONY = "NI", "Niedersachsen"
    NORTH_RHINE_WESTPHALIA = "NW", "Nordrhein-Westfalen"
    RHINELAND_PALATINATE = "RP", "Rheinland-Pfalz"
    SAARLAND = "SL", "Saarland"
    SAXONY = "SN", "Sachsen"
    SAXONY_ANHALT = "ST", "Sachsen-Anhalt"
    SCHLESWIG_HOLSTEIN = "SH", "Schleswig-Holstein"
    THURINGIA = "TH", "Thüringen"


class CodeHost(Vocabulary):
    """Where a site's files lie, and changes to them are proposed."""

    GITHUB = "github", "GitHub"
    GITLAB = "gitlab", "GitLab, zum Beispiel openCode"


class Unit(Vocabulary):
    """Unit of a figure."""

    EURO = "EUR", "Euro"
    PERCENT = "percent", "Prozent"
    PEOPLE = "people", "Personen"
    HOURS = "hours", "Stunden"
    DAYS = "days", "Tage"
    WEEKS = "weeks", "Wochen"
    MONTHS = "months", "Monate"
    YEARS = "years", "Jahre"
    AGE = "age", "Jahre (Alter)"
    LESSONS = "lessons", "Unterrichtsstunden"


class FigureRole(Vocabulary):
    """What a figure stands for where offers of money are compared."""

    AMOUNT = "amount", "wie viel Geld"
    DURATION = "duration", "wie lange"


class Per(Vocabulary):
    """What an amount is paid or counted for."""

    HOUR = "hour", "pro Stunde"
    WEEK = "week", "pro Woche"
    MONTH = "month", "pro Monat"
    YEAR = "year", "pro Jahr"


E = TypeVar("E", bound=Vocabulary)


def _one_of(vocabulary: type[E]) -> PlainValidator:
    def choose(value: Any) -> E:
        text = located(value).strip()
        try:
            return next(member for member in vocabulary if member.value == text)
        except StopIteration:
            allowed = [member.value for member in vocabulary]
            raise rule_error(
                rules.NOT_IN_VOCABULARY,
                value=text,
                suggestion=suggest(text, allowed),
                allowed=", ".join(allowed),
            ) from None

    return PlainValidator(choose)


def _shape(vocabulary: type[Vocabulary]) -> Shape:
    return Shape(choices=tuple(Choice(member.value, member.german) for member in vocabulary))


StatusField = Annotated[Status, _one_of(Status), _shape(Status)]
AudienceField = Annotated[Audience, _one_of(Audience), _shape(Audience)]
PhaseField = Annotated[Phase, _one_of(Phase), _shape(Phase)]
ProgrammeKindField = Annotated[ProgrammeKind, _one_of(ProgrammeKind), _shape(ProgrammeKind)]
ModeField = Annotated[Mode, _one_of(Mode), _shape(Mode)]
CostKindField = Annotated[CostKind, _one_of(CostKind), _shape(CostKind)]
GermanLevelField = Annotated[GermanLevel, _one_of(GermanLevel), _shape(GermanLevel)]
OrganisationKindField = Annotated[
    OrganisationKind, _one_of(OrganisationKind), _shape(OrganisationKind)
]
ContactKindField = Annotated[ContactKind, _one_of(ContactKind), _shape(ContactKind)]
PhoneKindField = Annotated[PhoneKind, _one_of(PhoneKind), _shape(PhoneKind)]
WorkPermissionField = Annotated[WorkPermission, _one_of(WorkPermission), _shape(WorkPermission)]
StoryLevelField = Annotated[StoryLevel, _one_of(StoryLevel), _shape(StoryLevel)]
UnitField = Annotated[Unit, _one_of(Unit), _shape(Unit)]
PerField = Annotated[Per, _one_of(Per), _shape(Per)]
VerificationField = Annotated[Verification, _one_of(Verification), _shape(Verification)]
FederalStateField = Annotated[FederalState, _one_of(FederalState), _shape(FederalState)]
CodeHostField = Annotated[CodeHost, _one_of(CodeHost), _shape(CodeHost)]
FigureRoleField = Annotated[FigureRole, _one_of(FigureRole), _shape(FigureRole)]
