"""What a pull request with three mistakes in two files looks like in each form of the check."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from sites import CITY, TODAY

from wegweiser.cli import main
from wegweiser.diagnostics.reporters import REPORTERS

CONTACT, OFFER = "content/contacts/patenkreis.yml", "content/programmes/starthilfe.yml"
MISTAKES = (
    (CONTACT, 'opening_hours: "We 16:00', 'opening_hours: "We 26:99'),
    (CONTACT, "mentor: ja", "mentor: vielleicht"),
    (OFFER, "german_level: A2", "german_level: A9"),
)

Place = tuple[str, int]


@pytest.fixture
def city(tmp_path: Path) -> Path:
    root = tmp_path / "city"
    shutil.copytree(CITY, root)
    return root


def make_mistakes(root: Path) -> list[Place]:
    """Make the mistakes; return the file and the line of each."""
    places = []
    for file, right, wrong in MISTAKES:
        text = (root / file).read_text("utf-8")
        assert text.count(right) == 1
        places.append((file, text[: text.index(right)].count("\n") + 1))
        (root / file).write_text(text.replace(right, wrong), encoding="utf-8")
    return places


def in_workflow_commands(output: str) -> list[Place]:
    """Return the places of GitHub's annotations."""
    found = re.findall(r"^::error file=([^,]+),line=(\d+),", output, re.MULTILINE)
    assert len(found) == output.count("\n")
    return [(unquote(file), int(line)) for file, line in found]


def in_code_quality(output: str) -> list[Place]:
    return [
        (item["location"]["path"], item["location"]["lines"]["begin"])
        for item in json.loads(output)
    ]


def in_sarif(output: str) -> list[Place]:
    (run,) = json.loads(output)["runs"]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    return [(place["artifactLocation"]["uri"], place["region"]["startLine"]) for place in places]


def in_json(output: str) -> list[Place]:
    return [(item["file"], item["line"]) for item in json.loads(output)]


def in_terminal(output: str) -> list[Place]:
    found = re.findall(r"^(content/\S+?):(\d+):\d+: Fehler", output, re.MULTILINE)
    return [(file, int(line)) for file, line in found]


FORMS: dict[str, tuple[str, Callable[[str], list[Place]]]] = {
    "github": ("github.txt", in_workflow_commands),
    "gitlab": ("gitlab.json", in_code_quality),
    "sarif": ("sarif.json", in_sarif),
    "json": ("json.json", in_json),
    "terminal": ("terminal.txt", in_terminal),
}


@pytest.mark.parametrize("form", REPORTERS)
def test_three_mistakes_are_three_annotations_at_their_lines(
    form: str,
    city: Path,
    capfd: pytest.CaptureFixture[str],
    recorded: Callable[[str, str], str],
) -> None:
    places = make_mistakes(city)
    code = main(["check", "--root", str(city), "--date", str(TODAY), "--format", form])
    output = capfd.readouterr().out
    assert code == 1
    name, places_in = FORMS[form]
    assert output == recorded(f"annotations/{name}", output)
    assert places_in(output) == places
    assert len({file for file, _ in places}) == 2
