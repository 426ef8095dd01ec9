"""What goes wrong when a page is opened: messages, failed requests, other origins, cut-off text."""

from __future__ import annotations

from collections.abc import Iterator

from conftest import watch
from playwright.sync_api import Page

from wegweiser.locales import direction_of


def open_page(page: Page, server: str, path: str) -> Iterator[str]:
    """Yield what is wrong with the page at `path`, which begins with its locale.

    `page` shall open nothing else, so that its messages belong to that path.
    """
    tag = path.split("/", 1)[0]
    wrong = watch(page, server)
    page.goto(f"{server}/{path}", wait_until="load")
    html = page.locator("html")
    if (html.get_attribute("lang"), html.get_attribute("dir")) != (tag, direction_of(tag)):
        wrong.append("another language or direction")
    if page.locator("h1").count() != 1:
        wrong.append("not one heading of the first level")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wrong.append("scrolls sideways")
    if page.context.cookies():
        wrong.append("cookies")
    yield from (f"{path}: {problem}" for problem in wrong)
