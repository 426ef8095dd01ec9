"""How a command is declared, and the arguments that commands of several groups take."""

from __future__ import annotations

import argparse
import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""Where commands are added to."""

Run: TypeAlias = Callable[[argparse.Namespace], int]
"""What carries a command out, and returns its exit code."""

DIGITS = re.compile(r"[0-9]{1,5}")
"""A number: `int` takes the digits of any script, and any length, too."""


def add_site_command(
    commands: Commands, name: str, run: Run, summary: str | None = None, prog: str | None = None
) -> argparse.ArgumentParser:
    """Add a command that works on a site folder, as `add_command` does; return its parser."""
    command = add_command(commands, name, run, summary, prog)
    add_site_options(command)
    return command


def add_command(
    commands: Commands, name: str, run: Run, summary: str | None = None, prog: str | None = None
) -> argparse.ArgumentParser:
    """Add the command `name`; return its parser, for more arguments.

    Its help is `summary` (default: the first line of what `run` says of itself), and speaks of it
    as `prog` (default: its script).
    """
    summary = summary or str(run.__doc__).split("\n")[0]
    prog = prog or f"scripts/{name}"
    command = commands.add_parser(name, prog=prog, help=summary, description=summary)
    command.set_defaults(run=run)
    return command


def add_site_options(command: argparse.ArgumentParser) -> None:
    """Let a command be told which site folder it works on, and on which day."""
    command.add_argument(
        "--root",
        type=parse_folder,
        default=command.argument_default or Path.cwd(),
        metavar="DIR",
        help="site folder with content/ and locales/ (default: this folder)",
    )
    command.add_argument(
        "--date",
        type=_parse_date,
        metavar="YYYY-MM-DD",
        help="date of the build (default: SOURCE_DATE_EPOCH, else today in Europe/Berlin)",
    )


def parse_folder(value: str) -> Path:
    """Return a folder that is there, as an absolute path. Raises `ArgumentTypeError`."""
    path = Path(value)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"{value} is not a folder")
    return path.resolve()


def parse_text(value: str) -> str:
    """Return one line of text, without space around it. Raises `ArgumentTypeError`."""
    if not value.isprintable() or not value.strip():
        raise argparse.ArgumentTypeError("this must be text on one line")
    return value.strip()


def _parse_date(value: str) -> datetime.date:
    try:
        date = datetime.date.fromisoformat(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{value} is not a date (YYYY-MM-DD)") from error
    if not 1970 <= date.year < 2200:
        raise argparse.ArgumentTypeError(f"{value} is not between 1970 and 2199")
    return date
