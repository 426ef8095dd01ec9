"""The sites that tests look at: the shipped one, the sample city, and changed copies of them."""

from __future__ import annotations

import datetime
import re
from functools import cache
from pathlib import Path

from wegweiser.render import RenderedPage
from wegweiser.site import Site, open_site

PROJECT = Path(__file__).resolve().parent.parent
CITY = PROJECT / "tests" / "cities" / "musterstadt"
TODAY = datetime.date(2026, 11, 23)
LOCALES = re.findall(r"^  - tag: (\S+)$", (PROJECT / "content/site.yml").read_text(), re.M)
"""Those of the shipped site, the source first."""


def open_in(root: Path, today: datetime.date = TODAY) -> Site:
    """Return the site in `root`, which has no errors."""
    site, problems = open_site(root, today)
    assert site, problems
    return site


@cache
def look_at(root: Path) -> Site:
    """Return the site in `root`, opened once for all tests of a process; not to be changed.

    To open the shipped one takes five seconds.
    """
    return open_in(root)


@cache
def pages_in(root: Path, tag: str) -> tuple[RenderedPage, ...]:
    """Return the pages of an edition of the site in `root`, rendered once."""
    return tuple(look_at(root).pages(tag))
