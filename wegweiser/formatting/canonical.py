"""Entries in the canonical form, with the proof that it says the same."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from wegweiser.diagnostics import Diagnostic, Severity
from wegweiser.formatting.comments import assign_comments
from wegweiser.formatting.yaml_writer import write_fields
from wegweiser.model.build import Location, build
from wegweiser.model.checks import missing_ids
from wegweiser.model.load import CONTENT
from wegweiser.model.shapes import Group
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
    notes = assign_comments(comments, value)
    lines = [first_line] if first_line else []
    lines += [comment.text for comment in notes.at_start]
    text = "".join(f"{line}\n" for line in lines)
    text += write_fields(value, Group(MODELS[kind]), notes, ids)
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
