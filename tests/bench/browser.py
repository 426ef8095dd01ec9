"""Measures the search in headless Chromium, on an edition that is grown to many records.

    python browser.py first-use [LOCALE...]   what the first search of a reader transfers
    python browser.py keystroke [LOCALE...]   how long a key waits for its answer on a slow phone

Called by scripts/bench. The records of the shipped site are copied until there are enough, each
copy with other words in the place of half of its own, and some that stand nowhere else.
"""

from __future__ import annotations

import gzip
import random
import re
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from conftest import ARGUMENTS, CHROMIUM
from playwright.sync_api import Browser, CDPSession, Page, Response, sync_playwright
from sites import PROJECT, open_in

from wegweiser.publish import Builder
from wegweiser.render.search import Record, records_file, search_records
from wegweiser.render.shown import Shown
from wegweiser.site import Site

LOCALES = ("de", "de-simple", "en", "ar", "ti", "tr", "uk")
RECORDS = {"first-use": 250, "keystroke": 1000}
SLOWER = 4
"""How many times slower than this machine a cheap phone computes."""

_WORD = re.compile(r"[^\W\d_]{3,}")


class _GzipHandler(SimpleHTTPRequestHandler):
    """Serves text as web servers do: compressed by gzip."""

    def log_message(self, format: str, *args: object) -> None: ...

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder compressed, and yield the server's address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_GzipHandler, directory=folder)) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def grow(records: Sequence[Record], size: int) -> list[Record]:
    """Return `size` records made of `records`, always the same ones."""
    dice = random.Random(size)
    texts = [f"{record.title} {record.text} {record.words}" for record in records]
    known: list[str] = sorted({word for text in texts for word in _WORD.findall(text)})

    def other(found: re.Match[str]) -> str:
        word, chance = str(found[0]), dice.random()
        if chance < 0.5:
            return word
        if chance < 0.9:
            return dice.choice(known)
        first, last = dice.choice(known), dice.choice(known)
        return first[: (len(first) + 1) // 2] + last[len(last) // 2 :]

    def vary(record: Record, number: int) -> Record:
        title, text, headings, words = (
            _WORD.sub(other, told)
            for told in (record.title, record.text, record.headings, record.words)
        )
        return replace(
            record,
            id=f"{record.id.rstrip('/')}-{number}/",
            title=title,
            text=text,
            headings=headings,
            words=words,
        )

    return [vary(records[number % len(records)], number) for number in range(size)]


def queries(records: Sequence[Record]) -> list[str]:
    """Return words to type: some of the records, one with a typing error, one that is nowhere."""
    dice = random.Random(len(records))
    found = [record.title for record in dice.sample(list(records), 6)]
    word = max(found[0].split(), key=len)
    return [*found, word[:2] + word[3:], "Aufentaltstitel", "xyzzyxyzzy"]


def measure_first_use(page: Page, address: str) -> dict[str, float]:
    """Return how many requests the first search makes, and their bytes, with the page's script."""
    asked: list[Response] = []
    page.on("response", lambda response: asked.append(response))
    page.goto(address, wait_until="networkidle")
    page.locator("#search-query").focus()
    page.wait_for_load_state("networkidle")
    page.locator("#search-query").fill("Jobcenter")
    page.locator("#search-results a").first.wait_for()
    ours = [response for response in asked if re.search(r"/search(\.js|/.+)$", response.url)]
    sizes = [int(response.headers["content-length"]) for response in ours]
    return {"requests": len(sizes), "bytes": sum(sizes)}


_SLOW_WORKER = """{
  const answer = self.postMessage;
  let asked;
  self.addEventListener("message", () => (asked = performance.now()));
  self.postMessage = (message) => {
    const answered = performance.now();
    while (performance.now() - answered < (SLOWER - 1) * (answered - asked));
    answer(message);
  };
}
"""
"""Before a worker's script: lets it compute as long as on a slow phone.

Chromium slows down the thread of a page alone.
"""


def slow_down_workers(site: Path) -> None:
    """Let the workers that search an edition answer as on a slow phone."""
    for script in site.glob("*/assets/*/search/worker.js"):
        slow = _SLOW_WORKER.replace("SLOWER", str(SLOWER))
        script.write_text(slow + script.read_text("utf-8"), "utf-8")


_WATCH = """() => {
  window.waits = [];
  const field = document.getElementById("search-query");
  let asked;
  const note = () => { asked = field.value ? performance.now() : undefined; };
  field.addEventListener("input", note, { capture: true });
  new MutationObserver(() => {
    if (asked === undefined) return;
    const since = asked;
    const answered = performance.now() - since;
    asked = undefined;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.waits.push([answered, performance.now() - since]);
      port2.postMessage(null);
    });
  }).observe(document.getElementById("search-status"), { childList: true, subtree: true });
}"""
"""Notes for each input how long it takes until its answer stands in the page, and is painted."""


def measure_keystrokes(page: Page, address: str, words: Sequence[str]) -> dict[str, float]:
    """Return milliseconds from a key to its answer, and until the index is ready."""
    page.goto(address, wait_until="networkidle")
    client = page.context.new_cdp_session(page)
    client.send("Performance.enable", {"timeDomain": "threadTicks"})
    client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    field = page.locator("#search-query")
    ready = page.evaluate(
        """async () => {
          const start = performance.now();
          const field = document.getElementById("search-query");
          field.value = "Jobcenter";
          field.dispatchEvent(new Event("input"));
          const results = document.getElementById("search-results");
          while (!results.children.length) await new Promise((resume) => setTimeout(resume, 5));
          return performance.now() - start;
        }"""
    )
    page.wait_for_timeout(500)
    page.evaluate(_WATCH)
    busy = []
    for word in words:
        field.fill("")
        page.wait_for_timeout(600)  # until the page shows what it shows without a query
        for key in word:
            before = busy_time(client)
            page.keyboard.type(key)
            page.wait_for_timeout(100)  # the answer, not what follows when there is time
            busy.append(busy_time(client) - before)
            page.wait_for_timeout(200)
    answered, painted = zip(*page.evaluate("waits"), strict=True)
    return {
        "keys": len(busy),
        **spread("answered", answered),
        **spread("painted", painted),
        **spread("busy", busy),
        "ready": ready,
    }


def busy_time(client: CDPSession) -> float:
    """Return how many milliseconds the page has spent on scripts, styles and layout.

    That is the time of its own thread: other programs of a busy machine are no part of it.
    """
    metrics = client.send("Performance.getMetrics")["metrics"]
    parts = {"ScriptDuration", "RecalcStyleDuration", "LayoutDuration"}
    return sum(1000 * float(metric["value"]) for metric in metrics if metric["name"] in parts)


def spread(name: str, figures: Sequence[float]) -> dict[str, float]:
    """Return what is typical and what is rare."""
    return {
        f"{name}, median": statistics.median(figures),
        f"{name}, 95 %": statistics.quantiles(figures, n=20)[-1],
        f"{name}, most": max(figures),
    }


def measure(kind: str, browser: Browser, address: str, grown: Sequence[Record]) -> dict[str, float]:
    """Return what was measured, by its name."""
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        if kind == "first-use":
            return measure_first_use(page, address)
        return measure_keystrokes(page, address, queries(grown))


def build(output: Path) -> Site:
    """Build the shipped site into `output` and return it."""
    site = open_in(PROJECT)
    Builder(PROJECT / "mkdocs.yml", output, lambda line: None).build(site)
    return site


def main(arguments: Sequence[str]) -> int:
    """Print a table of what `arguments` ask for; return the exit code."""
    kind, *tags = arguments or [""]
    if kind not in RECORDS:
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "site"
        site = build(output)
        grown = {}
        for tag in tags or LOCALES:
            records = search_records(Shown(site.edition(tag)), site.docs.pages(tag))
            grown[tag] = grow(records, RECORDS[kind])
            name = next((output / tag / "search").glob("records-*.json"))
            name.write_text(records_file(grown[tag])[1], "utf-8")
        if kind == "keystroke":
            slow_down_workers(output)
        with serving(output) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
            rows = {
                tag: measure(kind, browser, f"{server}/{tag}/search/", records)
                for tag, records in grown.items()
            }
    print(f"| {RECORDS[kind]} records | {' | '.join(next(iter(rows.values())))} |")
    print("|---|" + "---:|" * len(next(iter(rows.values()))))
    for tag, found in rows.items():
        print(f"| {tag} | {' | '.join(f'{figure:.0f}' for figure in found.values())} |")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
