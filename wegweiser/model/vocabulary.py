"""Closed lists of values. Their words in each language are interface texts (`ui.po`)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import PlainValidator

from wegweiser.diagnostics import rules
from wegweiser.model.suggest import suggest
from wegweiser.model.text import located, rule_error


class Status(StrEnum):
    """Where an entry is in its life; only published ones are on the site."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Audience(StrEnum):
    """Whom an entry is for."""

    REFUGEE = "refugee"
    EMPLOYER = "employer"
    VOLUNTEER = "volunteer"
    COUNSELLOR = "counsellor"


class Phase(StrEnum):
    """When an employer needs something, in the order of time."""

    BEFORE_HIRING = "before-hiring"
    FIRST_WEEKS = "first-weeks"
    DURING_TRAINING = "during-training"
    DIFFICULTIES = "difficulties"
    AFTERWARDS = "afterwards"


class ProgrammeKind(StrEnum):
    """What a programme gives."""

    PEOPLE = "people"
    ADVICE = "advice"
    MONEY = "money"
    TRAINING = "training"
    LANGUAGE = "language"
    LAW = "law"


class Mode(StrEnum):
    """How an offer takes place."""

    IN_PERSON = "in-person"
    PHONE = "phone"
    ONLINE = "online"
    WORKPLACE = "workplace"


class CostKind(StrEnum):
    """What an offer costs the person who uses it."""

    FREE = "free"
    PAID = "paid"
    VARIES = "varies"


class GermanLevel(StrEnum):
    """Levels of the Common European Framework of Reference for Languages (2001)."""

    NONE = "none"
    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"


class OrganisationKind(StrEnum):
    """What sort of organisation it is."""

    CITY = "city"
    DISTRICT = "district"
    EMPLOYMENT_AGENCY = "employment-agency"
    JOB_CENTRE = "job-centre"
    IMMIGRATION_OFFICE = "immigration-office"
    CHAMBER = "chamber"
    WELFARE = "welfare"
    EDUCATION = "education"
    NETWORK = "network"
    FEDERAL = "federal"
    OTHER = "other"


class ContactKind(StrEnum):
    """Whether one reaches a function, a team or a named person (who consented)."""

    FUNCTION = "function"
    TEAM = "team"
    PERSON = "person"


class PhoneKind(StrEnum):
    """What a number is for."""

    MAIN = "main"
    MOBILE = "mobile"
    HOTLINE = "hotline"
    FAX = "fax"


class WorkPermission(StrEnum):
    """What a residence title says about work."""

    ALLOWED = "allowed"
    WITH_PERMISSION = "with-permission"
    DEPENDS = "depends"
    NOT_ALLOWED = "not-allowed"


class StoryLevel(StrEnum):
    """How close a story comes to persons; only `person` needs consent."""

    ORGANISATION = "organisation"
    ANONYMOUS = "anonymous"
    PERSON = "person"


class Verification(StrEnum):
    """How the facts of an entry were verified."""

    CALLED = "called"
    ASKED = "asked"
    VISITED = "visited"
    PAGE = "page"
    DOCUMENT = "document"


class FederalState(StrEnum):
    """The federal states of Germany (ISO 3166-2:DE), whose public holidays differ."""

    BADEN_WUERTTEMBERG = "BW"
    BAVARIA = "BY"
    BERLIN = "BE"
    BRANDENBURG = "BB"
    BREMEN = "HB"
    HAMBURG = "HH"
    HESSE = "HE"
    MECKLENBURG = "MV"
    LOWER_SAXONY = "NI"
    NORTH_RHINE_WESTPHALIA = "NW"
    RHINELAND_PALATINATE = "RP"
    SAARLAND = "SL"
    SAXONY = "SN"
    SAXONY_ANHALT = "ST"
    SCHLESWIG_HOLSTEIN = "SH"
    THURINGIA = "TH"


class Unit(StrEnum):
    """Unit of a figure."""

    EURO = "EUR"
    PERCENT = "percent"
    PEOPLE = "people"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    LESSONS = "lessons"


class FigureRole(StrEnum):
    """What a figure stands for where offers of money are compared."""

    AMOUNT = "amount"
    DURATION = "duration"


class Per(StrEnum):
    """What an amount is paid or counted for."""

    HOUR = "hour"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


E = TypeVar("E", bound=StrEnum)


def _one_of(vocabulary: type[E]) -> PlainValidator:
    def choose(value: Any) -> E:
        text = located(value).strip()
        try:
            return vocabulary(str(text))
        except ValueError:
            allowed = [member.value for member in vocabulary]
            raise rule_error(
                rules.NOT_IN_VOCABULARY,
                value=text,
                suggestion=suggest(text, allowed),
                allowed=", ".join(allowed),
            ) from None

    return PlainValidator(choose)


StatusField = Annotated[Status, _one_of(Status)]
AudienceField = Annotated[Audience, _one_of(Audience)]
PhaseField = Annotated[Phase, _one_of(Phase)]
ProgrammeKindField = Annotated[ProgrammeKind, _one_of(ProgrammeKind)]
ModeField = Annotated[Mode, _one_of(Mode)]
CostKindField = Annotated[CostKind, _one_of(CostKind)]
GermanLevelField = Annotated[GermanLevel, _one_of(GermanLevel)]
OrganisationKindField = Annotated[OrganisationKind, _one_of(OrganisationKind)]
ContactKindField = Annotated[ContactKind, _one_of(ContactKind)]
PhoneKindField = Annotated[PhoneKind, _one_of(PhoneKind)]
WorkPermissionField = Annotated[WorkPermission, _one_of(WorkPermission)]
StoryLevelField = Annotated[StoryLevel, _one_of(StoryLevel)]
UnitField = Annotated[Unit, _one_of(Unit)]
PerField = Annotated[Per, _one_of(Per)]
VerificationField = Annotated[Verification, _one_of(Verification)]
FederalStateField = Annotated[FederalState, _one_of(FederalState)]
FigureRoleField = Annotated[FigureRole, _one_of(FigureRole)]
