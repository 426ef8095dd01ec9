"""Making the files of the pictures: once for all editions, and once for all builds.

A cache keeps what was encoded, by its address, in which everything counts that the bytes follow
from (see `render.pictures`). It may be deleted at any time.
"""

from __future__ import annotations

import errno
import hashlib
import shutil
from pathlib import Path

from wegweiser import raster
from wegweiser.model import Content
from wegweiser.model.images import Picture
from wegweiser.model.load import CONTENT, IMAGES
from wegweiser.render.pictures import drawing_path, variants
from wegweiser.writing import write_bytes_whole

PICTURE_CACHE = ".cache/pictures"
"""Folder beside the engine's configuration that keeps what was encoded."""


def write_picture(picture: Picture, content: Content, folder: Path, cache: Path) -> None:
    """Write the files of a picture of `content` below `folder`; what is in `cache` is not made.

    Raises `OSError` when a file cannot be written, and when the picture is not the one that was
    checked any more.
    """
    if picture.suffix == ".svg":
        target = folder / drawing_path(picture)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_read(picture, content))
        return
    files = variants(picture)
    missing = [file for file in files if not (cache / file.path).is_file()]
    if missing:
        image = raster.decode(_read(picture, content), picture.suffix)
        for file in missing:
            write_bytes_whole(cache / file.path, raster.encode(image, file.width, file.suffix))
    for file in files:
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(cache / file.path, target)


def _read(picture: Picture, content: Content) -> bytes:
    path = content.root / CONTENT / IMAGES / picture.name
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != picture.digest:
        raise OSError(errno.EBUSY, "was changed while the site was being built", str(path))
    return data
