"""What one entry must fulfil beyond the types of its fields."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Set
from itertools import count
from pathlib import Path
from typing import Any

import phonenumbers
from pydantic import BaseModel

from wegweiser.diagnostics import Diagnostic, rules
from wegweiser.model.build import Location, find_place, find_value
from wegweiser.model.entries import Contact, Entry, Programme, Story
from wegweiser.model.fields import COUNTRY, canonical_tag, is_reserved_address, is_reserved_phone
from wegweiser.model.parts import Consent, Image, Item
from wegweiser.model.site_files import Editor, Glossary, Site
from wegweiser.model.text import Reference, Text
from wegweiser.model.vocabulary import CodeHost, ContactKind, StoryLevel
from wegweiser.model.walk import texts_of, walk
from wegweiser.placeholders import PLACEHOLDER
from wegweiser.prose import PROSE_HEADINGS, find_unsafe
from wegweiser.read import Mapping, Scalar

CONSENT_NOTICE = datetime.timedelta(days=60)
"""How long before its end a consent is spoken of."""

_DIGIT = re.compile(r"\d")
_EMAIL_IN_TEXT = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_BASE_URL = re.compile(r"https://[^/?#]+/([\w~-][\w.~-]*/)*")
_SIGN_IN_URL = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]+)?(/[\w.~-]*)*")
_GERMAN_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}")
_FIGURES = {
    "{figure:kennung}": re.compile(r"\d[\d.,]* ?(?:€|%|(?:Euro|EUR|Prozent)\b)|€ ?\d[\d.,]*\d"),
    "{law:kennung}": re.compile(r"§+ ?\d+[a-z]?"),
}
"""What belongs into fields, by the placeholder that takes its place."""
PLAIN_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
"""How German letters are written in ids and addresses."""


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
    if site.url is not None and not _BASE_URL.fullmatch(site.url):
        reason = " (nur https://, Name und Ordner, am Ende /)"
        yield rules.BAD_URL.at(find_place(source, ["url"]), value=site.url, reason=reason)
    if site.locales and site.locales[0] and site.locales[0].tag not in {None, "de"}:
        yield rules.BAD_VALUE.at(
            find_place(source, ["locales", 0, "tag"]),
            field="locales",
            problem="die erste Sprache muss de sein, sie ist die Quelle",
        )
    if site.editor:
        yield from _check_editor(site.editor, source)


def _check_editor(editor: Editor, source: Mapping) -> Iterator[Diagnostic]:
    """Who signs in where: the address becomes a part of the security policy of `/admin/`."""
    if editor.sign_in is not None and not _SIGN_IN_URL.fullmatch(editor.sign_in):
        reason = " (nur https://, Name und Ordner)"
        place = find_place(source, ["editor", "sign_in"])
        yield rules.BAD_URL.at(place, value=editor.sign_in, reason=reason)
    if editor.host is CodeHost.GITLAB and editor.app_id is None:
        yield rules.MISSING_FIELD.at(find_place(source, ["editor", "host"]), field="app_id")


def check_glossary(
    glossary: Glossary, source: Mapping, today: datetime.date
) -> Iterator[Diagnostic]:
    """Yield every problem of `glossary.yml`."""
    yield from _check_review(glossary, source, today)
    yield from _check_parts(glossary, source)
    yield from _check_texts(glossary)
    yield from _check_sample(glossary, source)
    for index, term in enumerate(glossary.terms or ()):
        for name in ("equivalents", "synonyms"):
            group, _ = find_value(source, ["terms", index, name])
            for key, _ in group.entries if term and isinstance(group, Mapping) else ():
                tag = canonical_tag(key.value)
                if tag != key.value:
                    suggestion = f" Meinten Sie „{tag}“?" if tag else ""
                    yield rules.BAD_LANGUAGE.at(key.place, value=key.value, suggestion=suggestion)


def _check_review(
    entry: Entry | Glossary, source: Mapping, today: datetime.date
) -> Iterator[Diagnostic]:
    place = find_place(source, ["reviewed_on"])
    if entry.reviewed_on is not None and entry.reviewed_on > today:
        yield rules.REVIEW_IN_FUTURE.at(place, reviewed_on=entry.reviewed_on)
    yield from _check_order(entry, source, "reviewed_on", "review_by")
    if isinstance(entry, Entry) and not entry.is_published:
        return
    if entry.review_by is not None and entry.review_by < today:
        yield rules.REVIEW_OVERDUE.at(
            find_place(source, ["review_by"]),
            review_by=entry.review_by,
            reviewed_on=entry.reviewed_on or "unbekannt",
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


def _is_given(source: Mapping, *location: int | str) -> bool:
    """Return whether something stands at `location` in the file, right or wrong."""
    value, _ = find_value(source, location)
    return value is not None and not (isinstance(value, Scalar) and value.is_absent)


def _check_parts(entry: BaseModel, source: Mapping) -> Iterator[Diagnostic]:
    """Check the lists of an entry: items have ids, nothing stands twice."""
    for location, value in walk(entry):
        if not isinstance(value, list):
            continue
        first: dict[str, int] = {}
        for index, item in enumerate(value):
            name = None if item is None else _item_key(item)
            if name is not None and first.setdefault(name, index) != index:
                place = find_place(source, [*location, index])
                line = find_place(source, [*location, first[name]]).line
                yield rules.DUPLICATE_ITEM.at(place, value=name, first=line)
    for location, suggestion in missing_ids(entry, source):
        place = find_place(source, location)
        yield rules.ITEM_WITHOUT_ID.at(place, suggestion=suggestion)


def missing_ids(entry: BaseModel, source: Mapping) -> Iterator[tuple[Location, str]]:
    """Yield each item that needs an id and has none, with one that its list does not have yet."""
    for location, value in walk(entry):
        if not isinstance(value, list):
            continue
        taken = {name for item in value if item is not None and (name := _item_key(item))}
        for index, item in enumerate(value):
            if not _needs_id(item) or _is_given(source, *location, index, "id"):
                continue
            suggestion = _suggest_id(item, index)
            alternatives = (f"{suggestion}-{number}" for number in count(2))
            name = (
                suggestion
                if suggestion not in taken
                else next(other for other in alternatives if other not in taken)
            )
            taken.add(name)
            yield (*location, index), name


def _needs_id(item: object) -> bool:
    """Return whether an item without an id loses translations when the list is reordered.

    That is, whether it has texts. A required id is told otherwise.
    """
    if not isinstance(item, Item) or type(item).model_fields["id"].is_required():
        return False
    return any(texts_of(item))


def _item_key(item: object) -> str | None:
    if isinstance(item, Reference):
        return item.id
    if isinstance(item, BaseModel):
        names = (getattr(item, name, None) for name in ("id", "tag", "language"))
        return next((str(name) for name in names if name), None)
    return str(item)


def _suggest_id(item: object, index: int) -> str:
    text = next(iter(texts_of(item)), None)
    plain = text.source.lower().translate(PLAIN_LETTERS) if text else ""
    words = re.findall(r"[a-z0-9]+", plain)
    return "-".join(word[:20] for word in words[:3]) or str(index + 1)


def _check_texts(entry: BaseModel) -> Iterator[Diagnostic]:
    """Prose holds only what is allowed; facts that change belong into fields."""
    for text in texts_of(entry):
        yield from check_prose(text)
        plain = PLACEHOLDER.sub(" ", text.source)
        seen: Counter[str] = Counter()
        for fact in _facts_in(plain):
            yield rules.FACT_IN_TEXT.at(text.origin.place_of(fact, seen[fact]), value=fact)
            seen[fact] += 1
        yield from _check_figures(text, plain)


def _check_figures(text: Text, plain: str) -> Iterator[Diagnostic]:
    if not _DIGIT.search(plain):
        return
    for hint, pattern in _FIGURES.items():
        seen: Counter[str] = Counter()
        for match in pattern.finditer(plain):
            place = text.origin.place_of(match[0], seen[match[0]])
            seen[match[0]] += 1
            yield rules.FIGURE_IN_TEXT.at(place, value=match[0], hint=hint)


def check_prose(text: Text, headings: Set[str] = PROSE_HEADINGS) -> Iterator[Diagnostic]:
    """Yield everything in a prose text that may not stand there."""
    seen: Counter[str] = Counter()
    for unsafe in find_unsafe(text.source, headings) if text.prose else ():
        place = text.origin.place_of(unsafe.part, seen[unsafe.part])
        seen[unsafe.part] += 1
        yield rules.UNSAFE_PROSE.at(place, found=unsafe.description)


def _facts_in(text: str) -> Iterator[str]:
    """Yield the e-mail addresses and phone numbers in `text`."""
    for match in _EMAIL_IN_TEXT.finditer(text):
        yield match[0]
    if not _DIGIT.search(text):
        return
    for found in phonenumbers.PhoneNumberMatcher(text, COUNTRY):
        number = found.raw_string
        if number.startswith(("0", "+")) and not _GERMAN_DATE.fullmatch(number):
            yield number


def _check_images(entry: Entry, source: Mapping, images: Path) -> Iterator[Diagnostic]:
    for location, value in walk(entry):
        if isinstance(value, Image) and value.file and not (images / value.file).is_file():
            yield rules.BAD_FILE_REFERENCE.at(
                find_place(source, [*location, "file"]),
                value=value.file,
                problem="gibt es nicht in content/images/",
            )


def _check_contact(contact: Contact, source: Mapping) -> Iterator[Diagnostic]:
    ways = ("phones", "email", "website", "address")
    if not any(_is_given(source, way) for way in ways):
        yield rules.NO_WAY_TO_REACH.at(source.place)
    if contact.kind is ContactKind.PERSON and not _is_given(source, "person"):
        yield rules.MISSING_FIELD.at(find_place(source, ["kind"]), field="person")
    if contact.person and not _is_given(source, "consent"):
        problem = "Eine Person wird genannt, ohne dass ihre Einwilligung eingetragen ist."
        yield rules.CONSENT_NEEDED.at(find_place(source, ["person"]), problem=problem)


def _check_story(story: Story, source: Mapping) -> Iterator[Diagnostic]:
    if _is_given(source, "consent"):
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
    elif consent.valid_until is not None and consent.valid_until - today <= CONSENT_NOTICE:
        place = find_place(source, ["consent", "valid_until"])
        yield rules.CONSENT_ENDS_SOON.at(place, valid_until=consent.valid_until)
    if consent.given_on is not None and consent.given_on > today:
        place = find_place(source, ["consent", "given_on"])
        yield rules.CONSENT_NOT_YET.at(place, given_on=consent.given_on)


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


def _check_sample(entry: Entry | Glossary, source: Mapping) -> Iterator[Diagnostic]:
    """Sample data must be recognisable, real data must not hide behind reserved values."""
    if entry.sample is None:
        return
    for location, value in walk(entry):
        if not isinstance(value, str) or isinstance(value, Text) or not location:
            continue
        name = location[-1]
        if name == "number":
            reserved = is_reserved_phone(value)
            kind = "Telefonnummer"
        elif name in {"email", "website", "url"}:
            reserved = is_reserved_address(value)
            kind = "Adresse"
        else:
            continue
        if entry.sample is reserved:
            continue
        place = find_place(source, location)
        if entry.sample:
            problem = f"Beispieldaten mit einer {kind}, die jemandem gehören kann: „{value}“."
            hint = "Für Beispiele nur 030 23125 000 bis 999 und example.org verwenden."
            yield rules.SAMPLE_DATA.at(place, problem=problem, hint=hint)
        else:
            problem = f"Diese {kind} gibt es nur in Beispielen: „{value}“."
            hint = "Die echte Angabe eintragen oder den Eintrag mit „sample: ja“ kennzeichnen."
            yield rules.SAMPLE_DATA.at(place, problem=problem, hint=hint)
