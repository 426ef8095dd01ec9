"""Pictures in `content/images/`: what readers' browsers are given must be pictures.

A picture is content, and content is never code (invariant 7): an SVG file is a document of its
own, in which a script would run with the rights of the whole site.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from wegweiser import raster
from wegweiser.diagnostics import Diagnostic, Place, rules
from wegweiser.model.fields import IMAGE_NAME
from wegweiser.read.files import printable

MAX_IMAGE_BYTES = 2 * 1024 * 1024

_BAD_NAME = "hat keinen erlaubten Namen (Kleinbuchstaben, Ziffern, -; .png, .jpg, .svg)"
_MOVES = "enthält mehr als ein unbewegtes Bild"
_TOO_LARGE = (
    f"hat zu viele Bildpunkte (höchstens {raster.MAX_MEGAPIXELS} Millionen, "
    f"je Seite höchstens {raster.MAX_SIDE})"
)

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
_pixels = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*").fullmatch
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


@dataclass(frozen=True)
class Picture:
    """A picture of `content/images/` that may be published.

    `width` and `height` are in pixels, of the picture as it is shown; None for a drawing that
    names none. `has_size` is false for a drawing whose `width` and `height` are a ratio alone.
    `digest` is the SHA-256 of the file.
    """

    name: str
    digest: str
    width: int | None = None
    height: int | None = None
    has_size: bool = True
    is_transparent: bool = False

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return Path(self.name).stem

    @property
    def suffix(self) -> str:
        """The ending of the name, which tells the kind of the picture: ``.jpg``."""
        return Path(self.name).suffix


class _UnfitError(Exception):
    """A file may not be published; the message goes on after its name (German)."""


def read_image(path: Path, root: Path) -> tuple[Picture | None, list[Diagnostic]]:
    """Return a picture of `content/images/`, or None and why it may not be published."""
    try:
        return _find_picture(path), []
    except _UnfitError as error:
        place = Place(printable(path.relative_to(root).as_posix()))
        return None, [rules.BAD_FILE_REFERENCE.at(place, value=path.name, problem=str(error))]


def _find_picture(path: Path) -> Picture:
    if not IMAGE_NAME.fullmatch(path.name):
        raise _UnfitError(_BAD_NAME)
    try:
        status = path.stat()
        if status.st_size > MAX_IMAGE_BYTES:
            raise _UnfitError(f"ist größer als {MAX_IMAGE_BYTES // 1024} KiB")
        return _read_picture(path, status.st_mtime_ns, status.st_size)
    except OSError:
        raise _UnfitError("kann nicht gelesen werden") from None


@cache
def _read_picture(path: Path, changed: int, size: int) -> Picture:
    """Return the picture in the file `path`, which was last `changed` then and has that `size`.

    It is decoded once in a process, not for every rebuild while serving.
    """
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if path.suffix == ".svg":
        if not is_still_picture(data):
            raise _UnfitError(_MOVES)
        return Picture(path.name, digest, *_size_of_drawing(data))
    if not data.startswith(_BEGINNINGS[path.suffix]):
        raise _UnfitError("ist kein Bild dieser Art")
    try:
        found = raster.measure(data, path.suffix)
    except raster.TooLargeError:
        raise _UnfitError(_TOO_LARGE) from None
    except raster.MovingError:
        raise _UnfitError(_MOVES) from None
    except raster.RasterError:
        raise _UnfitError("ist beschädigt") from None
    return Picture(
        path.name, digest, found.width, found.height, is_transparent=found.is_transparent
    )


def _size_of_drawing(data: bytes) -> tuple[int | None, int | None, bool]:
    """Return width and height of an SVG document, and whether it is a size or a ratio alone.

    Lengths are CSS pixels; of other units the ratio of the `viewBox` is taken (SVG 2, 8.6 and 8.2).
    """
    svg = etree.fromstring(data, _PARSER)
    lengths = [found[1] for side in ("width", "height") if (found := _pixels(svg.get(side, "")))]
    has_size = len(lengths) == 2
    ratio = re.split(r"[\s,]+", svg.get("viewBox", "").strip())[2:]
    try:
        width, height = (round(float(side)) for side in (lengths if has_size else ratio))
    except (ValueError, OverflowError):
        return None, None, False
    return (width, height, has_size) if min(width, height) > 0 else (None, None, False)


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
