"""What `scripts/report` does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from wegweiser import __version__
from wegweiser.reports.link_check import LinkChecker
from wegweiser.reports.link_client import Client
from wegweiser.reports.link_memory import Memory, read_memory, write_memory
from wegweiser.reports.links import links_of
from wegweiser.reports.reviews import reviews_of
from wegweiser.reports.subjects import FORMS, SUBJECTS, overview, report_on, report_reviews
from wegweiser.site import Site

Say = Callable[[str], None]


class UnknownOwnerError(Exception):
    """The contact owns no entry; the message says who does."""


def make_report(
    subject: str | None,
    form: str,
    site: Site,
    memory_file: Path,
    say: Say,
    *,
    owner: str | None = None,
    allow_private: bool = False,
) -> str:
    """Return the report on `subject` (None: on everything) in a form.

    Only the subject `links` asks other websites, and remembers the answers in `memory_file`;
    `say` hears how that goes. Raises `UnknownOwnerError` for an `owner` of nothing.
    """
    if subject == "review":
        return _reviews(form, site, owner)
    memory = _recall(memory_file, say)
    if subject == "links":
        memory = _check(site, memory, say, allow_private)
        _remember(memory_file, memory, say)
    if subject is None:
        return FORMS[form](overview(site, memory))
    return FORMS[form](report_on(site, SUBJECTS[subject](site, memory)))


def _reviews(form: str, site: Site, owner: str | None) -> str:
    reviews = reviews_of(site.content, site.today)
    if owner is not None:
        owners = sorted({review.owner for review in reviews})
        if owner not in owners:
            raise UnknownOwnerError(f"{owner} owns no entry; owners are {', '.join(owners)}")
        reviews = [review for review in reviews if review.owner == owner]
    return report_reviews(form, site, reviews)


def _check(site: Site, memory: Memory, say: Say, allow_private: bool) -> Memory:
    """Ask for every link of the site; return what is known of them now."""
    links = links_of(site)
    agent = f"Wegweiser/{__version__} (link check; +{site.content.site.url})"
    say(f"Checking {len(links)} addresses")
    outcomes = LinkChecker(Client(agent, allow_private)).check_all(links, say)
    if links and not any(outcome.answered for outcome in outcomes.values()):
        say("No server answered at all; this run does not count")
    return memory.after(outcomes, site.today)


def _recall(path: Path, say: Say) -> Memory:
    memory = read_memory(path)
    if memory is None:
        say(f"{path} cannot be used; links are remembered anew")
    return memory or Memory()


def _remember(path: Path, memory: Memory, say: Say) -> None:
    try:
        write_memory(path, memory)
    except OSError as error:
        say(f"{path} cannot be written: {error.strerror}")
