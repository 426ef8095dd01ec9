"""Walking over an entry: its texts, references and parts, in field order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from wegweiser.model.build import Location
from wegweiser.model.text import Reference, Text


def walk(value: object, location: Location = ()) -> Iterator[tuple[Location, object]]:
    """Yield every value inside `value` with its location, parents before children."""
    yield location, value
    for name, part in _parts(value):
        place = (*location, name)
        if isinstance(part, BaseModel | list):
            yield from walk(part, place)
        else:
            yield place, part


def _parts(value: object) -> Iterable[tuple[str | int, object]]:
    if isinstance(value, BaseModel):
        return vars(value).items()
    return enumerate(value) if isinstance(value, list) else ()


def texts_of(value: object) -> Iterator[Text]:
    """Yield the translatable texts of an entry, in field order."""
    for location, found in walk(value):
        if isinstance(found, Text) and not (location == ("name",) and _keeps_name(value)):
            yield found


def _keeps_name(entry: object) -> bool:
    return bool(getattr(entry, "keep_name", False))


def references_of(value: object) -> Iterator[Reference]:
    """Yield the references of an entry, in field order."""
    for _, found in walk(value):
        if isinstance(found, Reference):
            yield found
