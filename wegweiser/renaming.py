"""Giving an entry another id: its file, every reference, its translations, and a redirect.

YAML is edited as text, so that comments and layout stay as staff wrote them.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from wegweiser.diagnostics import Place
from wegweiser.documents import FOLDER
from wegweiser.documents.edits import rename_in_document
from wegweiser.model import COLLECTIONS, SOURCE_LOCALE
from wegweiser.model.fields import ID_PATTERN
from wegweiser.model.load import CONTENT
from wegweiser.model.walk import references_of
from wegweiser.placeholders import retarget
from wegweiser.translate.renaming import rename_messages
from wegweiser.workbench import RefusedError, Workbench
from wegweiser.writing import write_whole


def rename_entry(root: Path, path: str, new: str, today: datetime.date) -> list[str]:
    """Rename the entry at `path` (``programmes/startzeit``); return the changed files, sorted.

    Its old address leads to the new one in every edition (`former_ids`). Raises `RefusedError`
    when there is no such entry, when the new id is taken, and for a site with errors.
    """
    bench = Workbench.open(root, today)
    collection, _, old = path.partition("/")
    entries = bench.content.entries.get(collection, {})
    if old not in entries:
        raise RefusedError(f"There is no entry {path}; collections are {', '.join(COLLECTIONS)}")
    if not ID_PATTERN.fullmatch(new):
        raise RefusedError(f"{new} is not an id: lower-case letters a-z, digits, single hyphens")
    owners = {name: entry for entry in entries.values() for name in entry.former_ids}
    if new in entries or owners.get(new, entries[old]) is not entries[old]:
        raise RefusedError(f"{collection}/{new} exists already, or did and leads elsewhere")
    edits = dict(_edits_of_content(bench, collection, old, new))
    for file, text in edits.items():
        write_whole(file, text)
    own = root / CONTENT / collection / f"{old}.yml"
    own.rename(own.with_stem(new))
    changed = [file.with_stem(new) if file == own else file for file in edits]
    for tag in bench.tags:
        for messages in bench.catalogues(tag):
            rename_messages(messages.catalogue, collection, old, new)
            changed += [messages.path] if messages.save() else []
    for tag in (*bench.tags, SOURCE_LOCALE):
        files = sorted((root / FOLDER / tag).glob("*.md"))
        changed += [f for f in files if rename_in_document(f, root, collection, old, new)]
    renamed = Workbench.open(root, today)
    for tag in bench.tags:
        changed += renamed.sync(tag)  # messages stand in the order of the ids
    return sorted({file.relative_to(root).as_posix() for file in changed})


def _edits_of_content(
    bench: Workbench, collection: str, old: str, new: str
) -> Iterator[tuple[Path, str]]:
    """Yield each file that changes with its new text. Raises `RefusedError` before any is."""
    folder = bench.root / CONTENT
    places = _places(bench, collection, old)
    own = folder / collection / f"{old}.yml"
    for path in sorted(folder.rglob("*.yml")):
        text = path.read_text("utf-8-sig")
        name = path.relative_to(bench.root).as_posix()
        edited = _replace_at(text, places.get(name, []), old, new)
        edited = retarget(edited, collection, old, new)
        if path == own:
            former = [*bench.content.entries[collection][old].former_ids, old]
            edited = _with_new_id(edited, new, [name for name in former if name != new])
        if edited != text:
            yield path, edited


def _places(bench: Workbench, collection: str, old: str) -> dict[str, list[Place]]:
    """Return where fields name the entry, by file."""
    values: list[BaseModel] = [bench.content.site, bench.content.glossary]
    values += [entry for entries in bench.content.entries.values() for entry in entries.values()]
    places: dict[str, list[Place]] = {}
    for reference in (reference for value in values for reference in references_of(value)):
        if (reference.collection, reference.id) == (collection, old):
            places.setdefault(reference.place.file, []).append(reference.place)
    return places


def _replace_at(text: str, places: list[Place], old: str, new: str) -> str:
    lines = text.split("\n")
    for place in sorted(places, reverse=True):
        number, start = place.line - 1, lines[place.line - 1].find(old, place.column - 1)
        while start < 0 and number + 1 < len(lines):  # a text in lines of its own, below "|"
            number += 1
            start = lines[number].find(old)
        line = lines[number]
        lines[number] = f"{line[:start]}{new}{line[start + len(old) :]}"
    return "\n".join(lines)


_FORMER = re.compile(r"^ *former_ids:.*\n(?:(?: *- .*| *\]) *\n)*", re.MULTILINE)


def _with_new_id(text: str, new: str, former: list[str]) -> str:
    text = _FORMER.sub("", text)
    items = "".join(rf"\n\g<1>  - {name}" for name in former)
    line = rf"\g<1>id: {new}" + (rf"\n\g<1>former_ids:{items}" if former else "")
    edited, count = re.subn(r"^( *)id:.*$", line, text, count=1, flags=re.MULTILINE)
    if not count:
        raise RefusedError("The entry must begin with a line of the form “id: …”")
    return edited
