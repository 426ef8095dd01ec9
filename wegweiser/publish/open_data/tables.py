"""Tables in UTF-8 with a description that programs read, a Frictionless Data Package."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from wegweiser.model.entries import Contact, Programme
from wegweiser.publish.open_data.plain_site import PlainSite
from wegweiser.translate import Edition

LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}

Row = dict[str, str]
"""The cells of an entry by the names of the columns, which are the same for all of a table."""


def tables_of(site: PlainSite) -> dict[str, list[Row]]:
    """Return the rows of each table by its name, without tables that have none."""
    tables = {"contacts": list(_contact_rows(site)), "programmes": list(_programme_rows(site))}
    return {name: rows for name, rows in tables.items() if rows}


def _contact_rows(site: PlainSite) -> Iterator[Row]:
    for contact in site.of(Contact):
        address = contact.address
        yield {
            "id": contact.id,
            "url": site.url(contact.path),
            "rolle": site.plain(contact.role, contact.path),
            "person": contact.person or "",
            "stelle": site.content.organisation(contact.organisation).name,
            "telefon": contact.voice_number or "",
            "email": contact.email or "",
            "website": contact.website or "",
            "strasse": address.street if address else "",
            "plz": (address.postal_code or "") if address else "",
            "ort": address.city if address else "",
            "sprachen": " ".join(spoken.language for spoken in contact.languages_spoken),
            "oeffnungszeiten": contact.opening_hours or "",
            "nur_mit_termin": "true" if contact.appointment_only else "false",
            "stand": contact.reviewed_on.isoformat(),
        }


def _programme_rows(site: PlainSite) -> Iterator[Row]:
    for programme in site.of(Programme):
        yield {
            "id": programme.id,
            "url": site.url(programme.path),
            "name": programme.name.source,
            "kurz": site.plain(programme.summary, programme.path),
            "art": programme.kind.value,
            "stelle": site.content.organisation(programme.organisation).name,
            "kontakte": " ".join(c.id for c in site.contacts_of(programme)),
            "zielgruppen": " ".join(programme.audiences),
            "stand": programme.reviewed_on.isoformat(),
        }


_FORMULA = ("=", "+", "-", "@", "\t")


def to_csv(rows: Sequence[Row]) -> str:
    """Return rows as CSV (RFC 4180); phone numbers keep their plus, texts start no formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _guard(name, cell) for name, cell in row.items()})
    return out.getvalue()


def _guard(name: str, cell: str) -> str:
    is_text = name not in {"telefon", "id", "url"}
    return f"'{cell}" if is_text and cell.startswith(_FORMULA) else cell


def describe_tables(tables: Mapping[str, Sequence[Row]], edition: Edition) -> dict[str, object]:
    """Return the Data Package of `tables` by name (specs.frictionlessdata.io, version 1)."""
    return {
        "profile": "tabular-data-package",
        "name": "wegweiser",
        "title": edition.content.site.name,
        "homepage": edition.content.site.url,
        "created": f"{edition.today.isoformat()}T00:00:00Z",
        "licenses": [LICENCE],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": name,
                "path": f"{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": list(_fields(rows[0])), "primaryKey": "id"},
            }
            for name, rows in tables.items()
        ],
    }


def _fields(names: Iterable[str]) -> Iterator[dict[str, object]]:
    forms: dict[str, dict[str, object]] = {
        "stand": {"type": "date"},
        "url": {"type": "string", "format": "uri"},
        "website": {"type": "string", "format": "uri"},
        "email": {"type": "string", "format": "email"},
        "nur_mit_termin": {"type": "boolean"},
    }
    for name in names:
        yield {"name": name, **forms.get(name, {"type": "string"})}
