"""The design: contrast of its colours, and that docs/dev/design.md tells what there is."""

from __future__ import annotations

import re

import pytest
from audits.contrast import (
    DARK_BY_DEVICE,
    DARK_CHOSEN,
    PAIRS,
    SIGN,
    TEXT,
    TOKENS,
    UNMEASURED,
    Pair,
    is_colour,
    ratio,
    read_tokens,
    schemes,
    table,
)
from audits.gallery import COMPONENTS, MOST_BYTES, PICTURES
from sites import PROJECT

CSS = TOKENS.read_text("utf-8")
PAGE = (PROJECT / "docs" / "dev" / "design.md").read_text("utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.colour} on {pair.ground}")
def test_colours_can_be_told_apart(pair: Pair, scheme: str) -> None:
    tokens = schemes(CSS)[scheme]
    assert ratio(tokens[pair.colour], tokens[pair.ground]) >= pair.least


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000", "#ffffff", 21),
        ("#fff", "#fff", 1),
        # Known from the criterion's own examples: the palest grey that text on white may have.
        ("#767676", "#fff", 4.54),
        ("#949494", "#fff", 3.03),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert ratio(one, other) == ratio(other, one) == pytest.approx(expected, abs=0.005)


def test_every_colour_is_measured() -> None:
    """A new one must be told where it stands."""
    for tokens in schemes(CSS).values():
        colours = {name for name, value in tokens.items() if is_colour(value)}
        measured = {name for pair in PAIRS for name in (pair.colour, pair.ground)}
        assert colours - UNMEASURED == measured
    assert {pair.least for pair in PAIRS} == {TEXT, SIGN}


def test_dark_is_the_same_by_choice_and_by_device() -> None:
    blocks = read_tokens(CSS)
    assert blocks[DARK_CHOSEN] == blocks[DARK_BY_DEVICE]
    light = {name for name, value in blocks[":root"].items() if is_colour(value)}
    assert light <= set(blocks[DARK_CHOSEN])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_browser_around_the_page_has_its_colour(scheme: str) -> None:
    shell = (PROJECT / "theme" / "main.html").read_text("utf-8")
    found = re.search(
        rf'theme-color" content="(\S+)" media="\(prefers-color-scheme: {scheme}', shell
    )
    assert found
    assert ratio(found[1], schemes(CSS)[scheme]["page-colour"]) == 1


def test_the_page_has_the_ratios_of_today() -> None:
    assert table(CSS) in PAGE, "run scripts/gallery contrast"


def test_every_component_is_described_and_shown() -> None:
    shown = re.findall(r"!\[[^\]]+\]\(components/([a-z-]+)\.png\)", PAGE)
    assert sorted(shown) == sorted(component.name for component in COMPONENTS)
    assert {path.stem for path in PICTURES.glob("*.png")} == set(shown)


def test_pictures_are_small() -> None:
    heavy = [path.name for path in PICTURES.iterdir() if path.stat().st_size > MOST_BYTES]
    assert heavy == []


def test_every_block_of_the_styles_is_described() -> None:
    """`.ww-card__title` is part of the block `ww-card`."""
    styles = PROJECT / "theme" / "assets" / "stylesheets"
    css = "".join((styles / name).read_text("utf-8") for name in ("shell.css", "components.css"))
    blocks = {name.split("__")[0].split("--")[0] for name in re.findall(r"\.(ww-[a-z_-]+)", css)}
    assert sorted(block for block in blocks if not re.search(rf"\b{block}\b", PAGE)) == []
