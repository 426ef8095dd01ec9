"""Writing fields with ruamel.yaml: in the model's order, comments at their places."""

from __future__ import annotations

import io
from typing import Any

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
)
from ruamel.yaml.tokens import CommentToken

from wegweiser.formatting.comments import Notes
from wegweiser.formatting.scalars import TEXT_TAG, style_key, style_value
from wegweiser.model.build import Location
from wegweiser.model.shapes import ByLanguage, Form, Group, ListOf, Shape, fields_of
from wegweiser.read import Located, Mapping, Scalar, Sequence
from wegweiser.read.comments import Comment


def write_fields(value: Mapping, form: Group, notes: Notes, ids: dict[Location, str]) -> str:
    """Return the fields `value` of a file as YAML, with `ids` filled in.

    The comments at the start are left to the caller, who may put a line of its own above them.
    """
    return _dump(_Writer(notes, ids).group(value, form, (), 0))


class _Writer:
    """Makes what the library writes: values with their style, comments at their places."""

    def __init__(self, notes: Notes, ids: dict[Location, str]) -> None:
        self._notes = notes
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
            key = style_key(name)
            quotes = 2 if isinstance(key, DoubleQuotedScalarString) else 0
            before = indent + len(name) + quotes + len(": ")
            made[key] = self._value(fields[name], child, (*at, name), indent + 2, before)
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
                return style_value(value.value, shape, indent, before)

    def _note(self, made: Any, key: str | int, at: Location, indent: int) -> None:
        """Put the comments of the value `key` of `made` where the library looks for them."""
        above = self._notes.above.get(at, [])
        beside = self._notes.beside.get(at)
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
        if at in self._notes.at_end:
            made.ca.comment = [None, None]
            made.ca.end = [_token(comment, indent) for comment in self._notes.at_end[at]]


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


class _TextResolver(VersionedResolver):
    """Takes every value for text: which ones need quotation marks is decided by `scalars`."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        if kind is ScalarNode:
            return "tag:yaml.org,2002:null" if value == "" else TEXT_TAG
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
    writer.width = 1_000_000  # `scalars` says where lines are broken
    stream = io.StringIO()
    writer.dump(value, stream)
    return stream.getvalue()
