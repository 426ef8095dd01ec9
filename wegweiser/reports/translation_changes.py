"""What a change does to the translations of a site."""

from __future__ import annotations

from wegweiser.model import SOURCE_LOCALE
from wegweiser.reports.comparison import Comparison, groups_of
from wegweiser.reports.report import Finding, Section, count
from wegweiser.site import Site
from wegweiser.translate import Catalogue, State
from wegweiser.translate.messages import Source, source_messages
from wegweiser.translate.status import STANDING, texts_of_catalogue

_EXCERPT = 80
"""Length of the German text that is quoted, in characters."""


def translation_changes(comparison: Comparison) -> Section:
    """Return which translations have become stale, missing or current, and where."""
    sources = source_messages(comparison.after.content)
    stale: dict[str, list[str]] = {}
    missing: dict[str, list[str]] = {}
    done = 0
    for tag in comparison.tags[1:]:
        before, after = _states(comparison.before, tag), _states(comparison.after, tag)
        for key, state in after.items():
            was = before.get(key)
            if state is State.STALE and was is not State.STALE:
                stale.setdefault(key, []).append(tag)
            elif state is State.MISSING and was is not State.MISSING:
                missing.setdefault(key, []).append(tag)
            done += state in STANDING and was not in STANDING
    new = [tag for tag in comparison.after.tags if tag not in comparison.tags]
    groups = {
        "Veraltet": [
            _text(comparison, "veraltet", key, tags, sources) for key, tags in stale.items()
        ],
        "Fehlt": [_text(comparison, "fehlt", key, tags, sources) for key, tags in missing.items()],
        "Neue Sprachen": [Finding("neu", _language(comparison, tag), tag) for tag in new],
    }
    return Section(
        "translations",
        "Übersetzungen",
        "Veraltete Texte erscheinen mit einem Hinweis weiter, wichtige und fehlende auf"
        " Deutsch, bis jemand sie nachzieht. Das verhindert die Änderung nicht.",
        f"{count(len(stale), 'Text wird', 'Texte werden')} veraltet,"
        f" {count(len(missing), 'Text fehlt', 'Texte fehlen')} neu,"
        f" {count(done, 'Übersetzung ist', 'Übersetzungen sind')} nachgezogen.",
        groups_of(groups),
    )


def _text(
    comparison: Comparison, label: str, key: str, tags: list[str], sources: dict[str, Source]
) -> Finding:
    source = sources.get(key)
    text = " ".join(source.text.split()) if source else key  # a hand-written page
    shown = text if len(text) <= _EXCERPT else f"{text[: _EXCERPT - 1]}…"
    critical = ", wichtig" if source and source.critical else ""
    languages = ", ".join(f"{_language(comparison, tag)} ({tag})" for tag in tags)
    return Finding(f"{label}{critical}", shown, key, details=(languages,))


def _language(comparison: Comparison, tag: str) -> str:
    return comparison.after.edition(SOURCE_LOCALE).language(tag).text


def _states(site: Site, tag: str) -> dict[str, State]:
    """Return the state of every text of the site in one locale, by key."""
    sources = source_messages(site.content)
    texts = texts_of_catalogue(sources, site.catalogues.get(tag, Catalogue()))
    return {text.key: text.state for text in (*texts, *site.docs.texts(tag))}
