"""Which translations are stale or missing, by locale and entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from wegweiser.reports.report import Finding, Group, Section, count
from wegweiser.site import Site
from wegweiser.translate import Catalogue, State
from wegweiser.translate.messages import Source, source_messages
from wegweiser.translate.status import Text, texts_of_catalogue

_OPEN = (State.STALE, State.MISSING)
_WORDS = {State.STALE: "veraltet", State.MISSING: "fehlt"}
_EXCERPT = 80
"""Length of the German text that is quoted, in characters."""


def translation_section(site: Site) -> Section:
    """Return the report on translations, by locale in site order, by entry in content order."""
    sources = source_messages(site.content)
    groups = []
    totals: Counter[State] = Counter()
    for tag in site.tags[1:]:
        catalogue = site.catalogues.get(tag, Catalogue())
        texts = [*texts_of_catalogue(sources, catalogue), *site.docs.texts(tag)]
        counted = Counter(text.state for text in texts)
        totals += counted
        title = f"{_language(site, tag)} ({tag}): {_counts(counted)} von {len(texts)}"
        groups.append(Group(title, tuple(_findings(texts, sources))))
    return Section(
        "translations",
        "Übersetzungen",
        "Veraltet: Der deutsche Text hat sich geändert. Was fehlt, steht auf Deutsch da. Zum"
        " Übersetzen: scripts/translations export SPRACHE.",
        f"{_counts(totals)} in {len(groups)} Sprachen.",
        tuple(group for group in groups if group.findings),
    )


def _language(site: Site, tag: str) -> str:
    return site.edition(site.tags[0]).language(tag).text


def _counts(states: Mapping[State, int]) -> str:
    return f"{states.get(State.STALE, 0)} veraltet, {_missing(states.get(State.MISSING, 0))}"


def _missing(number: int) -> str:
    return count(number, "fehlt", "fehlen")


def _findings(texts: list[Text], sources: Mapping[str, Source]) -> Iterable[Finding]:
    """Yield what is open of one locale; nothing is told of each entry where all is missing."""
    if all(text.state is State.MISSING for text in texts):
        yield Finding("fehlt", "alle Texte")
        return
    entries: dict[str, list[Text]] = {}
    for text in texts:
        entries.setdefault(text.key.partition(":")[0], []).append(text)
    for name, found in entries.items():
        states = Counter(text.state for text in found)
        if any(states[state] for state in _OPEN):
            yield _finding(name, found, states, sources)


def _finding(
    name: str, texts: list[Text], states: Mapping[State, int], sources: Mapping[str, Source]
) -> Finding:
    """Return what is open of one entry; an entry without any translation needs no list."""
    if states[State.MISSING] == len(texts):
        return Finding(_missing(len(texts)), name, "der ganze Eintrag")
    details = tuple(
        f"{_WORDS[text.state]}{' (wichtig)' if text.critical else ''}: {text.key}"
        f"{_excerpt(sources.get(text.key))}"
        for state in _OPEN
        for text in texts
        if text.state is state
    )
    return Finding(_counts(states), name, f"von {len(texts)}", details=details)


def _excerpt(source: Source | None) -> str:
    if source is None:
        return ""  # a hand-written page
    text = " ".join(source.text.split())
    return f" „{text if len(text) <= _EXCERPT else f'{text[: _EXCERPT - 1]}…'}“"
