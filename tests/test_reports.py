"""Reports for the office: which reviews are due, in every form."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
import vobject
from sites import CITY, PROJECT, TODAY, look_at, open_in

from wegweiser.cli import main
from wegweiser.model.entries import Contact
from wegweiser.reports.reviews import reviews_of
from wegweiser.reports.subjects import FORMS, report_reviews

REVIEW_FORMS = (*FORMS, "json", "ical")


@pytest.mark.parametrize("root", [CITY, PROJECT], ids=lambda root: root.name)
def test_every_shown_entry_is_to_be_reviewed_once(root: Path) -> None:
    content = look_at(root).content
    reviews = reviews_of(content, TODAY)
    expected = [f"content/{e.collection}/{e.id}.yml" for e in content.shown(TODAY)]
    assert sorted(review.path for review in reviews) == sorted([*expected, "content/glossary.yml"])
    assert all((root / review.path).is_file() for review in reviews)
    order = [(review.owner, review.review_by) for review in reviews]
    assert order == sorted(order)


def test_text_groups_by_owner_and_counts_what_is_overdue() -> None:
    today = datetime.date(2027, 9, 2)
    site = open_in(CITY, today)
    reviews = reviews_of(site.content, today)
    text = report_reviews("text", site, reviews)
    overdue = sum(review.review_by < today for review in reviews)
    assert overdue > 0
    assert text.count("\n  überfällig ") == overdue
    assert f"{len(reviews)} Prüfungen, davon {overdue} überfällig am 02.09.2027." in text
    for owner in {review.owner for review in reviews}:
        assert text.count(f"({owner})\n") == 1


@pytest.mark.parametrize("root", [CITY, PROJECT], ids=lambda root: root.name)
def test_calendar_is_one_that_others_can_read(root: Path) -> None:
    site = look_at(root)
    reviews = reviews_of(site.content, TODAY)
    text = report_reviews("ical", site, reviews)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    events = vobject.readOne(text).vevent_list
    assert [event.dtstart.value for event in events] == [review.review_by for review in reviews]
    assert len({event.uid.value for event in events}) == len(events)
    assert [event.url.value for event in events] == [review.url for review in reviews]


def test_every_form_tells_how_it_was_verified() -> None:
    site = look_at(CITY)
    reviews = reviews_of(site.content, TODAY)
    text = report_reviews("text", site, reviews)
    assert "patenkreis.yml, Stand 01.09.2026, angerufen, Internetseite gelesen]" in text
    assert "integrationsbuero.yml, Stand 01.09.2026, nicht geprüft]" in text
    assert "glossary.yml, Stand 01.09.2026, nachgefragt]" in text
    records = json.loads(report_reviews("json", site, reviews))
    verified = {record["path"]: record["verified"] for record in records}
    assert verified["content/contacts/patenkreis.yml"] == ["called", "page"]
    assert verified["content/contacts/integrationsbuero.yml"] == []
    events = vobject.readOne(report_reviews("ical", site, reviews)).vevent_list
    told = {event.url.value.split("/de/")[1]: event.description.value for event in events}
    assert told["contacts/patenkreis/"].endswith("01.09.2026, angerufen, Internetseite gelesen")


def test_persons_are_named_by_their_role() -> None:
    site = look_at(CITY)
    person = next(c for c in site.content.of(Contact, TODAY) if c.person)
    reviews = reviews_of(site.content, TODAY)
    reports = [report_reviews(form, site, reviews) for form in REVIEW_FORMS]
    assert not any(str(person.person) in report for report in reports)


def test_command_prints_one_report(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    command = ["report", "review", "--root", str(CITY), "--date", str(TODAY)]
    assert main([*command, "--format", "json", "--owner", "integrationsbuero"]) == 0
    records = json.loads(capfdbinary.readouterr().out)
    assert records
    assert {record["owner"] for record in records} == {"integrationsbuero"}
    assert main([*command, "--owner", "niemand"]) == 2
    written = capfdbinary.readouterr()
    assert written.out == b""
    assert b"integrationsbuero" in written.err
