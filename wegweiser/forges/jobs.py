"""The job that we run in: which code host, which pull request, whose change.

By the variables that the hosts set: GitHub Docs, "Variables reference"; GitLab Docs, "Predefined
CI/CD variables reference"; Forgejo, "Forgejo Actions reference", which sets GitHub's and its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wegweiser.forges.client import Client
from wegweiser.forges.hosts import Forge, GitHub, GitLab

TOKEN = "WEGWEISER_TOKEN"
"""Variable with the token that we post with."""

AUTHOR = "WEGWEISER_AUTHOR"
"""Variable with the name of the token's user on GitHub and Forgejo, if it is not the job's own."""


@dataclass(frozen=True)
class Job:
    """What is known of the job.

    `forge` is None where we must not post: there is no token, or the change comes from somebody
    else's copy of the project. `request` is the number of the pull request, `summary` a file in
    which the host shows what the job has to say.
    """

    forge: Forge | None = None
    request: int | None = None
    summary: Path | None = None


def job_of(environment: Mapping[str, str]) -> Job:
    """Return the job that runs with these variables."""
    if environment.get("GITLAB_CI"):
        return _gitlab_job(environment)
    if environment.get("GITHUB_ACTIONS") or environment.get("FORGEJO_ACTIONS"):
        return _actions_job(environment)
    return Job()


def _actions_job(environment: Mapping[str, str]) -> Job:
    event = _event(environment.get("GITHUB_EVENT_PATH"))
    repository = environment.get("GITHUB_REPOSITORY", "")
    request = event.get("pull_request") or {}
    # The copy may be gone by now, and then has no name.
    source = ((request.get("head") or {}).get("repo") or {}).get("full_name")
    is_foreign = bool(request) and source != repository
    summary = environment.get("GITHUB_STEP_SUMMARY")
    return Job(
        _actions_forge(environment, repository) if not is_foreign else None,
        request.get("number"),
        Path(summary) if summary else None,
    )


def _actions_forge(environment: Mapping[str, str], repository: str) -> Forge | None:
    token, base = environment.get(TOKEN), environment.get("GITHUB_API_URL")
    if not token or not base or not repository:
        return None
    if environment.get("FORGEJO_ACTIONS") or environment.get("GITEA_ACTIONS"):
        author = environment.get(AUTHOR) or "forgejo-actions"
        return GitHub(
            Client(base, {"Authorization": f"token {token}"}), repository, author, "limit"
        )
    author = environment.get(AUTHOR) or "github-actions[bot]"
    headers = {"Authorization": f"Bearer {token}", "X-GitHub-Api-Version": "2022-11-28"}
    return GitHub(Client(base, headers), repository, author)


def _event(path: str | None) -> dict[str, Any]:
    """Return what has started the job."""
    try:
        found = json.loads(Path(path or "").read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _gitlab_job(environment: Mapping[str, str]) -> Job:
    request = environment.get("CI_MERGE_REQUEST_IID")
    # In a copy's own pipeline, the project of the job is the copy.
    source = environment.get("CI_MERGE_REQUEST_SOURCE_PROJECT_ID")
    target = environment.get("CI_MERGE_REQUEST_PROJECT_ID")
    project = target or environment.get("CI_PROJECT_ID", "")
    token, base = environment.get(TOKEN), environment.get("CI_API_V4_URL")
    is_foreign = request is not None and source != target
    if is_foreign or not token or not base or not project:
        return Job(None, int(request) if request else None)
    forge = GitLab(Client(base, {"PRIVATE-TOKEN": token}), project)
    return Job(forge, int(request) if request else None)
