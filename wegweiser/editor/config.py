"""The configuration of the form editor (Decap CMS 3), made from the model."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from wegweiser.editor.fields import Field, form_fields
from wegweiser.editor.forms import file_form
from wegweiser.model import COLLECTIONS
from wegweiser.model.entries import Entry
from wegweiser.model.load import CONTENT, IMAGES
from wegweiser.schemas import MODELS, schema_line

_PLURALS = {
    "programmes": "Angebote",
    "organisations": "Stellen",
    "contacts": "Kontakte",
    "employers": "Antworten für Betriebe",
    "guides": "Ratgeber",
    "residence-titles": "Aufenthaltstitel",
    "stories": "Erfolgsgeschichten",
}

_FIRST = ("id", "status")
"""Fields of every entry that stand above its own ones; the rest stands below."""


def editor_settings(root: Path, place: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `static/editor.js` works with, for the site in `root`.

    That is `config`, the configuration of Decap CMS, and for each kind of file its `form` (see
    `forms`), its `line`, which leads editors to the schema, and the field that is its `title`.
    `place` is the part of the configuration that says where to write (see `backend`).
    """
    titles = {name: model.title_field for name, model in COLLECTIONS.items()}
    kinds = {
        kind: {
            "form": file_form(model),
            "line": _line(root, kind),
            "title": titles.get(kind, "name"),
        }
        for kind, model in MODELS.items()
    }
    return {"config": {**place, **_config(titles)}, "kinds": kinds}


def _config(titles: dict[str, str]) -> dict[str, Any]:
    collections = [_collection(name, model, titles) for name, model in COLLECTIONS.items()]
    singles = [_single(kind, MODELS[kind], titles) for kind in MODELS if kind not in COLLECTIONS]
    return {
        "load_config_file": False,
        "logo": {"src": "sign.svg"},
        "locale": "de",
        "media_folder": f"{CONTENT}/{IMAGES}",
        "public_folder": "",
        "slug": {"encoding": "ascii", "clean_accents": True},
        "collections": [*collections, *singles],
    }


def _collection(name: str, model: type[Entry], titles: dict[str, str]) -> Field:
    return {
        "name": name,
        "label": _PLURALS[name],
        "label_singular": model.german_name,
        "folder": f"{CONTENT}/{name}",
        "create": True,
        "delete": False,  # an entry that is no longer true is archived; its address stays
        "extension": "yml",
        "format": name,
        "slug": "{{fields.id}}",
        "identifier_field": model.title_field,
        "summary": f"{{{{{model.title_field}}}}}",
        "sortable_fields": [model.title_field, "reviewed_on", "review_by"],
        "fields": _in_order(form_fields(model, titles)),
    }


def _in_order(fields: list[Field]) -> list[Field]:
    """Return the fields of an entry as a person fills them in: what is its own first."""
    common = [*Entry.model_fields]
    first = [field for field in fields if field["name"] in _FIRST]
    own = [field for field in fields if field["name"] not in common]
    rest = [field for field in fields if field["name"] in common and field not in first]
    return [*first, *own, *rest]


def _single(kind: str, model: type[BaseModel], titles: dict[str, str]) -> Field:
    label = str(getattr(model, "german_name", kind))
    file = {"name": kind, "label": label, "file": f"{CONTENT}/{kind}.yml"}
    fields = form_fields(model, titles)
    return {
        "name": kind,
        "label": label,
        "format": kind,
        "files": [{**file, "fields": fields}],
    }


def _line(root: Path, kind: str) -> str:
    folder = root / CONTENT / kind if kind in COLLECTIONS else root / CONTENT
    return schema_line(folder / "x.yml", kind) or ""
