"""`scripts/new`, `format` and `rename`: files of entries."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from wegweiser.cli.arguments import Commands, add_site_command
from wegweiser.cli.output import UsageError, print_report, say
from wegweiser.cli.site_folder import date_of
from wegweiser.diagnostics import Diagnostic
from wegweiser.diagnostics.reporters import report_terminal


def add_new(commands: Commands) -> None:
    """Declare `scripts/new`."""
    new = add_site_command(commands, "new", run_new)
    new.add_argument("collection", metavar="COLLECTION", help="its folder, such as programmes")


def run_new(options: argparse.Namespace) -> int:
    """Ask (in German) for what a new entry must have, and write it as a draft."""
    from wegweiser.drafting import NotWrittenError, write_draft
    from wegweiser.model import COLLECTIONS

    if options.collection not in COLLECTIONS:
        raise UsageError(f"Collections are {', '.join(COLLECTIONS)}")
    try:
        path = write_draft(options.root, options.collection, date_of(options), _ask, say)
    except NotWrittenError as error:
        say(f"\n{error}")
        return 1
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}") from None
    print_report(f"{path.relative_to(options.root).as_posix()}\n")
    say("Jetzt ergänzen, prüfen (scripts/check) und mit „status: published“ veröffentlichen.")
    return 0


def _ask(prompt: str) -> str:
    """Return a line of standard input. Raises `EOFError` at its end."""
    print(prompt, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def add_format(commands: Commands) -> None:
    """Declare `scripts/format`."""
    format_ = add_site_command(commands, "format", run_format)
    format_.add_argument("--check", action="store_true", help="only name the files that differ")
    format_.add_argument(
        "files", type=Path, nargs="*", metavar="FILE", help="entries (default: all below content/)"
    )


def run_format(options: argparse.Namespace) -> int:
    """Write entries in one canonical form; comments and texts stay as they are."""
    from wegweiser.formatting import ChangedError, find_entries, format_entry
    from wegweiser.writing import write_whole

    changed: list[str] = []
    problems: list[Diagnostic] = []
    for path in options.files or find_entries(options.root):
        try:
            text, found = format_entry(path.absolute(), options.root)
            problems += found
            if text is not None and path.read_bytes() != text.encode():
                changed.append(f"{path.absolute().relative_to(options.root).as_posix()}\n")
                if not options.check:
                    write_whole(path, text)
        except ValueError as error:
            raise UsageError(str(error)) from None
        except ChangedError as error:
            raise UsageError(f"{error} has a form that cannot be kept; it stays as it is") from None
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror}") from None
    report = report_terminal(problems, options.root, colour=False) if problems else ""
    print_report(report + "".join(changed))
    return int(bool(problems) or (options.check and bool(changed)))


def add_rename(commands: Commands) -> None:
    """Declare `scripts/rename`."""
    rename = add_site_command(commands, "rename", run_rename)
    rename.add_argument("entry", metavar="COLLECTION/ID", help="for example programmes/startzeit")
    rename.add_argument("new", metavar="NEW-ID", help="the new id, for example startzeit-plus")


def run_rename(options: argparse.Namespace) -> int:
    """Give an entry a new id: its file, all references, its translations, and a redirect."""
    from wegweiser.renaming import rename_entry
    from wegweiser.workbench import RefusedError

    try:
        changed = rename_entry(options.root, options.entry, options.new, date_of(options))
    except RefusedError as error:
        raise UsageError(str(error)) from None
    for path in changed:
        say(path)
    say(f"{len(changed)} files changed")
    return 0
