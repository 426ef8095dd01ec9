"""The handbook for staff as pages beside the editions: for people who know its address.

It is in no edition, no search, no site map and no service worker, and asks search engines to leave
it out. It needs no scripts. A site without `docs/handbuch/` has none.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from markupsafe import Markup

from wegweiser.diagnostics import Diagnostic
from wegweiser.documents import HANDBOOK, REQUIRED, Docs
from wegweiser.model import SOURCE_LOCALE
from wegweiser.publish.root import ENVIRONMENT
from wegweiser.render import PREVIEW_NOTICE, Assets, Handbook, load_handbook
from wegweiser.translate import Edition

_STYLES = "handbook.css"


def write_handbook(
    folder: Path, edition: Edition, docs: Docs, assets: Assets, *, preview: bool = False
) -> list[Diagnostic]:
    """Write the handbook of a site into the folder `folder` of it; return what is wrong in it.

    `edition` is the German one, `docs` are its pages for the footer, `assets` those of its pages.
    Of a `preview`, every page says that it is one.
    """
    handbook, problems = load_handbook(edition.content.root)
    if handbook.pages:
        target = folder / HANDBOOK
        target.mkdir()
        notices = [PREVIEW_NOTICE] if preview else []
        _write_pages(target, handbook, edition, docs, assets.folder, notices)
        # In one file with the site's, as each request counts on a page with pictures.
        own = (Path(__file__).parent / "templates" / _STYLES).read_bytes()
        (target / _STYLES).write_bytes(assets.files["site.css"] + b"\n" + own)
        for name, path in handbook.pictures.items():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / name)
    return problems


def _write_pages(
    target: Path,
    handbook: Handbook,
    edition: Edition,
    docs: Docs,
    assets: str,
    notices: list[str],
) -> None:
    template = ENVIRONMENT.get_template("handbook.html")
    legal = [page for page in docs.pages(SOURCE_LOCALE) if page.name in REQUIRED]
    for page in handbook.pages:
        html = template.render(
            page=page,
            body=Markup(page.body),
            handbook=handbook,
            crumbs=handbook.crumbs(page),
            site=edition.content.site,
            home=f"{page.up}../{SOURCE_LOCALE}/",
            assets=assets,
            styles=_STYLES,
            legal=legal,
            notices=notices,
            ui=edition.ui,
        )
        path = target / page.path / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8")
