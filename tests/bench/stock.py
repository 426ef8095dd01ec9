"""The same pages with stock Material: its own templates, styles, scripts and search, all defaults.

Of two ways that Material documents for several languages this is the lighter one: a project for
each language, with links to the others in `extra.alternate`. Its fonts from another origin, which
are a default as well, are off: the bench works without a network.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from wegweiser.render import PICTURES, Assets
from wegweiser.render.stage import EDITION_FILE
from wegweiser.site import Site

HOOK = Path(__file__).with_name("stock_hook.py")


def build_stock(site: Site, tags: tuple[str, ...], shipped: Path, folder: Path) -> None:
    """Build the editions `tags` of `site` into `folder`, with the pictures of the `shipped` site.

    Raises `CalledProcessError` when MkDocs gives up.
    """
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    work = folder.with_name(f"{folder.name}-work")
    for tag in tags:
        stage = work / tag
        site.stage(tag, stage, Assets("assets/", {}, b"", "data:,"))
        config = work / f"{tag}.yml"
        text = yaml.safe_dump(_configuration(site, tag, stage, folder / tag), allow_unicode=True)
        config.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(config)]
        subprocess.run(command, check=True, stdout=sys.stderr, env=quiet)
    _add_sitemaps(site, tags[0], folder)
    if (shipped / PICTURES).is_dir():
        shutil.copytree(shipped / PICTURES, folder / PICTURES)


def _configuration(site: Site, tag: str, stage: Path, output: Path) -> dict[str, Any]:
    """Return `mkdocs.yml`; the navigation names the pages that ours has."""
    edition = json.loads((stage / EDITION_FILE).read_text("utf-8"))
    locales = site.content.site.locales
    return {
        "site_name": site.content.site.name,
        "site_url": f"{site.content.site.url}{tag}/",
        "docs_dir": str(stage / tag),
        "site_dir": str(output),
        "theme": {"name": "material", "language": tag, "font": False},
        "plugins": ["search"],
        "hooks": [str(HOOK)],
        "nav": [
            {section["pages"][0]["title"]: [f"{page['path']}index.md" for page in section["pages"]]}
            for section in edition["sections"]
        ],
        "extra": {
            "alternate": [
                {"name": locale.name, "link": f"/{locale.tag}/", "lang": locale.tag}
                for locale in locales
            ]
        },
    }


def _add_sitemaps(site: Site, source: str, folder: Path) -> None:
    """Add the site maps of the editions that are not built: pages ask for those of all."""
    known = (folder / source / "sitemap.xml").read_text("utf-8")
    for tag in site.tags:
        target = folder / tag / "sitemap.xml"
        if not target.exists():
            target.parent.mkdir()
            target.write_text(known.replace(f"/{source}/", f"/{tag}/"), encoding="utf-8")
