"""Directories: pages that lead to contacts and offers from several sides, and the register."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from markupsafe import Markup

from wegweiser.model import Entry
from wegweiser.model.entries import Contact, EmployerGuide, Programme
from wegweiser.model.vocabulary import ProgrammeKind
from wegweiser.render.facets import (
    Choice,
    Facet,
    contact_facets,
    employer_facets,
    programme_facets,
)
from wegweiser.render.page_plan import (
    A_TO_Z,
    DIRECTORY,
    EMPLOYERS,
    FUNDING,
    HOME,
    MENTORS,
    OFFERS,
    PagePlan,
)
from wegweiser.render.shown import Shown
from wegweiser.render.titles import text_of, ui_title
from wegweiser.render.words import PageWords


def plan_directories(shown: Shown) -> Iterator[PagePlan]:
    """Yield the pages that lead to contacts and offers from several sides."""
    contacts, offers = _contact_facets(shown), _programme_facets(shown)
    mentors = [contact for contact in shown.of(Contact) if contact.mentor]
    money = offers_of_money(shown)
    if contacts:
        yield PagePlan(
            DIRECTORY,
            "directory.html",
            ui_title("directory.title"),
            section=DIRECTORY,
            values={"facets": contacts, "has_mentors": bool(mentors)},
        )
        yield from _choices(contacts, DIRECTORY)
    yield from _choices(offers, OFFERS)
    if shown.of(EmployerGuide):
        by_kind = [facet for facet in facets_for_employers(shown) if facet.id == "kind"]
        yield from _choices(by_kind, EMPLOYERS)
    if mentors:
        yield _mentors(shown, mentors)
    if money:
        yield PagePlan(
            FUNDING,
            "funding.html",
            ui_title("funding.title"),
            section=OFFERS,
            parents=(HOME, OFFERS),
            values={"programmes": money},
        )
    yield _a_to_z(shown)


def offers_of_money(shown: Shown) -> list[Programme]:
    """Return the programmes that give money. What is merely paid by somebody is none of them."""
    return [offer for offer in shown.of(Programme) if offer.kind is ProgrammeKind.MONEY]


def facets_for_employers(shown: Shown) -> list[Facet]:
    """Return the ways for employers to look for offers."""
    return employer_facets(shown, f"{EMPLOYERS}by/", f"{OFFERS}by/")


def _contact_facets(shown: Shown) -> list[Facet]:
    return contact_facets(shown, DIRECTORY)


def _programme_facets(shown: Shown) -> list[Facet]:
    return programme_facets(shown, f"{OFFERS}by/")


FACETS: dict[type[Entry], Callable[[Shown], list[Facet]]] = {
    Contact: _contact_facets,
    Programme: _programme_facets,
}
"""The ways to look for the entries of a collection, which its list can be narrowed by."""


def _mentors(shown: Shown, mentors: list[Contact]) -> PagePlan:
    """Return the page of those who bring mentors together with people who look for one."""
    named = {mentor.id for mentor in mentors}
    programmes = [
        programme
        for programme in shown.of(Programme)
        if programme.kind is ProgrammeKind.PEOPLE
        and named.intersection(reference.id for reference in programme.contacts)
    ]
    return PagePlan(
        MENTORS,
        "mentors.html",
        ui_title("mentors.title"),
        section=DIRECTORY,
        parents=(HOME, DIRECTORY),
        values={"mentors": mentors, "programmes": programmes},
    )


def _choices(facets: Sequence[Facet], parent: str) -> Iterator[PagePlan]:
    """Yield the page of every choice of `facets`, which stand on the page `parent`."""
    for facet in facets:
        for choice in facet.choices:
            yield PagePlan(
                choice.path,
                "directory-value.html",
                ui_title(facet.key, value=text_of(choice.label)),
                section=parent,
                parents=(HOME, parent),
                heading=_choice_heading(facet, choice),
                values={"facet": facet, "value": choice},
            )


def _choice_heading(facet: Facet, choice: Choice) -> Callable[[PageWords], Markup]:
    def heading(words: PageWords) -> Markup:
        return words.ui(facet.key, value=words.mark(choice.label(words)))

    return heading


def _a_to_z(shown: Shown) -> PagePlan:
    return PagePlan(
        A_TO_Z,
        "a-z.html",
        ui_title("a-z.title"),
        section=A_TO_Z,
        values={"letters": shown.by_letter()},
    )
