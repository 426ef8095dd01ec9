"""What the options `--root` and `--date` stand for: a day, a site, the engine's configuration."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wegweiser.build_date import build_date
from wegweiser.cli.output import UsageError, say
from wegweiser.diagnostics import Severity

if TYPE_CHECKING:
    from wegweiser.site import Site

_PROJECT = Path(__file__).resolve().parent.parent.parent


def date_of(options: argparse.Namespace) -> datetime.date:
    """Return the date of the build. Raises `UsageError` for a SOURCE_DATE_EPOCH that is none."""
    try:
        return build_date(options.date)
    except ValueError as error:
        raise UsageError(str(error)) from None


def open_without_errors(options: argparse.Namespace) -> Site | None:
    """Return the site; with errors, say how many there are and return None."""
    from wegweiser.site import open_site_fast

    site, problems = open_site_fast(options.root, date_of(options))
    if site is None:
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        say(f"The content has {errors} errors; scripts/check tells them")
    return site


def find_configuration(root: Path) -> Path:
    """Return the file of the engine's configuration: the site's own, else the project's."""
    own = root / "mkdocs.yml"
    return own if own.is_file() else _PROJECT / "mkdocs.yml"
