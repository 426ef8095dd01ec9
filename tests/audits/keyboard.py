"""The keyboard: every stop can be seen and reached, in the order in which people read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

_STOPS = 400  # more than any page has


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
  const textOf = (e) => (e.textContent || e.ariaLabel || "").trim().slice(0, 40);
  const isRinged = (e) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(e);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const known = walked.has(element);
  walked.add(element);
  const label = element.id ? document.querySelector(`label[for="${element.id}"]`) : null;
  const isHidden = element.matches(".ww-visually-hidden");
  const box = ((isHidden && label) || element).getBoundingClientRect();
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 20), 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const style = getComputedStyle(element);
  const group = element.closest("li, tr, fieldset, form, header, nav, main, footer, [popover]");
  window.groups ??= new Map();
  if (!groups.has(group)) groups.set(group, groups.size);
  return {
    name: `${element.localName} ${textOf(element)}`,
    known,
    isSeen: box.width > 0 && box.height > 0 && style.visibility === "visible",
    isOnScreen: box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
    isCovered: !(top && (element.contains(top) || top.contains(element) || label?.contains(top))),
    // A card shows the focus of the link that it is, a label that of its hidden box.
    hasRing: [element, element.closest(".ww-card"), label].some((e) => e && isRinged(e)),
    block: box.top + scrollY, inline: document.dir === "rtl" ? -box.right : box.left,
    group: groups.get(group),
    line: box.height,
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
    page.evaluate(_SETTLE)
    problems: list[str] = []
    stops: list[dict[str, Any]] = []
    while len(stops) < _STOPS:
        page.keyboard.press("Tab")
        stop: dict[str, Any] | None = page.evaluate(_STOP)
        if stop is None or stop["known"]:
            break
        problems += [f"{address}: {problem}: {stop['name']}" for problem in _problems(stop)]
        if stops and _goes_back(stops[-1], stop):
            problems.append(f"{address}: goes back: {stops[-1]['name']} -> {stop['name']}")
        stops.append(stop)
    problems += [f"{address}: cannot be reached: {name}" for name in page.evaluate(_REACHABLE)]
    problems += _problems_of_sheets(page, address)
    return Walk(len(stops), tuple(problems))


def _problems(stop: dict[str, Any]) -> list[str]:
    told = {
        "not seen": not stop["isSeen"],
        "off screen": not stop["isOnScreen"],
        "covered": stop["isOnScreen"] and stop["isCovered"],
        "no ring": not stop["hasRing"],
    }
    return [name for name, is_wrong in told.items() if is_wrong]


def _goes_back(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Is a stop above the one before it, or earlier in the same line?"""
    if before["group"] != after["group"]:
        return False
    if after["block"] < before["block"] - before["line"]:
        return True
    same_line = abs(after["block"] - before["block"]) < 4
    return bool(same_line and after["inline"] < before["inline"])


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
