"""Booklets: complete, tagged, in the letters of their language, the same bytes every time."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from lxml.html.builder import E
from pypdf import PdfReader
from sites import CITY, LOCALES, PROJECT, TODAY, look_at

from wegweiser.cli import main
from wegweiser.model.entries import Contact, Programme
from wegweiser.model.fields import format_phone
from wegweiser.publish import Builder
from wegweiser.publish.booklet import write_booklet

PRINTED = ("de", "ar", "ti")
"""Printed whole: each in another script."""
FONTS = {
    **dict.fromkeys(("ar", "fa", "ps"), "Noto-Sans-Arabic"),
    "ti": "Noto-Sans-Ethiopic",
}
"""Fonts of the editions whose script is not in Noto Sans itself."""


@pytest.mark.parametrize("tag", LOCALES)
def test_booklet_has_every_offer_and_contact(tag: str) -> None:
    site = look_at(PROJECT)
    document = site.booklet(tag)
    tree = html.fromstring(document)
    assert (tree.get("lang"), tree.get("dir")) == (tag, site.edition(tag).locale.direction)
    entries = [*site.content.of(Programme, TODAY), *site.content.of(Contact, TODAY)]
    ids = {f"{entry.collection}-{entry.id}" for entry in entries}
    assert {article.get("id") for article in tree.iter("article")} == ids
    links = [str(link) for link in tree.xpath("//a/@href")]
    assert {link[1:] for link in links if link.startswith("#")} == ids
    away = [link for link in links if not link.startswith("#")]
    assert all(href.startswith(("https://", "http://", "tel:", "mailto:")) for href in away)
    assert not list(tree.iter("button", "script", "form"))


def fonts_of(reader: PdfReader) -> set[str]:
    """Return the fonts of a booklet, each without the mark of the subset of it that it has."""
    resources: list[Any] = [page["/Resources"] for page in reader.pages]
    fonts = [font for found in resources for font in found["/Font"].values()]
    return {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts}


@pytest.mark.parametrize("tag", LOCALES)
def test_every_letter_is_in_the_fonts_of_the_booklet(tag: str, tmp_path: Path) -> None:
    """A letter that they lack is taken from any other font of the machine."""
    tree = html.fromstring(look_at(PROJECT).booklet(tag))
    (body,) = tree.iter("body")
    body[:] = [E.p("".join(sorted(set(body.text_content()))))]
    write_booklet(html.tostring(tree, encoding="unicode"), tmp_path / "letters.pdf")
    assert fonts_of(PdfReader(tmp_path / "letters.pdf")) == {
        "Noto-Sans",
        FONTS.get(tag, "Noto-Sans"),
    }


@pytest.mark.parametrize("tag", PRINTED)
def test_booklet_is_a_tagged_document_in_its_letters(tag: str, tmp_path: Path) -> None:
    site = look_at(PROJECT)
    write_booklet(site.booklet(tag), tmp_path / "booklet.pdf")
    reader = PdfReader(tmp_path / "booklet.pdf")
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == tag
    assert root["/MarkInfo"]["/Marked"]
    assert FONTS.get(tag, "Noto-Sans") in fonts_of(reader)
    assert all("Noto" in font for font in fonts_of(reader))
    text = "".join(page.extract_text() for page in reader.pages).replace("\xa0", " ")
    for contact in site.content.of(Contact, TODAY):
        if contact.voice_number:
            assert format_phone(contact.voice_number) in text


def test_same_input_gives_same_bytes(tmp_path: Path) -> None:
    document = look_at(CITY).booklet("ar")
    for name in ("one", "two"):
        write_booklet(document, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_home_leads_to_the_booklet_where_there_is_one(tmp_path: Path) -> None:
    for booklets in (True, False):
        output = tmp_path / str(booklets)
        Builder(PROJECT / "mkdocs.yml", output, lambda line: None, booklets=booklets).build(
            look_at(CITY)
        )
        for tag in ("de", "en", "ar"):
            assert (output / tag / "booklet.pdf").exists() == booklets
            assert ('href="booklet.pdf"' in (output / tag / "index.html").read_text()) == booklets
            elsewhere = (output / tag / "programmes" / "index.html").read_text()
            assert "booklet.pdf" not in elsewhere


def test_missing_printer_is_told_before_anything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    command = ["build", "--booklets", "--allow-samples", "--root", str(CITY), "--date", str(TODAY)]
    assert main([*command, "--output", str(tmp_path / "site")]) == 1
    told = capfd.readouterr().err
    assert "scripts/build --booklets installs WeasyPrint" in told
    assert "Rendering" not in told
    assert not (tmp_path / "site").exists()
