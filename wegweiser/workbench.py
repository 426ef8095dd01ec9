"""What commands that change a site's files stand on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from wegweiser.diagnostics import Severity
from wegweiser.model import SOURCE_LOCALE, Content, load_content
from wegweiser.translate.catalogue_file import CatalogueFile
from wegweiser.translate.load import FOLDER
from wegweiser.translate.messages import Source, source_messages
from wegweiser.translate.sync import sync_catalogues


class RefusedError(Exception):
    """The command cannot be carried out; the message says why."""


@dataclass(frozen=True)
class Workbench:
    """A site without errors in its content, and where its catalogues lie."""

    root: Path
    content: Content
    sources: dict[str, Source]

    @classmethod
    def open(cls, root: Path, today: datetime.date) -> Workbench:
        """Return the workbench of the site in `root`. Raises `RefusedError` for faulty content."""
        content, _, problems = load_content(root, today)
        if content is None:
            count = sum(problem.severity is Severity.ERROR for problem in problems)
            raise RefusedError(f"The content has errors ({count}); see scripts/check")
        return cls(root, content, source_messages(content))

    @property
    def tags(self) -> list[str]:
        """The locales that are translated into, in site order."""
        tags = [locale.tag for locale in self.content.site.locales]
        return [tag for tag in tags if tag != SOURCE_LOCALE]

    def check_tag(self, tag: str) -> str:
        """Return `tag`. Raises `RefusedError` when the site has no such locale."""
        if tag not in self.tags:
            known = ", ".join(self.tags)
            raise RefusedError(f"{tag} is not a locale of this site; there are: {known}")
        return tag

    def sync(self, tag: str, *, write: bool = True) -> list[Path]:
        """Bring the catalogues of a locale in line; return those that change.

        Raises `RefusedError` for one that is damaged.
        """
        try:
            return sync_catalogues(self.root, tag, self.sources, write=write)
        except (ValueError, OSError) as error:
            raise RefusedError(f"A catalogue of {tag} cannot be used: {error}") from None

    def catalogues(self, tag: str) -> list[CatalogueFile]:
        """Return the catalogues of a locale. Raises `RefusedError` for a damaged one."""
        paths = sorted((self.root / FOLDER / tag).glob("*.po"))
        try:
            return [CatalogueFile(path, tag) for path in paths]
        except (ValueError, OSError) as error:
            raise RefusedError(f"A catalogue of {tag} cannot be used: {error}") from None
