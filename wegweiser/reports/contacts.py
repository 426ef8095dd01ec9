"""Contacts that no page leads to because of what they are for."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from wegweiser.model import Content, Entry
from wegweiser.model.entries import Contact
from wegweiser.model.text import Text
from wegweiser.model.walk import references_of, texts_of
from wegweiser.placeholders import find_placeholders
from wegweiser.reports.report import Group, Section, count, finding_about
from wegweiser.site import Site

_PLACEHOLDERS = {"phone", "email"}


def contact_section(site: Site) -> Section:
    """Return the report on shown contacts that nothing which readers see makes use of.

    They are used by a shown entry that names them (in a field, in a text, or as its owner, whom
    every page tells), as the office, as the owner of the glossary, or in a text of the site. Their
    own entry does not count, nor where a consent is withdrawn, which no page tells.
    """
    content, today = site.content, site.today
    contacts = content.of(Contact, today)
    used = set(_used(content, today))
    texts: Iterable[Text] = (page.german for page in site.docs.pages(site.tags[0]))
    used |= set(_named([*texts, *texts_of(content.site), *texts_of(content.glossary)]))
    used |= {content.site.office.id, content.glossary.owner.id}
    unused = [contact for contact in contacts if contact.id not in used]
    findings = tuple(finding_about(content, contact, "nicht genutzt") for contact in unused)
    return Section(
        "contacts",
        "Kontakte",
        "Kein Angebot, kein Ratgeber und keine andere Seite nennt diese Kontakte. Dort nennen, wo"
        " sie helfen, oder archivieren.",
        f"{len(unused)} von {count(len(contacts), 'Kontakt', 'Kontakten')} nirgends genutzt.",
        (Group("Nirgends genutzt", findings),) if findings else (),
    )


def _used(content: Content, today: datetime.date) -> Iterator[str]:
    """Yield the ids of the contacts that shown entries other than their own make use of."""
    for entry in content.shown(today):
        for identifier in [*_referenced(entry), *_named(texts_of(entry))]:
            if not (isinstance(entry, Contact) and entry.id == identifier):
                yield identifier


def _referenced(entry: Entry) -> Iterator[str]:
    consent = getattr(entry, "consent", None)
    unseen = consent.withdraw_contact if consent else None
    for reference in references_of(entry):
        if reference.collection == Contact.collection and reference is not unseen:
            yield reference.id


def _named(texts: Iterable[Text]) -> Iterator[str]:
    """Yield the ids of the contacts that placeholders in `texts` name."""
    for text in texts:
        for placeholder in find_placeholders(text.source):
            collection, _, identifier = placeholder.target.rpartition("/")
            if placeholder.kind in _PLACEHOLDERS or collection == Contact.collection:
                yield identifier
