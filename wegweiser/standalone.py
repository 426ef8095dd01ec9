"""`mkdocs build` and `mkdocs serve` by themselves: one edition, staged when MkDocs asks for it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from wegweiser.build_date import build_date
from wegweiser.diagnostics.reporters import report_terminal
from wegweiser.publish.pictures import PICTURE_CACHE, write_picture
from wegweiser.render import PICTURES, AssetError, load_assets, write_editions
from wegweiser.site import Site, open_site

SOURCE_FOLDERS = ("content", "locales", "docs", "theme")
"""Folders in which an edit changes the site."""


def make_stage(root: Path, locale: str) -> Path:
    """Check the content of `root`, stage the edition `locale` and return the stage's folder.

    Raises `SystemExit` after reporting the errors of the content, for an unknown locale and for
    a date that is none, and when the theme's scripts cannot be joined.
    """
    try:
        today = build_date()
    except ValueError as error:
        sys.exit(str(error))
    site, problems = open_site(root, today)
    if site is None:
        sys.stderr.write(report_terminal(problems, root))
        raise SystemExit(1)
    if locale not in site.tags:
        sys.exit(f"{locale} is not a locale of this site; there are: {', '.join(site.tags)}")
    folder = root / ".cache" / "stage" / locale
    try:
        pages = site.stage(locale, folder, load_assets(root / "theme"))
    except AssetError as error:
        sys.exit(str(error))
    _write_pictures(site, folder.with_name(PICTURES), root / PICTURE_CACHE)
    translated = {page.path: [locale] for page in pages if page.translated}
    write_editions(folder, [site.edition(locale)], translated)
    return folder


def _write_pictures(site: Site, folder: Path, cache: Path) -> None:
    """Write what the engine is to put beside the edition; `folder` is emptied first."""
    if folder.exists():
        shutil.rmtree(folder)
    for picture in site.content.shown_pictures(site.today):
        write_picture(picture, site.content, folder, cache)


def watched_folders(root: Path) -> list[Path]:
    """Return the folders of `root` to watch while serving."""
    return [root / name for name in SOURCE_FOLDERS if (root / name).is_dir()]
