"""Every seeded fault is found, at its place, and nothing else is.

A faulty file begins with one comment line per diagnostic it must cause::

    # erwartet: W207 12:13        code, line and column, as an editor counts them

``# erwartet: nichts`` marks a file that looks wrong and is not. The expectations say what a
person needs to be told, not what the program happens to print: a failing case is a finding.

``faults/`` is one site with all faulty entries. ``faults-single/`` has one site per fault that
needs a site of its own: faults of `site.yml` and `glossary.yml`, faults that could hide others,
and unused contacts (only looked for where every file can be read). Faults that cannot be kept
in a repository (large files, links) are made here.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from sites import TODAY

from wegweiser.diagnostics import RULES
from wegweiser.model import COLLECTIONS, load_content

HERE = Path(__file__).parent
CORPUS = HERE / "faults"
SINGLE = HERE / "faults-single"
CLEAN_CITY = HERE / "cities" / "musterstadt"

EXPECTATION = re.compile(r"# erwartet: (?:(W\d{3}) (\d+):(\d+)|nichts)")

EXEMPT: dict[str, str] = {}
"""Rules about content that no case covers, each with the reason."""

Found = tuple[str, int, int]
"""Code, line and column."""


def read_expectations(path: Path) -> list[Found]:
    """Return the diagnostics that a file announces in its first lines, sorted."""
    found: list[Found] = []
    for number, line in enumerate(path.read_bytes().decode("utf-8-sig", "replace").splitlines()):
        match = EXPECTATION.match(line)
        if not match:
            assert number, f"{path} announces nothing"
            break
        if match[1]:
            found.append((match[1], int(match[2]), int(match[3])))
    return sorted(found)


def expected_in(root: Path) -> dict[str, list[Found]]:
    """Return the announced diagnostics of every text file of a site, by file."""
    paths = (path for path in (root / "content").rglob("*") if path.is_file())
    return {
        path.relative_to(root).as_posix(): read_expectations(path)
        for path in sorted(paths)
        if path.suffix != ".svg"
    }


@cache
def found_in(root: Path) -> dict[str, list[Found]]:
    """Return the diagnostics of one run over a site, by file, sorted."""
    found: dict[str, list[Found]] = {}
    for diagnostic in load_content(root, TODAY)[2]:
        place = diagnostic.place
        found.setdefault(place.file, []).append((diagnostic.code, place.line, place.column))
    return {file: sorted(places) for file, places in found.items()}


def without_clean(found: dict[str, list[Found]]) -> dict[str, list[Found]]:
    """Return only the files that have diagnostics."""
    return {file: places for file, places in found.items() if places}


EXPECTED = expected_in(CORPUS)
SITES = sorted(path.name for path in SINGLE.iterdir())


@pytest.mark.parametrize("file", EXPECTED)
def test_fault_is_found_at_its_place(file: str) -> None:
    assert found_in(CORPUS).get(file, []) == EXPECTED[file]


def test_one_run_finds_exactly_the_seeded_faults() -> None:
    assert found_in(CORPUS) == without_clean(EXPECTED)


@pytest.mark.parametrize("name", SITES)
def test_fault_of_a_site_of_its_own_is_found_at_its_place(name: str) -> None:
    root = SINGLE / name
    assert found_in(root) == without_clean(expected_in(root))


def test_corpus_is_large_and_spread_over_all_collections() -> None:
    faulty = without_clean(EXPECTED)
    assert len(faulty) >= 60
    for collection in COLLECTIONS:
        assert sum(file.startswith(f"content/{collection}/") for file in faulty) >= 5, collection
    assert len(SITES) >= 12
    assert all(without_clean(expected_in(SINGLE / name)) for name in SITES)


# Faults that are made here ---------------------------------------------------------------------


@dataclass(frozen=True)
class Made:
    """A fault made in a copy of the clean city, and all diagnostics it must cause."""

    make: Callable[[Path], object]
    expected: dict[str, list[Found]]


CONTACT = "content/contacts/neu.yml"


def write(name: str, text: str) -> Callable[[Path], object]:
    """Return a fault that writes one file."""
    return lambda root: (root / name).write_bytes(text.encode())


def link(name: str, target: str) -> Callable[[Path], object]:
    """Return a fault that puts a symbolic link in the place of a file or folder."""

    def make(root: Path) -> None:
        path = root / name
        if path.exists():
            path.rename(root / target)
        path.symlink_to(root / target)

    return make


def delete(*names: str) -> Callable[[Path], object]:
    """Return a fault that deletes files or folders."""

    def make(root: Path) -> None:
        for name in names:
            path = root / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    return make


def put_folder_in_place_of_file(root: Path) -> None:
    """Make a folder where a file is needed."""
    (root / "content/site.yml").unlink()
    (root / "content/site.yml").mkdir()


def many_values() -> str:
    """Return a file with more than 20,000 values, small enough to be read."""
    return "id: neu\nservice_area: [" + "a," * 20_100 + "a]\n"


MADE = {
    "file of 257 KiB": Made(write(CONTACT, "#" * (257 * 1024)), {CONTACT: [("W101", 1, 1)]}),
    # The file itself, the key and value of id, the key and the list are 5 values; the list
    # begins in column 15 and its values are two columns apart.
    "20,000 values": Made(
        write(CONTACT, many_values()), {CONTACT: [("W114", 2, 16 + 2 * (20_000 - 5))]}
    ),
    "20,000 brackets": Made(write(CONTACT, "id: " + "[" * 20_000), {CONTACT: [("W113", 1, 24)]}),
    "20,000 braces": Made(write(CONTACT, "{a: " * 20_000), {CONTACT: [("W113", 1, 81)]}),
    "20,000 list levels": Made(write(CONTACT, "- " * 20_000), {CONTACT: [("W113", 1, 41)]}),
    "nothing but a separator": Made(write(CONTACT, "--- "), {CONTACT: [("W116", 1, 1)]}),
    "empty file": Made(write(CONTACT, ""), {CONTACT: [("W116", 1, 1)]}),
    "link to a file": Made(link(CONTACT, "content/site.yml"), {CONTACT: [("W115", 1, 1)]}),
    "link to nothing": Made(link(CONTACT, "nowhere"), {CONTACT: [("W115", 1, 1)]}),
    "link to itself": Made(link(CONTACT, CONTACT), {CONTACT: [("W115", 1, 1)]}),
    "link to a folder": Made(
        link("content/kontakte", "content/contacts"), {"content/kontakte": [("W115", 1, 1)]}
    ),
    "link in the place of glossary.yml": Made(
        link("content/glossary.yml", "elsewhere.yml"),
        {"content/glossary.yml": [("W115", 1, 1)]},
    ),
    "named pipe": Made(lambda root: os.mkfifo(root / CONTACT), {CONTACT: [("W115", 1, 1)]}),
    "folder in the place of site.yml": Made(
        put_folder_in_place_of_file, {"content/site.yml": [("W118", 1, 1)]}
    ),
    "no site.yml": Made(delete("content/site.yml"), {"content/site.yml": [("W119", 1, 1)]}),
    "no content": Made(
        delete("content"),
        {"content/site.yml": [("W119", 1, 1)], "content/glossary.yml": [("W119", 1, 1)]},
    ),
    "line ends of an old Macintosh": Made(
        write(CONTACT, "id: neu\rstatus: draft\r"), {CONTACT: [("W111", 1, 8)]}
    ),
}


def copy_city(folder: Path) -> Path:
    """Return a fresh copy of the clean city."""
    return Path(shutil.copytree(CLEAN_CITY, folder / "city"))


@pytest.mark.parametrize("name", MADE)
def test_made_fault_is_found_at_its_place(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    root = copy_city(tmp_path / name)
    MADE[name].make(root)
    assert found_in(root) == MADE[name].expected


def test_linked_content_folder_is_not_read(tmp_path: Path) -> None:
    root = copy_city(tmp_path)
    link("content", "elsewhere")(root)
    content, _, diagnostics = load_content(root, TODAY)
    assert content is None
    assert "W115" in {diagnostic.code for diagnostic in diagnostics}


def test_windows_line_ends_and_byte_order_marks_are_no_fault(tmp_path: Path) -> None:
    root = copy_city(tmp_path)
    for path in (root / "content").rglob("*.yml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert found_in(root) == {}


def test_file_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    root = copy_city(tmp_path)
    folder = root / "content/contacts"
    path = folder / os.fsdecode(b"kontakt-\xff.yml")
    path.write_bytes((folder / "patenkreis.yml").read_bytes())
    assert [place[0] for places in found_in(root).values() for place in places] == ["W204"]
    assert all(file.isprintable() for file in found_in(root))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_permission_is_told(tmp_path: Path) -> None:
    root = copy_city(tmp_path)
    (root / "content/glossary.yml").chmod(0)
    assert found_in(root) == {"content/glossary.yml": [("W118", 1, 1)]}


def test_alias_bomb_is_refused(tmp_path: Path) -> None:
    root = copy_city(tmp_path)
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    write(CONTACT, "\n".join(lines))(root)
    codes = {code for code, _, _ in found_in(root)[CONTACT]}
    assert "W105" in codes


# Coverage --------------------------------------------------------------------------------------


def covered_codes() -> set[str]:
    """Return the code of every diagnostic that some case expects."""
    cases = [EXPECTED, *(expected_in(SINGLE / name) for name in SITES)]
    cases += [made.expected for made in MADE.values()]
    return {code for case in cases for places in case.values() for code, _, _ in places}


@pytest.mark.parametrize("code", [code for code in RULES if code[1] in "1236"])
def test_every_rule_about_content_has_a_case(code: str) -> None:
    assert (code in covered_codes()) != (code in EXEMPT)
