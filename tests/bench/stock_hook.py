"""MkDocs' hook of the stock site: finished HTML goes in as it is, as in the shipped site."""

from __future__ import annotations

from typing import Any

from wegweiser.engine import read_page, set_content


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Keep what is HTML already away from the Markdown parser."""
    return ""


def on_page_content(html: str, page: Any, **_: Any) -> str:
    """Return the body of the page and set its table of contents.

    Icons get a size, as the styles that give them one are part of what the stock site lacks.
    """
    return set_content(page, read_page(page)).replace("<svg ", '<svg width="24" height="24" ')
