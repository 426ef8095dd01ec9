"""Takes a picture of each component of the design, for docs/dev/design.md (see `scripts/gallery`).

Left to right beside right to left, light above dark. Date and clock are fixed, so that a picture
changes only with what it shows; fonts are those of the device.
"""

from __future__ import annotations

import argparse
import datetime
import io
import re
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from conftest import ARGUMENTS, CHROMIUM, serving
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from sites import CITY, PROJECT, TODAY

from audits import contrast
from audits.accessibility import SCHEMES, Scheme
from audits.built import build

DESIGN = PROJECT / "docs" / "dev" / "design.md"
PICTURES = DESIGN.parent / "components"
MOST_BYTES = 40_000

_RTL = "ar"
_NOW = datetime.datetime.combine(TODAY, datetime.time(9, 30), datetime.UTC)  # 10:30 in Germany
_MARGIN = 8  # pixels around a component
_GAP = 8
_COLOURS = (48, 32, 24, 16, 12)  # the first that makes the picture small enough

_CONTRAST = re.compile(r"(?<=<!-- contrast -->\n)[^<]*(?=<!-- /contrast -->)")

Act = Callable[[Page], None]


@dataclass(frozen=True)
class Component:
    """A component: its name, and where it is to be seen.

    `selector` finds its parts on the page at `path`; without one it is what stands on the screen.
    `act` opens it. Of a high one, the first `height` pixels are shown. On a screen as wide as a
    desk's, its directions stand one above the other. `ltr` is the edition beside the Arabic one.
    """

    name: str
    path: str
    selector: str = ""
    act: Act | None = None
    width: int = 360
    height: int = 420
    ltr: str = "de"
    city: bool = False

    @property
    def is_wide(self) -> bool:
        """Is it seen on a desk?"""
        return self.width > 500


def _click(selector: str) -> Act:
    return lambda page: page.locator(selector).first.click()


def _focus(selector: str) -> Act:
    return lambda page: page.locator(selector).first.focus()


def _search(page: Page) -> None:
    page.locator("#search-query").fill("Ausbildung" if "/de/" in page.url else "تدريب")
    page.locator("#search-results a").first.wait_for()
    page.locator("#search-query").blur()


def _wait_for_offer(page: Page) -> None:
    page.locator("#offline [data-do]:visible").first.wait_for()


_GUIDE, _PAPERS, _EMPLOYER = "guides/erste-bewerbung/", "residence-titles/", "employers/"
_DESK = 1080

COMPONENTS = (
    Component("header-phone", _GUIDE, ".ww-header"),
    Component("header-desk", _GUIDE, ".ww-header", width=_DESK),
    Component("menu", _GUIDE, act=_click('.ww-tool[popovertarget="menu"]'), height=640),
    Component("languages", _GUIDE, act=_click('.ww-tool[popovertarget="languages"]'), height=640),
    Component("search-field", "", "main .ww-search"),
    Component("doors", "", "#who, #who + ul"),
    Component("tasks", "", "#tasks, #tasks + ul"),
    Component("tools", _GUIDE, ".ww-tools", ltr="en"),
    Component("notices", _GUIDE, ".ww-notice", ltr="en"),
    Component("cards", "for/refugee/", "#guides, #guides + ul"),
    Component("contact-card", "contacts/integrationsbuero/", ".ww-contact", height=560, city=True),
    Component("hours", "contacts/marktplatz-ehrenamt/", ".ww-opening"),
    Component("actions", "contacts/kost-team/", ".ww-actions >> nth=0"),
    Component("facts", "programmes/eq/", "#facts, #facts + dl", height=400),
    Component("steps", _GUIDE, ".ww-steps", height=380),
    Component(
        "checklist", f"{_EMPLOYER}darf-die-person-bei-mir-arbeiten/", "#checklist, .ww-checklist"
    ),
    Component("table-phone", _PAPERS, ".ww-table tbody tr >> nth=0"),
    Component("table-desk", _PAPERS, ".ww-table", width=1280, height=210),
    Component("comparison", "programmes/by/funding/", ".ww-table tbody tr >> nth=0", height=440),
    Component("choice", _PAPERS, ".ww-choice", act=_click(".ww-choice summary"), height=480),
    Component("answer", f"{_PAPERS}ausbildungsduldung/", ".ww-answer"),
    Component("chips", "directory/", ".ww-facet >> nth=0"),
    Component("letters", "a-z/", ".ww-letters"),
    Component("filter", "contacts/", "#filter, #filter + p"),
    Component("results", "search/", "#search-form, #search-facets, .ww-results", act=_search),
    Component("term", _GUIDE, act=_click(".ww-term"), height=400),
    Component("code", _GUIDE, act=_click('[popovertarget="code-page"]'), height=560),
    Component(
        "german-beside", _GUIDE, ".ww-steps", act=_click('[for="german"]'), height=340, ltr="en"
    ),
    Component("picture", "stories/ein-cafe-voller-woerter/", ".ww-picture", city=True),
    Component("freshness", _GUIDE, ".ww-freshness"),
    Component("footer", _GUIDE, ".ww-footer", height=560),
    Component("focus", "", "#who + ul", act=_focus(".ww-door a"), height=260),
    Component("offline", "offline/", "main", act=_wait_for_offer),
)


def main(arguments: list[str]) -> int:
    """Take the pictures and write the table that are asked for; return 1 if one is too large."""
    names = [component.name for component in COMPONENTS]
    parser = argparse.ArgumentParser(prog="scripts/gallery", description=__doc__)
    parser.add_argument("names", nargs="*", choices=["contrast", *names, []], help="default: all")
    chosen = parser.parse_args(arguments).names or ["contrast", *names]
    if "contrast" in chosen:
        write_contrast()
    components = [component for component in COMPONENTS if component.name in chosen]
    return int(bool(components) and not take(components))


def write_contrast() -> None:
    """Put the ratios of the colours into docs/dev/design.md."""
    computed = contrast.table(contrast.TOKENS.read_text("utf-8"))
    page = DESIGN.read_text("utf-8")
    DESIGN.write_text(_CONTRAST.sub(lambda _: computed, page), "utf-8")


def take(components: list[Component]) -> bool:
    """Write a picture of each component; return whether all are small enough."""
    PICTURES.mkdir(exist_ok=True)
    sizes = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = {}
        for is_city in sorted({component.city for component in components}):
            built = build(CITY if is_city else PROJECT, folder / str(is_city), _say, TODAY)
            servers[is_city] = stack.enter_context(serving(built.folder))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        for component in components:
            picture = draw(browser, servers[component.city], component)
            data = make_small(picture)
            (PICTURES / f"{component.name}.png").write_bytes(data)
            sizes.append(len(data))
            too_large = ", too large: show less of it" if len(data) > MOST_BYTES else ""
            _say(f"{component.name}.png: {len(data)} bytes{too_large}")
    return max(sizes) <= MOST_BYTES


def draw(browser: Browser, server: str, component: Component) -> Image.Image:
    """Return the picture of a component in both directions and both schemes."""
    rows = [
        [_photograph(browser, server, component, tag, scheme) for tag in (component.ltr, _RTL)]
        for scheme in SCHEMES
    ]
    if component.is_wide:
        rows = [[shot] for row in rows for shot in row]
    return _join([_join(row, across=True) for row in rows], across=False)


def _photograph(
    browser: Browser, server: str, component: Component, tag: str, scheme: Scheme
) -> Image.Image:
    with browser.new_context(
        viewport={"width": component.width, "height": component.height},
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="de-DE",
        timezone_id="Europe/Berlin",
    ) as context:
        context.clock.set_fixed_time(_NOW)
        page = context.new_page()
        page.goto(f"{server}/{tag}/{component.path}")
        if component.act:
            component.act(page)
        if not component.selector:
            return _opened(page.screenshot(animations="disabled"))
        return _cut(page, component)


def _cut(page: Page, component: Component) -> Image.Image:
    """Return the part of the page on which the component stands."""
    parts = [part for name in component.selector.split(", ") for part in page.locator(name).all()]
    boxes = [box for part in parts if (box := part.bounding_box()) and box["height"]]
    if not boxes:
        raise ValueError(f"{component.name}: nothing is seen at {page.url}")
    scrolled = page.evaluate("scrollY")
    top = min(box["y"] for box in boxes) + scrolled - _MARGIN
    bottom = max(box["y"] + box["height"] for box in boxes) + scrolled + _MARGIN
    start = min(box["x"] for box in boxes) - _MARGIN
    end = max(box["x"] + box["width"] for box in boxes) + _MARGIN
    shot = _opened(page.screenshot(full_page=True, animations="disabled"))
    whole = (max(start, 0), max(top, 0), min(end, shot.width), min(bottom, shot.height))
    left, upper, right, lower = map(round, whole)
    return shot.crop((left, upper, right, min(lower, upper + component.height)))


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def _join(pictures: list[Image.Image], *, across: bool) -> Image.Image:
    """Return pictures beside or below each other, on the grey between light and dark."""
    widths, heights = [p.width for p in pictures], [p.height for p in pictures]
    gaps = _GAP * (len(pictures) - 1)
    size = (sum(widths) + gaps, max(heights)) if across else (max(widths), sum(heights) + gaps)
    joined = Image.new("RGB", size, "#808080")
    at = 0
    for picture in pictures:
        joined.paste(picture, (at, 0) if across else (0, at))
        at += (picture.width if across else picture.height) + _GAP
    return joined


def make_small(picture: Image.Image) -> bytes:
    """Return a PNG with as many colours as `MOST_BYTES` allow, at least the fewest we use."""
    for colours in _COLOURS:
        file = io.BytesIO()
        quantised = picture.quantize(colours, dither=Image.Dither.NONE)
        quantised.save(file, "PNG", optimize=True)
        if len(file.getvalue()) <= MOST_BYTES:
            break
    return file.getvalue()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
