"""Reporters: a list of diagnostics as terminal text or as data for code hosts.

Each reporter returns the whole report as one string that ends in a line feed; standard output
carries nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

from wegweiser.diagnostics.diagnostic import Diagnostic, Place, Severity
from wegweiser.diagnostics.rules import RULES

HANDBOOK = "docs/handbuch/meldungen"

_MAX_EXCERPT_BYTES = 8 * 1024 * 1024
"""Larger files are no text that a person has written."""

_WORDS = {
    Severity.ERROR: ("Fehler", "Fehler"),
    Severity.WARNING: ("Warnung", "Warnungen"),
    Severity.NOTE: ("Hinweis", "Hinweise"),
}
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


def report_terminal(diagnostics: Sequence[Diagnostic], root: Path, *, colour: bool = False) -> str:
    """Return the report for people: place, message, the line with a caret, and what to do.

    Errors come last, where a terminal leaves the eye; notes come first, a line each.
    """
    excerpts = _Excerpts(root)
    lines: list[str] = []
    for severity in (Severity.NOTE, Severity.WARNING, Severity.ERROR):
        found = [diagnostic for diagnostic in diagnostics if diagnostic.severity is severity]
        for diagnostic in found:
            lines.append(_headline(diagnostic, colour))
            if severity is not Severity.NOTE:
                lines += [*_excerpt(diagnostic.place, excerpts), f"      → {diagnostic.fix}", ""]
        if found and severity is Severity.NOTE:
            lines.append("")
    lines.append(summarise(diagnostics))
    if diagnostics:
        lines.append(f"Zu jeder Meldung gibt es eine Seite mit Beispielen: {HANDBOOK}/<Code>.md")
    return "\n".join(lines) + "\n"


def _headline(diagnostic: Diagnostic, colour: bool) -> str:
    place = diagnostic.place
    head = f"{_WORDS[diagnostic.severity][0]} {diagnostic.code}"
    if colour:
        head = f"\033[1;{_COLOURS[diagnostic.severity]}m{head}\033[0m"
    return f"{place.file}:{place.line}:{place.column}: {head}: {diagnostic.message}"


def _excerpt(place: Place, excerpts: _Excerpts) -> list[str]:
    """Return the line of a place with carets below it; nothing for an empty line."""
    line = excerpts.line(place)
    if not line.strip():
        return []
    gutter = f"{place.line:>5} | "
    width = max(1, min(place.length, len(line) - place.column + 1))
    return [gutter + line, " " * (len(gutter) - 2) + "| " + " " * (place.column - 1) + "^" * width]


class _Excerpts:
    """Lines of the files that diagnostics speak of; unreadable files give empty lines.

    Links are not followed, as everywhere: a report must not show what lies outside the site.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lines: dict[str, list[str]] = {}

    def line(self, place: Place) -> str:
        if place.file not in self._lines:
            data = self._read(place.file).removeprefix(b"\xef\xbb\xbf")
            text = data.decode("utf-8", "replace").replace("\r\n", "\n")
            self._lines[place.file] = text.split("\n")
        lines = self._lines[place.file]
        text = lines[place.line - 1] if place.line <= len(lines) else ""
        shown = (char if char.isprintable() else " " for char in text[:300])
        return "".join(shown).rstrip()

    def _read(self, name: str) -> bytes:
        path = self._root
        try:
            for part in Path(name).parts:
                path /= part
                if path.is_symlink() or part == "..":
                    return b""
            if path.is_file() and path.stat().st_size <= _MAX_EXCERPT_BYTES:
                return path.read_bytes()
        except (OSError, ValueError):
            pass
        return b""


def summarise(diagnostics: Sequence[Diagnostic]) -> str:
    """Return one German line that counts the diagnostics by severity."""
    if not diagnostics:
        return "Keine Fehler, keine Warnungen."
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    parts = [f"{counts[s]} {_WORDS[s][counts[s] != 1]}" for s in Severity]
    return ", ".join(parts) + "."


def report_json(diagnostics: Sequence[Diagnostic], root: Path) -> str:
    """Return a JSON list of {code, severity, file, line, column, message, fix}."""
    return _dump(
        [
            {
                "code": diagnostic.code,
                "severity": diagnostic.severity.value,
                "file": diagnostic.place.file,
                "line": diagnostic.place.line,
                "column": diagnostic.place.column,
                "message": diagnostic.message,
                "fix": diagnostic.fix,
            }
            for diagnostic in diagnostics
        ]
    )


def report_github(diagnostics: Sequence[Diagnostic], root: Path) -> str:
    """Return workflow commands, one annotation a line.

    Format and escapes: GitHub Docs, "Workflow commands for GitHub Actions", and the runner's
    `ActionCommand.cs`.
    """
    commands = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    lines = []
    for diagnostic in diagnostics:
        place = diagnostic.place
        properties = {
            "file": place.file,
            "line": place.line,
            "col": place.column,
            "endColumn": place.column + place.length,
            "title": f"{diagnostic.code} {RULES[diagnostic.code].title}",
        }
        shown = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
        message = _escape_data(f"{diagnostic.message}\n→ {diagnostic.fix}")
        lines.append(f"::{commands[diagnostic.severity]} {shown}::{message}\n")
    return "".join(lines)


def _escape_data(value: object) -> str:
    return str(value).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(value: object) -> str:
    return _escape_data(value).replace(":", "%3A").replace(",", "%2C")


def report_gitlab(diagnostics: Sequence[Diagnostic], root: Path) -> str:
    """Return a Code Quality report (GitLab Docs, "Code Quality report format")."""
    severities = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}
    seen: Counter[str] = Counter()
    report = []
    for diagnostic in diagnostics:
        # Without the line, so that an unrelated edit above does not make the finding a new one.
        identity = f"{diagnostic.code}\0{diagnostic.place.file}\0{diagnostic.message}"
        seen[identity] += 1
        digest = hashlib.sha256(f"{identity}\0{seen[identity]}".encode("utf-8", "replace"))
        report.append(
            {
                "description": f"{diagnostic.message} → {diagnostic.fix}",
                "check_name": diagnostic.code,
                "fingerprint": digest.hexdigest(),
                "severity": severities[diagnostic.severity],
                "location": {
                    "path": diagnostic.place.file,
                    "lines": {"begin": diagnostic.place.line},
                },
            }
        )
    return _dump(report)


def report_sarif(diagnostics: Sequence[Diagnostic], root: Path) -> str:
    """Return a SARIF 2.1.0 log (OASIS standard, March 2020) with one run."""
    used = sorted({diagnostic.code for diagnostic in diagnostics})
    return _dump(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {
                        "driver": {
                            "name": "Wegweiser",
                            "rules": [_sarif_rule(code) for code in used],
                        }
                    },
                    "columnKind": "unicodeCodePoints",
                    "results": [_sarif_result(diagnostic, used) for diagnostic in diagnostics],
                }
            ],
        }
    )


def _sarif_rule(code: str) -> dict[str, object]:
    return {
        "id": code,
        "shortDescription": {"text": RULES[code].title},
        "defaultConfiguration": {"level": RULES[code].severity.value},
    }


def _sarif_result(diagnostic: Diagnostic, used: list[str]) -> dict[str, object]:
    place = diagnostic.place
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endColumn": place.column + place.length,
    }
    location = {"artifactLocation": {"uri": quote(place.file)}, "region": region}
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": used.index(diagnostic.code),
        "level": diagnostic.severity.value,
        "message": {"text": f"{diagnostic.message} → {diagnostic.fix}"},
        "locations": [{"physicalLocation": location}],
    }


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


REPORTERS: dict[str, Callable[[Sequence[Diagnostic], Path], str]] = {
    "terminal": report_terminal,
    "json": report_json,
    "github": report_github,
    "gitlab": report_gitlab,
    "sarif": report_sarif,
}
"""Reporter by the name that ``--format`` takes."""
