"""The list of what an edition consists of, for those who save it on their device."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from pathlib import Path

from wegweiser.render.page_plan import SAVED_LIST

_INDEX = "index.html"
_PICTURE = re.compile(r"/(images/[0-9a-f]+/)([^/\s]+\.webp) (\d+)w")
_TELEPHONE = 720
"""Pixels of a telephone's width, at two a CSS pixel (see `render.pictures`)."""
_KEPT = {".html", ".css", ".js", ".json", ".svg", ".png", ".jpg", ".webp", ".avif", ".vcf"}
_NOT_KEPT = {"404.html", "sw.js", SAVED_LIST}


def write_saved_list(folder: Path) -> None:
    """Write the list of the edition in `folder` beside its pages.

    Per file its address below the edition, a digest of it, and how many bytes a compressed transfer
    takes; the version is a digest of all of them.
    """
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    kept = [name for name in sorted(paths) if Path(name).suffix in _KEPT and name not in _NOT_KEPT]
    files = [_file(name, paths[name]) for name in kept]
    html = "".join(paths[name].read_text("utf-8") for name in kept if name.endswith(".html"))
    files += [_file(f"../{name}", folder.parent / name) for name in _pictures(html)]
    version = hashlib.sha256(repr(files).encode()).hexdigest()[:12]
    text = json.dumps({"version": version, "files": files}, separators=(",", ":"))
    (folder / SAVED_LIST).write_text(text, encoding="utf-8")


def _pictures(html: str) -> list[str]:
    """Return for each picture on the pages its smallest file that fills a telephone's width."""
    found: dict[str, dict[int, str]] = {}
    for folder, name, width in _PICTURE.findall(html):
        found.setdefault(folder, {})[int(width)] = f"{folder}{name}"
    return sorted(
        sizes[min((width for width in sizes if width >= _TELEPHONE), default=max(sizes))]
        for sizes in found.values()
    )


def _file(name: str, path: Path) -> tuple[str, str, int]:
    data = path.read_bytes()
    address = name.removesuffix(_INDEX) if path.name == _INDEX else name
    return address or "./", hashlib.sha256(data).hexdigest()[:12], len(zlib.compress(data, 6))
