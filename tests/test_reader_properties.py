"""Whatever stands in a file: no exception, and every diagnostic is one a person can follow.

Some 2,700 files are generated or made from the files of Musterstadt by small mistakes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sites import CITY, TODAY

from wegweiser.diagnostics import RULES, Diagnostic, Severity
from wegweiser.model import load_content
from wegweiser.read import read_yaml

FILES = sorted(path.relative_to(CITY).as_posix() for path in CITY.rglob("content/**/*.yml"))


# What stands in a file -------------------------------------------------------------------------

AWKWARD = (
    *"\x00\x07\x0b\x1b\x7f\x85\xa0\xad\u200b\u200f\u2028\u2029\u202a\u202e\u2066\u2067\u2069",
    *"\ufeff\ufffe\uffff\ufdd0\ud800\udfff\U0001f600\U0010ffff\u0301ä\t\r\n",
    *("\r\n", "\\u202e", "\\ud800", "\\x00", "\\U0010ffff", "\\q"),
)
TOKENS = (
    *(": ", "- ", "? ", ", ", "[", "]", "{", "}", "&a ", "*a", "!t ", "!!map ", "<<", "--- "),
    *("... ", "%YAML 1.1", "#", "'", '"', "\\", "@", "`", "~", "null"),
    *("|", ">", "|-\n", ">2\n", "\n", "\n\n", "\n  ", "\n    ", " ", "id: x\n", "a", "0", "no"),
)
VALUES = (
    *("", "~", "x", "[]", "{}", "[x]", "{x: y}", "- x", "[[x]]", '"', "'", "ja", "12", "-1", "1,5"),
    *("0" * 400, "9" * 12, "x" * 600, "wort " * 2000, "2026-02-30", "31.12.2026", "99999-01-01"),
    *("030 23125 000", "+49", "٠٣٠", "a@b", "http://[", "https://example.org:99999", "//", "24/7"),
    *("Mo-Fr 8-12", "§", "§ 1", "Art. 1", "{phone:x}", "{phone:", "{figure:a/b/c}", "{link:docs}"),
    *("<b>", "[x](javascript:alert(1))", "![x](y)", "`x`", "# x", "**x", "&amp;", "[x]: y", "***"),
    *("lebenslauf", "integrationsbuero", "starthilfe", "person", "published", "Person", "de", "xx"),
)

awkward_text = st.lists(
    st.one_of(st.sampled_from(AWKWARD), st.characters(), st.sampled_from(TOKENS)), max_size=60
).map("".join)
yaml_lines = st.lists(
    st.tuples(
        st.integers(0, 6).map(" ".__mul__),
        st.sampled_from(["", "", "- ", "? ", "- - "]),
        st.sampled_from(["id", "text", "steps", "<<", "1", '"a b"', "[a]", ""]),
        st.sampled_from([": ", ":", ":\n", " ", ""]),
        st.sampled_from(VALUES),
    ).map("".join),
    max_size=30,
).map("\n".join)
brackets = st.tuples(st.sampled_from(["[", "{", "- ", "? ", "{a: ", "[{"]), st.integers(0, 9_000))


def to_bytes(text: str) -> bytes:
    """Return `text` in UTF-8, lone surrogates as the (invalid) bytes they would be."""
    return text.encode("utf-8", "surrogatepass")


# Small mistakes --------------------------------------------------------------------------------


def change_bytes(draw: st.DrawFn, data: bytes) -> bytes:
    """Replace up to four bytes by up to four others."""
    start = draw(st.integers(0, len(data)))
    end = min(len(data), start + draw(st.integers(0, 4)))
    return data[:start] + draw(st.binary(max_size=4)) + data[end:]


def insert_text(draw: st.DrawFn, data: bytes) -> bytes:
    """Insert an awkward character or a piece of YAML somewhere."""
    text = data.decode("utf-8", "replace")
    at = draw(st.integers(0, len(text)))
    piece = draw(st.sampled_from(AWKWARD + TOKENS + VALUES))
    return to_bytes(text[:at] + piece + text[at:])


def change_value(draw: st.DrawFn, data: bytes) -> bytes:
    """Replace what stands behind one field name."""
    lines = data.decode("utf-8", "replace").split("\n")
    at = draw(st.integers(0, len(lines) - 1))
    name, colon, _ = lines[at].partition(":")
    lines[at] = f"{name}{colon} {draw(st.sampled_from(VALUES))}"
    return to_bytes("\n".join(lines))


def change_lines(draw: st.DrawFn, data: bytes) -> bytes:
    """Delete, repeat, move, indent or cut a run of lines."""
    lines = data.split(b"\n")
    start = draw(st.integers(0, len(lines) - 1))
    end = start + draw(st.integers(1, 4))
    run = lines[start:end]
    to = draw(st.integers(0, len(lines) - 1))
    match draw(st.sampled_from(["delete", "repeat", "move", "indent", "dedent", "cut"])):
        case "delete":
            lines[start:end] = []
        case "repeat":
            lines[to:to] = run
        case "move":
            lines[start:end] = []
            lines[to:to] = run
        case "indent":
            lines[start:end] = [b"  " + line for line in run]
        case "dedent":
            lines[start:end] = [line.removeprefix(b"  ") for line in run]
        case _:
            lines = [*lines[:start], lines[start][:to]]
    return b"\n".join(lines)


MISTAKES: tuple[Callable[[st.DrawFn, bytes], bytes], ...] = (
    change_bytes,
    insert_text,
    change_value,
    change_lines,
)


@st.composite
def mistaken_files(draw: st.DrawFn) -> tuple[str, bytes]:
    """Return the name of a file of Musterstadt and its bytes after one to four mistakes."""
    name = draw(st.sampled_from(FILES))
    data = (CITY / name).read_bytes()
    for mistake in draw(st.lists(st.sampled_from(MISTAKES), min_size=1, max_size=4)):
        data = mistake(draw, data)
    return name, data


# What must hold --------------------------------------------------------------------------------


def lines_of(path: Path) -> list[str]:
    """Return the lines of a file as an editor counts them (none of a missing file)."""
    if not path.is_file():
        return [""]
    data = path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    return data.decode("utf-8", "replace").split("\n")


def check_diagnostics(diagnostics: Sequence[Diagnostic], root: Path) -> None:
    """Fail unless each diagnostic is told once, with a known code, in words, at a real place."""
    assert len(set(diagnostics)) == len(diagnostics), diagnostics
    for diagnostic in diagnostics:
        place = diagnostic.place
        assert diagnostic.code in RULES
        assert diagnostic.severity is RULES[diagnostic.code].severity
        assert diagnostic.message.isprintable()
        assert diagnostic.fix.isprintable()
        assert (root / place.file).exists() or diagnostic.code == "W119"
        lines = lines_of(root / place.file)
        assert 1 <= place.line <= len(lines), diagnostic
        width = len(lines[place.line - 1])
        assert 1 <= place.column <= width + 1, diagnostic
        assert place.length == 1 or place.column - 1 + place.length <= width, diagnostic


def check_reading(data: bytes, root: Path) -> None:
    """Read `data` twice as a file of the site `root`."""
    path = root / "content" / "guides" / "file.yml"
    path.write_bytes(data)
    value, diagnostics = read_yaml(path, root)
    assert (value, diagnostics) == read_yaml(path, root)
    assert value is not None or diagnostics
    check_diagnostics(diagnostics, root)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty site."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "content" / "guides").mkdir(parents=True)
    return folder


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of Musterstadt."""
    return Path(shutil.copytree(CITY, tmp_path_factory.mktemp("city") / "musterstadt"))


@settings(max_examples=400)
@given(data=st.binary(max_size=200))
def test_random_bytes(root: Path, data: bytes) -> None:
    check_reading(data, root)


@settings(max_examples=400)
@given(text=st.text(max_size=200))
def test_random_text(root: Path, text: str) -> None:
    check_reading(to_bytes(text), root)


@settings(max_examples=500)
@given(text=awkward_text)
@example(text='a: "\\ud800"')
@example(text="a: \u2067x\n")
@example(text="a:\n\n\n  b: [\n\n")
def test_awkward_characters(root: Path, text: str) -> None:
    check_reading(to_bytes(text), root)


@settings(max_examples=500)
@given(text=yaml_lines)
def test_almost_yaml(root: Path, text: str) -> None:
    check_reading(to_bytes(text), root)


@settings(max_examples=50)
@given(bracket=brackets)
def test_brackets(root: Path, bracket: tuple[str, int]) -> None:
    opening, times = bracket
    check_reading((opening * times).encode(), root)


@settings(max_examples=400)
@given(mistaken=mistaken_files())
def test_mistaken_file(root: Path, mistaken: tuple[str, bytes]) -> None:
    check_reading(mistaken[1], root)


@contextmanager
def mistaken_city(city: Path, mistaken: tuple[str, bytes]) -> Iterator[None]:
    """Put a mistaken file into the city for a while."""
    name, data = mistaken
    before = (city / name).read_bytes()
    (city / name).write_bytes(data)
    try:
        yield
    finally:
        (city / name).write_bytes(before)


@settings(max_examples=500)
@given(mistaken=mistaken_files())
def test_city_with_one_mistaken_file(city: Path, mistaken: tuple[str, bytes]) -> None:
    with mistaken_city(city, mistaken):
        content, _, diagnostics = load_content(city, TODAY)
        check_diagnostics(diagnostics, city)
    stopped = any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
    assert (content is None) == stopped


@settings(max_examples=50)
@given(mistaken=mistaken_files())
def test_the_same_is_told_every_time(city: Path, mistaken: tuple[str, bytes]) -> None:
    with mistaken_city(city, mistaken):
        assert load_content(city, TODAY)[2] == load_content(city, TODAY)[2]
