"""Bringing catalogues in line with the content, by key alone.

New messages are added empty; a changed source makes its message fuzzy, with the previous text
(``#| msgid``) and the new ``msgid``; a message whose key is gone becomes obsolete and comes back
with its key. Nothing is ever copied by similarity: `msgmerge` gave one contact's role to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import polib

from wegweiser.translate.catalogue import Mark, State, digest, parse_mark, same_text
from wegweiser.translate.load import FOLDER
from wegweiser.translate.messages import Source
from wegweiser.translate.plurals import plural_rule

_WIDTH = 100


def sync_catalogues(root: Path, tag: str, sources: Mapping[str, Source]) -> list[Path]:
    """Bring the catalogues of the locale `tag` in line with `sources`; return changed files.

    Running it twice changes nothing. Raises `OSError` for files that cannot be read or written
    and `ValueError` for damaged ones.
    """
    folder = root / FOLDER / tag
    by_file: dict[str, list[Source]] = {}
    for source in sources.values():
        by_file.setdefault(source.catalogue, []).append(source)
    for path in folder.glob("*.po"):
        by_file.setdefault(path.stem, [])
    changed = []
    for name, messages in by_file.items():
        path = folder / f"{name}.po"
        before = path.read_text("utf-8") if path.exists() else ""
        after = str(_synced(before, tag, messages)) + "\n"
        if after != before:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(after, encoding="utf-8")
            changed.append(path)
    return changed


def _synced(text: str, tag: str, messages: Iterable[Source]) -> polib.POFile:
    old = polib.pofile(text + "\n", wrapwidth=_WIDTH) if text else polib.POFile()
    new = polib.POFile(wrapwidth=_WIDTH)
    new.metadata = old.metadata or _header(tag)
    new.header = old.header or f"Translations of this site into {tag}."
    known = {entry.msgctxt: entry for entry in old}
    for source in messages:
        entry = known.pop(source.key, None)
        new.append(_updated(entry, source) if entry else _new(source, tag))
    for entry in known.values():
        entry.obsolete = True
        entry.occurrences = []
        new.append(entry)
    return new


def _header(tag: str) -> dict[str, str]:
    return {
        "Project-Id-Version": "Wegweiser",
        "Language": tag,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": str(plural_rule(tag)),
    }


def _new(source: Source, tag: str) -> polib.POEntry:
    entry = polib.POEntry(msgctxt=source.key, msgid=source.text)
    if source.plural:
        entry.msgid_plural = source.plural
        entry.msgstr_plural = dict.fromkeys(range(plural_rule(tag).forms), "")
    return entry


def _updated(entry: polib.POEntry, source: Source) -> polib.POEntry:
    entry.obsolete = False
    if same_text(entry.msgid, source.text) and same_text(entry.msgid_plural, source.plural):
        return entry
    mark = parse_mark(entry.tcomment)
    previous = entry.previous_msgid
    if previous and same_text(previous, source.text) and mark and _holds(mark, previous, entry):
        # The text has changed back to what was translated.
        entry.msgid, entry.previous_msgid = source.text, None
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        return entry
    if any(translations(entry)):
        entry.previous_msgid = previous if entry.fuzzy and previous else entry.msgid
        entry.flags = [*(flag for flag in entry.flags if flag != "fuzzy"), "fuzzy"]
    entry.msgid, entry.msgid_plural = source.text, source.plural
    return entry


def _holds(mark: Mark, source: str, entry: polib.POEntry) -> bool:
    return mark.digest == digest(source, translations(entry))


def translations(entry: polib.POEntry) -> tuple[str, ...]:
    """Return the translation of a PO entry: one text, or one per plural form."""
    plural = entry.msgstr_plural
    return tuple(plural[form] for form in sorted(plural)) if plural else (entry.msgstr,)


def mark_machine(entry: polib.POEntry) -> None:
    """Mark the translation of `entry` as made by a machine; other comments stay."""
    mark = Mark(State.MACHINE, digest(entry.msgid, translations(entry)))
    kept = [line for line in entry.tcomment.splitlines() if not parse_mark(line)]
    entry.tcomment = "\n".join([*kept, str(mark)])
