"""What a change does to a site: its pages, translations, reviews, and its weight."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wegweiser.diagnostics import Diagnostic, Severity
from wegweiser.diagnostics.reporters import summarise
from wegweiser.reports.comparison import Comparison
from wegweiser.reports.page_changes import page_section
from wegweiser.reports.report import Finding, Group, Report, Section
from wegweiser.reports.review_changes import review_changes
from wegweiser.reports.translation_changes import translation_changes
from wegweiser.reports.weight import weight_section
from wegweiser.site import Site


@dataclass(frozen=True)
class Preview:
    """Where the changed site can be seen.

    `pages` is its address (it ends in a slash), `download` that of an archive, `folder` where it
    lies on this machine; None for what there is not.
    """

    pages: str | None = None
    download: str | None = None
    folder: Path | None = None


@dataclass(frozen=True)
class Change:
    """Two states of a site on one day; one that cannot be opened is None.

    `problems` are the diagnostics of the later one.
    """

    today: datetime.date
    before: Site | None
    after: Site | None
    problems: Sequence[Diagnostic] = ()
    preview: Preview = field(default_factory=Preview)


def report_changes(change: Change) -> Report:
    """Return the report on `change`. Raises `OSError` when the preview cannot be read."""
    site = change.after or change.before
    title = f"Änderung: {site.content.site.name}" if site else "Änderung"
    return Report(title, change.today, tuple(_sections(change)))


def _sections(change: Change) -> Iterator[Section]:
    if change.preview.pages or change.preview.download:
        yield _preview_section(change.preview)
    yield _problem_section(change.problems)
    if change.after is None:
        return
    if change.before is None:
        yield Section("pages", "Seiten", "", "Der bisherige Stand hat Fehler: kein Vergleich.")
    else:
        comparison = Comparison(change.before, change.after)
        yield page_section(comparison, change.preview.pages)
        yield translation_changes(comparison)
        yield review_changes(comparison)
    if change.preview.folder is not None:
        yield weight_section(change.preview.folder)


def _preview_section(preview: Preview) -> Section:
    findings = []
    if preview.pages:
        findings.append(Finding("ansehen", "Vorschau", url=f"{preview.pages}index.html"))
    if preview.download:
        note = "entpacken, dann index.html öffnen"
        findings.append(Finding("herunterladen", "Vorschau als Archiv", note, preview.download))
    meaning = "Nur zum Ansehen: Nichts davon ist veröffentlicht."
    summary = "So sieht die Website mit dieser Änderung aus."
    return Section("preview", "Vorschau", meaning, summary, (Group("Entwurf", tuple(findings)),))


def _problem_section(problems: Sequence[Diagnostic]) -> Section:
    """Return the section on errors and warnings; notes are the calendar's, not the change's."""
    told = [problem for problem in problems if problem.severity is not Severity.NOTE]
    told.sort(key=lambda problem: (problem.severity is not Severity.ERROR, problem.sort_key))
    findings = tuple(
        Finding(
            f"{'Fehler' if problem.severity is Severity.ERROR else 'Warnung'} {problem.code}",
            problem.message,
            f"{problem.place.file}, Zeile {problem.place.line}",
            details=(problem.fix,),
        )
        for problem in told
    )
    return Section(
        "problems",
        "Prüfung",
        "Jede Meldung steht auch an ihrer Zeile. Mit Fehlern kann die Änderung nicht erscheinen.",
        summarise(problems),
        (Group("Meldungen", findings),) if findings else (),
    )
