"""The form editor in a real browser, over a working copy on this machine, without any cloud."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from conftest import build, serving, watch
from drafts import write_drafts_editor
from playwright.sync_api import Browser, Locator, Page, expect
from pydantic import BaseModel
from servers import ask
from sites import CITY, PROJECT, TODAY, open_in

from wegweiser.cli import main
from wegweiser.editor import FOLDER, editor_server, write_editor
from wegweiser.editor.backend import API, backend_of
from wegweiser.editor.config import editor_settings
from wegweiser.editor.page import STATIC
from wegweiser.model import COLLECTIONS
from wegweiser.model.shapes import FieldForm, Group, ListOf, Shape, fields_of
from wegweiser.model.site_files import Editor
from wegweiser.model.vocabulary import CodeHost
from wegweiser.render import load_assets
from wegweiser.schemas import MODELS

Field = dict[str, Any]

GITHUB = Editor.model_construct(
    host=CodeHost.GITHUB,
    repository="stadt-musterstadt/wegweiser",
    branch="main",
    sign_in="https://anmeldung.musterstadt.example/github/start",
)


# The configuration -----------------------------------------------------------------------------

SETTINGS = editor_settings(PROJECT, {"backend": {"name": "proxy"}})
FORMS: dict[str, list[Field]] = {
    collection["name"]: collection.get("fields") or collection["files"][0]["fields"]
    for collection in SETTINGS["config"]["collections"]
}


def pairs(model: type[BaseModel], fields: list[Field]) -> Iterator[tuple[FieldForm, Field]]:
    """Yield each field of a model, and of the groups in it, with that of the form."""
    by_name = {field["name"]: field for field in fields}
    assert set(by_name) == {field.name for field in fields_of(model)}
    for field in fields_of(model):
        shown = by_name[field.name]
        yield field, shown
        inner = field.form.items if isinstance(field.form, ListOf) else field.form
        if isinstance(inner, Group) and shown["widget"] != "hidden":
            yield from pairs(inner.model, shown["fields"])


def test_there_is_a_form_for_everything() -> None:
    assert set(FORMS) == set(MODELS)
    folders = {c["name"]: c.get("folder") for c in SETTINGS["config"]["collections"]}
    assert all(folders[name] == f"content/{name}" for name in COLLECTIONS)


@pytest.mark.parametrize("kind", MODELS)
def test_every_field_of_the_model_is_in_the_form(kind: str) -> None:
    for field, shown in pairs(MODELS[kind], FORMS[kind]):
        assert shown["required"] is field.required, field.name
        assert shown["label"]
        assert shown["label"] != field.name or field.name.istitle(), "a German name"
        assert "Anführungszeichen" not in shown["label"] + shown.get("hint", "")
        values = [
            choice["value"] for choice in shown.get("options", ()) if choice not in ("ja", "nein")
        ]
        shape = field.form.items if isinstance(field.form, ListOf) else field.form
        if isinstance(shape, Shape) and shown["widget"] != "hidden":
            assert values == [choice.value for choice in shape.choices]
            assert (shown["widget"] == "relation") == bool(shape.collection)


@pytest.mark.parametrize("kind", MODELS)
def test_nothing_is_filled_in_unasked(kind: str) -> None:
    for _, shown in pairs(MODELS[kind], FORMS[kind]):
        assert shown.get("default", [{}]) == [{}]
        assert shown["widget"] not in {"boolean", "number", "markdown", "code", "map"}


def test_contact_is_chosen_by_its_name() -> None:
    owner = next(field for field in FORMS["guides"] if field["name"] == "owner")
    assert (owner["collection"], owner["value_field"]) == ("contacts", "id")
    terms = next(field for field in FORMS["guides"] if field["name"] == "terms")
    assert (terms["file"], terms["value_field"]) == ("glossary", "terms.*.id")


def test_page_asks_for_examples_and_patterns() -> None:
    hours = next(field for field in FORMS["contacts"] if field["name"] == "opening_hours")
    assert "Beispiel: Mo-Fr 08:00-12:30" in hours["hint"]
    assert re.fullmatch(hours["pattern"][0], "Mo-Fr 08:00-12:30; PH off")
    assert not re.fullmatch(hours["pattern"][0], "Mo-Do 8 Uhr")


def test_gitlab_signs_in_without_a_service() -> None:
    gitlab = Editor.model_construct(
        host=CodeHost.GITLAB,
        repository="stadt/wegweiser",
        branch="main",
        sign_in="https://gitlab.opencode.de/",
        app_id="abc",
    )
    found = backend_of(gitlab)
    assert found["publish_mode"] == "editorial_workflow"
    assert found["backend"]["auth_type"] == "pkce"
    assert found["backend"]["api_root"] == "https://gitlab.opencode.de/api/v4"


def test_github_signs_in_at_a_service() -> None:
    found = backend_of(GITHUB)
    assert found["publish_mode"] == "editorial_workflow"
    assert found["backend"]["base_url"] == "https://anmeldung.musterstadt.example"
    assert found["backend"]["auth_endpoint"] == "github/start"


def test_vendored_files_are_those_that_were_checked() -> None:
    vendor = STATIC / "vendor"
    lines = (vendor / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, name in (line.split() for line in lines)}
    assert set(sums) == {path.name for path in vendor.glob("*.js")}
    for name, digest in sums.items():
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == digest


# A working copy on this machine ----------------------------------------------------------------


def run_git(folder: Path, *arguments: str) -> str:
    own = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "core.autocrlf=false")
    done = subprocess.run(
        ["git", *own, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the editor that writes to this machine."""
    folder = tmp_path_factory.mktemp("editor")
    write_editor(folder, CITY, None, load_assets(PROJECT / "theme").files, "")
    return folder


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A working copy of the sample city, whose entries find their schemas."""
    folder = tmp_path / "tests" / "cities" / "musterstadt"
    shutil.copytree(CITY, folder)
    shutil.copytree(PROJECT / "schemas", tmp_path / "schemas")
    run_git(tmp_path, "init", "--quiet")
    run_git(tmp_path, "add", "--all")
    run_git(tmp_path, "commit", "--quiet", "--message", "Begin")
    return folder


@contextmanager
def running(copy: Path, tree: Path) -> Iterator[str]:
    with editor_server(copy, tree, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def address(copy: Path, tree: Path) -> Iterator[str]:
    with running(copy, tree) as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The editor, signed in; nothing may go wrong in it."""
    with browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE") as context:
        page = context.new_page()
        page.set_default_timeout(10_000)
        wrong = watch(page, address, f"blob:{address}")
        page.goto(f"{address}/{FOLDER}/")
        page.get_by_role("button", name="Anmelden").click()
        expect(page.get_by_role("link", name="Kontakte")).to_be_visible()
        yield page
        # Decap rejects a promise with nothing when a form is not complete.
        assert [line for line in wrong if line not in ("error: undefined", "error: ")] == []


def control(page: Page, name: str, nth: int = 0) -> Locator:
    """Return what a field is written in; Decap names it after the field."""
    return page.locator(f'[id^="{name}-field-"]').nth(nth)


def unfold(page: Page, name: str) -> None:
    """Show the items of a list."""
    control(page, name).get_by_role("button").first.click()


def choose(page: Page, name: str, option: str) -> None:
    # What is typed is looked for in names and ids.
    control(page, name).fill(option.partition(" (")[0])
    page.get_by_role("option", name=option, exact=True).click()


def open_entry(page: Page, address: str, kind: str, name: str) -> None:
    page.goto(f"{address}/{FOLDER}/#/collections/{kind}")
    page.goto(f"{address}/{FOLDER}/#/collections/{kind}/entries/{name}")
    expect(page.get_by_text("Änderungen gespeichert")).to_be_visible()


def save(page: Page) -> None:
    page.get_by_role("button", name="Veröffentlichen", exact=True).click()
    page.get_by_role("menuitem", name="Jetzt veröffentlichen").click()


def wait_until_saved(page: Page) -> None:
    expect(page.get_by_text("Änderungen gespeichert")).to_be_visible()


def check(copy: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Fail where check or format find something in the working copy."""
    for command in (["check"], ["format", "--check"]):
        code = main(
            [
                *command,
                "--root",
                str(copy),
                *(("--date", str(TODAY)) if command == ["check"] else ()),
            ]
        )
        assert code == 0, capfd.readouterr().out


def difference(copy: Path) -> list[str]:
    """Return the lines that changed in the working copy, without their file."""
    lines = run_git(copy, "diff", "--unified=0").splitlines()
    return [line for line in lines if re.match(r"[-+](?![-+][-+] )", line)]


def change_hours(page: Page) -> None:
    control(page, "opening_hours").fill("Mo-Fr 09:00-12:30; PH off")


def change_step(page: Page) -> None:
    unfold(page, "steps")
    control(page, "title", 2).fill("Einen guten Brief schreiben")


def change_word(page: Page) -> None:
    unfold(page, "terms")
    control(page, "equivalents").get_by_role("button").first.click()
    control(page, "value").fill("sample letter")


def change_topic(page: Page) -> None:
    unfold(page, "topics")
    control(page, "topics").locator('[id^="name-field-"]').nth(1).fill("Ausbildung und Lehre")


CHANGES: dict[str, tuple[str, Callable[[Page], None], list[str]]] = {
    "contacts": (
        "integrationsbuero",
        change_hours,
        [
            '-opening_hours: "Mo-Fr 08:00-12:30; Th 14:00-18:00; PH off"',
            '+opening_hours: "Mo-Fr 09:00-12:30; PH off"',
        ],
    ),
    "organisations": (
        "amt-fuer-neue",
        lambda page: choose(page, "parent", "Handwerksrunde Musterstadt e. V. (handwerksrunde)"),
        ["-parent: stadt-musterstadt", "+parent: handwerksrunde"],
    ),
    "programmes": (
        "starthilfe",
        lambda page: choose(page, "kind", "Beratung"),
        ["-kind: money", "+kind: advice"],
    ),
    "employers": (
        "erster-tag",
        lambda page: control(page, "question").fill(
            "Was bereiten wir vor: Karte, Werkzeug, Paten?"
        ),
        [
            "-question: Was bereiten wir vor, bevor jemand Neues anfängt?",
            '+question: "Was bereiten wir vor: Karte, Werkzeug, Paten?"',
        ],
    ),
    "guides": (
        "erste-bewerbung",
        change_step,
        ["-    title: Einen Brief schreiben", "+    title: Einen guten Brief schreiben"],
    ),
    "glossary": (
        "glossary",
        change_word,
        ["-      en: sample notice", "+      en: sample letter"],
    ),
    "site": (
        "site",
        change_topic,
        ["-    name: Ausbildung", "+    name: Ausbildung und Lehre"],
    ),
    "residence-titles": (
        "blaue-musterkarte",
        lambda page: control(page, "as_of").fill("2026-10-01"),
        ['-as_of: "2026-07-01"', '+as_of: "2026-10-01"'],
    ),
    "stories": (
        "ein-cafe-voller-woerter",
        lambda page: control(page, "body").fill("Erster Absatz.\n\nZweiter Absatz."),
        [
            "-body: >-",
            "-  Seit einem Jahr trifft sich das Sprachcafé. Am Anfang waren es drei Gäste, jetzt "
            "sind es viele.",
            "+body: |",
            "+  Erster Absatz.",
            "+",
            "+  Zweiter Absatz.",
        ],
    ),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_changed_field_is_all_that_changes(
    kind: str, page: Page, address: str, copy: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    name, change, expected = CHANGES[kind]
    open_entry(page, address, kind, name)
    change(page)
    save(page)
    wait_until_saved(page)
    assert difference(copy) == expected
    check(copy, capfd)


def test_every_collection_is_tried() -> None:
    assert set(CHANGES) == set(MODELS)


# A new entry -----------------------------------------------------------------------------------


def fill_in_contact(page: Page) -> None:
    control(page, "id").fill("fahrradwerkstatt")
    choose(page, "status", "auf der Website")
    choose(page, "organisation", "Stadt Musterstadt (stadt-musterstadt)")
    control(page, "role").fill("Fahrräder: selbst reparieren")
    control(page, "phones").get_by_role("button", name="Hinzufügen").click()
    control(page, "number").fill("030 23125 200")
    control(page, "address").get_by_role("button", name="Hinzufügen").click()
    control(page, "street").fill("Ringstraße 3")
    control(page, "postal_code").fill("01234")
    control(page, "city").fill("Musterstadt")
    control(page, "opening_hours").fill("Mo 10:00-16:00")
    choose(page, "owner", "Alle ersten Fragen zum Ankommen und Arbeiten (integrationsbuero)")
    control(page, "reviewed_on").fill("2026-11-02")
    control(page, "review_by").fill("2027-11-02")
    unfold(page, "sources")
    control(page, "sources").locator('[id^="title-field-"]').fill("Stadt Musterstadt, Auskunft")
    choose(page, "audiences", "Geflüchtete")
    choose(page, "topics", "Arbeit finden")
    choose(page, "sample", "ja")


NEW_CONTACT = """\
# yaml-language-server: $schema=../../../../../schemas/contacts.schema.json
id: fahrradwerkstatt
status: published
owner: integrationsbuero
reviewed_on: "2026-11-02"
review_by: "2027-11-02"
sources:
  - title: Stadt Musterstadt, Auskunft
audiences:
  - refugee
topics:
  - arbeit
sample: ja
organisation: stadt-musterstadt
role: "Fahrräder: selbst reparieren"
phones:
  - number: "030 23125 200"
opening_hours: "Mo 10:00-16:00"
address:
  street: Ringstraße 3
  postal_code: "01234"
  city: Musterstadt
"""


def test_new_entry_appears_in_directory_and_search(
    page: Page,
    address: str,
    copy: Path,
    browser: Browser,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    page.goto(f"{address}/{FOLDER}/#/collections/contacts/new")
    fill_in_contact(page)
    save(page)
    wait_until_saved(page)
    assert (copy / "content/contacts/fahrradwerkstatt.yml").read_text("utf-8") == NEW_CONTACT
    check(copy, capfd)
    site = build(open_in(copy), tmp_path / "site")
    link = 'fahrradwerkstatt/"'
    for place in ("contacts", "directory/organisation/stadt-musterstadt", "directory/topic/arbeit"):
        assert link in (site / "de" / place / "index.html").read_text("utf-8"), place
    with serving(site) as server, browser.new_context(locale="de-DE") as context:
        reader = context.new_page()
        reader.goto(f"{server}/de/search/#q=fahrr%C3%A4der%20reparieren")
        result = reader.get_by_role("main").get_by_role("link", name="Fahrräder")
        expect(result.first).to_have_attribute("href", re.compile(r"contacts/fahrradwerkstatt/"))


def test_form_asks_for_what_is_missing(page: Page, address: str, copy: Path) -> None:
    page.goto(f"{address}/{FOLDER}/#/collections/contacts/new")
    control(page, "id").fill("Fahrrad Werkstatt")
    control(page, "email").fill("niemand")
    save(page)
    for message in (
        "Kleinbuchstaben a-z, Ziffern",
        "In der Form name@example.org",
        "Stelle, zu der der Kontakt gehört ist erforderlich",
        "Wer hat das wo veröffentlicht? ist erforderlich",
        "Für wen der Eintrag ist ist erforderlich",
    ):
        # An item of a list is folded, and red.
        expect(page.locator("li", has_text=message).last).to_be_attached()
    assert run_git(copy, "status", "--short") == ""


def test_id_of_an_entry_stays(page: Page, address: str) -> None:
    open_entry(page, address, "contacts", "patenkreis")
    expect(control(page, "id")).to_have_attribute("readonly", "")


def test_preview_shows_the_entry_in_german(page: Page, address: str) -> None:
    open_entry(page, address, "programmes", "starthilfe")
    preview = page.frame_locator("iframe#preview-pane")
    expect(preview.get_by_role("heading", level=1)).to_have_text("Starthilfe Musterstadt")
    expect(preview.get_by_text("vor der Einstellung")).to_be_visible()
    style = preview.get_by_role("heading", level=1).evaluate("e => getComputedStyle(e).fontFamily")
    assert "sans-serif" in style


# The server on this machine ---------------------------------------------------------------------


def post(address: str, body: bytes, origin: str) -> tuple[int, bytes]:
    """Send what the editor's page would send; return the status and the answer."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    try:
        connection.request("POST", API, body, {"Origin": origin})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def send(
    address: str, action: str, *, origin: str | None = None, **params: object
) -> tuple[int, bytes]:
    body = json.dumps({"action": action, "params": params})
    return post(address, body.encode(), origin or address)


@pytest.mark.parametrize(
    "name",
    [
        *("../../../etc/passwd", "/etc/passwd", "content/contacts/../../mkdocs.yml", "mkdocs.yml"),
        *("content/contacts/.hidden.yml", "content/contacts/a/b.yml", "content/x.yml", "locales/x"),
        *("content/contacts/a.yaml", "content/nothing/a.yml", "content/contacts/link.yml", ""),
    ],
)
def test_only_entries_are_read_and_written(name: str, address: str, copy: Path) -> None:
    (copy / "content/contacts/link.yml").symlink_to(copy / "docs/de/about.md")
    file = {"path": name, "slug": "x", "raw": "x: 1\n"}
    assert send(address, "getEntry", path=name)[0] == 422
    assert send(address, "persistEntry", dataFiles=[file], assets=[])[0] == 422
    assert run_git(copy, "status", "--short").strip() == "?? content/contacts/link.yml"


def test_picture_gets_into_its_folder_alone(address: str, copy: Path) -> None:
    asset = {"content": base64.b64encode(b"<svg/>").decode(), "encoding": "base64"}
    for name in (
        "content/images/../site.yml",
        "content/images/x.html",
        "images/neu.svg",
        "neu.svg",
    ):
        assert send(address, "persistMedia", asset={**asset, "path": name})[0] == 422
    status, body = send(address, "persistMedia", asset={**asset, "path": "content/images/neu.svg"})
    assert (status, json.loads(body)["name"]) == (200, "neu.svg")
    assert (copy / "content/images/neu.svg").read_bytes() == b"<svg/>"
    assert run_git(copy, "status", "--short").strip() == "?? content/images/neu.svg"


def test_other_websites_cannot_write(address: str) -> None:
    name = "content/contacts/patenkreis.yml"
    assert send(address, "getEntry", path=name)[0] == 200
    assert send(address, "getEntry", path=name, origin="https://example.org")[0] == 403
    assert ask(address, "/admin/").status == 200
    assert ask(address, "/admin/", Host="evil.example").status == 403


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"action": 1}', b'{"action": "getEntry"}'])
def test_nonsense_is_refused(body: bytes, address: str) -> None:
    assert post(address, body, address)[0] in {400, 422}


# In the served tree ----------------------------------------------------------------------------


def test_site_without_an_editor_has_none(site: Path) -> None:
    assert not (site / FOLDER).exists()


def test_editor_is_beside_the_site(city_site: Path) -> None:
    page = (city_site / FOLDER / "index.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex">' in page
    settings = json.loads((city_site / FOLDER / "settings.json").read_text("utf-8"))
    assert settings["config"]["backend"]["repo"] == "stadt-musterstadt/wegweiser"
    for path in city_site.rglob("*"):
        if path.suffix in {".html", ".xml", ".json", ".js"} and FOLDER not in path.parts:
            assert f"{FOLDER}/" not in path.read_text("utf-8"), path


# The handbook ------------------------------------------------------------------------------------


def labels_of(shown: object) -> Iterator[str]:
    """Yield every label in a part of the configuration."""
    if isinstance(shown, dict):
        yield from (text for name, text in shown.items() if name == "label")
    inner = shown.values() if isinstance(shown, dict) else shown if isinstance(shown, list) else ()
    for part in inner:
        yield from labels_of(part)


def test_handbook_calls_things_as_the_form_does() -> None:
    """What stands in quotation marks on the way through the form is on the screen."""
    handbook = PROJECT / "docs" / "handbuch"
    first = (handbook / "erste-aenderung.md").read_text("utf-8")
    way = first.partition("\n## Weg 1")[2].partition("\n## ")[0]
    way += (handbook / "formular.md").read_text("utf-8")
    said = set(re.findall("„([^“]+)“", re.sub(r"!\[.*?\]\(.*?\)", "", way)))
    [decap] = (STATIC / "vendor").glob("decap-cms*.js")
    german = re.split(r"(?=auth:\{login:)", decap.read_text("utf-8"))
    [texts] = [set(re.findall(r':"([^"]+)"', part)) for part in german if "Mit GitHub ein" in part]
    assert "Status: %{status}" in texts
    known = {*texts, *labels_of(SETTINGS["config"]), "Status: Entwurf", "(optional)"}
    assert len(said) > 10
    assert {" ".join(words.split()) for words in said} - known == {"Th", "Beitrag", "Eintrag"}


# Drafts ----------------------------------------------------------------------------------------


def test_change_becomes_a_draft_that_can_be_changed_again(browser: Browser, tmp_path: Path) -> None:
    """As with GitHub and GitLab, where a draft is a pull request, but in the browser's memory."""
    with (
        serving(write_drafts_editor(tmp_path / "site")) as address,
        browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE") as context,
    ):
        page = context.new_page()
        page.goto(f"{address}/{FOLDER}/")
        page.get_by_role("button", name="Anmelden").click()
        expect(page.get_by_role("link", name="Kontakte")).to_be_visible()
        open_entry(page, address, "contacts", "integrationsbuero")
        change_hours(page)
        page.get_by_role("button", name="Speichern", exact=True).click()
        wait_until_saved(page)
        control(page, "email").fill("neu@musterstadt.example")
        page.get_by_role("button", name="Speichern", exact=True).click()
        wait_until_saved(page)
        [draft] = page.evaluate("Object.values(window.repoFilesUnpublished)")
        [file] = draft["diffs"]
        before = (CITY / file["path"]).read_text("utf-8")
        after = before.replace("Mo-Fr 08:00-12:30; Th 14:00-18:00", "Mo-Fr 09:00-12:30")
        assert file["content"] == after.replace("buero@musterstadt", "neu@musterstadt")
        page.goto(f"{address}/{FOLDER}/#/workflow")
        expect(page.get_by_text("Alle ersten Fragen")).to_be_visible()
