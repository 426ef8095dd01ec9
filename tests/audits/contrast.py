"""The contrast of the design's colours, computed from `theme/assets/stylesheets/tokens.css`.

Ratio and relative luminance as in WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sites import PROJECT

TOKENS = PROJECT / "theme" / "assets" / "stylesheets" / "tokens.css"

LIGHT = ":root"
DARK_CHOSEN = ':root[data-scheme="dark"]'
DARK_BY_DEVICE = ":root:not([data-scheme])"

TEXT, SIGN = 4.5, 3.0
"""What text (WCAG 1.4.3) and signs, borders of controls, focus (1.4.11) need at least."""

_BLOCK = re.compile(r"^ *(:root[^{]*?) \{([^}]*)\}", re.MULTILINE)
_TOKEN = re.compile(r"(--[a-z0-9-]+|color-scheme):\s*([^;]+);")
_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")


@dataclass(frozen=True)
class Pair:
    """A colour on a ground where pages show it so, the ratio that it needs, and where that is."""

    colour: str
    ground: str
    least: float
    where: str


PAIRS = (
    Pair("ink", "page-colour", TEXT, "text, focus ring"),
    Pair("ink", "soft", TEXT, "text of doors, notices, filters"),
    Pair("ink", "card", TEXT, "text of cards, sheets, fields"),
    Pair("ink", "warn-soft", TEXT, "text of warnings"),
    Pair("ink", "mark", TEXT, "what was searched, what is read aloud"),
    Pair("muted", "page-colour", TEXT, "leads, labels, sources"),
    Pair("muted", "soft", TEXT, "counts of a chip in focus, dates of an answer"),
    Pair("muted", "card", TEXT, "labels of a contact, placeholders"),
    Pair("link", "page-colour", TEXT, "links"),
    Pair("link", "soft", TEXT, "links of doors and notices"),
    Pair("link", "card", TEXT, "titles of cards, words of buttons"),
    Pair("link", "warn-soft", TEXT, "links of warnings"),
    Pair("link", "mark", TEXT, "what was searched in the title of a result"),
    Pair("brand", "page-colour", TEXT, "the site's name"),
    Pair("brand", "soft", TEXT, "the current page in the menu"),
    Pair("brand", "card", SIGN, "borders of buttons and of what is chosen"),
    Pair("on-brand", "brand", TEXT, "first button, numbers of steps, chosen kind of results"),
    Pair("on-deep", "deep", TEXT, "footer"),
    Pair("good", "page-colour", TEXT, "“open now”"),
    Pair("good", "card", TEXT, "“open now” in a card"),
    Pair("good", "soft", SIGN, "edge of the answer “may work”"),
    Pair("warn", "warn-soft", SIGN, "edge of a warning"),
    Pair("warn", "soft", SIGN, "edge of the answer “may not”"),
    Pair("edge", "page-colour", SIGN, "borders of chips, boxes of checklists, arrows of tasks"),
    Pair("edge", "soft", SIGN, "borders of fields in a filter"),
    Pair("edge", "card", SIGN, "borders of fields, sheets, choices"),
)

UNMEASURED = {"line", "shadow"}
"""Colours that tell nothing: they divide, or lift a sheet that has a border too."""


def read_tokens(css: str) -> dict[str, dict[str, str]]:
    """Return the tokens of each block by its selector: `{":root": {"ink": "#17262a"}}`."""
    return {
        selector: {name.removeprefix("--"): value for name, value in _TOKEN.findall(body)}
        for selector, body in _BLOCK.findall(css)
    }


def schemes(css: str) -> dict[str, dict[str, str]]:
    """Return the tokens of the light and the dark scheme; the dark one changes the light one."""
    blocks = read_tokens(css)
    return {"light": blocks[LIGHT], "dark": {**blocks[LIGHT], **blocks[DARK_CHOSEN]}}


def is_colour(value: str) -> bool:
    """Is it an opaque colour, as contrast can be computed of?"""
    return bool(_COLOUR.fullmatch(value))


def ratio(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21. Raises `ValueError` for other values."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    if not is_colour(colour):
        raise ValueError(f"not a colour: {colour}")
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def table(css: str) -> str:
    """Return the ratios of all pairs in both schemes as a table in Markdown, rounded down."""
    both = schemes(css)
    lines = ["| colour | on | where | needs | light | dark |", "|---|---|---|---|---|---|"]
    for pair in PAIRS:
        shown = [_shown(ratio(t[pair.colour], t[pair.ground])) for t in both.values()]
        names = f"`--{pair.colour}` | `--{pair.ground}`"
        lines.append(f"| {names} | {pair.where} | {pair.least:g} | {' | '.join(shown)} |")
    return "\n".join(lines) + "\n"


def _shown(value: float) -> str:
    """Round down: a pair that fails must not look as if it passed."""
    return f"{int(value * 10) / 10:.1f}"
