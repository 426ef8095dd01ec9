"""The files of the open data: which records and tables stand in which."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from wegweiser.documents import DocPage
from wegweiser.publish.open_data.hsds import Hsds
from wegweiser.publish.open_data.plain_site import PlainSite
from wegweiser.publish.open_data.tables import describe_tables, tables_of, to_csv
from wegweiser.translate import Edition

FOLDER = "data"


def write_open_data(folder: Path, edition: Edition, docs: Iterable[DocPage]) -> None:
    """Write the open data of the source `edition` with its hand-written pages below `folder`."""
    site = PlainSite(edition, {doc.name: doc for doc in docs})
    _write_hsds(folder / FOLDER / "hsds", Hsds(site))
    _write_tables(folder / FOLDER, site)


def _write_hsds(folder: Path, hsds: Hsds) -> None:
    folder.mkdir(parents=True)
    _write_json(folder / "services.json", list(hsds.services()))
    _write_json(folder / "organizations.json", list(hsds.organisations()))
    _write_json(folder / "locations.json", list(hsds.locations()))


def _write_tables(folder: Path, site: PlainSite) -> None:
    tables = tables_of(site)
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text(to_csv(rows), encoding="utf-8", newline="")
    _write_json(folder / "datapackage.json", describe_tables(tables, site.edition))


def _write_json(path: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8")
