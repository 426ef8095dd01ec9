"""What tests share: built sites, their servers, Debian's Chromium, how properties are tried."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sites import CITY, PROJECT, look_at

from wegweiser.publish import Builder
from wegweiser.site import Site

# Properties are tried on the same examples in every run; `--hypothesis-profile new` tries others.
settings.register_profile("new", deadline=None, suppress_health_check=list(HealthCheck))
settings.register_profile("same", settings.get_profile("new"), derandomize=True)
settings.load_profile("same")

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
HEADLESS = shutil.which("chromium-headless-shell") or CHROMIUM
"""The same without windows, of which each costs a process: pages open in two thirds of the time."""

ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    # Each is a web page of the browser's own, in a process of its own, beside each of our windows.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup",
)


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, format: str, *args: object) -> None: ...


class QuietServer(ThreadingHTTPServer):
    """Says nothing of a browser that is gone before it has everything."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def build(site: Site, output: Path) -> Path:
    """Build a site, and return the folder it is in."""
    Builder(PROJECT / "mkdocs.yml", output, lambda line: None).build(site)
    return output


def build_once(root: Path, name: str, factory: pytest.TempPathFactory) -> Path:
    """Build the site in `root` unless another process of this run has; return its folder."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return base / name if (base / name).exists() else build(look_at(root), base / name)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="record expected outputs anew")


@pytest.fixture
def recorded(request: pytest.FixtureRequest) -> Callable[[str, str], str]:
    """Return the output that is recorded in a file below `tests/`, given its name and the output.

    With `--record`, the output is recorded first; what changed is to be read in review.
    """

    def read(name: str, output: str) -> str:
        path = Path(__file__).parent / name
        if request.config.getoption("--record"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(output, encoding="utf-8")
        return path.read_text("utf-8")

    return read


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped site, built; not to be changed."""
    return build_once(PROJECT, "shipped", tmp_path_factory)


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The address of a server of the shipped site."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def city_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample city, built; not to be changed.

    Its contacts speak languages, and its stories have pictures.
    """
    return build_once(CITY, "city", tmp_path_factory)


@pytest.fixture(scope="session")
def city(city_site: Path) -> Iterator[str]:
    """The address of a server of the sample city."""
    with serving(city_site) as address:
        yield address


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder, and yield the server's address."""
    handler = partial(QuietHandler, directory=str(folder))
    with QuietServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=HEADLESS, args=list(ARGUMENTS))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 360, "height": 740}, locale="de-DE") as made:
        yield made


def watch(page: Page, *origins: str) -> list[str]:
    """Return a list that fills with everything that goes wrong on `page`.

    It may ask for what begins with one of the `origins` alone.
    """
    wrong: list[str] = []
    page.on(
        "console",
        lambda m: (
            wrong.append(f"console {m.type}: {m.text}") if m.type in {"error", "warning"} else None
        ),
    )
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    # A request is aborted when the next page is opened; that is no failure.
    page.on(
        "requestfailed",
        lambda r: None if r.failure == "net::ERR_ABORTED" else wrong.append(f"failed: {r.url}"),
    )
    page.on("response", lambda r: wrong.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    page.on(
        "request",
        lambda r: (
            None if r.url.startswith((*origins, "data:")) else wrong.append(f"other: {r.url}")
        ),
    )
    return wrong
