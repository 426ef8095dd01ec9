"""What reviewing a translation and renaming an entry write into the files of pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from wegweiser.documents.document import (
    FOLDER,
    Document,
    parse_document,
    translation_digest,
    with_head,
)
from wegweiser.model import SOURCE_LOCALE
from wegweiser.placeholders import retarget
from wegweiser.read import read_text_file
from wegweiser.translate import State
from wegweiser.translate.catalogue import Mark
from wegweiser.writing import write_whole


def review_document(path: Path, root: Path, reviewer: str, date: str) -> None:
    """Mark a translated page as reviewed against the German page of today.

    Raises `OSError` when there is no German page.
    """
    german, translation = _read_pair(path, root)
    translation = replace(translation, source_digest=german.digest)
    made = translation_digest(translation)
    _write_head(path, german.digest, Mark(State.REVIEWED, made, reviewer, date))


def rename_in_document(path: Path, root: Path, collection: str, old: str, new: str) -> bool:
    """Let the placeholders of a page follow an entry that was renamed; return whether any did.

    The state of a translation stays what it was. To be run on translations before their German
    page.
    """
    text = path.read_text("utf-8")
    write_whole(path, retarget(text, collection, old, new))
    if path.parent.name != SOURCE_LOCALE:
        german, after = _read_pair(path, root)
        before = _renamed(after, collection, new, old)
        if before.source_digest == german.digest:
            source = _renamed(german, collection, old, new).digest
            after = replace(after, source_digest=source)
            mark = after.mark
            if mark and mark.digest == translation_digest(before):
                mark = replace(mark, digest=translation_digest(after))
            _write_head(path, source, mark)
    return path.read_text("utf-8") != text


def _renamed(document: Document, collection: str, old: str, new: str) -> Document:
    body = retarget(document.body.source, collection, old, new)
    return replace(document, body=replace(document.body, source=body))


def _read_pair(path: Path, root: Path) -> tuple[Document, Document]:
    """Return the German page of a translation and the translation."""
    german = path.parent.parent / SOURCE_LOCALE / path.name
    files = (read_text_file(file, root)[0] for file in (german, path))
    source, translation = (parse_document(file, f"{FOLDER}/{path.stem}")[0] for file in files)
    return source, translation


def _write_head(path: Path, source: str, mark: Mark | None) -> None:
    write_whole(path, with_head(path.read_text("utf-8"), source, mark))
