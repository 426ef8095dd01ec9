"""The plan of a page: its path, title, template and what it shows.

Paths are the same in every edition; `docs/dev/urls.md` promises them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from markupsafe import Markup

from wegweiser.model import Entry
from wegweiser.model.entries import EmployerGuide, Programme
from wegweiser.model.text import Text
from wegweiser.render.titles import Title
from wegweiser.render.words import PageWords

HOME = ""
TRANSLATIONS = "translations/"
SEARCH = "search/"
OFFLINE = "offline/"
SAVED_LIST = "offline.json"
"""What the whole edition consists of; the room that publishes it writes the list."""
A_TO_Z = "a-z/"
DIRECTORY = "directory/"
MENTORS = f"{DIRECTORY}mentors/"
OFFERS = f"{Programme.collection}/"
EMPLOYERS = f"{EmployerGuide.collection}/"
FUNDING = f"{OFFERS}by/funding/"


@dataclass(frozen=True)
class PagePlan:
    """A page to be rendered.

    `section` is the path of the navigation section it belongs to, `parents` the paths of the
    pages above it, nearest last. `heading` is the main heading where it is more than the title
    (a value in another language inside it is marked). `moved_to` is the path of the page that has
    taken its place. `users` are the entries that name its entry. `files` lie beside the
    page, name and text of each. `values` is what the template gets besides the words.
    """

    path: str
    template: str
    title: Title
    section: str = HOME
    parents: tuple[str, ...] = (HOME,)
    heading: Callable[[PageWords], Markup] | None = None
    description: Text | str | None = None
    entry: Entry | None = None
    users: tuple[Entry, ...] = ()
    moved_to: str | None = None
    files: tuple[tuple[str, str], ...] = ()
    values: dict[str, object] = field(default_factory=dict)
