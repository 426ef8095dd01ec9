"""Walking over an entry: its texts, references and parts, in field order."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from wegweiser.model.build import Location
from wegweiser.model.text import Reference, Text


def walk(value: object, location: Location = ()) -> Iterator[tuple[Location, object]]:
    """Yield every value inside `value` with its location, parents before children."""
    waiting = [(location, value)]
    while waiting:
        place, found = waiting.pop()
        yield place, found
        if isinstance(found, BaseModel):
            waiting += reversed([((*place, name), part) for name, part in vars(found).items()])
        elif isinstance(found, list):
            waiting += reversed([((*place, index), item) for index, item in enumerate(found)])


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
