"""Loading a site's `content/`: read, build, check; one run tells every mistake."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from wegweiser.diagnostics import Diagnostic, Place, rules
from wegweiser.diagnostics.diagnostic import Severity
from wegweiser.model.build import build
from wegweiser.model.checks import check_entry, check_glossary, check_site
from wegweiser.model.content import SOURCE_LOCALE, Content, Readable
from wegweiser.model.entries import COLLECTIONS, Entry
from wegweiser.model.images import Picture, read_image
from wegweiser.model.references import (
    Known,
    check_former_ids,
    check_parents,
    check_references,
    check_unused,
)
from wegweiser.model.site_files import Glossary, Site
from wegweiser.model.suggest import suggest
from wegweiser.read import list_files, read_yaml
from wegweiser.read.files import printable

CONTENT = "content"
IMAGES = "images"
DOCS = f"docs/{SOURCE_LOCALE}"

M = TypeVar("M", bound=BaseModel)


@dataclass
class _Loading:
    """What has been found so far."""

    root: Path
    today: datetime.date
    problems: list[Diagnostic] = field(default_factory=list)
    files: dict[tuple[str, str], Path] = field(default_factory=dict)
    entries: dict[str, dict[str, Entry]] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)


def load_content(
    root: Path, today: datetime.date
) -> tuple[Content | None, Readable, list[Diagnostic]]:
    """Return the content below `root`/content, what could be read of it, and every diagnostic.

    The content is None when an error makes it unusable; the diagnostics are in reading order.
    Never raises for any input.
    """
    loading = _Loading(root, today)
    _find_files(loading)
    site = _load_single(loading, "site.yml", Site)
    glossary = _load_single(loading, "glossary.yml", Glossary)
    for (collection, identifier), path in loading.files.items():
        _load_entry(loading, collection, identifier, path)
    readable = Readable(site, glossary, loading.entries, _known(loading, site, glossary))
    _check_links(loading, readable)
    problems = sorted(loading.problems, key=lambda problem: problem.sort_key)
    if site is None or glossary is None:
        return None, readable, problems
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, readable, problems
    content = Content(root, site, glossary, loading.entries, loading.pictures)
    return content, readable, problems


def _find_files(loading: _Loading) -> None:
    """Sort the files below content/ into collections; report what does not belong there."""
    folder = loading.root / CONTENT
    files, problems = list_files(folder, loading.root)
    loading.problems += problems
    loading.entries.update({collection: {} for collection in COLLECTIONS})
    for path in files:
        parts = path.relative_to(folder).parts
        if parts[0] == IMAGES and len(parts) == 2:
            picture, problems = read_image(path, loading.root)
            loading.problems += problems
            if picture:
                loading.pictures[path.name] = picture
            continue
        if len(parts) == 1 and path.name in {"site.yml", "glossary.yml"}:
            continue
        if len(parts) == 2 and parts[0] in COLLECTIONS and path.suffix == ".yml":
            loading.files[parts[0], path.stem] = path
        else:
            loading.problems.append(_unexpected_file(loading.root, path, parts))


def _unexpected_file(root: Path, path: Path, parts: tuple[str, ...]) -> Diagnostic:
    name = printable(path.relative_to(root).as_posix())
    if path.suffix.lower() in {".yaml", ".yml"} and path.suffix != ".yml":
        hint = f"Die Datei in „{path.stem}.yml“ umbenennen."
    elif len(parts) > 1 and parts[0] not in COLLECTIONS:
        hint = f"Ordner sind: {', '.join(COLLECTIONS)}.{suggest(parts[0], COLLECTIONS)}"
    elif len(parts) == 1:
        known = ["site.yml", "glossary.yml"]
        hint = f"Hier stehen nur {', '.join(known)} und Ordner.{suggest(path.name, known)}"
    else:
        hint = (
            "In einen Sammlungsordner gehören nur Dateien der Form kennung.yml, ohne Unterordner."
        )
    return rules.UNEXPECTED_FILE.at(Place(name), name=name, hint=hint)


def _load_single(loading: _Loading, name: str, model: type[M]) -> M | None:
    path = loading.root / CONTENT / name
    if path.is_symlink() or (loading.root / CONTENT).is_symlink():
        return None  # reported when the files were listed
    if not path.exists():
        shown = f"{CONTENT}/{name}"
        hint = "Die Datei aus einer anderen Stadt kopieren und anpassen."
        loading.problems.append(rules.FILE_MISSING.at(Place(shown), name=shown, hint=hint))
        return None
    source, problems = read_yaml(path, loading.root)
    loading.problems += problems
    if source is None:
        return None
    value, problems = build(model, source, path.stem)
    loading.problems += problems
    if isinstance(value, Site):
        loading.problems += check_site(value, source)
    elif isinstance(value, Glossary):
        loading.problems += check_glossary(value, source, loading.today)
    return value


def _load_entry(loading: _Loading, collection: str, identifier: str, path: Path) -> None:
    source, problems = read_yaml(path, loading.root)
    loading.problems += problems
    if source is None:
        return
    entry, problems = build(COLLECTIONS[collection], source, f"{collection}/{identifier}")
    loading.problems += problems
    images = loading.root / CONTENT / IMAGES
    loading.problems += check_entry(entry, source, identifier, loading.today, images)
    loading.entries[collection][identifier] = entry


def _known(loading: _Loading, site: Site | None, glossary: Glossary | None) -> Known:
    """Return what references may lead to.

    A file that could not be read still counts as existing, so that one mistake is told once.
    """
    docs = {path.stem for path in (loading.root / DOCS).glob("*.md")}
    return Known.collect(loading.files, loading.entries, site, glossary, docs, loading.today)


def _check_links(loading: _Loading, readable: Readable) -> None:
    """Check the references of all entries that could be read."""
    values: list[Entry | Site | Glossary] = [
        entry for collection in loading.entries.values() for entry in collection.values()
    ]
    values += [value for value in (readable.site, readable.glossary) if value is not None]
    for value in values:
        loading.problems += check_references(value, readable.known)
    loading.problems += check_parents(loading.entries)
    loading.problems += check_former_ids(loading.entries, readable.known)
    broken = len(loading.files) - sum(map(len, loading.entries.values()))
    if not broken:
        loading.problems += check_unused(loading.entries, values)
