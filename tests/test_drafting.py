"""`scripts/new` asks for what an entry must have, until the answers are right."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from sites import CITY, PROJECT

from wegweiser.cli import main
from wegweiser.model import COLLECTIONS

DATE = ("--date", "2026-11-23")

HEAD = ("neu", "integrationsbuero", "", "", "Auskunft des Büros", "refugee, employer")
"""Answers to what is asked first: id, owner, dates, source, audiences."""

ANSWERS = {
    "programmes": (*HEAD, "Neues Angebot", "advice", "Ein Satz.", "Mehr dazu.", "amt-fuer-neue"),
    "organisations": (*HEAD, "Neue Stelle", "network", "Wofür sie da ist."),
    "contacts": (*HEAD, "amt-fuer-neue", "Fragen: zu allem", "030 23125 222"),
    "employers": (*HEAD, "Titel", "Die Frage?", "first-weeks", "Rufen Sie an.", "Kein Rat."),
    "guides": (*HEAD, "Titel", "Worum es geht.", "Rufen Sie an."),
    "residence-titles": (
        *(*HEAD, "Neue Karte", "Neue Musterkarte", "Worum es geht.", "depends"),
        *("Wer arbeiten darf.", "MusterG", "2026-01-01"),
    ),
    "stories": (
        *(*HEAD, "Titel", "person", "Name auf dieser Website", "2026-01-01", "2030-01-01"),
        *("integrationsbuero", "Wie es war."),
    ),
}


@pytest.fixture
def city(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT / "schemas", tmp_path / "schemas")
    return Path(shutil.copytree(CITY, tmp_path / "city"))


def answer(
    city: Path, collection: str, answers: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> int:
    """Run the command with these lines on standard input; return its exit code."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in answers)))
    return main(["new", collection, "--root", str(city), *DATE])


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_draft_is_right_and_in_canonical_form(
    collection: str,
    city: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert answer(city, collection, ANSWERS[collection], monkeypatch) == 0
    assert capfd.readouterr().out == f"content/{collection}/neu.yml\n"
    path = city / "content" / collection / "neu.yml"
    first, *rest = path.read_text("utf-8").splitlines()
    assert first.endswith(f"schemas/{collection}.schema.json")
    assert {"id: neu", "status: draft", "sample: ja", 'reviewed_on: "2026-11-23"'} <= set(rest)
    assert main(["format", "--check", "--root", str(city), str(path)]) == 0
    assert main(["check", "--strict", "--root", str(city), *DATE]) == 0


def test_wrong_answer_is_told_by_the_model_and_asked_again(
    city: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    wrong = (
        *("Neu!", "neu", "integrationsbüro", "integrationsbuero", "", "gestern", "2020-01-01", ""),
        *("", "Auskunft", "Geflüchtete", "refugee", "amt-fuer-neue", "Fragen", "", "", "", "http"),
        "https://neu.example.org/",
    )
    assert answer(city, "contacts", wrong, monkeypatch) == 0
    told = capfd.readouterr().err
    for words in (
        "„Neu!“ ist keine gültige Kennung",
        "Meinten Sie „integrationsbuero“?",
        "„gestern“ ist kein gültiges Datum",
        "„review_by“ (2020-01-01) liegt vor „reviewed_on“ (2026-11-23)",
        "Das Pflichtfeld „title“ fehlt",
        "„Geflüchtete“ ist für „audiences“ nicht vorgesehen",
        "Das Pflichtfeld „website“ fehlt",
        "„http“ ist keine erlaubte Internetadresse",
    ):
        assert words in told
    text = (city / "content" / "contacts" / "neu.yml").read_text("utf-8")
    assert "website: https://neu.example.org/\n" in text
    assert main(["check", "--strict", "--root", str(city), *DATE]) == 0


def test_choices_examples_and_entries_are_shown(
    city: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert answer(city, "programmes", ANSWERS["programmes"], monkeypatch) == 0
    told = capfd.readouterr().err
    assert "advice = Beratung" in told
    assert "Zum Beispiel: 2026-03-31" in told
    assert "Vorhanden: amt-fuer-neue, handwerksrunde, stadt-musterstadt" in told


def test_existing_entry_is_never_overwritten(
    city: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    path = city / "content" / "contacts" / "patenkreis.yml"
    before = path.read_bytes()
    assert answer(city, "contacts", ("patenkreis",), monkeypatch) == 1
    assert "gibt es schon" in capfd.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.parametrize("count", [0, 1, 8])
def test_nothing_is_written_when_the_answers_end(
    count: int, city: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert answer(city, "guides", ANSWERS["guides"][:count], monkeypatch) == 1
    assert "nichts geschrieben" in capfd.readouterr().err
    assert not (city / "content" / "guides" / "neu.yml").exists()


def test_unknown_collection_is_wrong_usage(
    city: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert answer(city, "angebote", (), monkeypatch) == 2
    assert "programmes" in capfd.readouterr().err
