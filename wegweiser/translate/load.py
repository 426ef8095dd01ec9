"""Reading the catalogues below `locales/`."""

from __future__ import annotations

import datetime
import multiprocessing
import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import polib

from wegweiser.diagnostics import Diagnostic, Place, rules
from wegweiser.lifeline import die_with_parent
from wegweiser.locales import make_locale
from wegweiser.model import SOURCE_LOCALE, Content, Readable
from wegweiser.model.suggest import suggest
from wegweiser.read import TextFile, list_files, read_text_file
from wegweiser.read.files import MAX_CATALOGUE_BYTES, printable
from wegweiser.translate.catalogue import Catalogue, Message, message_of
from wegweiser.translate.catalogue_cache import CatalogueCache, CatalogueRecord, digest_of
from wegweiser.translate.checks import check_message
from wegweiser.translate.edition import Edition
from wegweiser.translate.interface import load_interface
from wegweiser.translate.messages import Source, kept_names, source_messages
from wegweiser.translate.plurals import plural_rule

FOLDER = "locales"
NO_CACHE = CatalogueCache()


def load_catalogues(
    root: Path, readable: Readable, cache: CatalogueCache = NO_CACHE, workers: int = 1
) -> tuple[dict[str, Catalogue], list[Diagnostic]]:
    """Return the catalogue of every locale of the site, and all problems of all PO files.

    They are checked against what is `readable` of the content, in as many processes as `workers`.
    A missing catalogue is no error: its messages are missing, and the pages say so.
    """
    catalogues: dict[str, Catalogue] = {}
    files, problems = list_files(root / FOLDER, root)
    for path in files:
        if not _is_catalogue(path, root) and path.suffix != ".mo":  # which Poedit makes
            shown = printable(path.relative_to(root).as_posix())
            hint = "Übersetzungen liegen in locales/<Sprache>/<Name>.po."
            problems.append(rules.UNEXPECTED_FILE.at(Place(shown), name=shown, hint=hint))
    catalogue_files = [path for path in files if _is_catalogue(path, root)]
    folders = group_by_folder(catalogue_files, root / FOLDER)
    if readable.tags is not None:
        unknown = [name for name in folders if name not in readable.tags]
        problems += [unknown_locale(f"{FOLDER}/{name}", readable.tags) for name in unknown]
        folders = {name: paths for name, paths in folders.items() if name not in unknown}
    reading = _Reading.of(root, readable, cache)
    for name, (catalogue, found) in _load_folders(reading, folders, workers):
        catalogues[name] = catalogue
        problems += found
    return catalogues, sorted(problems, key=lambda problem: problem.sort_key)


@dataclass(frozen=True)
class _Reading:
    """What catalogues are read with: `against` has a digest of what a message is compared with."""

    root: Path
    cache: CatalogueCache
    sources: dict[str, Source]
    names: frozenset[str]
    against: dict[str, str]

    @classmethod
    def of(cls, root: Path, readable: Readable, cache: CatalogueCache) -> _Reading:
        sources, names = source_messages(readable), kept_names(readable)
        kept = sorted(names)
        against = {key: digest_of((source, kept)) for key, source in sources.items()}
        return cls(root, cache, sources, names, against)


_Folders = dict[str, list[Path]]
_Loaded = tuple[Catalogue, list[Diagnostic]]


def _load_folders(
    reading: _Reading, folders: _Folders, workers: int
) -> Iterator[tuple[str, _Loaded]]:
    if workers == 1:
        yield from ((name, _load_folder(name, paths, reading)) for name, paths in folders.items())
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(
        workers, context, initializer=_take, initargs=(reading, os.getpid())
    ) as pool:
        yield from zip(folders, pool.map(_load_taken, folders.items()), strict=True)


_reading: _Reading
"""What a process of the pool works with; it is inherited, not sent."""


def _take(reading: _Reading, parent: int) -> None:
    global _reading
    _reading = reading
    die_with_parent(parent)


def _load_taken(folder: tuple[str, list[Path]]) -> _Loaded:
    return _load_folder(*folder, _reading)


def _is_catalogue(path: Path, root: Path) -> bool:
    folder = path.parent
    return path.suffix == ".po" and folder.parent == root / FOLDER and folder.name != SOURCE_LOCALE


def group_by_folder(files: Iterable[Path], parent: Path) -> dict[str, list[Path]]:
    """Return the files that lie directly in a folder of `parent`, by that folder's name."""
    grouped: dict[str, list[Path]] = {}
    for path in files:
        if path.parent.parent == parent:
            grouped.setdefault(path.parent.name, []).append(path)
    return grouped


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


def _load_folder(tag: str, paths: Iterable[Path], reading: _Reading) -> _Loaded:
    messages: dict[str, Message] = {}
    problems: list[Diagnostic] = []
    obsolete = 0
    for path in paths:
        file, usable = read_text_file(path, reading.root, limit=MAX_CATALOGUE_BYTES, tabs=True)
        problems += file.diagnostics
        if not usable:
            continue
        record = reading.cache.load(file)
        is_known = record is not None
        record = record or _read(file, tag)
        problems += record.problems
        obsolete += record.obsolete
        for message in record.messages:
            if message.key in messages:
                first = messages[message.key].place.line
                problems.append(
                    rules.DUPLICATE_MESSAGE.at(message.place, key=message.key, first=first)
                )
                continue
            messages[message.key] = message
            against = reading.against.get(message.key, "")
            compared, found = record.found.get(message.key, (None, []))
            if compared != against:
                source = reading.sources.get(message.key)
                found = [*check_message(message, source, tag, reading.names)]
                record.found[message.key] = against, found
                is_known = False
            problems += found
        if not is_known:
            reading.cache.save(file, record)
    return Catalogue(messages, obsolete), problems


def _read(file: TextFile, tag: str) -> CatalogueRecord:
    """Return the record of a catalogue file in which nothing has been looked for yet."""
    entries, problems = _parse(file)
    if problems:
        return CatalogueRecord([], problems)
    problems = [
        rules.MESSAGE_WITHOUT_KEY.at(file.place(max(1, entry.linenum or 1)), text=entry.msgid)
        for entry in entries
        if not entry.msgctxt and not entry.obsolete
    ]
    if file.name.endswith("/ui.po"):
        problems += _check_plural_rule(entries, file, tag)
    obsolete = len(entries.obsolete_entries())
    return CatalogueRecord([*_messages(entries, file)], problems, obsolete)


_LINE = re.compile(
    r"\s*(#.*)?|(#~ ?)?(msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)?\s*"
    r'"(?:[^"\\]|\\.)*"\s*'
)
"""A line of a PO file (GNU gettext manual, "The Format of PO Files")."""


_KEY_LINE = re.compile(r'\s*msgctxt\s+"(?P<key>[^"\\]+)"\s*')


def _parse(file: TextFile) -> tuple[polib.POFile, list[Diagnostic]]:
    # polib cuts a text whose quotation mark is missing, and says nothing.
    bad = [
        number
        for number, text in enumerate(file.text.split("\n"), start=1)
        if not _LINE.fullmatch(text)
    ]
    if bad:
        return polib.POFile(), [_syntax_error(file, number) for number in bad]
    try:
        return polib.pofile(file.text + "\n", encoding="utf-8"), []
    except Exception as error:
        match = re.search(r"line (\d+)", str(error))
        line = int(match[1]) if match else 1
        return polib.POFile(), [_syntax_error(file, min(line, file.text.count("\n") + 1))]


def _syntax_error(file: TextFile, line: int) -> Diagnostic:
    return rules.CATALOGUE_SYNTAX.at(file.place(line), line=line)


def _check_plural_rule(entries: polib.POFile, file: TextFile, tag: str) -> Iterator[Diagnostic]:
    """Report a header whose plural rule is not the locale's: its forms would be mixed up."""
    header = entries.metadata.get("Plural-Forms", "")
    if header and not plural_rule(tag).agrees_with(header):
        place = file.find("Plural-Forms", file.place(), file.text.count("\n") + 1)
        yield rules.PLURAL_FORMS.at(
            place,
            problem="Die Mehrzahlregel im Kopf der Datei ist nicht die dieser Sprache",
            expected=f"Plural-Forms: {plural_rule(tag)}",
        )


def _messages(entries: polib.POFile, file: TextFile) -> Iterator[Message]:
    keys = {
        match["key"]: file.place(number, match.start("key") + 1, len(match["key"]))
        for number, line in enumerate(file.text.split("\n"), start=1)
        if (match := _KEY_LINE.fullmatch(line))
    }
    for entry in entries:
        if entry.obsolete or not entry.msgctxt:
            continue
        yield message_of(entry, keys.get(entry.msgctxt) or file.place(max(1, entry.linenum or 1)))
