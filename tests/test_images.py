"""Drawings are published as they are, so they may only draw; what is no picture is told."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest
from sites import CITY

from wegweiser.model import load_content
from wegweiser.model.images import is_still_picture

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'

STILL = [
    '<path d="M0 0h1"/>',
    '<!-- drawn by hand --><g fill="#123"><title>Schild</title><circle r="3"/></g>',
    '<defs><path id="a" d="M0 0"/></defs><use href="#a"/><rect fill="url(#a)"/>',
]
MORE = [
    "<script>alert(1)</script>",
    '<path onload="alert(1)" d=""/>',
    '<use href="https://other.example/a.svg#x"/>',
    '<use xlink:href="data:image/svg+xml;base64,AA"/>',
    '<a href="javascript:alert(1)"><path d=""/></a>',
    "<foreignObject><body/></foreignObject>",
    "<style>@import 'https://other.example/a.css'</style>",
    '<rect fill="url(https://other.example/a)"/>',
    '<animate attributeName="x"/>',
    "<path",
    '<rect style="fill:red"/>',
    '<rect fill="url(#a) url(https://other.example/b)"/>',
    r'<rect fill="\75rl(https://other.example/b)"/>',
    '<rect fill="u/**/rl(https://other.example/b)"/>',
    '<g xml:base="https://other.example/"><use href="#a"/></g>',
]


@pytest.mark.parametrize("inner", STILL)
def test_drawing_is_a_still_picture(inner: str) -> None:
    assert is_still_picture(SVG.format(inner).encode())


@pytest.mark.parametrize("inner", MORE)
def test_anything_else_is_not(inner: str) -> None:
    assert not is_still_picture(SVG.format(inner).encode())


def test_style_sheets_of_the_document_are_refused() -> None:
    sheet = '<?xml-stylesheet href="https://other.example/a.css"?>' + SVG.format("")
    assert not is_still_picture(sheet.encode())


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.format("<title>&a;</title>")
    assert not is_still_picture(bomb.encode())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("seite.html", b"<p>x"),
        ("Haus.PNG", b"\x89PNG\r\n\x1a\n"),
        ("haus.png", b"<html>"),
        ("gross.jpg", b"\xff\xd8\xff" + bytes(3_000_000)),
        ("boese.svg", SVG.format(MORE[0]).encode()),
    ],
)
def test_file_that_is_no_picture_is_told(name: str, data: bytes, tmp_path: Path) -> None:
    root = tmp_path / "city"
    shutil.copytree(CITY, root)
    (root / "content" / "images" / name).write_bytes(data)
    content, _, problems = load_content(root, datetime.date(2026, 11, 23))
    assert content is None
    assert [(p.code, p.place.file) for p in problems] == [("W225", f"content/images/{name}")]
