"""Reading the catalogues below `locales/`, and comparing them with the German texts."""

from __future__ import annotations

import datetime
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from pathlib import Path

from wegweiser.diagnostics import Diagnostic, Place, rules
from wegweiser.lifeline import die_with_parent
from wegweiser.locales import make_locale
from wegweiser.model import SOURCE_LOCALE, Content, Readable
from wegweiser.model.suggest import suggest
from wegweiser.read import list_files, read_text_file
from wegweiser.read.files import MAX_CATALOGUE_BYTES, printable
from wegweiser.translate.catalogue import Catalogue
from wegweiser.translate.catalogue_cache import (
    CatalogueCache,
    CatalogueRecord,
    PackedMessages,
    Row,
    Slot,
    digest_of,
    place_of,
    unpack,
)
from wegweiser.translate.checks import check_message
from wegweiser.translate.edition import Edition
from wegweiser.translate.interface import load_interface
from wegweiser.translate.messages import Source, kept_names, source_messages
from wegweiser.translate.parse import read_catalogue

FOLDER = "locales"
NO_CACHE = CatalogueCache()

_WORTH_PROCESSES = 500
"""So many messages to compare take longer than to start processes for them."""


def load_catalogues(
    root: Path, readable: Readable, cache: CatalogueCache = NO_CACHE, workers: int = 1
) -> tuple[dict[str, Catalogue], list[Diagnostic]]:
    """Return the catalogue of every locale of the site, and all problems of all PO files.

    They are read and checked against what is `readable` of the content, in as many processes as
    `workers`. A missing catalogue is no error: its messages are missing, and the pages say so.
    """
    with reading_catalogues(root, cache, workers) as reading:
        pass
    return reading.check(readable)


@contextmanager
def reading_catalogues(
    root: Path, cache: CatalogueCache = NO_CACHE, workers: int = 1
) -> Iterator[Reading]:
    """Read the catalogues below `root` while the block runs, in as many processes as `workers`.

    What is read needs nothing of the content, which can be read at the same time. After the block
    `Reading.check` returns the catalogues.
    """
    files, problems = list_files(root / FOLDER, root)
    for path in files:
        if not _is_catalogue(path, root) and path.suffix != ".mo":  # which Poedit makes
            shown = printable(path.relative_to(root).as_posix())
            hint = "Übersetzungen liegen in locales/<Sprache>/<Name>.po."
            problems.append(rules.UNEXPECTED_FILE.at(Place(shown), name=shown, hint=hint))
    paths = [path for path in files if _is_catalogue(path, root)]
    read = partial(_read_file, root, cache)
    reading = Reading(workers, problems)
    if workers == 1:
        yield reading
        reading.files += map(read, paths)
        return
    with _processes(workers) as pool:
        files_read = pool.map(read, paths)
        yield reading
        reading.files += files_read


@dataclass
class _File:
    """A catalogue file that was read; without a record if it cannot be used at all.

    `is_kept` says whether the record lies in its `slot` as it is.
    """

    tag: str
    problems: list[Diagnostic]
    record: CatalogueRecord = field(default_factory=CatalogueRecord)
    slot: Slot = field(default_factory=Slot)
    is_kept: bool = True


def _read_file(root: Path, cache: CatalogueCache, path: Path) -> _File:
    tag = path.parent.name
    file, usable = read_text_file(path, root, limit=MAX_CATALOGUE_BYTES, tabs=True)
    problems = list(file.diagnostics)
    if not usable:
        return _File(tag, problems)
    slot = cache.slot(file)
    record = slot.load(file)
    return _File(tag, problems, record or read_catalogue(file, tag), slot, record is not None)


@dataclass
class Reading:
    """The catalogue files of a site, and the problems with where they lie."""

    workers: int
    problems: list[Diagnostic]
    files: list[_File] = field(default_factory=list)

    def check(self, readable: Readable) -> tuple[dict[str, Catalogue], list[Diagnostic]]:
        """Return the catalogues by locale, and all problems, as `load_catalogues` does."""
        catalogues: dict[str, Catalogue] = {}
        rows: dict[str, _Rows] = {}
        problems = list(self.problems)
        files: list[_File] = []
        for tag, found in groupby(self.files, key=lambda file: file.tag):
            if readable.tags is not None and tag not in readable.tags:
                problems.append(unknown_locale(f"{FOLDER}/{tag}", readable.tags))
                continue
            of_locale = list(found)
            rows[tag], doubled = _join(of_locale)
            obsolete = sum(file.record.obsolete for file in of_locale)
            catalogues[tag] = Catalogue(PackedMessages(rows[tag]), obsolete)
            problems += doubled
            files += of_locale
        for file in files:
            problems += [*file.problems, *file.record.problems]
        problems += _compare(_Comparing.of(readable, rows), files, self.workers)
        return catalogues, sorted(problems, key=lambda problem: problem.sort_key)


_Rows = dict[str, tuple[Row, str]]
"""The messages of a locale by key, packed, each with the name of its file."""


def _join(files: Iterable[_File]) -> tuple[_Rows, list[Diagnostic]]:
    """Return the messages of the files of a locale, and the problem of each that stands twice."""
    rows: _Rows = {}
    problems: list[Diagnostic] = []
    for file in files:
        name = file.record.file
        for row in file.record.rows:
            first, _ = rows.setdefault(row[0], (row, name))
            if first is not row:
                line = place_of(first, name).line
                place = place_of(row, name)
                problems.append(rules.DUPLICATE_MESSAGE.at(place, key=row[0], first=line))
    return rows, problems


# -- comparing with the German texts --------------------------------------------------------------


@dataclass(frozen=True)
class _Comparing:
    """What messages are compared with; `against` has a digest of it by key."""

    rows: dict[str, _Rows]
    sources: dict[str, Source]
    names: frozenset[str]
    against: dict[str, str]

    @classmethod
    def of(cls, readable: Readable, rows: dict[str, _Rows]) -> _Comparing:
        sources, names = source_messages(readable), kept_names(readable)
        kept = sorted(names)
        against = {key: digest_of((source, kept)) for key, source in sources.items()}
        return cls(rows, sources, names, against)

    def messages(self, file: _File) -> Iterator[tuple[str, Row]]:
        """Yield the messages of `file` by key, without those that stand before it elsewhere."""
        rows = self.rows[file.tag]
        return ((row[0], row) for row in file.record.rows if rows[row[0]][0] is row)

    def unknown(self, file: _File) -> list[tuple[str, Row]]:
        """Return the messages of `file` that were not compared with the same before."""
        found, against, nothing = file.record.found, self.against, (None,)
        return [
            (key, row)
            for key, row in self.messages(file)
            if found.get(key, nothing)[0] != against.get(key, "")
        ]

    def check(self, file: _File) -> list[Diagnostic]:
        """Return the problems of the messages of `file`, and keep what was found anew."""
        record, unknown = file.record, self.unknown(file)
        for key, row in unknown:
            message, source = unpack(row, record.file), self.sources.get(key)
            found = list(check_message(message, source, file.tag, self.names))
            record.found[key] = self.against.get(key, ""), found
        if unknown or not file.is_kept:
            file.slot.save(record)
        return [problem for key, _ in self.messages(file) for problem in record.found[key][1]]


def _compare(comparing: _Comparing, files: list[_File], workers: int) -> list[Diagnostic]:
    """Return the problems of the messages of all `files`."""
    unknown = sum(len(comparing.unknown(file)) for file in files)
    if workers == 1 or unknown < _WORTH_PROCESSES:
        return [problem for file in files for problem in comparing.check(file)]
    with _processes(workers, _Work(comparing, files)) as pool:
        checked = pool.map(_check_inherited, range(len(files)))
        return [problem for found in checked for problem in found]


@dataclass(frozen=True)
class _Work:
    comparing: _Comparing
    files: list[_File]


_work: _Work | None
"""What a process works on; it is inherited, not sent."""


def _check_inherited(index: int) -> list[Diagnostic]:
    assert _work
    return _work.comparing.check(_work.files[index])


@contextmanager
def _processes(workers: int, work: _Work | None = None) -> Iterator[ProcessPoolExecutor]:
    """Start processes, which end with the block."""
    context = multiprocessing.get_context("fork")
    given = (work, os.getpid())
    with ProcessPoolExecutor(workers, context, initializer=_take, initargs=given) as pool:
        yield pool


def _take(work: _Work | None, parent: int) -> None:
    global _work
    _work = work
    die_with_parent(parent)


# -- folders and editions -------------------------------------------------------------------------


def _is_catalogue(path: Path, root: Path) -> bool:
    folder = path.parent
    return path.suffix == ".po" and folder.parent == root / FOLDER and folder.name != SOURCE_LOCALE


def unknown_locale(folder: str, tags: Iterable[str]) -> Diagnostic:
    """Return the diagnostic for a folder that belongs to none of the site's locales."""
    name = folder.rsplit("/", 1)[-1]
    place = Place(printable(folder))
    return rules.UNKNOWN_LOCALE.at(place, name=folder, suggestion=suggest(name, tags))


def open_edition(
    content: Content, catalogues: dict[str, Catalogue], tag: str, today: datetime.date
) -> Edition:
    """Return the edition in the locale `tag`. Raises `KeyError` for a locale not in the site."""
    for locale in content.site.locales:
        if locale.tag == tag:
            catalogue = Catalogue() if tag == SOURCE_LOCALE else catalogues.get(tag, Catalogue())
            made = make_locale(tag, locale.name)
            return Edition(content, made, catalogue, load_interface(), today)
    raise KeyError(tag)
