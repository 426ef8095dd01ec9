"""A report for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from wegweiser.reports.report import Finding, Report, Section


def report_text(report: Report) -> str:
    """Return the report as lines for reading, without anything a terminal would obey."""
    sections = ("\n".join(_section(section)) for section in report.sections)
    return "".join(f"{_plain(section)}\n\n" for section in sections).removesuffix("\n")


def _section(section: Section) -> Iterator[str]:
    yield section.title
    yield "=" * len(section.title)
    if section.groups:
        yield section.meaning
    for group in section.groups:
        yield ""
        yield group.title
        width = max(len(finding.label) for finding in group.findings)
        for finding in group.findings:
            yield f"  {_line(finding, width)}"
            yield from (f"    {detail}" for detail in finding.details)
    if section.groups:
        yield ""
    yield section.summary


def _line(finding: Finding, width: int) -> str:
    note = f"  [{finding.note}]" if finding.note else ""
    return f"{finding.label.ljust(width)}  {finding.title}{note}"


def _plain(text: str) -> str:
    return "".join(char for char in text if char.isprintable() or char == "\n")
