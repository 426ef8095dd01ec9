"""The rooms in a row: from a site folder to checked content, editions and stages."""

from __future__ import annotations

import datetime
import gc
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from wegweiser.diagnostics import Diagnostic, Severity
from wegweiser.documents import Docs, load_docs
from wegweiser.model import Content, load_content
from wegweiser.translate import (
    NO_CACHE,
    Catalogue,
    CatalogueCache,
    Edition,
    open_edition,
    reading_catalogues,
)
from wegweiser.translate.messages import Source, source_messages
from wegweiser.translate.status import Status, orphans_of, summarise, texts_of_catalogue

if TYPE_CHECKING:  # a check makes no pages, and need not wait for what makes them
    from wegweiser.render import Assets, RenderedPage, StagedPage


@dataclass(frozen=True)
class Site:
    """A site whose content has no errors, on one day."""

    content: Content
    catalogues: dict[str, Catalogue]
    docs: Docs
    today: datetime.date

    @property
    def tags(self) -> list[str]:
        """The tags of all locales, the source first."""
        return [locale.tag for locale in self.content.site.locales]

    def edition(self, tag: str) -> Edition:
        """Return the edition in the locale `tag`. Raises `KeyError` for an unknown locale."""
        return open_edition(self.content, self.catalogues, tag, self.today)

    @cached_property
    def statuses(self) -> dict[str, Status]:
        """The state of every locale but the source, in site order."""
        sources = source_messages(self.content)
        return {tag: self._status(tag, sources) for tag in self.tags[1:]}

    def _status(self, tag: str, sources: dict[str, Source]) -> Status:
        catalogue = self.catalogues.get(tag, Catalogue())
        texts = [*texts_of_catalogue(sources, catalogue), *self.docs.texts(tag)]
        return summarise(tag, texts, orphans_of(sources, catalogue))

    def stage(
        self,
        tag: str,
        folder: Path,
        assets: Assets,
        *,
        has_booklet: bool = False,
        preview: bool = False,
    ) -> list[StagedPage]:
        """Render the edition `tag` into `folder`, with its `assets`, and return its pages."""
        from wegweiser.render import write_stage

        pages = self.pages(tag, has_booklet=has_booklet)
        return write_stage(self.edition(tag), pages, assets, folder, preview=preview)

    def pages(self, tag: str, *, has_booklet: bool = False) -> Iterator[RenderedPage]:
        """Yield the rendered pages of the edition `tag`, in the order of the navigation."""
        from wegweiser.render import render_edition

        edition, docs = self.edition(tag), self.docs.pages(tag)
        return render_edition(edition, docs, self.statuses, has_booklet=has_booklet)

    def booklet(self, tag: str) -> str:
        """Return the booklet of the edition `tag` as HTML for print."""
        from wegweiser.render import render_booklet

        return render_booklet(self.edition(tag), self.docs.pages(tag))


def open_site(
    root: Path, today: datetime.date, cache: CatalogueCache = NO_CACHE, workers: int = 1
) -> tuple[Site | None, list[Diagnostic]]:
    """Return the site in the folder `root` (None with errors) and every diagnostic, in order.

    Catalogues are read in as many processes as `workers`, but those that `cache` knows.
    """
    with reading_catalogues(root, cache, workers) as reading:
        content, readable, problems = load_content(root, today)
    catalogues, found = reading.check(readable)
    problems += found
    docs, found = load_docs(root, readable)
    problems += found
    problems.sort(key=lambda problem: problem.sort_key)
    if content is None or any(problem.severity is Severity.ERROR for problem in problems):
        return None, problems
    return Site(content, catalogues, docs, today), problems


def open_site_fast(root: Path, today: datetime.date) -> tuple[Site | None, list[Diagnostic]]:
    """Return what `open_site` returns, as fast as this machine can: for commands people wait for.

    What is learned of the catalogues is kept below `root`, for the next time.
    """
    cache = CatalogueCache(root / ".cache" / "catalogues")
    gc.disable()  # all that is read is kept, so there is nothing to be collected
    try:
        return open_site(root, today, cache, os.cpu_count() or 1)
    finally:
        gc.enable()
