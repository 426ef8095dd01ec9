"""What a person sees: every page of the shipped site in a real browser (Debian's Chromium)."""

from __future__ import annotations

import datetime
import io
import json
import random
import statistics
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import vobject
import zxingcpp
from audits.built import kinds_of_shipped
from audits.opening import open_pages
from conftest import watch
from opening_hours import OpeningHours
from PIL import Image
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Route,
    ViewportSize,
    expect,
)
from sites import PROJECT

from wegweiser.build_date import TIME_ZONE
from wegweiser.model.fields import tells_holidays
from wegweiser.publish.swap import MARKER
from wegweiser.render.hours import holiday_on, open_spans

TAGS = ("de", "en", "ar", "fa", "ti")
"""Editions of which pages are opened; the others differ in words alone."""
COMPLETE = ("de", "de-simple", "en", "ar", "ti")
WIDTHS = (360, 1280)
FIRST_RESULTS = 3


def pages_of(site: Path, tag: str) -> list[str]:
    """Return the URL paths of every page of an edition, the 404 page included."""
    files = sorted((site / tag).rglob("*.html"))
    return [f"/{file.relative_to(site).as_posix().removesuffix('index.html')}" for file in files]


@pytest.mark.parametrize(("tag", "width", "first"), [("de", 1280, 0), ("ar", 360, 1)])
def test_every_page_opens_cleanly(
    tag: str, width: int, first: int, site: Path, server: str, browser: Browser
) -> None:
    """Each in one of two editions; `scripts/audit opening` opens them in all."""
    paths = pages_of(site, tag)[first::2]
    assert len(paths) > 100
    assert list(wrong_with(paths, width, server, browser)) == []


@pytest.mark.parametrize(("tag", "width"), [*((tag, 360) for tag in TAGS), ("ar", 1280)])
def test_a_page_of_each_kind_opens_cleanly(
    tag: str, width: int, server: str, browser: Browser
) -> None:
    paths = [f"/{tag}/{path}" for path in kinds_of_shipped().values()]
    assert list(wrong_with(paths, width, server, browser)) == []


def wrong_with(paths: list[str], width: int, server: str, browser: Browser) -> Iterator[str]:
    """Yield what goes wrong when the pages are opened, one after another."""
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        yield from open_pages(context.new_page(), server, [path.lstrip("/") for path in paths])


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_at_the_root_open_cleanly(width: int, server: str, browser: Browser) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        wrong = watch(page, server)
        page.goto(f"{server}/")
        assert page.locator(".languages a").count() == 12
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert wrong == []


def test_chooser_points_out_the_language_of_the_device(server: str, browser: Browser) -> None:
    with browser.new_context(locale="ar-SY") as context:
        page = context.new_page()
        page.goto(f"{server}/")
        expect(page.locator(".suggested a")).to_have_attribute("lang", "ar")
        assert page.url == f"{server}/", "nobody is sent anywhere"


def test_language_menu_leads_to_the_same_page(server: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{server}/de/programmes/eq/")
    page.get_by_role("button", name="Sprache wählen").press("Enter")
    page.get_by_role("link", name="العربية").click()
    assert page.url == f"{server}/ar/programmes/eq/"
    assert page.locator("html").get_attribute("dir") == "rtl"


@pytest.mark.parametrize(
    ("tag", "query", "path"),
    [
        ("de", "Einstiegsqualifizierung", "/de/programmes/eq/"),
        ("en", "application", "/en/guides/erste-bewerbung/"),
        ("ar", "Duldung", "/ar/residence-titles/arbeitsmarkt-geduldete/"),
    ],
)
def test_search_finds(
    tag: str, query: str, path: str, server: str, context: BrowserContext
) -> None:
    page = context.new_page()
    wrong = watch(page, server)
    page.goto(f"{server}/{tag}/search/")
    page.locator("#search-query").fill(query)
    expect(page.locator("#search-results a").first).to_be_visible()
    links = page.locator("#search-results a").evaluate_all("all => all.map((a) => a.href)")
    assert server + path in links
    assert urlsplit(page.url).query == "", "what people look for stays on their device"
    assert wrong == []


def test_search_that_finds_nothing_offers_help(server: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{server}/de/search/#q=xyzzyxyzzy")
    expect(page.locator("#search-status")).to_contain_text("Nichts gefunden")
    expect(page.locator("#search-help a[href*='contacts/kost-team/']")).to_be_visible()
    expect(page.locator("#search-german")).to_be_hidden()


def test_nothing_of_the_search_is_requested_before_it_is_used(
    server: str, context: BrowserContext
) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    for path in ("", "programmes/eq/", "contacts/", "search/"):
        page.goto(f"{server}/en/{path}", wait_until="networkidle")
    assert not [path for path in asked if "javascripts/search/" in path or "records" in path]
    page.keyboard.press("/")
    expect(page.locator("#search-query")).to_be_focused()
    page.wait_for_load_state("networkidle")
    assert any("records" in path for path in asked)
    assert not [path for path in asked if "profiles/" in path and "/en.js" not in path]


def results_of(page: Page) -> list[str]:
    links = page.locator("#search-results a")
    expect(links.first).to_be_visible()
    return [str(link.get_attribute("href")) for link in links.all()]


def test_search_can_be_linked_to_and_narrowed(server: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{server}/de/search/?q=Ausbildung")
    everything = results_of(page)
    expect(page.locator("#search-results mark").first).to_have_text("Ausbildung")
    found = page.locator("#search-status").inner_text()
    page.locator("#search-facets summary").click()
    page.get_by_label("Kontakte").check()
    expect(page.locator("#search-status")).not_to_have_text(found)
    narrowed = results_of(page)
    assert 0 < len(narrowed) < len(everything)
    assert all("/contacts/" in link for link in narrowed)
    expect(page.locator("#search-status")).to_have_text(f"Treffer: {len(narrowed)}")
    state = page.url
    assert "kind=contacts" in state
    page.goto("about:blank")
    page.goto(state)
    assert results_of(page) == narrowed
    page.locator("#search-query").fill("")
    expect(page.locator("#search-browse")).to_be_visible()


def test_results_are_narrowed_by_facets(server: str, context: BrowserContext) -> None:
    page = context.new_page()
    wrong = watch(page, server)
    page.goto(f"{server}/en/search/")
    expect(page.locator("#search-facets")).to_be_hidden()
    page.locator("#search-query").fill("mentor")  # fewer results than a page shows
    page.keyboard.press("Enter")
    everything = results_of(page)
    found = page.locator("#search-status").inner_text()
    page.locator("#search-facets summary").press("Enter")
    audience = page.locator("#search-facets select[name=audience]")
    audience.select_option("employer")
    expect(page.locator("#search-status")).not_to_have_text(found)
    narrowed = results_of(page)
    assert set(narrowed) < set(everything)
    offered = page.locator("#search-facets select[name=topic] option:enabled").count()
    assert 1 < offered < page.locator("#search-facets select[name=topic] option").count()
    page.wait_for_url("**audience=employer*")
    state = page.url
    page.goto("about:blank")
    page.goto(state)
    assert results_of(page) == narrowed
    expect(audience).to_be_visible()
    page.locator("#search-query").fill("xyzzyxyzzy")
    expect(page.locator("#search-help")).to_be_visible()
    assert wrong == []


def test_word_in_another_script_leads_to_its_editions(server: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{server}/de/search/")
    page.locator("#search-query").fill("السيرة")
    links = page.locator("#search-languages a:visible")
    expect(links).to_have_count(3)
    assert {link.get_attribute("lang") for link in links.all()} == {"ar", "fa", "ps"}
    links.first.click()
    page.wait_for_url("**/ar/search/#q=*")
    assert any("erste-bewerbung" in link or "lebenslauf" in link for link in results_of(page))
    page.locator("#search-query").fill("Jobcenter")
    expect(page.locator("#search-languages")).to_be_hidden()


def open_and_stop_the_clock(page: Page, address: str) -> None:
    """Open a page whose timers run when a test says so."""
    page.clock.install(time=MONDAY_MORNING)
    page.goto(address)
    page.clock.pause_at(MONDAY_MORNING + datetime.timedelta(hours=1))


def test_what_is_typed_is_noted_in_the_address_when_the_reader_pauses(
    server: str, context: BrowserContext
) -> None:
    page = context.new_page()
    open_and_stop_the_clock(page, f"{server}/de/search/")
    page.evaluate(
        """() => {
          const field = document.getElementById("search-query");
          window.noted = [];
          history.replaceState = () => window.noted.push(field.value);
        }"""
    )
    page.locator("#search-query").press_sequentially("Ausbildung")
    assert page.evaluate("noted") == []
    page.clock.run_for(1000)
    assert page.evaluate("noted") == ["Ausbildung"]
    page.keyboard.type("en")
    page.locator("#search-query").blur()
    page.clock.run_for(10)
    assert page.evaluate("noted") == ["Ausbildung", "Ausbildungen"]


def test_results_stand_there_once_however_fast_they_are_asked_for(
    server: str, context: BrowserContext
) -> None:
    page = context.new_page()
    open_and_stop_the_clock(page, f"{server}/de/search/")
    page.locator("#search-query").fill("Ausbildung")
    page.keyboard.press("Enter")  # while the records are on their way
    expect(page.locator("#search-results > li").nth(6)).to_be_visible()
    everything = results_of(page)
    page.clock.run_for(5000)
    assert results_of(page) == everything
    assert len(set(everything)) == len(everything) > 6
    page.locator("#search-query").fill("Arbeit")
    expect(page.locator("#search-results > li")).to_have_count(3)
    page.clock.run_for(5000)
    expect(page.locator("#search-results > li").nth(4)).to_be_visible()
    assert len(set(results_of(page))) > 4


def test_german_results_are_looked_for_when_the_reader_pauses(
    server: str, context: BrowserContext
) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_and_stop_the_clock(page, f"{server}/ar/search/")
    page.locator("#search-query").press_sequentially("qqxyz")
    expect(page.locator("#search-help")).to_be_visible()
    assert not [url for url in asked if "/de/search/" in url]
    with page.expect_request("**/de/search/*.json"):
        page.clock.run_for(1000)


def test_search_is_answered_beside_the_page(server: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{server}/ar/search/")
    with page.expect_worker() as started:
        page.locator("#search-query").fill("Jobcentr")
    assert started.value.url.endswith("/search/worker.js")
    assert any("contacts/jobcenter-zentrale/" in link for link in results_of(page))


@pytest.mark.parametrize("missing", ["worker.js", "profiles/de.js", "records-*.json"])
def test_search_that_could_not_be_loaded_shows_everything_and_is_tried_again(
    missing: str, server: str, browser: Browser
) -> None:
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.goto(f"{server}/de/search/")
        context.route(f"**/search/{missing}", lambda route: route.abort())
        page.locator("#search-query").fill("Jobcenter")
        expect(page.locator("#search-status")).to_contain_text("Suche")
        expect(page.locator("#search-browse")).to_be_visible()
        context.unroute(f"**/search/{missing}")
        page.locator("#search-query").fill("Jobcenter Pad")
        expect(page.locator("#search-results a").first).to_be_visible()
        expect(page.locator("#search-browse")).to_be_hidden()


def test_what_is_not_translated_is_found_in_german(server: str, context: BrowserContext) -> None:
    page = context.new_page()
    wrong = watch(page, server)
    page.goto(f"{server}/ti/search/#q=Einarbeitung")
    german = page.locator("#search-german")
    expect(german.locator("li").first).to_be_visible()
    assert german.locator("ol").get_attribute("lang") == "de"
    assert "/de/programmes/egz/" in str(german.locator("a").first.get_attribute("href"))
    assert wrong == []


@pytest.mark.parametrize("tag", TAGS)
def test_site_works_without_scripts(tag: str, server: str, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{server}/{tag}/")
        page.locator(".ww-card a[href$='directory/']").click()
        page.locator(".ww-facet a").first.click()
        page.locator(".ww-card h3 a").first.click()
        assert f"/{tag}/contacts/" in page.url
        page.goto(f"{server}/{tag}/contacts/kost-team/")
        assert page.locator("#content a.ww-tel").get_attribute("href") == "tel:+49525188118992"
        page.goto(f"{server}/{tag}/search/")
        assert page.locator("#search-browse a[href*='programmes/']").count() >= 6
        assert page.locator("#search-form").is_hidden()


def test_phone_numbers_read_left_to_right_in_arabic(server: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{server}/ar/contacts/kost-team/")
    number = page.locator("#content a.ww-tel bdi")
    assert number.get_attribute("dir") == "ltr"
    assert number.inner_text().replace("\N{NO-BREAK SPACE}", " ") == "+49 5251 88118992"
    left, right = number.evaluate(
        """bdi => {
          const range = document.createRange();
          const at = (index) => {
            range.setStart(bdi.firstChild, index);
            range.setEnd(bdi.firstChild, index + 1);
            return range.getBoundingClientRect().x;
          };
          return [at(0), at(bdi.firstChild.length - 1)];
        }"""
    )
    assert left < right


def test_shipped_site_is_translated(site: Path) -> None:
    """Every page of five editions is translated, and says that a machine did it."""
    manifest = json.loads((site / MARKER).read_text())
    assert len(manifest["editions"]) == 12
    for tag in COMPLETE:
        edition = manifest["editions"][tag]
        assert edition["translated"] == edition["pages"], tag
    for tag in COMPLETE[1:]:
        page = (site / tag / "programmes" / "startzeit" / "index.html").read_text()
        assert "ww-notice--language" in page


def test_german_can_be_shown_beside_each_text_without_scripts(
    server: str, browser: Browser
) -> None:
    with browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False
    ) as context:
        page = context.new_page()
        page.goto(f"{server}/ar/programmes/eq/")
        german = page.locator(".ww-de:not([popover] *)")
        assert german.count() > 20
        expect(german.first).to_be_hidden()
        page.focus("#german")
        page.keyboard.press("Space")
        for number in range(german.count()):
            expect(german.nth(number)).to_be_visible()
            assert german.nth(number).get_attribute("lang") == "de"
        page.emulate_media(media="print")
        expect(german.first).to_be_visible()
        page.goto(f"{server}/de/programmes/eq/")
        assert page.locator("#german, .ww-de").count() == 0


def test_contacts_are_narrowed_by_several_facets(server: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.clock.set_fixed_time(datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC))
    wrong = watch(page, server)
    page.goto(f"{server}/en/contacts/")
    cards = page.locator("#filter-list > li:visible")
    everything = cards.count()
    page.locator("#filter select[name=topic]").select_option(index=1)
    narrowed = cards.count()
    assert 0 < narrowed < everything
    assert page.locator("#filter-count").text_content() == str(narrowed)
    option = page.locator("#filter select[name=topic] option:checked").text_content()
    assert option is not None
    assert option.endswith(f"({narrowed})")
    page.get_by_label("Open now").check()
    both = cards.count()
    assert both <= narrowed
    assert "open=1" in page.url
    state = page.url
    page.go_back()
    assert cards.count() == narrowed
    page.goto("about:blank")
    page.goto(state)
    assert cards.count() == both
    page.get_by_role("button", name="Clear selection").click()
    assert cards.count() == everything
    assert wrong == []


HOURS = [
    "Mo-Fr 08:00-12:30; Th 14:00-18:00; PH off",
    "Mo-Su,PH 09:00-17:00",
    "Mo-Fr 08:00-16:00; Dec 24-2027 Jan 03 off; PH off",
    "Sa-Su 00:00-24:00; PH off",
    "Mo-Fr 08:00-16:00",
    "24/7",
]


@pytest.mark.parametrize(
    "first", ["2026-10-20", "2026-11-23", "2026-12-21", "2027-03-22", "2027-05-25"]
)
def test_open_now_agrees_with_the_library(first: str, server: str, browser: Browser) -> None:
    """On 1,000 random moments: over holidays and clock changes, wherever the device is.

    Of the hours that say nothing of holidays nobody claims then that it is open.
    """
    dice = random.Random(first)
    today = datetime.date.fromisoformat(first)
    midnight = datetime.datetime.combine(today, datetime.time(), TIME_ZONE)
    moments = [
        midnight.astimezone(datetime.UTC) + datetime.timedelta(minutes=dice.randrange(14 * 1440))
        for _ in range(1000)
    ]
    # The page's policy would not let the module be loaded by itself.
    page = browser.new_page(bypass_csp=True)
    page.goto(f"{server}/de/contacts/")
    source = (PROJECT / "theme/assets/javascripts/time.js").read_text("utf-8")
    for expression in HOURS:
        found = page.evaluate(
            """async ([source, spans, moments]) => {
              const module = new Blob([source], { type: "text/javascript" });
              const { germanTime, nextOpening } = await import(URL.createObjectURL(module));
              const isOpen = (m) => nextOpening(spans, germanTime(new Date(m)))?.isOpen;
              return moments.map((m) => isOpen(m) ?? false);
            }""",
            [
                source,
                open_spans(expression, today, "NW"),
                [moment.isoformat() for moment in moments],
            ],
        )
        hours = OpeningHours(expression, country="DE", timezone=TIME_ZONE)
        for moment, is_open in zip(moments, found, strict=True):
            local = moment.astimezone(TIME_ZONE)
            # The library does not know All Saints and Corpus Christi, holidays of some states only.
            unknown = holiday_on(local.date(), "NW") and not tells_holidays(expression)
            if local.date() in {datetime.date(2026, 11, 1), datetime.date(2027, 5, 27)}:
                wanted = expression == "24/7" or (
                    "Su,PH" in expression and "09:00" <= f"{local:%H:%M}" < "17:00"
                )
            else:
                wanted = not unknown and hours.is_open(local)
            assert is_open == wanted, (expression, local)


@pytest.mark.parametrize(("hour", "day"), [(22, "1"), (23, "2")])
def test_today_is_marked_by_german_time(
    hour: int, day: str, server: str, context: BrowserContext
) -> None:
    """At 23:00 UTC the next day has begun in Germany."""
    page = context.new_page()
    page.clock.set_fixed_time(datetime.datetime(2026, 11, 23, hour, 30, tzinfo=datetime.UTC))
    page.goto(f"{server}/ar/contacts/marktplatz-ehrenamt/")
    rows = page.locator(".ww-hours [aria-current=date]")
    assert [row.get_attribute("data-day") for row in rows.all()] == [day]


def contacts_on(page: Page, selector: str) -> set[str]:
    """Return the addresses of the contacts that are visible on a page."""
    links = page.locator(f"{selector}:visible h3 a").all()
    return {str(link.get_attribute("href")).rstrip("/").rpartition("/")[2] for link in links}


MONDAY_MORNING = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)
"""Ten o'clock in Germany."""


def test_three_interactions_find_whom_static_pages_find(city: str, browser: Browser) -> None:
    """Someone who speaks Arabic, is open now and helps with training: at 360 px, both ways."""
    size = ViewportSize(width=360, height=740)
    with browser.new_context(viewport=size, has_touch=True) as context:
        page = context.new_page()
        page.clock.set_fixed_time(MONDAY_MORNING)
        page.goto(f"{city}/de/contacts/")
        everyone = contacts_on(page, "#filter-list > li")
        page.locator("select[name=language]").select_option("ar")
        page.locator("select[name=topic]").select_option("ausbildung")
        narrowed = contacts_on(page, "#filter-list > li")
        page.get_by_label("Jetzt geöffnet").check()
        found = contacts_on(page, "#filter-list > li")
        assert found == {"integrationsbuero"}
        assert found < narrowed < everyone
        expect(page.get_by_role("status")).to_contain_text(f"Treffer: 1 von {len(everyone)}")
        page.go_back()
        assert contacts_on(page, "#filter-list > li") == narrowed
        page.go_back()
        page.go_back()
        assert contacts_on(page, "#filter-list > li") == everyone
    with browser.new_context(viewport=size, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{city}/de/directory/language/ar/")
        speakers = contacts_on(page, ".ww-card")
        is_open = {
            contact
            for contact in speakers
            if any(
                span.inner_text()[:5] <= "10:00" < span.inner_text()[6:]
                for span in page.locator(
                    f".ww-card:has(h3 a[href*='{contact}/']) [data-day='1'] bdi"
                ).all()
            )
        }
        page.goto(f"{city}/de/directory/topic/ausbildung/")
        assert is_open & contacts_on(page, ".ww-card") == found


def test_five_hundred_entries_are_narrowed_at_once(city: str, context: BrowserContext) -> None:
    """A choice, with its counts and the layout of the page, takes less than 50 ms.

    That is the median of forty choices: on a busy machine one of them may have to wait.
    """
    page = context.new_page()

    def lengthen(route: Route) -> None:
        html = route.fetch().text()
        cards = html.partition('id="filter-list">')[2].partition("</ul>")[0]
        route.fulfill(body=html.replace(cards, cards * 167), content_type="text/html")

    page.route("**/de/contacts/", lengthen)
    page.clock.set_fixed_time(MONDAY_MORNING)
    page.goto(f"{city}/de/contacts/")
    left, times = page.evaluate(
        """() => {
          const { elements } = document.getElementById("filter");
          const left = [], times = [];
          const choose = (name, value) => {
            const field = elements[name];
            if (field.type === "checkbox") field.checked = Boolean(value);
            else field.value = value;
            // In the browser its clock is set for the test; these are the times of events.
            const start = new Event("").timeStamp;
            field.dispatchEvent(new Event("change", { bubbles: true }));
            document.body.offsetHeight;
            times.push(new Event("").timeStamp - start);
            left.push(document.querySelectorAll("#filter-list > li:not([hidden])").length);
          };
          for (let round = 0; round < 5; round += 1) {
            for (const [name, value] of [["language", "ar"], ["topic", "ausbildung"], ["open", "1"],
              ["open", ""], ["topic", ""], ["day", "3"], ["day", ""], ["language", ""]]) {
              choose(name, value);
            }
          }
          return [left, times];
        }"""
    )
    assert left == [334, 334, 167, 334, 334, 334, 334, 501] * 5
    assert 0 < statistics.median(times) < 50, times


def test_list_is_narrowed_by_day_and_time(city: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.clock.set_fixed_time(MONDAY_MORNING)
    page.goto(f"{city}/de/contacts/#day=3&time=17%3A00")
    assert contacts_on(page, "#filter-list > li") == {"patenkreis"}
    page.get_by_label("Um diese Uhrzeit").fill("")
    page.get_by_label("Um diese Uhrzeit").dispatch_event("change")
    assert contacts_on(page, "#filter-list > li") == {"integrationsbuero", "patenkreis"}
    page.locator("select[name=day]").select_option("6")
    assert contacts_on(page, "#filter-list > li") == set()


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ((2026, 11, 23, 9, 0), "Jetzt geöffnet, bis 12:30"),
        ((2026, 11, 23, 11, 30), "Jetzt geschlossen. Öffnet wieder: Dienstag, 08:00"),
        ((2026, 11, 26, 12, 0), "Jetzt geschlossen. Öffnet wieder: Donnerstag, 14:00"),
        ((2026, 11, 28, 12, 0), "Jetzt geschlossen. Öffnet wieder: Montag, 08:00"),
    ],
)
def test_contact_says_whether_it_is_open(
    moment: tuple[int, ...], text: str, city: str, context: BrowserContext
) -> None:
    page = context.new_page()
    page.clock.set_fixed_time(datetime.datetime(*moment, tzinfo=datetime.UTC))  # type: ignore[misc,arg-type]
    page.goto(f"{city}/de/contacts/integrationsbuero/")
    expect(page.locator(".ww-opening__now:visible")).to_have_text(text)


@pytest.mark.parametrize(
    ("tag", "date"), [("de", "2. Dezember"), ("en", "December 2"), ("ar", "2 ديسمبر")]
)
def test_day_a_week_away_is_told_with_its_date(
    tag: str, date: str, city: str, context: BrowserContext
) -> None:
    page = context.new_page()
    page.clock.set_fixed_time(datetime.datetime(2026, 11, 25, 20, 0, tzinfo=datetime.UTC))
    page.goto(f"{city}/{tag}/contacts/patenkreis/")
    expect(page.locator(".ww-opening__now:visible bdi:not([dir])")).to_have_text(date)


@pytest.mark.parametrize("way", ["keyboard", "touch"])
def test_words_are_explained_where_they_stand(way: str, server: str, browser: Browser) -> None:
    with browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, java_script_enabled=False
    ) as context:
        page = context.new_page()
        page.goto(f"{server}/ar/programmes/egz/")
        word = page.locator("button.ww-term", has_text="Jobcenter").first
        assert word.get_attribute("lang") == "de"
        sheet = page.locator(f"#{word.get_attribute('popovertarget')}")
        expect(sheet).to_be_hidden()
        if way == "touch":
            word.tap()
            expect(sheet).to_be_visible()
            sheet.get_by_role("button").tap()
        else:
            word.focus()
            page.keyboard.press("Enter")
            expect(sheet).to_be_visible()
            page.keyboard.press("Tab")
            assert sheet.locator("a").evaluate("a => a === document.activeElement")
            page.keyboard.press("Escape")
            expect(word).to_be_focused()
        expect(sheet).to_be_hidden()


def read_code(page: Page, name: str) -> str:
    """Return what a phone's camera reads from a QR code of a page."""
    page.locator(f"[popovertarget=code-{name}]:not([popovertargetaction])").click()
    picture = page.locator(f"#code-{name} svg").screenshot()
    page.keyboard.press("Escape")
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return str(found.text)


def test_codes_can_be_read(server: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{server}/ar/contacts/kost-team/")
    assert read_code(page, "page") == "https://wegweiser-paderborn.example/contacts/kost-team/"
    card = vobject.readOne(read_code(page, "save"))
    assert card.tel.value == "+49525188118992"
    assert card.email.value == "fluechtlinge@paderborn.de"


@pytest.mark.parametrize(
    ("device", "language"), [("ar-SY", "ar"), ("fr-CA", "fr"), ("de-AT", "de"), ("ja", None)]
)
def test_link_without_language_leads_to_the_readers(
    device: str, language: str | None, server: str, browser: Browser
) -> None:
    with browser.new_context(locale=device) as context:
        page = context.new_page()
        page.goto(f"{server}/contacts/kost-team/")
        if language is None:
            expect(page.locator("[data-locale]")).to_have_count(12)
        else:
            page.wait_for_url(f"{server}/{language}/contacts/kost-team/")


def test_handout_has_codes_and_explained_words(server: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{server}/ti/programmes/egz/")
    page.emulate_media(media="print")
    expect(page.locator("#code-page svg")).to_be_visible()
    expect(page.locator("#explain-jobcenter")).to_be_visible()
    for hidden in (".ww-header", ".ww-footer", ".ww-tools", ".ww-code > button", ".ww-screen"):
        for found in page.locator(hidden).all():
            expect(found).to_be_hidden()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_handout_has_no_links_to_maps_and_parts_no_card(city: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{city}/de/contacts/integrationsbuero/")
    link = page.locator("address + a")
    expect(link).to_be_visible()
    page.emulate_media(media="print")
    expect(link).to_be_hidden()
    for path, part in {
        "programmes/starthilfe/": ".ww-contact, .ww-facts > div, .ww-steps > li",
        "programmes/by/funding/": ".ww-table tbody tr",
        "programmes/": ".ww-card",
    }.items():
        page.goto(f"{city}/de/{path}")
        page.emulate_media(media="print")
        parts = page.locator(part).all()
        assert parts
        for found in parts:
            expect(found).to_have_css("break-inside", "avoid")


def test_one_paper_is_chosen_at_a_time(server: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{server}/en/residence-titles/")
    choices = page.locator(".ww-choice")
    for number in range(choices.count()):
        choices.nth(number).locator("summary").click()
        expect(choices.nth(number).locator(".ww-answer")).to_be_visible()
        expect(page.locator(".ww-choice[open]")).to_have_count(1)
