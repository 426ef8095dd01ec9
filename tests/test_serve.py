"""Serving while writing: one edit, one rebuild; a mistake leaves the last good site."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sites import CITY, PROJECT

PATIENCE = 30
QUIET = 4


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A copy of the sample city with the engine's configuration beside it."""
    root = tmp_path / "city"
    shutil.copytree(CITY, root)
    for name in ("hooks", "theme"):
        shutil.copytree(PROJECT / name, root / name)
    shutil.copy(PROJECT / "mkdocs.yml", root)
    return root


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(url: str) -> tuple[int, str]:
    """Return status and body of `url`; status 0 when nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until `condition` holds; fail when it does not in time."""
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Callable[[list[str], Path], Path]]:
    """Start commands in the background; return the file their output goes to."""
    started: list[subprocess.Popen[bytes]] = []

    def start(command: list[str], folder: Path) -> Path:
        log = tmp_path / "log"
        environment = {**os.environ, "WEGWEISER_LOCALE": "de", "SOURCE_DATE_EPOCH": "1795392000"}
        with log.open("wb") as output:
            started.append(
                subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, env=environment)
            )
        return log

    yield start
    for process in started:
        process.terminate()
        process.wait()


def test_serve_rebuilds_once_an_edit(
    city: Path, running: Callable[[list[str], Path], Path]
) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    log = running([sys.executable, "-m", "wegweiser", "serve", "--port", str(port)], city)
    wait_for(lambda: fetch(f"{address}/de/")[0] == 200)
    status, body = fetch(f"{address}/ar/nirgends/")
    assert (status, '<html lang="ar" dir="rtl">' in body) == (404, True)
    for path in ("/" + "a" * 300, "/de%00x", "/..%2f..%2fetc/passwd", "/%ff"):
        assert fetch(address + path)[0] == 404
    assert "Traceback" not in log.read_text()

    entry = next((city / "content" / "organisations").glob("*.yml"))
    page = f"{address}/de/organisations/{entry.stem}/"
    text = entry.read_text()
    name = next(line for line in text.splitlines() if line.startswith("name: "))
    entry.write_text(text.replace(name, "name: Ganz neuer Name"))
    wait_for(lambda: "Ganz neuer Name" in fetch(page)[1])
    time.sleep(QUIET)
    assert log.read_text().count("Publishing") == 2

    entry.write_text(text.replace(name, "nam: Vertippt"))
    wait_for(lambda: "not rebuilt" in log.read_text())
    assert "W201" in log.read_text()
    assert "Ganz neuer Name" in fetch(page)[1]


def test_mkdocs_serve_rebuilds_once_an_edit(
    city: Path, running: Callable[[list[str], Path], Path]
) -> None:
    port = free_port()
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    log = running(command, city)
    wait_for(lambda: "Serving on" in log.read_text())
    page = fetch(f"http://127.0.0.1:{port}/")[1]
    assert "livereload(" in page
    assert "Content-Security-Policy" not in page, "it would keep MkDocs' own script from running"
    time.sleep(QUIET)
    assert log.read_text().count("Building documentation...") == 1
    page = fetch(f"http://127.0.0.1:{port}/organisations/stadt-musterstadt/")[1]
    (picture,) = re.findall(r'src="(?:\.\./)+(images/[^"]+\.svg)"', page)
    assert fetch(f"http://127.0.0.1:{port}/{picture}")[0] == 200
    path = city / "content" / "site.yml"
    path.write_text(path.read_text() + "\n")
    wait_for(lambda: log.read_text().count("Building documentation...") == 2)
    time.sleep(QUIET)
    assert log.read_text().count("Building documentation...") == 2


def test_mkdocs_build_makes_one_edition(city: Path) -> None:
    environment = {**os.environ, "WEGWEISER_LOCALE": "ar"}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=city, env=environment, check=True)
    built = city / ".cache" / "mkdocs"
    assert sorted(path.name for path in built.iterdir()) == ["ar", "images"]
    page = built / "ar" / "stories" / "ein-cafe-voller-woerter"
    html = (page / "index.html").read_text()
    pictures = re.findall(r"(?:\.\./)+images/[\w/.-]+", html)
    assert len(pictures) == 9
    assert [picture for picture in pictures if not (page / picture).is_file()] == []
    assert (
        '<html lang="ar" dir="rtl">'
        in (city / ".cache" / "mkdocs" / "ar" / "index.html").read_text()
    )


def test_mkdocs_build_says_which_locales_there_are(city: Path) -> None:
    environment = {**os.environ, "WEGWEISER_LOCALE": "xx"}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    done = subprocess.run(
        command, cwd=city, env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "xx is not a locale of this site; there are: de, en, ar" in done.stderr
