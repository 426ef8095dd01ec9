"""The weight of pages: what a first view of each transfers, against the budget."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import html

from wegweiser.reports.report import Finding, Group, Section, count

MOST_BYTES, MOST_REQUESTS, MOST_SCRIPT = 45_000, 5, 15_000
"""Budget of a page: bytes (gzip), requests, bytes of scripts among them (docs/dev/weight.md)."""


@dataclass(frozen=True)
class Weight:
    """What a page requests at first: bytes (gzip -9), requests, bytes of scripts among them."""

    page: str
    bytes: int
    requests: int
    script: int

    @property
    def is_too_heavy(self) -> bool:
        """Does it break the budget?"""
        return self.bytes > MOST_BYTES or self.requests > MOST_REQUESTS or self.script > MOST_SCRIPT


def first_view(page: Path) -> dict[Path, int]:
    """Return the files that a first view of the HTML file `page` needs, itself included.

    By what its markup asks for, each with its bytes (gzip -9). Raises `OSError` for one that is
    not there.
    """
    root = html.fromstring(page.read_bytes())
    needed = root.xpath("//link[@rel='stylesheet' or @rel='icon' or @rel='manifest']/@href")
    needed += root.xpath("//script/@src") + root.xpath("//img[not(@loading='lazy')]/@src")
    asked = [str(name) for name in needed if not str(name).startswith("data:")]
    files = [(page.parent / name).resolve() for name in asked]
    return {file: _compressed(file) for file in (*files, page.resolve())}


@cache
def _compressed(path: Path) -> int:
    """Return the size of a file in transfer; most pages need the same few."""
    return len(gzip.compress(path.read_bytes(), 9))


def pages_of_editions(folder: Path) -> list[Path]:
    """Return the pages of the editions of the finished site in `folder`, in order."""
    editions = (path.parent for path in folder.glob("*/sw.js"))
    return sorted(page for edition in editions for page in edition.rglob("index.html"))


def weigh(folder: Path) -> list[Weight]:
    """Return the weight of every page of the finished site in `folder`. Raises `OSError`."""
    _compressed.cache_clear()  # another site may have been in the folder
    return [_weigh(folder, page) for page in pages_of_editions(folder)]


def _weigh(folder: Path, page: Path) -> Weight:
    files = first_view(page)
    script = sum(size for file, size in files.items() if file.suffix == ".js")
    name = page.relative_to(folder).as_posix().removesuffix("index.html")
    return Weight(name, sum(files.values()), len(files), script)


def weight_section(folder: Path) -> Section:
    """Return the report on the weight of the finished site in `folder`. Raises `OSError`."""
    weights = weigh(folder)
    heavy = tuple(_finding(weight) for weight in weights if weight.is_too_heavy)
    files = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    total = f"{count(len(files), 'Datei', 'Dateien')}, {sum(files) / 1e6:.1f} MB".replace(".", ",")
    parts = [f"{count(len(weights), 'Seite', 'Seiten')} in {total}."]
    if weights:
        most = max(weights, key=lambda weight: weight.bytes)
        parts.append(f"Die schwerste ist {most.page} mit {_told(most)}.")
    parts.append(f"{count(len(heavy), 'Seite', 'Seiten')} über der Grenze.")
    return Section(
        "weight",
        "Größe und Gewicht",
        f"Erlaubt sind beim ersten Aufruf {_kilobytes(MOST_BYTES)} (gzip) in {MOST_REQUESTS}"
        f" Anfragen, davon {_kilobytes(MOST_SCRIPT)} Skripte.",
        " ".join(parts),
        (Group("Zu schwer", heavy),) if heavy else (),
    )


def _finding(weight: Weight) -> Finding:
    return Finding("zu schwer", weight.page, _told(weight))


def _told(weight: Weight) -> str:
    requests = count(weight.requests, "Anfrage", "Anfragen")
    return f"{_kilobytes(weight.bytes)} in {requests}, davon {_kilobytes(weight.script)} Skripte"


def _kilobytes(size: int) -> str:
    return f"{size / 1000:.0f} kB"
