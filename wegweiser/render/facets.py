"""Directories: the ways to look for contacts and offers, each with its choices.

Every choice has a page of its own, so that the directories are complete without scripts. A choice
that nothing falls under has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from wegweiser.collation import sort_keys
from wegweiser.model import Entry
from wegweiser.model.checks import PLAIN_LETTERS
from wegweiser.model.entries import Contact, Organisation, Programme, ResidenceTitle
from wegweiser.model.vocabulary import Audience, GermanLevel, Phase, ProgrammeKind
from wegweiser.render.shown import Shown
from wegweiser.render.titles import Title, name_title, title_of, ui_title
from wegweiser.translate import Edition


@dataclass(frozen=True)
class Choice:
    """A value of a facet: the path of its page, its label, and its entries in order."""

    path: str
    label: Title
    entries: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """The choice's name, the last part of its path."""
        return self.path.rstrip("/").rpartition("/")[2]


@dataclass(frozen=True)
class Facet:
    """A way to look for entries.

    `key` is the interface text of a choice's page (``directory.topic``), `heading` that of the
    list of choices (``directory.by_topic``), whose end names the facet.
    """

    key: str
    heading: str
    choices: tuple[Choice, ...]

    @property
    def id(self) -> str:
        """The facet's name in paths and anchors."""
        return self.heading.rpartition(".by_")[2]


_Values = Iterable[tuple[str, Title, Callable[[Entry], bool]]]
"""The values of a facet: the end of the path, the label, and whether an entry falls under it."""


def contact_facets(shown: Shown, folder: str) -> list[Facet]:
    """Return the ways to look for contacts; their pages lie below `folder`."""
    contacts = shown.of(Contact)
    tags = {spoken.language for c in contacts for spoken in c.languages_spoken}
    names = {tag: shown.edition.language(tag).text for tag in tags}
    places = {place for contact in contacts if (place := _place_of(contact))}
    slugs = {_slug(place): place for place in sorted(places, reverse=True)}
    facets: dict[str, _Values] = {
        "topic": _topics(shown),
        "organisation": [
            (organisation.id, title_of(organisation), _is_of(organisation))
            for organisation in shown.of(Organisation)
        ],
        "language": [
            (tag.lower(), _language(tag), _speaks(tag)) for tag in _in_order(names, shown.edition)
        ],
        "district": [
            (slug, name_title(slugs[slug]), _is_in(slug))
            for slug in _in_order(slugs, shown.edition)
        ],
        "audience": _vocabulary(Audience, "audience", "audiences"),
    }
    return _make(folder, "directory", facets, contacts)


def programme_facets(shown: Shown, folder: str) -> list[Facet]:
    """Return the ways to look for offers; their pages lie below `folder`."""
    facets: dict[str, _Values] = {
        "topic": _topics(shown),
        "kind": _vocabulary(ProgrammeKind, "kind", "kind"),
        "phase": _vocabulary(Phase, "phase", "phases"),
        "residence-title": [
            (title.id, title_of(title), _is_open_to(title)) for title in shown.of(ResidenceTitle)
        ],
        "german-level": [
            (level.lower(), _german_level(level), _needs(level)) for level in GermanLevel
        ],
        "audience": _vocabulary(Audience, "audience", "audiences"),
    }
    return _make(folder, "programmes", facets, shown.of(Programme))


def employer_facets(shown: Shown, folder: str, offers: str) -> list[Facet]:
    """Return the ways for employers to look for offers: by phase, and by what is given.

    The pages by phase are those of all offers, below `offers`: only offers for employers have a
    phase. By kind there are pages with offers for employers alone, below `folder`.
    """
    programmes = shown.of(Programme)
    for_employers = [p for p in programmes if Audience.EMPLOYER in p.audiences]
    phases: dict[str, _Values] = {"phase": _vocabulary(Phase, "phase", "phases")}
    kinds: dict[str, _Values] = {"kind": _vocabulary(ProgrammeKind, "kind", "kind")}
    by_kind = _make(folder, "programmes", kinds, for_employers)
    return [
        *_make(offers, "programmes", phases, programmes),
        *(replace(facet, key="programmes.phase") for facet in by_kind),
    ]


def search_facets(shown: Shown) -> list[Facet]:
    """Return the ways to narrow what was found; each choice is named as in the records."""
    facets: dict[str, _Values] = {
        "topic": _topics(shown),
        "audience": _vocabulary(Audience, "audience", "audiences"),
    }
    entries = tuple(shown.content.shown(shown.edition.today))
    return _make("search/", "directory", facets, entries)


def values_by_entry(facets: Iterable[Facet]) -> dict[str, dict[str, str]]:
    """Return under which choices entries fall, by their paths.

    The values are the names of the choices by facet, separated by spaces.
    """
    found: dict[str, dict[str, str]] = {}
    for facet in facets:
        for choice in facet.choices:
            for entry in choice.entries:
                values = found.setdefault(entry.path, {})
                values[facet.id] = f"{values.get(facet.id, '')} {choice.name}".lstrip()
    return found


def _make(
    folder: str, prefix: str, facets: dict[str, _Values], entries: Sequence[Entry]
) -> list[Facet]:
    made = [
        Facet(
            f"{prefix}.{name}",
            f"{prefix}.by_{name}",
            tuple(
                Choice(f"{folder}{name}/{end}/", label, found)
                for end, label, falls_under in values
                if (found := tuple(filter(falls_under, entries)))
            ),
        )
        for name, values in facets.items()
    ]
    return [facet for facet in made if facet.choices]


def _topics(shown: Shown) -> _Values:
    topics = shown.content.site.topics
    return [(topic.id, title_of(topic), _names("topics", topic.id)) for topic in topics]


def _vocabulary(vocabulary: type[StrEnum], prefix: str, field: str) -> _Values:
    """Return the members of a vocabulary, in its order; `field` holds one or several of them."""

    def holds(member: StrEnum) -> Callable[[Entry], bool]:
        def has(entry: Entry) -> bool:
            value = getattr(entry, field)
            return member in value if isinstance(value, list) else member is value

        return has

    return [(m.value, ui_title(f"{prefix}.{m.value}"), holds(m)) for m in vocabulary]


def _names(field: str, identifier: str) -> Callable[[Entry], bool]:
    return lambda entry: any(ref.id == identifier for ref in getattr(entry, field))


def _is_of(organisation: Organisation) -> Callable[[Entry], bool]:
    return lambda entry: isinstance(entry, Contact) and entry.organisation.id == organisation.id


def _language(tag: str) -> Title:
    return lambda words: words.edition.language(tag)


def _speaks(tag: str) -> Callable[[Entry], bool]:
    return lambda entry: (
        isinstance(entry, Contact)
        and any(spoken.language == tag for spoken in entry.languages_spoken)
    )


def _place_of(contact: Contact) -> str | None:
    """Return the part of town, or the town, that one goes to."""
    return (contact.address.district or contact.address.city) if contact.address else None


def _is_in(slug: str) -> Callable[[Entry], bool]:
    return lambda entry: (
        isinstance(entry, Contact)
        and (place := _place_of(entry)) is not None
        and _slug(place) == slug
    )


def _slug(name: str) -> str:
    """Return the name of a place as the end of a path; spellings of one place share it."""
    plain = name.lower().translate(PLAIN_LETTERS)
    parts = "".join(c if c.isascii() and c.isalnum() else " " for c in plain).split()
    return "-".join(parts) or "-".join(f"{ord(char):x}" for char in name)


def _in_order(names: dict[str, str], edition: Edition) -> list[str]:
    """Return the keys of `names` in the order of their values in the edition's language."""
    ranks = dict(zip(names, sort_keys(list(names.values()), edition.locale), strict=True))
    return sorted(names, key=lambda key: (ranks[key], key))


def _is_open_to(title: ResidenceTitle) -> Callable[[Entry], bool]:
    return lambda entry: (
        isinstance(entry, Programme)
        and entry.eligibility is not None
        and any(ref.id == title.id for ref in entry.eligibility.residence_titles)
    )


def _german_level(level: GermanLevel) -> Title:
    if level is GermanLevel.NONE:
        return ui_title("programme.no_german")
    return lambda words: words.in_edition(level.value)


def _needs(level: GermanLevel) -> Callable[[Entry], bool]:
    return lambda entry: (
        isinstance(entry, Programme)
        and entry.eligibility is not None
        and entry.eligibility.german_level is level
    )
