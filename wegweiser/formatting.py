"""One canonical form for entries, so that a change shows what was changed and nothing else.

- Fields stand in the order of the model, unknown ones after them; lists one item a line.
- Dates, phone numbers, postcodes and opening hours stand in quotation marks, and so does every
  text that some YAML reader (1.1 or 1.2) would take for something else. Numbers, and yes and no,
  do not.
- A text with line breaks is a block with ``|``. Any other text that would end beyond `WIDTH` is a
  block with ``>-``, broken between words there. No text changes by a byte.
- Items whose texts would lose their translations when reordered get the id that `scripts/check`
  proposes (W216).
- The first line leads editors to the schema. Comments stay with the field below them, or beside.

What is written is read again and compared before anyone gets it.
"""

from __future__ import annotations

import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    FoldedScalarString,
    LiteralScalarString,
    PlainScalarString,
)
from ruamel.yaml.tokens import CommentToken

from wegweiser.diagnostics import Diagnostic, Severity
from wegweiser.model.build import Location, build
from wegweiser.model.checks import missing_ids
from wegweiser.model.load import CONTENT
from wegweiser.model.shapes import (
    ByLanguage,
    Form,
    Group,
    ListOf,
    Quotes,
    Shape,
    fields_of,
)
from wegweiser.read import (
    Located,
    Mapping,
    Scalar,
    Sequence,
    TextFile,
    list_files,
    read_text_file,
    read_yaml,
)
from wegweiser.read.comments import Comment, find_comments
from wegweiser.read.parser import parse_yaml
from wegweiser.schemas import MODELS, SCHEMA_LINE, kind_of, schema_line

WIDTH = 100
"""Where lines end that can be broken."""

Said = str | None | tuple[Any, ...] | dict[str, Any]
"""What a file says, without where and how: texts, None for nothing, lists, fields."""


class ChangedError(Exception):
    """The canonical form would not say the same; the message says in which file."""


def format_entry(path: Path, root: Path) -> tuple[str | None, list[Diagnostic]]:
    """Return the canonical text of the entry file `path` of the site `root`.

    Returns None with diagnostics where the file cannot be read without errors. Raises
    `ValueError` for a file that is no entry, and `ChangedError`.
    """
    kind = kind_of(path, root)
    if kind is None:
        raise ValueError(f"{path} is no entry")
    file, usable = read_text_file(path, root)
    problems = list(file.diagnostics)
    value, found = parse_yaml(file) if usable else (None, [])
    problems += found
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        return None, errors
    if not isinstance(value, Mapping):
        return None, read_yaml(path, root)[1]
    return format_text(file, value, kind, schema_line(path, kind)), []


def find_entries(root: Path) -> list[Path]:
    """Return the entry files of the site `root`, `site.yml` and `glossary.yml` among them."""
    return [path for path in list_files(root / CONTENT, root)[0] if kind_of(path, root)]


def format_text(file: TextFile, value: Mapping, kind: str, first_line: str | None) -> str:
    """Return the canonical form of `value`, which was read from `file`. Raises `ChangedError`."""
    ids = _ids_to_fill(value, kind)
    comments = [c for c in find_comments(file) if not (first_line and _is_schema_line(c))]
    writer = _Writer(_anchor(comments, value), ids)
    text = _dump(writer.group(value, Group(MODELS[kind]), (), 0))
    lines = [first_line] if first_line else []
    lines += [comment.text for comment in writer.notes.at_start]
    text = "".join(f"{line}\n" for line in lines) + text
    written = TextFile(file.name, text)
    again, problems = parse_yaml(written)
    kept = Counter(c.text for c in find_comments(written) if c.text != first_line)
    if (
        again is None
        or any(problem.severity is Severity.ERROR for problem in problems)
        or _said(again, {}) != _said(value, ids)
        or kept != Counter(comment.text for comment in comments)
    ):
        raise ChangedError(file.name)
    return text


def _is_schema_line(comment: Comment) -> bool:
    return comment.text.startswith(SCHEMA_LINE)


def _ids_to_fill(value: Mapping, kind: str) -> dict[Location, str]:
    model, _ = build(MODELS[kind], value, kind)
    return {(*location, "id"): name for location, name in missing_ids(model, value)}


def _said(value: Located, ids: dict[Location, str], at: Location = ()) -> Said:
    """Return what `value` says once `ids` are filled in."""
    match value:
        case Scalar():
            return None if value.is_absent else value.value
        case Sequence():
            return tuple(_said(item, ids, (*at, index)) for index, item in enumerate(value.items))
        case Mapping():
            said = {
                name.value: _said(child, ids, (*at, name.value)) for name, child in value.entries
            }
            proposed = ids.get((*at, "id"))
            return {**said, "id": proposed} if proposed else said


# Comments --------------------------------------------------------------------------------------


@dataclass
class _Notes:
    """The comments of a file by what they stand at."""

    at_start: list[Comment] = field(default_factory=list)
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


def _anchor(comments: list[Comment], value: Mapping) -> _Notes:
    spots = sorted(_spots(value, ()), key=lambda s: (s.line, s.column, len(s.location)))
    notes = _Notes()
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


def _put_beside(notes: _Notes, comment: Comment, before: list[_Spot]) -> None:
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


# Writing ---------------------------------------------------------------------------------------


class _Writer:
    """Makes what the library writes: values with their style, comments at their places."""

    def __init__(self, notes: _Notes, ids: dict[Location, str]) -> None:
        self.notes = notes
        self._ids = ids

    def group(self, value: Mapping, form: Form | None, at: Location, indent: int) -> CommentedMap:
        """Return a group of fields that begin at the column `indent` (from 0)."""
        forms = _forms_of(form)
        fields = {name.value: child for name, child in value.entries}
        if proposed := self._ids.get((*at, "id")):
            fields["id"] = Scalar(proposed, value.place, plain=False)
        known = [name for name in forms if name in fields]
        made = CommentedMap()
        for name in [*known, *(name for name in fields if name not in forms)]:
            child = forms.get(name) or _form_of_any(form)
            width = indent + len(name) + 2
            made[_key(name)] = self._value(fields[name], child, (*at, name), indent + 2, width)
            self._note(made, name, (*at, name), indent)
        self._end(made, at, indent)
        return made

    def _list(self, value: Sequence, form: Form | None, at: Location, indent: int) -> CommentedSeq:
        items = form.items if isinstance(form, ListOf) else None
        made = CommentedSeq()
        for index, item in enumerate(value.items):
            location = (*at, index)
            made.append(self._value(item, items, location, indent + 2, indent + 2))
            self._note(made, index, location, indent)
        self._end(made, at, indent)
        return made

    def _value(
        self, value: Located, form: Form | None, at: Location, indent: int, before: int
    ) -> Any:
        """Return a value whose lines begin at `indent`, with `before` columns before the first."""
        match value:
            case Mapping():
                return self.group(value, form, at, indent)
            case Sequence():
                return self._list(value, form, at, indent)
            case Scalar(is_absent=True):
                return None
            case Scalar():
                shape = form if isinstance(form, Shape) else Shape()
                return _styled(value.value, shape, indent, before)

    def _note(self, made: Any, key: str | int, at: Location, indent: int) -> None:
        """Put the comments of the value `key` of `made` where the library looks for them."""
        above = self.notes.above.get(at, [])
        beside = self.notes.beside.get(at)
        if beside and not _fits_beside(made[key]):
            above, beside = [*above, beside], None
        tokens = [_token(comment, indent) for comment in above]
        if isinstance(key, int):
            tokens += _lift(made[key], indent)
        if tokens or beside:
            # The library adds a space, to have two before a comment at the end of a line.
            end = CommentToken(f" {beside.text}\n", CommentMark(0), None) if beside else None
            place = 0 if isinstance(key, int) else 2
            made.ca.items[key] = [None] * 4
            made.ca.items[key][place] = end
            made.ca.items[key][1] = tokens or None

    def _end(self, made: Any, at: Location, indent: int) -> None:
        if at in self.notes.at_end:
            made.ca.comment = [None, None]
            made.ca.end = [_token(comment, indent) for comment in self.notes.at_end[at]]


def _lift(item: Any, indent: int) -> list[CommentToken]:
    """Take the comments above the first field of an item away, to be put above the item."""
    if not isinstance(item, CommentedMap | CommentedSeq) or not item:
        return []
    first = item.ca.items.get(next(iter(item)) if isinstance(item, CommentedMap) else 0)
    if not first or not first[1]:
        return []
    lifted, first[1] = first[1], None
    return [CommentToken(token.value, CommentMark(indent), None) for token in lifted]


def _token(comment: Comment, indent: int) -> CommentToken:
    return CommentToken(f"{comment.text}\n", CommentMark(indent), None)


def _fits_beside(value: Any) -> bool:
    blocks = (FoldedScalarString, LiteralScalarString, CommentedMap, CommentedSeq)
    return not isinstance(value, blocks)


def _forms_of(form: Form | None) -> dict[str, Form]:
    """Return the forms of the fields of a group, in the model's order."""
    return {f.name: f.form for f in fields_of(form.model)} if isinstance(form, Group) else {}


def _form_of_any(form: Form | None) -> Form | None:
    return form.values if isinstance(form, ByLanguage) else None


def _key(name: str) -> Any:
    return PlainScalarString(name) if _is_safe_plain(name) else DoubleQuotedScalarString(name)


def _styled(text: str, shape: Shape, indent: int, before: int) -> Any:
    """Return `text` in the style of its kind, its length and its characters."""
    if shape.quotes is Quotes.NEVER and re.fullmatch(r"[\w.+-]+", text):
        return PlainScalarString(text)
    if shape.quotes is Quotes.ALWAYS and "\n" not in text:
        return DoubleQuotedScalarString(text)
    if "\n" in text:
        return LiteralScalarString(text) if _fits_block(text) else DoubleQuotedScalarString(text)
    plain = _is_safe_plain(text)
    width = before + len(text) + (0 if plain else 2)
    if width > WIDTH and _SPACE.search(text) and _fits_block(text):
        folded = FoldedScalarString(text)
        folded.fold_pos = _breaks(text, WIDTH - indent)
        return folded
    return PlainScalarString(text) if plain else DoubleQuotedScalarString(text)


def _fits_block(text: str) -> bool:
    """Return whether a block can hold `text` and look like it."""
    lines = text.split("\n")
    begins_well = bool(lines[0]) and not lines[0][0].isspace()
    return begins_well and "\t" not in text and not text.endswith("\n\n")


_SPACE = re.compile(r"(?<=\S) (?=\S)")
"""A space that can become a line break."""


def _breaks(text: str, width: int) -> list[int]:
    """Return which spaces of `text` become line breaks, so that lines fit into `width`."""
    spaces = [match.start() for match in _SPACE.finditer(text)]
    breaks: list[int] = []
    start = 0
    for space, end in itertools.pairwise([*spaces, len(text)]):
        if end - start > width:
            breaks.append(space)
            start = space + 1
    return breaks


@cache
def _is_safe_plain(text: str) -> bool:
    """Return whether every YAML reader takes `text`, without quotation marks, for just that."""
    if "\n" in text or "\t" in text or not text.strip() or _is_typed(text):
        return False
    for line in (f"k: {text}", f"- {text}", f"{text}: v"):
        value, problems = parse_yaml(TextFile("entry.yml", f"{line}\n"))
        if problems or value is None or text not in _said_plainly(value):
            return False
    return True


def _said_plainly(value: Located) -> set[str]:
    match value:
        case Scalar():
            return {value.value}
        case Sequence():
            return {item.value for item in value.items if isinstance(item, Scalar)}
        case Mapping():
            pairs = ((name, child) for name, child in value.entries)
            return {s.value for pair in pairs for s in pair if isinstance(s, Scalar)}


_TEXT = "tag:yaml.org,2002:str"
_RESOLVER_1_1 = yaml.resolver.Resolver()
_RESOLVER_1_2 = VersionedResolver(version=(1, 2))


def _is_typed(text: str) -> bool:
    """Return whether YAML 1.1 or 1.2 would read `text` as a number, a date, a truth value, …"""
    old = _RESOLVER_1_1.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    new = _RESOLVER_1_2.resolve(ScalarNode, text, (True, False))
    # YAML 1.1 also knows "y" and "n" (https://yaml.org/type/bool.html), which PyYAML leaves out.
    return {str(old), str(new)} != {_TEXT} or text in {"y", "Y", "n", "N", "="}


class _TextResolver(VersionedResolver):
    """Takes every value for text: which ones need quotation marks has been decided here."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        if kind is ScalarNode:
            return "tag:yaml.org,2002:null" if value == "" else _TEXT
        return super().resolve(kind, value, implicit)


class _Representer(RoundTripRepresenter):
    """Writes nothing where nothing is said."""

    def represent_none(self, data: Any) -> Any:
        return self.represent_scalar("tag:yaml.org,2002:null", "")


_Representer.add_representer(type(None), _Representer.represent_none)


def _dump(value: CommentedMap) -> str:
    writer = YAML()
    writer.Resolver = _TextResolver
    writer.Representer = _Representer
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.width = 1_000_000  # lines are broken here
    stream = io.StringIO()
    writer.dump(value, stream)
    return stream.getvalue()
