"""Measures `scripts/check` on a large site (see `large`): cold, and with what the last run learned.

    python -m bench.check [--entries N] [--repetitions N]

Called by scripts/bench. Beside it, in the same run, stands what any tool has to do: the parsing of
the same catalogues by polib. The medians count.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sites import PROJECT

from bench.large import grow

_PARSE = "import polib, sys; [polib.pofile(path) for path in sys.argv[1:]]"


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench check")
    parser.add_argument("--entries", type=int, default=548)
    parser.add_argument("--repetitions", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "city"
        messages = grow(PROJECT, root, options.entries)
        print(f"{options.entries} entries, {messages:,} messages")
        for what, seconds in measure(root, options.repetitions).items():
            print(f"{seconds:5.2f} s  {what}")


def measure(root: Path, repetitions: int) -> dict[str, float]:
    """Return the median time of each kind of run in the site folder `root`, in seconds."""
    kinds: dict[str, Callable[[], None]] = {
        "parsing the catalogues alone (polib)": lambda: _parse(root),
        "check, for the first time": lambda: _check(root, forget=True),
        "check again, nothing has changed": lambda: _check(root),
        "check again, one entry has changed": lambda: _check(root, edit=True),
    }
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(repetitions):
        for kind, run in kinds.items():
            started = time.monotonic()
            run()
            times[kind].append(time.monotonic() - started)
    return {kind: statistics.median(taken) for kind, taken in times.items()}


def _parse(root: Path) -> None:
    paths = [str(path) for path in sorted((root / "locales").rglob("*.po"))]
    subprocess.run([sys.executable, "-c", _PARSE, *paths], check=True)


def _check(root: Path, *, forget: bool = False, edit: bool = False) -> None:
    if forget:
        shutil.rmtree(root / ".cache", ignore_errors=True)
    if edit:
        path = sorted((root / "content" / "programmes").glob("*.yml"))[0]
        path.write_text(path.read_text("utf-8").replace("summary: >-\n  ", "summary: >-\n  Neu. "))
    command = [sys.executable, "-m", "wegweiser", "check", "--root", str(root)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout)


if __name__ == "__main__":
    main()
