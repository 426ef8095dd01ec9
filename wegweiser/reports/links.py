"""The links of the content to other websites: where they stand, and what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from wegweiser.model.fields import is_reserved_address
from wegweiser.model.text import Text
from wegweiser.model.walk import texts_of, walk
from wegweiser.prose import render_prose
from wegweiser.reports.link_client import LinkState
from wegweiser.reports.link_memory import Memory, Remembered
from wegweiser.reports.report import Finding, Group, Section, count, file_of, german_date
from wegweiser.site import Site

_FIELDS = {"url", "website"}
"""Fields that hold an address of the web."""


def links_of(site: Site) -> dict[str, tuple[str, ...]]:
    """Return the addresses of other websites that readers see, in order, with their files.

    They stand in fields (sources, websites, laws), in prose and in the German hand-written pages.
    Addresses that nobody can have (RFC 2606), as in sample data, are left out.
    """
    found: dict[str, dict[str, None]] = {}
    for file, url in _links(site):
        address = url.partition("#")[0]
        if address.startswith(("http://", "https://")) and not is_reserved_address(address):
            found.setdefault(address, {})[file] = None
    return {url: tuple(sorted(files)) for url, files in sorted(found.items())}


def _links(site: Site) -> Iterator[tuple[str, str]]:
    """Yield file and address of every link, in fields and in prose."""
    content = site.content
    values: list[tuple[str, object]] = [
        (file_of(entry), entry) for entry in content.shown(site.today)
    ]
    values.append(("content/glossary.yml", content.glossary))
    for file, value in values:
        for location, found in walk(value):
            if location and location[-1] in _FIELDS and isinstance(found, str):
                yield file, found
    values.append(("content/site.yml", content.site))  # whose address is that of the site itself
    for file, value in values:
        for text in texts_of(value):
            yield from ((file, url) for url in _links_in(text))
    for page in site.docs.pages(site.tags[0]):
        yield from ((f"docs/{site.tags[0]}/{page.name}.md", url) for url in _links_in(page.german))


def _links_in(text: Text) -> Iterator[str]:
    if text.prose and "://" in text.source:
        html = etree.fromstring(f"<div>{render_prose(text.source, str)}</div>", etree.HTMLParser())
        yield from (str(link.get("href", "")) for link in html.iter("a"))


def link_section(links: dict[str, tuple[str, ...]], memory: Memory) -> Section:
    """Return the report on `links` as they are remembered."""
    groups: dict[str, list[Finding]] = {title: [] for title in _GROUPS}
    states: Counter[LinkState] = Counter()
    for url, files in links.items():
        known = memory.links.get(url)
        if known is None:
            continue
        states[known.state] += 1
        title = _group(known)
        if title is not None:
            groups[title].append(_finding(url, files, known))
    return Section(
        "links",
        "Links zu anderen Websites",
        "Kaputte Links berichtigen, umgezogene aktualisieren, gesperrte von Hand öffnen."
        " Kaputt heißt ein Link erst, wenn er in drei Läufen an verschiedenen Tagen nicht ging.",
        _summary(len(links), states, len(groups[_BROKEN]), memory),
        tuple(Group(title, tuple(found)) for title, found in groups.items() if found),
    )


_BROKEN = "Kaputt"
_FAILED = "Ging zuletzt nicht, noch unsicher"
_MOVED = "Umgezogen"
_BLOCKED = "Nicht prüfbar"
_GROUPS = (_BROKEN, _FAILED, _MOVED, _BLOCKED)


def _group(known: Remembered) -> str | None:
    if known.state is LinkState.BLOCKED:
        return _BLOCKED
    if known.failures:
        return _BROKEN if known.is_broken else _FAILED
    return _MOVED if known.state is LinkState.MOVED else None


def _finding(url: str, files: tuple[str, ...], known: Remembered) -> Finding:
    since = known.first_failure
    note = known.reason
    if since:
        runs = count(known.failures, "Lauf", "Läufe")
        note += f"; seit {german_date(since)}, {runs} nacheinander"
    target = (f"jetzt: {known.target}",) if known.target else ()
    return Finding(_LABELS[known.state], url, note, url, (*target, *files))


_LABELS = {
    LinkState.MOVED: "umgezogen",
    LinkState.GONE: "weg",
    LinkState.BLOCKED: "gesperrt",
    LinkState.TEMPORARY: "gestört",
}


def _summary(total: int, states: Counter[LinkState], broken: int, memory: Memory) -> str:
    number = count(total, "Adresse", "Adressen")
    if memory.checked_on is None:
        return f"{number}, noch nie geprüft; prüfen mit scripts/report links."
    failing = states[LinkState.GONE] + states[LinkState.TEMPORARY]
    parts = [
        f"{states[LinkState.OK]} in Ordnung",
        f"{broken} kaputt",
        f"{failing - broken} noch unsicher",
        f"{states[LinkState.MOVED]} umgezogen",
        f"{states[LinkState.BLOCKED]} nicht prüfbar",
    ]
    new = total - states.total()
    parts += [f"{new} neu und nicht geprüft"] if new else []
    return f"{number}, zuletzt geprüft am {german_date(memory.checked_on)}: {', '.join(parts)}."
