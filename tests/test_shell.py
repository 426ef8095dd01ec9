"""The page shell: menu and languages by keyboard, colours, the search field, reading aloud."""

from __future__ import annotations

import pytest
from conftest import watch
from playwright.sync_api import Browser, BrowserContext, expect


@pytest.mark.parametrize(
    ("button", "sheet"),
    [("Menü", "#menu"), ("Sprache wählen", "#languages"), ("QR-Code", "#code-page")],
)
def test_sheets_close_on_escape_and_give_the_focus_back(
    button: str, sheet: str, server: str, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(f"{server}/de/programmes/eq/")
    opener = page.get_by_role("button", name=button)
    expect(page.locator(sheet)).to_be_hidden()
    opener.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(f"document.activeElement.closest({sheet!r}) !== null"), (
        "what was opened comes next"
    )
    page.keyboard.press("Escape")
    expect(page.locator(sheet)).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.parametrize("sheet", ["menu", "languages"])
def test_sheets_open_without_scripts(sheet: str, server: str, browser: Browser) -> None:
    with browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}
    ) as context:
        page = context.new_page()
        page.goto(f"{server}/ar/guides/")
        links = page.locator(f"#{sheet} a")
        expect(links.first).to_be_hidden()
        page.locator(f".ww-tool[popovertarget={sheet}]").click()
        expect(links.first).to_be_visible()
        page.locator(f"#{sheet} .ww-sheet__close").click()
        expect(links.first).to_be_hidden()


def test_old_browsers_learn_to_open_sheets(server: str, browser: Browser) -> None:
    """To a browser that does not know `popover`, it is an attribute without a meaning."""
    # The page's policy would not let the style below stand in it.
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
    context.add_init_script(
        """delete HTMLElement.prototype.popover;
        addEventListener("click", (event) => {
          if (event.target.closest("[popovertarget]")) event.preventDefault();
        });"""
    )
    page = context.new_page()
    page.goto(f"{server}/de/guides/")
    page.add_style_tag(content=".ww-sheet:not([hidden]) { display: block }")
    button = page.locator(".ww-tool[popovertarget=menu]")
    expect(page.locator("#menu")).to_be_hidden()
    button.press("Enter")
    expect(page.locator("#menu")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_be_hidden()
    expect(button).to_be_focused()


COLOUR = "getComputedStyle(document.documentElement).backgroundColor"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(16, 25, 27)"


def test_colours_follow_the_device_until_the_reader_chooses(server: str, browser: Browser) -> None:
    with browser.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"{server}/de/")
        assert page.evaluate(COLOUR) == DARK
        page.get_by_label("Hell").check()
        assert page.evaluate(COLOUR) == LIGHT
        page.goto(f"{server}/ar/guides/")
        assert page.evaluate(COLOUR) == LIGHT
        expect(page.locator("#scheme [value=light]")).to_be_checked()
        page.locator("#scheme [value='']").check()
        assert page.evaluate(COLOUR) == DARK
        page.reload()
        assert page.evaluate(COLOUR) == DARK


def test_chosen_colours_are_there_before_anything_is_shown(
    server: str, context: BrowserContext
) -> None:
    """When the body begins, the choice is made: nothing can flash."""
    context.add_init_script(
        """localStorage.setItem("wegweiser.scheme", "dark");
        new MutationObserver((_, observer) => {
          if (!document.body) return;
          window.schemeOfBody = document.documentElement.dataset.scheme;
          observer.disconnect();
        }).observe(document, { childList: true, subtree: true });"""
    )
    page = context.new_page()
    page.goto(f"{server}/de/guides/")
    assert page.evaluate("schemeOfBody") == "dark"


def test_slash_leads_to_the_search_field(server: str, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{server}/de/guides/")
        page.keyboard.press("/")
        field = page.locator(".ww-header input[type=search]")
        expect(field).to_be_focused()
        page.keyboard.type("jobcenter/")
        expect(field).to_have_value("jobcenter/")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{server}/de/search/#q=jobcenter%2F")
        expect(page.locator("#search-results a").first).to_be_visible()


def test_slash_leads_to_the_search_page_where_there_is_no_field(
    server: str, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(f"{server}/de/guides/")
    page.keyboard.press("/")
    page.wait_for_url(f"{server}/de/search/")
    expect(page.locator("#search-query")).to_be_focused()


VOICES = """
  const spoken = (window.spoken = []);
  const voices = %s.map(([lang, localService]) => ({ lang, localService, name: lang }));
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices,
    speak: (utterance) => spoken.push([utterance.lang, utterance.text.trim()]),
    cancel: () => spoken.push(["", "cancelled"]),
    addEventListener: () => {},
  }});
"""


def test_pages_are_read_aloud_in_the_voice_of_each_language(
    server: str, context: BrowserContext
) -> None:
    context.add_init_script(VOICES % '[["de-DE", true], ["ar-SA", true]]')
    page = context.new_page()
    wrong = watch(page, server)
    page.goto(f"{server}/ar/contacts/kost-team/")
    button = page.locator("#aloud")
    expect(button).to_be_visible()
    page.evaluate("spoken.length = 0")
    button.click()
    spoken = page.evaluate("spoken")
    assert ["ar-SA", "+ 4 9 5 2 5 1 8 8 1 1 8 9 9 2"] in spoken
    assert {language for language, _ in spoken if language} == {"ar-SA", "de-DE"}
    assert not [text for _, text in spoken if "Hilfe" in text or "قائمة" in text], "no navigation"
    page.locator("#aloud").click()
    assert page.evaluate("spoken.at(-1)") == ["", "cancelled"]
    assert wrong == []


@pytest.mark.parametrize("voices", ["[]", '[["de-DE", true]]', '[["ar-SA", false]]'])
def test_nothing_is_read_aloud_without_a_voice_of_the_device(
    voices: str, server: str, context: BrowserContext
) -> None:
    """Voices that are not on the device would send the text to somebody else."""
    context.add_init_script(VOICES % voices)
    page = context.new_page()
    page.goto(f"{server}/ar/contacts/kost-team/")
    expect(page.locator("[data-print]")).to_be_visible()
    expect(page.locator("#aloud")).to_be_hidden()


def test_reading_aloud_stops_when_the_reader_leaves(server: str, context: BrowserContext) -> None:
    context.add_init_script(VOICES % '[["de-DE", true]]')
    page = context.new_page()
    page.goto(f"{server}/de/guides/erste-bewerbung/")
    page.locator("#aloud").click()
    page.evaluate("addEventListener('pagehide', () => localStorage.setItem('t', spoken.at(-1)[1]))")
    page.goto(f"{server}/de/")
    assert page.evaluate("localStorage.getItem('t')") == "cancelled"
