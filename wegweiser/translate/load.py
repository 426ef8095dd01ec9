"""Reading the catalogues below `locales/`."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

from wegweiser.diagnostics import Diagnostic, Place, rules
from wegweiser.locales import make_locale
from wegweiser.model import SOURCE_LOCALE, Content, Readable
from wegweiser.model.suggest import suggest
from wegweiser.prose import (
    find_malformed_placeholders,
    find_placeholders,
    find_unsafe,
    without_quotes,
)
from wegweiser.read import TextFile, list_files, read_text_file
from wegweiser.read.files import MAX_CATALOGUE_BYTES, find_forbidden, printable
from wegweiser.translate.catalogue import Catalogue, Message, State, message_of
from wegweiser.translate.edition import Edition
from wegweiser.translate.interface import PREFIX, SLOT, load_interface
from wegweiser.translate.messages import Source, source_messages
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
    files, problems = list_files(root / FOLDER, root)
    for name, paths in group_by_folder(files, root / FOLDER).items():
        if readable.tags is not None and name not in readable.tags:
            problems.append(unknown_locale(f"{FOLDER}/{name}", readable.tags))
            continue
        catalogues[name], found = _load_folder(name, paths, root, sources)
        problems += found
    return catalogues, sorted(problems, key=lambda problem: problem.sort_key)


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
    tag: str, paths: Iterable[Path], root: Path, sources: dict[str, Source]
) -> tuple[Catalogue, list[Diagnostic]]:
    messages: dict[str, Message] = {}
    problems: list[Diagnostic] = []
    for path in (path for path in paths if path.suffix == ".po"):
        file, usable = read_text_file(path, root, limit=MAX_CATALOGUE_BYTES, tabs=True)
        problems += file.diagnostics
        if not usable:
            continue
        entries, error = _parse(file)
        if error:
            problems.append(error)
            continue
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
            problems += _check_message(message, sources.get(message.key), tag)
    return Catalogue(messages), problems


_LINE = re.compile(
    r"\s*(#.*)?|(#~ ?)?(msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)?\s*"
    r'"(?:[^"\\]|\\.)*"\s*'
)
"""A line of a PO file (GNU gettext manual, "The Format of PO Files")."""


def _parse(file: TextFile) -> tuple[polib.POFile, Diagnostic | None]:
    # polib cuts a text whose quotation mark is missing, and says nothing.
    for number, text in enumerate(file.text.split("\n"), start=1):
        if not _LINE.fullmatch(text):
            return polib.POFile(), rules.CATALOGUE_SYNTAX.at(file.place(number), line=number)
    try:
        return polib.pofile(file.text + "\n", encoding="utf-8"), None
    except Exception as error:
        match = re.search(r"line (\d+)", str(error))
        line = int(match[1]) if match else 1
        place = file.place(min(line, file.text.count("\n") + 1))
        return polib.POFile(), rules.CATALOGUE_SYNTAX.at(place, line=place.line)


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
    for entry in entries:
        if entry.obsolete or not entry.msgctxt:
            continue
        yield message_of(entry, file.place(max(1, entry.linenum or 1)))


def _check_message(message: Message, source: Source | None, tag: str) -> Iterator[Diagnostic]:
    for text in message.translations:
        index = find_forbidden(text)
        if index is not None:
            name = f"U+{ord(text[index]):04X}"
            yield rules.TRANSLATION_CHARACTER.at(message.place, key=message.key, name=name)
    state = message.state(source.text, source.plural) if source else State.MISSING
    if source is None or state is State.MISSING:
        return  # an orphan, or nothing yet
    if source.prose:
        for unsafe in find_unsafe(message.translations[0]):
            found = unsafe.description
            yield rules.UNSAFE_TRANSLATION.at(message.place, key=message.key, found=found)
    if state is State.STALE:
        return  # it is compared with the German again when it is translated anew
    if source.plural and len(message.translations) != plural_rule(tag).forms:
        forms = f"Die Übersetzung von „{message.key}“ hat {len(message.translations)} Formen"
        expected = f"msgstr[0] bis msgstr[{plural_rule(tag).forms - 1}]"
        yield rules.PLURAL_FORMS.at(message.place, problem=forms, expected=expected)
    yield from _check_placeholders(message, source)


def _check_placeholders(message: Message, source: Source) -> Iterator[Diagnostic]:
    for index, text in enumerate(message.translations):
        original = source.plural if index and source.plural else source.text
        want, have = _placeholders(original, message.key), _placeholders(text, message.key)
        if message.source_plural:
            # A plural form may spell its number out ("ein Kontakt"), but names nothing unknown.
            want, have = want - want, have - _placeholders(source.plural, message.key)
        missing, extra = want - have, have - want
        if missing or extra:
            parts = [f"es fehlt {name}" for name in sorted(missing)]
            parts += [f"zu viel ist {name}" for name in sorted(extra)]
            yield rules.PLACEHOLDER_MISMATCH.at(
                message.place, key=message.key, difference=", ".join(parts)
            )
            return


def _placeholders(text: str, key: str) -> Counter[str]:
    if key.startswith(PREFIX):
        return Counter(match[0] for match in SLOT.finditer(text))
    plain = without_quotes(text)
    return Counter(map(str, find_placeholders(plain))) + Counter(find_malformed_placeholders(plain))
