"""The canonical form: the same content, the same comments, and one way to write them.

Properties are tried on generated entries, on every entry of both sites, and on the seeded faults
that can be read at all.
"""

from __future__ import annotations

import datetime
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from editor_values import read_as_editor
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sites import CITY, PROJECT, TODAY
from test_faults import CORPUS, SINGLE

from wegweiser.cli import main
from wegweiser.formatting import WIDTH, find_entries, format_entry, format_text
from wegweiser.model import load_content
from wegweiser.model.build import build
from wegweiser.model.shapes import ByLanguage, Form, Group, ListOf, Quotes, Shape, fields_of
from wegweiser.model.text import Reference, Text
from wegweiser.model.walk import walk
from wegweiser.read import Mapping, Scalar, TextFile
from wegweiser.read.comments import find_comments
from wegweiser.read.parser import parse_yaml
from wegweiser.schemas import MODELS, kind_of

LINE = "# yaml-language-server: $schema=../../schemas/x.schema.json"


def parse(text: str) -> Mapping | None:
    """Return the fields of `text`, or None where it cannot be read without errors."""
    value, problems = parse_yaml(TextFile("content/x/x.yml", text))
    errors = [problem for problem in problems if problem.severity == "error"]
    return value if isinstance(value, Mapping) and not errors else None


def formatted(text: str, kind: str, first_line: str | None = LINE) -> str:
    value = parse(text)
    assert value is not None, text
    return format_text(TextFile("content/x/x.yml", text), value, kind, first_line)


def meaning(text: str, kind: str) -> list[object]:
    """Return what the model makes of a file: every value, and every text byte by byte."""
    value = parse(text)
    assert value is not None, text
    model, problems = build(MODELS[kind], value, kind)
    told = Counter((problem.code, problem.message, problem.fix) for problem in problems)
    return [told, list(values_in(model))]


def values_in(model: object) -> Iterator[object]:
    """Yield the values of a model, without the ids that formatting may fill in."""
    for location, value in walk(model):
        match value:
            case Text():
                yield location, value.source, str(value.origin)
            case Reference():
                yield location, value.collection, value.id
            case str() | int() | bool() | None | datetime.date() if location[-1:] != ("id",):
                yield location, value


def comments_of(text: str) -> Counter[str]:
    found = find_comments(TextFile("x", text))
    return Counter(c.text for c in found if "yaml-language-server" not in c.text)


def check_properties(text: str, kind: str) -> str:
    """Fail unless the canonical form of `text` says the same; return it."""
    once = formatted(text, kind)
    assert formatted(once, kind) == once
    assert comments_of(once) == comments_of(text)
    assert meaning(once, kind) == meaning(text, kind)
    assert once.startswith(f"{LINE}\n")
    assert once.endswith("\n")
    assert not once.endswith("\n\n") or "|+" in once
    return once


# Every file there is ---------------------------------------------------------------------------

FAULTY_SITES = [CORPUS, *sorted(path for path in SINGLE.iterdir())]
FILES = [(site, path) for site in (PROJECT, CITY, *FAULTY_SITES) for path in find_entries(site)]


@pytest.mark.parametrize(
    ("site", "path"), FILES, ids=[f"{site.name}-{path.stem}" for site, path in FILES]
)
def test_canonical_form_says_the_same(site: Path, path: Path) -> None:
    text = path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
    kind = kind_of(path, site)
    assert kind
    result, problems = format_entry(path, site)
    assert (result is None) == any(problem.severity == "error" for problem in problems)
    if result is not None:
        check_properties(text, kind)


@pytest.mark.parametrize("site", [PROJECT, CITY], ids=lambda site: site.name)
def test_shipped_entries_are_in_canonical_form(
    site: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["format", "--check", "--root", str(site)]) == 0, capfd.readouterr().out


def test_most_of_the_seeded_faults_can_be_formatted() -> None:
    faulty = [(site, path) for site, path in FILES if site in FAULTY_SITES]
    written = [path for site, path in faulty if format_entry(path, site)[0] is not None]
    assert len(written) > 0.75 * len(faulty)


# Generated entries -----------------------------------------------------------------------------

letters = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
awkward = st.sampled_from(
    [
        *(
            "no",
            "yes",
            "null",
            "~",
            "true",
            "12",
            "1.5",
            "0o7",
            "0x1f",
            "1e3",
            "2026-01-01",
            "8:30",
        ),
        *("a: b", "a #b", "- a", "? a", "[a", "{a}", "*a", "&a", "!a", "%a", "@a", "`a", "|", ">"),
        *('"a"', "'a'", "a\\b", " a", "a ", "a:", ":", "#a", "=", "<<", "---", "...", "y", "N"),
        *("„Wie?“ – so", "سؤال: جواب", "a\N{NO-BREAK SPACE}b", "👩‍🔧", "ein Wort " * 30),
        *("a  b " * 30, "a" * 200, "a\n", "a\nb", "- a\n- b\n", "a\n\n\nb\n\n", " a\n b", "a \nb"),
        *("", " ", "\na", "a\n # b\n", "a\tb", "x " * 60 + "# y", "x " * 60 + "\n", "x: " * 50),
    ]
)
words = st.text(letters, min_size=1, max_size=12)
texts = awkward | st.lists(words, min_size=1, max_size=30).map(" ".join)
comments = st.sampled_from(["# Notiz", "#x", "# a: b", "## - [ ]", '# "'])


def quoted(value: str) -> str:
    """Return `value` as YAML that is sure to be read as that text."""
    return yaml.dump(value, default_style='"', allow_unicode=True, width=10**6).rstrip("\n")


@st.composite
def entries(draw: st.DrawFn, kind: str) -> str:
    """Return an entry in a form of somebody's own: any order, flow lists, comments, blank lines."""
    lines = draw(written(Group(MODELS[kind]), 0))
    out: list[str] = []
    for line in lines:
        note = draw(st.sampled_from(["", "", "", "above", "beside", "blank"]))
        indent = " " * draw(st.integers(0, 8))
        if note == "above":
            out.append(f"{indent}{draw(comments)}")
        if note == "blank":
            out.append("")
        out.append(f"{line} {draw(comments)}" if note == "beside" else line)
    return "".join(f"{line}\n" for line in out)


@st.composite
def written(draw: st.DrawFn, form: Form, indent: int) -> list[str]:
    """Return the lines of a value that begins in a line of its own."""
    pad = " " * indent
    if isinstance(form, Shape):
        choices = [choice.value for choice in form.choices] or [*form.examples]
        value = draw(st.sampled_from(choices) | texts if choices else texts)
        if form.quotes is Quotes.NEVER and choices:
            return [f"{pad}{draw(st.sampled_from(choices))}"]
        return [f"{pad}{quoted(value)}"]
    if isinstance(form, ListOf):
        in_line: bool = draw(st.booleans())
        if in_line and isinstance(form.items, Shape):
            items = draw(st.lists(texts.map(quoted), max_size=3))
            return [f"{pad}[{', '.join(items)}]"]
        blocks = [draw(written(form.items, indent + 2)) for _ in range(draw(st.integers(1, 2)))]
        return [
            f"{pad}- {line.lstrip()}" if number == 0 else line
            for block in blocks
            for number, line in enumerate(block)
        ]
    if isinstance(form, ByLanguage):
        tags = draw(st.sets(st.sampled_from(["de", "no", "ar"]), min_size=1))
        return _fields(draw, dict.fromkeys(sorted(tags), form.values), indent)
    fields = {field.name: field.form for field in fields_of(form.model)}
    names = draw(st.lists(st.sampled_from(sorted(fields)), min_size=1, max_size=6, unique=True))
    chosen = {name: fields[name] for name in names}
    if draw(st.integers(0, 9)) == 0:
        chosen["unbekannt"] = Shape()
    return _fields(draw, chosen, indent)


def _fields(draw: st.DrawFn, forms: dict[str, Form], indent: int) -> list[str]:
    lines: list[str] = []
    for name, form in forms.items():
        value = draw(written(form, indent + 2))
        if len(value) == 1 and not value[0].lstrip().startswith("- "):
            lines.append(f"{' ' * indent}{name}: {value[0].lstrip()}")
        else:
            lines += [f"{' ' * indent}{name}:", *value]
    return lines


@pytest.mark.parametrize("kind", MODELS)
@settings(max_examples=30)
@given(data=st.data())
def test_generated_entry_says_the_same(kind: str, data: st.DataObject) -> None:
    text = data.draw(entries(kind))
    value = parse(text)
    if value is None:  # a comment in an odd place can break an entry
        return
    once = check_properties(text, kind)
    assert_safe(parse(once), read_as_editor(once))


def assert_safe(value: object, seen: object) -> None:
    """Fail where an editor or an old YAML reader takes a text for something else."""
    if isinstance(value, Mapping) and isinstance(seen, dict):
        for name, child in value.entries:
            assert_safe(child, seen[name.value])
    elif isinstance(value, Scalar) and value.plain and not value.is_absent:
        numbers_and_answers = isinstance(seen, int | float) or value.value in {"yes", "no"}
        old = yaml.safe_load(value.value)
        assert numbers_and_answers or seen == old == value.value


@pytest.mark.parametrize("kind", ["guides"])
@settings(max_examples=100)
@given(value=texts)
@example(value="a\n\n")
def test_no_text_changes_by_a_byte(kind: str, value: str) -> None:
    text = f"id: x\nsummary: {quoted(value)}\nsteps:\n  - id: y\n    text: {quoted(value)}\n"
    if parse(text):
        check_properties(text, kind)


# Cases -----------------------------------------------------------------------------------------


def test_fields_stand_in_the_order_of_the_model() -> None:
    text = "x: 1\nsources: []\nstatus: draft\nid: a\n"
    assert formatted(text, "guides", None) == 'id: a\nstatus: draft\nsources: []\nx: "1"\n'


def test_what_could_be_mistaken_stands_in_quotation_marks() -> None:
    text = "\n".join(
        [
            *("valid_from: 2026-01-01", "name: no", "summary: 12", "languages_offered: [de, no]"),
            *("keep_name: ja", "figures: [{id: a, value: '276.50', as_of: 2024}]", "topics:"),
            *("schedule:", "  opening_hours: Mo 08:00-10:00", "service_area: [8:30]", ""),
        ]
    )
    once = formatted(text, "programmes", None)
    for line in (
        *('valid_from: "2026-01-01"', 'name: "no"', 'summary: "12"', '  - "no"', "  - de"),
        *("keep_name: ja", "    value: 276.50", '    as_of: "2024"', "topics:"),
        *('  opening_hours: "Mo 08:00-10:00"', '  - "8:30"'),
    ):
        assert line in once.splitlines()


def test_long_texts_are_broken_between_words() -> None:
    long = "Wort " * 40 + "Ende: so"
    once = formatted(f"summary: {quoted(long)}\nbody: {quoted('Eins.' + chr(10))}\n", "programmes")
    assert "summary: >-\n" in once
    assert "body: |\n  Eins.\n" in once
    assert max(map(len, once.splitlines())) <= WIDTH
    value = parse(once)
    summary = value and value.get("summary")
    assert isinstance(summary, Scalar)
    assert summary.value == long


def test_quotation_marks_of_a_name_count_in_its_line() -> None:
    text = "Wort " * 18 + "Worte"
    assert f"nu: {text}\n" in formatted(f"nu: {text}\n", "guides")
    assert '"no": >-\n' in formatted(f'"no": {text}\n', "guides")


def test_address_is_never_broken() -> None:
    url = "https://www.example.org/" + "a" * 120
    assert f"website: {url}\n" in formatted(f"website: {url}\n", "contacts")


def test_comment_beside_a_text_with_a_hash_stays() -> None:
    once = formatted('id: x\nsummary: "a #b" # Notiz\n', "guides", None)
    assert once == 'id: x\nsummary: "a #b"  # Notiz\n'


def test_missing_ids_are_filled_in_and_differ() -> None:
    text = "steps:\n- text: Rufen Sie an!\n- text: Rufen Sie an.\n- {id: x, text: Ende}\n"
    once = formatted(text, "guides", None)
    assert [line for line in once.splitlines() if " id:" in line] == [
        *("  - id: rufen-sie-an", "  - id: rufen-sie-an-2", "  - id: x")
    ]


def test_filled_in_id_is_text_even_where_it_reads_like_nothing() -> None:
    assert formatted("steps:\n  - text: Null!\n", "guides", None).startswith(
        'steps:\n  - id: "null"\n'
    )


def test_comments_move_with_their_field() -> None:
    text = (
        "# Kopf\nid: a # Kennung\n# vor den Quellen\nsources: # Quellen\n  # erste\n"
        "  - title: x # t\n  # - title: y\n"
        "# zum Stand\nstatus: draft\nbody: | # Text\n  Eins.\n# Ende\n"
    )
    assert formatted(text, "programmes", None) == (
        "# Kopf\nid: a  # Kennung\n# zum Stand\nstatus: draft\n# vor den Quellen\n# Quellen\n"
        "sources:\n  # erste\n  - title: x  # t\n  # - title: y\n# Text\nbody: |\n  Eins.\n# Ende\n"
    )


def test_line_for_editors_comes_first_and_once() -> None:
    text = "# yaml-language-server: $schema=alt.json\n# Notiz\nid: a\n"
    assert formatted(text, "guides") == f"{LINE}\n# Notiz\nid: a\n"


# The command -----------------------------------------------------------------------------------


@pytest.fixture
def city(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT / "schemas", tmp_path / "schemas")
    return Path(shutil.copytree(CITY, tmp_path / "city"))


def test_check_names_the_files_and_changes_nothing(
    city: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["format", "--root", str(city)]) == 0
    assert main(["format", "--check", "--root", str(city)]) == 0
    capfd.readouterr()
    path = city / "content" / "guides" / "erste-bewerbung.yml"
    neat = path.read_text("utf-8")
    untidy = "\ufeff" + neat.replace("\n", "\r\n")
    path.write_bytes(untidy.encode())
    assert main(["format", "--check", "--root", str(city)]) == 1
    assert capfd.readouterr().out == "content/guides/erste-bewerbung.yml\n"
    assert path.read_bytes() == untidy.encode()
    assert main(["format", "--root", str(city), str(path)]) == 0
    assert path.read_bytes() == neat.encode()


def test_formatting_changes_no_translation_and_no_diagnostic(city: Path) -> None:
    before, _, problems = load_content(city, TODAY)
    assert before
    assert main(["format", "--root", str(city)]) == 0
    after, _, now = load_content(city, TODAY)
    assert after
    assert now == problems == []
    assert [v for e in after.shown(TODAY) for v in values_in(e)] == [
        v for e in before.shown(TODAY) for v in values_in(e)
    ]


def test_file_with_errors_is_left_alone_and_told(
    city: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = city / "content" / "guides" / "erste-bewerbung.yml"
    path.write_text('id: "offen\nstatus: draft\n')
    assert main(["format", "--root", str(city)]) == 1
    assert "W103" in capfd.readouterr().out
    assert path.read_text() == 'id: "offen\nstatus: draft\n'


def test_other_files_are_refused(city: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["format", "--root", str(city), str(city / "docs" / "de" / "help.md")]) == 2
    assert "help.md is no entry" in capfd.readouterr().err
