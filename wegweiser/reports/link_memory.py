"""What is remembered of links from run to run: since when one fails, and how often in a row.

A JSON file (RFC 8259) with sorted addresses, so that it can be carried between runs and compared.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wegweiser.reports.link_check import Outcome
from wegweiser.reports.link_client import LinkState
from wegweiser.writing import write_whole

FAILURES_UNTIL_BROKEN = 3
"""Failing runs in a row from which on a link is called broken."""

_FAILING = {LinkState.GONE, LinkState.TEMPORARY}
_MAX_BYTES = 8_000_000


class Remembered(BaseModel):
    """What is known of a link: how it was last time, and its failures in a row.

    Runs of one day count once: whoever tries thrice in an hour knows no more.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: LinkState
    reason: str = ""
    target: Annotated[str, Field(pattern="^https?://")] | None = None
    failures: int = 0
    first_failure: datetime.date | None = None
    last_failure: datetime.date | None = None

    @property
    def is_broken(self) -> bool:
        """Has it failed so often in a row that someone should look after it?"""
        return self.failures >= FAILURES_UNTIL_BROKEN

    def after(self, outcome: Outcome, today: datetime.date) -> Remembered:
        """Return what is known after one more run.

        A server that refuses programs says nothing of the link: its failures stay as they are.
        """
        new = Remembered(
            state=outcome.state,
            reason=outcome.reason,
            target=outcome.target,
            failures=self.failures,
            first_failure=self.first_failure,
            last_failure=self.last_failure,
        )
        if outcome.state is LinkState.BLOCKED:
            return new
        if outcome.state not in _FAILING:
            return new.model_copy(
                update={"failures": 0, "first_failure": None, "last_failure": None}
            )
        counted = self.failures and self.last_failure and self.last_failure >= today
        return new.model_copy(
            update={
                "failures": self.failures + (not counted),
                "first_failure": self.first_failure or today,
                "last_failure": max(self.last_failure or today, today),
            }
        )


class Memory(BaseModel):
    """The links that were checked, by address, and the day of the last run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    checked_on: datetime.date | None = None
    links: dict[str, Remembered] = {}

    def after(self, outcomes: Mapping[str, Outcome], today: datetime.date) -> Memory:
        """Return the memory after a run; links that were not checked are forgotten.

        A run in which no server answered at all tells of the network here, not of the links:
        nothing changes.
        """
        if not any(outcome.answered for outcome in outcomes.values()):
            return self
        new = Remembered(state=LinkState.OK)
        links = {
            url: self.links.get(url, new).after(outcome, today)
            for url, outcome in sorted(outcomes.items())
        }
        return Memory(checked_on=today, links=links)


def read_memory(path: Path) -> Memory | None:
    """Return the memory in a file, an empty one if there is none, None if it cannot be used."""
    try:
        with path.open("rb") as file:
            return Memory.model_validate_json(file.read(_MAX_BYTES))
    except FileNotFoundError:
        return Memory()
    except (OSError, ValidationError):
        return None


def write_memory(path: Path, memory: Memory) -> None:
    """Write the memory into a file. Raises `OSError`."""
    write_whole(path, memory.model_dump_json(indent=2, exclude_defaults=True) + "\n")
