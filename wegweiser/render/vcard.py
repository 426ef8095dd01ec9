"""Contacts as vCards, to be saved in a phone's address book.

Format: vCard 4.0 (RFC 6350). Lines end in CR LF and are folded at 75 octets.
"""

from __future__ import annotations

import uuid

from wegweiser.model.entries import Contact
from wegweiser.model.fields import dial
from wegweiser.model.vocabulary import ContactKind, PhoneKind
from wegweiser.placeholders import without_quotes
from wegweiser.render.words import PageWords

CARD = "contact.vcf"
"""Name of the file beside a contact's page."""

_KINDS = {ContactKind.PERSON: "individual", ContactKind.TEAM: "group", ContactKind.FUNCTION: "org"}
_PHONES = {
    PhoneKind.MAIN: "work,voice",
    PhoneKind.HOTLINE: "work,voice",
    PhoneKind.MOBILE: "work,cell",
    PhoneKind.FAX: "work,fax",
}


def vcard(contact: Contact, words: PageWords) -> str:
    """Return the vCard of a contact in the words of an edition."""
    site = words.edition.content.site
    page = f"{site.url}{words.edition.locale.tag}/{contact.path}"
    organisation, title = words.organisation(contact.organisation), words.title(contact)
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"KIND:{_KINDS[contact.kind]}",
        f"UID:urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{site.url}{contact.path}')}",
        f"FN;LANGUAGE={title.language}:{_text(without_quotes(title.text))}",
        f"ORG:{_text(organisation.name)}",
    ]
    if contact.person:
        lines.append(f"ROLE:{_text(words.plain(contact.role))}")
    for phone in contact.phones:
        lines.append(f'TEL;VALUE=uri;TYPE="{_PHONES[phone.kind]}":{dial(phone.number)}')
    if contact.email:
        lines.append(f"EMAIL;TYPE=work:{contact.email}")
    if contact.website:
        lines.append(f"URL:{contact.website}")
    lines += [
        f"LANG;PREF={number}:{spoken.language}"
        for number, spoken in enumerate(contact.languages_spoken, start=1)
    ]
    if contact.address:
        address = contact.address
        parts = ("", address.addition, address.street, address.city, "", address.postal_code)
        shown = ";".join(_text(part or "") for part in parts)
        lines.append(f"ADR;TYPE=work:{shown};Deutschland")
    if contact.geo:
        lines.append(f"GEO:geo:{contact.geo.lat},{contact.geo.lon}")
    if contact.note:
        lines.append(f"NOTE:{_text(words.plain(contact.note))}")
    lines += [f"SOURCE:{page}", f"REV:{contact.reviewed_on:%Y%m%d}T000000Z", "END:VCARD"]
    return "".join(f"{_fold(line)}\r\n" for line in lines)


def short_vcard(contact: Contact, words: PageWords) -> str:
    """Return how to reach a contact, short enough for a QR code (vCard 3.0, RFC 2426).

    Cameras of phones read this older form, and ask for a structured name.
    """
    name = _text(without_quotes(words.title(contact).text))
    organisation = _text(words.organisation(contact.organisation).name)
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{name};;;;", f"FN:{name}", f"ORG:{organisation}"]
    ways = {"TEL": contact.voice_number, "EMAIL": contact.email, "URL": contact.website}
    lines += [f"{way}:{value}" for way, value in ways.items() if value]
    return "\r\n".join([*lines, "END:VCARD"])


def _text(value: str) -> str:
    for char in "\\,;":
        value = value.replace(char, f"\\{char}")
    return value.replace("\n", "\\n")


def _fold(line: str) -> str:
    """Return a line in pieces of at most 75 octets, never inside a character."""
    pieces = [""]
    for char in line:
        if len((pieces[-1] + char).encode()) > 75:
            pieces.append(" ")
        pieces[-1] += char
    return "\r\n".join(pieces)
