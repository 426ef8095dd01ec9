"""JSON Schemas of the files below `content/`, made from the model, for editors.

They follow JSON Schema, draft 2020-12, with a keyword of Visual Studio Code beside it
(``patternErrorMessage``), which others ignore. A schema accepts all that the
model accepts, except for space around a value of a closed list; what it cannot say (whether an
entry exists, whether a date does) is left to `scripts/check`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from wegweiser.model import COLLECTIONS
from wegweiser.model.load import CONTENT
from wegweiser.model.shapes import (
    ByLanguage,
    FieldForm,
    Form,
    Group,
    ListOf,
    Shape,
    fields_of,
)
from wegweiser.model.site_files import Glossary, Site
from wegweiser.writing import write_whole

FOLDER = "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

MODELS: Mapping[str, type[BaseModel]] = {**COLLECTIONS, "glossary": Glossary, "site": Site}
"""The model of each schema, by the name of its collection or single file."""

SCHEMA_LINE = "# yaml-language-server: $schema="
"""How the line begins that tells editors a file's schema (modeline of yaml-language-server)."""

Schema = dict[str, Any]


def kind_of(path: Path, root: Path) -> str | None:
    """Return which of `MODELS` the file `path` of the site `root` is written by, or None."""
    content = root / CONTENT
    if path.parent == content and path.name in {"site.yml", "glossary.yml"}:
        return path.stem
    if path.parent.parent == content and path.suffix == ".yml" and path.parent.name in COLLECTIONS:
        return path.parent.name
    return None


def schema_line(path: Path, kind: str) -> str | None:
    """Return the line that leads from the file `path` to the schema of its `kind`.

    Returns None where no folder around it has the schemas.
    """
    for folder in path.parents:
        schema = folder / FOLDER / f"{kind}.schema.json"
        if schema.is_file():
            return SCHEMA_LINE + Path(os.path.relpath(schema, path.parent)).as_posix()
    return None


def write_schemas(project: Path, *, write: bool = True) -> list[Path]:
    """Write the schemas below `project`; return the files that change."""
    changed = []
    for kind in MODELS:
        path = project / FOLDER / f"{kind}.schema.json"
        text = schema_text(kind)
        if not path.is_file() or path.read_text("utf-8") != text:
            if write:
                write_whole(path, text)
            changed.append(path)
    return changed


def schema_text(kind: str) -> str:
    """Return the file of the schema of `kind`, one of `MODELS`."""
    return json.dumps(schema_of(kind), ensure_ascii=False, indent=2) + "\n"


def schema_of(kind: str) -> Schema:
    """Return the schema of `kind`, one of `MODELS`."""
    model = MODELS[kind]
    groups: dict[str, Schema] = {}
    where = f"content/{kind}/*.yml" if kind in COLLECTIONS else f"content/{kind}.yml"
    schema = {
        "$schema": DIALECT,
        "title": getattr(model, "german_name", kind),
        "description": f"Felder von {where}. Ob alles stimmt, sagt scripts/check.",
        **_group(model, groups),
    }
    return {**schema, "$defs": dict(sorted(groups.items()))}


def _group(model: type[BaseModel], groups: dict[str, Schema]) -> Schema:
    fields = list(fields_of(model))
    required = [field.name for field in fields if field.required]
    return {
        "type": "object",
        "properties": {field.name: _field(field, groups) for field in fields},
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }


def _field(field: FieldForm, groups: dict[str, Schema]) -> Schema:
    hint = field.form.hint if isinstance(field.form, Shape) else ""
    if isinstance(field.form, ListOf) and isinstance(field.form.items, Shape):
        hint = f"Liste. {field.form.items.hint}".strip()
    about = {"title": field.title, "description": f"{field.description} {hint}".strip()}
    return {**about, **_form(field.form, groups, optional=not field.required)}


def _form(form: Form, groups: dict[str, Schema], *, optional: bool) -> Schema:
    """Return the schema of a value; an optional one may also be empty, as form editors leave it."""
    match form:
        case Shape():
            return value_schema(form, optional=optional)
        case ListOf():
            schema = {"type": _or_null("array", optional), "items": _item(form.items, groups)}
            unique = {"uniqueItems": True} if isinstance(form.items, Shape) else {}
            return schema | unique | ({"minItems": form.at_least} if form.at_least else {})
        case ByLanguage():
            return {
                "type": _or_null("object", optional),
                "propertyNames": {"pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"},
                "additionalProperties": _form(form.values, groups, optional=True),
            }
        case Group():
            return _reference(form.model, groups, optional)


def _item(form: Form, groups: dict[str, Schema]) -> Schema:
    about = {"description": form.hint} if isinstance(form, Shape) and form.hint else {}
    return about | _form(form, groups, optional=False)


def _or_null(kind: str, optional: bool) -> str | list[str]:
    return [kind, "null"] if optional else kind


def _reference(model: type[BaseModel], groups: dict[str, Schema], optional: bool) -> Schema:
    name = model.__name__
    if name not in groups:
        groups[name] = {}  # its place, should a group ever hold its own kind
        groups[name] = _group(model, groups)
    reference = {"$ref": f"#/$defs/{name}"}
    return {"anyOf": [reference, {"type": "null"}]} if optional else reference


def _choices(shape: Shape, optional: bool) -> Schema:
    allowed: list[Schema] = [
        {"const": choice.value, "title": choice.word, "description": choice.word}
        for choice in shape.choices
    ]
    return {"oneOf": [*allowed, {"enum": [None, ""]}] if optional else allowed}


def value_schema(shape: Shape, *, optional: bool = False) -> Schema:
    """Return the schema of a single value."""
    if shape.choices:
        return _choices(shape, optional)
    types = [*shape.types, *(["null"] if optional else [])]
    schema: Schema = {"type": types if len(types) > 1 else types[0]}
    # `\s*` at both ends: the model takes values without the space around them.
    schema["pattern"] = rf"^\s*(?:{shape.pattern}){'?' if optional else ''}\s*$"
    if shape.hint:
        schema["patternErrorMessage"] = shape.hint
    if shape.limits:
        schema["minimum"], schema["maximum"] = shape.limits
    if shape.examples:
        schema["examples"] = list(shape.examples)
    return schema
