"""How a page loads: what a host sends, and what a browser on a slow phone makes of it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from conftest import QuietHandler
from playwright.sync_api import Browser, ViewportSize

SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_638_400 / 8,
    "uploadThroughput": 768_000 / 8,
}
"""Lighthouse's profile of a slow 4G line: ms for each request, bytes a second."""

CPU_SLOWDOWN = 4
VIEWPORT: ViewportSize = {"width": 360, "height": 740}
QUIET_MS = 1500
"""How long a page is watched after its last request."""

_COMPRESSED = {"css", "html", "js", "json", "svg", "webmanifest", "xml"}


@dataclass(frozen=True)
class Sent:
    """An answer of the host: address, status, bytes of its body on the line."""

    address: str
    status: int
    size: int


class Host(ThreadingHTTPServer):
    """Serves a folder as a host does: connections are kept, texts compressed. It counts."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.sent: list[Sent] = []

    @property
    def address(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(QuietHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or a body would wait for its headers to be acknowledged
    server: Host

    def do_GET(self) -> None:  # noqa: N802 -- the name that http.server calls
        self.directory = str(self.server.folder)
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        found = path.is_file()
        status, body = (HTTPStatus.OK, _body(path)) if found else (HTTPStatus.NOT_FOUND, b"")
        self.server.sent.append(Sent(urlsplit(self.path).path, status, len(body)))
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        if found and _is_compressed(path):
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)


def _is_compressed(path: Path) -> bool:
    return path.suffix[1:] in _COMPRESSED


@cache
def _body(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 9) if _is_compressed(path) else path.read_bytes()


@contextmanager
def hosting(folder: Path) -> Iterator[Host]:
    """Serve `folder` until the block ends."""
    with Host(folder) as host:
        Thread(target=host.serve_forever, daemon=True).start()
        yield host
        host.shutdown()


@dataclass(frozen=True)
class Load:
    """One first view. Times in ms from the start of the navigation.

    `failed` counts requests to other origins, too: the bench has no line to them.
    `interactive` is the latest of: first paint, DOMContentLoaded, end of the last long task (one of
    more than 50 ms). `blocked` adds up what long tasks take beyond 50 ms after the first paint.
    """

    bytes: int
    requests: int
    failed: int
    script: int
    painted: float
    largest: float
    interactive: float
    blocked: float


_OBSERVE = """
window.seen = { tasks: [], largest: 0 };
new PerformanceObserver((list) => {
  window.seen.tasks.push(...list.getEntries().map((task) => [task.startTime, task.duration]));
}).observe({ type: "longtask", buffered: true });
new PerformanceObserver((list) => {
  window.seen.largest = list.getEntries().at(-1).startTime;
}).observe({ type: "largest-contentful-paint", buffered: true });
"""

_READ = """() => ({
  ...window.seen,
  painted: performance.getEntriesByName("first-contentful-paint")[0].startTime,
  ready: performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
})"""


def load(browser: Browser, host: Host, path: str) -> Load:
    """Load a page in a browser that has nothing yet, on a slow phone with a slow line.

    The service worker is left out: it is installed after the first page is shown.
    """
    host.sent.clear()
    requested: list[str] = []
    with browser.new_context(service_workers="block", viewport=VIEWPORT) as context:
        page = context.new_page()
        page.add_init_script(_OBSERVE)
        page.on("request", lambda request: requested.append(request.url))
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW_4G)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
        page.goto(f"{host.address}/{path}", wait_until="networkidle")
        page.wait_for_timeout(QUIET_MS)
        seen = page.evaluate(_READ)
    own = (host.address, "data:")
    foreign = sum(not address.startswith(own) for address in requested)
    return _summarise(list(host.sent), foreign, seen)


def installation(browser: Browser, host: Host, path: str) -> tuple[int, int]:
    """Return the bytes and requests of the service worker, after the first view of a page."""
    first = load(browser, host, path)
    host.sent.clear()
    with browser.new_context(viewport=VIEWPORT) as context:
        page = context.new_page()
        page.goto(f"{host.address}/{path}", wait_until="networkidle")
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    sent = list(host.sent)
    return sum(answer.size for answer in sent) - first.bytes, len(sent) - first.requests


def _summarise(sent: list[Sent], foreign: int, seen: dict[str, Any]) -> Load:
    tasks, painted = seen["tasks"], seen["painted"]
    return Load(
        bytes=sum(answer.size for answer in sent),
        requests=len(sent) + foreign,
        failed=sum(answer.status >= HTTPStatus.BAD_REQUEST for answer in sent) + foreign,
        script=sum(answer.size for answer in sent if answer.address.endswith(".js")),
        painted=painted,
        largest=seen["largest"],
        interactive=max([painted, seen["ready"], *(start + length for start, length in tasks)]),
        blocked=sum(length - 50 for start, length in tasks if start + length > painted),
    )
