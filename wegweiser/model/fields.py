"""The typed facts: phones, addresses of the web, languages, dates, hours, numbers.

Each type takes the text from the file and returns the value; what it refuses becomes a
diagnostic of the rule it names.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any
from urllib.parse import urlsplit

import langcodes
import opening_hours
import phonenumbers
from pydantic import PlainValidator

from wegweiser.diagnostics import rules
from wegweiser.model.shapes import Quotes, Shape
from wegweiser.model.text import LocatedStr, located, rule_error

ID_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
IMAGE_NAME = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*\.(svg|png|jpg|jpeg|webp|avif)")
COUNTRY = "DE"
"""Country whose national way of writing phone numbers is understood."""

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")
_HOST = re.compile(r"([a-z0-9_äöüß]([a-z0-9_äöüß-]*[a-z0-9äöüß])?\.)+[a-z]{2,}\.?", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PARTIAL_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")

# One number: digits in groups, a slash only behind the area code. The library would silently
# drop letters and extensions, and join a second number to the first.
_PHONE = re.compile(r"(\+?[0-9]{1,3} ?)?(\(?[0-9]{2,5}\)? ?/ ?)?[0-9 ()][0-9 ().–-]*")
_PHONE_HINT = " (nur Ziffern, eine Nummer je Feld)"


@dataclass(frozen=True)
class PartialDate:
    """A date as precise as its source gives it: a year, a month or a day.

    `text` is ISO 8601 with reduced accuracy (``2021``, ``2021-12``, ``2021-12-02``).
    """

    text: str

    @property
    def first_day(self) -> datetime.date:
        """The earliest day it can mean."""
        year, month, day = [*map(int, self.text.split("-")), 1, 1][:3]
        return datetime.date(year, month, day)


def _date(value: Any) -> datetime.date:
    text = located(value).strip()
    try:
        if _DATE.fullmatch(text):
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass
    raise rule_error(rules.BAD_DATE, value=text, form="JJJJ-MM-TT, zum Beispiel 2026-03-31,")


def _partial_date(value: Any) -> PartialDate:
    text = located(value).strip()
    if _PARTIAL_DATE.fullmatch(text):
        date = PartialDate(text)
        try:
            if 1900 <= date.first_day.year <= 2200:
                return date
        except ValueError:
            pass
    form = "Jahr, Monat oder Tag (2026, 2026-03 oder 2026-03-31)"
    raise rule_error(rules.BAD_DATE, value=text, form=form)


# Numbers without an area code, the same everywhere in Germany: emergency calls, the authorities'
# 115, and the European numbers for help (Commission Decision 2007/116/EC, 116 000 to 116 123).
_SHORT_NUMBER = re.compile(r"11[025]|116\d{3}")


def _phone(value: Any) -> str:
    text = located(value).strip()
    if not _PHONE.fullmatch(text):
        raise rule_error(rules.BAD_PHONE, value=text, reason=_PHONE_HINT)
    if _SHORT_NUMBER.fullmatch(short := text.replace(" ", "")):
        return short
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException:
        raise rule_error(rules.BAD_PHONE, value=text, reason="") from None
    if not phonenumbers.is_possible_number(number):
        raise rule_error(rules.BAD_PHONE, value=text, reason=" (zu kurz oder zu lang)")
    if not (phonenumbers.is_valid_number(number) or is_reserved_phone(_e164(number))):
        raise rule_error(rules.BAD_PHONE, value=text, reason=" (diese Vorwahl gibt es nicht)")
    return _e164(number)


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


# Numbers that no one will ever have: Bundesnetzagentur, "Rufnummern für Film und Fernsehen"
# (drama numbers), Vfg. 148/2021.
_RESERVED = re.compile(
    r"\+49(3023125\d{3}|6990009\d{3}|4066969\d{3}|2214710\d{3}|8999998\d{3}"
    r"|152288173(86|87|88|89)|17604069\d{3}|171392\d{4})"
)


def is_reserved_phone(number: str) -> bool:
    """Is the E.164 `number` one of Germany's numbers reserved for fiction?"""
    return _RESERVED.fullmatch(number) is not None


_EXAMPLE_HOST = re.compile(r"(.+[.@])?(example\.(org|com|net)|[^.@]+\.example)")


def is_reserved_address(value: str) -> bool:
    """Is the URL or e-mail address `value` one that nobody can have (RFC 2606)?"""
    return _EXAMPLE_HOST.fullmatch(urlsplit(value).hostname or value) is not None


def dial(number: str) -> str:
    """Return a phone number as a ``tel`` address (RFC 3966); short numbers belong to Germany."""
    return f"tel:{number}" if number.startswith("+") else f"tel:{number};phone-context=+49"


def format_phone(number: str) -> str:
    """Return an E.164 number as written in Germany, with its country code: ``+49 5251 880``.

    Numbers that are the same everywhere in Germany have none: ``116 016``.
    """
    if not number.startswith("+"):
        return f"{number[:3]} {number[3:]}".strip()
    parsed = phonenumbers.parse(number)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _email(value: Any) -> str:
    text = located(value).strip()
    if len(text) > 254 or not _EMAIL.fullmatch(text) or ".." in text:
        raise rule_error(rules.BAD_EMAIL, value=text)
    return text


def _url(value: Any) -> str:
    text = located(value).strip()
    if any(char.isspace() or char in '"<>\\^`{|}' for char in text):
        raise rule_error(rules.BAD_URL, value=text, reason=" (Leerzeichen oder Sonderzeichen)")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise rule_error(rules.BAD_URL, value=text, reason="") from None
    if parts.scheme == "tel" and re.fullmatch(r"\+[0-9]{4,15}", parts.path):
        return text
    if parts.scheme == "mailto" and _EMAIL.fullmatch(parts.path):
        return text
    if parts.scheme not in {"http", "https"}:
        raise rule_error(rules.BAD_URL, value=text, reason="")
    if parts.username is not None or not _HOST.fullmatch(host or ""):
        raise rule_error(rules.BAD_URL, value=text, reason=" (der Name der Website stimmt nicht)")
    if parts.scheme == "http":
        raise rule_error(rules.BAD_URL, value=text, reason=" (http statt https)")
    return text


def _source_url(value: Any) -> str:
    """Like `_url`, but an old source may have been published over plain http."""
    source = located(value)
    text = source.strip()
    if text.startswith("http://"):
        _url(LocatedStr("https://" + text.removeprefix("http://"), source.place))
        return text
    return _url(value)


def canonical_tag(tag: str) -> str | None:
    """Return a BCP 47 tag in the form in which it is compared, None for an invalid one."""
    if not langcodes.tag_is_valid(tag):
        return None
    return langcodes.Language.get(tag, normalize=False).to_tag()


def _language(value: Any) -> str:
    text = located(value).strip()
    if not langcodes.tag_is_valid(text):
        suggestion = ""
        found = _language_by_german_name(text)
        if found:
            suggestion = f" Meinten Sie „{found}“?"
        raise rule_error(rules.BAD_LANGUAGE, value=text, suggestion=suggestion)
    return langcodes.Language.get(text, normalize=False).to_tag()


def _language_by_german_name(name: str) -> str | None:
    try:
        return str(langcodes.find(name, language="de"))
    except LookupError:
        return None


def _opening_hours(value: Any) -> str:
    text = " ".join(located(value).split())
    refused = (
        _NO_PLAIN_HOURS.search(text) or _find_impossible_day(text) or _find_past_midnight(text)
    )
    if refused:
        raise rule_error(rules.BAD_OPENING_HOURS, rest=text[refused.start() :])
    try:
        plain = str(opening_hours.OpeningHours(text))
        opening_hours.OpeningHours(hours_on_holidays(plain))
        return plain
    except opening_hours.ParserError as error:  # type: ignore[attr-defined]  # not in its stubs
        match = re.search(r"--> 1:(\d+)", str(error))
        rest = text[int(match[1]) - 1 :] if match else text
        raise rule_error(rules.BAD_OPENING_HOURS, rest=rest or text[-1:]) from None


# What a table of weekdays cannot show, though the notation knows it: comments, "unknown", times
# that follow the sun or have no end, school holidays, days before or after a holiday, and holidays
# of a season.
_NO_PLAIN_HOURS = re.compile(
    r'"|\b(unknown|sunrise|sunset|dawn|dusk|SH)\b|\bPH *[+-]|\d\+|'
    r"\b(week|easter|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|\d{4})\b[^;]*\bPH\b",
    re.IGNORECASE,
)
_TIME_SPAN = re.compile(r"\b(\d{1,2}:\d\d)-(\d{1,2}:\d\d)\b")
_PUBLIC_HOLIDAY = re.compile(r"\bPH\b")


def hours_on_holidays(text: str) -> str:
    """Return the opening hours as they read on a public holiday, on which PH is every day.

    The parser knows the holidays of a country only, not those of its states.
    """
    return _PUBLIC_HOLIDAY.sub("Mo-Su", text)


def tells_holidays(text: str) -> bool:
    """Do the opening hours say what holds on public holidays?"""
    return text == "24/7" or bool(_PUBLIC_HOLIDAY.search(text))


_MONTH_AND_DAY = re.compile(r"\b(Feb|Apr|Jun|Sep|Nov) *(3[01])\b")


def _find_impossible_day(text: str) -> re.Match[str] | None:
    """Return a day that its month does not have; the parser takes 30 February."""
    days = _MONTH_AND_DAY.finditer(text)
    return next((match for match in days if match[1] == "Feb" or match[2] == "31"), None)


def _find_past_midnight(text: str) -> re.Match[str] | None:
    """Return a time that ends on the next day: a table of days cannot show it."""
    spans = _TIME_SPAN.finditer(text)
    return next((s for s in spans if not s[1].zfill(5) < s[2].zfill(5) <= "24:00"), None)


def _yes_no(value: Any) -> bool:
    text = located(value).strip()
    if text.lower() in {"ja", "true", "yes"}:
        return True
    if text.lower() in {"nein", "false", "no"}:
        return False
    raise rule_error(rules.BAD_YES_NO, value=text)


def _decimal(value: Any) -> Decimal:
    text = located(value).strip()
    if re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,2})?", text):
        return Decimal(text)
    problem = "ist keine Zahl"
    if "," in text:
        problem = "muss man mit Punkt statt Komma schreiben"
    elif re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", text):
        problem = "muss man ohne Punkt zwischen den Tausendern schreiben"
    raise rule_error(rules.BAD_NUMBER, value=text, problem=problem)


def _integer(lowest: int, highest: int) -> PlainValidator:
    def parse(value: Any) -> int:
        text = located(value).strip()
        if not re.fullmatch(r"-?[0-9]{1,9}", text):
            raise rule_error(rules.BAD_NUMBER, value=text, problem="ist keine ganze Zahl")
        if not lowest <= int(text) <= highest:
            problem = f"liegt nicht zwischen {lowest} und {highest}"
            raise rule_error(rules.BAD_NUMBER, value=text, problem=problem)
        return int(text)

    return PlainValidator(parse)


def _coordinate(limit: int) -> PlainValidator:
    def parse(value: Any) -> Decimal:
        text = located(value).strip()
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,7})?", text):
            raise rule_error(rules.BAD_NUMBER, value=text, problem="ist keine Koordinate")
        if not -limit <= Decimal(text) <= limit:
            problem = f"liegt nicht zwischen -{limit} und {limit}"
            raise rule_error(rules.BAD_NUMBER, value=text, problem=problem)
        return Decimal(text)

    return PlainValidator(parse)


def _postcode(value: Any) -> str:
    text = located(value).strip()
    if not re.fullmatch(r"(0[1-9]|[1-9][0-9])[0-9]{3}", text):
        raise rule_error(rules.BAD_POSTCODE, value=text)
    return text


def _file_name(value: Any) -> str:
    text = located(value).strip()
    if not IMAGE_NAME.fullmatch(text):
        problem = "hat keinen erlaubten Namen (Kleinbuchstaben, Ziffern, -; .png, .jpg, .svg)"
        raise rule_error(rules.BAD_FILE_REFERENCE, value=text, problem=problem)
    return text


def _id(value: Any) -> str:
    text = located(value)
    if len(text) > 80 or not ID_PATTERN.fullmatch(text):
        raise rule_error(
            rules.WRONG_ID,
            problem=f"„{text}“ ist keine gültige Kennung.",
            hint="Nur Kleinbuchstaben a-z, Ziffern und einfache Bindestriche verwenden.",
        )
    return str(text)


def _section(value: Any) -> str:
    text = " ".join(located(value).split())
    if len(text) > 80 or not re.match(r"(§§?|Art\.) ?\d", text):
        problem = f"„{text}“ beginnt nicht mit § oder Art. und einer Nummer"
        raise rule_error(rules.BAD_VALUE, problem=problem)
    return text.replace("§ ", "§\N{NO-BREAK SPACE}")


def _any_case(word: str) -> str:
    return "".join(f"[{char.upper()}{char}]" for char in word)


_DAY = r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
DATE_SHAPE = Shape(
    rf"[0-9]{{4}}-{_DAY}",
    "In der Form JJJJ-MM-TT.",
    ("2026-03-31",),
    quotes=Quotes.ALWAYS,
)
_PARTIAL_DATE_SHAPE = Shape(
    rf"(19|2[01])[0-9]{{2}}(-({_DAY}|0[1-9]|1[0-2]))?|2200(-.*)?",
    "Jahr, Monat oder Tag.",
    ("2026", "2026-03", "2026-03-31"),
    types=("string", "integer"),
    limits=(1900, 2200),
    quotes=Quotes.ALWAYS,
)
_PHONE_SHAPE = Shape(
    _PHONE.pattern,
    "Mit Vorwahl und in Anführungszeichen, eine Nummer je Feld.",
    ("030 23125 100", "+49 30 23125 100"),
    types=("string", "integer"),
    quotes=Quotes.ALWAYS,
)
_PLAIN_ADDRESS = r"[^\s\"<>\\^`{|}]+"
_SECURE = rf"{_any_case('https')}://{_PLAIN_ADDRESS}"
_OTHER = rf"{_any_case('mailto')}:{_PLAIN_ADDRESS}|{_any_case('tel')}:\+[0-9]{{4,15}}"
_URL_SHAPE = Shape(
    rf"{_SECURE}|{_OTHER}",
    "Vollständige Adresse, beginnend mit https://.",
    ("https://www.example.org/",),
)
_SOURCE_URL_SHAPE = Shape(
    rf"http://{_PLAIN_ADDRESS}|{_URL_SHAPE.pattern}",
    "Vollständige Adresse, beginnend mit https:// (bei alten Quellen auch http://).",
    _URL_SHAPE.examples,
)
_HOURS_SHAPE = Shape(
    r"(?!.*\b(Di|Mi|Do|So|Uhr|SH|unknown|sunrise|sunset|dawn|dusk)\b)(?!.*[0-9]\+)"
    r"[\sA-Za-z0-9:;,+|/.()\[\]-]+",
    "Tage Mo Tu We Th Fr Sa Su, Feiertage PH, geschlossen off.",
    ("Mo-Fr 08:00-12:30; Th 14:00-18:00; PH off",),
    quotes=Quotes.ALWAYS,
)
YES_NO_SHAPE = Shape(
    "|".join(map(_any_case, ("ja", "nein", "true", "false", "yes", "no"))),
    "ja oder nein.",
    ("ja", "nein"),
    types=("string", "boolean"),
    quotes=Quotes.NEVER,
)
_ID_SHAPE = Shape(
    ID_PATTERN.pattern,
    "Kleinbuchstaben a-z, Ziffern und einfache Bindestriche.",
    ("erste-beratung",),
    types=("string", "number"),
)
_POSTCODE_SHAPE = Shape(
    "(0[1-9]|[1-9][0-9])[0-9]{3}",
    "Fünf Ziffern in Anführungszeichen.",
    ("01234",),
    types=("string", "integer"),
    limits=(1000, 99999),
    quotes=Quotes.ALWAYS,
)
IMAGE_SHAPE = Shape(
    IMAGE_NAME.pattern, "Kleinbuchstaben, Ziffern und Bindestriche.", ("sprachcafe.jpg",)
)
_SECTION_SHAPE = Shape(
    r"(§§?|Art\.)\s*[0-9][\s\S]*",
    "Mit § oder Art. und einer Nummer.",
    ("§ 60c Abs. 1", "Art. 3"),
)
_LANGUAGE_SHAPE = Shape(
    "([A-Za-z]{2,3}|[xX])([-_][A-Za-z0-9]{1,8})*",
    "Internationales Kürzel der Sprache (BCP 47).",
    ("de", "ar", "uk", "kmr"),
)


def _number_shape(
    pattern: str, *examples: str, types: str = "number", limits: tuple[int, int] | None = None
) -> Shape:
    hint = "Nur Ziffern, bei Bedarf mit Punkt, ohne Anführungszeichen."
    return Shape(pattern, hint, examples, ("string", types), limits, Quotes.NEVER)


_COORDINATE = r"-?[0-9]{1,3}(\.[0-9]{1,7})?"

Identifier = Annotated[str, PlainValidator(_id), _ID_SHAPE]
Date = Annotated[datetime.date, PlainValidator(_date), DATE_SHAPE]
SourceDate = Annotated[PartialDate, PlainValidator(_partial_date), _PARTIAL_DATE_SHAPE]
Phone = Annotated[str, PlainValidator(_phone), _PHONE_SHAPE]
Email = Annotated[
    str,
    PlainValidator(_email),
    Shape(_EMAIL.pattern, "In der Form name@example.org.", ("name@example.org",)),
]
Url = Annotated[str, PlainValidator(_url), _URL_SHAPE]
SourceUrl = Annotated[str, PlainValidator(_source_url), _SOURCE_URL_SHAPE]
LanguageTag = Annotated[str, PlainValidator(_language), _LANGUAGE_SHAPE]
OpeningHours = Annotated[str, PlainValidator(_opening_hours), _HOURS_SHAPE]
YesNo = Annotated[bool, PlainValidator(_yes_no), YES_NO_SHAPE]
Number = Annotated[
    Decimal,
    PlainValidator(_decimal),
    _number_shape(r"-?[0-9]{1,12}(\.[0-9]{1,2})?", "276", "13.90"),
]
Age = Annotated[
    int, _integer(0, 120), _number_shape("-?[0-9]{1,9}", "16", types="integer", limits=(0, 120))
]
Latitude = Annotated[
    Decimal, _coordinate(90), _number_shape(_COORDINATE, "51.7189", limits=(-90, 90))
]
Longitude = Annotated[
    Decimal, _coordinate(180), _number_shape(_COORDINATE, "8.7544", limits=(-180, 180))
]
Postcode = Annotated[str, PlainValidator(_postcode), _POSTCODE_SHAPE]
ImageFile = Annotated[
    str,
    PlainValidator(_file_name),
    IMAGE_SHAPE,
]
Section = Annotated[str, PlainValidator(_section), _SECTION_SHAPE]
