"""Building a site: stages and engine in parallel processes, verification, swap."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from wegweiser.diagnostics import Diagnostic
from wegweiser.documents import HANDBOOK
from wegweiser.editor import write_editor
from wegweiser.lifeline import die_with_parent
from wegweiser.model import SOURCE_LOCALE
from wegweiser.model.images import Picture
from wegweiser.publish.booklet import find_printer, write_booklet
from wegweiser.publish.compress import compress
from wegweiser.publish.handbook import write_handbook
from wegweiser.publish.hosting import write_host_files
from wegweiser.publish.open_data import write_open_data
from wegweiser.publish.pictures import PICTURE_CACHE, write_picture
from wegweiser.publish.preview import name_pages_in_links
from wegweiser.publish.root import write_root
from wegweiser.publish.saved_list import write_saved_list
from wegweiser.publish.swap import swap, workspace
from wegweiser.publish.verify import Findings, check_links, check_pages, inspect
from wegweiser.render import (
    BOOKLET,
    PICTURES,
    AssetError,
    Assets,
    StagedPage,
    load_assets,
    write_editions,
)
from wegweiser.site import Site

_STAGES, _SITE, _THEME = "stages", "site", "theme"


class EngineError(Exception):
    """The site engine gave up; the message says why (English, for developers)."""


class BuildError(Exception):
    """The site was built but not published: `diagnostics` say why."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__(f"{len(diagnostics)} problems in the finished site")
        self.diagnostics = diagnostics


@dataclass(frozen=True)
class Builder:
    """How sites are built: with which engine configuration, into which folder.

    `progress` is told what is being done, a line at a time; `workers` is the number of processes.
    With `booklets`, each edition has one as PDF (see `booklet`); with `compressed`, files have
    smaller ones beside them (see `compress`); a `preview` says that it is one (see `preview`).
    """

    config_file: Path
    output: Path
    progress: Callable[[str], None]
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    booklets: bool = False
    compressed: bool = False
    preview: bool = False

    def build(self, site: Site) -> int:
        """Build all editions of `site`, verify them and publish them; return the page count.

        Raises `EngineError` when the engine gives up, `BuildError` when verification fails,
        `NoPrinterError` when booklets are wanted and cannot be printed, and `NotOursError` when the
        output folder is not ours to replace; what was served before then stays as it was.
        """
        if self.booklets:
            find_printer()
        with workspace(self.output) as folder:
            tree = folder / _SITE
            tree.mkdir()
            try:
                pages = self._build_into(tree, folder / _STAGES, site)
            except BrokenProcessPool:
                raise EngineError("the whole site: a process of the build was killed") from None
            self.progress("Publishing")
            swap(tree, self.output)
        return sum(map(len, pages.values()))

    def _build_into(self, tree: Path, stages: Path, site: Site) -> dict[str, list[StagedPage]]:
        _ = site.statuses  # every page about the translations needs them; the workers inherit them
        try:
            assets = load_assets(self.config_file.parent / _THEME)
        except AssetError as error:
            raise EngineError(f"the theme: {error}") from None
        job = _Job(site, stages, tree, self.config_file, assets, self.booklets, self.preview)
        with _workers(job, self.workers) as pool:
            pictures = pool.map(_draw, site.content.shown_pictures(site.today))
            handbook = pool.submit(_write_handbook)
            self.progress(f"Rendering {len(site.tags)} editions: {', '.join(site.tags)}")
            pages = dict(zip(site.tags, pool.map(_stage, site.tags), strict=True))
            translated = _translated(pages)
            editions = [site.edition(tag) for tag in site.tags]
            for tag in site.tags:
                write_editions(stages / tag, editions, translated)
            list(pictures)  # the list of what an edition consists of names them
            self.progress("Building the pages")
            for tag in pool.map(_build, site.tags):
                self.progress(f"  {tag}: {len(pages[tag])} pages")
            if self.booklets:
                self.progress("Printing the booklets")
                list(pool.map(_print, site.tags))
            write_root(tree, editions, pages, translated, assets.folder, preview=self.preview)
            problems = handbook.result()
            write_open_data(tree, editions[0], site.docs.pages(SOURCE_LOCALE))
            editor, url = None if self.preview else site.content.site.editor, site.content.site.url
            if editor:
                write_editor(tree, site.content.root, editor, assets.files, url)
            write_host_files(tree, url, site.tags, editor)
            if self.preview:
                name_pages_in_links(_root_pages(tree, pages))
            self.progress("Verifying links, anchors and markup")
            findings = [*pool.map(_inspect, site.tags), inspect_root(tree, site, pages)]
            if self.compressed:
                self.progress("Compressing")
                list(pool.map(compress, sorted(tree.iterdir())))
        problems += [problem for found in findings for problem in found.problems]
        for tag, staged in pages.items():
            problems += check_pages(tree, tag, [page.path for page in staged])
        problems += check_links(tree, findings)
        if problems:
            raise BuildError(sorted(problems, key=lambda problem: problem.sort_key))
        return pages


def _translated(pages: dict[str, list[StagedPage]]) -> dict[str, list[str]]:
    """Return for each path the locales in which it may be announced, in site order."""
    translated: dict[str, list[str]] = {}
    for tag, staged in pages.items():
        for page in staged:
            translated.setdefault(page.path, [])
            if page.translated:
                translated[page.path].append(tag)
    return translated


def inspect_root(tree: Path, site: Site, pages: dict[str, list[StagedPage]]) -> Findings:
    """Return what the pages beside the editions hold."""
    findings = Findings()
    for path in _root_pages(tree, pages):
        found = inspect(tree, path.relative_to(tree).as_posix(), site.content.site.url)
        findings.anchors |= found.anchors
        findings.links |= found.links
        findings.problems += found.problems
    return findings


def _root_pages(tree: Path, pages: dict[str, list[StagedPage]]) -> list[Path]:
    """Return the pages beside the editions: one without a language for each path, 404, handbook."""
    neutral = [tree / page.path / "index.html" for page in pages[SOURCE_LOCALE]]
    handbook = sorted((tree / HANDBOOK).rglob("index.html"))
    return [*neutral, tree / "404.html", *handbook]


# -- in the worker processes ----------------------------------------------------------------------


@dataclass(frozen=True)
class _Job:
    """What every worker knows. It is inherited by fork, so nothing is copied through a pipe."""

    site: Site
    stages: Path
    tree: Path
    config_file: Path
    assets: Assets
    booklets: bool
    preview: bool


_job: _Job


@contextmanager
def _workers(job: _Job, workers: int) -> Iterator[ProcessPoolExecutor]:
    context = multiprocessing.get_context("fork")
    count = max(1, min(workers, len(job.site.tags)))
    with ProcessPoolExecutor(
        count, context, initializer=_take, initargs=(job, os.getpid())
    ) as pool:
        yield pool


def _take(job: _Job, parent: int) -> None:
    global _job
    _job = job
    die_with_parent(parent)


def _draw(picture: Picture) -> None:
    cache = _job.config_file.parent / PICTURE_CACHE
    write_picture(picture, _job.site.content, _job.tree / PICTURES, cache)


def _stage(tag: str) -> list[StagedPage]:
    return _job.site.stage(
        *(tag, _job.stages / tag, _job.assets),
        has_booklet=_job.booklets,
        preview=_job.preview,
    )


def _write_handbook() -> list[Diagnostic]:
    site, edition = _job.site, _job.site.edition(SOURCE_LOCALE)
    return write_handbook(_job.tree, edition, site.docs, _job.assets, preview=_job.preview)


def _print(tag: str) -> None:
    write_booklet(_job.site.booklet(tag), _job.tree / tag / BOOKLET)


def _build(tag: str) -> str:
    from wegweiser import engine

    try:
        engine.build(_job.config_file, _job.stages / tag, _job.tree / tag)
    except engine.EXCEPTIONS as error:
        raise EngineError(f"edition {tag}: {error}") from None
    if _job.preview:
        name_pages_in_links((_job.tree / tag).rglob("*.html"))
    write_saved_list(_job.tree / tag)
    return tag


def _inspect(tag: str) -> Findings:
    return inspect(_job.tree, tag, _job.site.content.site.url)
