"""What a change does to the pages of a site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from wegweiser.model import SOURCE_LOCALE
from wegweiser.placeholders import without_quotes
from wegweiser.render import RenderedPage
from wegweiser.reports.comparison import Comparison, groups_of
from wegweiser.reports.page_text import blocks_of, differences
from wegweiser.reports.report import Finding, Section, count, file_of
from wegweiser.site import Site

_MOST_PLACES = 5
"""Differences that are told of one page."""

_NOT_COMPARED = {"search", "translations", "moved"}
"""Kinds of pages that only count, index or lead to what the others say."""


def page_section(comparison: Comparison, preview: str | None) -> Section:
    """Return what became of the pages, the German text before and now.

    `preview` is the address of the site with the change, if it can be seen.
    """
    return _PageChanges(comparison, preview).section()


class _PageChanges:
    """The pages of both states, by locale and path."""

    def __init__(self, comparison: Comparison, preview: str | None) -> None:
        self._comparison, self._preview = comparison, preview
        self._tags = comparison.tags
        self._old = {tag: _pages(comparison.before, tag) for tag in self._tags}
        self._new = {tag: _pages(comparison.after, tag) for tag in self._tags}
        self._changed = {
            tag: [path for path, page in self._new[tag].items() if self._is_changed(tag, page)]
            for tag in self._tags
        }

    def _is_changed(self, tag: str, page: RenderedPage) -> bool:
        old = self._old[tag].get(page.path)
        return old is not None and _seen(old) != _seen(page)

    def section(self) -> Section:
        """Return the section on them."""
        old, new = self._old[SOURCE_LOCALE], self._new[SOURCE_LOCALE]
        changed = [self._changed_page(path) for path in self._in_order(self._german)]
        differing, following = _told_once(changed)
        added = self._in_order(path for path in new if path not in old)
        gone = [path for path in old if path not in new]
        translated = self._changed_in_translations_only()
        first, more = _told_once(self._translated_page(*found) for found in translated.items())
        groups: dict[str, Sequence[Finding]] = {
            "Geändert": differing,
            "Mit geändert": following,
            "Neu": [self._page("neu", path) for path in added],
            "Entfallen": [Finding("entfällt", _title(old[path]), path) for path in gone],
            "Nur in Übersetzungen geändert": [*first, *more],
        }
        number = count(len(changed), "Seite", "Seiten")
        return Section(
            "pages",
            "Seiten",
            "Jede Änderung des Textes steht bei der ersten Seite, auf der sie vorkommt.",
            f"{number} auf Deutsch geändert, {len(added)} neu, {len(gone)} entfallen;"
            f" {len(translated)} nur in Übersetzungen geändert.",
            groups_of(groups),
        )

    @property
    def _german(self) -> list[str]:
        return self._changed[SOURCE_LOCALE]

    def _in_order(self, paths: Iterable[str]) -> list[str]:
        """Return `paths` with the pages first whose own file is another one, lists last."""
        pages = self._new[SOURCE_LOCALE]
        content = self._comparison.after.content
        entries = [entry for found in content.entries.values() for entry in found.values()]
        touched = {entry.path for entry in entries if self._comparison.is_touched(file_of(entry))}

        def rank(path: str) -> int:
            return 0 if path in touched else 1 if pages[path].reviewed_on else 2

        return sorted(paths, key=rank)

    def _changed_in_translations_only(self) -> dict[str, list[str]]:
        """Return the paths of such pages, with the tags of the editions."""
        found: dict[str, list[str]] = {}
        for path in self._in_order(self._new[SOURCE_LOCALE]):
            tags = [tag for tag in self._tags if path in self._changed[tag]]
            if tags and path not in self._german:
                found[path] = tags
        return found

    def _changed_page(self, path: str) -> _ChangedPage:
        others = [tag for tag in self._tags[1:] if path in self._changed[tag]]
        return self._page("geändert", path, also=others)

    def _translated_page(self, path: str, tags: list[str]) -> _ChangedPage:
        return self._page(f"geändert ({tags[0]})", path, tag=tags[0], also=tags[1:])

    def _page(
        self,
        label: str,
        path: str,
        *,
        tag: str = SOURCE_LOCALE,
        also: Sequence[str] = (),
    ) -> _ChangedPage:
        old, new = self._old[tag].get(path), self._new[tag][path]
        url = f"{self._preview}{tag}/{path}index.html" if self._preview else None
        all_others = len(also) > 1 and len(also) == len(self._tags) - 1
        more = "allen anderen Sprachen" if all_others else ", ".join(also)
        note = f"{tag}/{path}, auch in {more}" if also else f"{tag}/{path}"
        found = tuple(differences(blocks_of(old.body), blocks_of(new.body))) if old else ()
        return _ChangedPage(label, _title(new), note, url, differences=found)


def _pages(site: Site, tag: str) -> dict[str, RenderedPage]:
    pages = site.pages(tag)
    return {page.path: page for page in pages if page.kind not in _NOT_COMPARED}


def _seen(page: RenderedPage) -> tuple[str, ...]:
    return page.title, page.description, page.body


def _title(page: RenderedPage) -> str:
    return without_quotes(page.title)


@dataclass(frozen=True)
class _ChangedPage(Finding):
    """A page with the differences of its text, each of one line or two."""

    differences: tuple[tuple[str, ...], ...] = ()


def _told_once(pages: Iterable[_ChangedPage]) -> tuple[list[Finding], list[Finding]]:
    """Return the pages that have a difference of their own, told there, and those that follow."""
    told: set[tuple[str, ...]] = set()
    differing: list[Finding] = []
    following: list[Finding] = []
    for page in pages:
        own = [difference for difference in page.differences if difference not in told]
        told.update(own)
        if own:
            differing.append(replace(page, details=tuple(_lines(own))))
        else:
            following.append(page)
    return differing, following


def _lines(found: Sequence[tuple[str, ...]]) -> Iterator[str]:
    for difference in found[:_MOST_PLACES]:
        yield from difference
    if found[_MOST_PLACES:]:
        left = count(len(found) - _MOST_PLACES, "weitere Stelle", "weitere Stellen")
        yield f"… und {left} dieser Seite"
