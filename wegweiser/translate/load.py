"""Reading the catalogues below `locales/`."""

from __future__ import annotations

import datetime
import gettext
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib

from wegweiser.diagnostics import Diagnostic, Place, rules
from wegweiser.locales import make_locale
from wegweiser.model import SOURCE_LOCALE, Content
from wegweiser.model.suggest import suggest
from wegweiser.prose import find_malformed_placeholders, find_placeholders, find_unsafe
from wegweiser.read import TextFile, read_text_file
from wegweiser.read.files import MAX_CATALOGUE_BYTES, find_forbidden, nfc
from wegweiser.translate.catalogue import Catalogue, Message, State, parse_mark
from wegweiser.translate.edition import Edition
from wegweiser.translate.interface import PREFIX, SLOT, load_interface
from wegweiser.translate.messages import Source, source_messages

FOLDER = "locales"
_ONE_FORM = "0"
_PLURAL_RULE = re.compile(r"nplurals=\s*\d+\s*;\s*plural=([^;]+);?")


def load_catalogues(
    root: Path, content: Content | None
) -> tuple[dict[str, Catalogue], list[Diagnostic]]:
    """Return the catalogue of every locale of the site, and all problems of all PO files.

    With `content` None (it has errors) the files are still checked for themselves. A missing
    catalogue is no error: its messages are missing, and the pages say so.
    """
    problems: list[Diagnostic] = []
    catalogues: dict[str, Catalogue] = {}
    tags = [locale.tag for locale in content.site.locales] if content else None
    sources = source_messages(content) if content else {}
    for folder in sorted(path for path in (root / FOLDER).glob("*") if path.is_dir()):
        if folder.name.startswith("."):
            continue
        if tags is not None and folder.name not in tags:
            place = Place(f"{FOLDER}/{folder.name}")
            suggestion = suggest(folder.name, tags)
            problems.append(rules.UNKNOWN_LOCALE.at(place, name=folder.name, suggestion=suggestion))
            continue
        catalogues[folder.name], found = _load_folder(folder, root, sources)
        problems += found
    return catalogues, sorted(problems, key=lambda problem: problem.sort_key)


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
    folder: Path, root: Path, sources: dict[str, Source]
) -> tuple[Catalogue, list[Diagnostic]]:
    messages: dict[str, Message] = {}
    problems: list[Diagnostic] = []
    rule = _ONE_FORM
    for path in sorted(folder.glob("*.po")):
        file, usable = read_text_file(path, root, limit=MAX_CATALOGUE_BYTES, tabs=True)
        problems += file.diagnostics
        if not usable:
            continue
        entries, error = _parse(file)
        if error:
            problems.append(error)
            continue
        if path.stem == "ui":
            rule, problem = _plural_rule(entries, file)
            problems += [problem] if problem else []
        for message in _messages(entries, file):
            if message.key in messages:
                first = messages[message.key].place.line
                problems.append(
                    rules.DUPLICATE_MESSAGE.at(message.place, key=message.key, first=first)
                )
                continue
            messages[message.key] = message
            problems += _check_message(message, sources.get(message.key))
    return Catalogue(messages, rule), problems


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


def _plural_rule(entries: polib.POFile, file: TextFile) -> tuple[str, Diagnostic | None]:
    """Return the plural rule of a catalogue (the one for a single form without a valid one)."""
    match = _PLURAL_RULE.search(entries.metadata.get("Plural-Forms", ""))
    if not match:
        return _ONE_FORM, None
    rule = match[1].strip()
    try:
        forms = {gettext.c2py(rule)(number) for number in range(200)}
    except (ValueError, ArithmeticError, RecursionError):
        forms = {-1}
    if min(forms) >= 0:
        return rule, None
    place = file.find("Plural-Forms", file.place(), file.text.count("\n") + 1)
    return _ONE_FORM, rules.CATALOGUE_SYNTAX.at(place, line=place.line)


def _messages(entries: polib.POFile, file: TextFile) -> Iterator[Message]:
    for entry in entries:
        if entry.obsolete or not entry.msgctxt:
            continue
        plural = entry.msgstr_plural
        texts = [plural[form] for form in sorted(plural)] if plural else [entry.msgstr]
        yield Message(
            key=entry.msgctxt,
            source=nfc(entry.msgid),
            translations=tuple(nfc(text) for text in texts),
            place=file.place(max(1, entry.linenum or 1)),
            fuzzy=entry.fuzzy,
            mark=parse_mark(entry.tcomment),
            source_plural=nfc(entry.msgid_plural),
        )


def _check_message(message: Message, source: Source | None) -> Iterator[Diagnostic]:
    for text in message.translations:
        index = find_forbidden(text)
        if index is not None:
            name = f"U+{ord(text[index]):04X}"
            yield rules.TRANSLATION_CHARACTER.at(message.place, key=message.key, name=name)
    if source is None or message.state(source.text) in {State.MISSING, State.STALE}:
        return  # an orphan, or judged again when it is translated anew
    yield from _check_placeholders(message, source)
    if source.prose:
        unsafe = find_unsafe(message.translations[0])
        if unsafe:
            found = unsafe.description
            yield rules.UNSAFE_TRANSLATION.at(message.place, key=message.key, found=found)


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
    return Counter(map(str, find_placeholders(text))) + Counter(find_malformed_placeholders(text))
