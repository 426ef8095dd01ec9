"""Bringing catalogues in line with the content, by key alone.

New messages are added empty; a changed source makes its message fuzzy, with the previous text
(``#| msgid``) and the new ``msgid``; a message whose key is gone becomes obsolete and comes back
with its key. Nothing is ever copied by similarity (`msgmerge` gave one contact's role to another):
only a text that is equal to the byte, in the same field of the same collection, is offered to a
new key, and always as fuzzy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import polib

from wegweiser.translate.catalogue import State, message_of, set_mark
from wegweiser.translate.catalogue_file import CatalogueFile, new_catalogue
from wegweiser.translate.load import FOLDER
from wegweiser.translate.messages import Source
from wegweiser.translate.plurals import plural_rule


def sync_catalogues(
    root: Path, tag: str, sources: Mapping[str, Source], *, write: bool = True
) -> list[Path]:
    """Bring the catalogues of the locale `tag` in line with `sources`.

    Returns the files that change, sorted; without `write` they stay as they are. Running it
    twice changes nothing. Raises `OSError` for files that cannot be read or written and
    `ValueError` for damaged ones.
    """
    folder = root / FOLDER / tag
    by_file: dict[str, list[Source]] = {path.stem: [] for path in sorted(folder.glob("*.po"))}
    for source in sources.values():
        by_file.setdefault(source.catalogue, []).append(source)
    changed = []
    for name, messages in by_file.items():
        file = CatalogueFile(folder / f"{name}.po", tag)
        file.catalogue = synchronise(file.catalogue, tag, messages)
        if file.save() if write else file.is_changed:
            changed.append(file.path)
    return sorted(changed)


def synchronise(old: polib.POFile, tag: str, sources: Iterable[Source]) -> polib.POFile:
    """Return the catalogue `old` in line with `sources`: theirs in order, then the orphans."""
    new = new_catalogue(tag)
    new.metadata = old.metadata or new.metadata
    new.header = old.header or new.header
    # A live message goes before an obsolete one of the same key.
    known = {entry.msgctxt: entry for entry in sorted(old, key=lambda e: not e.obsolete)}
    offers = _offers(old)
    for source in sources:
        entry = known.pop(source.key, None)
        if entry and bool(entry.msgid_plural) == bool(source.plural):
            new.append(_updated(entry, source))
        else:
            new.append(_new(source, tag, offers))
    new.extend(_retired(entry) for entry in known.values())
    return new


def _offers(old: polib.POFile) -> dict[tuple[str, str], polib.POEntry]:
    """Return the translations that may be offered to a new key, by field and German text."""
    offers: dict[tuple[str, str], polib.POEntry] = {}
    for entry in old:
        is_translated = bool(entry.msgstr.strip()) and not entry.fuzzy
        if is_translated and entry.msgctxt and not entry.msgid_plural:
            offers.setdefault((field_of(entry.msgctxt), entry.msgid), entry)
    return offers


def field_of(key: str) -> str:
    """Return the field of a message key: ``steps.text`` for ``guides/a:steps.anrufen.text``."""
    path = key.partition(":")[2].split(".")
    return path[0] if len(path) == 1 else f"{path[0]}.{path[-1]}"


def _new(
    source: Source, tag: str, offers: Mapping[tuple[str, str], polib.POEntry]
) -> polib.POEntry:
    entry = polib.POEntry(msgctxt=source.key, msgid=source.text)
    offer = offers.get((field_of(source.key), source.text))
    if source.plural:
        entry.msgid_plural = source.plural
        entry.msgstr_plural = dict.fromkeys(range(plural_rule(tag).forms), "")
    elif offer:
        entry.msgstr = offer.msgstr
        entry.flags.append("fuzzy")
    return entry


def _updated(entry: polib.POEntry, source: Source) -> polib.POEntry:
    entry.obsolete = False
    message = message_of(entry)
    if message.is_back_at(source.text, source.plural):
        _restore_source(entry)
    elif message.is_of(source.text, source.plural):
        return entry
    elif message.state(message.source, message.source_plural) not in {State.MISSING, State.STALE}:
        if not message.valid_mark:
            # So that it is known which translation becomes current again if the text does.
            set_mark(entry, State.CURRENT)
        entry.previous_msgid = entry.msgid
        entry.previous_msgid_plural = entry.msgid_plural or None
        _set_fuzzy(entry, True)
    entry.msgid, entry.msgid_plural = source.text, source.plural
    return entry


def _retired(entry: polib.POEntry) -> polib.POEntry:
    """Return `entry` as obsolete, with the German text that its translation was made from.

    Tools keep no previous text of obsolete messages.
    """
    message = message_of(entry)
    if message.fuzzy and message.is_marked_for_previous:
        _restore_source(entry)
    entry.previous_msgid = entry.previous_msgid_plural = None
    entry.obsolete = True
    entry.occurrences = []
    return entry


def _restore_source(entry: polib.POEntry) -> None:
    entry.msgid = entry.previous_msgid or ""
    entry.msgid_plural = entry.previous_msgid_plural or ""
    entry.previous_msgid = entry.previous_msgid_plural = None
    _set_fuzzy(entry, False)


def _set_fuzzy(entry: polib.POEntry, fuzzy: bool) -> None:
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"] + ["fuzzy"] * fuzzy
