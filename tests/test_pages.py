"""Pages are honest about their language: what is shown, marked, announced and told (7.1, 7.2)."""

from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import polib
import pytest
from lxml import html
from sites import CITY, PROJECT, TODAY, open_in, pages_in

from wegweiser.model.vocabulary import Audience
from wegweiser.render import Assets, RenderedPage, write_stage
from wegweiser.render.facets import contact_facets, programme_facets
from wegweiser.render.shown import Shown
from wegweiser.site import Site, open_site
from wegweiser.translate.catalogue import State, set_mark
from wegweiser.translate.messages import source_messages
from wegweiser.translate.sync import sync_catalogues

PROGRAMME = "programmes/starthilfe"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    root = tmp_path / "city"
    shutil.copytree(CITY, root)
    return root


def pages_of(site: Site, tag: str) -> dict[str, RenderedPage]:
    """Return the pages of an edition by path."""
    return {page.path: page for page in site.pages(tag)}


def translate(root: Path, tag: str = "ar", *, leave: str | None = None) -> None:
    """Give every message of `root` but `leave` a translation that begins with ``[ar]``."""
    sources = source_messages(open_in(root).content)
    sync_catalogues(root, tag, sources)
    for path in (root / "locales" / tag).glob("*.po"):
        catalogue = polib.pofile(str(path))
        for entry in catalogue:
            if entry.msgctxt == leave:
                continue
            if entry.msgid_plural:
                entry.msgstr_plural = dict.fromkeys(range(6), f"[{tag}] {entry.msgid_plural}")
            else:
                entry.msgstr = f"[{tag}] {entry.msgid}"
            set_mark(entry, State.MACHINE)
        catalogue.save(str(path))


def german_text(body: str) -> list[str]:
    """Return the texts of a page that stand in elements marked as German."""
    tree = html.fromstring(f"<main>{body}</main>")
    return [" ".join(element.text_content().split()) for element in tree.xpath("//*[@lang='de']")]


def unmarked_text(body: str) -> str:
    """Return the text of a page without what is marked as another language."""
    tree = html.fromstring(f"<main>{body}</main>")
    for element in tree.xpath("//*[@lang]"):
        element.text = ""
        for child in list(element):
            element.remove(child)
    return " ".join(tree.text_content().split())


def test_paths_are_the_same_in_every_edition(city: Path) -> None:
    site = open_in(city)
    paths = [sorted(pages_of(site, tag)) for tag in site.tags]
    assert paths[0] == paths[1] == paths[2]
    assert len(set(paths[0])) == len(paths[0])


def test_german_edition_needs_no_language_marks_but_for_laws_and_sources(city: Path) -> None:
    page = pages_of(open_in(city), "de")[f"{PROGRAMME}/"]
    assert page.translated
    assert "ww-notice--language" not in page.body


def test_untranslated_page_is_german_and_says_so(city: Path) -> None:
    site = open_in(city)
    page = pages_of(site, "ar")[f"{PROGRAMME}/"]
    entry = site.content.entries["programmes"]["starthilfe"]
    assert not page.translated
    assert entry.summary.source in german_text(page.body)  # type: ignore[attr-defined]
    assert '<a href="../../../de/programmes/starthilfe/" hreflang="de">' in page.body


def test_translated_page_says_who_translated_it(city: Path) -> None:
    translate(city)
    page = pages_of(open_in(city), "ar")[f"{PROGRAMME}/"]
    assert page.translated
    assert "[ar] Diese Seite wurde mit künstlicher Intelligenz übersetzt" in page.body
    assert "[ar]" not in " ".join(german_text(page.body))


def test_reviewed_page_says_nothing_of_machines(city: Path) -> None:
    """Although the interface around it was translated by one."""
    translate(city)
    for path in (city / "locales" / "ar").glob("*.po"):
        catalogue = polib.pofile(str(path))
        for entry in catalogue:
            if path.stem != "ui":
                set_mark(entry, State.REVIEWED, "Jane Doe", "2026-11-23")
        catalogue.save(str(path))
    page = pages_of(open_in(city), "ar")[f"{PROGRAMME}/"]
    assert page.translated
    assert "ww-notice--language" not in page.body


def test_one_missing_message_makes_the_page_untranslated(city: Path) -> None:
    translate(city, leave=f"{PROGRAMME}:summary")
    site = open_in(city)
    pages = pages_of(site, "ar")
    page = pages[f"{PROGRAMME}/"]
    assert not page.translated
    assert "[ar] Ein Teil dieser Seite ist noch nicht übersetzt" in page.body
    summary = site.content.entries["programmes"]["starthilfe"].summary.source  # type: ignore[attr-defined]
    assert summary in german_text(page.body)
    assert not pages["programmes/"].translated, "its list shows the German line too"
    assert pages["glossary/"].translated


def change(root: Path, old: str, new: str) -> None:
    """Replace a text in the sample programme."""
    path = root / "content" / f"{PROGRAMME}.yml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def first_line(root: Path, field: str) -> str:
    """Return the one-line value of a field of the sample programme."""
    text = (root / "content" / f"{PROGRAMME}.yml").read_text()
    match = re.search(rf"^ *{field}: (.+)$", text, re.MULTILINE)
    assert match
    return match[1].strip('"')


def test_stale_prose_is_shown_with_a_notice(city: Path) -> None:
    translate(city)
    change(city, first_line(city, "summary"), "Ganz anders als zuvor.")
    page = pages_of(open_in(city), "ar")[f"{PROGRAMME}/"]
    assert page.translated
    assert "Ganz anders" not in unmarked_text(page.body)
    assert "[ar] Der deutsche Text wurde geändert" in page.body


def test_stale_critical_text_falls_back_to_german(city: Path) -> None:
    translate(city)
    change(city, first_line(city, "deadline"), "Bis gestern.")
    page = pages_of(open_in(city), "ar")[f"{PROGRAMME}/"]
    assert not page.translated
    assert "Bis gestern." in german_text(page.body)


def test_reformatting_changes_nothing(city: Path) -> None:
    translate(city)
    before = pages_of(open_in(city), "ar")[f"{PROGRAMME}/"]
    summary = first_line(city, "summary")
    wrapped = summary.replace(" ", "\n  ")
    change(city, summary, f">-\n  {wrapped}")
    assert pages_of(open_in(city), "ar")[f"{PROGRAMME}/"] == before


def test_names_stay_german_and_are_marked(city: Path) -> None:
    translate(city)
    site = open_in(city)
    for page in pages_of(site, "ar").values():
        for organisation in site.content.entries["organisations"].values():
            assert str(getattr(organisation, "name", "")) not in unmarked_text(page.body)


def test_phones_and_mails_keep_their_order(city: Path) -> None:
    for page in pages_of(open_in(city), "ar").values():
        for link in html.fromstring(f"<main>{page.body}</main>").xpath("//a[@href]"):
            if link.get("href").startswith(("tel:", "mailto:")):
                assert [child.get("dir") for child in link] == ["ltr"], page.path
                assert link.text is None


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_hidden_entries_leave_no_trace(city: Path, status: str) -> None:
    shown = (city / "content" / "stories").glob("*.yml")
    path = next(shown)
    marker = "Einmaliges Kennzeichen"
    text = re.sub(r"^title: .*$", f"title: {marker}", path.read_text(), flags=re.MULTILINE)
    path.write_text(text)
    assert any(marker in page.body for page in pages_of(open_in(city), "de").values())
    path.write_text(text.replace("status: published", f"status: {status}"))
    kept = [path for path in (city / "content").rglob("*.yml") if f"stories/{path.stem}" in text]
    assert not kept
    site, _ = open_site(city, TODAY)
    if site:  # other entries may refer to it, which is an error of its own
        assert not [p for p in pages_of(site, "de").values() if marker in p.body + p.title]


def test_expired_consent_hides_the_person(city: Path) -> None:
    """Neither as an owner nor through a placeholder, a link, structured data or a picture."""
    path = city / "content" / f"{PROGRAMME}.yml"
    text = path.read_text().replace("owner: integrationsbuero", "owner: lotsin-mia")
    ways = "{phone:lotsin-mia}, {link:contacts/lotsin-mia}, {link:stories/lea-wird-tischlerin}"
    path.write_text(re.sub(r"^body: .*$", rf"\g<0>\n  Fragen Sie {ways}.\n", text, flags=re.M))
    told = ("Mia Beispiel", "3920001", "lotsin-mia", "Lea", "tischlerei.svg")
    for today, shown in ((TODAY, True), (datetime.date(2031, 1, 1), False)):
        site = open_in(city, today)
        pages = list(site.pages("ar"))
        assets = Assets("assets/", {}, b"", "data:,")
        staged = write_stage(site.edition("ar"), pages, assets, city / "stage")
        files = [path for path in (city / "stage").rglob("*") if path.is_file()]
        names = " ".join(map(str, files))
        everything = names + "".join(p.read_text() for p in files if p.suffix != ".svg")
        assert staged
        assert [word for word in told if word in everything] == list(told if shown else ())


def test_every_contact_is_in_its_directories(city: Path) -> None:
    site = open_in(city)
    pages = pages_of(site, "de")
    for contact in site.content.entries["contacts"].values():
        if not contact.is_published:
            continue
        link = f'href="../../../contacts/{contact.id}/"'
        organisation = contact.organisation.id  # type: ignore[attr-defined]
        paths = [f"directory/organisation/{organisation}/"]
        paths += [f"directory/topic/{topic.id}/" for topic in contact.topics]
        spoken = contact.languages_spoken  # type: ignore[attr-defined]
        paths += [f"directory/language/{language.language}/" for language in spoken]
        for path in paths:
            assert link in pages[path].body, path


def test_every_way_to_look_has_its_pages_and_none_is_empty(city: Path) -> None:
    """The pages of all choices of a facet together name every entry that falls under it."""
    site = open_in(city)
    pages = pages_of(site, "ar")
    edition = site.edition("ar")
    facets = [
        *contact_facets(Shown(edition), "directory/"),
        *programme_facets(Shown(edition), "programmes/by/"),
    ]
    for facet in facets:
        for choice in facet.choices:
            assert choice.entries
            assert choice.path.isascii()
            for entry in choice.entries:
                assert f"/{entry.id}/" in pages[choice.path].body, choice.path
    contacts = [c for c in site.content.entries["contacts"].values() if c.is_published]
    for contact in contacts:
        paths = [f"directory/audience/{audience}/" for audience in contact.audiences]
        address = contact.address  # type: ignore[attr-defined]
        paths += [f"directory/district/{address.district.lower()}/"] if address else []
        for path in paths:
            assert f"/contacts/{contact.id}/" in pages[path].body, path
    named = {
        *(
            "topic/arbeit",
            "topic/ausbildung",
            "kind/money",
            "audience/refugee",
            "audience/employer",
        ),
        *("phase/before-hiring", "phase/first-weeks"),
        *("residence-title/blaue-musterkarte", "german-level/a2"),
    }
    for choice_path in named:
        page = pages[f"programmes/by/{choice_path}/"]
        assert 'href="../../../starthilfe/"' in page.body, choice_path
        assert f'href="by/{choice_path}/"' in pages["programmes/"].body
    found = {
        path.removeprefix("programmes/by/").rstrip("/")
        for path, page in pages.items()
        if path.startswith("programmes/by/") and 'href="../../../starthilfe/"' in page.body
    }
    assert found == named


def test_employers_find_offers_by_phase_and_kind(city: Path) -> None:
    """The pages by kind leave out what is not for employers."""
    path = city / "content" / "programmes" / "sprachcafe.yml"
    text = re.sub(r"^kind: .*", "kind: money", path.read_text(), flags=re.MULTILINE)
    path.write_text(text)
    pages = pages_of(open_in(city), "de")
    for link in ("../programmes/by/phase/before-hiring/", "by/kind/money/"):
        assert f'href="{link}"' in pages["employers/"].body
    assert "employers/by/kind/language/" not in pages
    for_employers = pages["employers/by/kind/money/"]
    assert for_employers.title == "Angebote für Betriebe: Geld"
    assert "/programmes/starthilfe/" in for_employers.body
    assert "sprachcafe" not in for_employers.body
    assert "/programmes/by/phase/before-hiring/" not in for_employers.body
    assert "/sprachcafe/" in pages["programmes/by/kind/money/"].body


def test_directory_has_no_empty_pages(city: Path) -> None:
    for path, page in pages_of(open_in(city), "de").items():
        if path.startswith("directory/") and path != "directory/":
            assert "/contacts/" in page.body


def test_every_audience_has_a_home(city: Path) -> None:
    site = open_in(city)
    homes = {home.id for home in site.content.site.audiences}
    assert homes <= set(Audience)
    pages = pages_of(site, "de")
    assert all(f"for/{audience}/" in pages for audience in homes)


def test_content_is_escaped_everywhere(city: Path) -> None:
    path = next((city / "content" / "organisations").glob("stadt-*.yml"))
    name = 'Amt <script>alert(1)</script> & "Co" %7*7%'
    quoted = name.replace("'", "''")
    text = re.sub(r"^name: .*$", f"name: '{quoted}'", path.read_text(), flags=re.MULTILINE)
    path.write_text(text)
    pages = pages_of(open_in(city), "ar")
    assert any("&lt;script&gt;" in page.body for page in pages.values())
    assert not any("<script" in page.body or "49" in page.title for page in pages.values())


SHAPES: dict[str, tuple[set[str], set[str]]] = {
    "BreadcrumbList": ({"itemListElement"}, set()),
    "ListItem": ({"position", "name", "item"}, set()),
    "GovernmentService": (
        {"@id", "url", "name", "description", "provider", "audience"},
        {"areaServed", "offers", "availableChannel"},
    ),
    "Audience": ({"audienceType"}, set()),
    "Offer": ({"price", "priceCurrency"}, set()),
    "ServiceChannel": ({"serviceUrl"}, {"servicePhone", "availableLanguage"}),
    "ContactPoint": (
        {"url", "contactType"},
        {"telephone", "email", "availableLanguage", "hoursAvailable"},
    ),
    "OpeningHoursSpecification": ({"dayOfWeek", "opens", "closes"}, set()),
    "Organization": ({"name"}, {"url", "parentOrganization"}),
}
"""What each type of schema.org must and may have here (definitions of version 28.1)."""

FORMS = {
    "url": r"https://\S+",
    "@id": r"https://\S+",
    "item": r"https://\S+",
    "serviceUrl": r"https://\S+",
    # In E.164, or a short number as it is dialled in the whole country, as 116016.
    "telephone": r"\+[0-9]{7,15}|11[025]|116[0-9]{3}",
    "opens": r"[0-2][0-9]:[0-5][0-9]",
    "closes": r"[0-2][0-9]:[0-5][0-9]",
    "dayOfWeek": r"https://schema\.org/[A-Z][a-z]+day",
}


def check_shape(item: dict[str, Any], where: str) -> None:
    """Check an object of structured data and all objects in it."""
    must, may = SHAPES[item["@type"]]
    names = set(item) - {"@type", "@context"}
    assert must <= names <= must | may, where + item["@type"]
    for name, value in item.items():
        values = value if isinstance(value, list) else [value]
        assert values, where + name
        for one in values:
            if isinstance(one, dict):
                check_shape(one, f"{where}{name}.")
            elif name in FORMS:
                assert re.fullmatch(FORMS[name], one), f"{where}{name}: {one}"
            else:
                assert one or name == "price", where + name


@pytest.mark.parametrize(("root", "tag"), [(CITY, "de"), (PROJECT, "de"), (PROJECT, "ar")])
def test_structured_data_has_the_shapes_of_schema_org(root: Path, tag: str) -> None:
    pages = pages_in(root, tag)
    kinds = {item["@type"]: item for page in pages for item in page.structured}
    for page in pages:
        for item in page.structured:
            check_shape(item, f"{page.path}: ")
    assert set(kinds) == {"GovernmentService", "ContactPoint", "Organization", "BreadcrumbList"}
    service = kinds["GovernmentService"]
    assert {"name", "description", "url", "provider", "availableChannel"} <= set(service)
    crumbs = kinds["BreadcrumbList"]["itemListElement"]
    assert isinstance(crumbs, list)
    assert [crumb["position"] for crumb in crumbs] == list(range(1, len(crumbs) + 1))


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_stale_translation_tells_nothing_of_hidden_entries(city: Path, status: str) -> None:
    """It falls back to German rather than name what is gone."""
    key, hidden = f"{PROGRAMME}:summary", "programmes/altes-praktikum"
    path = city / "content" / f"{hidden}.yml"
    text = re.sub(r"^status: .*$", f"status: {status}", path.read_text(), flags=re.MULTILINE)
    fact = (
        "figures:\n  - id: geheim\n    value: 4711\n    unit: EUR\n    as_of: 2026\n    label: x\n"
    )
    path.write_text(re.sub(r"^figures:\n(  .*\n)+", "", text, flags=re.MULTILINE) + fact)
    translate(city)
    for catalogue in (city / "locales" / "ar").glob("programmes.po"):
        entries = polib.pofile(str(catalogue))
        for entry in entries:
            if entry.msgctxt == key:
                entry.msgstr = f"{{figure:{hidden}/geheim}} {{link:{hidden}}}"
                entry.flags = ["fuzzy"]
        entries.save(str(catalogue))
    page = pages_of(open_in(city), "ar")[f"{PROGRAMME}/"]
    assert "4711" not in page.body
    assert "4.711" not in page.body
    summary = open_in(city).content.entries["programmes"]["starthilfe"].line_about
    assert summary
    assert summary.source in german_text(page.body)


def test_site_without_programmes_has_no_links_to_them(city: Path) -> None:
    for path in (city / "content" / "programmes").glob("*.yml"):
        path.unlink()
    for path in (city / "content").rglob("*.yml"):
        text = re.sub(r"\{(link|figure|date|law):programmes/[^}]*\}", "hier", path.read_text())
        path.write_text(re.sub(r"^programmes:\n(?:  - .*\n)+", "", text, flags=re.MULTILINE))
    pages = pages_of(open_in(city), "de")
    assert "programmes/" not in pages
    assert not [page for page in pages.values() if "programmes/" in page.body]


def test_document_without_translation_is_german(city: Path) -> None:
    page = pages_of(open_in(city), "ar")["about/"]
    assert not page.translated
    assert '<div lang="de" dir="ltr">' in page.body


def test_facts_in_fallback_text_are_german(city: Path) -> None:
    """A German sentence on an English page says "276 €", not "€276"."""
    body = pages_of(open_in(city), "en")[f"{PROGRAMME}/"].body
    for prose in html.fromstring(f"<main>{body}</main>").xpath("//div[@lang='de']"):
        assert "€1" not in prose.text_content()
        assert "€2" not in prose.text_content()


@pytest.mark.parametrize("name", ["programmes", "search", "Zwei Wörter", "images"])
def test_page_names_that_cannot_be_are_told(city: Path, name: str) -> None:
    (city / "docs" / "de" / f"{name}.md").write_text("# Titel\n\nText.\n")
    site, problems = open_site(city, TODAY)
    assert site is None
    assert [problem.code for problem in problems] == ["W501"]


def test_register_lists_everything_once_in_order(city: Path) -> None:
    site = open_in(city)
    tree = html.fromstring(f"<main>{pages_of(site, 'de')['a-z/'].body}</main>")
    links = [a.get("href") for a in tree.xpath("//h2/following-sibling::ul/li/a")]
    shown = {f"../{entry.path}" for entry in site.content.shown(TODAY)}
    assert len(links) == len(shown)
    assert set(links) == shown
    letters = [h2.text_content() for h2 in tree.iter("h2")]
    assert letters == sorted(letters)
    for heading in tree.iter("h2"):
        titles = [a.text_content() for a in heading.xpath("following-sibling::ul[1]//a")]
        assert all(title.lstrip("„")[0].upper() == heading.text_content() for title in titles)


def test_offers_of_money_are_compared(city: Path) -> None:
    pages = pages_of(open_in(city), "de")
    tree = html.fromstring(f"<main>{pages['programmes/by/funding/'].body}</main>")
    (row,) = tree.xpath("//tbody/tr")
    cells = [" ".join(cell.text_content().split()) for cell in row.xpath("td")]
    headings = [th.text_content() for th in tree.xpath("//thead//th")]
    assert len(headings) == len(cells) + 1
    assert "276,50 € pro Monat Zuschuss im Monat" in cells[1].replace("\xa0", " ")
    assert cells[2] == "Keine Angabe"
    assert [td.get("data-label") for td in row.xpath("td")] == headings[1:]


def test_offers_that_somebody_pays_for_are_no_offers_of_money(city: Path) -> None:
    """Nor does an offer of money need a sentence on where the money comes from."""
    paid = city / "content" / "programmes" / "sprachcafe.yml"
    paid.write_text(paid.read_text() + "funding:\n  text: Die Stadt bezahlt den Tee.\n")
    money = city / "content" / f"{PROGRAMME}.yml"
    text = re.sub(r"^funding:\n(  .*\n)+", "", money.read_text(), flags=re.MULTILINE)
    money.write_text(text)
    pages = pages_of(open_in(city), "de")
    tree = html.fromstring(f"<main>{pages['programmes/by/funding/'].body}</main>")
    assert [th.text_content() for th in tree.xpath("//tbody//th")] == ["Starthilfe Musterstadt"]
    assert tree.xpath("//tbody//td[last()]")[0].text.strip() == "Keine Angabe"
    money.write_text(text.replace("kind: money", "kind: advice"))
    pages = pages_of(open_in(city), "de")
    assert not [page for page in pages.values() if "by/funding/" in page.path + page.body]


def test_mentors_have_a_page_of_their_own(city: Path) -> None:
    pages = pages_of(open_in(city), "de")
    assert "contacts/patenkreis/" in pages["directory/mentors/"].body
    assert "contacts/lotsin-mia/" not in pages["directory/mentors/"].body
    path = city / "content" / "contacts" / "patenkreis.yml"
    path.write_text(path.read_text().replace("mentor: ja", "mentor: nein"))
    pages = pages_of(open_in(city), "de")
    assert "directory/mentors/" not in pages
    assert not [page for page in pages.values() if "mentors/" in page.body]


def test_cards_in_directories_say_when_and_by_whom_they_were_checked(city: Path) -> None:
    body = pages_of(open_in(city), "de")["directory/language/ti/"].body
    assert re.search(r"Geprüft am <time[^>]*>1\. September 2026</time>: angerufen, ", body)
    assert "Verantwortlich: <a href=" in body


def test_duties_are_no_uses(city: Path) -> None:
    """Who withdraws a consent, or owns an entry, is not helping with it."""
    body = pages_of(open_in(city), "de")["contacts/integrationsbuero/"].body
    used = body.partition('id="used-by"')[2].partition("</ul>")[0]
    assert "/programmes/starthilfe/" in used
    assert "lotsin-mia" not in used
    assert "lea-wird-tischlerin" not in used


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("{phone:integrationsbuero}", "contacts/integrationsbuero"),
        ("{email:patenkreis}", "contacts/patenkreis"),
        ("{link:contacts/patenkreis}", "contacts/patenkreis"),
        ("{link:guides/erste-bewerbung}", "guides/erste-bewerbung"),
    ],
)
def test_whom_a_text_names_is_used_by_it(city: Path, text: str, target: str) -> None:
    """By entries that are shown, and never by itself."""

    def users() -> list[str]:
        body = pages_of(open_in(city), "de")[f"{target}/"].body
        tree = html.fromstring(f"<main>{body}</main>")
        return [*tree.xpath("//*[@id='used-by']/following-sibling::ul[1]//a/@href")]

    cafe = (city / "content" / "programmes" / "sprachcafe.yml").read_text()
    cafe = re.sub(r"^body: .*$", f'body: "Siehe {text}."', cafe, flags=re.MULTILINE)
    cafe = cafe.replace("id: sprachcafe", "id: teestube")
    before = users()
    for status, more in {"draft": [], "published": ["../../programmes/teestube/"]}.items():
        path = city / "content" / "programmes" / "teestube.yml"
        path.write_text(cafe.replace("status: published", f"status: {status}"))
        assert [href for href in users() if href not in before] == more
    path.unlink()
    own = city / "content" / f"{target}.yml"
    field = "summary" if target.startswith("guides/") else "note"
    lines = [line for line in own.read_text().splitlines() if not line.startswith(f"{field}:")]
    own.write_text("\n".join([*lines, f'{field}: "Siehe {text}."']) + "\n")
    assert users() == before


def test_every_address_leads_to_a_map(city: Path) -> None:
    """To the position where it is known, else to what the map finds for the postal address."""
    address = "https://www.openstreetmap.org/"
    contact = "contacts/integrationsbuero/"
    assert (
        f"{address}?mlat=51.5001&amp;mlon=9.5002#map="
        in pages_of(open_in(city), "de")[contact].body
    )
    path = city / "content" / "contacts" / "integrationsbuero.yml"
    path.write_text(re.sub(r"^geo:\n(  .*\n)+", "", path.read_text(), flags=re.MULTILINE))
    found = f'href="{address}search?query=Beispielgasse%207%2001234%20Musterstadt"'
    assert found in pages_of(open_in(city), "de")[contact].body


@pytest.mark.parametrize("tag", ["de", "ar"])
@pytest.mark.parametrize("path", ["contacts/patenkreis", "guides/erste-bewerbung"])
def test_mail_about_a_mistake_says_where_it_is(path: str, tag: str, city: Path) -> None:
    """To the office, with page, entry and language filled in (RFC 6068)."""
    site = open_in(city)
    tree = html.fromstring(pages_of(site, tag)[f"{path}/"].body)
    (link,) = tree.xpath("//*[contains(@class, 'ww-freshness')]//a[starts-with(@href, 'mailto:')]")
    mail = urlsplit(link.get("href"))
    assert mail.path == "buero@musterstadt.example"
    # In the address of a mail, a plus stands for itself: nothing may be encoded as one.
    assert "+" not in mail.query
    fields = parse_qs(mail.query, strict_parsing=True)
    assert fields["subject"] == [f"Fehler auf der Seite {path}"]
    address = f"{site.content.site.url}{tag}/{path}/"
    assert fields["body"] == [f"Seite: {address}\r\nSprache: {tag}\r\n\r\n"]


def test_german_beside_a_text_parts_no_brackets(city: Path) -> None:
    """The German, a block of its own, would leave the closing bracket alone on a line."""
    translate(city)
    for path, page in pages_of(open_in(city), "ar").items():
        for german in html.fromstring(f"<main>{page.body}</main>").find_class("ww-de"):
            assert not (german.tail or "").lstrip().startswith(")"), path


def test_hours_by_appointment_are_no_structured_data(city: Path) -> None:
    pages = pages_of(open_in(city), "de")
    told = {
        path: item
        for path in ("contacts/lotsin-mia/", "contacts/integrationsbuero/")
        for item in pages[path].structured
        if item["@type"] == "ContactPoint"
    }
    assert "hoursAvailable" not in told["contacts/lotsin-mia/"]
    assert "hoursAvailable" in told["contacts/integrationsbuero/"]


def test_review_says_what_was_verified(city: Path) -> None:
    pages = pages_of(open_in(city), "de")
    body = " ".join(html.fromstring(pages["contacts/patenkreis/"].body).text_content().split())
    assert "Geprüft am 1. September 2026: angerufen, Internetseite gelesen" in body
    body = html.fromstring(pages["contacts/integrationsbuero/"].body).text_content()
    assert "Geprüft am" not in body
    assert "Stand der Angaben: 1. September 2026" in body


def set_body(city: Path, body: str) -> None:
    """Give the programme another body, written as in its file."""
    path = city / "content" / f"{PROGRAMME}.yml"
    pattern = re.compile(r"^body: .*\n(  .*\n|\n)*", flags=re.MULTILINE)
    path.write_text(pattern.sub(lambda _: body, path.read_text()))


def test_each_word_is_explained_once_and_where_it_stands(city: Path) -> None:
    """Named by a placeholder or not; in headings and links it is left alone."""
    set_body(
        city,
        "body: |\n  ### Musterbescheid\n\n"
        "  Der Musterbescheid kommt. Ein zweiter Musterbescheid, kein Musterbescheid-Amt.\n\n"
        "  [Probetag](https://www.musterstadt.example/) und {term:probetag}.\n",
    )
    page = pages_of(open_in(city), "de")[f"{PROGRAMME}/"]
    tree = html.fromstring(f"<main>{page.body}</main>")
    buttons = tree.xpath("//h2[@id='facts']/preceding::button[@class='ww-term']")
    assert [b.text_content() for b in buttons] == ["Musterbescheid", "Probetag"]
    assert [b.getparent().tag for b in buttons] == ["p", "p"]
    sheets = [
        sheet.get("id") for sheet in tree.xpath("//*[@popover and starts-with(@id, 'explain')]")
    ]
    assert sheets == [b.get("popovertarget") for b in buttons]


def test_translations_explain_the_german_words_they_quote(city: Path) -> None:
    set_body(city, "body: Der Tag kommt.\n")
    translate(city)
    catalogue = polib.pofile(str(city / "locales" / "ar" / "programmes.po"))
    (message,) = [entry for entry in catalogue if entry.msgctxt == f"{PROGRAMME}:body"]
    message.msgstr = "يوم التجربة ({de:Probetag}) أو ({de:Probetag})"
    set_mark(message, State.MACHINE)
    catalogue.save()
    page = pages_of(open_in(city), "ar")[f"{PROGRAMME}/"]
    paragraph = html.fromstring(f"<main>{page.body}</main>").xpath("//p[contains(., 'يوم')]")[0]
    assert [button.text for button in paragraph.iter("button")] == ["Probetag"]
    assert [button.get("lang") for button in paragraph.iter("button")] == ["de"]
    assert [whole.text_content() for whole in paragraph.find_class("ww-whole")] == ["(Probetag)"]
    assert [span.text for span in paragraph.xpath(".//span[@lang]")] == ["Probetag"]


def test_every_page_tells_search_engines_what_it_is_about(city: Path) -> None:
    pages = pages_of(open_in(city), "de")
    assert all(page.description for page in pages.values())
    assert not any("{" in page.description for page in pages.values())
    lists = [page.description for page in pages.values() if page.path.startswith("directory/")]
    assert len(set(lists)) > 5
