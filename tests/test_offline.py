"""Reading without a network: visited pages, the whole edition, news, and forgetting it all."""

from __future__ import annotations

import json
import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from conftest import QuietHandler, watch
from playwright.sync_api import Browser, BrowserContext, Page, expect

from wegweiser.publish.saved_list import write_saved_list

SAVE, UPDATE, REMOVE = (f'#offline [data-do="{name}"]' for name in ("save", "update", "remove"))


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """A copy of two editions of the shipped site, to be changed."""
    shutil.copytree(site / "ar", tmp_path / "ar")
    shutil.copytree(site / "de", tmp_path / "de")
    return tmp_path


@dataclass
class Host:
    """A server whose line can be cut, or can get so slow that nothing comes; it notes requests."""

    folder: Path
    address: str = ""
    is_cut: bool = False
    slow: str = ""
    broken: str = ""
    requested: list[str] = field(default_factory=list)


class _Handler(QuietHandler):
    def __init__(self, *arguments: Any, host: Host) -> None:
        self.host = host
        super().__init__(*arguments, directory=str(host.folder))

    def end_headers(self) -> None:
        """As hosts are told to (docs/dev/hosting.md): pages are asked for each time."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
        host = self.host
        host.requested.append(self.path)
        if host.slow and self.path.startswith(host.slow):
            time.sleep(8)
        if host.is_cut or (host.broken and self.path == host.broken):
            self.close_connection = True
            return
        super().do_GET()


@pytest.fixture
def host(copy: Path) -> Iterator[Host]:
    with hosting(copy) as host:
        yield host


@contextmanager
def hosting(folder: Path) -> Iterator[Host]:
    host = Host(folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, host=host)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host.address = f"http://127.0.0.1:{server.server_port}"
        yield host
        server.shutdown()


def visit(page: Page, address: str) -> None:
    """Open a page, and wait until it is kept."""
    page.goto(address)
    wait_until(page, "navigator.serviceWorker.controller && caches.match(location.href)")


def wait_until(page: Page, condition: str) -> None:
    """Wait until an expression of JavaScript, or what it promises, is true."""
    page.evaluate(
        f"""async () => {{
          for (let tries = 0; tries < 200; tries += 1) {{
            if (await ({condition})) return;
            await new Promise((done) => setTimeout(done, 50));
          }}
          throw new Error("in vain");
        }}"""
    )


def test_visited_pages_open_without_a_network(host: Host, context: BrowserContext) -> None:
    page = context.new_page()
    wrong = watch(page, host.address)
    visit(page, f"{host.address}/ar/programmes/eq/")
    expect(page.locator("#saved")).to_be_hidden()
    assert wrong == []
    heading = page.locator("h1").inner_text()

    host.is_cut = True
    page.reload()
    assert page.locator("h1").inner_text() == heading
    notice = page.locator("#saved")
    expect(notice).to_be_visible()
    assert re.search(r"\b20\d\d\b", notice.inner_text()), "tells the day"
    assert "{" not in notice.inner_text()
    colour = page.evaluate("getComputedStyle(document.querySelector('.ww-footer')).backgroundColor")
    assert colour == "rgb(6, 62, 69)", "with its styles"
    page.goto(f"{host.address}/ar/programmes/eq")
    assert page.url == f"{host.address}/ar/programmes/eq/", "also where the last slash was left out"


def test_pages_that_are_not_saved_say_so_and_come_back_with_the_network(
    host: Host, context: BrowserContext
) -> None:
    page = context.new_page()
    visit(page, f"{host.address}/de/")
    host.is_cut = True
    page.goto(f"{host.address}/de/guides/erste-bewerbung/?from=mail")
    assert page.url.startswith(f"{host.address}/de/offline/#")
    expect(page.locator("#missing")).to_be_visible()
    host.is_cut = False
    page.locator("#missing button").click()
    page.wait_for_url(f"{host.address}/de/guides/erste-bewerbung/")


@pytest.mark.parametrize(
    "wanted", ["https://example.org/", "//example.org/", "/de/", "javascript:1"]
)
def test_the_page_for_missing_ones_leads_to_this_edition_alone(
    wanted: str, host: Host, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(f"{host.address}/ar/offline/#{wanted}")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#missing")).to_be_hidden()


def test_a_slow_network_gives_way_to_the_copy(host: Host, context: BrowserContext) -> None:
    page = context.new_page()
    visit(page, f"{host.address}/de/guides/")
    host.slow = "/de/guides/"
    page.goto(f"{host.address}/de/guides/", timeout=15_000)
    expect(page.locator("#saved")).to_be_visible()


def test_the_whole_edition_is_saved_searched_updated_and_removed(
    copy: Path, host: Host, context: BrowserContext
) -> None:
    page = context.new_page()
    wrong = watch(page, host.address)
    visit(page, f"{host.address}/ar/offline/")
    expect(page.locator(SAVE)).to_be_visible()
    expect(page.locator("#offline-impossible")).to_be_hidden()
    assert re.search(r"\d+(,\d)?", page.locator(SAVE).inner_text()), "tells the size"
    page.locator(SAVE).click()
    expect(page.locator(REMOVE)).to_be_visible(timeout=60_000)
    expect(page.locator(SAVE)).to_be_hidden()
    assert wrong == []

    host.is_cut = True
    listed = json.loads((copy / "ar" / "offline.json").read_text())
    pages = [path for path, _, _ in listed["files"] if path.endswith("/")]
    assert len(pages) == len(list((copy / "ar").rglob("index.html")))
    written = [(copy / "ar" / path / "index.html").read_text() for path in pages]
    addresses = [f"{host.address}/ar/{path}".removesuffix("./") for path in pages]
    read = "(all) => Promise.all(all.map(async (one) => (await caches.match(one)).text()))"
    assert page.evaluate(read, addresses) == written
    for path in pages:
        page.goto(f"{host.address}/ar/{path}")
        expect(page.locator("main")).to_be_visible()
        assert "#" not in page.url, f"{path} is missing"
    page.goto(f"{host.address}/ar/search/#q=Ausbildung")
    expect(page.locator("#search-results a").first).to_be_visible()

    # A text changes, and a page goes: only the one changed page has to be loaded again.
    host.is_cut = False
    changed, gone = copy / "ar" / "guides" / "index.html", copy / "ar" / "stories" / "index.html"
    changed.write_text(changed.read_text().replace("</main>", "<p id=news>…</p></main>"))
    gone.unlink()
    size = len(changed.read_bytes()) // 1000
    (copy / "ar" / "offline.json").unlink()
    write_saved_list(copy / "ar")
    page.goto(f"{host.address}/ar/offline/")
    expect(page.locator(UPDATE)).to_be_visible()
    assert 0 < int(re.findall(r"\d+", page.locator(UPDATE).inner_text())[0]) < size, "compressed"
    host.requested.clear()
    page.locator(UPDATE).click()
    expect(page.locator(UPDATE)).to_be_hidden()
    expect(page.locator(REMOVE)).to_be_visible()
    assert "/ar/guides/" in host.requested
    assert "/ar/programmes/eq/" not in host.requested
    host.is_cut = True
    page.goto(f"{host.address}/ar/guides/")
    expect(page.locator("#news")).to_be_attached()
    page.goto(f"{host.address}/ar/stories/")
    expect(page.locator("#missing")).to_be_visible()

    host.is_cut = False
    page.goto(f"{host.address}/ar/offline/")
    page.locator(REMOVE).click()
    expect(page.locator(SAVE)).to_be_visible()
    host.is_cut = True
    page.goto(f"{host.address}/ar/guides/erste-bewerbung/")
    expect(page.locator("#missing")).to_be_visible()


def test_a_broken_line_is_told_and_what_is_saved_stays(host: Host, context: BrowserContext) -> None:
    page = context.new_page()
    visit(page, f"{host.address}/de/offline/")
    expect(page.locator(SAVE)).to_be_visible()
    host.broken = "/de/contacts/"
    page.locator(SAVE).click()
    expect(page.locator('[data-text="failed"]')).to_be_visible(timeout=30_000)
    expect(page.locator(SAVE)).to_be_visible()
    assert page.evaluate("caches.match(new URL('../a-z/', location.href).href).then(Boolean)")


def test_new_looks_replace_the_old_ones(copy: Path, host: Host, context: BrowserContext) -> None:
    """A page that was saved with former styles opens with those of the worker of today."""
    page = context.new_page()
    visit(page, f"{host.address}/de/guides/")
    (folder,) = (copy / "de" / "assets").iterdir()
    folder.rename(folder.with_name("0123456789ab"))
    for path in [*(copy / "de").rglob("*.html"), copy / "de" / "sw.js"]:
        path.write_text(path.read_text().replace(folder.name, "0123456789ab"))
    worker = copy / "de" / "sw.js"
    worker.write_text(re.sub(r'"version": "\w+"', '"version": "new"', worker.read_text()))
    page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.update())")
    wait_until(page, "caches.keys().then((names) => names.join().match(/shell (?!new)/) === null)")
    host.is_cut = True
    page.goto(f"{host.address}/de/guides/")
    expect(page.locator("#saved")).to_be_visible()
    colour = page.evaluate("getComputedStyle(document.querySelector('.ww-footer')).backgroundColor")
    assert colour == "rgb(6, 62, 69)"


def test_editions_can_be_installed(host: Host, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{host.address}/ar/")
    session = context.new_cdp_session(page)
    told = session.send("Page.getAppManifest")
    assert told["errors"] == []
    manifest = json.loads(told["data"])
    assert (manifest["lang"], manifest["dir"]) == ("ar", "rtl")
    found = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A window of tests is "incognito", in which nothing can be installed.
    assert [error["errorId"] for error in found if error["errorId"] != "in-incognito"] == []


def test_pictures_are_saved_once_and_shown_in_any_size(
    city_site: Path, browser: Browser, tmp_path: Path
) -> None:
    shutil.copytree(city_site / "de", tmp_path / "de")
    shutil.copytree(city_site / "images", tmp_path / "images")
    with hosting(tmp_path) as host, browser.new_context(device_scale_factor=1) as context:
        page = context.new_page()
        visit(page, f"{host.address}/de/offline/")
        page.locator(SAVE).click()
        expect(page.locator(REMOVE)).to_be_visible(timeout=60_000)
        asked = [path for path in host.requested if path.startswith("/images/")]
        assert len(asked) == len({path.rsplit("/", 1)[0] for path in asked}) > 0
        host.is_cut = True
        page.goto(f"{host.address}/de/stories/ein-cafe-voller-woerter/")
        picture = page.locator("picture img").first
        picture.scroll_into_view_if_needed()
        wait_until(page, "document.querySelector('picture img').naturalWidth > 0")
