"""The interfaces of GitHub, Forgejo and GitLab, as far as comments and issues go.

GitHub REST API (version 2022-11-28), "Issues" and "Issue comments"; Forgejo API v1, which follows
it; GitLab REST API v4, "Notes" and "Issues".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol
from urllib.parse import quote

from wegweiser.forges.client import Client

_PAGE = 50
"""Items that are asked for at once; Forgejo gives no more by default."""

_MOST_PAGES = 100


@dataclass(frozen=True)
class Post:
    """A comment or an issue: the number it is addressed by, its author and its text."""

    number: int
    author: str
    text: str


class Forge(Protocol):
    """A project on a code host. All methods raise `ForgeError`."""

    @property
    def author(self) -> str:
        """The name under which we post."""

    def comments(self, request: int) -> Iterator[Post]:
        """Yield the comments on a pull request."""

    def add_comment(self, request: int, text: str) -> None:
        """Comment on a pull request."""

    def change_comment(self, request: int, number: int, text: str) -> None:
        """Give a comment another text."""

    def open_issues(self) -> Iterator[Post]:
        """Yield the issues that are open."""

    def add_issue(self, title: str, text: str) -> None:
        """Open an issue."""

    def change_issue(self, number: int, title: str, text: str) -> None:
        """Give an issue another title and text."""


def _all(client: Client, path: str, size: str) -> Iterator[dict[str, Any]]:
    """Yield the items of all pages of a list; `size` is the parameter for the size of a page.

    Some lists of Forgejo know no pages: they come whole each time.
    """
    seen: set[object] = set()
    for page in range(1, _MOST_PAGES + 1):
        sign = "&" if "?" in path else "?"
        items = client.ask("GET", f"{path}{sign}{size}={_PAGE}&page={page}")
        fresh = [item for item in items if item["id"] not in seen]
        seen.update(item["id"] for item in fresh)
        yield from fresh
        if not fresh or len(items) < _PAGE:
            return


@dataclass(frozen=True)
class GitHub:
    """A repository (`owner/name`) on GitHub, or on Forgejo with its names of parameters."""

    client: Client
    repository: str
    author: str
    page_size: str = "per_page"

    @property
    def _path(self) -> str:
        return f"/repos/{quote(self.repository)}/issues"

    def comments(self, request: int) -> Iterator[Post]:
        """Yield the comments on a pull request."""
        for item in _all(self.client, f"{self._path}/{request}/comments", self.page_size):
            yield Post(item["id"], item["user"]["login"], item["body"] or "")

    def add_comment(self, request: int, text: str) -> None:
        """Comment on a pull request."""
        self.client.ask("POST", f"{self._path}/{request}/comments", {"body": text})

    def change_comment(self, request: int, number: int, text: str) -> None:
        """Give a comment another text."""
        self.client.ask("PATCH", f"{self._path}/comments/{number}", {"body": text})

    def open_issues(self) -> Iterator[Post]:
        """Yield the issues that are open; pull requests are in the same list."""
        for item in _all(self.client, f"{self._path}?state=open", self.page_size):
            if not item.get("pull_request"):
                yield Post(item["number"], item["user"]["login"], item["body"] or "")

    def add_issue(self, title: str, text: str) -> None:
        """Open an issue."""
        self.client.ask("POST", self._path, {"title": title, "body": text})

    def change_issue(self, number: int, title: str, text: str) -> None:
        """Give an issue another title and text."""
        self.client.ask("PATCH", f"{self._path}/{number}", {"title": title, "body": text})


@dataclass(frozen=True)
class GitLab:
    """A project on GitLab, by its id."""

    client: Client
    project: str

    @cached_property
    def author(self) -> str:
        """The name of the token's user."""
        return str(self.client.ask("GET", "/user")["username"])

    @property
    def _path(self) -> str:
        return f"/projects/{quote(self.project, safe='')}"

    def comments(self, request: int) -> Iterator[Post]:
        """Yield the notes on a merge request."""
        notes = f"{self._path}/merge_requests/{request}/notes"
        for item in _all(self.client, notes, "per_page"):
            yield Post(item["id"], item["author"]["username"], item["body"] or "")

    def add_comment(self, request: int, text: str) -> None:
        """Comment on a merge request."""
        self.client.ask("POST", f"{self._path}/merge_requests/{request}/notes", {"body": text})

    def change_comment(self, request: int, number: int, text: str) -> None:
        """Give a note another text."""
        note = f"{self._path}/merge_requests/{request}/notes/{number}"
        self.client.ask("PUT", note, {"body": text})

    def open_issues(self) -> Iterator[Post]:
        """Yield the issues that are open."""
        for item in _all(self.client, f"{self._path}/issues?state=opened", "per_page"):
            yield Post(item["iid"], item["author"]["username"], item["description"] or "")

    def add_issue(self, title: str, text: str) -> None:
        """Open an issue."""
        self.client.ask("POST", f"{self._path}/issues", {"title": title, "description": text})

    def change_issue(self, number: int, title: str, text: str) -> None:
        """Give an issue another title and text."""
        told = {"title": title, "description": text}
        self.client.ask("PUT", f"{self._path}/issues/{number}", told)
