"""Entries as records of HSDS 3.1 (Open Referral, "Human Services Data Specification").

Programme -> service, organisation -> organization, with all its contacts, a contact with an
address -> location. Ids are UUIDv5 of the site's address and ``collection/id``, so that they stay
the same.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from wegweiser.model.entries import Contact, Organisation, Programme
from wegweiser.model.vocabulary import CostKind
from wegweiser.publish.open_data.plain_site import PlainSite

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Record = dict[str, object]


@dataclass(frozen=True)
class Hsds:
    """The records of one site."""

    site: PlainSite

    @cached_property
    def _namespace(self) -> uuid.UUID:
        return uuid.uuid5(uuid.NAMESPACE_URL, self.site.content.site.url)

    def _id(self, *path: str) -> str:
        return str(uuid.uuid5(self._namespace, "/".join(path)))

    def services(self) -> Iterator[Record]:
        """Yield the programmes as HSDS services."""
        for programme in self.site.of(Programme):
            yield self._service(programme)

    def _service(self, programme: Programme) -> Record:
        path, eligibility = programme.path, programme.eligibility
        organisation = self.site.content.organisation(programme.organisation)
        service: Record = {
            "id": self._id("programmes", programme.id),
            "organization_id": self._id("organisations", organisation.id),
            "name": programme.name.source,
            "description": self.site.plain(programme.body, path),
            "url": self.site.url(path),
            "status": "inactive" if self.site.words(path).has_ended(programme) else "active",
            "application_process": " ".join(
                self.site.plain(step.text, path) for step in programme.how_to_apply
            ),
            "assured_date": programme.reviewed_on.isoformat(),
            "last_modified": f"{programme.reviewed_on.isoformat()}T00:00:00Z",
            "organization": self._organisation(organisation),
            "contacts": [self._contact(c) for c in self.site.contacts_of(programme)],
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
                    "document": self.site.plain(line.text, path),
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
            service["eligibility_description"] = self.site.plain(eligibility.text, path)
        if eligibility and eligibility.age and eligibility.age.min is not None:
            service["minimum_age"] = eligibility.age.min
        if eligibility and eligibility.age and eligibility.age.max is not None:
            service["maximum_age"] = eligibility.age.max
        if programme.cost:
            option: Record = {"id": self._id("programmes", programme.id, "cost")}
            if programme.cost.kind is CostKind.FREE:
                option |= {"amount": 0, "currency": "EUR"}
            option["option"] = programme.cost.kind.value
            option["amount_description"] = self.site.plain(programme.cost.note, path)
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
            for contact in self.site.contacts_of(programme)
            if contact.address and contact.address.postal_code
        ]

    def organisations(self) -> Iterator[Record]:
        """Yield the organisations as HSDS organizations, each with its contacts.

        Every contact has an organisation, while many belong to no programme and to no place.
        """
        contacts = self.site.of(Contact)
        for organisation in self.site.of(Organisation):
            own = [self._contact(c) for c in contacts if c.organisation.id == organisation.id]
            yield {**self._organisation(organisation), "contacts": own}

    def _organisation(self, organisation: Organisation) -> Record:
        record: Record = {
            "id": self._id("organisations", organisation.id),
            "name": organisation.name,
            "description": self.site.plain(organisation.description, organisation.path),
            "uri": self.site.url(organisation.path),
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
        for contact in self.site.of(Contact):
            address = contact.address
            if not (address and address.postal_code):
                continue
            state = address.state or self.site.content.site.federal_state
            record: Record = {
                "id": self._id("contacts", contact.id),
                "location_type": "physical",
                "organization_id": self._id("organisations", contact.organisation.id),
                "name": self.site.words(contact.path).title(contact).text,
                "url": self.site.url(contact.path),
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
                        "description": self.site.plain(contact.accessibility, contact.path),
                    }
                ]
            yield record

    def _contact(self, contact: Contact) -> Record:
        record: Record = {
            "id": self._id("contacts", contact.id),
            "organization_id": self._id("organisations", contact.organisation.id),
            "title": self.site.plain(contact.role, contact.path),
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
                "description": self.site.plain(phone.note, contact.path),
            }
            for phone in contact.phones
        ]

    def _language(self, tag: str, *path: str) -> Record:
        name = self.site.edition.language(tag).text
        return {"id": self._id(*path, "language", tag), "code": tag, "name": name}

    def _schedules(self, opening_hours: str | None, *path: str) -> list[Record]:
        """Return the hours of the usual week, a record a span."""
        if opening_hours is None:
            return []
        week = self.site.words("").hours(opening_hours).week
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
            note = self.site.edition.ui("contact.appointment").text
            return [{**schedule, "notes": note} for schedule in schedules]
        return schedules
