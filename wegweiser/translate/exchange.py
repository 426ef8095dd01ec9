"""Bundles for translators: what is missing or stale in one locale, out and back in.

PO for people with tools, CSV for people with a spreadsheet. What comes back is taken only if it
still belongs to the German text of today and passes the checks of any translation.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import polib

from wegweiser.diagnostics import Severity
from wegweiser.translate.catalogue import Message, State, message_of, same_text, set_mark
from wegweiser.translate.catalogue_file import dump, new_catalogue, parse
from wegweiser.translate.checks import check_message
from wegweiser.translate.messages import Source

_COLUMNS = ("key", "german", "translation", "state", "german_before")
_FORMULA = ("=", "+", "-", "@", "\t", "'")
"""Beginnings that a spreadsheet takes for a formula (OWASP, "CSV Injection"), and our guard."""


@dataclass(frozen=True)
class Refusal:
    """A translation that was not taken, and why (German, one line)."""

    key: str
    reason: str


def open_entries(
    catalogues: Iterable[polib.POFile], sources: Mapping[str, Source]
) -> Iterator[tuple[polib.POEntry, State]]:
    """Yield the entries of synchronised catalogues that are missing or stale, with their state."""
    for catalogue in catalogues:
        for entry in catalogue:
            source = sources.get(entry.msgctxt or "")
            if source is None or entry.obsolete:
                continue
            state = message_of(entry).state(source.text, source.plural)
            if state in {State.MISSING, State.STALE}:
                yield entry, state


def export_po(tag: str, entries: Iterable[tuple[polib.POEntry, State]]) -> str:
    """Return a catalogue of the open entries."""
    bundle = new_catalogue(tag)
    bundle.extend(entry for entry, _ in entries)
    return dump(bundle)


def export_csv(entries: Iterable[tuple[polib.POEntry, State]]) -> str:
    """Return the open entries as CSV (RFC 4180) with a header and a byte order mark for Excel.

    A text with plural forms takes one row for each, with the form's number behind its key.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for entry, state in entries:
        before = entry.previous_msgid or ""
        for key, german, translation in _rows(entry):
            writer.writerow([key, *map(_guard, (german, translation)), state.value, _guard(before)])
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue()


def _rows(entry: polib.POEntry) -> Iterator[tuple[str, str, str]]:
    if not entry.msgid_plural:
        yield entry.msgctxt, entry.msgid, entry.msgstr
    for form in sorted(entry.msgstr_plural):
        german = entry.msgid_plural if form else entry.msgid
        yield f"{entry.msgctxt}[{form}]", german, entry.msgstr_plural[form]


def _guard(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def read_po(text: str) -> list[Message]:
    """Return the translations of a PO bundle; empty and fuzzy ones are left out.

    Raises `ValueError` for a damaged file.
    """
    messages = [message_of(entry) for entry in parse(text) if not entry.obsolete]
    return [m for m in messages if m.key and not m.fuzzy and all(m.translations)]


def read_csv(text: str) -> list[Message]:
    """Return the translations of a CSV bundle; empty ones are left out.

    Raises `ValueError` when it is none.
    """
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ValueError(str(error)) from None
    if not rows or not set(_COLUMNS[:3]) <= set(rows[0]):
        raise ValueError(f"the columns {', '.join(_COLUMNS[:3])} are missing")
    forms: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        cells = {name: _unguard(row.get(name) or "") for name in _COLUMNS}
        forms.setdefault(cells["key"].split("[")[0].strip(), []).append(cells)
    messages = []
    for key, cells_of in forms.items():
        translations = tuple(cells["translation"].replace("\r\n", "\n") for cells in cells_of)
        plural = cells_of[1]["german"] if len(cells_of) > 1 else ""
        if all(text.strip() for text in translations):
            messages.append(Message(key, cells_of[0]["german"], translations, source_plural=plural))
    return messages


def take_in(
    messages: Iterable[Message],
    catalogues: Iterable[polib.POFile],
    sources: Mapping[str, Source],
    tag: str,
    names: frozenset[str],
    kind: State,
    reviewer: str = "",
    date: str = "",
) -> tuple[list[str], list[Refusal]]:
    """Write translations into synchronised catalogues; return the keys taken and the refusals.

    The translations are marked as `kind`.
    """
    entries = {e.msgctxt: e for catalogue in catalogues for e in catalogue if not e.obsolete}
    taken: list[str] = []
    refusals: list[Refusal] = []
    for message in messages:
        reason = _find_reason(message, sources.get(message.key), tag, names)
        if reason or message.key not in entries:
            refusals.append(Refusal(message.key, reason or "Der Katalog ist nicht abgeglichen."))
            continue
        _write(entries[message.key], message)
        set_mark(entries[message.key], kind, reviewer, date)
        taken.append(message.key)
    return taken, refusals


def _find_reason(
    message: Message, source: Source | None, tag: str, names: frozenset[str]
) -> str | None:
    if source is None:
        return "Diesen Text gibt es nicht mehr."
    if not (same_text(message.source, source.text) and _same_plural(message, source)):
        return "Der deutsche Text hat sich seit dem Export geändert."
    problems = check_message(message, source, tag, names)
    error = next((p for p in problems if p.severity is Severity.ERROR), None)
    return error.message if error else None


def _same_plural(message: Message, source: Source) -> bool:
    return same_text(message.source_plural, source.plural)


def _write(entry: polib.POEntry, message: Message) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = dict(enumerate(message.translations))
    else:
        entry.msgstr = message.translations[0]
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    entry.previous_msgid = entry.previous_msgid_plural = None
