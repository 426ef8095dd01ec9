"""Another city needs no code: Musterstadt is complete, clean and uses every field there is."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel
from sites import CITY, TODAY

from wegweiser.cli import main
from wegweiser.model import COLLECTIONS, Content, load_content
from wegweiser.model.site_files import Glossary, Site
from wegweiser.model.vocabulary import Status

PAGES = ("about", "imprint", "privacy", "accessibility", "help")


def load_city() -> Content:
    """Return the content of Musterstadt."""
    content, _, diagnostics = load_content(CITY, TODAY)
    assert content is not None, diagnostics
    return content


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models that an annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (list, dict, Union, UnionType):
        for argument in get_args(annotation):
            yield from models_in(argument)


def all_models() -> list[type[BaseModel]]:
    """Return every model an entry can hold, the collections' own first."""
    found: list[type[BaseModel]] = [*COLLECTIONS.values(), Site, Glossary]
    for model in found:
        for field in model.model_fields.values():
            found += [inner for inner in models_in(field.annotation) if inner not in found]
    return found


def used_fields(value: object) -> Iterator[tuple[type[BaseModel], str]]:
    """Yield model and name of every field that is written somewhere inside `value`."""
    if isinstance(value, BaseModel):
        for name in value.model_fields_set:
            yield type(value), name
            yield from used_fields(getattr(value, name))
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from used_fields(item)


def test_the_city_is_clean(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert load_content(CITY, TODAY)[2] == []
    assert main(["check", "--strict", "--root", str(CITY), "--date", str(TODAY)]) == 0
    assert capfdbinary.readouterr().out.decode() == "Keine Fehler, keine Warnungen.\n"


@pytest.mark.parametrize("model", all_models(), ids=lambda model: model.__name__)
def test_every_field_is_used(model: type[BaseModel]) -> None:
    content = load_city()
    used = set(used_fields([content.site, content.glossary, content.entries]))
    assert {name for name in model.model_fields if (model, name) not in used} == set()


def test_walk_reaches_the_inner_models() -> None:
    names = {model.__name__ for model in all_models()}
    assert {"AgeRange", "Consent", "Geo", "Term", "AudienceHome", "Duty"} <= names


def test_everything_is_marked_as_a_sample() -> None:
    content = load_city()
    entries = [entry for entries in content.entries.values() for entry in entries.values()]
    assert content.site.sample
    assert content.glossary.sample
    assert all(entry.sample for entry in entries)


def test_entries_of_every_status() -> None:
    content = load_city()
    entries = [entry for entries in content.entries.values() for entry in entries.values()]
    assert {entry.status for entry in entries} == set(Status)
    assert all(content.entries[collection] for collection in COLLECTIONS)


@pytest.mark.parametrize("page", PAGES)
def test_hand_written_page_begins_with_its_title(page: str) -> None:
    assert (CITY / "docs" / "de" / f"{page}.md").read_text("utf-8").startswith("# ")
