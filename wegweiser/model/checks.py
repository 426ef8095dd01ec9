"""What one entry must fulfil beyond the types of its fields."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import phonenumbers
from pydantic import BaseModel

from wegweiser.diagnostics import Diagnostic, Place, rules
from wegweiser.model.build import Location, find_place
from wegweiser.model.entries import (
    Consent,
    Contact,
    Entry,
    Glossary,
    Image,
    Item,
    Programme,
    Site,
    Story,
)
from wegweiser.model.fields import COUNTRY, is_reserved_phone
from wegweiser.model.text import Reference, Text
from wegweiser.model.vocabulary import ContactKind, StoryLevel
from wegweiser.model.walk import texts_of, walk
from wegweiser.prose import PLACEHOLDER
from wegweiser.read import Mapping

_EMAIL_IN_TEXT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_EXAMPLE_HOST = re.compile(r"(^|[/@.])example\.(org|com|net)\b|\.example\b")


def check_entry(
    entry: Entry, source: Mapping, file_id: str, today: datetime.date, images: Path
) -> Iterator[Diagnostic]:
    """Yield every problem of `entry`, which was built from `source`.

    Fields that could not be typed are None here (see `salvage`); their mistakes have been told.
    """
    if entry.id is not None and entry.id != file_id:
        problem = f"Die Kennung „{entry.id}“ ist nicht der Dateiname „{file_id}“."
        hint = f"id: {file_id} schreiben oder die Datei umbenennen."
        yield rules.WRONG_ID.at(find_place(source, ["id"]), problem=problem, hint=hint)
    yield from _check_review(entry, source, today)
    yield from _check_parts(entry, source)
    yield from _check_sample(entry, source)
    yield from _check_texts(entry)
    yield from _check_images(entry, source, images)
    if isinstance(entry, Contact):
        yield from _check_contact(entry, source)
    if isinstance(entry, Programme):
        yield from _check_validity(entry, source, today)
    if isinstance(entry, Story):
        yield from _check_story(entry, source)
    if isinstance(entry, Story | Contact) and entry.consent:
        yield from _check_consent(entry.consent, source, today)


def check_site(site: Site, source: Mapping) -> Iterator[Diagnostic]:
    """Yield every problem of `site.yml`."""
    yield from _check_parts(site, source)
    yield from _check_texts(site)
    if site.url is not None and not site.url.endswith("/"):
        reason = " (am Ende fehlt /)"
        yield rules.BAD_URL.at(find_place(source, ["url"]), value=site.url, reason=reason)
    if site.locales and site.locales[0].tag != "de":
        yield rules.BAD_VALUE.at(
            find_place(source, ["locales", 0, "tag"]),
            field="locales",
            problem="die erste Sprache muss de sein, sie ist die Quelle",
        )


def check_glossary(
    glossary: Glossary, source: Mapping, today: datetime.date
) -> Iterator[Diagnostic]:
    """Yield every problem of `glossary.yml`."""
    yield from _check_review(glossary, source, today)
    yield from _check_parts(glossary, source)
    yield from _check_texts(glossary)


def _check_review(
    entry: Entry | Glossary, source: Mapping, today: datetime.date
) -> Iterator[Diagnostic]:
    place = find_place(source, ["reviewed_on"])
    if entry.reviewed_on is not None and entry.reviewed_on > today:
        yield rules.BAD_VALUE.at(
            place, field="reviewed_on", problem=f"{entry.reviewed_on} liegt in der Zukunft"
        )
    yield from _check_order(entry, source, "reviewed_on", "review_by")
    if isinstance(entry, Entry) and not entry.is_published:
        return
    if entry.review_by is not None and entry.review_by < today:
        yield rules.REVIEW_OVERDUE.at(
            find_place(source, ["review_by"]),
            review_by=entry.review_by,
            reviewed_on=entry.reviewed_on,
        )


def _check_order(
    value: Any, source: Mapping, earlier: str, later: str, parent: Location = ()
) -> Iterator[Diagnostic]:
    first, second = getattr(value, earlier), getattr(value, later)
    if first and second and second < first:
        yield rules.DATES_OUT_OF_ORDER.at(
            find_place(source, [*parent, later]),
            later=later,
            later_value=second,
            earlier=earlier,
            earlier_value=first,
        )


def _check_parts(entry: BaseModel, source: Mapping) -> Iterator[Diagnostic]:
    """Check the lists of an entry: items have ids, nothing stands twice."""
    for location, value in walk(entry):
        if not isinstance(value, list):
            continue
        first: dict[str, Place] = {}
        for index, item in enumerate(value):
            place = find_place(source, [*location, index])
            name = _item_key(item)
            if name is None:
                if isinstance(item, Item):
                    yield rules.ITEM_WITHOUT_ID.at(place, suggestion=_suggest_id(item, index))
            elif name in first:
                line = first[name].line
                yield rules.DUPLICATE_ITEM.at(place, value=name, first=line)
            else:
                first[name] = place


def _item_key(item: object) -> str | None:
    if isinstance(item, Reference):
        return item.id
    if isinstance(item, BaseModel):
        value = getattr(item, "id", None) or getattr(item, "tag", None)
        return str(value or getattr(item, "language", None) or "") or None
    return str(item)


def _suggest_id(item: object, index: int) -> str:
    text = next(iter(texts_of(item)), None)
    words = re.findall(r"[a-z0-9]+", text.source.lower()) if text else []
    return "-".join(words[:3]) or str(index + 1)


def _check_texts(entry: BaseModel) -> Iterator[Diagnostic]:
    """Facts that change belong into fields, not into sentences."""
    for text in texts_of(entry):
        bare = PLACEHOLDER.sub(" ", text.source)
        match = _EMAIL_IN_TEXT.search(bare)
        if match:
            yield rules.FACT_IN_TEXT.at(text.origin.place_of(match[0]), value=match[0])
        for found in phonenumbers.PhoneNumberMatcher(bare, COUNTRY):
            if found.raw_string.startswith(("0", "+")):
                place = text.origin.place_of(found.raw_string)
                yield rules.FACT_IN_TEXT.at(place, value=found.raw_string)


def _check_images(entry: Entry, source: Mapping, images: Path) -> Iterator[Diagnostic]:
    for location, value in walk(entry):
        if isinstance(value, Image) and not (images / value.file).is_file():
            yield rules.BAD_FILE_REFERENCE.at(
                find_place(source, [*location, "file"]),
                value=value.file,
                problem="gibt es nicht in content/images/",
            )


def _check_contact(contact: Contact, source: Mapping) -> Iterator[Diagnostic]:
    if not (contact.phones or contact.email or contact.website or contact.address):
        yield rules.NO_WAY_TO_REACH.at(source.place)
    if contact.kind is ContactKind.PERSON and not contact.person:
        yield rules.MISSING_FIELD.at(find_place(source, ["kind"]), field="person")
    if contact.person and not contact.consent:
        problem = "Eine Person wird genannt, ohne dass ihre Einwilligung eingetragen ist."
        yield rules.CONSENT_NEEDED.at(find_place(source, ["person"]), problem=problem)


def _check_story(story: Story, source: Mapping) -> Iterator[Diagnostic]:
    if story.consent:
        return
    if story.level is StoryLevel.PERSON:
        problem = "Eine Geschichte über eine Person braucht deren Einwilligung."
        yield rules.CONSENT_NEEDED.at(find_place(source, ["level"]), problem=problem)
    elif story.alias:
        problem = "Ein Name (auch ein geänderter) braucht die Einwilligung der Person."
        yield rules.CONSENT_NEEDED.at(find_place(source, ["alias"]), problem=problem)


def _check_consent(consent: Consent, source: Mapping, today: datetime.date) -> Iterator[Diagnostic]:
    yield from _check_order(consent, source, "given_on", "valid_until", ("consent",))
    if consent.valid_until is not None and consent.valid_until < today:
        place = find_place(source, ["consent", "valid_until"])
        yield rules.CONSENT_EXPIRED.at(place, valid_until=consent.valid_until)


def _check_validity(
    programme: Programme, source: Mapping, today: datetime.date
) -> Iterator[Diagnostic]:
    yield from _check_order(programme, source, "valid_from", "valid_to")
    age = programme.eligibility.age if programme.eligibility else None
    if age and age.min is not None and age.max is not None and age.max < age.min:
        yield rules.BAD_NUMBER.at(
            find_place(source, ["eligibility", "age", "max"]),
            value=age.max,
            problem=f"ist kleiner als das Mindestalter {age.min}",
        )
    if programme.is_published and programme.valid_to and programme.valid_to < today:
        place = find_place(source, ["valid_to"])
        yield rules.OUT_OF_VALIDITY.at(place, valid_to=programme.valid_to)


def _check_sample(entry: Entry, source: Mapping) -> Iterator[Diagnostic]:
    """Sample data must be recognisable, real data must not hide behind reserved values."""
    for location, value in walk(entry):
        if not isinstance(value, str) or isinstance(value, Text) or not location:
            continue
        place = find_place(source, location)
        name = location[-1]
        if name == "number":
            reserved = is_reserved_phone(value)
            kind = "Telefonnummer"
        elif name in {"email", "website", "url"}:
            reserved = _EXAMPLE_HOST.search(value) is not None
            kind = "Adresse"
        else:
            continue
        if entry.sample and not reserved:
            problem = f"Beispieldaten mit einer {kind}, die jemandem gehören kann: „{value}“."
            hint = "Für Beispiele nur 030 23125 000 bis 999 und example.org verwenden."
            yield rules.SAMPLE_DATA.at(place, problem=problem, hint=hint)
        elif reserved and not entry.sample:
            problem = f"Diese {kind} gibt es nur in Beispielen: „{value}“."
            hint = "Die echte Angabe eintragen oder den Eintrag mit „sample: ja“ kennzeichnen."
            yield rules.SAMPLE_DATA.at(place, problem=problem, hint=hint)
