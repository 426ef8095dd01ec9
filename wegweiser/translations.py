"""What people who look after translations run: `scripts/translations`."""

from __future__ import annotations

import argparse
import datetime
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from html import escape
from pathlib import Path

import langcodes

from wegweiser.diagnostics import Severity
from wegweiser.documents import FOLDER as DOCS
from wegweiser.documents.edits import review_document
from wegweiser.model import SOURCE_LOCALE
from wegweiser.model.load import CONTENT
from wegweiser.site import open_site_fast
from wegweiser.translate import exchange
from wegweiser.translate.catalogue import State, message_of, set_mark
from wegweiser.translate.load import FOLDER
from wegweiser.translate.messages import kept_names
from wegweiser.translate.status import STANDING, Figures, Status
from wegweiser.workbench import RefusedError, Workbench
from wegweiser.writing import write_whole

Say = Callable[[str], None]

_STATES = (State.REVIEWED, State.CURRENT, State.MACHINE, State.STALE, State.MISSING)


def run_sync(options: argparse.Namespace, today: datetime.date, say: Say) -> int:
    """Bring all catalogues in line with the content; with --check only tell what would change."""
    bench = Workbench.open(options.root, today)
    changed: list[Path] = []
    for tag in bench.tags:
        changed += bench.sync(tag, write=not options.check)
    for path in changed:
        say(path.relative_to(bench.root).as_posix())
    verb = "would change" if options.check else "changed"
    say(f"{len(changed)} catalogues {verb}")
    return int(options.check and bool(changed))


def run_review(options: argparse.Namespace, today: datetime.date, say: Say) -> int:
    """Mark translations as reviewed by a person: a message, an entry or a whole collection."""
    bench = Workbench.open(options.root, today)
    if re.search(r"\d{4}-\d{2}-\d{2}", options.name):
        raise RefusedError("The name of the reviewer must be a name")
    tag = bench.check_tag(options.locale)
    bench.sync(tag)
    catalogues = bench.catalogues(tag)
    reviewed = 0
    for entry in (entry for file in catalogues for entry in file.catalogue):
        source = bench.sources.get(entry.msgctxt or "")
        if source is None or not any(_is_meant(source.key, text) for text in options.texts):
            continue
        state = message_of(entry).state(source.text, source.plural)
        if state in STANDING:
            set_mark(entry, State.REVIEWED, options.name, today.isoformat())
            reviewed += 1
        else:
            say(f"{source.key} is {state.value} and was left alone")
    for file in catalogues:
        file.save()
    for path in _documents(bench, tag, options.texts):
        review_document(path, bench.root, options.name, today.isoformat())
        reviewed += 1
    say(f"{reviewed} translations are marked as reviewed by {options.name}")
    return int(not reviewed)


def _documents(bench: Workbench, tag: str, texts: list[str]) -> list[Path]:
    """Return the hand-written pages of a locale that are meant."""
    paths = sorted((bench.root / DOCS / tag).glob("*.md"))
    return [path for path in paths if {DOCS, f"{DOCS}/{path.stem}"} & set(texts)]


def _is_meant(key: str, text: str) -> bool:
    """Is the message `key` the text `text`, or in that entry or collection?"""
    return key == text or key.startswith((f"{text}:", f"{text}/"))


def run_status(options: argparse.Namespace, today: datetime.date, say: Say) -> int:
    """Tell how far the translations have come, by locale and collection."""
    site, problems = open_site_fast(options.root, today)
    if site is None:
        count = sum(problem.severity is Severity.ERROR for problem in problems)
        raise RefusedError(f"The site has errors ({count}); see scripts/check")
    sys.stdout.write(_REPORTS[options.format](list(site.statuses.values())))
    return 0


def _rows(statuses: Iterable[Status]) -> Iterator[list[str]]:
    yield ["locale", "collection", "texts", "words", "%", *(state.value for state in _STATES)]
    for status in statuses:
        for name, figures in {**status.collections, "all": status.total}.items():
            yield [status.tag, name, *_cells(figures)]


def _cells(figures: Figures) -> list[str]:
    words = figures.words.total()
    states = (str(figures.texts[state]) for state in _STATES)
    return [str(figures.total), str(words), str(figures.percent), *states]


def _report_text(statuses: list[Status]) -> str:
    rows = list(_rows(statuses))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([*lines, *_remarks(statuses)]) + "\n"


def _remarks(statuses: Iterable[Status]) -> Iterator[str]:
    for status in statuses:
        if status.orphans:
            yield f"{status.tag}: {status.orphans} orphans (translations whose text is gone)"
        for key in status.open_critical:
            yield f"{status.tag}: critical and shown in German: {key}"


def _report_markdown(statuses: list[Status]) -> str:
    head, *rows = _rows(statuses)
    lines = [head, ["---", "---", *["---:"] * (len(head) - 2)], *rows]
    table = "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
    return table + "".join(f"\n- {remark}" for remark in _remarks(statuses)) + "\n"


def _report_html(statuses: list[Status]) -> str:
    head, *rows = ([escape(cell) for cell in row] for row in _rows(statuses))
    lines = [f"<tr><th>{'</th><th>'.join(head)}</th></tr>"]
    lines += [f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in rows]
    items = "".join(f"<li>{escape(remark)}</li>\n" for remark in _remarks(statuses))
    return "<table>\n" + "\n".join(lines) + f"\n</table>\n<ul>\n{items}</ul>\n"


def _report_json(statuses: list[Status]) -> str:
    def describe(figures: Figures) -> dict[str, object]:
        return {
            "texts": figures.total,
            "words": figures.words.total(),
            "percent": figures.percent,
            "states": {state.value: figures.texts[state] for state in _STATES},
        }

    report = [
        {
            "locale": status.tag,
            **describe(status.total),
            "orphans": status.orphans,
            "open_critical": list(status.open_critical),
            "collections": {name: describe(f) for name, f in status.collections.items()},
        }
        for status in statuses
    ]
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


_REPORTS: dict[str, Callable[[list[Status]], str]] = {
    "text": _report_text,
    "json": _report_json,
    "md": _report_markdown,
    "html": _report_html,
}
FORMATS = tuple(_REPORTS)


def run_add(options: argparse.Namespace, today: datetime.date, say: Say) -> int:
    """Add a language to the site: its line in site.yml and its empty catalogues."""
    bench = Workbench.open(options.root, today)
    tag = options.locale
    if not langcodes.tag_is_valid(tag) or langcodes.Language.get(tag).to_tag() != tag:
        raise RefusedError(f"{tag} is not a valid language tag (BCP 47), for example so or sr-Latn")
    if tag in (SOURCE_LOCALE, *bench.tags):
        raise RefusedError(f"The site already has the locale {tag}")
    path = bench.root / CONTENT / "site.yml"
    write_whole(path, _with_locale(path.read_text("utf-8"), tag, options.name))
    changed = bench.sync(tag)
    say(f"Added {tag} to {CONTENT}/site.yml and {len(changed)} catalogues in {FOLDER}/{tag}/")
    say("Until they are translated, its pages show the German text, marked as such")
    return 0


def _with_locale(text: str, tag: str, name: str | None) -> str:
    """Return site.yml with one more item at the end of `locales`. Raises `Refused`."""
    lines = text.split("\n")
    items = [i for i, line in enumerate(lines) if re.match(r" *- tag: ", line)]
    if not items:
        raise RefusedError("content/site.yml: there is no list of locales of the form “- tag: de”")
    indent = lines[items[-1]].partition("-")[0]
    end = items[-1] + 1
    while end < len(lines) and lines[end].startswith(f"{indent}  "):
        end += 1
    added = [f"{indent}- tag: {tag}", *([f"{indent}  name: {json.dumps(name)}"] if name else [])]
    return "\n".join([*lines[:end], *added, *lines[end:]])


def run_export(options: argparse.Namespace, today: datetime.date, say: Say) -> int:
    """Write what is missing or stale in one locale into a file for a translator."""
    bench = Workbench.open(options.root, today)
    tag = bench.check_tag(options.locale)
    bench.sync(tag)
    catalogues = (file.catalogue for file in bench.catalogues(tag))
    entries = list(exchange.open_entries(catalogues, bench.sources))
    path = options.output or Path(f"{tag}.{options.format}")
    export = exchange.export_csv(entries)
    if options.format == "po":
        export = exchange.export_po(tag, entries)
    path.write_text(export, encoding="utf-8", newline="")
    say(f"{len(entries)} texts are in {path}")
    return 0


def run_import(options: argparse.Namespace, today: datetime.date, say: Say) -> int:
    """Take in the translations of a file; refuse what no longer fits, and say why."""
    bench = Workbench.open(options.root, today)
    tag = bench.check_tag(options.locale)
    try:
        text = options.file.read_text("utf-8")
        read = exchange.read_csv if options.file.suffix == ".csv" else exchange.read_po
        messages = read(text)
    except (OSError, ValueError) as error:
        raise RefusedError(f"{options.file} cannot be read: {error}") from None
    kind = State.MACHINE if options.machine else State.CURRENT
    if options.reviewed_by:
        kind = State.REVIEWED
    bench.sync(tag)
    catalogues = bench.catalogues(tag)
    taken, refusals = exchange.take_in(
        messages,
        [file.catalogue for file in catalogues],
        bench.sources,
        tag,
        kept_names(bench.content),
        kind,
        *((options.reviewed_by, today.isoformat()) if options.reviewed_by else ()),
    )
    for file in catalogues:
        file.save()
    for refusal in refusals:
        say(f"{refusal.key}: {refusal.reason}")
    say(f"{len(taken)} translations taken in, {len(refusals)} refused")
    return int(bool(refusals))
