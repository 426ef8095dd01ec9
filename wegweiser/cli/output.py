"""What a command tells: its report on standard output, all else on standard error."""

from __future__ import annotations

import os
import sys


class UsageError(Exception):
    """The command was called with something it cannot work with; the message says what."""


def say(line: str) -> None:
    """Write a line to standard error: how it goes, and what became of it."""
    print(line, file=sys.stderr, flush=True)


def print_report(report: str) -> None:
    """Write to standard output. Raises `UsageError` when it cannot be written."""
    try:
        sys.stdout.buffer.write(report.encode("utf-8", "replace"))
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        give_up_output()
        raise UsageError(f"The report cannot be written: {error.strerror}") from None


def give_up_output() -> None:
    """Keep Python from trying, at its end, to write what could not be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
