"""Contacts as vCards: an independent reader finds in them what the contact says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import vobject
from sites import CITY, PROJECT, TODAY, look_at, pages_in

from wegweiser.model.entries import Contact
from wegweiser.render.vcard import CARD


def cards_of(root: Path, tag: str) -> dict[str, str]:
    """Return the vCards of an edition by the path of their page."""
    pages = pages_in(root, tag)
    return {page.path: files[CARD] for page in pages if CARD in (files := dict(page.files))}


@pytest.mark.parametrize(
    ("root", "tag"),
    [(CITY, "de"), (CITY, "en"), (CITY, "ar"), (PROJECT, "de"), (PROJECT, "ar")],
)
def test_every_contact_has_a_card_that_others_can_read(root: Path, tag: str) -> None:
    site = look_at(root)
    cards = cards_of(root, tag)
    contacts = site.content.of(Contact, TODAY)
    assert set(cards) == {contact.path for contact in contacts}
    for contact in contacts:
        text = cards[contact.path]
        assert text.endswith("END:VCARD\r\n")
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
        card = vobject.readOne(text)
        organisation = site.content.organisation(contact.organisation)
        assert card.version.value == "4.0"
        assert card.org.value == [organisation.name]
        assert card.fn.value
        phones = [line.value for line in card.contents.get("tel", [])]
        assert [phone.removesuffix(";phone-context=+49") for phone in phones] == [
            f"tel:{phone.number}" for phone in contact.phones
        ]
        assert [line.value for line in card.contents.get("email", [])] == (
            [contact.email] if contact.email else []
        )


def test_card_is_the_same_person_in_every_edition() -> None:
    site = look_at(CITY)
    uids = [
        {path: vobject.readOne(card).uid.value for path, card in cards_of(CITY, tag).items()}
        for tag in site.tags
    ]
    assert site.tags == ["de", "en", "ar"]
    assert uids[0] == uids[1] == uids[2]
    assert len(set(uids[0].values())) == len(uids[0])


def test_text_cannot_break_out_of_its_line(tmp_path: Path) -> None:
    shutil.copytree(CITY, tmp_path / "city")
    path = tmp_path / "city" / "content" / "contacts" / "patenkreis.yml"
    role = 'role: "Hilfe, Rat; mehr: TEL \\\\ Rest"'
    lines = [role if line.startswith("role:") else line for line in path.read_text().splitlines()]
    path.write_text("\n".join(lines) + "\n")
    card = vobject.readOne(cards_of(tmp_path / "city", "de")["contacts/patenkreis/"])
    assert card.fn.value == "Hilfe, Rat; mehr: TEL \\ Rest"


def test_short_numbers_are_those_of_germany() -> None:
    """RFC 3966, section 5.1.5: a number without a country code says where it is one."""
    page = next(page for page in pages_in(PROJECT, "ar") if page.path == "contacts/hilfetelefon/")
    assert ":tel:116016;phone-context=+49\r\n" in dict(page.files)[CARD]
    shown = '<a class="ww-tel" href="tel:116016"><bdi dir="ltr">116\N{NO-BREAK SPACE}016</bdi></a>'
    assert shown in page.body
