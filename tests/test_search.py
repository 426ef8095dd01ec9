"""The search: what can be found, how words are folded, and that people find what they look for."""

from __future__ import annotations

import datetime
import gzip
import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from sites import CITY, PROJECT, TODAY, look_at, open_in

from wegweiser.fold import fold
from wegweiser.render.assets import load_assets
from wegweiser.render.search import Record, records_file, search_records
from wegweiser.render.shown import Shown
from wegweiser.site import Site

HERE = Path(__file__).parent
NODE = shutil.which("node") or "node"
ASSETS = load_assets(PROJECT / "theme")

FIRST = 3
"""A query succeeds when one of its pages is among the first so many."""


def records_of(site: Site, tag: str) -> list[Record]:
    return search_records(Shown(site.edition(tag)), site.docs.pages(tag))


@pytest.fixture(scope="module")
def site() -> Site:
    return look_at(PROJECT)


@pytest.mark.parametrize("tag", ["de", "ar", "fa"])
def test_everything_that_is_shown_can_be_found(tag: str, site: Site) -> None:
    records = {record.id: record for record in records_of(site, tag)}
    entries = {entry.path for entry in site.content.shown(TODAY)}
    terms = {f"glossary/#term-{term.id}" for term in site.content.glossary.terms}
    assert set(records) == entries | terms | {f"{doc.name}/" for doc in site.docs.pages(tag)}
    for record in records.values():
        texts = [record.title, record.text, record.headings, record.words, record.german]
        assert record.title
        assert not re.search(r"[{}<>]", "".join(texts))


def test_record_knows_the_language_of_its_text(site: Site) -> None:
    for tag in ("de", "ar"):
        assert {record.language for record in records_of(site, tag)} == {""}
    arabic = {record.id: record for record in records_of(site, "ar")}
    assert arabic["programmes/startzeit/"].title_language == "de"
    assert arabic["programmes/eq/"].title_language == ""
    city = look_at(CITY)  # translated into no language
    assert {record.language for record in records_of(city, "ar") if record.text} == {"de"}


def test_german_names_and_terms_are_in_every_edition(site: Site) -> None:
    arabic = {record.id: record for record in records_of(site, "ar")}
    assert "Eingliederungszuschuss (EGZ)" in arabic["programmes/egz/"].german
    assert "Jobcenter" in arabic["programmes/egz/"].german
    assert "Aufenthaltserlaubnis zum vorübergehenden Schutz" in (
        arabic["residence-titles/paragraf-24-ukraine/"].german
    )


def test_hidden_entries_cannot_be_found() -> None:
    for today, is_there in ((TODAY, True), (datetime.date(2031, 1, 1), False)):
        _, text = records_file(records_of(open_in(CITY, today), "de"))
        told = [word for word in ("Mia Beispiel", "lotsin-mia", "Lea", "3920001") if word in text]
        assert bool(told) == is_there


def test_file_is_named_by_what_is_in_it(site: Site) -> None:
    name, text = records_file(records_of(site, "de"))
    assert re.fullmatch(r"records-[0-9a-f]{10}\.json", name)
    assert records_file(records_of(site, "de")) == (name, text)
    assert records_file(records_of(site, "en"))[0] != name
    assert all(value for record in json.loads(text) for value in record.values())


@pytest.mark.parametrize("tag", ["de", "de-simple", "en", "ar", "tr", "ti"])
def test_first_use_is_light(tag: str, site: Site) -> None:
    """Script, profile and records: 60 kB for 250 entries, so what there is has its share of it."""
    records = records_of(site, tag)
    _, text = records_file(records)
    code = ("search.js", "search/worker.js", f"search/profiles/{tag}.js")
    script = sum(len(gzip.compress(ASSETS.files[name])) for name in code)
    assert len(gzip.compress(text.encode())) / len(records) <= (60_000 - script) / 250


def node(*arguments: object) -> Any:
    """Run a program of tests/search and return the JSON it prints."""
    command = [NODE, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    "path", sorted((HERE / "search").glob("*.yml")), ids=lambda path: path.stem
)
def test_people_find_what_they_look_for(path: Path, site: Site, tmp_path: Path) -> None:
    """Words, half words, typing errors, other keyboards, German terms: 95 % in the first three."""
    pairs = [next(iter(item.items())) for item in yaml.safe_load(path.read_text("utf-8"))]
    assert len(pairs) >= 25
    records = records_of(site, path.stem)
    known = {record.id for record in records}
    assert not [page for _, pages in pairs for page in str(pages).split() if page not in known]
    (tmp_path / "records.json").write_text(records_file(records)[1])
    (tmp_path / "queries.json").write_text(json.dumps([str(query) for query, _ in pairs]))
    found: list[list[str]] = node(
        HERE / "search" / "ask.mjs", path.stem, tmp_path / "records.json", tmp_path / "queries.json"
    )
    missed = [
        (query, pages, results[:FIRST])
        for (query, pages), results in zip(pairs, found, strict=True)
        if not set(str(pages).split()) & set(results[:FIRST])
    ]
    assert len(missed) <= 0.05 * len(pairs), missed


@pytest.mark.parametrize("name", ["core", "answers"])
def test_search_answers_in_every_language(name: str) -> None:
    """What is found (core) and what the page shows of it (answers)."""
    command = [NODE, "--test", str(HERE / "search" / f"{name}.test.mjs")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


FOLDS: list[dict[str, str]] = json.loads((HERE / "search" / "fold.json").read_text("utf-8"))


def test_words_fold_alike_in_python_and_in_the_browser() -> None:
    wanted = [case["expected"] for case in FOLDS]
    assert [fold(case["input"], case["locale"]) for case in FOLDS] == wanted
    assert node(HERE / "search" / "fold.mjs", HERE / "search" / "fold.json") == wanted


def test_every_locale_has_a_profile_and_cases_of_folding(site: Site) -> None:
    profiles = PROJECT / "theme" / "assets" / "javascripts" / "search" / "profiles"
    assert {path.stem for path in profiles.glob("*.js")} >= set(site.tags)
    counts = Counter(case["locale"] for case in FOLDS)
    assert not [tag for tag in site.tags if counts[tag] < 5]


def test_browsers_have_the_same_table() -> None:
    script = PROJECT / "theme" / "assets" / "javascripts" / "search" / "fold-table.js"
    _, _, table = script.read_text("utf-8").partition("export default ")
    source = json.loads((PROJECT / "wegweiser" / "fold.json").read_text("utf-8"))
    assert json.loads(table.rstrip(";\n")) == source, "run scripts/fold-table"


TEXTS = st.text(st.sampled_from("aäAÄßıiİI'’ʼآإىيکكةهٱـ\u200cሓሃሀጸፀአዐ٣۳ёйїґ éŞçê"), max_size=12)


@settings(max_examples=200, deadline=None)
@given(text=TEXTS, tag=st.sampled_from(["de", "tr", "ar", "fa", "ps", "uk", "ru", "kmr", "ti"]))
def test_folding_twice_changes_nothing(text: str, tag: str) -> None:
    assert fold(fold(text, tag), tag) == fold(text, tag)
