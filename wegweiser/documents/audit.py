"""What programs have found out about the site's accessibility, for the accessibility statement.

`scripts/audit --record` writes the results of each part; the page shows them as they are.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, NonNegativeInt, ValidationError

from wegweiser.diagnostics import Diagnostic, Place, rules

AUDIT_FILE = "docs/audit.json"


class _Result(BaseModel):
    model_config = ConfigDict(frozen=True)

    date: datetime.date
    errors: NonNegativeInt


class PagesResult(_Result):
    """A program ran over `pages`; `runs` counts each width and colour scheme."""

    version: str
    pages: NonNegativeInt
    runs: NonNegativeInt = 0


class StatesResult(_Result):
    """A program ran over what opens on pages."""

    runs: NonNegativeInt


class KeyboardResult(_Result):
    """The Tab key was pressed through pages."""

    stops: NonNegativeInt


class Audit(BaseModel):
    """The results of the parts that were run, each of its own day."""

    model_config = ConfigDict(frozen=True)

    axe: PagesResult | None = None
    states: StatesResult | None = None
    keyboard: KeyboardResult | None = None
    html: PagesResult | None = None

    @property
    def date(self) -> datetime.date | None:
        """The day of the oldest result, None without any."""
        parts = (self.axe, self.states, self.keyboard, self.html)
        return min((part.date for part in parts if part), default=None)


def load_audit(root: Path) -> tuple[Audit | None, list[Diagnostic]]:
    """Return the recorded audit of the site in `root` (None without one), and every problem."""
    path = root / AUDIT_FILE
    if not path.is_file() or path.is_symlink():
        return None, []
    try:
        audit = Audit.model_validate_json(path.read_bytes())
        return (audit if audit.date else None), []
    except ValidationError as error:
        field = ".".join(map(str, error.errors()[0]["loc"])) or "JSON"
        problem = "so schreibt es scripts/audit --record nicht"
        return None, [rules.BAD_VALUE.at(Place(AUDIT_FILE), field=field, problem=problem)]
