"""Which pages an edition has: their paths, titles, templates and what they show.

Paths are the same in every edition. A page is planned by small functions, one per kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wegweiser.collation import sort_keys
from wegweiser.documents import DocPage
from wegweiser.locales import make_locale
from wegweiser.model import Entry
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
from wegweiser.model.vocabulary import Audience, Phase
from wegweiser.render.booklet import BOOKLET
from wegweiser.render.directories import (
    FACETS,
    facets_for_employers,
    offers_of_money,
    plan_directories,
)
from wegweiser.render.facets import search_facets, values_by_entry
from wegweiser.render.page_plan import (
    DIRECTORY,
    FUNDING,
    HOME,
    OFFLINE,
    SAVED_LIST,
    SEARCH,
    TRANSLATIONS,
    PagePlan,
)
from wegweiser.render.search import records_file, search_records
from wegweiser.render.shown import Shown
from wegweiser.render.titles import Title, name_title, title_of, ui_title
from wegweiser.render.words import PageWords
from wegweiser.translate import Edition, Localised
from wegweiser.translate.status import Status


def plan_pages(
    edition: Edition, docs: Sequence[DocPage], statuses: Mapping[str, Status], has_booklet: bool
) -> list[PagePlan]:
    """Return every page of the edition, in the order of the navigation."""
    content, shown = edition.content, Shown(edition)
    plans = [_home(edition, has_booklet)]
    plans += [_audience(shown, home) for home in content.site.audiences]
    for model, template in _COLLECTIONS.items():
        entries = shown.of(model)
        if entries:
            plans.append(_collection(shown, model, entries))
            plans += [_entry(shown, entry, template) for entry in entries]
            plans += [_moved(entry, former) for entry in entries for former in entry.former_ids]
    plans += plan_directories(shown)
    plans.append(_glossary(edition))
    plans.append(_search(shown, docs))
    plans += [_doc(doc) for doc in docs]
    plans.append(_offline())
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


def _home(edition: Edition, has_booklet: bool) -> PagePlan:
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
            "locales": [make_locale(locale.tag, locale.name) for locale in site.locales],
            "booklet": BOOKLET if has_booklet else None,
        },
    )


_LISTS = (
    *("directory", "programmes", "guides", "employers"),
    *("residence-titles", "organisations", "stories", "a-z", "glossary"),
)


def _lists(edition: Edition) -> list[str]:
    """Return the names of the lists that this site has, the most wanted first."""
    shown = {
        "a-z",
        "glossary",
        *(entry.collection for entry in edition.content.shown(edition.today)),
    }
    if Contact.collection in shown:
        shown.add("directory")
    return [name for name in _LISTS if name in shown]


def audience_path(audience: Audience) -> str:
    """Return the path of an audience's own home page."""
    return f"for/{audience}/"


def _audience(shown: Shown, home: AudienceHome) -> PagePlan:
    audience = Audience(home.id)

    def for_them(model: type[Entry]) -> list[Entry]:
        return [entry for entry in shown.of(model) if audience in entry.audiences]

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


def _collection(shown: Shown, model: type[Entry], entries: Sequence[Entry]) -> PagePlan:
    collection = model.collection
    values: dict[str, object] = {"collection": collection, "entries": entries}
    if model is EmployerGuide:
        values["phases"] = _by_phase(entries)
        values["links"] = list(_links_for_employers(shown))
        values["facets"] = facets_for_employers(shown)
    if model in FACETS:
        facets = FACETS[model](shown)
        values["facets"] = facets
        values["tags"] = values_by_entry(facets)
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


def _links_for_employers(shown: Shown) -> Iterator[tuple[str, str]]:
    """Yield path and interface text of the pages that answer what employers ask most."""
    if shown.of(ResidenceTitle):
        yield f"{ResidenceTitle.collection}/", "residence.table"
    if offers_of_money(shown):
        yield FUNDING, "funding.title"


def _section(model: type[Entry]) -> str:
    """Return the section of a collection; contacts are part of their directory."""
    return DIRECTORY if model is Contact else f"{model.collection}/"


def _by_phase(entries: Sequence[Entry]) -> list[tuple[Phase, list[Entry]]]:
    groups: dict[Phase, list[Entry]] = {phase: [] for phase in Phase}
    for entry in entries:
        if isinstance(entry, EmployerGuide):
            groups[entry.phase].append(entry)
    return [(phase, found) for phase, found in groups.items() if found]


def _entry(shown: Shown, entry: Entry, template: str) -> PagePlan:
    values: dict[str, object] = {"entry": entry}
    users = shown.users_of(entry)
    if isinstance(entry, Organisation):
        belongings = _belongings(shown, entry)
        listed = {belonging.path for found in belongings.values() for belonging in found}
        values |= belongings
        users = tuple(user for user in users if user.path not in listed)
    return PagePlan(
        entry.path,
        template,
        title_of(entry),
        section=_section(type(entry)),
        parents=(HOME, f"{entry.collection}/"),
        description=entry.line_about,
        entry=entry,
        users=users,
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


def _belongings(shown: Shown, organisation: Organisation) -> dict[str, list[Entry]]:
    """Return the contacts, programmes and parts of an organisation."""

    def owned(model: type[Entry], field: str) -> list[Entry]:
        entries = shown.of(model)
        return [e for e in entries if (ref := getattr(e, field)) and ref.id == organisation.id]

    return {
        "contacts": owned(Contact, "organisation"),
        "programmes": owned(Programme, "organisation"),
        "parts": owned(Organisation, "parent"),
    }


def _glossary(edition: Edition) -> PagePlan:
    glossary = edition.content.glossary
    keys = sort_keys([term.term for term in glossary.terms], edition.source_edition.locale)
    order = sorted(zip(keys, glossary.terms, strict=True), key=lambda pair: pair[0])
    return PagePlan(
        "glossary/",
        "glossary.html",
        ui_title("glossary.title"),
        section="glossary/",
        values={"glossary": glossary, "terms": [term for _, term in order]},
    )


def _search(shown: Shown, docs: Sequence[DocPage]) -> PagePlan:
    records = search_records(shown, docs)
    name, text = records_file(records)
    found = {record.kind for record in records}
    site = shown.content.site
    return PagePlan(
        SEARCH,
        "search.html",
        ui_title("search.label"),
        section=SEARCH,
        values={
            "records": name,
            "kinds": [(kind, key) for kind, key in _SEARCH_KINDS.items() if kind in found],
            "facets": search_facets(shown),
            "letters": shown.by_letter(),
            "locales": [make_locale(locale.tag, locale.name) for locale in site.locales],
            "office": site.office,
        },
        files=((name, text),),
    )


_SEARCH_KINDS = {
    **{model.collection: f"{model.collection}.title" for model in _COLLECTIONS},
    "glossary": "glossary.title",
    "page": "search.pages",
}
"""Kinds of search results, and the interface texts that name them."""


def _doc(doc: DocPage) -> PagePlan:
    return PagePlan(
        f"{doc.name}/",
        "doc.html",
        _doc_title(doc),
        section=f"{doc.name}/",
        values={"doc": doc},
    )


def _offline() -> PagePlan:
    return PagePlan(
        OFFLINE,
        "offline.html",
        ui_title("offline.title"),
        section=OFFLINE,
        values={"list": SAVED_LIST},
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
        return words.title_of_document(doc)

    return title
