"""The assets of the theme as pages load them: one stylesheet, two scripts, pictures, the search.

They are written in small files, as `theme/assets/stylesheets/site.css` (which imports the others)
and ES modules (`first.js` and `shell.js` in `theme/assets/javascripts` import the others), and
joined here, because a page on a slow line should not have to ask for each of them. All lie in one
folder whose name is a digest of everything in it: what is below that address never changes, so that
browsers may keep it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import rcssmin
import rjsmin

_STYLES, _SCRIPTS, _IMAGES = "stylesheets", "javascripts", "images"
_FIRST_STYLE, _WORKER = "site.css", "worker.js"
_JOINED = {"first.js": "first.js", "site.js": "shell.js"}
"""Scripts of every page, by the module that imports the others."""
_ICON = "sign.svg"
_ON_USE = ("search.js", "search")
"""Scripts that are loaded when they are needed; the paths by which they import stay."""

_CSS_IMPORT = re.compile(r'^@import "\./([a-z-]+\.css)";\n', re.MULTILINE)
_JS_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([a-z-]+\.js)";\n', re.MULTILINE)
_JS_EXPORT = re.compile(r"^export (?=(async )?function |const |class )", re.MULTILINE)
_JS_NAME = re.compile(r"^(?:async )?(?:function\*?|const|let|class) ([\w$]+)", re.MULTILINE)
_JS_MODULE_WORD = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


class AssetError(Exception):
    """A module cannot be joined; the message says which and why."""


@dataclass(frozen=True)
class Assets:
    """The assets, by their names in `folder` (relative to the edition, ending in a slash)."""

    folder: str
    files: dict[str, bytes]
    worker: bytes
    """The service worker's script, which has an address of its own (see `offline`)."""
    icon: str
    """The picture beside a page's title as a `data:` address: a request less for every page."""

    def write(self, root: Path) -> None:
        """Write the files below the folder `root` of an edition."""
        for name, data in self.files.items():
            target = root / self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)


def load_assets(theme: Path) -> Assets:
    """Return the assets of the folder `theme`.

    Raises `AssetError` when the modules cannot be joined, `OSError` when a file cannot be read.
    """
    source = theme / "assets"
    scripts = source / _SCRIPTS
    style = rcssmin.cssmin(_join_styles(source / _STYLES))
    files = {"site.css": style.encode()}
    for name, module in _JOINED.items():
        files[name] = _minify(join_scripts(scripts, module))
    for name in _ON_USE:
        path = scripts / name
        for file in sorted(path.rglob("*.js")) if path.is_dir() else [path]:
            files[file.relative_to(scripts).as_posix()] = _minify(file.read_text("utf-8"))
    for path in sorted((source / _IMAGES).iterdir()):
        files[f"{_IMAGES}/{path.name}"] = path.read_bytes()
    digest = hashlib.sha256()
    for name, data in sorted(files.items()):
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    worker = _minify(join_scripts(scripts, _WORKER))
    icon = f"data:image/svg+xml,{quote((source / _IMAGES / _ICON).read_bytes())}"
    return Assets(f"assets/{digest.hexdigest()[:12]}/", files, worker, icon)


def _minify(script: str) -> bytes:
    return str(rjsmin.jsmin(script)).encode()


def _join_styles(folder: Path) -> str:
    """Return the first stylesheet with those that it imports in place."""
    first = (folder / _FIRST_STYLE).read_text("utf-8")
    return _CSS_IMPORT.sub(lambda found: (folder / found[1]).read_text("utf-8"), first)


def join_scripts(folder: Path, first: str) -> str:
    """Return the module `first` in `folder`, and those that it imports, as one script.

    Each stands before those that import it. They may import and export functions, classes and
    constants by name, which must be unique among all of them. Raises `AssetError` otherwise.
    """
    joined: dict[str, str] = {}
    _add_module(folder, first, joined)
    seen: dict[str, str] = {}
    for module, text in joined.items():
        for name in _JS_NAME.findall(text):
            if name in seen:
                raise AssetError(f"{seen[name]} and {module} both define {name}")
            seen[name] = module
    return '(() => {\n"use strict";\n' + "\n".join(joined.values()) + "})();\n"


def _add_module(folder: Path, name: str, joined: dict[str, str]) -> None:
    text = (folder / name).read_text("utf-8")
    for imported in _JS_IMPORT.findall(text):
        if imported not in joined:
            _add_module(folder, imported, joined)
    text = _JS_EXPORT.sub("", _JS_IMPORT.sub("", text))
    if left := _JS_MODULE_WORD.search(text):
        raise AssetError(f"{name}: cannot join {left[0]}")
    joined[name] = text
