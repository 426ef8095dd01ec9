"""Where a translation uses another word for a term than the list of terms does.

The list is the glossary: `equivalents`, the words of each language. Words change their endings, so
beginnings are compared, and half of the words of an equivalent suffice; a finding is a place to
look at, no mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from wegweiser.fold import fold
from wegweiser.model.site_files import Term
from wegweiser.placeholders import PLACEHOLDER, without_quotes
from wegweiser.reports.report import Finding, Group, Section, count
from wegweiser.site import Site
from wegweiser.translate import Catalogue, State
from wegweiser.translate.messages import Source, source_messages

_WORD = re.compile(r"[^\W\d_]+")
_SHORT = 3
"""Words of so few letters (articles, prepositions) tell nothing."""

_KEPT = 0.6
"""How much of a word is there in all of its forms, about."""


def term_section(site: Site) -> Section:
    """Return the report on terms, by locale in site order, by term in the order of the glossary."""
    sources = source_messages(site.content)
    named = {
        term.id: [source for source in sources.values() if _names(source, term)]
        for term in site.content.glossary.terms
    }
    groups = []
    for tag in site.tags[1:]:
        name = site.edition(site.tags[0]).language(tag).text
        groups.append(Group(f"{name} ({tag})", tuple(_findings(site, tag, named))))
    number = sum(len(finding.details) for group in groups for finding in group.findings)
    return Section(
        "terms",
        "Wortliste",
        "Hier steht im Deutschen ein Wort aus dem Glossar, und die Übersetzung nennt weder die"
        " Entsprechung aus dem Glossar noch das deutsche Wort. Das kann richtig sein: Verglichen"
        " werden nur Wortanfänge.",
        f"{count(number, 'Stelle', 'Stellen')} zum Nachsehen.",
        tuple(group for group in groups if group.findings),
    )


def _findings(site: Site, tag: str, named: dict[str, list[Source]]) -> Iterator[Finding]:
    catalogue = site.catalogues.get(tag, Catalogue())
    for term in site.content.glossary.terms:
        equivalent = term.equivalents.get(tag)
        if not equivalent:
            continue
        sources = named[term.id]
        places = [source.key for source in sources if _departs(catalogue, source, term, tag)]
        if places:
            yield Finding(term.term, equivalent, details=tuple(places))


def _names(source: Source, term: Term) -> bool:
    """Return whether the German text uses the term, outside of the glossary's entry for it."""
    own = f"glossary:terms.{term.id}."
    return not source.key.startswith(own) and bool(_pattern(term.term).search(_words_of(source)))


@cache
def _pattern(term: str) -> re.Pattern[str]:
    """Return what matches a German term in its forms."""
    return re.compile(rf"\b{re.escape(term)}(e|n|en|s|es|nen|innen)?\b")


@cache
def _words_of(source: Source) -> str:
    return PLACEHOLDER.sub(" ", source.text)


def _departs(catalogue: Catalogue, source: Source, term: Term, tag: str) -> bool:
    message = catalogue.messages.get(source.key)
    if message is None or message.state(source.text, source.plural) in {State.STALE, State.MISSING}:
        return False
    text = without_quotes(PLACEHOLDER.sub(" ", message.translations[0]))
    if _pattern(term.term).search(text):
        return False
    folded = fold(text, tag)
    words = (term.equivalents[tag], *term.synonyms.get(tag, ()))
    return not any(_is_named(word, folded, tag) for word in words)


def _is_named(words: str, folded: str, tag: str) -> bool:
    """Are at least half of `words` in the folded text, by their beginnings?"""
    stems = _stems(words, tag)
    found = sum(stem in folded for stem in stems)
    return bool(stems) and found * 2 >= len(stems)


@cache
def _stems(words: str, tag: str) -> tuple[str, ...]:
    found = _WORD.findall(fold(without_quotes(words), tag))
    long = [word for word in found if len(word) > _SHORT] or found
    return tuple(word[: max(_SHORT, round(len(word) * _KEPT))] for word in long)
