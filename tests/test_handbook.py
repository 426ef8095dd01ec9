"""The handbook for staff: every rule has a page, every field is told, and all of it is true.

It is published beside the editions, for people who know its address and for nobody's search.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from audits.accessibility import audit_page
from audits.handbook import HOURS, SCREENS
from audits.keyboard import walk
from audits.weight import weigh
from lxml import html
from PIL import Image
from playwright.sync_api import Browser, BrowserContext
from pydantic import BaseModel
from sites import CITY, PROJECT, TODAY, open_in

from wegweiser.cli import main
from wegweiser.diagnostics import RULES, Severity
from wegweiser.diagnostics.reporters import report_terminal
from wegweiser.field_reference import field_pages, write_field_reference
from wegweiser.model.entries import Contact, Entry
from wegweiser.model.shapes import ByLanguage, Form, Group, ListOf, Shape, fields_of
from wegweiser.policy import page_policy
from wegweiser.publish.handbook import write_handbook
from wegweiser.render import load_assets, load_handbook
from wegweiser.schemas import MODELS
from wegweiser.site import open_site

HANDBOOK = PROJECT / "docs" / "handbuch"
PAGES = HANDBOOK / "meldungen"
FIRST_CHANGE = (HANDBOOK / "erste-aenderung.md").read_text("utf-8")
WORDS = {Severity.ERROR: "Fehler", Severity.WARNING: "Warnung", Severity.NOTE: "Hinweis"}


@pytest.mark.parametrize("code", RULES)
def test_rule_has_a_page(code: str) -> None:
    rule = RULES[code]
    page = (PAGES / f"{code}.md").read_text()
    assert page.splitlines()[0] == f"# {code}: {rule.title}"
    assert f"**Schwere:** {WORDS[rule.severity]}" in page
    sections = [line for line in page.splitlines() if line.startswith("## ")]
    expected = ["## Was das bedeutet", "## Falsch", "## Richtig", "## So beheben Sie es"]
    assert sections == expected


def test_every_page_belongs_to_a_rule() -> None:
    assert {path.stem for path in PAGES.glob("W*.md")} == set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_index_names_every_rule(code: str) -> None:
    assert f"[{code}]({code}.md)" in (PAGES / "README.md").read_text()


# The field reference ------------------------------------------------------------------------------


def test_the_field_reference_is_that_of_the_model() -> None:
    assert write_field_reference(PROJECT, write=False) == [], "run scripts/fields"
    committed = {path.stem for path in (HANDBOOK / "felder").iterdir()}
    assert committed == set(field_pages())


def test_writing_the_field_reference_tells_what_changed(tmp_path: Path) -> None:
    changed = write_field_reference(tmp_path)
    assert [path.stem for path in changed] == [*field_pages()]
    assert write_field_reference(tmp_path) == []
    changed[0].write_text("edited", "utf-8")
    assert write_field_reference(tmp_path, write=False) == [changed[0]]
    assert changed[0].read_text("utf-8") == "edited"


def told(form: Form) -> Iterator[str]:
    """Yield what a page must say of a value: names of fields, values there are, examples."""
    match form:
        case Shape():
            yield from (choice.value for choice in form.choices)
            yield from (choice.word for choice in form.choices)
            yield from () if form.choices else form.examples
        case ListOf():
            yield from told(form.items)
        case ByLanguage():
            yield from told(form.values)
        case Group():
            yield from names_in(form.model)


def names_in(model: type[BaseModel]) -> Iterator[str]:
    for field in fields_of(model):
        yield f"`{field.name}`"
        yield from told(field.form)


@pytest.mark.parametrize("kind", MODELS)
def test_every_field_is_told(kind: str) -> None:
    pages = field_pages()
    own = {field.name for field in fields_of(Entry)} if issubclass(MODELS[kind], Entry) else set()
    for field in fields_of(MODELS[kind]):
        page = pages["jeder-eintrag" if field.name in own else kind]
        missing = [part for part in (f"`{field.name}`", *told(field.form)) if part not in page]
        assert missing == [], field.name
        assert f"`{field.name}`" in pages[kind]


# The pages ----------------------------------------------------------------------------------------


def pages_of(site: Path) -> dict[str, html.HtmlElement]:
    found = sorted((site / "handbuch").rglob("index.html"))
    return {
        path.parent.relative_to(site / "handbuch").as_posix(): html.fromstring(path.read_bytes())
        for path in found
    }


def test_every_file_is_a_page_that_the_first_one_leads_to(site: Path) -> None:
    pages = pages_of(site)
    assert len(pages) == len(list(HANDBOOK.rglob("*.md")))
    waiting, reached = ["."], set()
    while waiting:
        path = waiting.pop()
        if path not in reached:
            reached.add(path)
            links = pages[path].xpath("//main//a/@href")
            targets = [
                (site / "handbuch" / path / link.partition("#")[0]).resolve()
                for link in map(str, links)
                if not link.startswith(("#", "http"))
            ]
            waiting += [t.relative_to(site / "handbuch").as_posix() for t in targets]
    assert reached == set(pages)


def test_pages_are_german_and_for_no_search_engine(site: Path) -> None:
    for path, page in pages_of(site).items():
        assert page.get("lang") == "de", path
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"], path
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy == [page_policy()], path
        assert page.xpath("//script | //*[@style] | //style") == [], path
        assert len(page.xpath("//h1")) == 1, path


def test_no_edition_knows_it(site: Path) -> None:
    """Not in site maps, searches, feeds, what is saved on a device, open data, or any link."""
    telling = [site / "index.html", *site.glob("*/*.json"), *site.glob("*/*.xml")]
    telling += [*site.glob("*.xml"), *site.glob("*/search/*.json"), *site.glob("*/*/index.html")]
    telling += [*site.glob("*/sw.js"), *(site / "data").rglob("*.*")]
    of_editions = [path for path in telling if "handbuch" not in path.relative_to(site).parts]
    assert len(of_editions) > 100
    assert [path for path in of_editions if b"handbuch/" in path.read_bytes()] == []


def test_every_city_has_its_own(city_site: Path) -> None:
    assert sorted(pages_of(city_site)) == [".", "vorschlaege"]


def test_site_without_a_handbook_has_none(city_copy: Path, tmp_path: Path) -> None:
    shutil.rmtree(city_copy / "docs" / "handbuch")
    found = open_in(city_copy)
    assets = load_assets(PROJECT / "theme")
    assert write_handbook(tmp_path / "site", found.edition("de"), found.docs, assets) == []
    assert not (tmp_path / "site").exists()


SAMPLE = ["", "erste-aenderung/", "felder/programmes/", "meldungen/"]


@pytest.mark.parametrize("path", SAMPLE)
def test_axe_finds_nothing(path: str, server: str, context: BrowserContext) -> None:
    found = list(audit_page(context.new_page(), f"{server}/handbuch/{path}"))
    assert list(map(str, found)) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_keyboard_reaches_everything(width: int, server: str, browser: Browser) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        walked = walk(context.new_page(), f"{server}/handbuch/erste-aenderung/")
    assert walked.problems == ()
    assert walked.stops > 10


@pytest.mark.parametrize("path", [*SAMPLE, "formular/", "pruefen/"])
def test_pages_keep_to_the_budget(path: str, site: Path, server: str, browser: Browser) -> None:
    assert not weigh(browser, site, server, f"handbuch/{path}").is_too_heavy


def test_the_menu_opens_without_scripts(server: str, browser: Browser) -> None:
    with browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False
    ) as context:
        page = context.new_page()
        page.goto(f"{server}/handbuch/")
        page.get_by_role("button", name="Menü").click()
        page.locator("#menu").get_by_role("link", name="Angaben prüfen").click()
        assert page.url == f"{server}/handbuch/pruefen/"


# What is written ----------------------------------------------------------------------------------


def test_pictures_are_those_that_the_script_takes() -> None:
    shown = {match for path in HANDBOOK.rglob("*.md") for match in pictures_in(path)}
    assert {f"{screen.name}.webp" for screen in SCREENS} == shown
    assert {path.name for path in (HANDBOOK / "aufnahmen").iterdir()} == shown


def pictures_in(path: Path) -> list[str]:
    """Return the pictures of a page, each of which must say what it shows."""
    found = re.findall(r"!\[([^\]]*)\]\((?:\.\./)*aufnahmen/([^)]+)\)", path.read_text("utf-8"))
    assert all(len(alt) > 30 for alt, _ in found), path
    return [name for _, name in found]


def fences(language: str) -> list[str]:
    """Return the blocks of a language on the page of the first change."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", FIRST_CHANGE, re.DOTALL | re.MULTILINE)
    return [re.sub(rf"^{indent}", "", text, flags=re.MULTILINE) for indent, text in found]


@pytest.fixture
def city_copy(tmp_path: Path) -> Path:
    shutil.copytree(CITY, tmp_path / "city")
    return tmp_path / "city"


def reviewed(text: str, review: str) -> str:
    """Return an entry's text with the lines that tell of its review."""
    return re.sub(r"^reviewed_on: .*\nreview_by: .*\n", review, text, flags=re.MULTILINE)


def test_the_first_change_works_to_the_letter(city_copy: Path) -> None:
    """What the handbook has one type is accepted, and changes what it says."""
    before, after, review = fences("yaml")
    entry = city_copy / "content" / "contacts" / "integrationsbuero.yml"
    text = entry.read_text("utf-8")
    assert text.count(before) == 1
    entry.write_text(reviewed(text, review).replace(before, after), "utf-8")
    found, problems = open_site(city_copy, TODAY)
    assert problems == []
    assert found
    contact = found.content.entries["contacts"]["integrationsbuero"]
    assert isinstance(contact, Contact)
    assert contact.opening_hours
    assert "Th 14:00-16:00" in contact.opening_hours
    assert contact.reviewed_on == TODAY
    assert contact.verified == ["called"]
    assert (before, after) == tuple(f"opening_hours: {hours}\n" for hours in HOURS)


def test_the_message_is_the_one_that_is_shown(city_copy: Path) -> None:
    entry = city_copy / "content" / "contacts" / "integrationsbuero.yml"
    wrong = HOURS[1].replace("Th", "Do")
    text = reviewed(entry.read_text("utf-8"), fences("yaml")[2])
    entry.write_text(text.replace(HOURS[0], wrong), "utf-8")
    _, problems = open_site(city_copy, TODAY)
    (message,) = fences("text")
    assert report_terminal(problems, city_copy).startswith(message)


# Rendering ----------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site whose handbook has a first page."""
    write(tmp_path, "index.md", "# Handbuch\n\n[Zwei](zwei.md), [eins](eins.md)\n")
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    path = root / "docs" / "handbuch" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def body_of(root: Path, path: str) -> str:
    handbook, problems = load_handbook(root)
    assert problems == []
    return next(page.body for page in handbook.pages if page.path == path)


def test_pages_stand_in_the_order_of_the_first_one(root: Path) -> None:
    for name in ("drei", "eins", "zwei"):
        write(root, f"{name}.md", f"# {name}\n")
    write(root, "ordner/README.md", "# Ordner\n")
    write(root, "ordner/x.md", "# X\n")
    handbook, problems = load_handbook(root)
    assert problems == []
    paths = ["", "zwei/", "eins/", "drei/", "ordner/", "ordner/x/"]
    assert [page.path for page in handbook.pages] == paths
    assert [page.path for page in handbook.sections] == paths[:-1]
    assert [page.path for page in handbook.crumbs(handbook.pages[-1])] == ["", "ordner/"]
    assert handbook.crumbs(handbook.pages[0]) == []


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("../zwei.md", "../../zwei/"),
        ("../index.md", "../../"),
        ("../zwei.md#über-uns", "../../zwei/#%C3%BCber-uns"),
        ("README.md", "../../ordner/"),
        ("#hier", "#hier"),
        ("https://example.org/a.md", "https://example.org/a.md"),
        ("../../dev/design.md", "../../dev/design.md"),
    ],
)
def test_links_lead_from_page_to_page(link: str, expected: str, root: Path) -> None:
    write(root, "zwei.md", "# Zwei\n\n## Über uns\n")
    write(root, "ordner/README.md", "# Ordner\n")
    write(root, "ordner/x.md", f"# X\n\n[dort]({link})\n")
    assert f'<a href="{expected}">dort</a>' in body_of(root, "ordner/x/")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "![x](data:text/html,x)",
        "`<b>`",
    ],
)
def test_nothing_written_is_run(text: str, root: Path) -> None:
    write(root, "eins.md", f"# Eins\n\n{text}\n")
    body = html.fromstring(f"<div>{body_of(root, 'eins/')}</div>")
    assert body.xpath("//script | //img[not(@alt)] | //@onerror | //b") == []
    assert not [link for link in body.xpath("//@href | //@src") if ":" in str(link)]


def test_headings_have_the_anchors_of_code_hosts(root: Path) -> None:
    write(root, "eins.md", "# E\n\n## Was ist zu tun? Der Bericht\n\n## `a_b`: Ä\n\n## `a_b`: Ä\n")
    page = next(page for page in load_handbook(root)[0].pages if page.path == "eins/")
    assert [heading.id for heading in page.headings] == [
        *("was-ist-zu-tun-der-bericht", "a_b-ä", "a_b-ä-1")
    ]


def test_cells_know_their_column(root: Path) -> None:
    write(root, "eins.md", "# Eins\n\n| A | B |\n|---|:-:|\n| 1 | 2 |\n")
    body = body_of(root, "eins/")
    assert '<td data-label="A">1</td>' in body
    assert '<td data-label="B">2</td>' in body
    assert "style" not in body


def test_pictures_have_a_size_and_wait(root: Path) -> None:
    write(root, "eins.md", "# Eins\n\n![Rot](bild.png)\n")
    Image.new("RGB", (30, 20), "red").save(root / "docs" / "handbuch" / "bild.png")
    image = html.fromstring(body_of(root, "eins/")).xpath("//img")[0]
    expected = {
        "src": "../bild.png",
        "alt": "Rot",
        "loading": "lazy",
        "width": "30",
        "height": "20",
    }
    assert dict(image.attrib) == expected


def codes(root: Path) -> list[tuple[str, str]]:
    return [(problem.code, problem.place.file) for problem in load_handbook(root)[1]]


def test_all_mistakes_are_told(root: Path) -> None:
    folder = root / "docs" / "handbuch"
    write(root, "ohne-titel.md", "Nur Text.\n")
    write(root, "notiz.txt", "x")
    (folder / "kaputt.png").write_bytes(b"no picture")
    Image.effect_noise((600, 600), 90).save(folder / "gross.png")
    (folder / "fremd.md").symlink_to("/etc/hostname")
    (folder / "latin.md").write_bytes("# Größe\n".encode("latin-1"))
    assert sorted(codes(root)) == [
        ("W101", "docs/handbuch/gross.png"),
        ("W102", "docs/handbuch/latin.md"),
        ("W115", "docs/handbuch/fremd.md"),
        ("W117", "docs/handbuch/notiz.txt"),
        ("W118", "docs/handbuch/kaputt.png"),
        ("W501", "docs/handbuch/ohne-titel.md"),
    ]


def test_the_first_page_must_be_there(tmp_path: Path) -> None:
    assert codes(tmp_path) == []
    write(tmp_path, "eins.md", "# Eins\n")
    assert codes(tmp_path) == [("W119", "docs/handbuch/index.md")]


def test_a_city_without_a_handbook_gets_no_pages_of_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fields", "--root", str(tmp_path)]) == 2
    assert "no handbook" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
