"""A sample of the audits (`scripts/audit` runs them over all pages), and the weight of every page.

The sample: one page of each kind, by turns in German and in Arabic (right to left), and in each
width and colour scheme; in Tigrinya some.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from audits.accessibility import VIEWS, View, audit_page, audit_state
from audits.built import kinds_of, kinds_of_shipped
from audits.keyboard import walk
from audits.weight import weigh
from playwright.sync_api import Browser, BrowserContext
from sites import CITY, pages_in

from wegweiser.model import SOURCE_LOCALE
from wegweiser.reports.weight import first_view
from wegweiser.reports.weight import weigh as weigh_site

KINDS = tuple(kinds_of(pages_in(CITY, SOURCE_LOCALE)))
"""The sample city has them all, and is opened in a moment."""
SAMPLE = [
    (("de", "ar")[number % 2], kind, VIEWS[number // 2 % len(VIEWS)])
    for number, kind in enumerate(KINDS)
]
SAMPLE += [
    ("ti", kind, VIEWS[number % len(VIEWS)])
    for number, kind in enumerate(("home", "guide", "programme", "contact", "contacts", "search"))
]


def test_the_sample_has_every_kind_of_page() -> None:
    assert set(KINDS) == set(kinds_of_shipped())


@pytest.mark.parametrize(("tag", "kind", "view"), SAMPLE)
def test_axe_finds_nothing(
    tag: str, kind: str, view: View, server: str, context: BrowserContext
) -> None:
    """With every rule of WCAG 2.2 AA and best practice."""
    address = f"{server}/{tag}/{kinds_of_shipped()[kind]}"
    found = list(audit_page(context.new_page(), address, [view]))
    assert list(map(str, found)) == []


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        *[("menu", "guide"), ("languages", "guide"), ("details", "guide")],
        *[("details", "employer-guide"), ("search", "search"), ("filter", "contacts")],
    ],
)
def test_axe_finds_nothing_in_what_opens(
    state: str, kind: str, server: str, context: BrowserContext
) -> None:
    address = f"{server}/ar/{kinds_of_shipped()[kind]}"
    runs, found = audit_state(context.new_page(), address, state, VIEWS[1:3])
    assert list(map(str, found)) == []
    assert runs


def test_axe_finds_what_is_wrong(server: str, context: BrowserContext) -> None:
    """The audit can fail: a picture without a text, pale words, a target that is too small."""
    page = context.new_page()
    page.route(
        "**/de/guides/",
        lambda route: route.fulfill(
            status=200,
            content_type="text/html",
            body="""<!doctype html><html lang="de"><title>a</title><main><h1>b</h1>
            <p><img src="data:,"><span style="color:#aaa">pale words</span></p>
            <button style="inline-size:12px;block-size:12px;padding:0">d</button
            ><button style="inline-size:12px;block-size:12px;padding:0">e</button></main>""",
        ),
    )
    rules = {violation.rule for violation in audit_page(page, f"{server}/de/guides/")}
    assert {"image-alt", "color-contrast", "target-size"} <= rules


@pytest.mark.parametrize(
    ("tag", "width", "kind"),
    [(*(("de", 1280), ("ar", 360))[number % 2], kind) for number, kind in enumerate(KINDS)],
)
def test_the_keyboard_reaches_everything(
    tag: str, width: int, kind: str, server: str, browser: Browser
) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        walked = walk(context.new_page(), f"{server}/{tag}/{kinds_of_shipped()[kind]}")
    assert walked.problems == ()
    assert walked.stops > 10


BROKEN = """<!doctype html><html lang="de"><style>:focus{outline:none}
.away{position:absolute;left:-999px} body{position:relative}</style><main>
<p><a href="#a">a</a></p><p style="position:absolute;top:0"><a href="#b">b</a></p>
<p><a class="away" href="#c">c</a></p><p><a tabindex="-1" href="#d">d</a></p></main>"""


def test_the_keyboard_finds_what_is_wrong(server: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.route(
        "**/de/", lambda route: route.fulfill(status=200, content_type="text/html", body=BROKEN)
    )
    told = "\n".join(walk(page, f"{server}/de/").problems)
    for problem in ("no ring: a a", "off screen: a c", "cannot be reached: a d"):
        assert problem in told


def test_every_page_keeps_to_the_budget(site: Path) -> None:
    weights = weigh_site(site)
    assert len(weights) > 1000
    assert [weight for weight in weights if weight.is_too_heavy] == []


@pytest.mark.parametrize("kind", ["home", "guide", "contacts", "search"])
def test_the_browser_requests_what_was_weighed(
    kind: str, site: Path, server: str, browser: Browser
) -> None:
    """Save what the search's script imports, which the budget counts in the browser alone."""
    path = f"ar/{kinds_of_shipped()[kind]}"
    weight = weigh(browser, site, server, path)
    files = first_view(site / path / "index.html")
    assert not weight.is_too_heavy
    if kind != "search":
        # A browser without a window asks for no manifest.
        named = [file for file in files if file.suffix != ".webmanifest"]
        assert weight.requests == len(named)
