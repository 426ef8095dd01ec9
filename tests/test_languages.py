"""No text of the built site stands in another language than its mark says (invariant 1).

German is known by its words: in an edition of another script any Latin word is suspect, in one
of the Latin script every word that the German edition uses too. `words/<locale>.txt` lists the
words that are right all the same: names that are never translated, and words both languages have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree, html
from lxml.html import HtmlElement
from sites import LOCALES

from wegweiser.locales import direction_of

WORDS = Path(__file__).parent / "words"
GERMAN = ("de", "de-simple")
LATIN = ("en", "fr", "tr", "kmr")

_WORD = re.compile(r"[A-Za-zÄÖÜäöüßÀ-ž]+")
_ABBREVIATION = re.compile(r"[A-Z0-9]+[a-z]?")


def pages_of(site: Path, tag: str) -> Iterator[tuple[str, HtmlElement]]:
    for path in sorted((site / tag).rglob("*.html")):
        yield path.relative_to(site).as_posix(), html.parse(path).getroot()


def texts_of(root: HtmlElement) -> Iterator[tuple[str, str, HtmlElement]]:
    """Yield every text a reader can meet with its language: text nodes and spoken attributes."""
    for element in root.iter(etree.Element):
        # Nothing can be marked inside a page's title.
        if element.tag in {"script", "style", "bdi", "title"}:
            continue
        language = next(iter(element.xpath("ancestor-or-self::*[@lang][1]/@lang")), "")
        texts = [element.text, *(child.tail for child in element)]
        texts += [element.get(name) for name in ("alt", "title", "aria-label", "placeholder")]
        for text in filter(None, texts):
            yield language, text, element


def allowed_in(tag: str) -> set[str]:
    lines = (WORDS / f"{tag}.txt").read_text().splitlines()
    return {line for line in lines if line and not line.startswith("#")}


@pytest.fixture(scope="module")
def german_words(site: Path) -> set[str]:
    return {
        word
        for _, root in pages_of(site, "de")
        for language, text, _ in texts_of(root)
        if language == "de"
        for word in _WORD.findall(text)
    }


def suspects(tag: str, text: str, german: set[str]) -> list[str]:
    words = [word for word in _WORD.findall(text) if not _ABBREVIATION.fullmatch(word)]
    if tag in LATIN:
        return [word for word in words if len(word) > 3 and word in german]
    return words


@pytest.mark.parametrize("tag", [tag for tag in LOCALES if tag not in GERMAN])
def test_no_german_outside_what_is_marked_as_german(
    tag: str, site: Path, german_words: set[str]
) -> None:
    allowed = allowed_in(tag)
    found: dict[str, str] = {}
    for name, root in pages_of(site, tag):
        for language, text, _ in texts_of(root):
            if language == tag:
                found |= {
                    word: f"{name}: {' '.join(text.split())[:80]}"
                    for word in suspects(tag, text, german_words)
                    if word not in allowed
                }
    assert sorted(f"{word}: {place}" for word, place in found.items()) == []


@pytest.mark.parametrize("tag", LOCALES)
def test_every_page_says_its_language_and_direction(tag: str, site: Path) -> None:
    for name, root in pages_of(site, tag):
        assert (root.get("lang"), root.get("dir")) == (tag, direction_of(tag)), name
        for element in root.xpath("//*[@lang]"):
            language = element.get("lang")
            if direction_of(language) != direction_of(tag):
                assert element.get("dir") == direction_of(language), name


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_german_beside_a_text_is_german(tag: str, site: Path) -> None:
    """Titles of hand-written pages and links to them, too."""
    for path, root in pages_of(site, tag):
        for german in root.find_class("ww-de"):
            assert not german.xpath(f".//*[@lang = '{tag}']"), path
