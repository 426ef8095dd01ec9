"""Posting to code hosts: one comment, one issue, and nothing where we must not.

The servers here answer as GitHub, Forgejo and GitLab do, by the documentation of their interfaces.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from wegweiser.cli import main

TOKEN = "secret-token"
ME = {"github": "github-actions[bot]", "forgejo": "forgejo-actions", "gitlab": "project_7_bot"}


@dataclass
class Host:
    """A code host with one project; `comments` are those on pull request 12."""

    kind: str
    comments: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    tokens: set[str | None] = field(default_factory=set)
    refuses: int | None = None
    address: str = ""

    @property
    def author(self) -> tuple[str, str]:
        """The names of the fields that hold the author."""
        return ("author", "username") if self.kind == "gitlab" else ("user", "login")

    def post(self, number: int, text: str, author: str, **more: Any) -> dict[str, Any]:
        outer, inner = self.author
        return {"id": 900 + number, outer: {inner: author}, **self.texts(text), **more}

    def texts(self, text: str) -> dict[str, str]:
        return {"body": text}

    def issue(self, number: int, text: str, author: str, **more: Any) -> dict[str, Any]:
        made = self.post(number, text, author, title="x", **more)
        if self.kind == "gitlab":
            return {**made, "iid": number, "description": made.pop("body")}
        return {**made, "number": number}

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> Any:
        project = "/projects/3" if self.kind == "gitlab" else "/repos/stadt/wegweiser"
        if (method, path) == ("GET", "/user") and self.kind == "gitlab":
            return {"username": ME["gitlab"]}
        assert path.startswith(project), path
        path = path.removeprefix(project)
        notes = "/merge_requests/12/notes" if self.kind == "gitlab" else "/issues/12/comments"
        one = notes if self.kind == "gitlab" else "/issues/comments"
        if path == notes:
            return self._list(self.comments, method, query, body, paged=self.kind != "forgejo")
        if path.startswith(f"{one}/"):
            assert method == ("PUT" if self.kind == "gitlab" else "PATCH")
            found = next(c for c in self.comments if c["id"] == int(path.rpartition("/")[2]))
            return found.update(body) or found
        if path == "/issues":
            if method == "GET":
                assert query["state"] == ["opened" if self.kind == "gitlab" else "open"]
            return self._list(self.issues, method, query, body, paged=True)
        assert method == ("PUT" if self.kind == "gitlab" else "PATCH")
        name = "iid" if self.kind == "gitlab" else "number"
        found = next(i for i in self.issues if i[name] == int(path.rpartition("/")[2]))
        return found.update(body) or found

    def _list(
        self, items: list[Any], method: str, query: dict[str, list[str]], body: Any, *, paged: bool
    ) -> Any:
        if method == "POST":
            outer, inner = self.author
            made = {**body, "id": 900 + len(items), outer: {inner: ME[self.kind]}}
            made |= {"number": len(items), "iid": len(items)}
            items.append(made)
            return made
        if not paged:
            return items
        size = int(query["limit" if self.kind == "forgejo" else "per_page"][0])
        start = (int(query["page"][0]) - 1) * size
        return items[start : start + size]


@pytest.fixture(params=["github", "forgejo", "gitlab"])
def host(request: pytest.FixtureRequest) -> Iterator[Host]:
    made = Host(request.param)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None: ...

        def answer(self) -> None:
            parts = urlsplit(self.path)
            made.requests.append((self.command, parts.path))
            made.tokens.add(self.headers["Authorization"] or self.headers["PRIVATE-TOKEN"])
            length = int(self.headers["Content-Length"] or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            status, answer = made.refuses or 200, {"message": "no"}
            if status == 200:
                answer = made.answer(
                    self.command, parts.path.removeprefix("/api"), parse_qs(parts.query), body
                )
            self.send_response(status)
            if status in {301, 302}:
                self.send_header("Location", "http://evil.example/")
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        do_GET = do_POST = do_PATCH = do_PUT = answer  # noqa: N815

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        made.address = f"http://127.0.0.1:{server.server_port}/api"
        yield made
        server.shutdown()


@pytest.fixture
def job(host: Host, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The environment of a job on a pull request from the project itself; returns the summary."""
    for name in ("GITHUB_ACTIONS", "FORGEJO_ACTIONS", "GITEA_ACTIONS", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)
    summary = tmp_path / "summary.md"
    for name, value in environment(host, tmp_path, "stadt/wegweiser").items():
        monkeypatch.setenv(name, value)
    return summary


def environment(host: Host, folder: Path, source: str | None) -> dict[str, str]:
    """Return the variables of a job on a pull request from the repository `source`."""
    if host.kind == "gitlab":
        return {
            **{"GITLAB_CI": "true", "CI_API_V4_URL": host.address, "CI_PROJECT_ID": "3"},
            **{"CI_MERGE_REQUEST_IID": "12", "CI_MERGE_REQUEST_PROJECT_ID": "3"},
            "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "3" if source == "stadt/wegweiser" else "44",
            "WEGWEISER_TOKEN": TOKEN,
        }
    event = folder / "event.json"
    repo = {"full_name": source} if source else None
    event.write_text(json.dumps({"pull_request": {"number": 12, "head": {"repo": repo}}}))
    own = {"FORGEJO_ACTIONS": "true"} if host.kind == "forgejo" else {}
    return {
        **{"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "stadt/wegweiser", **own},
        **{"GITHUB_API_URL": host.address, "GITHUB_EVENT_PATH": str(event)},
        **{"GITHUB_STEP_SUMMARY": str(folder / "summary.md"), "WEGWEISER_TOKEN": TOKEN},
    }


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "text.md"
    path.write_text("# Änderung\n", encoding="utf-8")
    return path


MARKED = "<!-- wegweiser: changes -->\n"


def test_comment_is_written_once_and_then_changed(host: Host, job: Path, text: Path) -> None:
    host.comments += [
        host.post(number, f"Nummer {number}", "jemand") for number in range(60)
    ]  # more than a page
    assert main(["post", "comment", str(text)]) == 0
    assert len(host.comments) == 61
    assert host.comments[-1]["body"] == f"{MARKED}# Änderung\n"
    text.write_text("# Neu\n", encoding="utf-8")
    assert main(["post", "comment", str(text)]) == 0
    assert len(host.comments) == 61
    assert host.comments[-1]["body"] == f"{MARKED}# Neu\n"
    sent = {"github": f"Bearer {TOKEN}", "forgejo": f"token {TOKEN}", "gitlab": TOKEN}
    assert host.tokens == {sent[host.kind]}


def test_comments_of_others_stay(host: Host, job: Path, text: Path) -> None:
    host.comments += [
        host.post(1, f"{MARKED}von jemand anderem", "jemand"),
        host.post(2, "ohne Zeichen", ME[host.kind]),
        host.post(3, f"zitiert: {MARKED}", ME[host.kind]),
    ]
    before = json.dumps(host.comments)
    assert main(["post", "comment", str(text)]) == 0
    assert json.dumps(host.comments[:3]) == before
    assert len(host.comments) == 4


def test_issue_is_opened_once_and_then_changed(host: Host, job: Path, text: Path) -> None:
    report = "<!-- wegweiser: report -->\n"
    host.issues.append(host.issue(0, f"{report}von jemand anderem", "jemand"))
    if host.kind == "github":  # where pull requests are issues
        host.issues.append(host.issue(1, f"{report}x", ME[host.kind], pull_request={"url": "x"}))
    count = len(host.issues)
    assert main(["post", "issue", str(text), "--title", "Bericht der Woche"]) == 0
    assert len(host.issues) == count + 1
    text.write_text("# Neu\n", encoding="utf-8")
    assert main(["post", "issue", str(text), "--title", "Bericht, neu"]) == 0
    assert len(host.issues) == count + 1
    last = host.issues[-1]
    assert last["title"] == "Bericht, neu"
    body = last["description" if host.kind == "gitlab" else "body"]
    assert body == f"{report}# Neu\n"


@pytest.mark.parametrize("source", ["fremd/wegweiser", None])
def test_change_from_a_copy_is_told_by_the_job(
    source: str | None,
    host: Host,
    job: Path,
    text: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment(host, tmp_path, source).items():
        monkeypatch.setenv(name, value)
    assert main(["post", "comment", str(text)]) == 0
    assert host.requests == []
    told = capsys.readouterr().out if host.kind == "gitlab" else job.read_text("utf-8")
    assert told == "# Änderung\n"


def test_without_a_token_nobody_is_asked(
    host: Host, job: Path, text: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WEGWEISER_TOKEN")
    assert main(["post", "comment", str(text)]) == 0
    assert main(["post", "issue", str(text)]) == 0
    assert host.requests == []


@pytest.mark.parametrize("status", [401, 403, 404])
def test_refused_comment_is_told_by_the_job(
    status: int, host: Host, job: Path, text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    host.refuses = status
    assert main(["post", "comment", str(text)]) == 0
    output = capsys.readouterr()
    told = output.out if host.kind == "gitlab" else job.read_text("utf-8")
    assert told == "# Änderung\n"
    assert TOKEN not in output.out + output.err


@pytest.mark.parametrize("status", [302, 500])
def test_failure_is_told_without_the_token_and_without_following(
    status: int, host: Host, job: Path, text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    host.refuses = status
    assert main(["post", "comment", str(text)]) == 1
    assert main(["post", "issue", str(text)]) == 1
    told = capsys.readouterr().err
    assert str(status) in told
    assert TOKEN not in told
    assert len(host.requests) == 2


def test_refused_issue_fails(host: Host, job: Path, text: Path) -> None:
    host.refuses = 403
    assert main(["post", "issue", str(text)]) == 1


def test_outside_of_a_job_the_text_is_printed(
    text: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("GITHUB_ACTIONS", "FORGEJO_ACTIONS", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)
    assert main(["post", "comment", str(text)]) == 0
    assert capsys.readouterr().out == "# Änderung\n"
    assert main(["post", "comment", str(text.with_name("none"))]) == 2
