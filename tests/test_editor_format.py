"""What the form editor writes: the change and nothing else, in the canonical form.

The editor's format is a script; it is run in Node, beside the formatter that it must agree with.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sites import CITY, PROJECT
from test_formatting import LINE, comments_of, entries, formatted, parse, texts

from wegweiser.editor.forms import file_form
from wegweiser.formatting import find_entries
from wegweiser.model.build import build
from wegweiser.model.checks import missing_ids
from wegweiser.model.fields import YES_NO_SHAPE
from wegweiser.model.shapes import ByLanguage, Form, Group, ListOf, Shape, fields_of
from wegweiser.read import Located, Mapping, Scalar, Sequence
from wegweiser.read.files import find_forbidden
from wegweiser.schemas import MODELS, kind_of

NODE = shutil.which("node") or "node"
SCRIPT = Path(__file__).parent / "editor" / "format.mjs"
FORMS = {kind: file_form(model) for kind, model in MODELS.items()}
FILES = [(site, path) for site in (PROJECT, CITY) for path in find_entries(site)]
IDS = [f"{site.name}-{path.stem}" for site, path in FILES]


class Format:
    """The editor's format, running."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, **request: object) -> dict[str, Any]:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin
        assert stdout
        stdin.write(json.dumps(request) + "\n")
        stdin.flush()
        answer: dict[str, Any] = json.loads(stdout.readline())
        return answer

    def write(self, kind: str, source: str, target: object) -> str:
        """Return the file after the form was made to say `target`."""
        told = json.dumps(target, ensure_ascii=False)
        found = self.ask(form=FORMS[kind], source=source, target=told, line=LINE)
        assert "text" in found, found
        return str(found["text"])


@pytest.fixture(scope="module")
def format_() -> Iterator[Format]:
    command = [NODE, str(SCRIPT)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        yield Format(process)
        assert process.stdin
        process.stdin.close()


def said(value: Located | None) -> Any:
    """Return what a file says: texts, lists, fields."""
    match value:
        case Scalar():
            return None if value.is_absent else value.value
        case Sequence():
            return [said(item) for item in value.items]
        case Mapping():
            return {name.value: said(child) for name, child in value.entries}
    return None


def cleaned(value: Any, form: Form | None) -> Any:
    """Return what a form keeps of `value`: nothing empty, no space around, only known fields."""
    match form:
        case Group(model=model):
            fields = {f.name: cleaned((value or {}).get(f.name), f.form) for f in fields_of(model)}
            return {name: child for name, child in fields.items() if child is not None} or None
        case ListOf(items=items):
            kept = [cleaned(item, items) for item in value or ()]
            return [item for item in kept if item is not None] or None
        case ByLanguage(values=values):
            pairs = {name: cleaned(child, values) for name, child in (value or {}).items()}
            return {name: child for name, child in pairs.items() if child is not None} or None
        case Shape():
            return text_of(value, form)
    return None


def text_of(value: Any, shape: Shape) -> str | None:
    text = unicodedata.normalize("NFC", str(value or "").strip())
    if not text:
        return None
    if shape is YES_NO_SHAPE:
        return {"true": "ja", "yes": "ja", "false": "nein", "no": "nein"}.get(text.lower(), text)
    if not shape.prose:
        return " ".join(line.strip() for line in text.split("\n") if line.strip())
    # A text of several lines ends in a line break.
    return f"{text}\n" if "\n" in text else text


def with_ids(value: Any, written: Any) -> Any:
    """Return `value` with the ids that only `written` has: they are filled in."""
    if isinstance(value, dict) and isinstance(written, dict):
        filled = {name: with_ids(child, written.get(name)) for name, child in value.items()}
        return filled | ({"id": written["id"]} if "id" in written else {})
    if isinstance(value, list) and isinstance(written, list):
        return [with_ids(*pair) for pair in zip(value, written, strict=False)]
    return value


# Files as they are -----------------------------------------------------------------------------


@pytest.mark.parametrize(("site", "path"), FILES, ids=IDS)
def test_file_that_was_only_looked_at_keeps_every_byte(
    site: Path, path: Path, format_: Format
) -> None:
    kind = kind_of(path, site)
    assert kind
    text = path.read_text("utf-8")
    assert format_.write(kind, text, said(parse(text))) == text


@pytest.mark.parametrize("kind", MODELS)
@settings(max_examples=20)
@given(data=st.data())
def test_file_in_a_form_of_somebodys_own_keeps_every_byte(
    kind: str, format_: Format, data: st.DataObject
) -> None:
    text = data.draw(entries(kind))
    value = parse(text)
    if value is None or [*missing_ids(build(MODELS[kind], value, kind)[0], value)]:
        return  # ids are filled in, as the formatter does
    found = format_.ask(form=FORMS[kind], source=text, target=text, line=LINE)
    # What the editor's parser refuses, it does not write.
    assert found.get("text", text) == text, text


# One field of one file -------------------------------------------------------------------------


def leaves(
    value: Any, form: Form, at: tuple[Any, ...] = ()
) -> Iterator[tuple[tuple[Any, ...], Shape]]:
    """Yield where the texts of `value` stand, with their shapes."""
    match form:
        case Shape():
            yield at, form
        case Group(model=model):
            for field in fields_of(model):
                if value.get(field.name) is not None:
                    yield from leaves(value[field.name], field.form, (*at, field.name))
        case ListOf(items=items):
            for index, item in enumerate(value):
                yield from leaves(item, items, (*at, index))
        case ByLanguage(values=values):
            for name, child in value.items():
                yield from leaves(child, values, (*at, name))


def changed(value: Any, at: tuple[Any, ...], to: Any) -> Any:
    """Return `value` with `to` in the place `at`."""
    if not at:
        return to
    step, *rest = at
    if isinstance(value, dict):
        return {**value, step: changed(value[step], tuple(rest), to)}
    return [changed(item, tuple(rest), to) if i == step else item for i, item in enumerate(value)]


def other(shape: Shape, now: str) -> str:
    """Return another text of the same kind, longer than a line where it may be."""
    choices = [choice.value for choice in shape.choices] or [*shape.examples]
    if choices:
        return next((choice for choice in choices if choice != now), now)
    if shape.prose and "\n" in now:
        return f"Zuerst etwas Neues: {now}"
    return f"{now.rstrip()} – dazu „neu“: noch {'ein Wort ' * 12}am Ende #1."


@pytest.mark.parametrize(("site", "path"), FILES, ids=IDS)
def test_change_shows_one_field(site: Path, path: Path, format_: Format) -> None:
    kind = kind_of(path, site)
    assert kind
    text = path.read_text("utf-8")
    line = text.split("\n")[0]
    before = said(parse(text))
    found = [*leaves(before, Group(MODELS[kind]))]
    # All of them in the small city; each shipped file is asked for some of its own, the long
    # glossary for fewer.
    most = 6 if len(text) < 30_000 else 3
    step = 1 if site == CITY else max(1, len(found) // most)
    for at, shape in found[len(text) % step :: step]:
        after = changed(before, at, other(shape, before_at(before, at)))
        result = format_.write(kind, text, after)
        assert said(parse(result)) == after, at
        assert formatted(result, kind, line) == result, at
        assert comments_of(result) == comments_of(text)
        old, new = text.splitlines(), result.splitlines()
        same = common(old, new)
        assert len(old) - same <= lines_of(text, at), (at, result)


def before_at(value: Any, at: tuple[Any, ...]) -> str:
    for step in at:
        value = value[step]
    return str(value)


def common(old: list[str], new: list[str]) -> int:
    """Return how many lines two files share at their beginning and their end."""
    first = _common_start(old, new)
    return first + _common_start(old[first:][::-1], new[first:][::-1])


def _common_start(old: list[str], new: list[str]) -> int:
    differ = (i for i, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1])
    return next(differ, min(len(old), len(new)))


def lines_of(text: str, at: tuple[Any, ...]) -> int:
    """Return how many lines the value takes in the file."""
    value: Any = parse(text)
    start = 0
    for step in at:
        is_group = isinstance(value, Mapping)
        start = (value.place_of(step) if is_group else value.items[step].place).line
        value = value.get(step) if is_group else value.items[step]
    return int(value.last_line) - start + 1


# Anything to anything --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", MODELS)
@settings(max_examples=20)
@given(data=st.data())
def test_new_entry_is_written_as_the_formatter_does(
    kind: str, format_: Format, data: st.DataObject
) -> None:
    told = said(parse(data.draw(entries(kind))))
    wanted = cleaned(told, Group(MODELS[kind])) if told else None
    if not wanted or any(find_forbidden(text) is not None for text in all_texts(wanted)):
        return
    result = format_.write(kind, "", told)
    assert result == formatted(json.dumps(wanted, ensure_ascii=False), kind)


def all_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from all_texts(child)


@pytest.mark.parametrize("kind", MODELS)
@settings(max_examples=20)
@given(data=st.data())
def test_any_change_of_a_canonical_file_is_canonical(
    kind: str, format_: Format, data: st.DataObject
) -> None:
    source, told = data.draw(entries(kind)), said(parse(data.draw(entries(kind))))
    wanted = cleaned(told, Group(MODELS[kind])) if told else None
    if parse(source) is None or not wanted:
        return
    source = formatted(source, kind)
    result = format_.write(kind, source, told)
    after = said(parse(result))
    kept = cleaned(after, Group(MODELS[kind]))
    assert kept == with_ids(wanted, kept)
    assert formatted(result, kind) == result


@settings(max_examples=150)
@given(value=texts)
@example(value="no")
@example(value="1_000")
@example(value="nULL")
@example(value="--- a")
@example(value="a" * 1025)
def test_every_text_is_written_as_the_formatter_does(format_: Format, value: str) -> None:
    told = {"id": "x", "summary": value, "steps": [{"id": "y", "text": value}]}
    wanted = cleaned(told, Group(MODELS["guides"]))
    result = format_.write("guides", "", told)
    assert result == formatted(json.dumps(wanted, ensure_ascii=False), "guides")


# Lists -----------------------------------------------------------------------------------------

GUIDE = f"""{LINE}
id: x
steps:
  # Das Erste.
  - id: eins
    text: Eins.
  - id: zwei
    title: Zwei  # mit Titel
    text: |
      Zwei.

      Und mehr.
  # Ende der Schritte.
programmes:
  - a  # zuerst
  - b
"""


def test_moved_items_take_their_comments_along(format_: Format) -> None:
    told = said(parse(GUIDE))
    told["steps"].reverse()
    told["programmes"].reverse()
    result = format_.write("guides", GUIDE, told)
    assert "steps:\n  - id: zwei\n    title: Zwei  # mit Titel\n" in result
    assert "  # Das Erste.\n  - id: eins\n" in result
    assert result.endswith("  # Ende der Schritte.\nprogrammes:\n  - b\n  - a  # zuerst\n")
    assert formatted(result, "guides") == result


def test_removed_item_leaves_the_others_alone(format_: Format) -> None:
    told = said(parse(GUIDE))
    del told["steps"][0]
    result = format_.write("guides", GUIDE, told)
    gone = "  # Das Erste.\n  - id: eins\n    text: Eins.\n"
    assert result == GUIDE.replace(gone, "")


def test_new_item_gets_an_id_from_its_text(format_: Format) -> None:
    told = said(parse(GUIDE))
    told["steps"].append({"text": "Rufen Sie an: {phone:x}"})
    result = format_.write("guides", GUIDE, told)
    new = '  - id: rufen-sie-an\n    text: "Rufen Sie an: {phone:x}"\n'
    assert result == GUIDE.replace("  # Ende", f"{new}  # Ende")


def test_what_is_empty_is_not_written(format_: Format) -> None:
    told = said(parse(GUIDE))
    more = {"summary": "", "terms": [], "legal_basis": None, "contacts": [None, ""], "title": "  "}
    assert format_.write("guides", GUIDE, {**told, **more}) == GUIDE


def test_language_twice_is_refused(format_: Format) -> None:
    form = FORMS["glossary"]
    assert format_.ask(form=form, source="terms:\n- equivalents: {en: a, ar: b}\n")["read"]["terms"]
    source = "terms:\n- equivalents: {en: a, en: b}\n"
    found = format_.ask(form=form, source="", target=source, line=LINE)
    assert "Jede Sprache" in found["error"]


def test_broken_file_is_refused(format_: Format) -> None:
    assert "kein gültiges YAML" in format_.ask(form=FORMS["guides"], source="id: [a\n")["error"]
