"""Pictures as pages show them: in several sizes and formats, from which the browser takes one.

All editions show the same files, so they lie beside them, below `/images/`, in a folder whose name
is a digest of the picture and of how it is encoded: what is at such an address never changes.
`publish.pictures` makes the files that are planned here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from wegweiser import raster
from wegweiser.model.images import Picture

PICTURES = "images"
"""Folder of the pictures, beside the editions."""

_WIDTHS = (360, 720, 1080, 1280)
"""Widths in pixels: the first three fill a telephone of one, two or three pixels a CSS pixel.

It is 360 CSS pixels wide, 328 of them for content. Slightly smaller files would not be taken:
browsers rather load the next larger one than show a picture enlarged.
"""

_MODERN = {".avif": "image/avif", ".webp": "image/webp"}
"""Formats that not every browser knows, the best first, with their media types."""

_MAX_SHOWN = (800, 320)
"""Width and height in CSS pixels of the largest picture on a page: as wide as the text column."""

_MARGINS = 32
"""CSS pixels beside a picture on a narrow screen: `--space-4` on both sides of `.ww-page`."""


@dataclass(frozen=True)
class Variant:
    """One of the files of a picture: `path` is below `PICTURES`, `width` in pixels."""

    path: str
    width: int
    suffix: str


@dataclass(frozen=True)
class Source:
    """The files of a picture in one format: media type, and paths with widths in pixels."""

    type: str
    files: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ShownPicture:
    """A picture as a page shows it.

    `fallback` is the path of the file for browsers that know none of the `sources`; `width` and
    `height` are CSS pixels where there is room (None for a drawing that has no size), `sizes` is
    the width for every width of the window (HTML, 4.8.4.2.1, "source size list").
    """

    fallback: str
    sources: tuple[Source, ...]
    width: int | None
    height: int | None
    sizes: str


def variants(picture: Picture) -> tuple[Variant, ...]:
    """Return the files of a picture in pixels; the last one is the fallback."""
    assert picture.width
    largest = min(picture.width, _WIDTHS[-1])
    widths = [*(width for width in _WIDTHS if width < largest), largest]
    files = [(width, suffix) for suffix in _MODERN for width in widths]
    # What was given as PNG has few colours or can be seen through; JPEG would spoil it.
    is_png = picture.suffix == ".png" or picture.is_transparent
    folder = _folder(picture, raster.ENCODING)
    return tuple(
        Variant(f"{folder}{picture.stem}-{width}{suffix}", width, suffix)
        for width, suffix in [*files, (largest, ".png" if is_png else ".jpg")]
    )


def drawing_path(picture: Picture) -> str:
    """Return the path below `PICTURES` of an SVG picture, which is published as it is."""
    return f"{_folder(picture, '')}{picture.name}"


def show(picture: Picture) -> ShownPicture:
    """Return a picture as a page shows it."""
    width, height = _shown_size(picture)
    sizes = f"(min-width: {width + _MARGINS}px) {width}px, calc(100vw - 2rem)" if width else ""
    if picture.suffix == ".svg":
        return ShownPicture(drawing_path(picture), (), width, height, sizes)
    *modern, fallback = variants(picture)
    sources = tuple(
        Source(kind, tuple((file.path, file.width) for file in modern if file.suffix == suffix))
        for suffix, kind in _MODERN.items()
    )
    return ShownPicture(fallback.path, sources, width, height, sizes)


def _shown_size(picture: Picture) -> tuple[int | None, int | None]:
    """Return the size of a picture in CSS pixels; it is never larger than it is by itself."""
    if not picture.width or not picture.height:
        return None, None
    scale = min(_MAX_SHOWN[0] / picture.width, _MAX_SHOWN[1] / picture.height)
    if picture.has_size:
        scale = min(scale, 1)
    width = max(1, round(picture.width * scale))
    return width, raster.height_at(width, picture.width, picture.height)


def _folder(picture: Picture, encoding: str) -> str:
    digest = hashlib.sha256(f"{picture.name}\0{picture.digest}\0{encoding}".encode())
    return f"{digest.hexdigest()[:12]}/"
