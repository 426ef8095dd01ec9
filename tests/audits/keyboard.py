"""The keyboard: every stop can be seen and reached, in the order in which people read."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

_STOPS = 400  # more than any page has
_LAID_OUT = 2.0  # seconds in which a list has been laid out on the way to a stop


@dataclass(frozen=True)
class Walk:
    """A walk over a page with the Tab key: the number of stops, and what was wrong."""

    stops: int
    problems: tuple[str, ...]


_SETTLE = """() => {
  document.documentElement.style.scrollBehavior = "auto";
  window.walked = new Set();
}"""

_STOP = """() => {
  // Both stops lie in parts of one smallest element; the second part must not stand above the
  // first, nor before it in the same row.
  const goesBack = (before, after) => {
    const region = "header, nav, main, footer, [popover]";
    if (before.closest(region) !== after.closest(region)) return false;
    let whole = before;
    while (!whole.contains(after)) whole = whole.parentElement;
    if (whole === before || whole === after) return false;
    const [first, second] = [before, after].map((element) => {
      const part = [...whole.children].find((child) => child.contains(element));
      return boxOf(part.getClientRects().length ? part : element);
    });
    if (second.bottom <= first.top + 2) return true;
    if (Math.abs(second.top - first.top) > 4) return false;
    return document.dir === "rtl" ? second.right > first.right + 2 : second.left < first.left - 2;
  };
  const labelOf = (e) => (e.id ? document.querySelector(`label[for="${e.id}"]`) : null);
  // A link that goes on in the next line begins in its first box.
  const boxOf = (e) => {
    const shown = (e.matches(".ww-visually-hidden") && labelOf(e)) || e;
    const boxes = [...shown.getClientRects()].filter(({ width }) => width > 0);
    return boxes[0] ?? shown.getBoundingClientRect();
  };
  const textOf = (e) => (e.textContent || e.ariaLabel || "").trim().slice(0, 40);
  const isRinged = (e) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(e);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  // A field for a time is several stops in one element.
  const known = walked.has(element) && element !== window.previous;
  walked.add(element);
  const label = labelOf(element);
  const box = boxOf(element);
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 20), 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const style = getComputedStyle(element);
  const before = window.previous;
  window.previous = element;
  return {
    name: `${element.localName} ${textOf(element)}`,
    known,
    isSeen: box.width > 0 && box.height > 0 && style.visibility === "visible",
    isOnScreen: box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
    isCovered: !(top && (element.contains(top) || top.contains(element) || label?.contains(top))),
    // A card shows the focus of the link that it is, a label that of its hidden box.
    hasRing: [element, element.closest(".ww-card"), label].some((e) => e && isRinged(e)),
    before: before ? `${before.localName} ${textOf(before)}` : "",
    goesBack: Boolean(before) && goesBack(before, element),
  };
}"""

_REACHABLE = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, summary, [tabindex='0']")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled)
  // Of a group of radio buttons, Tab reaches one; the arrows reach the others.
  .filter((e) => e.type !== "radio" || e.checked)
  .filter((e) => !walked.has(e))
  .map((e) => `${e.localName} ${(e.textContent || e.ariaLabel || e.id).trim().slice(0, 40)}`)"""


def walk(page: Page, address: str) -> Walk:
    """Return how the keyboard gets through the page at `address`, sheets closed.

    A stop must be on the screen and not covered (WCAG 2.2, 2.4.11), show that it has the focus
    (2.4.7), and within its part of the page not stand before the one that was before it (2.4.3).
    """
    page.goto(address)
    if page.locator("#offline").count():  # it asks for a list before it offers a button
        page.locator("#offline [data-do]:visible").first.wait_for()
    page.evaluate(_SETTLE)
    problems: list[str] = []
    stops: list[dict[str, Any]] = []
    while len(stops) < _STOPS:
        page.keyboard.press("Tab")
        stop: dict[str, Any] | None = page.evaluate(_STOP)
        if stop is None or stop["known"]:
            break
        if not stop["isOnScreen"]:
            stop |= _on_screen(page)
        problems += [f"{address}: {problem}: {stop['name']}" for problem in _problems(stop)]
        if stop["goesBack"]:
            problems.append(f"{address}: goes back: {stop['before']} -> {stop['name']}")
        stops.append(stop)
    problems += [f"{address}: cannot be reached: {name}" for name in page.evaluate(_REACHABLE)]
    problems += _problems_of_sheets(page, address)
    return Walk(len(stops), tuple(problems))


def _on_screen(page: Page) -> dict[str, bool]:
    """Return whether the stop is on the screen, and covered, once it is there or in the end.

    What was skipped off the screen is laid out on the way there, which takes a moment.
    """
    end = time.monotonic() + _LAID_OUT
    while True:
        page.wait_for_timeout(100)
        stop: dict[str, Any] = page.evaluate(_STOP)
        if stop["isOnScreen"] or time.monotonic() > end:
            return {name: stop[name] for name in ("isOnScreen", "isCovered")}


def _problems(stop: dict[str, Any]) -> list[str]:
    told = {
        "not seen": not stop["isSeen"],
        "off screen": not stop["isOnScreen"],
        "covered": stop["isOnScreen"] and stop["isCovered"],
        "no ring": not stop["hasRing"],
    }
    return [name for name, is_wrong in told.items() if is_wrong]


def _problems_of_sheets(page: Page, address: str) -> list[str]:
    """Return what is wrong with the menu and the languages: Escape must close them."""
    problems = []
    for sheet in ("menu", "languages"):
        opener = page.locator(f'.ww-tool[popovertarget="{sheet}"]')
        if not opener.count() or not opener.is_visible():
            continue
        opener.focus()
        page.keyboard.press("Enter")
        if not page.locator(f"#{sheet}:popover-open").count():
            problems.append(f"{address}: {sheet} does not open")
        page.keyboard.press("Tab")
        if not page.evaluate(f"Boolean(document.activeElement.closest('#{sheet}'))"):
            problems.append(f"{address}: {sheet} is not what comes next")
        page.keyboard.press("Escape")
        if page.locator(f"#{sheet}:popover-open").count():
            problems.append(f"{address}: {sheet} stays open")
        if not opener.evaluate("(button) => document.activeElement === button"):
            problems.append(f"{address}: {sheet} keeps the focus")
    return problems
