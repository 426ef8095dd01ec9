"""The field reference for staff: pages of the handbook, in German, made from the model.

A page for each collection and each single file, one for the fields that all entries have. A test
fails when what is committed differs from the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from wegweiser.model import COLLECTIONS
from wegweiser.model.entries import Entry
from wegweiser.model.shapes import (
    ByLanguage,
    FieldForm,
    Form,
    Group,
    ListOf,
    Quotes,
    Shape,
    fields_of,
)
from wegweiser.render.handbook import anchor_of
from wegweiser.schemas import MODELS
from wegweiser.writing import write_whole

FOLDER = "docs/handbuch/felder"
_COMMON = "jeder-eintrag"
_START = "README"

_MADE = "*Diese Seite schreibt das Programm (`scripts/fields`). Ändern Sie sie nicht von Hand.*"
_MARKUP = re.compile(r"[\\`*<\[]")
_VALUES = re.compile(r"(:? ?[\w-]+ = [^=,;.]+[,.])+")
"""What of a description only tells the values, as in "draft = Entwurf, archived = Archiv."."""
_REQUIRED, _OPTIONAL = "**Pflicht.**", "Freiwillig."


def write_field_reference(project: Path, *, write: bool = True) -> list[Path]:
    """Write the pages below `project`; return the files that change."""
    changed = []
    for name, text in field_pages().items():
        path = project / FOLDER / f"{name}.md"
        if not path.is_file() or path.read_text("utf-8") != text:
            if write:
                write_whole(path, text)
            changed.append(path)
    return changed


def field_pages() -> dict[str, str]:
    """Return the Markdown of every page by its name, without ``.md``."""
    pages = {_START: _overview(), _COMMON: _common()}
    pages |= {kind: _kind(kind, model) for kind, model in MODELS.items()}
    return {name: "\n".join([*lines, "", _MADE, ""]) for name, lines in pages.items()}


def _overview() -> list[str]:
    return [
        "# Felder",
        "",
        "Jeder Eintrag besteht aus Feldern. Hier steht zu jedem Feld, was hineingehört. Wie man sie"
        " schreibt, steht unter [So ist ein Eintrag aufgebaut](../eintraege.md).",
        "",
        f"- [Felder, die jeder Eintrag hat]({_COMMON}.md)",
        *(f"- [{_name(model)}]({kind}.md): `{_file(kind)}`" for kind, model in MODELS.items()),
    ]


def _common() -> list[str]:
    return [
        "# Felder, die jeder Eintrag hat",
        "",
        "Diese Felder gibt es in jedem Eintrag: in Angeboten, Kontakten, Ratgebern und allen"
        " anderen.",
        *_sections(fields_of(Entry)),
    ]


def _kind(kind: str, model: type[BaseModel]) -> list[str]:
    common = {field.name for field in fields_of(Entry)} if kind in COLLECTIONS else set()
    own = [field for field in fields_of(model) if field.name not in common]
    where = (
        "Ein Eintrag ist eine Datei" if kind in COLLECTIONS else "Die Angaben stehen in der Datei"
    )
    place = f"im Ordner `content/{kind}/`." if kind in COLLECTIONS else f"`{_file(kind)}`."
    lines = [f"# Felder: {_name(model)}", "", f"{where} {place}", *_sections(own)]
    if common:
        lines += ["", "## Felder, die jeder Eintrag hat", ""]
        lines += [_common_line(field) for field in fields_of(Entry)]
    return lines


def _name(model: type[BaseModel]) -> str:
    return str(model.german_name)  # type: ignore[attr-defined]


def _file(kind: str) -> str:
    return f"content/{kind}/" if kind in COLLECTIONS else f"content/{kind}.yml"


def _common_line(field: FieldForm) -> str:
    required = f" {_REQUIRED}" if field.required else ""
    more = f"[Mehr]({_COMMON}.md#{_anchor(field)})"
    return f"- `{field.name}`:{required} {plain(field.description)} {more}"


def _sections(fields: tuple[FieldForm, ...] | list[FieldForm]) -> Iterator[str]:
    """Yield the fields that an entry needs, then the others."""
    for title, required in (("Pflichtfelder", True), ("Freiwillige Felder", False)):
        chosen = [field for field in fields if field.required is required]
        if chosen:
            yield from ("", f"## {title}")
        for field in chosen:
            yield from ("", f"### {_heading(field)}", "", *_field(field))


def _heading(field: FieldForm) -> str:
    return f"`{field.name}`" + (f": {plain(field.title)}" if field.title != field.name else "")


def plain(text: str) -> str:
    """Return `text` as Markdown that shows it as it is."""
    return _MARKUP.sub(r"\\\g<0>", text)


def _anchor(field: FieldForm) -> str:
    return anchor_of(field.name if field.title == field.name else f"{field.name}: {field.title}")


def _field(field: FieldForm) -> Iterator[str]:
    """Yield what is to be known of a field: whether it must be there, what it is, how it looks."""
    told = [_REQUIRED if field.required else _OPTIONAL]
    if not _is_told(field):
        told.append(plain(field.description))
    told.append(_form(field.form))
    yield " ".join(part for part in told if part)
    items = _items(field.form)
    if items:
        yield from ("", *items)


def _is_told(field: FieldForm) -> bool:
    """Do heading and list of values say all that the description says?"""
    rest = field.description.removeprefix(field.title)
    has_values = isinstance(field.form, Shape) and bool(field.form.choices)
    return rest in {"", "."} or (has_values and bool(_VALUES.fullmatch(rest)))


def _form(form: Form) -> str:
    """Return in words how a value is written."""
    match form:
        case Shape():
            return f"{_hint(form)} {_examples(form)}".strip()
        case ListOf(items=Group()):
            return f"{_list(form)} Jeder Punkt hat diese Felder:"
        case ListOf():
            return f"{_list(form)} {_form(form.items)}".strip()
        case ByLanguage():
            return (
                f"Eine Angabe je Sprache, davor ihr Kürzel (`en: …`). {_form(form.values)}".strip()
            )
        case Group():
            return "Eine Gruppe mit diesen Feldern:"


def _list(form: ListOf) -> str:
    return "Eine Liste mit mindestens einem Punkt." if form.at_least else "Eine Liste."


def _hint(shape: Shape) -> str:
    return "Möglich sind:" if shape.choices else plain(shape.hint)


def _examples(shape: Shape) -> str:
    shown = ", ".join(f"`{_written(example, shape)}`" for example in shape.examples)
    return f"Zum Beispiel: {shown}." if shown and not shape.choices else ""


def _written(example: str, shape: Shape) -> str:
    return f'"{example}"' if shape.quotes is Quotes.ALWAYS else example


def _items(form: Form) -> list[str]:
    """Return the list below a field: the values there are, or the fields of a group."""
    match form:
        case Shape():
            return [f"- `{choice.value}`: {choice.word}" for choice in form.choices]
        case ListOf():
            return _items(form.items)
        case ByLanguage():
            return _items(form.values)
        case Group():
            return [line for field in fields_of(form.model) for line in _inner(field)]


def _inner(field: FieldForm) -> Iterator[str]:
    required = f" {_REQUIRED}" if field.required else ""
    words = f"{required} {plain(field.description)} {_form(field.form)}".rstrip()
    yield f"- `{field.name}`:{words}"
    yield from (f"  {line}" for line in _items(field.form))
