"""The date of a build is an input (invariant 6)."""

from __future__ import annotations

import datetime
import os
from zoneinfo import ZoneInfo

TIME_ZONE = ZoneInfo("Europe/Berlin")


def build_date(given: datetime.date | None = None) -> datetime.date:
    """Return `given`, else the day of SOURCE_DATE_EPOCH (UTC), else today in Europe/Berlin.

    SOURCE_DATE_EPOCH: https://reproducible-builds.org/specs/source-date-epoch/
    """
    if given:
        return given
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.datetime.now(TIME_ZONE).date()
