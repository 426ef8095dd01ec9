"""Which pages an edition has: their paths, titles, templates and what they show.

Paths are the same in every edition. A page is planned by small functions, one per kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from wegweiser.locales import make_locale
from wegweiser.model import Content, Entry
from wegweiser.model.entries import (
    Contact,
    EmployerGuide,
    Guide,
    Organisation,
    Programme,
    ResidenceTitle,
    Story,
)
from wegweiser.model.site_files import AudienceHome
from wegweiser.model.text import Text
from wegweiser.model.vocabulary import Audience, Phase
from wegweiser.render.docs import DocPage
from wegweiser.render.facets import (
    Choice,
    Facet,
    contact_facets,
    programme_facets,
    values_of,
)
from wegweiser.render.titles import Title, name_title, text_of, title_of, ui_title
from wegweiser.render.words import PageWords
from wegweiser.translate import Edition, Localised
from wegweiser.translate.status import Status

HOME = ""
TRANSLATIONS = "translations/"


@dataclass(frozen=True)
class PagePlan:
    """A page to be rendered.

    `section` is the path of the navigation section it belongs to, `parents` the paths of the
    pages above it, nearest last. `heading` is the main heading where it is more than the title
    (a value in another language inside it is marked). `moved_to` is the path of the page that has
    taken its place. `values` is what the template gets besides
    the words.
    """

    path: str
    template: str
    title: Title
    section: str = HOME
    parents: tuple[str, ...] = (HOME,)
    heading: Callable[[PageWords], Markup] | None = None
    description: Text | str | None = None
    entry: Entry | None = None
    moved_to: str | None = None
    values: dict[str, object] = field(default_factory=dict)


def plan_pages(
    edition: Edition, docs: Sequence[DocPage], statuses: Mapping[str, Status]
) -> list[PagePlan]:
    """Return every page of the edition, in the order of the navigation."""
    content, today = edition.content, edition.today
    plans = [_home(edition)]
    plans += [_audience(edition, home) for home in content.site.audiences]
    for model, template in _COLLECTIONS.items():
        entries = content.of(model, today)
        if entries:
            plans.append(_collection(edition, model, entries))
            if model is Programme:
                plans += _choices(programme_facets(edition, f"{OFFERS}by/"), OFFERS)
            plans += [_entry(edition, entry, template) for entry in entries]
            plans += [_moved(entry, former) for entry in entries for former in entry.former_ids]
    plans += _directory(edition)
    plans.append(_glossary(content))
    plans.append(_search(edition))
    plans += [_doc(doc) for doc in docs]
    if statuses:
        plans.append(_translations(edition, statuses))
    return plans


_COLLECTIONS: dict[type[Entry], str] = {
    Guide: "guide.html",
    Programme: "programme.html",
    EmployerGuide: "employer-guide.html",
    ResidenceTitle: "residence-title.html",
    Organisation: "organisation.html",
    Contact: "contact.html",
    Story: "story.html",
}


def _home(edition: Edition) -> PagePlan:
    site = edition.content.site
    return PagePlan(
        HOME,
        "home.html",
        name_title(site.name),
        parents=(),
        description=site.tagline,
        values={
            "site": site,
            "lists": _lists(edition),
        },
    )


_LISTS = (
    *("directory", "programmes", "guides", "employers"),
    *("residence-titles", "organisations", "stories", "glossary"),
)


def _lists(edition: Edition) -> list[str]:
    """Return the names of the lists that this site has, the most wanted first."""
    shown = {"glossary", *(entry.collection for entry in edition.content.shown(edition.today))}
    if Contact.collection in shown:
        shown.add("directory")
    return [name for name in _LISTS if name in shown]


def audience_path(audience: Audience) -> str:
    """Return the path of an audience's own home page."""
    return f"for/{audience}/"


def _audience(edition: Edition, home: AudienceHome) -> PagePlan:
    content, today = edition.content, edition.today
    audience = Audience(home.id)

    def for_them(model: type[Entry]) -> list[Entry]:
        return [entry for entry in content.of(model, today) if audience in entry.audiences]

    path = audience_path(audience)
    return PagePlan(
        path,
        "audience.html",
        lambda words: words.localise(home.title),
        section=path,
        description=home.summary,
        values={
            "home": home,
            "guides": for_them(Guide),
            "employers": for_them(EmployerGuide),
            "programmes": for_them(Programme),
            "contacts": for_them(Contact),
            "stories": for_them(Story),
        },
    )


def _collection(edition: Edition, model: type[Entry], entries: Sequence[Entry]) -> PagePlan:
    collection = model.collection
    values: dict[str, object] = {"collection": collection, "entries": entries}
    if model is EmployerGuide:
        values["phases"] = _by_phase(entries)
    if model is Programme:
        values["facets"] = programme_facets(edition, f"{OFFERS}by/")
    if model is Contact:
        facets = contact_facets(edition, DIRECTORY)
        values["facets"] = facets
        values["tags"] = {entry.id: values_of(entry, facets) for entry in entries}
    return PagePlan(
        f"{collection}/",
        {
            Programme: "programmes.html",
            Contact: "contacts.html",
            EmployerGuide: "employer-guides.html",
            ResidenceTitle: "residence-titles.html",
        }.get(model, "collection.html"),
        ui_title(f"{collection}.title"),
        section=_section(model),
        values=values,
    )


def _section(model: type[Entry]) -> str:
    """Return the section of a collection; contacts are part of their directory."""
    return DIRECTORY if model is Contact else f"{model.collection}/"


def _by_phase(entries: Sequence[Entry]) -> list[tuple[Phase, list[Entry]]]:
    groups: dict[Phase, list[Entry]] = {phase: [] for phase in Phase}
    for entry in entries:
        if isinstance(entry, EmployerGuide):
            groups[entry.phase].append(entry)
    return [(phase, found) for phase, found in groups.items() if found]


def _entry(edition: Edition, entry: Entry, template: str) -> PagePlan:
    users = edition.content.users_of(entry, edition.today)
    values: dict[str, object] = {"entry": entry, "users": users}
    if isinstance(entry, Organisation):
        values |= _belongings(edition, entry)
    return PagePlan(
        entry.path,
        template,
        title_of(entry),
        section=_section(type(entry)),
        parents=(HOME, f"{entry.collection}/"),
        description=entry.line_about,
        entry=entry,
        values=values,
    )


def _moved(entry: Entry, former: str) -> PagePlan:
    """Return the page at the old address of an entry, which leads to the new one."""
    return PagePlan(
        f"{entry.collection}/{former}/",
        "moved.html",
        ui_title("moved.title"),
        section=_section(type(entry)),
        parents=(HOME, f"{entry.collection}/"),
        moved_to=entry.path,
        values={"entry": entry},
    )


def _belongings(edition: Edition, organisation: Organisation) -> dict[str, list[Entry]]:
    """Return the contacts, programmes and parts of an organisation, each ordered by id."""

    def owned(model: type[Entry], field: str) -> list[Entry]:
        entries = edition.content.of(model, edition.today)
        return [e for e in entries if (ref := getattr(e, field)) and ref.id == organisation.id]

    return {
        "contacts": owned(Contact, "organisation"),
        "programmes": owned(Programme, "organisation"),
        "parts": owned(Organisation, "parent"),
    }


def _glossary(content: Content) -> PagePlan:
    return PagePlan(
        "glossary/",
        "glossary.html",
        ui_title("glossary.title"),
        section="glossary/",
        values={"glossary": content.glossary},
    )


def _search(edition: Edition) -> PagePlan:
    return PagePlan(
        "search/",
        "search.html",
        ui_title("search.label"),
        section="search/",
        values={"lists": _lists(edition)},
    )


def _doc(doc: DocPage) -> PagePlan:
    return PagePlan(
        f"{doc.name}/",
        "doc.html",
        _doc_title(doc),
        section=f"{doc.name}/",
        values={"doc": doc},
    )


def _translations(edition: Edition, statuses: Mapping[str, Status]) -> PagePlan:
    locales = {
        locale.tag: make_locale(locale.tag, locale.name) for locale in edition.content.site.locales
    }
    return PagePlan(
        TRANSLATIONS,
        "translations.html",
        ui_title("status.title"),
        section=TRANSLATIONS,
        values={"statuses": [(locales[tag], status) for tag, status in statuses.items()]},
    )


def _doc_title(doc: DocPage) -> Title:
    def title(words: PageWords) -> Localised:
        words.note_document(doc)
        return doc.title

    return title


# -- directories ----------------------------------------------------------------------------------

DIRECTORY = "directory/"
OFFERS = f"{Programme.collection}/"


def _directory(edition: Edition) -> Iterator[PagePlan]:
    facets = contact_facets(edition, DIRECTORY)
    if facets:
        yield PagePlan(
            DIRECTORY,
            "directory.html",
            ui_title("directory.title"),
            section=DIRECTORY,
            values={"facets": facets},
        )
        yield from _choices(facets, DIRECTORY)


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
