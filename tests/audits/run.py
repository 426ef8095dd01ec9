"""Runs the audits over all pages of all editions, in a browser on each core."""

from __future__ import annotations

import argparse
import datetime
import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from conftest import ARGUMENTS, HEADLESS, serving
from playwright.sync_api import Browser, Page, sync_playwright
from sites import PROJECT

from audits import accessibility, keyboard, markup, opening, weight
from audits.built import Built, build
from wegweiser.lifeline import die_with_parent
from wegweiser.reports.weight import Weight

RESULTS = PROJECT / "docs" / "audit.json"

Result = dict[str, Any]


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    """Run the audits that are asked for; return 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="scripts/audit", description=__doc__)
    parser.add_argument("audits", nargs="*", choices=[*_AUDITS, []], help="default: all")
    parser.add_argument("--root", type=Path, default=PROJECT, help="site folder with content/")
    parser.add_argument(
        "--locales", nargs="+", metavar="TAG", help="only these editions (default: all)"
    )
    parser.add_argument("--record", action="store_true", help="note it in docs/audit.json")
    chosen = parser.parse_args(arguments)
    if chosen.record and chosen.locales:
        parser.error("what is recorded is the audit of every edition")
    with tempfile.TemporaryDirectory() as folder:
        built = build(chosen.root, Path(folder) / "site", _say)
        built = replace(built, tags=tuple(chosen.locales or built.tags))
        results = {}
        for name in chosen.audits or _AUDITS:
            _say(f"== {name}")
            start = time.monotonic()
            results[name] = _AUDITS[name](built)
            _say(f"   {time.monotonic() - start:.0f} s: {json.dumps(results[name])}")
            if chosen.record:
                _record(name, results[name])
    return int(any(result["errors"] for result in results.values()))


def _record(name: str, result: Result) -> None:
    """Note the result of one audit beside those of the others."""
    recorded = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    recorded[name] = {"date": datetime.date.today().isoformat(), **result}
    RESULTS.write_text(json.dumps(recorded, indent=2) + "\n", encoding="utf-8")


def _report(problems: Iterable[str]) -> int:
    """Print each problem as soon as it is found; return how many there were."""
    count = 0
    for problem in problems:
        print(problem, flush=True)
        count += 1
    return count


# -- over all cores -------------------------------------------------------------------------------

_browser: Browser
_page: Page
_server: str


def _start(server: str, parent: int) -> None:
    global _browser, _page, _server
    die_with_parent(parent)
    _server = server
    playwright = sync_playwright().start()
    _browser = playwright.chromium.launch(executable_path=HEADLESS, args=list(ARGUMENTS))
    _page = _browser.new_page(service_workers="block")


def _spread(function: Callable[[str], Any], built: Built, items: list[str]) -> Iterator[Any]:
    """Yield what `function` returns for each item, in order, done by a browser on each core."""
    spawn = multiprocessing.get_context("spawn")
    with (
        serving(built.folder) as server,
        ProcessPoolExecutor(os.cpu_count(), spawn, _start, (server, os.getpid())) as pool,
    ):
        for done, result in enumerate(pool.map(function, items, chunksize=4), start=1):
            yield result
            if done % 200 == 0:
                _say(f"   {done} of {len(items)}")


def _axe_page(path: str) -> list[str]:
    return list(map(str, accessibility.audit_page(_page, f"{_server}/{path}")))


def _axe_states(item: str) -> tuple[int, list[str]]:
    state, path = item.split(" ", 1)
    with _browser.new_context(service_workers="block") as context:
        runs, found = accessibility.audit_state(context.new_page(), f"{_server}/{path}", state)
        return runs, list(map(str, found))


def _walk(item: str) -> tuple[int, list[str]]:
    width, path = item.split(" ", 1)
    size = {"width": int(width), "height": accessibility.HEIGHT}
    with _browser.new_context(service_workers="block", viewport=size) as context:  # type: ignore[arg-type]
        walked = keyboard.walk(context.new_page(), f"{_server}/{path}")
        return walked.stops, list(walked.problems)


def _open(item: str) -> list[str]:
    width, path = item.split(" ", 1)
    size = {"width": int(width), "height": accessibility.HEIGHT}
    with _browser.new_context(viewport=size) as context:  # type: ignore[arg-type]
        return list(opening.open_pages(context.new_page(), _server, [path]))


def _weigh(folder: Path, path: str) -> Weight:
    return weight.weigh(_browser, folder, _server, path)


# -- the audits -----------------------------------------------------------------------------------


def _version() -> str:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=HEADLESS, args=list(ARGUMENTS))
        return accessibility.axe_version(browser.new_page())


def axe(built: Built) -> Result:
    """axe-core over every page, in each width and colour scheme."""
    pages = built.pages()
    errors = _report(chain.from_iterable(_spread(_axe_page, built, pages)))
    runs = len(pages) * len(accessibility.WIDTHS) * len(accessibility.SCHEMES)
    return {"version": _version(), "pages": len(pages), "runs": runs, "errors": errors}


def _add_up(results: Iterable[tuple[int, list[str]]]) -> tuple[int, int]:
    """Return the sum of what was counted, and the number of problems, which are reported."""
    counted = [(count, _report(problems)) for count, problems in results]
    return sum(count for count, _ in counted), sum(errors for _, errors in counted)


def states(built: Built) -> Result:
    """axe-core over one page of each kind with what can be opened on it."""
    items = [
        f"{state} {tag}/{path}"
        for tag in built.tags
        for path in built.kinds.values()
        for state in accessibility.STATES
    ]
    runs, errors = _add_up(_spread(_axe_states, built, items))
    return {"runs": runs, "errors": errors}


def keys(built: Built) -> Result:
    """The keyboard on one page of each kind, in each width."""
    items = [
        f"{width} {tag}/{path}"
        for tag in built.tags
        for path in built.kinds.values()
        for width in accessibility.WIDTHS
    ]
    stops, errors = _add_up(_spread(_walk, built, items))
    return {"stops": stops, "errors": errors}


def openings(built: Built) -> Result:
    """Messages, failed requests and cut-off text, on every page in each width."""
    pages = built.pages()
    items = [f"{width} {path}" for path in pages for width in accessibility.WIDTHS]
    errors = _report(chain.from_iterable(_spread(_open, built, items)))
    return {"pages": len(pages), "errors": errors}


def html(built: Built) -> Result:
    """The Nu HTML checker over every page."""
    files = len(list(built.folder.rglob("*.html")))
    errors = _report(markup.find_errors(built.folder))
    return {"version": markup.checker_version(), "pages": files, "errors": errors}


def weights(built: Built) -> Result:
    """The budget of a first view, on every page."""
    found: list[Weight] = list(_spread(partial(_weigh, built.folder), built, built.pages()))
    heavy = [f"{w.page}: {w.bytes} bytes, {w.requests} requests" for w in found if w.is_too_heavy]
    return {
        "pages": len(found),
        "most_bytes": max(w.bytes for w in found),
        "most_requests": max(w.requests for w in found),
        "most_script": max(w.script for w in found),
        "errors": _report(heavy),
    }


_AUDITS: dict[str, Callable[[Built], Result]] = {
    "axe": axe,
    "states": states,
    "keyboard": keys,
    "opening": openings,
    "html": html,
    "weight": weights,
}
