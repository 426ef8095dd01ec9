"""`scripts/schemas` and `scripts/fields`: files that are made from the model."""

from __future__ import annotations

import argparse
from pathlib import Path

from wegweiser.cli.arguments import Commands, add_site_command
from wegweiser.cli.output import UsageError, say


def add_schemas(commands: Commands) -> None:
    """Declare `scripts/schemas`."""
    _add_check(add_site_command(commands, "schemas", run_schemas))


def run_schemas(options: argparse.Namespace) -> int:
    """Write the JSON Schemas, with which editors know the fields of every file."""
    from wegweiser.schemas import write_schemas

    return _tell(write_schemas(options.root, write=not options.check), options)


def add_fields(commands: Commands) -> None:
    """Declare `scripts/fields`."""
    _add_check(add_site_command(commands, "fields", run_fields))


def run_fields(options: argparse.Namespace) -> int:
    """Write the field reference of the handbook, a page for each collection."""
    from wegweiser.field_reference import FOLDER, write_field_reference

    if not (options.root / FOLDER).parent.is_dir():
        raise UsageError(f"{options.root}: no handbook ({FOLDER}) that the pages could be part of")
    return _tell(write_field_reference(options.root, write=not options.check), options)


def _add_check(command: argparse.ArgumentParser) -> None:
    command.add_argument("--check", action="store_true", help="only tell what would change")


def _tell(changed: list[Path], options: argparse.Namespace) -> int:
    """Say which files were changed, or would be; return the exit code."""
    for path in changed:
        say(path.relative_to(options.root).as_posix())
    return int(bool(changed) and options.check)
