"""How values look in a file: what editors, forms and the formatter are told of each field.

The types of the model (`fields`, `text`, `vocabulary`) say what is right; a `Shape` beside a type
says how it is written. It may be more generous than its type, never stricter.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel


class Quotes(Enum):
    """When a value stands in quotation marks in the canonical form of a file."""

    WHERE_NEEDED = "where needed"
    """Where plain text would be read as something else by some YAML reader."""
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True)
class Choice:
    """A value of a closed list, with its German word."""

    value: str
    word: str


@dataclass(frozen=True)
class Shape:
    """How a single value is written.

    `pattern` is a regular expression for the whole text without the space around it, in what
    ECMA 262 and Python have in common. `types` are the JSON types that an editor may take the
    value for when it stands without quotation marks (YAML 1.2, core schema, section 10.3.2), and
    `limits` the lowest and highest number then. `hint` tells in German how it is written.
    """

    pattern: str = r"[\s\S]*"
    hint: str = ""
    examples: tuple[str, ...] = ()
    types: tuple[str, ...] = ("string",)
    limits: tuple[int, int] | None = None
    quotes: Quotes = Quotes.WHERE_NEEDED
    prose: bool = False
    collection: str = ""
    """The collection of the entry that is named (``topics`` and ``glossary`` included)."""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Group:
    """Fields of their own."""

    model: type[BaseModel]


@dataclass(frozen=True)
class ListOf:
    """A list of one kind of values."""

    items: Form
    at_least: int = 0


@dataclass(frozen=True)
class ByLanguage:
    """Values by language tag."""

    values: Form


Form = Shape | Group | ListOf | ByLanguage


@dataclass(frozen=True)
class FieldForm:
    """A field of a model: how it is written, its German description, whether it may be missing."""

    name: str
    form: Form
    description: str
    required: bool

    @property
    def title(self) -> str:
        """The first words of the description, or the name where they are an equation."""
        words = self.description
        for end in (". ", "; ", ": ", ", zum Beispiel", " (zum Beispiel"):
            words = words.partition(end)[0]
        return self.name if "=" in words else words.rstrip(".")


@cache
def fields_of(model: type[BaseModel]) -> tuple[FieldForm, ...]:
    """Return the fields of `model`, in its order. Raises `TypeError` for a type without a shape."""
    fields = []
    for name, info in model.model_fields.items():
        form = _form_of(info.annotation, info.metadata)
        description = " ".join((info.description or "").split())
        fields.append(FieldForm(name, form, description, info.is_required()))
    return tuple(fields)


def _form_of(annotation: Any, metadata: list[Any] | tuple[Any, ...] = ()) -> Form:
    shape = next((item for item in metadata if isinstance(item, Shape)), None)
    if shape:
        return shape
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _form_of(arguments[0], annotation.__metadata__)
    if origin in (Union, UnionType):
        return _form_of(next(part for part in arguments if part is not NoneType), metadata)
    if origin is list:
        at_least = max((getattr(item, "min_length", 0) for item in metadata), default=0)
        return ListOf(_form_of(arguments[0]), at_least)
    if origin is dict:
        return ByLanguage(_form_of(arguments[1]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Group(annotation)
    raise TypeError(f"{annotation} has no shape")
