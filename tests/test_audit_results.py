"""What audits have found, as the accessibility statement takes it: part by part, or not at all."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from wegweiser.documents.audit import load_audit

HTML = {"date": "2026-11-26", "version": "26.9", "pages": 3, "errors": 0}
KEYBOARD = {"date": "2026-11-20", "stops": 40, "errors": 1}


def write(root: Path, results: object) -> Path:
    path = root / "docs" / "audit.json"
    path.parent.mkdir()
    path.write_text(json.dumps(results))
    return root


def test_parts_are_of_their_own_days(tmp_path: Path) -> None:
    audit, problems = load_audit(write(tmp_path, {"html": HTML, "keyboard": KEYBOARD}))
    assert audit
    assert problems == []
    assert (audit.axe, audit.states) == (None, None)
    assert audit.date == datetime.date(2026, 11, 20)


@pytest.mark.parametrize("results", [{}, {"weight": {"date": "2026-11-26", "errors": 0}}])
def test_without_a_part_to_be_shown_there_is_no_audit(results: object, tmp_path: Path) -> None:
    assert load_audit(write(tmp_path, results)) == (None, [])


def test_results_of_another_form_are_told(tmp_path: Path) -> None:
    audit, (problem,) = load_audit(write(tmp_path, {"html": {**HTML, "date": "gestern"}}))
    assert audit is None
    assert "html.date" in problem.message
