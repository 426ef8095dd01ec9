"""Requests to a code host: JSON there, JSON back."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_MOST_BYTES = 20_000_000
_PATIENCE = 30
"""Seconds for each step of a request."""


class ForgeError(Exception):
    """The host did not do what it was asked for; `status` is that of HTTP, None without answer."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status

    @property
    def is_refusal(self) -> bool:
        """Is the token not allowed to? Hosts that hide what one must not see say "not found"."""
        return self.status in {401, 403, 404}


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would take the token along, to wherever it leads."""

    def redirect_request(self, *_: object) -> None:
        return None


@dataclass(frozen=True)
class Client:
    """Asks the interface at `base`; `headers` hold the token."""

    base: str
    headers: Mapping[str, str]

    def ask(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Any:
        """Return the JSON that is answered. Raises `ForgeError`, which never tells the token."""
        request = urllib.request.Request(
            f"{self.base.rstrip('/')}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Accept": "application/json",
                "Content-Type": "application/json",
                "User-Agent": "Wegweiser",
                **self.headers,
            },
        )
        opener = urllib.request.build_opener(_NoRedirects)
        try:
            with opener.open(request, timeout=_PATIENCE) as answer:
                return json.loads(answer.read(_MOST_BYTES))
        except urllib.error.HTTPError as error:
            message = f"{method} {path} was answered with {error.code}"
            raise ForgeError(message, error.code) from None
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise ForgeError(f"{method} {path} failed ({type(error).__name__})") from None
