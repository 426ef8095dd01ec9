"""Which field or item a comment belongs to, so that it moves with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from wegweiser.model.build import Location
from wegweiser.read import Located, Mapping, Sequence
from wegweiser.read.comments import Comment


@dataclass
class Notes:
    """The comments of a file by what they stand at."""

    at_start: list[Comment] = field(default_factory=list)
    """Above the first field of the file."""
    above: dict[Location, list[Comment]] = field(default_factory=dict)
    beside: dict[Location, Comment] = field(default_factory=dict)
    at_end: dict[Location, list[Comment]] = field(default_factory=dict)
    """Below the last item or field of a list or group."""


@dataclass(frozen=True)
class _Spot:
    """A field or item, and where it begins in the file: an item with its list's column."""

    location: Location
    line: int
    column: int


def assign_comments(comments: Iterable[Comment], value: Mapping) -> Notes:
    """Return `comments`, in the order of their file, by what they stand at in `value`."""
    spots = sorted(_spots(value, ()), key=lambda s: (s.line, s.column, len(s.location)))
    notes = Notes()
    for comment in comments:
        before = [s for s in spots if (s.line, s.column) < (comment.line, comment.column)]
        after = next((s for s in spots if s.line >= comment.line and s not in before), None)
        group = _group_around(before, comment.column)
        if not before:
            notes.at_start.append(comment)
        elif not comment.alone:
            _put_beside(notes, comment, before)
        elif after and (after.column >= comment.column or after.location[: len(group)] == group):
            notes.above.setdefault(after.location, []).append(comment)
        else:
            notes.at_end.setdefault(group, []).append(comment)
    return notes


def _put_beside(notes: Notes, comment: Comment, before: list[_Spot]) -> None:
    location = before[-1].location
    if location in notes.beside:
        notes.above.setdefault(location, []).append(comment)
    else:
        notes.beside[location] = comment


def _group_around(before: list[_Spot], column: int) -> Location:
    """Return the innermost list or group whose fields or items stand at `column` or left of it."""
    location = before[-1].location if before else ()
    columns = {spot.location: spot.column for spot in before}
    while len(location) > 1 and columns[location] > column:
        location = location[:-1]
    return location[:-1]


def _spots(value: Located, at: Location) -> Iterator[_Spot]:
    if isinstance(value, Mapping):
        for name, child in value.entries:
            location = (*at, name.value)
            yield _Spot(location, name.place.line, name.place.column)
            yield from _spots(child, location)
    elif isinstance(value, Sequence):
        for index, item in enumerate(value.items):
            location = (*at, index)
            yield _Spot(location, item.place.line, value.place.column)
            yield from _spots(item, location)
