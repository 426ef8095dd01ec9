"""Verifying a built site before anyone sees it.

Every page must be there and well-formed, every internal link and anchor must lead somewhere, in
every edition and between editions.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from wegweiser.diagnostics import Diagnostic, Place, rules

_LINKS = {"href", "src"}
_NOT_WELL_FORMED = ("ERR_", "HTML_", "DTD_ID_REDEFINED")


@dataclass(frozen=True)
class Link:
    """A link to a file of the site (path below its root) and an anchor in it."""

    target: str
    anchor: str


@dataclass
class Findings:
    """What one edition's pages hold: anchors by file, links with one place each, problems."""

    anchors: dict[str, frozenset[str]] = field(default_factory=dict)
    links: dict[Link, Place] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)


def inspect(site: Path, folder: str, base_url: str) -> Findings:
    """Return what the HTML files below `folder` of `site` hold (or the one file of that name).

    `base_url` is the site's absolute address: links that begin with it are internal too.
    """
    findings = Findings()
    start = site / folder
    files = [start] if start.is_file() else sorted(start.rglob("*.html"))
    for path in files:
        _inspect_file(path, path.relative_to(site).as_posix(), base_url, findings)
    return findings


def _inspect_file(path: Path, name: str, base_url: str, findings: Findings) -> None:
    parser = etree.HTMLParser(encoding="utf-8")
    root = etree.fromstring(path.read_bytes(), parser)
    for error in parser.error_log:
        if error.type_name.startswith(_NOT_WELL_FORMED):
            place = Place(name, max(1, error.line), max(1, error.column))
            findings.problems.append(rules.MALFORMED_HTML.at(place, problem=error.message))
    anchors: set[str] = set()
    for element in root.iter(etree.Element):
        if "id" in element.attrib:
            anchors.add(str(element.attrib["id"]))
        for address in _addresses(element):
            link = _internal(address, name, base_url)
            if link and link not in findings.links:
                findings.links[link] = Place(name, max(1, element.sourceline or 1))
    findings.anchors[name] = frozenset(anchors)


def _addresses(element: etree._Element) -> Iterator[str]:
    """Yield the addresses in the attributes of an element."""
    for attribute in _LINKS & set(element.attrib):
        yield str(element.attrib[attribute])
    # Addresses with a width or density each, between commas (HTML, 4.8.4.2.1).
    for candidate in str(element.attrib.get("srcset", "")).split(","):
        yield from candidate.split()[:1]


def _internal(href: str, name: str, base_url: str) -> Link | None:
    """Return the file of the site that `href` in the file `name` leads to, or None."""
    folder = posixpath.join("/", posixpath.dirname(name))
    if href.startswith(base_url):
        folder, href = "/", href.removeprefix(base_url)
        parts = urlsplit(href or "./")
    else:
        parts = urlsplit(href)
        if parts.path.startswith("/"):
            folder = "/"
            parts = parts._replace(path=parts.path.removeprefix(urlsplit(base_url).path))
    if parts.scheme or parts.netloc:
        return None
    path, anchor = unquote(parts.path), unquote(parts.fragment)
    if not path and folder != "/":
        return Link(name, anchor)
    target = posixpath.normpath(posixpath.join(folder, path)).lstrip("/")
    if path.endswith("/") or posixpath.basename(path) in {"", ".", ".."}:
        target = posixpath.join(target, "index.html")
    return Link(target, anchor)


def check_links(site: Path, findings: Iterable[Findings]) -> Iterator[Diagnostic]:
    """Yield every internal link that leads nowhere, and every anchor that is missing."""
    findings = list(findings)
    anchors: dict[str, frozenset[str]] = {}
    for found in findings:
        anchors |= found.anchors
    for found in findings:
        for link, place in found.links.items():
            if link.target not in anchors and not (site / link.target).is_file():
                yield rules.BROKEN_LINK.at(place, target=link.target)
            elif link.anchor and link.anchor not in anchors.get(link.target, ()):
                yield rules.BROKEN_ANCHOR.at(place, target=link.target, anchor=link.anchor)


def check_pages(site: Path, tag: str, paths: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield the pages of the edition `tag` that the engine did not write."""
    for path in paths:
        name = f"{tag}/{path}index.html"
        if not (site / name).is_file():
            yield rules.PAGE_MISSING.at(Place(name))
