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
_OF_EVERY_PAGE = {"first.js": "first.js", "site.js": "shell.js"}
"""Scripts, by the module that imports the others."""
_ON_USE = ("search.js", "search/worker.js", "search/profiles/*.js")
"""Modules that are imported when they are needed, each with what it imports itself."""
_ICON = "sign.svg"

_CSS_IMPORT = re.compile(r'^@import "\./([a-z-]+\.css)";\n', re.MULTILINE)
_JS_IMPORT = re.compile(
    r"""^import (?P<names>\{[^}]*\}|[\w$]+) from (?P<quote>["'])(?P<path>\.[^"']+)(?P=quote);\n""",
    re.MULTILINE,
)
_JS_EXPORT = re.compile(
    r"^export (?P<kept>(?:async )?(?:function\*?|const|class) (?P<name>[\w$]+))", re.MULTILINE
)
_JS_DEFAULT = re.compile(
    r"^export default |export ?\{ ?(?P<name>[\w$]+) as default ?\}", re.MULTILINE
)
_JS_MODULE_WORD = re.compile(r"^(?:import|export)\b(?!\().*", re.MULTILINE)


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
    for name, module in _OF_EVERY_PAGE.items():
        files[name] = _minify(join_script(scripts / module))
    for pattern in _ON_USE:
        for path in sorted(scripts.glob(pattern)):
            files[path.relative_to(scripts).as_posix()] = _minify(join_module(path))
    for path in sorted((source / _IMAGES).iterdir()):
        files[f"{_IMAGES}/{path.name}"] = path.read_bytes()
    digest = hashlib.sha256()
    for name, data in sorted(files.items()):
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    worker = _minify(join_script(scripts / _WORKER))
    icon = f"data:image/svg+xml,{quote((source / _IMAGES / _ICON).read_bytes())}"
    return Assets(f"assets/{digest.hexdigest()[:12]}/", files, worker, icon)


def _minify(script: str) -> bytes:
    return str(rjsmin.jsmin(script)).encode()


def _join_styles(folder: Path) -> str:
    """Return the first stylesheet with those that it imports in place."""
    first = (folder / _FIRST_STYLE).read_text("utf-8")
    return _CSS_IMPORT.sub(lambda found: (folder / found[1]).read_text("utf-8"), first)


def join_script(first: Path) -> str:
    """Return the module `first`, and those that it imports, as one classic script.

    Raises `AssetError` for what cannot be joined, `OSError` when a module cannot be read.
    """
    joined = _Joined()
    joined.add(first.resolve())
    return '(() => {\n"use strict";\n' + "".join(joined.code) + "})();\n"


def join_module(first: Path) -> str:
    """Return the module `first`, and those that it imports, as one module with its exports.

    Raises `AssetError` for what cannot be joined, `OSError` when a module cannot be read.
    """
    joined = _Joined()
    name, exports = joined.add(first.resolve())
    told = [f"export default {name}.default;\n"] if "default" in exports else []
    if named := ", ".join(export for export in exports if export != "default"):
        told.append(f"export const {{ {named} }} = {name};\n")
    return "".join([*joined.code, *told])


class _Joined:
    """Modules in one script, each a function's scope whose value has its exports.

    Each stands after those that it imports. They may export functions, classes and constants, and
    import them by their names.
    """

    def __init__(self) -> None:
        self.code: list[str] = []
        self._known: dict[Path, tuple[str, list[str]]] = {}
        self._open: list[Path] = []

    def add(self, path: Path) -> tuple[str, list[str]]:
        """Add the module at `path`, unless it is there; return its constant and its exports."""
        if path in self._known:
            return self._known[path]
        self._open.append(path)
        text = path.read_text("utf-8")
        text = _JS_IMPORT.sub(lambda found: self._import(path, found), text)
        exports = [found["name"] for found in _JS_EXPORT.finditer(text)]
        text = _JS_EXPORT.sub(r"\g<kept>", text)
        if _JS_DEFAULT.search(text):
            exports.append("default")
            text = _JS_DEFAULT.sub(lambda found: f"const $default = {found['name'] or ''}", text)
        if left := _JS_MODULE_WORD.search(text):
            raise AssetError(f"{path.name}: cannot join {left[0]}")
        name = f"$m{len(self._known)}"
        told = ", ".join("default: $default" if word == "default" else word for word in exports)
        self.code.append(f"const {name} = (() => {{\n{text}\nreturn {{ {told} }};\n}})();\n")
        self._known[path] = name, exports
        self._open.remove(path)
        return name, exports

    def _import(self, path: Path, found: re.Match[str]) -> str:
        names, imported = found["names"], (path.parent / found["path"]).resolve()
        if imported in self._open:
            raise AssetError(f"{path.name}: {found['path']} imports this one")
        module, exports = self.add(imported)
        is_default = names[0] != "{"
        for name in ["default"] if is_default else names.strip("{}").split(","):
            if name.strip() not in exports:
                raise AssetError(f"{path.name}: {found['path']} exports no {name.strip()}")
        return f"const {names} = {module}{'.default' if is_default else ''};\n"
