"""Pictures in `content/images/`: they are published as they are, so they must be pictures.

A picture is content, and content is never code (invariant 7): an SVG file is a document of its
own, in which a script would run with the rights of the whole site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from wegweiser.diagnostics import Diagnostic, Place, rules
from wegweiser.model.fields import IMAGE_NAME
from wegweiser.read.files import printable

MAX_IMAGE_BYTES = 2 * 1024 * 1024

_BEGINNINGS = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".webp": (b"RIFF",),
    ".avif": (b"\x00\x00\x00",),
}
_SVG = "{http://www.w3.org/2000/svg}"
_STILL_ELEMENTS = frozenset(
    f"{_SVG}{name}"
    for name in (
        *("svg", "g", "defs", "title", "desc", "metadata", "symbol", "use", "clipPath", "mask"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"),
        *("linearGradient", "radialGradient", "stop", "pattern", "filter", "feGaussianBlur"),
    )
)
_URL = re.compile(r"url|image-set|src\s*\(|import|:\s*//", re.IGNORECASE)
_INTERNAL_URL = re.compile(r"url\((['\"]?)#[\w.-]+\1\)")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def check_image(path: Path, root: Path) -> Iterator[Diagnostic]:
    """Yield a diagnostic when a file of `content/images/` may not be published."""
    problem = _find_problem(path)
    if problem:
        place = Place(printable(path.relative_to(root).as_posix()))
        yield rules.BAD_FILE_REFERENCE.at(place, value=path.name, problem=problem)


def _find_problem(path: Path) -> str | None:
    if not IMAGE_NAME.fullmatch(path.name):
        return "hat keinen erlaubten Namen (Kleinbuchstaben, Ziffern, -; .png, .jpg, .svg)"
    try:
        if path.stat().st_size > MAX_IMAGE_BYTES:
            return f"ist größer als {MAX_IMAGE_BYTES // 1024} KiB"
        data = path.read_bytes()
    except OSError:
        return "kann nicht gelesen werden"
    if path.suffix == ".svg":
        return None if is_still_picture(data) else "enthält mehr als ein unbewegtes Bild"
    return None if data.startswith(_BEGINNINGS[path.suffix]) else "ist kein Bild dieser Art"


def is_still_picture(data: bytes) -> bool:
    """Return whether an SVG document only draws: no scripts, styles, events or other files."""
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError:
        return False
    if root.getroottree().docinfo.internalDTD is not None:
        return False
    # The document's own nodes too: a processing instruction can name a style sheet.
    for node in root.getroottree().xpath("//node()"):
        if isinstance(node, str | etree._Comment):
            continue
        if node.tag not in _STILL_ELEMENTS or not all(map(_is_still, node.attrib.items())):
            return False
    return True


def _is_still(attribute: tuple[str, str]) -> bool:
    name, value = etree.QName(attribute[0]).localname.lower(), attribute[1].strip()
    if name == "href":
        return re.fullmatch(r"#[\w.-]+", value) is not None
    if name.startswith("on") or name in {"style", "base"}:
        return False
    # Presentation attributes are read as CSS, in which a backslash or a comment can hide a name.
    if _URL.search(value):
        return _INTERNAL_URL.fullmatch(value) is not None
    return "\\" not in value and "/*" not in value
