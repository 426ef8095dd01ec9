"""Editors know the fields: schemas that follow the model, accept what is right, refuse what is not.

An editor types what stands without quotation marks (numbers, ``true``), which the model does not;
content that is right must show no warning all the same.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from editor_values import read_as_editor
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from pydantic import TypeAdapter, ValidationError
from sites import PROJECT
from test_faults import CORPUS, EXPECTED

from wegweiser.diagnostics import Place
from wegweiser.model import fields, text, vocabulary
from wegweiser.model.shapes import Shape
from wegweiser.model.text import LocatedStr
from wegweiser.schemas import MODELS, kind_of, schema_of, schema_text, value_schema, write_schemas

SITES = (PROJECT, PROJECT / "tests" / "cities" / "musterstadt")
ENTRIES = [(site, path) for site in SITES for path in sorted((site / "content").rglob("*.yml"))]

SHAPE = {f"W2{n:02}" for n in (1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 21, 26)}
"""Rules about the shape of a single field."""

BEYOND = {
    "oeffnungszeiten-februar.yml": "a day that its month does not have",
    "oeffnungszeiten-feiertag-im-januar.yml": "the grammar of opening hours",
    "oeffnungszeiten-mitternacht.yml": "a time before another",
    "oeffnungszeiten-vor-feiertag.yml": "the grammar of opening hours",
    "person-ohne-namen.yml": "a field that another one asks for",
    "telefon-falsche-vorwahl.yml": "which area codes there are",
    "telefon-zu-kurz.yml": "how long numbers are",
    "alter-verkehrt.yml": "a number below another",
    "datum-gibt-es-nicht.yml": "a day that its month does not have",
    "zahl-mit-tausenderpunkt.yml": "12.000 is a number to an editor",
}
"""Seeded faults of shape that a schema cannot see, with what it would have to know."""

ALSO_SEEN = {"W204", "W217", "W301"}
"""Rules about more than a shape; some of their cases are wrong in shape, too."""


@cache
def validator(kind: str) -> Draft202012Validator:
    schema = schema_of(kind)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def complaints(kind: str, content: str) -> list[str]:
    """Return what an editor underlines, with where."""
    errors = validator(kind).iter_errors(read_as_editor(content))
    return [f"{error.json_path}: {error.message}" for error in errors]


@pytest.mark.parametrize("kind", MODELS)
def test_committed_schema_follows_the_model(kind: str) -> None:
    path = PROJECT / "schemas" / f"{kind}.schema.json"
    assert path.read_text("utf-8") == schema_text(kind), "run scripts/schemas"


def test_there_are_no_other_schemas(tmp_path: Path) -> None:
    committed = {path.name for path in (PROJECT / "schemas").iterdir()}
    assert committed == {path.name for path in write_schemas(tmp_path)}
    assert write_schemas(tmp_path) == []


@pytest.mark.parametrize(("site", "path"), ENTRIES, ids=lambda value: value.stem)
def test_entry_shows_no_warning(site: Path, path: Path) -> None:
    kind = kind_of(path, site)
    assert kind
    assert complaints(kind, path.read_text("utf-8")) == []


@pytest.mark.parametrize("kind", MODELS)
def test_every_field_is_described_in_german(kind: str) -> None:
    schema = schema_of(kind)
    for group in (schema, *schema["$defs"].values()):
        assert group["additionalProperties"] is False
        for name, field in group["properties"].items():
            assert field["title"], name
            assert field["description"], name


def test_a_field_tells_how_it_is_written() -> None:
    contact = schema_of("contacts")
    assert "content/organisations/" in contact["properties"]["organisation"]["description"]
    words = {
        choice["const"]: choice["title"] for choice in contact["properties"]["status"]["oneOf"]
    }
    assert words["draft"] == "Entwurf, nicht auf der Website"
    number = contact["$defs"]["PhoneNumber"]["properties"]["number"]
    assert "030 23125 100" in number["examples"]
    assert "Vorwahl" in number["patternErrorMessage"]


# Seeded faults ---------------------------------------------------------------------------------


def codes_of(file: str) -> set[str]:
    return {code for code, _, _ in EXPECTED[file]}


SOUND = [file for file in EXPECTED if not any(code.startswith("W1") for code in codes_of(file))]
"""Seeded files without faults of reading."""

RIGHT_IN_SHAPE = [file for file in SOUND if not codes_of(file) & (SHAPE | ALSO_SEEN)]
WRONG_IN_SHAPE = [file for file in SOUND if codes_of(file) & SHAPE]


def complaints_about(file: str) -> list[str]:
    path = CORPUS / file
    kind = kind_of(path, CORPUS)
    assert kind
    return complaints(kind, path.read_text("utf-8-sig"))


def test_what_is_right_in_shape_shows_no_warning() -> None:
    assert {file: found for file in RIGHT_IN_SHAPE if (found := complaints_about(file))} == {}


def test_what_is_wrong_in_shape_is_underlined_while_typing() -> None:
    missed = {Path(file).name for file in WRONG_IN_SHAPE if not complaints_about(file)}
    assert missed == set(BEYOND)
    assert len(WRONG_IN_SHAPE) >= 10 * len(BEYOND)


# A shape is never stricter than its type ---------------------------------------------------------

LEAVES = {
    name: value
    for module in (fields, text, vocabulary)
    for name, value in vars(module).items()
    if any(isinstance(item, Shape) for item in getattr(value, "__metadata__", ()))
    and not name.endswith("Ref")  # a reference may be any text, but can only lead to an id
}


@st.composite
def written_values(draw: st.DrawFn, shape: Shape) -> str:
    """Return what someone may write: after the pattern, or nearly."""
    if shape.choices:
        return draw(st.sampled_from([choice.value for choice in shape.choices]))
    some = st.text(max_size=20) | st.sampled_from(shape.examples or ("Text",))
    if shape.pattern.isascii() and len(shape.examples):
        some |= st.from_regex(re.compile(shape.pattern), fullmatch=True)
    value = draw(some)
    if draw(st.booleans()):
        return draw(st.sampled_from((" ", "\n", "  "))) + value + draw(st.sampled_from((" ", "\n")))
    return value


@pytest.mark.parametrize("name", LEAVES)
@settings(max_examples=40)
@given(data=st.data())
def test_shape_is_never_stricter_than_its_type(name: str, data: st.DataObject) -> None:
    leaf = LEAVES[name]
    shape = next(item for item in leaf.__metadata__ if isinstance(item, Shape))
    value = data.draw(written_values(shape))
    try:
        TypeAdapter(leaf).validate_python(LocatedStr(value, Place("x.yml")))
    except ValidationError:
        return
    if value.strip():  # nothing but space counts as nothing, before the type is asked
        assert Draft202012Validator(value_schema(shape)).is_valid(value)
