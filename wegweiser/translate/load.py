"""Reading the catalogues below `locales/`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

from wegweiser.diagnostics import Diagnostic, Place, rules
from wegweiser.locales import make_locale
from wegweiser.model import SOURCE_LOCALE, Content, Readable
from wegweiser.model.suggest import suggest
from wegweiser.read import TextFile, list_files, read_text_file
from wegweiser.read.files import MAX_CATALOGUE_BYTES, printable
from wegweiser.translate.catalogue import Catalogue, Message, message_of
from wegweiser.translate.checks import check_message
from wegweiser.translate.edition import Edition
from wegweiser.translate.interface import load_interface
from wegweiser.translate.messages import Source, kept_names, source_messages
from wegweiser.translate.plurals import plural_rule

FOLDER = "locales"


def load_catalogues(
    root: Path, readable: Readable
) -> tuple[dict[str, Catalogue], list[Diagnostic]]:
    """Return the catalogue of every locale of the site, and all problems of all PO files.

    They are checked against what is `readable` of the content. A missing catalogue is no error:
    its messages are missing, and the pages say so.
    """
    catalogues: dict[str, Catalogue] = {}
    sources = source_messages(readable)
    names = kept_names(readable)
    files, problems = list_files(root / FOLDER, root)
    for path in files:
        if not _is_catalogue(path, root) and path.suffix != ".mo":  # which Poedit makes
            shown = printable(path.relative_to(root).as_posix())
            hint = "Übersetzungen liegen in locales/<Sprache>/<Name>.po."
            problems.append(rules.UNEXPECTED_FILE.at(Place(shown), name=shown, hint=hint))
    catalogue_files = [path for path in files if _is_catalogue(path, root)]
    for name, paths in group_by_folder(catalogue_files, root / FOLDER).items():
        if readable.tags is not None and name not in readable.tags:
            problems.append(unknown_locale(f"{FOLDER}/{name}", readable.tags))
            continue
        catalogues[name], found = _load_folder(name, paths, root, sources, names)
        problems += found
    return catalogues, sorted(problems, key=lambda problem: problem.sort_key)


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


def _load_folder(
    tag: str, paths: Iterable[Path], root: Path, sources: dict[str, Source], names: frozenset[str]
) -> tuple[Catalogue, list[Diagnostic]]:
    messages: dict[str, Message] = {}
    problems: list[Diagnostic] = []
    obsolete = 0
    for path in paths:
        file, usable = read_text_file(path, root, limit=MAX_CATALOGUE_BYTES, tabs=True)
        problems += file.diagnostics
        if not usable:
            continue
        entries, found = _parse(file)
        problems += found
        if found:
            continue
        obsolete += len(entries.obsolete_entries())
        problems += [
            rules.MESSAGE_WITHOUT_KEY.at(file.place(max(1, entry.linenum or 1)), text=entry.msgid)
            for entry in entries
            if not entry.msgctxt and not entry.obsolete
        ]
        if path.stem == "ui":
            problems += _check_plural_rule(entries, file, tag)
        for message in _messages(entries, file):
            if message.key in messages:
                first = messages[message.key].place.line
                problems.append(
                    rules.DUPLICATE_MESSAGE.at(message.place, key=message.key, first=first)
                )
                continue
            messages[message.key] = message
            problems += check_message(message, sources.get(message.key), tag, names)
    return Catalogue(messages, obsolete), problems


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
