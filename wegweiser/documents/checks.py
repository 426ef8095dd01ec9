"""What must be right of hand-written pages beside each other and beside the content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from wegweiser.diagnostics import Diagnostic, Place, rules
from wegweiser.documents.document import FOLDER, Document, state_of
from wegweiser.documents.pages import REQUIRED
from wegweiser.model import SOURCE_LOCALE, Readable
from wegweiser.model.references import check_text
from wegweiser.placeholders import find_placeholders, without_quotes
from wegweiser.translate import State


def check_documents(
    documents: Mapping[str, Mapping[str, Document]], readable: Readable
) -> Iterator[Diagnostic]:
    """Yield the problems of the pages `documents`, by locale and name.

    Their references are checked against what is `readable` of the content.
    """
    german = documents.get(SOURCE_LOCALE, {})
    known = readable.known
    yield from _find_missing(german)
    for tag, pages in documents.items():
        for name, document in pages.items():
            if name not in german:
                place = document.body.origin.place
                yield rules.PAGE_WITHOUT_SOURCE.at(place, source=SOURCE_LOCALE, name=f"{name}.md")
            elif tag == SOURCE_LOCALE:
                yield from check_text(document.body, readable.site, known)
            elif state_of(document, german[name]) is not State.STALE:
                # A stale page is compared with the German again when it is translated anew.
                body = replace(document.body, source=without_quotes(document.body.source))
                yield from check_text(body, readable.site, known)
                yield from _check_placeholders(german[name], document)


def _find_missing(german: Mapping[str, Document]) -> Iterator[Diagnostic]:
    for name in REQUIRED:
        if name not in german:
            shown = f"{FOLDER}/{SOURCE_LOCALE}/{name}.md"
            hint = "Das Gesetz verlangt diese Seite: aus einer anderen Stadt kopieren und anpassen."
            yield rules.FILE_MISSING.at(Place(shown), name=shown, hint=hint)


def _check_placeholders(german: Document, translation: Document) -> Iterator[Diagnostic]:
    want = Counter(find_placeholders(german.body.source))
    have = Counter(find_placeholders(translation.body.source))
    parts = [f"es fehlt {lost}" for lost in want - have]
    parts += [f"zu viel ist {extra}" for extra in have - want]
    if parts:
        yield rules.PLACEHOLDER_MISMATCH.at(
            translation.body.origin.place,
            key=translation.body.key,
            difference=", ".join(parts),
        )
