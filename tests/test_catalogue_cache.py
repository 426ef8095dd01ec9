"""What is kept of catalogues: never another answer than without it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sites import PROJECT, TODAY

from wegweiser.diagnostics import Diagnostic
from wegweiser.model import load_content
from wegweiser.translate import Catalogue, CatalogueCache, load_catalogues
from wegweiser.translate import load as loading
from wegweiser.translate.checks import check_message

Loaded = tuple[dict[str, Catalogue], list[Diagnostic]]


def copy_city(city: Path, *tags: str) -> Path:
    """Copy the shipped site, in some of its languages, to `city`."""
    shutil.copytree(PROJECT / "content", city / "content")
    shutil.copytree(PROJECT / "docs" / "de", city / "docs" / "de")
    for tag in tags:
        shutil.copytree(PROJECT / "locales" / tag, city / "locales" / tag)
    return city


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """The shipped site in two of its languages."""
    return copy_city(tmp_path / "city", "ar", "ti")


def load(root: Path, cache: CatalogueCache | None = None, workers: int = 1) -> Loaded:
    _, readable, _ = load_content(root, TODAY)
    return load_catalogues(root, readable, cache or CatalogueCache(), workers)


@dataclass(frozen=True)
class Looked:
    """A site in one language, what was found in it, and the folder of what is kept of that."""

    city: Path
    found: Loaded
    kept: Path


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    """A site that has been looked at; not to be changed."""
    folder = tmp_path_factory.mktemp("looked")
    city = copy_city(folder / "city", "ar")
    return Looked(city, load(city, CatalogueCache(folder / "kept")), folder / "kept")


@pytest.fixture
def kept(looked: Looked, tmp_path: Path) -> Path:
    """A copy of what is kept, to be damaged."""
    return shutil.copytree(looked.kept, tmp_path / "cache")


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys of the messages that have been compared with their German side."""
    keys: list[str] = []
    real = check_message

    def check(*arguments: object) -> object:
        keys.append(arguments[0].key)  # type: ignore[attr-defined]
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(loading, "check_message", check)
    return keys


def test_the_same_is_found_with_it_and_in_several_processes(city: Path, tmp_path: Path) -> None:
    cache = CatalogueCache(tmp_path / "cache")
    plain = load(city)
    assert load(city, cache) == load(city, cache) == plain
    assert load(city, cache, workers=2) == plain
    assert load(city, workers=2) == plain


def test_git_does_not_see_it(kept: Path) -> None:
    assert (kept / ".gitignore").read_text() == "*\n"


def test_faults_are_told_again(city: Path, tmp_path: Path) -> None:
    cache = CatalogueCache(tmp_path / "cache")
    path = city / "locales" / "ar" / "programmes.po"
    text = path.read_text().replace('msgstr "', 'msgstr "{phone:nichts} ')
    path.write_text(f'{text}\nmsgid "Ohne"\nmsgstr "x"\n\n{text[text.index("msgctxt") :]}')
    plain = load(city)
    assert {problem.code for problem in plain[1]} >= {"W402", "W404", "W412"}
    assert load(city, cache) == load(city, cache) == plain


def test_only_what_has_changed_is_looked_at(city: Path, tmp_path: Path, checked: list[str]) -> None:
    cache = CatalogueCache(tmp_path / "cache")
    load(city, cache)
    assert len(set(checked)) > 1000
    checked.clear()
    load(city, cache)
    assert checked == []
    path = city / "content" / "programmes" / "eq.yml"
    path.write_text(path.read_text().replace("summary: >-\n  ", "summary: >-\n  Neu: "))
    after = load(city, cache)
    assert checked == ["programmes/eq:summary"] * 2
    assert after == load(city)


def drop(text: str) -> str:
    return text.replace('msgctxt "programmes/eq:summary"', 'msgctxt "programmes/eq:nichts"')


def move(text: str) -> str:
    return f"# Ein Kommentar mehr\n{text}"


def damage(text: str) -> str:
    return text.replace("msgstr", "msgstrr", 1)


@pytest.mark.parametrize("change", [drop, move, damage])
def test_a_changed_catalogue_is_read_again(
    kept: Path, tmp_path: Path, change: Callable[[str], str]
) -> None:
    city = copy_city(tmp_path / "city", "ar")
    path = city / "locales" / "ar" / "programmes.po"
    path.write_text(change(path.read_text()))
    assert load(city, CatalogueCache(kept)) == load(city)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"of": 1}', "\0", '{"of": "x", "record": 3}'])
def test_a_damaged_record_only_costs_time(looked: Looked, kept: Path, content: str) -> None:
    for path in kept.glob("*.json"):
        path.write_text(content)
    assert load(looked.city, CatalogueCache(kept)) == looked.found


def test_a_record_of_another_shape_only_costs_time(looked: Looked, kept: Path) -> None:
    for path in kept.glob("*.json"):
        stored = json.loads(path.read_text())
        path.write_text(json.dumps({**stored, "record": stored["record"][:2]}))
    assert load(looked.city, CatalogueCache(kept)) == looked.found


def test_a_place_that_cannot_be_written_only_costs_time(looked: Looked, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file, not a folder")
    assert load(looked.city, CatalogueCache(tmp_path / "cache")) == looked.found
