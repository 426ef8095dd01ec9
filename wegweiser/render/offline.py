"""Reading without a network: what an edition's service worker and its installation need.

`theme/assets/javascripts/worker.js` is the worker; it gets a description of its edition. Its
address, like that of the manifest, never changes: browsers look there for news (Service Workers,
https://www.w3.org/TR/service-workers/; Web Application Manifest, https://www.w3.org/TR/appmanifest/).
"""

from __future__ import annotations

import hashlib
import json

from wegweiser.placeholders import without_quotes
from wegweiser.render.assets import Assets
from wegweiser.render.page_plan import OFFLINE
from wegweiser.translate import Edition

WORKER = "sw.js"
MANIFEST = "site.webmanifest"

_SHELL = ("site.css", "first.js", "site.js")
_ICONS = (
    ("images/sign.svg", "any", "any"),
    ("images/icon-192.png", "192x192", "any"),
    ("images/icon-512.png", "512x512", "any"),
    ("images/icon-512.png", "512x512", "maskable"),
)
"""Name, sizes and purpose of each; the last leaves room for what devices cut off (section 12.3)."""
_BRAND, _GROUND = "#0b5d66", "#ffffff"
"""The colours of the light scheme (`theme/assets/stylesheets/tokens.css`)."""


def offline_files(edition: Edition, assets: Assets, offline_page: str) -> dict[str, bytes]:
    """Return the files for reading offline by their names at the root of the edition.

    `offline_page` is the HTML of the page that stands for missing ones: a new one makes browsers
    take the worker anew.
    """
    shell = [OFFLINE, *(f"{assets.folder}{name}" for name in _SHELL)]
    version = hashlib.sha256(f"{shell}{offline_page}".encode()).hexdigest()[:12]
    described = json.dumps({"version": version, "page": OFFLINE, "shell": shell})
    return {
        WORKER: f"const EDITION={described};\n".encode() + assets.worker,
        MANIFEST: _manifest(edition, assets).encode(),
    }


def _manifest(edition: Edition, assets: Assets) -> str:
    """Return the web application manifest of an edition; its addresses are relative to it."""
    site, locale = edition.content.site, edition.locale
    manifest = {
        "id": "./",
        "name": f"{site.name} ({locale.name})",
        "short_name": site.name,
        "description": without_quotes(edition.localise(site.tagline).text),
        "lang": locale.tag,
        "dir": locale.direction,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": _GROUND,
        "theme_color": _BRAND,
        "icons": [
            {"src": f"{assets.folder}{name}", "sizes": sizes, "purpose": purpose}
            for name, sizes, purpose in _ICONS
        ],
    }
    return json.dumps(manifest, ensure_ascii=False, separators=(",", ":"))
