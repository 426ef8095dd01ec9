"""Weighs the page shell beside stock Material's on the same pages, as Markdown.

Both sites are built and measured in the same run, in turns, on a slow line (1.6 Mbit/s, 150 ms) and
a slow processor (4 x slower). See docs/dev/weight.md.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from audits.built import build, kinds_of
from conftest import ARGUMENTS, CHROMIUM
from playwright.sync_api import Browser, sync_playwright
from sites import PROJECT

from bench.loading import Host, Load, hosting, installation, load
from bench.stock import build_stock
from wegweiser.model import SOURCE_LOCALE
from wegweiser.site import open_site

TAGS = ("de", "ar")
KINDS = ("home", "programme", "contacts", "guide")
LIGHTHOUSE = Path(__file__).parent / "node_modules" / ".bin" / "lighthouse"

Figures = Mapping[str, tuple[float, float]]
"""For each page: the figure of our shell, the figure of stock Material."""

WEIGHTS: dict[str, Callable[[Load], float]] = {
    "kB": lambda view: view.bytes / 1000,
    "requests": lambda view: view.requests,
    "failed": lambda view: view.failed,
    "scripts, kB": lambda view: view.script / 1000,
}
TIMES: dict[str, Callable[[Load], float]] = {
    "first paint, s": lambda view: view.painted / 1000,
    "largest paint, s": lambda view: view.largest / 1000,
    "interactive, s": lambda view: view.interactive / 1000,
    "blocked, s": lambda view: view.blocked / 1000,
}
SCORES = ("performance", "accessibility", "best-practices", "seo")


def main(arguments: Sequence[str]) -> int:
    """Build both sites, measure them, and print the tables."""
    parser = argparse.ArgumentParser(prog="scripts/bench shell", description=__doc__)
    parser.add_argument("--repetitions", type=int, default=5, metavar="N", help="default: 5")
    parser.add_argument("--no-lighthouse", action="store_true", help="leave Lighthouse out")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        pages = _build(folder)
        with hosting(folder / "shipped") as shipped, hosting(folder / "stock") as stock:
            _measure((shipped, stock), pages, chosen.repetitions)
            if not chosen.no_lighthouse:
                _score((shipped, stock), pages, folder / "lighthouse.json")
    return 0


def _build(folder: Path) -> dict[str, str]:
    """Build both sites below `folder`; return the paths of the pages to be measured by name."""
    site, problems = open_site(PROJECT, datetime.date.today())
    if site is None:
        raise ValueError("\n".join(map(str, problems)))
    build(PROJECT, folder / "shipped", _say)
    _say("Building the same pages with stock Material")
    build_stock(site, TAGS, folder / "shipped", folder / "stock")
    kinds = kinds_of(site.pages(SOURCE_LOCALE))
    return {f"{tag}, {kind}": f"{tag}/{kinds[kind]}" for tag in TAGS for kind in KINDS}


def _measure(hosts: tuple[Host, Host], pages: dict[str, str], repetitions: int) -> None:
    views: dict[str, tuple[list[Load], list[Load]]] = {name: ([], []) for name in pages}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        for turn in range(repetitions):
            _say(f"Loading {len(pages)} pages of each site: {turn + 1} of {repetitions}")
            for name, path in pages.items():
                for host, found in zip(hosts, views[name], strict=True):
                    found.append(load(browser, host, path))
        _print_table({title: _medians(views, figure) for title, figure in WEIGHTS.items()}, ".3g")
        _print_installation(browser, hosts[0], next(iter(pages.values())))
    _print_table({title: _medians(views, figure) for title, figure in TIMES.items()}, ".2f")


def _medians(
    views: Mapping[str, tuple[list[Load], list[Load]]], figure: Callable[[Load], float]
) -> Figures:
    return {
        name: (median(map(figure, ours)), median(map(figure, stock)))
        for name, (ours, stock) in views.items()
    }


def _print_installation(browser: Browser, host: Host, path: str) -> None:
    size, requests = installation(browser, host, path)
    print(f"Our service worker, after the first view: {size / 1000:.1f} kB, {requests} requests\n")


def _score(hosts: tuple[Host, Host], pages: dict[str, str], report: Path) -> None:
    scores: dict[str, dict[str, tuple[float, float]]] = {title: {} for title in SCORES}
    for name, path in pages.items():
        _say(f"Lighthouse: {name}")
        ours, stock = (_lighthouse(f"{host.address}/{path}", report) for host in hosts)
        for title, found in scores.items():
            found[name] = ours[title], stock[title]
    _print_table(scores, ".0f")


def _lighthouse(address: str, report: Path) -> dict[str, float]:
    """Return Lighthouse's scores of a page, 0 to 100, on the phone and line that it simulates."""
    flags = f"--chrome-flags=--headless {' '.join(ARGUMENTS)}"
    command = [str(LIGHTHOUSE), address, "--quiet", "--output=json", f"--output-path={report}"]
    categories = f"--only-categories={','.join(SCORES)}"
    environment = {**os.environ, "CHROME_PATH": CHROMIUM}
    subprocess.run([*command, categories, flags], check=True, stdout=sys.stderr, env=environment)
    found = json.loads(report.read_text("utf-8"))["categories"]
    return {title: 100 * found[title]["score"] for title in SCORES}


def _print_table(columns: Mapping[str, Figures], style: str) -> None:
    """Print figures of our shell and of stock Material side by side, with the median ratio."""
    print(f"| ours / stock | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}")
    for name in next(iter(columns.values())):
        pairs = [figures[name] for figures in columns.values()]
        print(f"| {name} | {' | '.join(f'{a:{style}} / {b:{style}}' for a, b in pairs)} |")
    print(f"| ratio, median | {' | '.join(map(_ratio, columns.values()))} |\n", flush=True)


def _ratio(figures: Figures) -> str:
    ratios = [ours / stock for ours, stock in figures.values() if stock]
    return f"{median(ratios):.2f}" if ratios else "–"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
