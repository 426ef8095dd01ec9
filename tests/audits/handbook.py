"""Takes the pictures of the handbook for staff (see `scripts/handbook-pictures`).

What is shown is real: pages of built sites, printed reports, the form editor. Date and clock are
fixed, so that a picture changes only with what it shows; fonts are those of the device. A page of
another kind is one more `Screen`, from a `SOURCES` of its own if it needs another server.
"""

from __future__ import annotations

import argparse
import datetime
import io
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from conftest import ARGUMENTS, CHROMIUM, serving
from drafts import write_drafts_editor
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from sites import CITY, PROJECT, TODAY

from audits.built import build
from wegweiser.render.handbook import MAX_PICTURE_KIB
from wegweiser.reports.command import make_report
from wegweiser.site import open_site

PICTURES = PROJECT / "docs" / "handbuch" / "aufnahmen"

LATER = datetime.date(2027, 10, 4)
"""A day on which the sample city's reviews are overdue."""

HOURS = (
    '"Mo-Fr 08:00-12:30; Th 14:00-18:00; PH off"',
    '"Mo-Fr 08:00-12:30; Th 14:00-16:00; PH off"',
)
"""The first change of the handbook, in the contact `integrationsbuero`: before and after."""

_MARGIN = 12  # pixels around what is shown
_COLOURS = (64, 48, 32, 24, 16)  # the first that makes the picture small enough

Act = Callable[[Page], None]


@dataclass(frozen=True)
class Screen:
    """A picture: its name, and where it is to be seen.

    `source` is one of `SOURCES`. `selector` finds what is shown of the page at `path`, without one
    it is what stands on the screen; `act` is done before. `width` and `height` are the screen's, in
    CSS pixels; of what is higher, the upper part is shown.
    """

    name: str
    source: str
    path: str
    selector: str = ""
    act: Act | None = None
    width: int = 560
    height: int = 700


def _list_contacts(page: Page) -> None:
    page.get_by_role("button", name="Anmelden").click()
    page.get_by_role("link", name="Kontakte", exact=True).press("Enter")
    page.get_by_text("Alle ersten Fragen").wait_for()


def _change_hours(page: Page) -> None:
    """Open the contact and change its hours; they are in the middle of the screen.

    The preview beside the form is closed: it would make the picture too heavy for its page.
    """
    _list_contacts(page)
    page.get_by_text("Alle ersten Fragen").click()
    page.get_by_text("Änderungen gespeichert").wait_for()
    page.locator("canvas").wait_for(state="hidden")  # the bar that grows while it loads
    page.get_by_title("Vorschau", exact=True).click()
    hours = page.get_by_label("Öffnungszeiten")
    hours.fill(HOURS[1].strip('"'))
    hours.evaluate("field => field.scrollIntoView({block: 'center'})")


def _open_states(page: Page) -> None:
    """Save the changed hours, and open the menu of what may become of the draft."""
    _change_hours(page)
    page.get_by_role("button", name="Speichern", exact=True).click()
    page.get_by_text("Beitrag gespeichert").click()  # and it is gone
    page.get_by_text("Beitrag gespeichert").wait_for(state="detached")
    page.get_by_role("button", name="Status: Entwurf").click()
    page.get_by_role("menuitem", name="Zur Überprüfung").hover()


_CONTACT = "de/contacts/integrationsbuero/"

SCREENS = (
    Screen("nachher", "changed", _CONTACT, "dl > div:has(.ww-opening)"),
    Screen("formular-liste", "editor", "admin/", "aside, main", _list_contacts, 1000, 600),
    Screen("formular-feld", "editor", "admin/", "", _change_hours, 840, 440),
    Screen("formular-status", "editor", "admin/", "", _open_states, 1280, 200),
    Screen("seite", "city", _CONTACT, height=620),
    Screen("geprueft", "city", "de/stories/ein-cafe-voller-woerter/", ".ww-freshness"),
    Screen("ueberfaellig", "later", _CONTACT, "h1, h1 ~ .ww-notice--warning"),
    Screen("geschichte", "city", "de/stories/lea-wird-tischlerin/", "h1, h1 ~ *", height=215),
    Screen("maschinell", "shipped", "en/guides/erste-bewerbung/", "h1, .ww-notice--language"),
    Screen("bericht", "report", "bericht.html", width=800, height=560),
)


def _city(folder: Path) -> Path:
    return build(CITY, folder, _say, TODAY).folder


def _changed(folder: Path) -> Path:
    """Build the sample city after the first change."""
    root = folder.with_name("changed-city")
    shutil.copytree(CITY, root)
    entry = root / "content" / "contacts" / "integrationsbuero.yml"
    before = entry.read_text("utf-8")
    if before.count(HOURS[0]) != 1:
        raise ValueError(f"{entry.name} has other opening hours than the handbook says")
    entry.write_text(before.replace(*HOURS), "utf-8")
    return build(root, folder, _say, TODAY).folder


def _later(folder: Path) -> Path:
    return build(CITY, folder, _say, LATER).folder


def _shipped(folder: Path) -> Path:
    """Build the shipped site without its handbook, which has no pictures before they are taken."""
    root = folder.with_name("shipped-site")
    for name in ("content", "locales", "docs"):
        shutil.copytree(PROJECT / name, root / name, ignore=shutil.ignore_patterns("handbuch"))
    return build(root, folder, _say, TODAY).folder


def _report(folder: Path) -> Path:
    """Print the report of the sample city as a page."""
    site, problems = open_site(CITY, LATER)
    if site is None:
        raise ValueError("\n".join(map(str, problems)))
    folder.mkdir()
    page = make_report(None, "html", site, folder / "links.json", _say)
    (folder / "bericht.html").write_text(page, "utf-8")
    return folder


SOURCES: dict[str, Callable[[Path], Path]] = {
    "city": _city,
    "changed": _changed,
    "later": _later,
    "shipped": _shipped,
    "report": _report,
    "editor": write_drafts_editor,
}
"""What makes a folder to be served, by name."""


def main(arguments: list[str]) -> int:
    """Take the pictures that are asked for; return 1 if one is too large."""
    names = [screen.name for screen in SCREENS]
    parser = argparse.ArgumentParser(prog="scripts/handbook-pictures", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*names, []], help="default: all")
    chosen = parser.parse_args(arguments).names or names
    return int(not take([screen for screen in SCREENS if screen.name in chosen]))


def take(screens: list[Screen]) -> bool:
    """Write the pictures; return whether all are small enough."""
    PICTURES.mkdir(exist_ok=True)
    sizes = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = {
            source: stack.enter_context(serving(SOURCES[source](folder / source)))
            for source in dict.fromkeys(screen.source for screen in screens)
        }
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        for screen in screens:
            data = make_small(photograph(browser, servers[screen.source], screen))
            (PICTURES / f"{screen.name}.webp").write_bytes(data)
            sizes.append(len(data))
            _say(f"{screen.name}.webp: {len(data)} bytes")
    return max(sizes) <= MAX_PICTURE_KIB * 1024


def photograph(browser: Browser, server: str, screen: Screen) -> Image.Image:
    """Return the picture of a screen."""
    with browser.new_context(
        viewport={"width": screen.width, "height": screen.height},
        color_scheme="light",
        reduced_motion="reduce",
        locale="de-DE",
        timezone_id="Europe/Berlin",
    ) as context:
        context.clock.set_fixed_time(datetime.datetime(2026, 11, 23, 9, 30, tzinfo=datetime.UTC))
        page = context.new_page()
        page.goto(f"{server}/{screen.path}")
        if screen.act:
            screen.act(page)
        if not screen.selector:
            return _opened(page.screenshot(animations="disabled"))
        shot = _opened(page.screenshot(full_page=True, animations="disabled"))
        return shot.crop(_frame(page, screen, shot))


def _frame(page: Page, screen: Screen, shot: Image.Image) -> tuple[int, int, int, int]:
    """Return the part of the page that is shown."""
    parts = [part for name in screen.selector.split(", ") for part in page.locator(name).all()]
    boxes = [box for part in parts if (box := part.bounding_box()) and box["height"]]
    if not boxes:
        raise ValueError(f"{screen.name}: nothing is seen at {page.url}")
    top = max(0, round(min(box["y"] for box in boxes)) - _MARGIN)
    bottom = round(max(box["y"] + box["height"] for box in boxes)) + _MARGIN
    return 0, top, shot.width, min(bottom, top + screen.height, shot.height)


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def make_small(picture: Image.Image) -> bytes:
    """Return a WebP without loss, with as many colours as the size allows."""
    for colours in _COLOURS:
        file = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).convert("RGB").save(
            file, "WEBP", lossless=True, method=6, quality=100
        )
        if len(file.getvalue()) <= MAX_PICTURE_KIB * 1024:
            break
    return file.getvalue()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
