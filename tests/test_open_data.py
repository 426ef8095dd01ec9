"""Open data: complete, linked, and only what the site shows."""

from __future__ import annotations

import csv
import datetime
import json
import re
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frictionless
import pytest
from sites import CITY, PROJECT, TODAY, look_at, open_in

from wegweiser.model.entries import Contact, Organisation, Programme
from wegweiser.model.references import DATA_FILES
from wegweiser.publish.open_data import write_open_data
from wegweiser.site import Site, open_site


def export(site: Site, folder: Path) -> Path:
    write_open_data(folder, site.edition("de"), site.docs.pages("de"))
    return folder / "data"


def read(data: Path, name: str) -> Any:
    return json.loads((data / "hsds" / f"{name}.json").read_text())


def records_in(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object inside a JSON value."""
    if isinstance(value, dict):
        yield value
        for child in value.values():
            yield from records_in(child)
    elif isinstance(value, list):
        for child in value:
            yield from records_in(child)


@pytest.mark.parametrize("root", [CITY, PROJECT], ids=lambda root: root.name)
def test_every_entry_is_exported_and_linked(root: Path, tmp_path: Path) -> None:
    site = look_at(root)
    data = export(site, tmp_path)
    services, organisations = read(data, "services"), read(data, "organizations")
    assert len(services) == len(site.content.of(Programme, TODAY))
    assert len(organisations) == len(site.content.of(Organisation, TODAY))
    reached = [contact["id"] for item in organisations for contact in item["contacts"]]
    assert len(set(reached)) == len(reached) == len(site.content.of(Contact, TODAY))
    known = {record["id"] for record in organisations}
    for record in records_in([services, organisations, read(data, "locations")]):
        assert uuid.UUID(record["id"]).version == 5
        for name in ("organization_id", "parent_organization_id"):
            assert record.get(name) in {None, *known}
    # HSDS 3.1: what a service, an organization, a location and an address must have.
    assert all(service["name"] and service["status"] for service in services)
    assert all(item["name"] and item["description"] for item in organisations)
    for location in read(data, "locations"):
        assert location["location_type"] == "physical"
        assert re.fullmatch(r"\d{5}", location["addresses"][0]["postal_code"])
        assert all(s["opens_at"] < s["closes_at"] for s in location["schedules"])


def test_ids_stay_the_same(tmp_path: Path) -> None:
    first = read(export(look_at(CITY), tmp_path / "one"), "services")
    later = read(export(open_in(CITY, datetime.date(2027, 1, 1)), tmp_path / "two"), "services")
    assert [service["id"] for service in first] == [service["id"] for service in later]


@pytest.mark.parametrize("root", [CITY, PROJECT], ids=lambda root: root.name)
def test_tables_are_described(root: Path, tmp_path: Path) -> None:
    site = look_at(root)
    data = export(site, tmp_path)
    package = json.loads((data / "datapackage.json").read_text())
    assert [resource["name"] for resource in package["resources"]] == ["contacts", "programmes"]
    for resource in package["resources"]:
        with (data / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert rows
        assert list(rows[0]) == names
        assert len({row["id"] for row in rows}) == len(rows)
        assert all(datetime.date.fromisoformat(row["stand"]) <= TODAY for row in rows)
    report = frictionless.validate(str(data / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    with (data / "contacts.csv").open(encoding="utf-8", newline="") as file:
        phones = {row["id"]: row["telefon"] for row in csv.DictReader(file)}
    for contact in site.content.of(Contact, TODAY):
        assert phones[contact.id] == (contact.voice_number or "")


def test_contacts_are_with_their_organisation(tmp_path: Path) -> None:
    """So are those that belong to no programme and have no address, with all one needs to call."""
    data = export(look_at(CITY), tmp_path)
    organisations = {item["id"]: item for item in read(data, "organizations")}
    named = {
        contact.get("name"): (organisation["name"], contact["phones"][0]["number"])
        for organisation in organisations.values()
        for contact in organisation["contacts"]
        if contact["organization_id"] == organisation["id"] and contact["phones"]
    }
    assert named["Mia Beispiel"] == (
        "Amt für neue Bürgerinnen und Bürger",
        "+491713920001",
    )


def test_services_lead_to_the_places_of_their_contacts(tmp_path: Path) -> None:
    data = export(look_at(CITY), tmp_path)
    services = {service["name"]: service for service in read(data, "services")}
    [location] = read(data, "locations")
    [place] = services["Starthilfe Musterstadt"]["service_at_locations"]
    assert place["location_id"] == location["id"]
    assert place["service_id"] == services["Starthilfe Musterstadt"]["id"]


@pytest.mark.parametrize(("line", "state"), [("", "NW"), ("  state: BY\n", "BY")])
def test_places_are_in_the_state_of_their_address(line: str, state: str, tmp_path: Path) -> None:
    """Where the address names none, it is that of the site."""
    shutil.copytree(CITY, tmp_path / "city")
    path = tmp_path / "city" / "content" / "contacts" / "integrationsbuero.yml"
    path.write_text(path.read_text().replace("  state: NW\n", line))
    [location] = read(export(open_in(tmp_path / "city"), tmp_path), "locations")
    assert location["addresses"][0]["state_province"] == state


@pytest.mark.parametrize("only", [True, False])
def test_hours_by_appointment_are_told_apart(only: bool, tmp_path: Path) -> None:
    shutil.copytree(CITY, tmp_path / "city")
    if only:
        path = tmp_path / "city" / "content" / "contacts" / "integrationsbuero.yml"
        path.write_text(path.read_text() + "appointment_only: ja\n")
    data = export(open_in(tmp_path / "city"), tmp_path)
    [location] = read(data, "locations")
    notes = {schedule.get("notes") for schedule in location["schedules"]}
    assert notes == ({"Nur mit Termin"} if only else {None})
    with (data / "contacts.csv").open(encoding="utf-8", newline="") as file:
        told = {row["id"]: row["nur_mit_termin"] for row in csv.DictReader(file)}
    assert told["integrationsbuero"] == ("true" if only else "false")
    assert told["lotsin-mia"] == "true"


def test_placeholders_are_resolved_and_pages_can_be_named(tmp_path: Path) -> None:
    shutil.copytree(CITY, tmp_path / "city")
    path = tmp_path / "city" / "content" / "programmes" / "sprachcafe.yml"
    body = "body: Siehe {link:docs/help}.\n"
    path.write_text(re.sub(r"^body: .*\n(  .*\n)*", body, path.read_text(), flags=re.MULTILINE))
    data = export(open_in(tmp_path / "city"), tmp_path)
    records = records_in(read(data, "services"))
    texts = [text for record in records for text in record.values() if isinstance(text, str)]
    assert any(text.startswith("Siehe Hilfe") for text in texts)
    assert not [text for text in texts if "{" in text]
    assert "{" not in (data / "contacts.csv").read_text() + (data / "programmes.csv").read_text()


def test_texts_may_lead_to_every_file(tmp_path: Path) -> None:
    data = export(look_at(CITY), tmp_path)
    files = {path.relative_to(data).as_posix() for path in data.rglob("*.*")}
    assert files == set(DATA_FILES)


def test_texts_lead_to_the_files_by_their_names(tmp_path: Path) -> None:
    shutil.copytree(CITY, tmp_path / "city")
    page = tmp_path / "city" / "docs" / "de" / "about.md"
    page.write_text("# Wir\n\nTabelle: {link:data/hsds/services.json}\n")
    pages = open_in(tmp_path / "city").pages("de")
    (about,) = [page for page in pages if page.path == "about/"]
    link = '<a href="../../data/hsds/services.json" hreflang="de"><bdi dir="ltr">'
    assert f"{link}services.json</bdi></a>" in about.body
    page.write_text("# Wir\n\nTabelle: {link:data/contact.csv}\n")
    found, problems = open_site(tmp_path / "city", TODAY)
    assert found is None
    assert [(problem.code, problem.place.line) for problem in problems] == [("W222", 3)]
    assert "contacts.csv" in problems[0].message


def test_nothing_hidden_is_exported(tmp_path: Path) -> None:
    site = open_in(CITY, datetime.date(2031, 1, 1))
    data = export(site, tmp_path)
    everything = "".join(file.read_text() for file in data.rglob("*.*"))
    for marker in ("Mia Beispiel", "3920001", "lotsin-mia"):
        assert marker not in everything
