"""Two states of a site, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wegweiser.reports.report import Finding, Group
from wegweiser.site import Site


@dataclass(frozen=True)
class Comparison:
    """A site before and after a change, on the same day."""

    before: Site
    after: Site

    @property
    def tags(self) -> list[str]:
        """The tags of the locales that both have, the source first."""
        return [tag for tag in self.after.tags if tag in self.before.tags]

    def is_touched(self, file: str) -> bool:
        """Is the file, named by its path below the site folder, another one than before?

        Raises `OSError` when there is none after the change.
        """
        old, new = (site.content.root / file for site in (self.before, self.after))
        return not old.is_file() or old.read_bytes() != new.read_bytes()


def groups_of(found: Mapping[str, Sequence[Finding]]) -> tuple[Group, ...]:
    """Return a group for each title that has findings."""
    return tuple(Group(title, tuple(findings)) for title, findings in found.items() if findings)
