"""A report as the body of an issue: GitHub Flavored Markdown, of limited length."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wegweiser.reports.report import Finding, Report, Section, count, german_date

MAX_LENGTH = 60_000
"""Characters an issue can surely hold; GitHub takes 65,536."""

_LIMITS = (100_000, 100, 50, 20, 10, 5, 2, 0)
"""How many items of a list are told, until the whole is short enough."""

_MARKUP = re.compile(r"[\\`*_\[\]<>#!|~&{}$@%]|:(?=//)|(?<=www)\.|^[-+=]")
"""What CommonMark, the tables and links of GitHub Flavored Markdown, and formulas are made of."""

_NUMBER = re.compile(r"^(\d+)([.)])")
"""What begins an ordered list (CommonMark, section 5.2)."""

_MENTION = re.compile(r"([@#!~%$&])(?=\w)")
_NOTHING = "\N{WORD JOINER}"
"""What keeps a code host from taking a word for the name of a person or of an issue."""


def report_markdown(report: Report) -> str:
    """Return the report in Markdown; lists are cut where it would be longer than an issue's body.

    No text of it is markup, names a person or an issue, or makes a link that is none.
    """
    texts = ("\n".join(_report(report, limit)) + "\n" for limit in _LIMITS)
    return next((text for text in texts if len(text) <= MAX_LENGTH), _shortest(report))


def _shortest(report: Report) -> str:
    lines = [f"- {_plain(section.title)}: {_plain(section.summary)}" for section in report.sections]
    return "\n".join([_title(report), "", *lines, ""])


def _title(report: Report) -> str:
    return f"# {_plain(report.title)}, {_plain(german_date(report.date))}"


def _report(report: Report, limit: int) -> Iterator[str]:
    yield _title(report)
    for section in report.sections:
        yield from _section(section, limit)


def _section(section: Section, limit: int) -> Iterator[str]:
    yield f"\n## {_plain(section.title)}\n"
    yield f"**{_plain(section.summary)}**"
    if section.groups:
        yield f"\n{_plain(section.meaning)}"
    for group in section.groups:
        yield f"\n### {_plain(group.title)}\n"
        for finding in group.findings[:limit]:
            yield f"- {_finding(finding)}"
            yield from (f"  - {_plain(detail)}" for detail in finding.details[:limit])
            yield from (f"  - {_plain(more)}" for more in _more(finding.details, limit))
        yield from (f"- {_plain(more)}" for more in _more(group.findings, limit))


def _more(found: Sequence[object], limit: int) -> Iterator[str]:
    left = len(found) - limit
    if left > 0:
        yield f"… und {count(left, 'weiterer Punkt', 'weitere Punkte')}"


def _finding(finding: Finding) -> str:
    title = _plain(finding.title)
    if finding.url:
        title = f"[{title}](<{_address(finding.url)}>)"
    note = f" ({_plain(finding.note)})" if finding.note else ""
    return f"{_plain(finding.label)}: {title}{note}"


def _plain(text: str) -> str:
    """Return `text` on one line, with nothing in it that Markdown or a code host would obey."""
    line = "".join(char if char.isprintable() else " " for char in text)
    escaped = _NUMBER.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", line.strip()))
    return _MENTION.sub(rf"\1{_NOTHING}", escaped)


def _address(url: str) -> str:
    """Return an address as a link's destination (CommonMark, section 6.3)."""
    escaped = re.sub(r"[\\<>\s]", lambda match: f"%{ord(match[0]):02X}", url)
    return "".join(char for char in escaped if char.isprintable())
