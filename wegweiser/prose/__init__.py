"""Prose: the small, safe part of Markdown that staff may write, with placeholders for facts.

CommonMark by markdown-it-py without raw HTML, attribute lists, images or code, then nh3 as a
second wall. Facts enter by placeholders (``{phone:kost}``), never as Markdown, so no value of a
field can become markup.

`find_unsafe` tells what may not stand in it, `outline` what it is made of, `render_blocks` and
`render_prose` make HTML of it; `render_line` does for texts of one plain line.
"""

from wegweiser.prose.html import (
    ALLOWED_SCHEMES,
    Resolve,
    mark_quotes,
    plain_text,
    render_line,
    sanitise,
)
from wegweiser.prose.markdown import Explain, outline, render_blocks, render_prose
from wegweiser.prose.unsafe import PROSE_HEADINGS, find_unsafe

__all__ = [
    "ALLOWED_SCHEMES",
    "PROSE_HEADINGS",
    "Explain",
    "Resolve",
    "find_unsafe",
    "mark_quotes",
    "outline",
    "plain_text",
    "render_blocks",
    "render_line",
    "render_prose",
    "sanitise",
]
