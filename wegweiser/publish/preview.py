"""Previews: what of a site must be otherwise to be looked at where no server knows it.

A preview is unpacked from an archive, or lies in a folder of jobs' files, where an address that
ends in a slash leads to no page. Its links name the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

_LINK = re.compile(r'((?: (?:href|action)="|; url=))([^"#?:]*)')
"""The beginning of an address in an attribute of a link, a form or a forwarding, up to its path."""


def name_pages_in_links(pages: Iterable[Path]) -> None:
    """Let relative links in the HTML files `pages` that lead to a folder name the page in it."""
    for path in pages:
        text = _LINK.sub(_named, path.read_text("utf-8"))
        path.write_text(text, encoding="utf-8", newline="")


def _named(match: re.Match[str]) -> str:
    start, path = match.groups()
    if path in {".", ".."}:
        path += "/"
    of_the_site = path.endswith("/") and not path.startswith("/")
    return f"{start}{path}index.html" if of_the_site else match[0]
