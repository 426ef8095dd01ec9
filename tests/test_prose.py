"""Prose: what staff may write becomes clean HTML, everything else is found and never shown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from wegweiser.placeholders import (
    Placeholder,
    drop_quotes,
    find_malformed_placeholders,
    find_placeholders,
    without_quotes,
)
from wegweiser.prose import Explain, find_unsafe, render_blocks, render_line, render_prose, sanitise

ALLOWED = {
    "Ein Absatz.\n\nNoch einer.": "<p>Ein Absatz.</p>\n<p>Noch einer.</p>\n",
    "**fett** und *kursiv*": "<p><strong>fett</strong> und <em>kursiv</em></p>\n",
    "- eins\n- zwei": "<ul>\n<li>eins</li>\n<li>zwei</li>\n</ul>\n",
    "3. drei\n4. vier": '<ol start="3">\n<li>drei</li>\n<li>vier</li>\n</ol>\n',
    "### Titel": "<h3>Titel</h3>\n",
    "[BAMF](https://www.bamf.de/x?a=1&b=2)": (
        '<p><a href="https://www.bamf.de/x?a=1&amp;b=2">BAMF</a></p>\n'
    ),
    "1 < 2 & \"3\" > '4'": "<p>1 &lt; 2 &amp; \"3\" &gt; '4'</p>\n",
    "Anruf: {phone:amt}.": "<p>Anruf: <bdi>phone amt</bdi>.</p>\n",
    "**{term:duldung}**": "<p><strong><bdi>term duldung</bdi></strong></p>\n",
}

REFUSED = {
    "<b>fett</b>": "HTML",
    "<script>alert(1)</script>": "HTML",
    "Text <!-- x -->": "HTML",
    "![Bild](https://x.de/a.png)": "ein Bild",
    "`code`": "Code",
    "```\ncode\n```": "Code-Block",
    "    code": "Code",
    "# Titel": "Überschrift",
    "Titel\n=====": "Überschrift",
    "##### Titel": "Überschrift",
    "[x](javascript:alert(1))": "Link",
    "[x](JaVaScRiPt:alert(1))": "Link",
    "[x](data:text/html,x)": "Link",
    "[x](../geheim)": "Link",
    "[x](https://a.de/{phone:amt})": "Link",
    "<https://a.de/{phone:amt}>": "Link",
    "[{phone:amt}](https://a.de/)": "Platzhalter",
    "\\{phone:amt}": "Platzhalter",
    "## Titel": "Überschrift",
    "#### Titel": "Überschrift",
    "[x](//x.de/y)": "Link",
    "[x][y]\n\n[y]: vbscript:x": "Link",
    "<javascript:alert(1)>": "Link",
}


def resolve(placeholder: Placeholder) -> str:
    return f"<bdi>{placeholder.kind} {placeholder.target}</bdi>"


@pytest.mark.parametrize("text", ALLOWED)
def test_allowed_prose_becomes_html(text: str) -> None:
    assert find_unsafe(text) == []
    assert render_prose(text, resolve) == ALLOWED[text]


@pytest.mark.parametrize("text", REFUSED)
def test_anything_else_is_found(text: str) -> None:
    unsafe = find_unsafe(text)[0]
    assert REFUSED[text] in unsafe.description
    assert unsafe.part in text


def test_line_is_plain_text() -> None:
    html = render_line("**A** <b> & {phone:amt}", resolve)
    assert html == "**A** &lt;b&gt; &amp; <bdi>phone amt</bdi>"


def test_german_words_in_a_translation_are_marked() -> None:
    text = "Your office ({de:Ämter & Co}), {phone:amt}"
    marked = 'Your office (<span lang="de" dir="ltr">Ämter &amp; Co</span>), <bdi>phone amt</bdi>'
    assert render_line(text, resolve) == marked
    assert render_prose(text, resolve) == f"<p>{marked}</p>\n"
    assert without_quotes(text) == "Your office (Ämter & Co), {phone:amt}"
    assert drop_quotes("Training ({de:Ausbildung}), {de:EQ}") == "Training, EQ"
    assert find_unsafe("{de:jobcenter}") == []
    assert [str(p) for p in find_placeholders("{de:jobcenter} {phone:amt}")] == ["{phone:amt}"]


@pytest.mark.parametrize(
    ("text", "malformed"),
    [
        ("{phone:amt} und {link:guides/erste-bewerbung}", []),
        ("{ phone:amt }", ["{ phone:amt }"]),
        ("{phone}", ["{phone}"]),
        ("{{ 7*7 }}", ["{ 7*7 }"]),
        ("a } b", ["}"]),
        ("{phone:amt", ["{phone:amt"]),
        ("{PHONE:amt}", ["{PHONE:amt}"]),
    ],
)
def test_malformed_placeholders_are_found(text: str, malformed: list[str]) -> None:
    found = find_malformed_placeholders(text)
    assert [part for part in malformed if not any(part in other for other in found)] == []
    assert bool(found) == bool(malformed)
    assert len(find_placeholders(text)) == (2 if not malformed else 0)


MARKUP = st.lists(
    st.sampled_from(
        [
            *(*REFUSED, *ALLOWED, "<", ">", "&", '"', "'", "](", "[", "*", "_", "#", "\n", "\\"),
            *("onerror=x", "javascript:", "{phone:a}", "{", "}", "<a href=", "<img src=x ", " "),
        ]
    )
    | st.text(max_size=5),
    max_size=12,
).map("".join)

DANGER = re.compile(
    r"<(script|img|iframe|style|svg)|<[^>]*\son\w+=|href=.(javascript|data|vb)", re.I
)


@settings(max_examples=1500)
@given(MARKUP)
def test_nothing_dangerous_is_ever_rendered(text: str) -> None:
    html = render_prose(text, resolve)
    assert not DANGER.search(html)
    assert sanitise(html) == html
    assert not DANGER.search(render_line(text, resolve))


@settings(max_examples=500)
@given(MARKUP)
def test_accepted_prose_invents_nothing(text: str) -> None:
    if not find_unsafe(text):
        html = render_prose(text, lambda _: " ")
        shown = " ".join(lxml_html.fromstring(f"<div>{html}</div>").itertext())
        assert all(word in text for word in re.findall(r"[a-z]{4,}", shown))


def explained(text: str) -> str:
    """Return prose with the word `Duldung` explained wherever it may be."""
    words = re.compile(r"(?<![\w-])Duldung(?![\w-])")
    explain = Explain(lambda word: f"<button>{word}</button>" if word == "Duldung" else None, words)
    return "".join(render_blocks(text, str, explain=explain))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Eine Duldung.", "<p>Eine <button>Duldung</button>.</p>\n"),
        ("**Duldung** (Duldung)", "<p><strong><button>Duldung</button></strong>"),
        (
            "Ausbildungsduldung, Duldungen, Duldung-Amt",
            "<p>Ausbildungsduldung, Duldungen, Duldung-Amt",
        ),
        ("- eine Duldung", "<ul>\n<li>eine <button>Duldung</button></li>"),
        (
            "In ({de:Duldung})",
            '<p>In <span class="ww-whole">(<button>Duldung</button>)</span></p>',
        ),
        ("{de:Papier}", '<p><span lang="de" dir="ltr">Papier</span></p>'),
    ],
)
def test_words_are_explained_in_text(text: str, html: str) -> None:
    assert explained(text).startswith(html)


@pytest.mark.parametrize(
    "text",
    [
        *("### Duldung", "- ### Duldung", "> ### {de:Duldung}", "[Duldung](https://example.org/)"),
        *("<https://example.org/Duldung>", "[x](https://example.org/(a)/Duldung)"),
        *(
            "[Duldung]\n\n[Duldung]: https://example.org/",
            "[Duldung][1]\n\n[1]: https://example.org/",
        ),
        *("[die\nDuldung](https://example.org/)", "[ab \\] Duldung](https://example.org/)"),
        *("[{de:Duldung}](https://example.org/)", "[*eine* Duldung](https://example.org/)"),
        "[x](https://e.org 'Duldung ) Duldung')",
    ],
)
def test_words_are_left_alone_in_headings_and_links(text: str) -> None:
    assert explained(text) == render_prose(text, str)
