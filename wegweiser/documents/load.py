"""Reading the hand-written pages of a site: the files below `docs/`, checked as entries are."""

from __future__ import annotations

from collections.abc import Iterable, Set
from pathlib import Path

from wegweiser.diagnostics import Diagnostic, Place, rules
from wegweiser.documents.audit import load_audit
from wegweiser.documents.checks import check_documents
from wegweiser.documents.document import FOLDER, Document, parse_document
from wegweiser.documents.pages import Docs
from wegweiser.model import COLLECTIONS, Readable
from wegweiser.model.fields import ID_PATTERN
from wegweiser.read import list_files, read_text_file
from wegweiser.read.files import printable
from wegweiser.translate.load import unknown_locale

HANDBOOK = "handbuch"
"""The folder of the handbook for staff, below `docs/` and at the root of the site."""

MAX_PAGE_BYTES = 64 * 1024
"""Largest hand-written page; the longest of the first site has 3 KiB."""

_TAKEN = frozenset(
    {
        *COLLECTIONS,
        *("a-z", "directory", "glossary", "search", "for", "images", "assets", "translations"),
        *("data", "offline", HANDBOOK),
    }
)
"""Names of folders at the root of an edition or of the site, which no page can have."""

_NOT_LOCALES = frozenset({HANDBOOK, "dev"})
"""Folders of `docs/` that are no part of the editions: the staff's handbook (see `handbook`),
developers' pictures."""


def load_docs(root: Path, readable: Readable) -> tuple[Docs, list[Diagnostic]]:
    """Return the hand-written pages of a site and every problem in them.

    Their references are checked against what is `readable` of the content.
    """
    files, problems = list_files(root / FOLDER, root)
    audit, found = load_audit(root)
    problems += found
    by_locale: dict[str, list[Path]] = {}
    for path in files:
        name, *inside = path.relative_to(root / FOLDER).parts
        if inside and name not in _NOT_LOCALES:
            by_locale.setdefault(name, []).append(path)
    documents: dict[str, dict[str, Document]] = {}
    for tag, paths in by_locale.items():
        if readable.tags is not None and tag not in readable.tags:
            problems.append(unknown_locale(f"{FOLDER}/{tag}", readable.tags))
            continue
        documents[tag], found = _load_folder(tag, paths, root, _TAKEN | {*(readable.tags or ())})
        problems += found
    problems += check_documents(documents, readable)
    return Docs(documents, audit), sorted(problems, key=lambda problem: problem.sort_key)


def _load_folder(
    tag: str, paths: Iterable[Path], root: Path, taken: Set[str]
) -> tuple[dict[str, Document], list[Diagnostic]]:
    documents: dict[str, Document] = {}
    problems: list[Diagnostic] = []
    for path in paths:
        if path.suffix != ".md" or path.parent != root / FOLDER / tag:
            name = printable(path.relative_to(root).as_posix())
            hint = f"In docs/{tag}/ liegen nur Seiten der Form name.md, ohne Unterordner."
            problems.append(rules.UNEXPECTED_FILE.at(Place(name), name=name, hint=hint))
            continue
        file, usable = read_text_file(path, root, limit=MAX_PAGE_BYTES)
        problems += file.diagnostics
        if path.stem in taken or not ID_PATTERN.fullmatch(path.stem):
            problem = f"Der Dateiname „{path.name}“ ist schon vergeben oder nicht erlaubt."
            problems.append(rules.PAGE_HEADER.at(file.place(), problem=problem))
        if usable:
            documents[path.stem], found = parse_document(file, f"docs/{tag}/{path.stem}")
            problems += found
    return documents, problems
