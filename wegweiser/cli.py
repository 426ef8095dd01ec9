"""The command line: check, build, serve.

Exit codes (invariant 4): 0 no errors, 1 errors, 2 usage. Standard output carries the report
alone; progress goes to standard error.
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from wegweiser.diagnostics import Diagnostic, exit_code
from wegweiser.diagnostics.reporters import REPORTERS, report_terminal

TIME_ZONE = ZoneInfo("Europe/Berlin")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code. `argparse` exits with 2 on a usage error."""
    options = _parse(arguments)
    command: int = options.run(options)
    return command


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="wegweiser", description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    check = commands.add_parser("check", help="check the content", description=run_check.__doc__)
    _add_common(check)
    _add_report(check)
    check.set_defaults(run=run_check)
    return parser.parse_args(arguments)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--root",
        type=_folder,
        default=Path.cwd(),
        metavar="DIR",
        help="site folder with content/ and locales/ (default: this folder)",
    )
    parser.add_argument(
        "--date",
        type=_date,
        metavar="YYYY-MM-DD",
        help="date of the build (default: SOURCE_DATE_EPOCH, else today in Europe/Berlin)",
    )


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=REPORTERS, default="terminal", help="form of the report"
    )
    parser.add_argument("--strict", action="store_true", help="let warnings count as errors")


def _folder(value: str) -> Path:
    path = Path(value)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"{value} is not a folder")
    return path.resolve()


def _date(value: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{value} is not a date (YYYY-MM-DD)") from error


def build_date(options: argparse.Namespace) -> datetime.date:
    """Return the date of the build: ``--date``, else SOURCE_DATE_EPOCH, else today in Berlin."""
    if options.date:
        return datetime.date.fromisoformat(str(options.date))
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.datetime.now(TIME_ZONE).date()


def run_check(options: argparse.Namespace) -> int:
    """Check all content and translations and report every problem at its line."""
    from wegweiser.model import load_content

    _, diagnostics = load_content(options.root, build_date(options))
    return _report(diagnostics, options)


def _report(diagnostics: Sequence[Diagnostic], options: argparse.Namespace) -> int:
    if options.format == "terminal":
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        report = report_terminal(diagnostics, options.root, colour=colour)
    else:
        report = REPORTERS[options.format](diagnostics, options.root)
    sys.stdout.buffer.write(report.encode("utf-8", "replace"))
    sys.stdout.flush()
    return exit_code(diagnostics, strict=options.strict)
