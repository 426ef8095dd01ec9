"""One comment on a pull request, one issue with the report: posted once, then kept up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wegweiser.forges.client import ForgeError
from wegweiser.forges.hosts import Forge, Post
from wegweiser.forges.jobs import Job


class NotPostedError(Exception):
    """The host did not take it; the message says why."""


def post_comment(job: Job, text: str, say: Callable[[str], None]) -> str | None:
    """Post `text` as our comment on the job's pull request; return None.

    Where we must not, the text goes to the job's summary, or is returned for its output.
    Raises `NotPostedError`.
    """
    if job.forge is None or job.request is None:
        say("There is nothing to comment on, or no token; the job tells it")
        return _summarise(job, text)
    try:
        say(_put_comment(job.forge, job.request, _marked("changes", text)))
    except ForgeError as error:
        if error.is_refusal:
            say(f"{error}; the job tells it")
            return _summarise(job, text)
        raise NotPostedError(str(error)) from None
    return None


def post_issue(job: Job, title: str, text: str, say: Callable[[str], None]) -> str | None:
    """Post `text` as our open issue; return None.

    Without a token, the text goes to the job's summary, or is returned for its output.
    Raises `NotPostedError`.
    """
    if job.forge is None:
        say("There is no token; the job tells it")
        return _summarise(job, text)
    try:
        say(_put_issue(job.forge, title, _marked("report", text)))
    except ForgeError as error:
        raise NotPostedError(str(error)) from None
    return None


def _put_comment(forge: Forge, request: int, text: str) -> str:
    own = _own(forge, forge.comments(request), text)
    if own is None:
        forge.add_comment(request, text)
        return "Commented"
    forge.change_comment(request, own.number, text)
    return "Brought the comment up to date"


def _put_issue(forge: Forge, title: str, text: str) -> str:
    own = _own(forge, forge.open_issues(), text)
    if own is None:
        forge.add_issue(title, text)
        return "Opened an issue"
    forge.change_issue(own.number, title, text)
    return f"Brought issue {own.number} up to date"


def _marked(name: str, text: str) -> str:
    """Return `text` with a first line that readers do not see."""
    return f"<!-- wegweiser: {name} -->\n{text}"


def _own(forge: Forge, posts: Iterable[Post], text: str) -> Post | None:
    """Return what we posted before with the same first line; anybody can write such a line."""
    marker = text.partition("\n")[0]
    marked = (post for post in posts if post.text.startswith(marker))
    return next((post for post in marked if post.author == forge.author), None)


def _summarise(job: Job, text: str) -> str | None:
    if job.summary is None:
        return text
    with job.summary.open("a", encoding="utf-8") as summary:
        summary.write(text)
    return None
