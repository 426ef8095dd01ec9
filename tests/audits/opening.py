"""What goes wrong when a page is opened: messages, failed requests, other origins, cut-off text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from conftest import watch
from playwright.sync_api import Page

from wegweiser.locales import direction_of


def open_pages(page: Page, server: str, paths: Iterable[str]) -> Iterator[str]:
    """Yield what is wrong with the pages at `paths`, which begin with their locale."""
    wrong = watch(page, server)
    for path in paths:
        page.goto(f"{server}/{path}", wait_until="load")
        yield from (f"{path}: {problem}" for problem in (*wrong, *_look(page, path)))
        wrong.clear()


def _look(page: Page, path: str) -> Iterator[str]:
    tag = path.split("/", 1)[0]
    html = page.locator("html")
    if (html.get_attribute("lang"), html.get_attribute("dir")) != (tag, direction_of(tag)):
        yield "another language or direction"
    if page.locator("h1").count() != 1:
        yield "not one heading of the first level"
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        yield "scrolls sideways"
    if page.context.cookies():
        yield "cookies"
