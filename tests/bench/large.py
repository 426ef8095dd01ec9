"""A large site for measurements: the shipped content and its catalogues, copied many times over."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from itertools import cycle
from pathlib import Path

import polib

from wegweiser.model import COLLECTIONS

_ID = re.compile(r"^id: (.+)$", re.MULTILINE)


def grow(source: Path, target: Path, entries: int) -> int:
    """Write the site of the folder `source` into the folder `target`, which must not exist.

    Its entries are copied in turns, each time under a new id, until there are as many as `entries`;
    each copy is translated as its original is. Returns how many messages the catalogues have.
    """
    for folder in ("content", "locales", "docs"):
        shutil.copytree(source / folder, target / folder)
    originals = sorted(
        path for name in COLLECTIONS for path in (target / "content" / name).glob("*.yml")
    )
    copies: dict[str, list[str]] = {}
    for number, path in enumerate(cycle(originals), start=len(originals)):
        if number >= entries:
            break
        made = copies.setdefault(f"{path.parent.name}/{path.stem}", [])
        name = f"{path.stem}-{len(made) + 2}"
        text = _ID.sub(f"id: {name}", path.read_text("utf-8"), count=1)
        path.with_name(f"{name}.yml").write_text(text, "utf-8")
        made.append(f"{path.parent.name}/{name}")
    catalogues = sorted((target / "locales").glob("*/*.po"))
    return sum(_grow_catalogue(path, copies) for path in catalogues)


def _grow_catalogue(path: Path, copies: dict[str, list[str]]) -> int:
    catalogue = polib.pofile(str(path))
    for entry in list(catalogue):
        catalogue.extend(_copies(entry, copies))
    catalogue.save()
    return len(catalogue)


def _copies(entry: polib.POEntry, copies: dict[str, list[str]]) -> Iterable[polib.POEntry]:
    name, colon, field = (entry.msgctxt or "").partition(":")
    for made in copies.get(name, ()):
        yield polib.POEntry(
            msgctxt=made + colon + field,
            msgid=entry.msgid,
            msgstr=entry.msgstr,
            tcomment=entry.tcomment,
            flags=list(entry.flags),
        )
