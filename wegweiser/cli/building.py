"""`scripts/check` and `scripts/build`: all problems of a site, and its editions."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wegweiser.cli.arguments import DIGITS, Commands, add_site_command
from wegweiser.cli.output import UsageError, print_report, say
from wegweiser.cli.site_folder import date_of, find_configuration
from wegweiser.diagnostics import Diagnostic, exit_code
from wegweiser.diagnostics.reporters import REPORTERS, report_terminal

if TYPE_CHECKING:
    from wegweiser.site import Site


def add_check(commands: Commands) -> None:
    """Declare `scripts/check`."""
    _add_report(add_site_command(commands, "check", run_check))


def run_check(options: argparse.Namespace) -> int:
    """Check all content, translations and pages; report every problem at its line."""
    from wegweiser.site import open_site_fast

    started = time.monotonic()
    site, problems = open_site_fast(options.root, date_of(options))
    code = _report(problems, options)
    if site:
        entries = sum(map(len, site.content.entries.values()))
        terms = len(site.content.glossary.terms)
        say(
            f"Checked {entries} entries, {terms} terms and {len(site.tags)} locales"
            f" in {time.monotonic() - started:.1f} s"
        )
    return code


def add_build(commands: Commands) -> None:
    """Declare `scripts/build`."""
    build = add_site_command(commands, "build", run_build)
    _add_report(build)
    build.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help="folder to publish into (default: site/ in the site folder)",
    )
    build.add_argument(
        "--allow-samples",
        action="store_true",
        help="build although there is sample data (never for a public site)",
    )
    build.add_argument(
        "--booklets",
        action="store_true",
        help="print all offers and contacts of each language into a PDF, too",
    )
    build.add_argument(
        "--compress",
        action="store_true",
        help="put compressed files beside those that become smaller, for the server (Brotli, gzip)",
    )
    build.add_argument(
        "--preview",
        action="store_true",
        help="build a preview: every page says so, search engines are kept out, links name files",
    )
    build.add_argument(
        "--workers", type=_parse_count, metavar="N", help="processes (default: all cores)"
    )


def _parse_count(value: str) -> int:
    if not DIGITS.fullmatch(value) or int(value) < 1:
        raise argparse.ArgumentTypeError(f"{value} is not a number of processes")
    return int(value)


def run_build(options: argparse.Namespace) -> int:
    """Build the site for production: check, render, verify, publish in one step."""
    from wegweiser.publish.production import find_placeholder, find_samples
    from wegweiser.site import open_site_fast

    started = time.monotonic()
    output = _output(options)
    if options.preview and options.booklets:
        raise UsageError("A preview has no booklets: paper would not say what it is")
    say("Checking the content")
    site, problems = open_site_fast(options.root, date_of(options))
    if site:
        problems += find_placeholder(site.content)
        problems += [] if options.allow_samples else find_samples(site.content)
    code, outcome = 1, "Nothing was published"
    if site and not exit_code(problems, strict=options.strict):
        code, outcome = _publish(site, output, options, problems)
    _report(problems, options)
    say(f"{outcome} ({time.monotonic() - started:.1f} s)")
    return code


def _output(options: argparse.Namespace) -> Path:
    """Return the folder to publish into. Raises `UsageError` for one that holds the sources."""
    from wegweiser.standalone import SOURCE_FOLDERS

    output: Path = (options.output or options.root / "site").absolute()
    sources = [options.root, *(options.root / name for name in SOURCE_FOLDERS)]
    try:
        real = output.resolve()
    except (OSError, RuntimeError) as error:
        raise UsageError(f"{output} cannot be the output: {error}") from None
    inside = [folder for folder in sources[1:] if real.is_relative_to(folder)]
    around = [folder for folder in sources if folder.is_relative_to(real)]
    if inside or around:
        raise UsageError(f"{output} holds sources of the site and cannot be the output")
    return output


def _publish(
    site: Site, output: Path, options: argparse.Namespace, problems: list[Diagnostic]
) -> tuple[int, str]:
    """Build and publish `site`; return the exit code and what became of it.

    Problems of the finished site are added to `problems`.
    """
    from wegweiser.publish import Builder, BuildError, EngineError
    from wegweiser.publish.booklet import NoPrinterError
    from wegweiser.publish.swap import NotOursError

    workers = options.workers or os.cpu_count() or 1
    try:
        builder = Builder(
            *(find_configuration(options.root), output, say, workers),
            booklets=options.booklets,
            compressed=options.compress,
            preview=options.preview,
        )
        count = builder.build(site)
    except BuildError as error:
        problems += error.diagnostics
        return 1, "Nothing was published"
    except NoPrinterError as error:
        return 1, f"{error}. Nothing was published"
    except EngineError as error:
        return 1, f"The site engine failed for {error}. Nothing was published"
    except OSError as error:
        return 1, f"{error.filename or output}: {error.strerror}. Nothing was published"
    except NotOursError as error:
        return 2, f"{error}. Nothing was published"
    return 0, f"Published {count} pages in {output}"


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=REPORTERS, default="terminal", help="form of the report"
    )
    parser.add_argument("--strict", action="store_true", help="let warnings count as errors")


def _report(diagnostics: Sequence[Diagnostic], options: argparse.Namespace) -> int:
    if sys.stdout is None:  # it was closed before we began
        return exit_code(diagnostics, strict=options.strict)
    if options.format == "terminal":
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        report = report_terminal(diagnostics, options.root, colour=colour)
    else:
        report = REPORTERS[options.format](diagnostics, options.root)
    print_report(report)
    return exit_code(diagnostics, strict=options.strict)
