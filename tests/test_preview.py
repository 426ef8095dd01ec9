"""A preview says on every page what it is, is announced nowhere, and needs no server."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import QuietHandler, watch
from lxml import html
from playwright.sync_api import Browser
from sites import CITY, PROJECT, open_in

from wegweiser.cli import main
from wegweiser.publish import Builder
from wegweiser.publish.preview import name_pages_in_links
from wegweiser.translate.interface import load_interface

NOTICE = load_interface().source("preview.notice")


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A preview of the sample city, whose interface is translated."""
    root = tmp_path_factory.mktemp("preview") / "city"
    shutil.copytree(CITY, root)
    for tag in ("ar", "en"):
        (root / "locales" / tag).mkdir(parents=True)
        shutil.copy(PROJECT / "locales" / tag / "ui.po", root / "locales" / tag)
    output = root.parent / "site"
    Builder(PROJECT / "mkdocs.yml", output, lambda line: None, preview=True).build(open_in(root))
    return output


def pages(folder: Path) -> Iterator[tuple[str, html.HtmlElement]]:
    for path in folder.rglob("*.html"):
        yield path.relative_to(folder).as_posix(), html.fromstring(path.read_bytes())


def test_every_page_says_so_in_the_language_of_the_reader(preview: Path) -> None:
    count = 0
    for name, page in pages(preview):
        tag = name.split("/")[0]
        asides = page.xpath("//main/aside[1]")
        assert asides, name
        text = asides[0].text_content()
        if tag == "en":
            assert "preview" in text.lower(), name
        elif tag == "ar":
            assert "معاينة" in text, name
            assert not asides[0].xpath(".//@lang"), name
        else:
            assert NOTICE in text, name
        if tag not in {"de", "en", "ar", "handbuch"}:  # staff read German
            assert asides[0].xpath("./p/@lang") == ["de", "en", "ar"], name
            assert asides[0].xpath("./p/@dir") == ["ltr", "ltr", "rtl"], name
        count += 1
    assert count > 100


def test_nothing_of_it_is_announced(preview: Path) -> None:
    for name, page in pages(preview):
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"], name
        kinds = "//link[@rel='canonical' or @rel='alternate' or @rel='search' or @rel='manifest']"
        assert not page.xpath(f"{kinds} | //meta[@property]"), name
        assert not page.xpath("//script[@type='application/ld+json']"), name
    assert (preview / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"
    assert not list(preview.rglob("sitemap.xml"))


def test_links_name_files(preview: Path) -> None:
    for name, page in pages(preview):
        for address in page.xpath("//a/@href | //form/@action"):
            path = str(address).partition("#")[0]
            if path and ":" not in path and not path.startswith("/"):
                assert not path.endswith("/"), (name, address)
    moved = html.fromstring((preview / "de/programmes/erste-hilfe/index.html").read_bytes())
    (refresh,) = moved.xpath("//meta[@http-equiv='refresh']/@content")
    assert str(refresh).endswith("programmes/starthilfe/index.html")


def test_only_relative_links_to_folders_change(tmp_path: Path) -> None:
    page = tmp_path / "x.html"
    kept = [
        *("#a", "x.html", "../data/x.csv", "https://a.example/b/", "mailto:a@b.example", "/c/"),
        *("../x.html#/", "tel:+4951", "//a.example/"),
    ]
    changed = {
        "./": "./index.html",
        ".": "./index.html",
        "..": "../index.html",
        "../a/": "../a/index.html",
        "a/#b": "a/index.html#b",
        "a/?q=c/": "a/index.html?q=c/",
    }
    page.write_text("".join(f'<a href="{address}">' for address in [*kept, *changed]))
    name_pages_in_links([page])
    assert page.read_text() == "".join(
        f'<a href="{address}">' for address in [*kept, *changed.values()]
    )


def test_it_is_read_from_a_folder_without_a_server(preview: Path, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        wrong = watch(page, "file:")
        page.goto(f"file://{preview}/index.html")
        page.click("a[hreflang=ar]")
        page.click("main a[href*='guides/']")
        assert page.url.endswith("index.html")
        assert page.locator("html").get_attribute("dir") == "rtl"
        notice = "document.querySelector('main .ww-notice')"
        assert page.evaluate(f"getComputedStyle({notice}).paddingInlineStart") != "0px"
        assert "معاينة" in page.locator("main aside").first.inner_text()
        assert wrong == []


def test_it_is_served_from_any_folder(preview: Path, browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "jobs").mkdir()
    (tmp_path / "jobs" / "12").symlink_to(preview)
    handler = partial(QuietHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running, browser.new_context() as made:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{running.server_port}/jobs/12/"
        page = made.new_page()
        wrong = watch(page, address)
        page.goto(f"{address}de/programmes/starthilfe/index.html")
        page.click("nav a[aria-current=page]")
        page.goto(f"{address}de/offline/index.html")
        assert page.locator("#offline-impossible").is_visible()
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then(r => r.length)") == 0
        assert wrong == []
        running.shutdown()


def test_preview_has_no_booklets(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--preview", "--booklets", "--root", str(CITY)]) == 2
    assert "no booklets" in capsys.readouterr().err
