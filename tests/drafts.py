"""The form editor as staff have it, with drafts, but without a code host.

What is saved stays in the browser's memory: Decap CMS's backend "test-repo".
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sites import CITY, PROJECT

from wegweiser.editor import FOLDER, write_editor
from wegweiser.render import load_assets


def write_drafts_editor(tree: Path) -> Path:
    """Write the editor of the sample city into `tree`, to be served; return `tree`."""
    write_editor(tree, CITY, None, load_assets(PROJECT / "theme").files, "")
    path = tree / FOLDER / "settings.json"
    settings = json.loads(path.read_text("utf-8"))
    settings["config"] |= {"backend": {"name": "test-repo"}, "publish_mode": "editorial_workflow"}
    path.write_text(json.dumps(settings), "utf-8")
    start = tree / FOLDER / "start.js"  # the first script of the page
    files = json.dumps(repo_files(CITY))
    start.write_text(f"{start.read_text('utf-8')}window.repoFiles = {files};\n", "utf-8")
    return tree


def repo_files(root: Path) -> dict[str, Any]:
    """Return the content of a site as that backend has it: folders in folders, then files.

    It reads an entry there, but lists a folder by its whole path.
    """
    files: dict[str, Any] = {}
    for path in sorted((root / "content").rglob("*.yml")):
        folder, name = path.relative_to(root).parent, path.name
        entry = {"content": path.read_text("utf-8")}
        place = files
        for part in folder.parts:
            place = place.setdefault(part, {})
        place[name] = entry
        if len(folder.parts) > 1:
            files.setdefault(folder.as_posix(), {})[name] = entry
    return files
