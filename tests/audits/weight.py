"""The weight of pages: what a first view transfers, in a browser that has nothing yet."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from wegweiser.reports.weight import Weight


def weigh(browser: Browser, folder: Path, server: str, path: str) -> Weight:
    """Return the weight of a page of the site in `folder`, as the browser requests it.

    The service worker is installed once, after the first page is shown; it is weighed apart.
    """
    requested: list[str] = []
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.on("request", lambda request: requested.append(request.url))
        page.goto(f"{server}/{path}", wait_until="networkidle")
    own = [address for address in requested if address.startswith(server)]
    sizes = {address: _size(folder, address) for address in own}
    script = sum(size for address, size in sizes.items() if address.endswith(".js"))
    return Weight(path, sum(sizes.values()), len(requested), script)


def _size(folder: Path, address: str) -> int:
    path = folder / urlsplit(address).path.lstrip("/")
    return len(gzip.compress((path / "index.html" if path.is_dir() else path).read_bytes(), 9))
