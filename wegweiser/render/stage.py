"""The stage: the border to the site engine.

Per page a Markdown file: front matter (one JSON object, which is YAML too) and one block of
finished HTML. Beside the pages lie `edition.json` (what the page shell needs) and the assets.
The layout below the stage is ``<locale>/<path>index.md``.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from wegweiser.model import SOURCE_LOCALE, is_shown
from wegweiser.model.fields import format_phone
from wegweiser.render.assets import Assets
from wegweiser.render.offline import offline_files
from wegweiser.render.page_plan import OFFLINE
from wegweiser.render.pages import RenderedPage
from wegweiser.translate import Edition, Localised, State

EDITION_FILE = "edition.json"
"""What the page shell needs of this edition."""

EDITIONS_FILE = "editions.json"
"""What every edition must know of the others."""


PREVIEW_NOTICE = "preview.notice"
"""The interface text that every page of a preview begins with."""


@dataclass(frozen=True)
class StagedPage:
    """What the rooms after this one need to know of a page without opening it."""

    path: str
    title: Localised
    description: str
    translated: bool
    reviewed_on: str | None


def write_stage(
    edition: Edition,
    pages: Iterable[RenderedPage],
    assets: Assets,
    folder: Path,
    *,
    preview: bool = False,
) -> list[StagedPage]:
    """Write the pages of `edition`, and the assets they load, below `folder`; return the pages.

    `preview` has every page say that it is one. `folder` is emptied first. Raises `OSError` when it
    cannot be written.
    """
    if folder.exists():
        shutil.rmtree(folder)
    root = folder / edition.locale.tag
    staged = []
    pages = list(pages)
    for page in pages:
        target = root / page.path / "index.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_file(page), encoding="utf-8")
        for name, text in page.files:
            target.with_name(name).write_text(text, encoding="utf-8", newline="")
        reviewed_on = page.reviewed_on.isoformat() if page.reviewed_on else None
        title = Localised(page.title, page.title_language, State.SOURCE)
        staged.append(StagedPage(page.path, title, page.description, page.translated, reviewed_on))
    assets.write(root)
    offline_page = next(page.body for page in pages if page.path == OFFLINE)
    for name, data in offline_files(edition, assets, offline_page).items():
        (root / name).write_bytes(data)
    described = {
        **_describe(edition, pages, preview),
        "assets": assets.folder,
        "icon": assets.icon,
    }
    (folder / EDITION_FILE).write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
    return staged


def write_editions(
    folder: Path, editions: Sequence[Edition], translated: Mapping[str, Sequence[str]]
) -> None:
    """Tell the stage in `folder` of all editions, and in which each path is `translated`."""
    locales = [
        {"tag": e.locale.tag, "name": e.locale.name, "direction": e.locale.direction}
        for e in editions
    ]
    known = {"source": SOURCE_LOCALE, "locales": locales, "pages": translated}
    (folder / EDITIONS_FILE).write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")


def _file(page: RenderedPage) -> str:
    head = asdict(page)
    body = head.pop("body")
    del head["reviewed_on"], head["files"]
    return f"---\n{json.dumps(head, ensure_ascii=False)}\n---\n{body}"


def _describe(edition: Edition, pages: list[RenderedPage], preview: bool) -> dict[str, object]:
    """Return what the page shell needs of an edition; every string is plain text."""
    interface = edition.interface
    keys = [key for key in interface.texts if key.startswith(_SHELL_KEYS)]
    if edition.content.site.sample:
        keys.append("freshness.sample")
    if preview:
        keys.append(PREVIEW_NOTICE)
    words = {key: edition.ui(key) for key in keys}
    return {
        "tag": edition.locale.tag,
        "direction": edition.locale.direction,
        "site": edition.content.site.name,
        "url": edition.content.site.url,
        "words": {key: {"text": w.text, "language": w.language} for key, w in words.items()},
        "sections": _sections(pages),
        "office": _office(edition, pages),
    }


_SHELL_KEYS = ("shell.", "scheme.", "aloud.", "offline.", "search.", "missing.", "feed.")


def _office(edition: Edition, pages: list[RenderedPage]) -> dict[str, str | None] | None:
    """Return whom to ask on every page, or None if the office must not be shown."""
    office = edition.content.contact(edition.content.site.office)
    if not is_shown(office, edition.today):
        return None
    page = next(page for page in pages if page.path == office.path)
    phone = office.voice_number
    return {
        "path": page.path,
        "title": page.title,
        "language": page.title_language,
        "phone": phone,
        "phone_shown": format_phone(phone) if phone else None,
        "email": office.email,
    }


def _sections(pages: list[RenderedPage]) -> list[dict[str, object]]:
    """Return the sections of the navigation, each with its pages, in order.

    Pages about the website itself stand in the footer, not in the navigation; the search page
    has its field in the header, the choices of a directory stand on its page.
    """
    sections: dict[str, list[dict[str, str]]] = {}
    footer = {page.section for page in pages if page.kind in {"doc", "offline", "translations"}}
    for page in pages:
        if page.kind in {"search", "moved", "directory-value"}:
            continue
        item = {"path": page.path, "title": page.title, "language": page.title_language}
        sections.setdefault(page.section, []).append(item)
    return [
        {"path": path, "pages": found, "footer": path in footer} for path, found in sections.items()
    ]
