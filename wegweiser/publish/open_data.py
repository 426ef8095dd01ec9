"""Open data: what the site says, for the programs of partner offices.

`data/hsds/*.json` follow HSDS 3.1 (Open Referral, "Human Services Data Specification"):
programme -> service, organisation -> organization, with all its contacts, a contact with an
address -> location. Ids are UUIDv5 of the site's address and ``collection/id``, so that they stay
the same. `data/*.csv` are tables in UTF-8 described by `data/datapackage.json` (Frictionless Data
Package). Texts are the German ones.
"""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from wegweiser.documents.docs import DocPage
from wegweiser.model.entries import Contact, Organisation, Programme
from wegweiser.model.text import Text
from wegweiser.model.vocabulary import CostKind
from wegweiser.prose import plain_text
from wegweiser.render.words import PageWords
from wegweiser.translate import Edition

FOLDER = "data"
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Record = dict[str, object]


def write_open_data(folder: Path, edition: Edition, docs: Iterable[DocPage]) -> None:
    """Write the open data of the source `edition` with its hand-written pages below `folder`."""
    data = _Data(edition, docs)
    hsds = folder / FOLDER / "hsds"
    hsds.mkdir(parents=True)
    for name, records in (
        ("services", data.services()),
        ("organizations", data.organisations()),
        ("locations", data.locations()),
    ):
        text = json.dumps(list(records), ensure_ascii=False, indent=1)
        (hsds / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    tables = {"contacts": list(data.contact_rows()), "programmes": list(data.programme_rows())}
    for name, rows in tables.items():
        if rows:
            (folder / FOLDER / f"{name}.csv").write_text(_csv(rows), encoding="utf-8", newline="")
    package = _package(edition, {name: rows for name, rows in tables.items() if rows})
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / FOLDER / "datapackage.json").write_text(text + "\n", encoding="utf-8")


class _Data:
    """The records of one site."""

    def __init__(self, edition: Edition, docs: Iterable[DocPage]) -> None:
        self._edition = edition
        self._docs = {doc.name: doc for doc in docs}
        self._content = edition.content
        self._namespace = uuid.uuid5(uuid.NAMESPACE_URL, edition.content.site.url)

    def _id(self, *path: str) -> str:
        return str(uuid.uuid5(self._namespace, "/".join(path)))

    def _words(self, path: str) -> PageWords:
        return PageWords(self._edition, path, self._docs)

    def _plain(self, text: Text | None, path: str) -> str:
        if text is None:
            return ""
        words = self._words(path)
        return plain_text(words.prose(text)) if text.prose else words.plain(text)

    def _page(self, path: str) -> str:
        return f"{self._content.site.url}{self._edition.locale.tag}/{path}"

    # -- HSDS -----------------------------------------------------------------------------------

    def services(self) -> Iterator[Record]:
        """Yield the programmes as HSDS services."""
        for programme in self._content.of(Programme, self._edition.today):
            yield self._service(programme)

    def _service(self, programme: Programme) -> Record:
        path, eligibility = programme.path, programme.eligibility
        organisation = self._content.organisation(programme.organisation)
        service: Record = {
            "id": self._id("programmes", programme.id),
            "organization_id": self._id("organisations", organisation.id),
            "name": programme.name.source,
            "description": self._plain(programme.body, path),
            "url": self._page(path),
            "status": "inactive" if self._words(path).has_ended(programme) else "active",
            "application_process": " ".join(
                self._plain(step.text, path) for step in programme.how_to_apply
            ),
            "assured_date": programme.reviewed_on.isoformat(),
            "last_modified": f"{programme.reviewed_on.isoformat()}T00:00:00Z",
            "organization": self._organisation(organisation),
            "contacts": [self._contact(c) for c in self._contacts_of(programme)],
            "languages": [
                self._language(tag, "programmes", programme.id)
                for tag in programme.languages_offered
            ],
            "service_at_locations": self._places_of(programme),
            "service_areas": [
                {"id": self._id("programmes", programme.id, "area", area), "name": area}
                for area in programme.service_area
            ],
            "required_documents": [
                {
                    "id": self._id("programmes", programme.id, "document", str(number)),
                    "document": self._plain(line.text, path),
                }
                for number, line in enumerate(programme.required_documents, start=1)
            ],
            "schedules": self._schedules(
                programme.schedule.opening_hours if programme.schedule else None,
                "programmes",
                programme.id,
            ),
        }
        if eligibility and eligibility.text:
            service["eligibility_description"] = self._plain(eligibility.text, path)
        if eligibility and eligibility.age and eligibility.age.min is not None:
            service["minimum_age"] = eligibility.age.min
        if eligibility and eligibility.age and eligibility.age.max is not None:
            service["maximum_age"] = eligibility.age.max
        if programme.cost:
            option: Record = {"id": self._id("programmes", programme.id, "cost")}
            if programme.cost.kind is CostKind.FREE:
                option |= {"amount": 0, "currency": "EUR"}
            option["option"] = programme.cost.kind.value
            option["amount_description"] = self._plain(programme.cost.note, path)
            service["cost_options"] = [option]
        return service

    def _places_of(self, programme: Programme) -> list[Record]:
        """Return at which of the `locations` the contacts of a programme are."""
        service = self._id("programmes", programme.id)
        return [
            {
                "id": self._id("programmes", programme.id, "at", contact.id),
                "service_id": service,
                "location_id": self._id("contacts", contact.id),
            }
            for contact in self._contacts_of(programme)
            if contact.address and contact.address.postal_code
        ]

    def _contacts_of(self, programme: Programme) -> list[Contact]:
        shown = self._words(programme.path).shown(programme.contacts)
        return [entry for entry in shown if isinstance(entry, Contact)]

    def organisations(self) -> Iterator[Record]:
        """Yield the organisations as HSDS organizations, each with its contacts.

        Every contact has an organisation, while many belong to no programme and to no place.
        """
        contacts = self._content.of(Contact, self._edition.today)
        for organisation in self._content.of(Organisation, self._edition.today):
            own = [self._contact(c) for c in contacts if c.organisation.id == organisation.id]
            yield {**self._organisation(organisation), "contacts": own}

    def _organisation(self, organisation: Organisation) -> Record:
        record: Record = {
            "id": self._id("organisations", organisation.id),
            "name": organisation.name,
            "description": self._plain(organisation.description, organisation.path),
            "uri": self._page(organisation.path),
        }
        if organisation.short_name:
            record["alternate_name"] = organisation.short_name
        if organisation.website:
            record["website"] = organisation.website
        if organisation.parent:
            record["parent_organization_id"] = self._id("organisations", organisation.parent.id)
        return record

    def locations(self) -> Iterator[Record]:
        """Yield the contacts that can be visited as HSDS locations.

        Addresses without a postcode are left out: HSDS asks for one, and none is made up.
        """
        for contact in self._content.of(Contact, self._edition.today):
            address = contact.address
            if not (address and address.postal_code):
                continue
            state = address.state or self._content.site.federal_state
            record: Record = {
                "id": self._id("contacts", contact.id),
                "location_type": "physical",
                "organization_id": self._id("organisations", contact.organisation.id),
                "name": self._words(contact.path).title(contact).text,
                "url": self._page(contact.path),
                "addresses": [
                    {
                        "id": self._id("contacts", contact.id, "address"),
                        "address_1": address.street,
                        "address_2": address.addition or "",
                        "city": address.city,
                        "region": address.district or "",
                        "state_province": state.value,
                        "postal_code": address.postal_code,
                        "country": "DE",
                        "address_type": "physical",
                    }
                ],
                "contacts": [self._contact(contact)],
                "phones": self._phones(contact),
                "languages": [
                    self._language(spoken.language, "contacts", contact.id)
                    for spoken in contact.languages_spoken
                ],
                "schedules": self._contact_schedules(contact),
            }
            if contact.geo:
                record |= {
                    "latitude": float(contact.geo.lat),
                    "longitude": float(contact.geo.lon),
                }
            if contact.accessibility:
                record["accessibility"] = [
                    {
                        "id": self._id("contacts", contact.id, "accessibility"),
                        "description": self._plain(contact.accessibility, contact.path),
                    }
                ]
            yield record

    def _contact(self, contact: Contact) -> Record:
        record: Record = {
            "id": self._id("contacts", contact.id),
            "organization_id": self._id("organisations", contact.organisation.id),
            "title": self._plain(contact.role, contact.path),
            "phones": self._phones(contact),
        }
        if contact.person:
            record["name"] = contact.person
        if contact.email:
            record["email"] = contact.email
        return record

    def _phones(self, contact: Contact) -> list[Record]:
        return [
            {
                "id": self._id("contacts", contact.id, "phone", phone.number),
                "contact_id": self._id("contacts", contact.id),
                "number": phone.number,
                "type": phone.kind.value,
                "description": self._plain(phone.note, contact.path),
            }
            for phone in contact.phones
        ]

    def _language(self, tag: str, *path: str) -> Record:
        name = self._edition.language(tag).text
        return {"id": self._id(*path, "language", tag), "code": tag, "name": name}

    def _schedules(self, opening_hours: str | None, *path: str) -> list[Record]:
        """Return the hours of the usual week, a record a span."""
        if opening_hours is None:
            return []
        week = self._words("").hours(opening_hours).week
        return [
            {
                "id": self._id(*path, "schedule", _DAYS[day.day - 1], span),
                "freq": "WEEKLY",
                "wkst": "MO",
                "byday": _DAYS[day.day - 1],
                "opens_at": span.split("–")[0],
                "closes_at": span.split("–")[1],
            }
            for day in week
            for span in day.spans
        ]

    def _contact_schedules(self, contact: Contact) -> list[Record]:
        schedules = self._schedules(contact.opening_hours, "contacts", contact.id)
        if contact.appointment_only:
            note = self._edition.ui("contact.appointment").text
            return [{**schedule, "notes": note} for schedule in schedules]
        return schedules

    # -- tables ---------------------------------------------------------------------------------

    def contact_rows(self) -> Iterator[dict[str, str]]:
        """Yield a row for each contact."""
        for contact in self._content.of(Contact, self._edition.today):
            address = contact.address
            yield {
                "id": contact.id,
                "url": self._page(contact.path),
                "rolle": self._plain(contact.role, contact.path),
                "person": contact.person or "",
                "stelle": self._content.organisation(contact.organisation).name,
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

    def programme_rows(self) -> Iterator[dict[str, str]]:
        """Yield a row for each programme."""
        for programme in self._content.of(Programme, self._edition.today):
            yield {
                "id": programme.id,
                "url": self._page(programme.path),
                "name": programme.name.source,
                "kurz": self._plain(programme.summary, programme.path),
                "art": programme.kind.value,
                "stelle": self._content.organisation(programme.organisation).name,
                "kontakte": " ".join(c.id for c in self._contacts_of(programme)),
                "zielgruppen": " ".join(programme.audiences),
                "stand": programme.reviewed_on.isoformat(),
            }


_FORMULA = ("=", "+", "-", "@", "\t")


def _csv(rows: list[dict[str, str]]) -> str:
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


def _package(edition: Edition, tables: dict[str, list[dict[str, str]]]) -> Record:
    """Return the description of the tables (specs.frictionlessdata.io, version 1)."""
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


def _fields(names: Iterable[str]) -> Iterator[Record]:
    forms: dict[str, Record] = {
        "stand": {"type": "date"},
        "url": {"type": "string", "format": "uri"},
        "website": {"type": "string", "format": "uri"},
        "email": {"type": "string", "format": "email"},
        "nur_mit_termin": {"type": "boolean"},
    }
    for name in names:
        yield {"name": name, **forms.get(name, {"type": "string"})}
