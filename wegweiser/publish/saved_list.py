"""The list of what an edition consists of, for those who save it on their device."""

from __future__ import annotations

import hashlib
import json
import zlib
from pathlib import Path

from wegweiser.render.page_plan import SAVED_LIST

_INDEX = "index.html"
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
    version = hashlib.sha256(repr(files).encode()).hexdigest()[:12]
    text = json.dumps({"version": version, "files": files}, separators=(",", ":"))
    (folder / SAVED_LIST).write_text(text, encoding="utf-8")


def _file(name: str, path: Path) -> tuple[str, str, int]:
    data = path.read_bytes()
    address = name.removesuffix(_INDEX) if path.name == _INDEX else name
    return address or "./", hashlib.sha256(data).hexdigest()[:12], len(zlib.compress(data, 6))
