"""The fields of a form, made from the model, as Decap CMS 3 has them.

Decap's widgets are chosen so that none writes what nobody said: a group that may be missing is a
list of at most one (an object's required fields would be asked for although the group is not
there), values by language are a list of pairs, and no text is a number.
"""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel

from wegweiser.model.fields import DATE_SHAPE, IMAGE_SHAPE, YES_NO_SHAPE
from wegweiser.model.parts import Item
from wegweiser.model.shapes import ByLanguage, FieldForm, Form, Group, ListOf, Shape, fields_of
from wegweiser.model.text import LINE_SHAPE

Field = dict[str, Any]

_HIDDEN = ("former_ids", "editor")
"""Fields that a command writes (`scripts/rename`), and an operator."""

_ALL = 1000
"""How many entries a field offers: all of them, where the default is 20."""

_LANGUAGE = {
    "name": "language",
    "label": "Sprache",
    "widget": "string",
    "hint": "Internationales Kürzel der Sprache. Beispiel: en",
    "pattern": [r"^\s*[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\s*$", "Ein Kürzel wie en oder kmr."],
}


def form_fields(model: type[BaseModel], titles: dict[str, str]) -> list[Field]:
    """Return the fields of the form of `model`; `titles` are the title fields by collection."""
    return [_field(field, model, titles) for field in fields_of(model)]


def _field(field: FieldForm, model: type[BaseModel], titles: dict[str, str]) -> Field:
    is_own_id = field.name == "id" and issubclass(model, Item) and not field.required
    made = {"name": field.name, "label": field.title, "required": field.required}
    if field.name in _HIDDEN or is_own_id:
        # `static/format.js` gives an item its id from its text, and keeps the one it has.
        return {**made, "widget": "hidden"}
    hint = _FOR_FILES.sub("", f"{_about(field)} {_hint(field.form)}").strip()
    made["label"] = _FOR_FILES.sub("", field.title)
    return {**made, "hint": hint, **_widget(field, model, titles)}


_FOR_FILES = re.compile(r",?( und)? (in|ohne) Anführungszeichen")
"""What is of use in a text editor alone: in a form, quotation marks would become a part of it."""


def _about(field: FieldForm) -> str:
    """Return the description, unless the label or the choices say the same."""
    shape = _value(field.form)
    says_choices = shape and shape.choices and "=" in field.description
    return "" if says_choices or field.description.rstrip(".") == field.title else field.description


def _value(form: Form) -> Shape | None:
    value = form.items if isinstance(form, ListOf) else form
    return value if isinstance(value, Shape) else None


def _hint(form: Form) -> str:
    shape = _value(form)
    if shape is None or shape.collection or shape in (DATE_SHAPE, YES_NO_SHAPE):
        return ""
    examples = f"Beispiel: {' oder '.join(shape.examples)}" if shape.examples else ""
    return f"{shape.hint} {examples}".strip()


def _widget(field: FieldForm, model: type[BaseModel], titles: dict[str, str]) -> Field:
    form, optional = field.form, not field.required
    match form:
        case Shape():
            return _text(
                form, is_id=field.name == "id" and hasattr(model, "collection"), titles=titles
            )
        case ListOf(items=Shape() as shape) if shape.choices or shape.collection:
            least = {"min": form.at_least} if form.at_least else {}
            return {**_text(shape, titles=titles), "multiple": True, **least}
        case ListOf(items=Shape() as shape):
            item = {"name": "item", "label": field.title, **_text(shape, titles=titles)}
            return _list(form, {"field": item})
        case ListOf(items=Group(model=inner)):
            fields = form_fields(inner, titles)
            return _list(form, {"fields": fields, "summary": _summary(inner)})
        case Group(model=inner) if optional:
            # At most one.
            return {
                "widget": "list",
                "max": 1,
                "fields": form_fields(inner, titles),
                "summary": _summary(inner),
            }
        case Group(model=inner):
            return {"widget": "object", "fields": form_fields(inner, titles)}
        case ByLanguage(values=values):
            return {
                "widget": "list",
                "summary": "{{fields.language}}: {{fields.value}}",
                "fields": [
                    _LANGUAGE,
                    {"name": "value", "label": "Wert", **_by_language(values, titles)},
                ],
            }
    raise TypeError(f"{form} has no widget")


def _list(form: ListOf, more: Field) -> Field:
    # Decap counts the items of a list that is there only; a new entry begins with the first one.
    least = {"min": form.at_least, "default": [{}]} if form.at_least else {}
    return {"widget": "list", **more, **least}


def _by_language(form: Form, titles: dict[str, str]) -> Field:
    if isinstance(form, ListOf) and isinstance(form.items, Shape):
        item = {"name": "item", "label": "Wort", **_text(form.items, titles=titles)}
        return {"widget": "list", "field": item}
    if isinstance(form, Shape):
        return _text(form, titles=titles)
    raise TypeError(f"{form} by language has no widget")


def _summary(model: type[BaseModel]) -> str:
    """Return the line that stands for a folded item: what it is called, as far as it has that."""
    names = [field.name for field in fields_of(model)]
    best = ("title", "text", "term", "name", "label", "number", "law", "language", "street", "kind")
    shown = next(name for name in (*best, *names) if name in names)
    more = {"law": " {{fields.section}}", "label": ": {{fields.value}}", "language": ""}
    return f"{{{{fields.{shown}}}}}{more.get(shown, '')}"


def _text(shape: Shape, *, titles: dict[str, str], is_id: bool = False) -> Field:
    if shape.choices:
        options = [{"label": choice.word, "value": choice.value} for choice in shape.choices]
        return {"widget": "select", "options": options}
    if shape is YES_NO_SHAPE:
        return {"widget": "select", "options": ["ja", "nein"]}
    if shape.collection:
        return _relation(shape.collection, titles)
    if shape is DATE_SHAPE:
        # The formats keep a time, and the zone that it would need, out of the value.
        return {"widget": "datetime", "format": "YYYY-MM-DD", "time_format": False}
    if shape is IMAGE_SHAPE:
        return {"widget": "image", "choose_url": False, **_pattern(shape)}
    widget = "text" if shape.prose else "line" if shape is LINE_SHAPE else "string"
    return {"widget": "id" if is_id else widget, **_pattern(shape)}


def _pattern(shape: Shape) -> Field:
    # As in the schemas: the model takes values without the space around them.
    return {"pattern": [rf"^\s*(?:{shape.pattern})\s*$", shape.hint or "Bitte prüfen."]}


def _relation(collection: str, titles: dict[str, str]) -> Field:
    lists = {"topics": ("site", "name"), "glossary": ("glossary", "term")}
    found: Field = {"widget": "relation", "options_length": _ALL}
    if collection in lists:
        file, title = lists[collection]
        items = "topics" if file == "site" else "terms"
        shown = [f"{items}.*.{title}"]
        place: Field = {"collection": file, "file": file, "value_field": f"{items}.*.id"}
        return {**found, **place, "display_fields": shown, "search_fields": shown}
    shown = [titles[collection], "id"]
    display = [f"{{{{{titles[collection]}}}}}", "({{id}})"]
    place = {"collection": collection, "value_field": "id"}
    return {**found, **place, "display_fields": display, "search_fields": shown}
