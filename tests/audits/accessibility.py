"""Accessibility: axe-core over pages, and over what opens on them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Scheme = Literal["light", "dark"]
WIDTHS = (360, 1280)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
HEIGHT = 800
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@dataclass(frozen=True)
class Violation:
    """A rule that an element of a page breaks."""

    page: str
    rule: str
    element: str
    summary: str

    def __str__(self) -> str:
        return f"{self.page}: {self.rule}: {self.element}\n    {self.summary}"


@cache
def axe_script() -> str:
    """Return axe-core."""
    return str(Axe().axe_script)


def axe_version(page: Page) -> str:
    """Return the version of axe-core."""
    page.evaluate(axe_script())
    return str(page.evaluate("axe.version"))


_RUN = """async (tags) => {
  // Some rules are off by default (target-size); none of these tags is.
  const ids = axe.getRules(tags).map(({ ruleId }) => ruleId);
  const rules = Object.fromEntries(ids.map((id) => [id, { enabled: true }]));
  const runOnly = { type: "tag", values: tags };
  const { violations } = await axe.run(document, { runOnly, rules, resultTypes: ["violations"] });
  const tell = ({ target, html }) => `${target.flat().join(" ")} ${html.slice(0, 160)}`;
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => [id, tell(node), node.failureSummary]));
}"""


_LAY_OUT = """() => {
  // What is skipped while it is off the screen is as large as it was guessed to be, and its text
  // may stick out. Who scrolls there finds it laid out.
  for (const element of document.querySelectorAll("main *")) {
    if (getComputedStyle(element).contentVisibility === "auto") {
      element.style.contentVisibility = "visible";
    }
  }
}"""


def find_violations(page: Page, name: str) -> list[Violation]:
    """Return what axe finds on an open page as it is now; `name` says where that is."""
    page.evaluate(_LAY_OUT)
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_script())
    found: list[Any] = page.evaluate(_RUN, list(TAGS))
    return [Violation(name, rule, node, " ".join(text.split())) for rule, node, text in found]


View = tuple[int, Scheme]
"""How a page is looked at: a width and a colour scheme."""
VIEWS: tuple[View, ...] = tuple((width, scheme) for width in WIDTHS for scheme in SCHEMES)


def audit_page(page: Page, address: str, views: Iterable[View] = VIEWS) -> Iterator[Violation]:
    """Yield what axe finds on the page at `address` in each of `views`."""
    page.goto(address)
    for width, scheme in views:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=scheme)
        yield from find_violations(page, f"{address} {width} {scheme}")


# -- what opens on a page -------------------------------------------------------------------------


def _open_menu(page: Page) -> bool:
    return _click(page, '.ww-tool[popovertarget="menu"]')


def _open_languages(page: Page) -> bool:
    return _click(page, '.ww-tool[popovertarget="languages"]')


def _open_details(page: Page) -> bool:
    """Open everything that can be opened: choices, explained words, the German beside the text."""
    page.evaluate("document.querySelectorAll('details').forEach((item) => { item.open = true; })")
    _click(page, 'label[for="german"]')
    _click(page, ".ww-term")
    return page.locator("details, .ww-term, #german").count() > 0


def _search(page: Page) -> bool:
    if not page.locator("#search-query").count():
        return False
    page.locator("#search-query").fill("Ausbildung")
    page.locator("#search-results a").first.wait_for()
    page.locator("#search-facets summary").click()
    return True


def _filter(page: Page) -> bool:
    topics = page.locator("#filter select").first
    if not topics.count():
        return False
    topics.select_option(index=1)
    return True


def _click(page: Page, selector: str) -> bool:
    found = page.locator(selector)
    if not found.count() or not found.first.is_visible():
        return False
    found.first.click()
    return True


STATES: dict[str, Callable[[Page], bool]] = {
    "menu": _open_menu,
    "languages": _open_languages,
    "search": _search,
    "filter": _filter,
    "details": _open_details,
}
"""What to do on a page, which returns whether the page has it."""


def audit_state(
    page: Page, address: str, state: str, views: Iterable[View] = VIEWS
) -> tuple[int, list[Violation]]:
    """Return in how many of `views` the page has that state, and what axe found in them."""
    runs, found = 0, []
    for width, scheme in views:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=scheme)
        page.goto("about:blank")  # so that the next address is opened anew
        page.goto(address)
        if STATES[state](page):
            runs += 1
            found += find_violations(page, f"{address} {width} {scheme} {state}")
    return runs, found


def describe(violations: list[Violation]) -> str:
    """Return violations as text: how many of each rule, then each."""
    counts: dict[str, int] = {}
    for violation in violations:
        counts[violation.rule] = counts.get(violation.rule, 0) + 1
    return "\n".join([json.dumps(counts), *map(str, violations)])
