"""Every rule has a page for staff, and no page is left without a rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from wegweiser.diagnostics import RULES, Severity

PAGES = Path(__file__).resolve().parent.parent / "docs" / "handbuch" / "meldungen"
WORDS = {Severity.ERROR: "Fehler", Severity.WARNING: "Warnung", Severity.NOTE: "Hinweis"}


@pytest.mark.parametrize("code", RULES)
def test_rule_has_a_page(code: str) -> None:
    rule = RULES[code]
    page = (PAGES / f"{code}.md").read_text()
    assert page.splitlines()[0] == f"# {code}: {rule.title}"
    assert f"**Schwere:** {WORDS[rule.severity]}" in page
    sections = [line for line in page.splitlines() if line.startswith("## ")]
    expected = ["## Was das bedeutet", "## Falsch", "## Richtig", "## So beheben Sie es"]
    assert sections == expected


def test_every_page_belongs_to_a_rule() -> None:
    assert {path.stem for path in PAGES.glob("W*.md")} == set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_index_names_every_rule(code: str) -> None:
    assert f"[{code}]({code}.md)" in (PAGES / "README.md").read_text()
