"""Structured data: JSON-LD in the vocabulary of schema.org for search engines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wegweiser.model.entries import Contact, Organisation, Programme
from wegweiser.model.vocabulary import CostKind
from wegweiser.placeholders import without_quotes
from wegweiser.render.words import PageWords

if TYPE_CHECKING:
    from wegweiser.render.page_plan import PagePlan

CONTEXT = "https://schema.org"


@dataclass(frozen=True)
class Crumb:
    """A step of the way to a page: its path below the edition, its title in `language`."""

    path: str
    title: str
    language: str


def structured_data(
    plan: PagePlan, words: PageWords, crumbs: tuple[Crumb, ...]
) -> Iterator[dict[str, object]]:
    """Yield the JSON-LD objects of a page: its breadcrumbs, and what its entry is."""
    if len(crumbs) > 1:
        yield _breadcrumbs(words, crumbs)
    if isinstance(plan.entry, Programme):
        yield {"@context": CONTEXT, **_service(plan.entry, words)}
    elif isinstance(plan.entry, Contact):
        yield {"@context": CONTEXT, **_contact_point(plan.entry, words)}
    elif isinstance(plan.entry, Organisation):
        yield {"@context": CONTEXT, **_organisation(plan.entry, words)}


def page_url(words: PageWords, path: str) -> str:
    """Return the absolute URL of a page of this edition."""
    return f"{words.edition.content.site.url}{words.edition.locale.tag}/{path}"


def _breadcrumbs(words: PageWords, crumbs: tuple[Crumb, ...]) -> dict[str, object]:
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": without_quotes(crumb.title),
            "item": page_url(words, crumb.path),
        }
        for position, crumb in enumerate(crumbs, start=1)
    ]
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}


def _service(programme: Programme, words: PageWords) -> dict[str, object]:
    """https://schema.org/GovernmentService"""
    organisation = words.organisation(programme.organisation)
    service: dict[str, object] = {
        "@type": "GovernmentService",
        "@id": page_url(words, programme.path),
        "url": page_url(words, programme.path),
        "name": without_quotes(words.title(programme).text),
        "description": words.plain(programme.summary),
        "provider": _organisation(organisation, words),
        "audience": [
            {"@type": "Audience", "audienceType": words.ui_text(f"audience.{audience}")}
            for audience in programme.audiences
        ],
    }
    if programme.service_area:
        service["areaServed"] = list(programme.service_area)
    if programme.cost and programme.cost.kind is CostKind.FREE:
        service["offers"] = {"@type": "Offer", "price": 0, "priceCurrency": "EUR"}
    contacts = [e for e in words.shown(programme.contacts) if isinstance(e, Contact)]
    if contacts:
        service["availableChannel"] = [_channel(c, programme, words) for c in contacts]
    return service


def _channel(contact: Contact, programme: Programme, words: PageWords) -> dict[str, object]:
    """https://schema.org/ServiceChannel"""
    channel: dict[str, object] = {
        "@type": "ServiceChannel",
        "serviceUrl": page_url(words, contact.path),
    }
    if contact.voice_number:
        channel["servicePhone"] = _contact_point(contact, words)
    if programme.languages_offered:
        channel["availableLanguage"] = list(programme.languages_offered)
    return channel


def _contact_point(contact: Contact, words: PageWords) -> dict[str, object]:
    """https://schema.org/ContactPoint"""
    point: dict[str, object] = {
        "@type": "ContactPoint",
        "url": page_url(words, contact.path),
        "contactType": words.plain(contact.role),
    }
    if contact.voice_number:
        point["telephone"] = contact.voice_number
    if contact.email:
        point["email"] = contact.email
    if contact.languages_spoken:
        point["availableLanguage"] = [spoken.language for spoken in contact.languages_spoken]
    if contact.opening_hours and not contact.appointment_only:
        point["hoursAvailable"] = list(_hours(contact.opening_hours, words))
    return point


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _hours(opening_hours: str, words: PageWords) -> Iterator[dict[str, object]]:
    """Yield the usual week (https://schema.org/OpeningHoursSpecification)."""
    for day in words.hours(opening_hours).week:
        for span in day.spans:
            opens, closes = span.split("–")
            yield {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": f"{CONTEXT}/{_DAYS[day.day - 1]}",
                "opens": opens,
                "closes": "23:59" if closes == "24:00" else closes,
            }


def _organisation(organisation: Organisation, words: PageWords) -> dict[str, object]:
    """https://schema.org/Organization"""
    made: dict[str, object] = {
        "@type": "Organization",
        "name": organisation.name,
        "url": organisation.website or page_url(words, organisation.path),
    }
    if organisation.parent:
        made["parentOrganization"] = {
            "@type": "Organization",
            "name": words.organisation(organisation.parent).name,
        }
    return made
