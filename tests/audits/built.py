"""A built site to be audited: its pages, and one page of each kind."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sites import PROJECT, pages_in

from wegweiser.model import SOURCE_LOCALE
from wegweiser.publish import Builder
from wegweiser.render import RenderedPage
from wegweiser.site import open_site


@dataclass(frozen=True)
class Built:
    """The folder of a built site, its locales, and a path for each kind of page (its template)."""

    folder: Path
    tags: tuple[str, ...]
    kinds: dict[str, str]

    def pages(self) -> list[str]:
        """Return the path below the site of every page of every edition, in order."""
        found = [path for tag in self.tags for path in (self.folder / tag).rglob("index.html")]
        paths = sorted(path.relative_to(self.folder).as_posix() for path in found)
        return [path.removesuffix("index.html") for path in paths]


def build(
    root: Path,
    folder: Path,
    progress: Callable[[str], None],
    day: datetime.date | None = None,
) -> Built:
    """Build the site in `root` into `folder` as of `day`, by default today.

    Raises `ValueError` for wrong content.
    """
    site, problems = open_site(root, day or datetime.date.today())
    if site is None:
        raise ValueError("\n".join(map(str, problems)))
    Builder(PROJECT / "mkdocs.yml", folder, progress).build(site)
    return Built(folder, tuple(site.tags), kinds_of(site.pages(SOURCE_LOCALE)))


def kinds_of(pages: Iterable[RenderedPage]) -> dict[str, str]:
    """Return for each kind of page the path of the one that has the most on it."""
    longest: dict[str, tuple[int, str]] = {}
    for page in pages:
        known = longest.get(page.kind, (0, ""))
        longest[page.kind] = max(known, (len(page.body), page.path))
    return {kind: path for kind, (_, path) in longest.items() if kind != "moved"}


@cache
def kinds_of_shipped() -> dict[str, str]:
    """Return `kinds_of` the shipped site."""
    return kinds_of(pages_in(PROJECT, SOURCE_LOCALE))
