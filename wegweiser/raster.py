"""Pictures made of pixels: the one module that knows Pillow.

Pictures come from people and may be anything; whatever a decoder says of them is a `RasterError`.
What is written has the pixels alone: no position, no camera, no thumbnail of an uncut picture.
"""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageFile, features

MAX_MEGAPIXELS = 50
"""What the largest cameras of telephones make; decoded it takes 200 MB."""

MAX_SIDE = 12_000
"""Longest side in pixels: a long strip has few pixels, but WebP ends at 16,383."""

_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".avif": "AVIF"}

_ENCODERS: dict[str, dict[str, object]] = {
    # One thread, because libaom writes other bytes with another number of them. Full colour
    # resolution costs 5 % and keeps red letters on white sharp.
    "AVIF": {"quality": 55, "speed": 6, "subsampling": "4:4:4", "max_threads": 1},
    "WEBP": {"quality": 76, "method": 6},
    "JPEG": {"quality": 80, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
}
_LIBRARIES = ("pil", "avif", "webp", "libjpeg_turbo", "zlib", "zlib_ng", "littlecms2")

ENCODING = json.dumps([_ENCODERS, {name: features.version(name) for name in _LIBRARIES}])
"""What else than the picture the written bytes follow from: settings and versions of encoders."""

_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright again, by its orientation (Exif 3.0, 4.6.5, "Orientation")."""

_ON_ITS_SIDE = 5
"""From this orientation on, width and height are exchanged."""

_OWN_COLOURS = ("L", "RGB", "CMYK")
"""Modes that colour profiles are made for."""


class RasterError(Exception):
    """A file cannot be shown as a picture: it is damaged or none."""


class TooLargeError(RasterError):
    """A picture has more pixels than a picture of a website needs (or is a decompression bomb)."""


class MovingError(RasterError):
    """A picture moves."""


@dataclass(frozen=True)
class Measure:
    """The size of a picture in pixels, as it is shown, and whether one can see through it."""

    width: int
    height: int
    is_transparent: bool


def measure(data: bytes, suffix: str) -> Measure:
    """Return the measure of a picture of the kind `suffix` after decoding all of it.

    Raises `RasterError` for a file that is damaged, too large, moves or is of another kind.
    """
    with _opened(data, suffix) as image:
        width, height = image.size
        # A JPEG is decoded to an eighth of its size, which finds the same faults in less time.
        image.draft(None, (1, 1))
        image.load()
        if image.getexif().get(_ORIENTATION, 1) in range(_ON_ITS_SIDE, 9):
            width, height = height, width
        return Measure(width, height, image.has_transparency_data)


def decode(data: bytes, suffix: str) -> Image.Image:
    """Return the picture as it is shown: upright, in sRGB, without any metadata.

    Raises `RasterError` as `measure` does.
    """
    with _opened(data, suffix) as image:
        turn = _UPRIGHT.get(image.getexif().get(_ORIENTATION, 1))
        upright = image if turn is None else image.transpose(turn)
        alpha = upright.convert("RGBA").getchannel("A") if upright.has_transparency_data else None
        colours = _in_srgb(upright)
        bare = Image.new("RGB", colours.size)
        bare.paste(colours)
        if alpha:
            bare.putalpha(alpha)
        return bare


def encode(image: Image.Image, width: int, suffix: str) -> bytes:
    """Return a decoded picture in the format `suffix`, scaled to `width` pixels.

    The same picture gives the same bytes, however many processors there are.
    """
    kind, height = _FORMATS[suffix], height_at(width, *image.size)
    if width != image.width:
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    image.save(written, kind, **_ENCODERS[kind])
    return written.getvalue()


def height_at(width: int, full_width: int, full_height: int) -> int:
    """Return the height of a picture that is scaled to `width`, in whole pixels, at least one."""
    return max(1, round(width * full_height / full_width))


@contextmanager
def _opened(data: bytes, suffix: str) -> Iterator[Image.Image]:
    with warnings.catch_warnings():
        # Warnings are for programmers; what matters of them is an error here.
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        lenient = ImageFile.LOAD_TRUNCATED_IMAGES  # which the booklet's printer switches on
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            with Image.open(io.BytesIO(data), formats=[_FORMATS[suffix]]) as image:
                _check(image)
                yield image
        except RasterError:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise TooLargeError(str(error)) from None
        except Exception as error:
            # Decoders meet damaged files with whatever happens: struct.error, ValueError ...
            raise RasterError(str(error)) from None
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _check(image: Image.Image) -> None:
    """Raise `RasterError` for a picture that need not be decoded to be refused."""
    width, height = image.size
    if width * height > MAX_MEGAPIXELS * 1_000_000 or max(width, height) > MAX_SIDE:
        raise TooLargeError(f"{width} x {height}")
    # Telephones put a second picture (a preview, a depth map) behind a JPEG: "MPO" does not move.
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise MovingError(str(image.format))


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return a picture in the colours that browsers take for granted, without transparency."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16 bits a pixel, which `convert` would cut off at 255
        image = image.point(lambda value: value * (1 / 257)).convert("L")
    if image.mode not in _OWN_COLOURS:
        image = image.convert("L" if image.mode in {"1", "LA"} else "RGB")
    if profile:
        try:
            found = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                ImageCms.Intent.RELATIVE_COLORIMETRIC,
                outputMode="RGB",
            )
        except (ImageCms.PyCMSError, OSError):
            found = None  # browsers show a picture whose profile is damaged as if it had none
        image = found or image
    return image.convert("RGB")
