"""The date of a build is an input (invariant 6)."""

from __future__ import annotations

import datetime
import os
from zoneinfo import ZoneInfo

TIME_ZONE = ZoneInfo("Europe/Berlin")
_LATEST = 7_258_118_400
"""2200-01-01 in seconds since 1970."""


def build_date(given: datetime.date | None = None) -> datetime.date:
    """Return `given`, else the day of SOURCE_DATE_EPOCH, else today (days in Europe/Berlin).

    Raises `ValueError` for a SOURCE_DATE_EPOCH that is no date of our time; its specification
    asks for that: https://reproducible-builds.org/specs/source-date-epoch/
    """
    if given:
        return given
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.datetime.now(TIME_ZONE).date()
    if not (epoch.isascii() and epoch.isdigit() and int(epoch) < _LATEST):
        raise ValueError(f"SOURCE_DATE_EPOCH is {epoch}, which is no number of seconds since 1970")
    return datetime.datetime.fromtimestamp(int(epoch), TIME_ZONE).date()
