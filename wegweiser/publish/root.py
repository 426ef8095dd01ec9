"""What lies beside the pages of the editions: language choosers, 404 page, site maps, feeds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup

from wegweiser.locales import direction_of
from wegweiser.model import SOURCE_LOCALE
from wegweiser.placeholders import without_quotes
from wegweiser.policy import REFERRER, page_policy
from wegweiser.prose import mark_quotes
from wegweiser.publish.swap import MARKER
from wegweiser.render import PREVIEW_NOTICE, StagedPage
from wegweiser.translate import Edition, Localised

FEED = "feed.xml"

ENVIRONMENT = jinja2.Environment(
    loader=jinja2.PackageLoader("wegweiser.publish", "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
"""The environment of the templates of pages and files beside the editions."""

ENVIRONMENT.filters["marked"] = lambda text: Markup(mark_quotes(text))
ENVIRONMENT.filters["unquoted"] = without_quotes
ENVIRONMENT.filters["direction"] = direction_of
# The sources' single quotes need no escape between double ones, where a person is to read them.
ENVIRONMENT.globals["policy"] = Markup(page_policy())
ENVIRONMENT.globals["referrer"] = REFERRER


def write_root(
    folder: Path,
    editions: Sequence[Edition],
    pages: Mapping[str, Sequence[StagedPage]],
    translated: Mapping[str, Sequence[str]],
    assets: str,
    *,
    preview: bool = False,
) -> None:
    """Write the files at the root of the site `folder`.

    `pages` are the pages of each edition, `translated` the locales in which each path may be
    announced, `assets` is the folder of the assets in each edition. Of a `preview`, every page
    says that it is one, robots are sent away (RFC 9309), and there are no site maps.
    """
    notices = _preview_notices(editions) if preview else ()
    site = editions[0].content.site
    announced = [edition for edition in editions if edition.locale.tag in translated[""]]
    context = {
        "editions": editions,
        "announced": announced,
        "site": site,
        "base": urlsplit(site.url).path,
        "assets": assets,
        "notices": notices,
    }
    for name in ("index.html", "404.html", "robots.txt"):
        text = ENVIRONMENT.get_template(name).render(**context)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "chooser.css").write_text(_asset("chooser.css"), encoding="utf-8")
    (folder / "chooser.js").write_text(_asset("chooser.js"), encoding="utf-8")
    _write_neutral(folder, editions, pages, site.url, assets, notices)
    for edition in editions:
        _write_feed(folder, edition, pages[edition.locale.tag])
        _write_search_description(folder, edition, assets)
    if not preview:
        mapped = [tag for tag in pages if _write_sitemap(folder, tag, site.url, pages, translated)]
        _write(folder / "sitemap.xml", "sitemap-index.xml", site=site, tags=mapped)
    (folder / MARKER).write_text(_manifest(editions, pages), encoding="utf-8")


def _write_neutral(
    folder: Path,
    editions: Sequence[Edition],
    pages: Mapping[str, Sequence[StagedPage]],
    url: str,
    assets: str,
    notices: Sequence[Localised],
) -> None:
    """Write for every path a page without a language, which leads readers to theirs.

    QR codes and shared links point at it, so that they outlive languages that come and go.
    """
    titles = {tag: {page.path: page.title for page in staged} for tag, staged in pages.items()}
    for page in pages[SOURCE_LOCALE]:
        if page.path:
            choices = [(e.locale, titles[e.locale.tag][page.path]) for e in editions]
            _write(
                folder / page.path / "index.html",
                "neutral.html",
                site=editions[0].content.site,
                page=page,
                assets=assets,
                choices=choices,
                up="../" * page.path.count("/"),
                canonical=f"{url}{SOURCE_LOCALE}/{page.path}",
                heading=editions[0].ui("chooser.title").text,
                notices=notices,
            )


def _preview_notices(editions: Sequence[Edition]) -> tuple[Localised, ...]:
    """Return in each language that this is a preview: these pages are for all of them."""
    notices = (edition.ui(PREVIEW_NOTICE) for edition in editions)
    return tuple({notice.language: notice for notice in notices}.values())


def _write_feed(folder: Path, edition: Edition, pages: Sequence[StagedPage]) -> None:
    """Write the feed of an edition: its translated entries, the last reviewed first (RFC 4287)."""
    entries = [page for page in pages if page.translated and page.reviewed_on]
    entries.sort(key=lambda page: page.reviewed_on or "", reverse=True)
    tag, site = edition.locale.tag, edition.content.site
    _write(
        folder / tag / FEED,
        "feed.xml",
        tag=tag,
        site=site,
        title=without_quotes(edition.ui("feed.title").text),
        base=f"{site.url}{tag}/",
        updated=entries[0].reviewed_on if entries else edition.today.isoformat(),
        entries=[(page, without_quotes(page.title.text)) for page in entries],
    )


def _write_search_description(folder: Path, edition: Edition, assets: str) -> None:
    """Write how browsers search the edition (OpenSearch 1.1)."""
    tag, site = edition.locale.tag, edition.content.site
    _write(
        folder / tag / "opensearch.xml",
        "opensearch.xml",
        tag=tag,
        # "ShortName" has at most 16 characters, and browsers tell engines apart by it;
        # "Description" has at most 1,024.
        name=f"{site.city[: 15 - len(tag)].rstrip()} {tag}",
        description=f"{site.name} ({edition.locale.name})",
        address=f"{site.url}{tag}/search/",
        icon=f"{site.url}{tag}/{assets}images/sign.svg",
    )


def _write_sitemap(
    folder: Path,
    tag: str,
    url: str,
    pages: Mapping[str, Sequence[StagedPage]],
    translated: Mapping[str, Sequence[str]],
) -> bool:
    """Write the sitemap of an edition, if any of its pages may be announced; return whether."""
    announced = [page for page in pages[tag] if page.translated]
    if announced:
        _write(
            folder / tag / "sitemap.xml",
            "sitemap.xml",
            tag=tag,
            base=url,
            pages=announced,
            translated=translated,
        )
    return bool(announced)


def _asset(name: str) -> str:
    return (Path(__file__).parent / "templates" / name).read_text("utf-8")


def _write(path: Path, template: str, **context: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ENVIRONMENT.get_template(template).render(**context), encoding="utf-8")


def _manifest(editions: Sequence[Edition], pages: Mapping[str, Sequence[StagedPage]]) -> str:
    """Return what was built: the date, and per locale the number of pages and translations."""
    built = {
        "date": editions[0].today.isoformat(),
        "editions": {
            edition.locale.tag: {
                "pages": len(pages[edition.locale.tag]),
                "translated": sum(page.translated for page in pages[edition.locale.tag]),
            }
            for edition in editions
        },
    }
    return json.dumps(built, indent=2) + "\n"
