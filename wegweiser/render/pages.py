"""Rendering the pages of an edition."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from wegweiser.documents import DocPage
from wegweiser.model.entries import Contact
from wegweiser.placeholders import without_quotes
from wegweiser.prose import plain_text
from wegweiser.render.environment import template_environment
from wegweiser.render.page_plan import HOME, PagePlan
from wegweiser.render.plan import plan_pages
from wegweiser.render.structured import Crumb, structured_data
from wegweiser.render.vcard import CARD, vcard
from wegweiser.render.words import PageWords
from wegweiser.translate import Edition
from wegweiser.translate.status import Status

# Headings with more than an id are not for the eye, and stand in no table of contents.
_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
_LINK = re.compile(r"</?a\b[^>]*>")
_GERMAN = re.compile(r'<span class="ww-de".*?</span>')
_MAX_DESCRIPTION = 300
_FORMS = frozenset({"search.html"})
"""Pages to fill in: how to read them does not stand before their fields."""
_WITHOUT_TOOLS = frozenset(
    f"{name}.html"
    for name in (
        *("a-z", "collection", "contacts", "directory", "directory-value", "home", "moved"),
        *("offline", "programmes", "search"),
    )
)
"""Pages that lead to others: nobody prints them or takes them along."""


@dataclass(frozen=True)
class TocItem:
    """A heading of the table of contents, as plain text and as HTML with its language marks."""

    id: str
    title: str
    html: str


@dataclass(frozen=True)
class RenderedPage:
    """A finished page of an edition: what the stage hands to the engine.

    `title` is a text in `title_language` (German words in it are quoted, see `placeholders`);
    `body` and the table of contents are HTML. `kind` is the name of its template, `section` the
    path of its navigation section.
    `translated` is false when any message of it (other than in the source edition) shows German
    for want of a translation; such a page is announced nowhere (invariant 1). `files` lie
    beside the page, name and text of each. `moved_to` is the path of the page that has taken
    its place.
    """

    path: str
    kind: str
    section: str
    title: str
    title_language: str
    description: str
    body: str
    toc: tuple[TocItem, ...]
    crumbs: tuple[Crumb, ...]
    translated: bool
    reviewed_on: datetime.date | None
    structured: tuple[dict[str, object], ...]
    files: tuple[tuple[str, str], ...] = ()
    moved_to: str | None = None


def render_edition(
    edition: Edition,
    docs: Sequence[DocPage],
    statuses: Mapping[str, Status],
    *,
    has_booklet: bool = False,
) -> Iterator[RenderedPage]:
    """Yield every page of `edition`, in the order of the navigation.

    `statuses` say how far the translation of each locale has come; with `has_booklet` the home
    page leads to the booklet.

    Raises `LookupError` for a dangling reference and `ValueError` for two pages of one path, which
    checked content does not have.
    """
    plans: dict[str, PagePlan] = {}
    for plan in plan_pages(edition, docs, statuses, has_booklet):
        if plan.path in plans:
            raise ValueError(f"two pages at {plan.path}")
        plans[plan.path] = plan
    by_name = {doc.name: doc for doc in docs}
    for plan in plans.values():
        yield _render(plan, plans, edition, by_name)


def _render(
    plan: PagePlan, plans: dict[str, PagePlan], edition: Edition, docs: Mapping[str, DocPage]
) -> RenderedPage:
    words = PageWords(edition, plan.path, docs)
    title = plan.title(words)
    heading = plan.heading(words) if plan.heading else words.mark(title)
    heading = words.with_german(heading, title.language, plan.title)
    description = words.plain(plan.description or edition.content.site.tagline)
    if not plan.description:
        description = f"{without_quotes(title.text)}: {description}"
    environment = template_environment()
    content = environment.get_template(plan.template).render(words=words, **plan.values)
    body = environment.get_template("page.html").render(
        words=words,
        heading=heading,
        entry=plan.entry,
        users=plan.users,
        content=Markup(content),
        has_tools=plan.template not in _WITHOUT_TOOLS,
        is_form=plan.template in _FORMS,
    )
    crumbs = _crumbs(plan, plans, words)
    translated = not words.fell_back and plan.moved_to is None
    return RenderedPage(
        path=plan.path,
        kind=plan.template.removesuffix(".html"),
        section=plan.section,
        title=title.text,
        title_language=title.language,
        description=description[:_MAX_DESCRIPTION],
        body=body,
        toc=tuple(_toc(content)),
        crumbs=crumbs,
        translated=translated,
        reviewed_on=plan.entry.reviewed_on if plan.entry else None,
        # Search engines take it as a statement in the language of the edition.
        structured=tuple(structured_data(plan, words, crumbs)) if translated else (),
        files=tuple(_files(plan, words)),
        moved_to=plan.moved_to,
    )


def _files(plan: PagePlan, words: PageWords) -> Iterator[tuple[str, str]]:
    yield from plan.files
    if isinstance(plan.entry, Contact):
        yield CARD, vcard(plan.entry, words)


def _crumbs(plan: PagePlan, plans: dict[str, PagePlan], words: PageWords) -> tuple[Crumb, ...]:
    """Return the way from the home page to this page, both included."""
    crumbs = []
    for path in (*plan.parents, plan.path):
        # A throw-away, so that what a parent's title is made of does not count for this page.
        title = plans[path].title(PageWords(words.edition, plan.path, words.docs))
        if path == HOME:
            title = words.edition.ui("shell.home")
        crumbs.append(Crumb(path, title.text, title.language))
    return tuple(crumbs)


def _toc(html: str) -> Iterator[TocItem]:
    """Yield the second-level headings of a finished page, in order."""
    for match in _HEADING.finditer(html):
        html = _LINK.sub("", _GERMAN.sub("", match[2]))
        yield TocItem(match[1], plain_text(html), html)
