"""Writing the folder of the form editor."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2

from wegweiser.editor.backend import LOCAL, backend_of, policy_of
from wegweiser.editor.config import editor_settings
from wegweiser.model.site_files import Editor
from wegweiser.policy import REFERRER

FOLDER = "admin"
"""The folder of the editor in the served tree."""

STATIC = Path(__file__).parent / "static"

_ASSETS = ("site.css", "images/sign.svg")

_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.PackageLoader("wegweiser.editor", "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    keep_trailing_newline=True,
)


def write_editor(
    tree: Path, root: Path, editor: Editor | None, assets: Mapping[str, bytes], url: str
) -> None:
    """Write the editor of the site in `root` into the folder `tree` that is served.

    Without an `editor` it writes to this machine (see `local`). `assets` are those of the
    site, which lies at `url`: its stylesheet is for previews.
    """
    folder = tree / FOLDER
    (folder / "vendor").mkdir(parents=True)
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            (folder / path.relative_to(STATIC)).write_bytes(path.read_bytes())
    for name in _ASSETS:
        (folder / Path(name).name).write_bytes(assets[name])
    settings = editor_settings(root, _place(editor, url))
    text = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    (folder / "settings.json").write_text(f"{text}\n", encoding="utf-8")
    page = _ENVIRONMENT.get_template("admin.html").render(
        policy=policy_of(editor), referrer=REFERRER
    )
    (folder / "index.html").write_text(page, encoding="utf-8")


def _place(editor: Editor | None, url: str) -> dict[str, Any]:
    if editor is None:
        return LOCAL
    return {**backend_of(editor), "site_url": url, "display_url": url}
