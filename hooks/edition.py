"""MkDocs' events, handed on to the library (`wegweiser.engine`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from wegweiser import engine
from wegweiser.standalone import make_stage, watched_folders

_serving = False
_stage: engine.Stage
_pages: dict[str, engine.StagedPage] = {}


def on_startup(command: str, dirty: bool) -> None:
    global _serving
    _serving = command == "serve"


# Before the plugins: they are to see the edition, not the bare configuration.
@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    global _stage
    _stage = engine.configure(config, make_stage, serving=_serving)
    _pages.clear()
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    return engine.choose_files(files, config)


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    return engine.prepare_environment(env, Path(config.config_file_path).parent / ".cache/jinja")


def on_page_read_source(page: Page, config: MkDocsConfig) -> str:
    _pages[page.file.src_uri] = engine.read_page(page)
    return ""


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    engine.set_meta(page, _pages[page.file.src_uri], _stage)
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    return engine.set_content(page, _pages.pop(page.file.src_uri))


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    return engine.page_context(context, page, _stage)


def on_post_build(config: MkDocsConfig) -> None:
    engine.add_pictures(config, _stage, serving=_serving)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    server.unwatch(str(_stage.folder))
    for folder in watched_folders(Path(config.config_file_path).parent):
        server.watch(str(folder))
    return server
