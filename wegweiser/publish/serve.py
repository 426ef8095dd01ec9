"""Serving a site on this machine while it is being written.

Every change of a source checks and builds the site anew; with errors the last good site stays.
"""

from __future__ import annotations

import datetime
import io
import queue
import re
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from wegweiser.diagnostics import Severity
from wegweiser.diagnostics.reporters import report_terminal
from wegweiser.publish.build import Builder, BuildError, EngineError
from wegweiser.publish.swap import NotOursError
from wegweiser.site import open_site_fast
from wegweiser.standalone import watched_folders

HOST = "127.0.0.1"
_QUIET_SECONDS = 0.2
"""How long nothing must change before a build starts: editors write in several steps."""


def serve(
    root: Path,
    config_file: Path,
    port: int,
    today: Callable[[], datetime.date],
    progress: Callable[[str], None],
) -> int:
    """Serve the site in `root` until interrupted; return the exit code.

    `today` is asked before every build, `progress` is told what happens.
    """
    output = root / ".cache" / "serve" / "site"
    builder = Builder(config_file, output, progress)
    changes: queue.SimpleQueue[str] = queue.SimpleQueue()
    observer = Observer()
    for folder in watched_folders(root):
        observer.schedule(_Watcher(changes), str(folder), recursive=True)
    handler = partial(_Handler, directory=str(output))
    try:
        server = _Server((HOST, port), handler)
    except OSError as error:
        progress(f"Port {port} cannot be used: {error.strerror}")
        return 2
    observer.start()
    try:
        _rebuild(builder, root, today())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        progress(f"Serving http://{HOST}:{server.server_port}/ (stop with Ctrl+C)")
        while True:
            progress(f"Changed: {_next_change(changes)}")
            _rebuild(builder, root, today())
    except KeyboardInterrupt:
        return 0
    finally:
        observer.stop()
        server.server_close()


def _next_change(changes: queue.SimpleQueue[str]) -> str:
    """Wait for a change and for the quiet after it; return the first file that changed."""
    first = changes.get()
    while True:
        try:
            changes.get(timeout=_QUIET_SECONDS)
        except queue.Empty:
            return first


def _rebuild(builder: Builder, root: Path, today: datetime.date) -> None:
    started = time.monotonic()
    site, problems = open_site_fast(root, today)
    if any(problem.severity is not Severity.NOTE for problem in problems):
        sys.stderr.write(report_terminal(problems, root))
    if site is None:
        builder.progress("The site was not rebuilt; the last good one is still served")
        return
    try:
        count = builder.build(site)
    except EngineError as error:
        builder.progress(f"The site engine failed for {error}")
        return
    except (OSError, NotOursError) as error:
        builder.progress(f"The site cannot be written: {error}")
        return
    except BuildError as error:
        sys.stderr.write(report_terminal(error.diagnostics, root))
        return
    builder.progress(f"Built {count} pages in {time.monotonic() - started:.1f} s")


class _Watcher(FileSystemEventHandler):
    """Reports every file that was written, moved or deleted."""

    def __init__(self, changes: queue.SimpleQueue[str]) -> None:
        self._changes = changes

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in {"opened", "closed_no_write"} or event.is_directory:
            return
        # Many editors write a hidden file and move it over the one that was edited.
        for path in (event.src_path, event.dest_path):
            name = Path(str(path)).name
            if name and not name.startswith(".") and not name.endswith("~"):
                self._changes.put(str(path))
                return


class _Server(ThreadingHTTPServer):
    """Does not mind browsers that go away before they have been answered."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(SimpleHTTPRequestHandler):
    """Serves the built site; an address that does not exist gets the edition's own 404 page."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        try:
            return super().send_head()
        except (OSError, ValueError):  # a name that no file can have
            self.send_error(HTTPStatus.NOT_FOUND)
            return None

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        root = Path(self.directory)
        tag = self.path.lstrip("/").split("/")[0]
        tags = [tag] if re.fullmatch(r"[A-Za-z0-9-]{1,40}", tag) else []
        pages = (root.joinpath(*place, "404.html") for place in (tags, []))
        page = next((page for page in pages if page.is_file()), None)
        if code != HTTPStatus.NOT_FOUND or page is None or root not in page.resolve().parents:
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of requests; progress is for builds."""
