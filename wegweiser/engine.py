"""The adapter: the one module that knows the site engine (MkDocs, static-i18n, Material).

It takes a stage (see `render.stage`), tells the engine about pages, navigation and language, and
passes the finished HTML of each page through untouched. `hooks/edition.py` connects these
functions to MkDocs' events.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import yaml
from markupsafe import Markup, escape
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs_static_i18n.config import I18nPluginConfig, I18nPluginLanguage
from mkdocs_static_i18n.plugin import I18n

from wegweiser.locales import direction_of
from wegweiser.placeholders import without_quotes
from wegweiser.policy import REFERRER, page_policy
from wegweiser.prose import mark_quotes
from wegweiser.render.pictures import PICTURES
from wegweiser.render.stage import EDITION_FILE, EDITIONS_FILE

# Material prints an advertisement for its successor on every start; progress is ours to print.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

PLUGIN = "wegweiser/edition"
EXCEPTIONS = (MkDocsException, yaml.YAMLError, jinja2.TemplateError)
"""What the engine raises for a wrong configuration or theme."""

LOCALE_VARIABLE = "WEGWEISER_LOCALE"

_THEME_FILES = ("assets/", "sitemap.xml")
"""Files of the theme that are not shipped: the stage brings assets, joined (see `render.assets`),
and the room after the engine's writes the site maps."""


class EditionConfig(I18nPluginConfig):  # type: ignore[misc]
    """Configuration of the plugin: none; what it needs comes from the stage."""

    def validate(self) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        """Accept the empty configuration; the languages are set by `speak`."""
        return Config.validate(self)


class EditionPlugin(I18n):  # type: ignore[misc]
    """static-i18n for exactly one locale, with any BCP 47 tag (its own pattern knows few)."""

    config_class = EditionConfig

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[list[Any], list[Any]]:
        """Load the empty configuration. Raises `ValidationError` when there is anything in it."""
        if options:
            raise ValidationError(f"{PLUGIN} takes no options")
        self.config = EditionConfig(config_file_path=config_file_path)
        self.config.load_dict({"docs_structure": "folder", "languages": []})
        return self.config.validate()

    def speak(self, tag: str, name: str) -> None:
        """Build the locale `tag` only, at the root of `site_dir`."""
        language = I18nPluginLanguage()
        language.load_dict(
            {"locale": tag, "name": name, "default": True, "build": True, "link": "/"}
        )
        self.config.languages = [language]
        self.config.build_only_locale = tag
        self.config.reconfigure_material = False
        self.config.reconfigure_search = False
        self.current_language = tag

    @event_priority(-100)
    def on_nav(self, nav: Any, config: MkDocsConfig, files: Files) -> Any:
        """Keep the navigation as it is; static-i18n would sort it by title."""
        nav.homepage = next((page for page in nav.pages if page.url in {"", "./"}), None)
        return nav


@dataclass
class Stage:
    """A stage as the engine sees it: the folder, the edition, and all editions of the site."""

    folder: Path
    edition: dict[str, Any]
    editions: dict[str, Any]

    @classmethod
    def open(cls, folder: Path) -> Stage:
        """Return the stage in `folder`. Raises `OSError` when there is none."""
        edition = json.loads((folder / EDITION_FILE).read_text("utf-8"))
        editions = json.loads((folder / EDITIONS_FILE).read_text("utf-8"))
        return cls(folder, edition, editions)


def build(config_file: Path, stage: Path, site_dir: Path) -> None:
    """Build the edition staged in `stage` into `site_dir`.

    Raises whatever the engine raises; MkDocs' warnings are raised as errors (`strict`).
    """
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    config = load_config(str(config_file), docs_dir=str(stage), site_dir=str(site_dir), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build(config)
    config.plugins.on_shutdown()


# -- events, in the order in which MkDocs fires them ----------------------------------------------


def configure(
    config: MkDocsConfig, make_stage: Callable[[Path, str], Path], *, serving: bool
) -> Stage:
    """Point the engine at the stage in `docs_dir`, or at one made by `make_stage`.

    `make_stage(root, locale)` is called when MkDocs was started by itself (``mkdocs build``).
    Returns the stage.
    """
    folder = Path(config.docs_dir)
    if not (folder / EDITION_FILE).exists():
        root = Path(config.config_file_path or ".").parent
        folder = make_stage(root, os.environ.get(LOCALE_VARIABLE, "de"))
        config.docs_dir = str(folder)
        if not serving:
            tag = json.loads((folder / EDITION_FILE).read_text("utf-8"))["tag"]
            config.site_dir = str(Path(config.site_dir) / tag)
    stage = Stage.open(folder)
    if not serving:
        config.site_url = f"{stage.edition['url']}{stage.edition['tag']}/"
    _configure_shell(config, stage.edition)
    if serving:  # MkDocs writes a script into every page that it serves, to load it again
        config.extra["edition"]["policy"] = None
    plugin = config.plugins[PLUGIN]
    assert isinstance(plugin, EditionPlugin)
    plugin.speak(stage.edition["tag"], stage.edition["tag"])
    return stage


def _configure_shell(config: MkDocsConfig, edition: dict[str, Any]) -> None:
    """Give the page shell the edition's name, navigation and words.

    Templates print `words` as elements and `labels` as attributes, which cannot be marked.
    """
    tag = edition["tag"]
    config.site_name = escape(edition["site"])
    config.theme["language"] = tag
    config.theme["direction"] = edition["direction"]
    config.theme.static_templates.discard("sitemap.xml")
    config.nav = [
        f"{tag}/{page['path']}index.md"
        for section in edition["sections"]
        for page in section["pages"]
    ]
    words = edition["words"]
    config.extra["edition"] = {
        "tag": tag,
        "direction": edition["direction"],
        "assets": edition["assets"],
        "icon": escape(edition["icon"]),
        "policy": page_policy(),
        "referrer": REFERRER,
        "words": {key: _mark(word["text"], word["language"], tag) for key, word in words.items()},
        "labels": {key: escape(without_quotes(word["text"])) for key, word in words.items()},
        "sections": [
            {**section, "path": escape(section["path"]), "pages": _titled(section["pages"], tag)}
            for section in edition["sections"]
        ],
        "office": _office(edition["office"], tag),
    }


def _office(office: dict[str, str | None] | None, edition: str) -> dict[str, Markup | None] | None:
    """Return the contact of the office as templates print it."""
    if office is None:
        return None
    escaped = {key: escape(value) if value else None for key, value in office.items()}
    title = _mark(str(office["title"]), str(office["language"]), edition)
    return {**escaped, "title": title}


def _titled(items: list[dict[str, str]], edition: str) -> list[dict[str, Markup]]:
    """Return {path, title} items as templates print them."""
    return [
        {"path": escape(i["path"]), "title": _mark(i["title"], i["language"], edition)}
        for i in items
    ]


def _mark(text: str, language: str, edition: str) -> Markup:
    """Return a text as HTML; what is not in the language of the edition is marked."""
    html = Markup(mark_quotes(text))
    if language == edition:
        return html
    direction = direction_of(language)
    return Markup('<span lang="{}" dir="{}">{}</span>').format(language, direction, html)


def choose_files(files: Files, config: MkDocsConfig) -> Files:
    """Drop the assets of the theme, and what of the stage is not for readers."""
    for file in list(files):
        uri = file.src_uri
        is_of_theme = file.src_dir != config.docs_dir and uri.startswith(_THEME_FILES)
        if is_of_theme or uri in {EDITION_FILE, EDITIONS_FILE}:
            files.remove(file)
    return files


def prepare_environment(env: jinja2.Environment, cache: Path) -> jinja2.Environment:
    """Let the engine keep its compiled templates in the folder `cache`."""
    cache.mkdir(parents=True, exist_ok=True)
    env.trim_blocks = env.lstrip_blocks = True
    env.bytecode_cache = jinja2.FileSystemBytecodeCache(str(cache))
    return env


@dataclass(frozen=True)
class StagedPage:
    """A page file of the stage, taken apart: front matter and finished HTML."""

    head: dict[str, Any]
    body: str


def read_page(page: Page) -> StagedPage:
    """Return the front matter and the HTML block of a staged page."""
    text = Path(page.file.abs_src_path or "").read_text("utf-8")
    _, head, body = text.split("---\n", 2)
    return StagedPage(json.loads(head), body)


def set_meta(page: Page, staged: StagedPage, stage: Stage) -> None:
    """Give the engine the page's meta data; all of its strings are safe to print as HTML."""
    head, tag = staged.head, stage.edition["tag"]
    page.meta = {
        "path": escape(head["path"]),
        "kind": escape(head["kind"]),
        "section": escape(head["section"]),
        "title": escape(without_quotes(head["title"])),
        "title_language": escape(head["title_language"]),
        "heading": _mark(head["title"], head["title_language"], tag),
        "description": escape(head["description"]),
        "translated": head["translated"],
        "moved_to": head["moved_to"],
        "toc": [{"id": escape(i["id"]), "title": Markup(i["html"])} for i in head["toc"]],
        "crumbs": _titled(head["crumbs"], tag),
        "structured": [_json_ld(item) for item in head["structured"]],
    }


def _json_ld(item: dict[str, Any]) -> Markup:
    """Return JSON that can stand in a script element (HTML, 4.12.1.3)."""
    text = json.dumps(item, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)


def set_content(page: Page, staged: StagedPage) -> str:
    """Set the table of contents and return the page's finished HTML."""
    tokens = [
        {"level": 2, "id": item["id"], "name": str(escape(item["title"])), "children": []}
        for item in staged.head["toc"]
    ]
    page.toc = get_toc(tokens)  # type: ignore[arg-type]
    return staged.body


def page_context(context: dict[str, Any], page: Page, stage: Stage) -> dict[str, Any]:
    """Add what the page shell needs: other editions, canonical address, own navigation."""
    path = page.meta["path"]
    tag, base = stage.edition["tag"], stage.edition["url"]
    announced: list[str] = stage.editions["pages"].get(path, [])
    source = stage.editions["source"]
    up = "../" * (str(path).count("/") + 1)
    context["alternates"] = [
        {**locale, "url": f"{up}{locale['tag']}/{path}", "current": locale["tag"] == tag}
        for locale in stage.editions["locales"]
    ]
    context["announced"] = [{"tag": other, "url": f"{base}{other}/{path}"} for other in announced]
    translated = page.meta["translated"]
    context["canonical"] = f"{base}{tag if translated else source}/{path}"
    moved_to = page.meta["moved_to"]
    if moved_to is not None:
        context["canonical"] = f"{base}{tag}/{moved_to}"
        context["moved_to"] = f"{up}{tag}/{moved_to}"
    context["x_default"] = f"{base}{source}/{path}" if path else base
    return context


def add_pictures(config: MkDocsConfig, stage: Stage, *, serving: bool) -> None:
    """Put the pictures that lie beside the stage beside the edition.

    They are there when the edition is built by itself; in a whole site all editions share them.
    While serving, the edition is at the root, where `../` in an address leads nowhere else.
    """
    pictures, site = stage.folder.with_name(PICTURES), Path(config.site_dir)
    if pictures.is_dir():
        target = site if serving else site.parent
        shutil.copytree(pictures, target / PICTURES, dirs_exist_ok=True)
