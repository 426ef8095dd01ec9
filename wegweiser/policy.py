"""What browsers may do with the site: the security headers, the one place where they stand.

A page asks nobody but its own site for anything, and runs nothing that is written into it
(invariant 8). Servers send `HEADERS` (see `publish.hosting`); for hosts that send none, each page
says what of it a page can say itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Header(NamedTuple):
    """A header of HTTP responses."""

    name: str
    value: str


_SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
"""Content Security Policy Level 3: what a page may load, and from where.

Fonts, frames, media and plugins are `default-src`. The one picture of `data:` is a page's icon
(`render.assets`); a picture can run nothing.
"""

_HEADER_ONLY = {"frame-ancestors": "'none'"}
"""Directives that browsers ignore in a page (CSP 3, section 3.3), and say so in the console."""

REFERRER = "no-referrer"
"""A page that is linked to does not learn what its reader has read here, not even on which site."""

_FEATURES = (
    *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen"),
    *("geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment"),
    *("picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "usb"),
    "xr-spatial-tracking",
)
"""What the site never uses; only names that Chromium knows, as it warns of every other."""


def page_policy() -> str:
    """Return the policy that a page itself carries, for hosts that send no headers."""
    return _join(_SOURCES)


def _join(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


HEADERS = (
    Header("Content-Security-Policy", _join(_SOURCES | _HEADER_ONLY)),
    Header("Referrer-Policy", REFERRER),
    Header("X-Content-Type-Options", "nosniff"),
    Header("Permissions-Policy", ", ".join(f"{feature}=()" for feature in _FEATURES)),
    Header("Cross-Origin-Opener-Policy", "same-origin"),
    Header("Cross-Origin-Resource-Policy", "same-origin"),
)
"""Headers of every response (docs/dev/hosting.md says what each is for)."""

_EDITOR_SOURCES = {
    "default-src": ("'none'",),
    # The form editor makes functions of its schema as it starts.
    "script-src": ("'self'", "'unsafe-eval'"),
    "style-src": ("'self'", "'unsafe-inline'"),
    "img-src": ("'self'", "data:", "blob:"),
    "font-src": ("'self'", "data:"),
    "connect-src": ("'self'", "blob:"),
    "frame-src": ("'self'",),
    "form-action": ("'self'",),
    "base-uri": ("'none'",),
}
"""What the form editor at `/admin/` may do beyond what readers' pages may: it is an application of
others, which writes styles as it goes, and no reader opens it."""


def editor_policy(connects: Iterable[str], pictures: Iterable[str]) -> str:
    """Return the policy that the editor's page carries.

    `connects` are the origins that it asks for and sends changes to, `pictures` those of the
    pictures of the people who work there.
    """
    return _join(_editor_sources(connects, pictures))


def editor_headers(connects: Iterable[str], pictures: Iterable[str]) -> tuple[Header, ...]:
    """Return the headers of the editor's responses, as `HEADERS` are those of all others."""
    own = {
        "Content-Security-Policy": _join(_editor_sources(connects, pictures) | _HEADER_ONLY),
        # Who signs in does so in a window of the code host, which tells this one.
        "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
    }
    headers = [Header(name, own.get(name, value)) for name, value in HEADERS]
    return (*headers, Header("X-Robots-Tag", "noindex"))


def _editor_sources(connects: Iterable[str], pictures: Iterable[str]) -> dict[str, str]:
    more = {"connect-src": connects, "img-src": pictures}
    return {
        name: " ".join([*sources, *more.get(name, ())]) for name, sources in _EDITOR_SOURCES.items()
    }


TRANSPORT = Header("Strict-Transport-Security", "max-age=31536000")
"""HSTS (RFC 6797) for a year, sent over TLS only.

Without `includeSubDomains` and `preload`: other hosts below the name, often of the same city, are
not this site's to decide upon.
"""
