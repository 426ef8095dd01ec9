"""From located values to typed models, with every mistake told at its place.

Pydantic does the typing; this module feeds it strings that know their place and turns its
errors into diagnostics.
"""

from __future__ import annotations

from collections.abc import Sequence as AbstractSequence
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from wegweiser.diagnostics import RULES, Diagnostic, Place, rules
from wegweiser.model.salvage import salvage
from wegweiser.model.suggest import suggest
from wegweiser.model.text import LocatedStr
from wegweiser.read import Located, Mapping, Scalar, Sequence
from wegweiser.read.values import describe

Location = tuple[int | str, ...]
"""A path of field names and list indices, as pydantic reports it."""

M = TypeVar("M", bound=BaseModel)

_EXPECTED = {
    "list_type": ("eine Liste", "Jeden Punkt in eine eigene Zeile schreiben, mit „- “ davor."),
    "string_type": ("einen Text", "Den Text hinter den Doppelpunkt schreiben."),
    "model_type": ("eine Gruppe von Feldern", "Die Felder eingerückt darunter schreiben."),
    "dict_type": ("eine Gruppe von Feldern", "Die Felder eingerückt darunter schreiben."),
}


def build(model: type[M], source: Mapping, key: str) -> tuple[M, list[Diagnostic]]:
    """Return the model made from `source` and the problems of its fields.

    With problems, the model holds only what could be typed (see `salvage`). `key` is the prefix
    of its message keys, for example ``programmes/startzeit``.
    """
    data = _plain(source, f"{key}:") or {}
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        problems = [_diagnose(d, model, source) for d in details if not _was_refused(d, source)]
        return salvage(model, data), problems


def _plain(value: Located, key: str) -> Any:
    """Return `value` as dictionaries, lists and located strings; None where nothing is said."""
    match value:
        case Scalar():
            return (
                None
                if value.is_absent
                else LocatedStr(value.value, value.place, key, value.file, value.last_line)
            )
        case Sequence():
            return [
                _plain(item, _join(key, _item_name(item, index)))
                for index, item in enumerate(value.items)
            ]
        case Mapping():
            fields = {
                str(name.value): _plain(child, _join(key, name.value))
                for name, child in value.entries
            }
            given = {name: field for name, field in fields.items() if field is not None}
            # A group of empty fields says nothing. (A text that is only a placeholder and lacks
            # its quotation marks looks like one, but its "field" has no name.)
            return None if not given and all(map(str.isidentifier, fields)) else given


def _join(key: str, name: str) -> str:
    return f"{key}{name}" if key.endswith(":") else f"{key}.{name}"


def _item_name(item: Located, index: int) -> str:
    """Return the name of a list item in message keys: its id, its language, else ``#1``."""
    if isinstance(item, Mapping):
        for field in ("id", "language"):
            name = item.get(field)
            if isinstance(name, Scalar) and not name.is_absent:
                return name.value
    return f"#{index + 1}"


def find_place(source: Located, location: AbstractSequence[int | str]) -> Place:
    """Return the place of the value at `location`, or of the nearest thing around it."""
    return find_value(source, location)[1]


def find_value(
    source: Located, location: AbstractSequence[int | str]
) -> tuple[Located | None, Place]:
    """Return the value at `location` (None when it is not there) and the best place to show."""
    value, place = source, source.place
    for step in location:
        child: Located | None = None
        if isinstance(value, Mapping) and isinstance(step, str):
            child = value.get(step)
        elif isinstance(value, Sequence) and isinstance(step, int) and step < len(value.items):
            child = value.items[step]
        if child is None:
            return None, place
        place = child.place
        value = child
    return value, place


def _was_refused(error: ErrorDetails, source: Mapping) -> bool:
    """Return whether the reader has already reported what stands in the place of a value."""
    value, _ = find_value(source, error["loc"])
    return isinstance(value, Scalar) and value.refused


def _diagnose(error: ErrorDetails, model: type[BaseModel], source: Mapping) -> Diagnostic:
    location, kind = error["loc"], error["type"]
    value, place = find_value(source, location)
    field = _field_name(location)
    if kind == "missing":
        return rules.MISSING_FIELD.at(place, field=field)
    if kind == "extra_forbidden":
        return _unknown_field(location, model, source)
    if kind in _EXPECTED:
        expected, hint = _EXPECTED[kind]
        found = describe(value) if value else "nichts"
        return rules.WRONG_SHAPE.at(place, field=field, expected=expected, found=found, hint=hint)
    if kind == "too_short":
        problem, hint = "ist leer", "Mindestens einen Punkt eintragen."
        return rules.BAD_LENGTH.at(place, field=field, problem=problem, hint=hint)
    if kind in RULES:
        details = {"field": field, **error.get("ctx", {})}
        return RULES[kind].at(place, **details)
    return rules.BAD_VALUE.at(place, field=field, problem=error["msg"])


def _field_name(location: Location) -> str:
    return next((step for step in reversed(location) if isinstance(step, str)), "")


def _unknown_field(location: Location, model: type[BaseModel], source: Mapping) -> Diagnostic:
    *parents, name = location
    group, place = find_value(source, parents)
    if isinstance(group, Mapping):
        place = group.place_of(str(name))
    allowed = list(model_at(model, parents).model_fields)
    return rules.UNKNOWN_FIELD.at(
        place, field=name, suggestion=suggest(str(name), allowed), allowed=", ".join(allowed)
    )


def model_at(model: type[BaseModel], location: AbstractSequence[int | str]) -> type[BaseModel]:
    """Return the model class of the group of fields at `location` inside `model`."""
    for step in location:
        if isinstance(step, str) and step in model.model_fields:
            model = _inner_model(model.model_fields[step].annotation) or model
    return model


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (list, dict, Union, UnionType):
        return next(filter(None, map(_inner_model, get_args(annotation))), None)
    return None
