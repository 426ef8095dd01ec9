"""The command line: what scripts/ run, each by its name.

A module for each group of commands declares their arguments beside what carries them out. All of
them are loaded for every command, so what a command alone needs is imported when it runs.

Exit codes (invariant 4): 0 no errors, 1 errors, 2 usage. Standard output carries the report
alone; progress goes to standard error.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from wegweiser.cli.building import add_build, add_check
from wegweiser.cli.deriving import add_fields, add_schemas
from wegweiser.cli.entries import add_format, add_new, add_rename
from wegweiser.cli.output import UsageError, give_up_output, say
from wegweiser.cli.reporting import add_changes, add_post, add_report
from wegweiser.cli.serving import add_admin, add_hosting, add_serve
from wegweiser.cli.translating import add_translations

__all__ = ["main"]

_COMMANDS = (
    *(add_check, add_build, add_serve, add_admin, add_hosting),
    *(add_translations, add_rename, add_report, add_changes, add_post),
    *(add_new, add_format, add_schemas, add_fields),
)
"""What declares each command, in the order of the help."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code. `argparse` exits with 2 on a usage error."""
    options = _parse(arguments)
    try:
        command: int = options.run(options)
    except KeyboardInterrupt:
        return 130
    except UsageError as error:
        say(str(error))
        return 2
    except BrokenPipeError:
        give_up_output()  # whoever read the report has had enough
        return 1
    return command


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="wegweiser", description="Build a city's guide to work.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for add in _COMMANDS:
        add(commands)
    return parser.parse_args(arguments)
