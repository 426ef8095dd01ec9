"""Reports for people and for code hosts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wegweiser.diagnostics import Diagnostic, Place, exit_code, rules
from wegweiser.diagnostics.reporters import (
    report_github,
    report_gitlab,
    report_json,
    report_sarif,
    report_terminal,
)

FILE = "content/guides/a.yml"
TEXT = "title: Hallo\nkind: mony\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    path = tmp_path / FILE
    path.parent.mkdir(parents=True)
    path.write_text(TEXT)
    return tmp_path


def found() -> list[Diagnostic]:
    """Return a note, a warning and an error, in that order of lines."""
    overdue = {"review_by": "2026-01-01", "reviewed_on": "2025-01-01"}
    error = {"value": "mony", "field": "kind", "suggestion": " Meinten Sie „money“?"}
    return [
        rules.REVIEW_OVERDUE.at(Place(FILE, 1, 1, 5), **overdue),
        rules.ITEM_WITHOUT_ID.at(Place(FILE, 1, 8, 5), suggestion="hallo"),
        rules.NOT_IN_VOCABULARY.at(Place(FILE, 2, 7, 4), allowed="money", **error),
    ]


def test_terminal_report_ends_with_the_errors(root: Path) -> None:
    assert report_terminal(found(), root) == (
        f"{FILE}:1:1: Hinweis W601: Die Angaben sollten bis 2026-01-01 geprüft werden"
        " (Stand: 2025-01-01).\n"
        "\n"
        f"{FILE}:1:8: Warnung W216: Der Listenpunkt hat keine „id“; beim Umsortieren gingen"
        " seine Übersetzungen verloren.\n"
        "    1 | title: Hallo\n"
        "      |        ^^^^^\n"
        "      → Eine kurze „id“ ergänzen, zum Beispiel id: hallo.\n"
        "\n"
        f"{FILE}:2:7: Fehler W205: „mony“ ist für „kind“ nicht vorgesehen. Meinten Sie „money“?\n"
        "    2 | kind: mony\n"
        "      |       ^^^^\n"
        "      → Erlaubt sind: money.\n"
        "\n"
        "1 Fehler, 1 Warnung, 1 Hinweis.\n"
        "Zu jeder Meldung gibt es eine Seite mit Beispielen: docs/handbuch/meldungen/<Code>.md\n"
    )


def test_terminal_report_of_nothing_is_one_line(root: Path) -> None:
    assert report_terminal([], root) == "Keine Fehler, keine Warnungen.\n"


def test_colour_only_on_request(root: Path) -> None:
    assert "\033[" not in report_terminal(found(), root)
    assert "\033[1;31mFehler W205\033[0m" in report_terminal(found(), root, colour=True)


def test_files_that_are_gone_spoil_no_report(tmp_path: Path) -> None:
    assert "W205" in report_terminal(found(), tmp_path)


def test_details_cannot_break_a_line(root: Path) -> None:
    nasty = rules.YAML_SYNTAX.at(Place(FILE), problem="a\nb\033[31m\u202e", hint="x")
    assert nasty.message == "a\ufffdb\ufffd[31m\ufffd"


def test_json_is_a_list_of_seven_fields(root: Path) -> None:
    items = json.loads(report_json(found(), root))
    assert items[2] == {
        "code": "W205",
        "severity": "error",
        "file": FILE,
        "line": 2,
        "column": 7,
        "message": "„mony“ ist für „kind“ nicht vorgesehen. Meinten Sie „money“?",
        "fix": "Erlaubt sind: money.",
    }
    assert json.loads(report_json([], root)) == []


def test_github_escapes_properties_and_data(root: Path) -> None:
    place = Place("content/a,b:c%.yml", 3, 4, 2)
    odd = rules.YAML_SYNTAX.at(place, problem="100 %: a, b", hint="x")
    assert report_github([odd], root) == (
        "::error file=content/a%2Cb%3Ac%25.yml,line=3,col=4,endColumn=6,"
        "title=W103 Die Schreibweise der Datei stimmt nicht::100 %25: a, b%0A→ x\n"
    )
    levels = [line.split(" ")[0] for line in report_github(found(), root).splitlines()]
    assert levels == ["::notice", "::warning", "::error"]


def test_gitlab_fingerprints_are_unique_and_outlive_a_shift(root: Path) -> None:
    twice = [*found(), found()[2]]
    items = json.loads(report_gitlab(twice, root))
    assert len({item["fingerprint"] for item in items}) == 4
    assert [item["severity"] for item in items] == ["info", "minor", "major", "major"]
    assert items[2]["location"] == {"path": FILE, "lines": {"begin": 2}}
    shifted = Diagnostic("W205", found()[2].severity, Place(FILE, 9, 7, 4), found()[2].message, "")
    assert json.loads(report_gitlab([shifted], root))[0]["fingerprint"] == items[2]["fingerprint"]


def test_sarif_names_its_rules_once(root: Path) -> None:
    log = json.loads(report_sarif([*found(), found()[2]], root))
    assert log["version"] == "2.1.0"
    run = log["runs"][0]
    known = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in known] == ["W205", "W216", "W601"]
    for result in run["results"]:
        assert known[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
    region = run["results"][2]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 2, "startColumn": 7, "endColumn": 11}


@pytest.mark.parametrize(
    ("count", "strict", "code"),
    [(0, True, 0), (1, True, 0), (2, False, 0), (2, True, 1), (3, False, 1)],
)
def test_exit_code(count: int, strict: bool, code: int) -> None:
    assert exit_code(found()[:count], strict=strict) == code
