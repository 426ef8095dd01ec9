"""Where the form editor writes: a code host, by pull requests, or the files on this machine."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from wegweiser.model.site_files import Editor
from wegweiser.model.vocabulary import CodeHost
from wegweiser.policy import Header, editor_headers, editor_policy

API = "/api/v1"
"""The address at which `local` answers, on this machine alone."""

LOCAL = {"backend": {"name": "proxy", "proxy_url": API, "branch": "main"}, "publish_mode": "simple"}
"""The part of the configuration that writes to this machine."""

_MESSAGES = {
    "create": "{{collection}}: {{slug}} anlegen",
    "update": "{{collection}}: {{slug}} ändern",
    "delete": "{{collection}}: {{slug}} löschen",
    "uploadMedia": "Bild {{path}} hinzufügen",
    "deleteMedia": "Bild {{path}} löschen",
}
"""What commits say; a pull request is named by its first."""


def backend_of(editor: Editor) -> dict[str, Any]:
    """Return the part of the configuration that signs in and writes as `editor` says.

    What is written becomes a pull request (a merge request) first: Decap's editorial workflow.
    """
    common = {
        "name": editor.host.value,
        "repo": editor.repository,
        "branch": editor.branch,
        "commit_messages": _MESSAGES,
    }
    server = editor.sign_in.rstrip("/")
    if editor.host is CodeHost.GITLAB:
        # RFC 7636: no secret, so no service of our own is needed to sign in.
        own = {
            "auth_type": "pkce",
            "app_id": editor.app_id,
            "base_url": server,
            "api_root": f"{server}/api/v4",
        }
    else:
        path = urlsplit(server).path.strip("/")
        own = {"base_url": _origin(server), "auth_endpoint": path or "auth"}
    return {"backend": {**common, **own}, "publish_mode": "editorial_workflow"}


def headers_of(editor: Editor) -> tuple[Header, ...]:
    """Return the headers with which servers send the editor (see `publish.hosting`)."""
    return editor_headers(*_origins(editor))


def policy_of(editor: Editor | None) -> str:
    """Return the policy that the editor's page carries; without a code host, on this machine."""
    return editor_policy(*(_origins(editor) if editor else ((), ())))


def _origins(editor: Editor) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the origins to ask, and those of people's pictures."""
    if editor.host is CodeHost.GITLAB:
        return (_origin(editor.sign_in),), (_origin(editor.sign_in),)
    # The second one tells the editor of disturbances, and is asked every few minutes.
    asked = ("https://api.github.com", "https://www.githubstatus.com")
    return asked, ("https://avatars.githubusercontent.com",)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
