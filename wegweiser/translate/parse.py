"""Reading one PO file, and where its messages stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polib

from wegweiser.diagnostics import Diagnostic, rules
from wegweiser.read import TextFile
from wegweiser.translate.catalogue import Message, message_of
from wegweiser.translate.catalogue_cache import CatalogueRecord, pack
from wegweiser.translate.plurals import plural_rule

_LINE = re.compile(
    r"\s*(#.*)?|(#~ ?)?(msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)?\s*"
    r'"(?:[^"\\]|\\.)*"\s*'
)
"""A line of a PO file (GNU gettext manual, "The Format of PO Files")."""
_KEY_LINE = re.compile(r'\s*msgctxt\s+"(?P<key>[^"\\]+)"\s*')


def read_catalogue(file: TextFile, tag: str) -> CatalogueRecord:
    """Return the record of a catalogue file in which nothing has been looked for yet."""
    entries, problems = _parse(file)
    if problems:
        return CatalogueRecord(file.name, problems=problems)
    problems = [
        rules.MESSAGE_WITHOUT_KEY.at(file.place(max(1, entry.linenum or 1)), text=entry.msgid)
        for entry in entries
        if not entry.msgctxt and not entry.obsolete
    ]
    if file.name.endswith("/ui.po"):
        problems += _check_plural_rule(entries, file, tag)
    obsolete = len(entries.obsolete_entries())
    rows = [pack(message) for message in _messages(entries, file)]
    return CatalogueRecord(file.name, rows, problems, obsolete)


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
            expected=f"Plural-Forms: {plural_rule(tag).header}",
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
