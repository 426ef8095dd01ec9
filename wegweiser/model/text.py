"""Located strings, translatable texts and references: the leaves of an entry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import PlainValidator
from pydantic_core import PydanticCustomError

from wegweiser.diagnostics import Place, rules
from wegweiser.model.shapes import Shape
from wegweiser.read import TextFile

MAX_LINE = 500
MAX_PROSE = 8_000


class LocatedStr(str):
    """A string from a content file that knows where it stands and which message it would be.

    `key` is the stable key of the message (`msgctxt`): ``programmes/startzeit:summary``, list
    items by their id.
    """

    place: Place
    key: str
    file: TextFile | None
    last_line: int

    def __new__(
        cls,
        value: str,
        place: Place,
        key: str = "",
        file: TextFile | None = None,
        last_line: int = 0,
    ) -> LocatedStr:
        """Return the string `value` with its place, its key and the file it stands in."""
        self = super().__new__(cls, value)
        self.place = place
        self.key = key
        self.file = file
        self.last_line = last_line
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return LocatedStr, (str(self), self.place, self.key, self.file, self.last_line)

    def place_of(self, part: str, nth: int = 0) -> Place:
        """Return where `part` of this string stands in the file for the `nth` time (from 0).

        Returns the string's own place when it cannot be found.
        """
        if not self.file or not part:
            return self.place
        return self.file.find(part, self.place, self.last_line, nth)


@dataclass(frozen=True)
class Text:
    """A translatable text: its German source, its key and its nature.

    `prose` texts are Markdown, others one plain line. `critical` texts (eligibility, deadline,
    cost, law) fall back to German while their translation is stale (invariant 2).
    """

    key: str
    source: str
    origin: LocatedStr = field(compare=False, repr=False)
    prose: bool = False
    critical: bool = False


@dataclass(frozen=True)
class Reference:
    """A reference to the entry `id` of `collection`."""

    collection: str
    id: str
    place: Place


def rule_error(rule: rules.Rule, **details: object) -> PydanticCustomError:
    """Return the validation error that becomes a diagnostic of `rule`."""
    return PydanticCustomError(rule.code, rule.title, details)


def located(value: Any) -> LocatedStr:
    """Return `value` if it is text from a file; raises the shape error of the reader otherwise."""
    if isinstance(value, LocatedStr):
        return value
    raise PydanticCustomError("string_type", "text expected")


def _check_length(value: str, limit: int) -> None:
    if len(value) > limit:
        raise rule_error(
            rules.BAD_LENGTH,
            problem=f"hat {len(value)} Zeichen, höchstens {limit} sind erlaubt",
            hint="Kürzer schreiben; lange Texte auf mehrere Schritte verteilen.",
        )


def _line(value: Any, *, critical: bool) -> Text:
    source = located(value)
    text = " ".join(source.split())
    _check_length(text, MAX_LINE)
    return Text(source.key, text, source, critical=critical)


def _prose(value: Any, *, critical: bool) -> Text:
    source = located(value)
    text = source.strip()
    _check_length(text, MAX_PROSE)
    return Text(source.key, text, source, prose=True, critical=critical)


def _name(value: Any) -> str:
    text = " ".join(located(value).split())
    _check_length(text, MAX_LINE)
    if "{" in text or "}" in text:
        problem = f"„{text}“ enthält geschweifte Klammern; Platzhalter gibt es nur in Texten"
        raise rule_error(rules.BAD_VALUE, problem=problem)
    return text


def _reference(collection: str) -> PlainValidator:
    def make(value: Any) -> Reference:
        source = located(value)
        return Reference(collection, source.strip(), source.place)

    return PlainValidator(make)


# A text may be a number or a word like "true" to an editor; to us every value is text.
_ANYTHING = ("string", "number", "boolean")
LINE_SHAPE = Shape(
    rf"(?:\S|\s+(?=\S)){{1,{MAX_LINE}}}",
    f"Höchstens {MAX_LINE} Zeichen.",
    types=_ANYTHING,
)
_PROSE = Shape(
    rf"\S(?:[\s\S]{{0,{MAX_PROSE - 2}}}\S)?",
    f"Höchstens {MAX_PROSE} Zeichen; Absätze, Listen, **fett**, *kursiv* und ### Überschriften.",
    types=_ANYTHING,
    prose=True,
)
_NAME = Shape(
    rf"(?:[^\s{{}}]|\s+(?=\S)){{1,{MAX_LINE}}}",
    f"Höchstens {MAX_LINE} Zeichen, ohne geschweifte Klammern.",
    types=_ANYTHING,
)


def _named(collection: str, where: str) -> Shape:
    return Shape(
        r"[a-z0-9]+(-[a-z0-9]+)*",
        f"Kennung {where}.",
        types=("string", "number"),
        collection=collection,
    )


def _entry_of(collection: str) -> Shape:
    return _named(collection, f"eines Eintrags aus content/{collection}/ (Dateiname ohne .yml)")


Line = Annotated[Text, PlainValidator(lambda value: _line(value, critical=False)), LINE_SHAPE]
CriticalLine = Annotated[
    Text, PlainValidator(lambda value: _line(value, critical=True)), LINE_SHAPE
]
Prose = Annotated[Text, PlainValidator(lambda value: _prose(value, critical=False)), _PROSE]
CriticalProse = Annotated[Text, PlainValidator(lambda value: _prose(value, critical=True)), _PROSE]

Name = Annotated[str, PlainValidator(_name), _NAME]
"""A name that is never translated and stays visible in every language."""

ContactRef = Annotated[Reference, _reference("contacts"), _entry_of("contacts")]
OrganisationRef = Annotated[Reference, _reference("organisations"), _entry_of("organisations")]
ProgrammeRef = Annotated[Reference, _reference("programmes"), _entry_of("programmes")]
ResidenceTitleRef = Annotated[
    Reference, _reference("residence-titles"), _entry_of("residence-titles")
]
TermRef = Annotated[
    Reference,
    _reference("glossary"),
    _named("glossary", "eines Wortes aus content/glossary.yml"),
]
TopicRef = Annotated[
    Reference, _reference("topics"), _named("topics", "eines Themas aus content/site.yml")
]
