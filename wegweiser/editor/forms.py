"""How the values of each form are written in a file: what `static/format.js` knows of the model."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from wegweiser.model.fields import YES_NO_SHAPE
from wegweiser.model.parts import Item
from wegweiser.model.shapes import ByLanguage, Form, Group, ListOf, Quotes, Shape, fields_of
from wegweiser.model.text import LINE_SHAPE

FileForm = dict[str, Any]

_QUOTES = {Quotes.ALWAYS: "always", Quotes.NEVER: "never", Quotes.WHERE_NEEDED: "where needed"}


def file_form(model: type[BaseModel]) -> FileForm:
    """Return how the entries of `model` are written, for `static/format.js`."""
    return _group(model, optional=False)


def _group(model: type[BaseModel], *, optional: bool) -> FileForm:
    fields = [
        {"name": field.name, "form": _form(field.form, optional=not field.required)}
        for field in fields_of(model)
    ]
    return {
        "kind": "group",
        "optional": optional,
        "ids": issubclass(model, Item) and not model.model_fields["id"].is_required(),
        "fields": fields,
    }


def _form(form: Form, *, optional: bool) -> FileForm:
    match form:
        case Shape():
            return _text(form)
        case ListOf(items=items):
            return {"kind": "list", "items": _form(items, optional=False)}
        case ByLanguage(values=values):
            return {"kind": "languages", "values": _form(values, optional=False)}
        case Group(model=model):
            return _group(model, optional=optional)


def _text(shape: Shape) -> FileForm:
    kind = "answer" if shape is YES_NO_SHAPE else "prose" if shape.prose else "text"
    translated = shape.prose or shape is LINE_SHAPE
    return {"kind": kind, "quotes": _QUOTES[shape.quotes], "translated": translated}
