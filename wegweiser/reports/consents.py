"""Consents of persons that have ended or end soon."""

from __future__ import annotations

import datetime

from wegweiser.model import Content, Entry
from wegweiser.model.entries import Contact, Story
from wegweiser.model.parts import Consent
from wegweiser.model.vocabulary import Status
from wegweiser.reports.report import (
    NOTICE,
    Finding,
    Group,
    Section,
    count,
    file_of,
    german_date,
    german_title,
)

_HIDDEN = {Status.DRAFT: ", Entwurf", Status.ARCHIVED: ", archiviert"}


def consent_section(content: Content, today: datetime.date) -> Section:
    """Return the report on consents that have ended or end within 60 days, by their last day.

    Drafts and archived entries count: what stands in them of a person stands in the repository.
    """
    held = [
        (entry.consent, entry)
        for entries in content.entries.values()
        for entry in entries.values()
        if isinstance(entry, Story | Contact) and entry.consent
    ]
    held.sort(key=lambda pair: (pair[0].valid_until, pair[1].path))
    ended = [_finding(*pair, "abgelaufen am") for pair in held if pair[0].valid_until < today]
    ending = [
        _finding(*pair, "gilt nur bis")
        for pair in held
        if today <= pair[0].valid_until <= today + NOTICE
    ]
    found = (("Abgelaufen", ended), (f"Enden in {NOTICE.days} Tagen", ending))
    return Section(
        "consents",
        "Einwilligungen",
        "Um eine neue Einwilligung bitten. Kommt keine, den Eintrag löschen: Auch was nicht auf der"
        " Website erscheint, steht sonst noch im Projekt.",
        f"{count(len(held), 'Einwilligung', 'Einwilligungen')}, {len(ended)} abgelaufen,"
        f" {len(ending)} bald zu Ende.",
        tuple(Group(title, tuple(findings)) for title, findings in found if findings),
    )


def _finding(consent: Consent, entry: Entry, label: str) -> Finding:
    return Finding(
        f"{label} {german_date(consent.valid_until)}",
        german_title(entry),
        f"{file_of(entry)}{_HIDDEN.get(entry.status, '')}",
        details=(f"Widerruf bei: {consent.withdraw_contact.id}",),
    )
