"""How servers and hosts are to serve a site: headers, cache lifetimes, media types, 404 pages.

The build writes what hosts look for in the served folder itself: `_headers` (Netlify, Cloudflare
Pages) and `.htaccess` (Apache). A configuration of nginx or Caddy is no file to serve; the command
`scripts/hosting` prints it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import jinja2

from wegweiser.editor import FOLDER, headers_of
from wegweiser.model.site_files import Editor
from wegweiser.policy import HEADERS, TRANSPORT
from wegweiser.publish.compress import COMPRESSED, SUFFIXES

SERVERS = ("nginx", "caddy")
"""Servers whose configuration is printed."""

FINGERPRINTED = (
    "[^/]+/assets/[0-9a-f]+/",
    r"[^/]+/search/records-[0-9a-f]+\.json",
    "images/[0-9a-f]+/",
)
"""Files whose address holds a digest of their content, as regular expressions below the site."""

FOR_EVER = "public, max-age=31536000, immutable"
"""Cache-Control of fingerprinted files (RFC 8246): another content has another address."""

REVALIDATE = "no-cache"
"""Cache-Control of everything else, pages, service workers and manifests above all: it may be kept,
and is asked for again each time, which costs no more than a line when nothing has changed."""

_MEDIA_TYPES = {
    "text/html": "html",
    "text/css": "css",
    "text/javascript": "js mjs",
    "text/plain": "txt",
    "text/csv": "csv",
    "text/vcard": "vcf",
    "application/xml": "xml",
    "application/json": "json",
    "application/manifest+json": "webmanifest",
    "application/pdf": "pdf",
    "image/svg+xml": "svg",
    "image/avif": "avif",
    "image/webp": "webp",
    "image/png": "png",
    "image/jpeg": "jpg jpeg",
    "image/gif": "gif",
    "font/woff2": "woff2",
}
"""Media types (IANA) by endings: Debian's servers do not know all of them."""

_TYPES_OF_FILES = {
    "feed.xml": "application/atom+xml",
    "opensearch.xml": "application/opensearchdescription+xml",
}
"""Media types that an ending does not tell (RFC 4287, OpenSearch 1.1)."""

_HIDDEN = r"(/\.[^/]*|/_headers)$"
"""What lies in the served folder and is not for readers."""

_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.PackageLoader("wegweiser.publish", "templates/hosting"),
    autoescape=False,  # none of these files is HTML
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


@dataclass(frozen=True)
class Address:
    """Where a site appears: the name of its host, and its path there, `/` or `/.../`."""

    host: str
    prefix: str

    @classmethod
    def of(cls, url: str) -> Address:
        """Return the address of the site with that URL."""
        parts = urlsplit(url)
        # What could end a string or begin a variable in a configuration is written as %XX.
        path = quote(parts.path, safe="/%~._-").strip("/")
        return cls(parts.hostname or "", f"/{path}/" if path else "/")


def write_host_files(
    folder: Path, url: str, tags: Sequence[str], editor: Editor | None = None
) -> None:
    """Write what hosts look for in the folder of the site with that URL and those locales.

    All else has been written: the folders get their headers by their names, where the form
    `editor` has others.
    """
    places = sorted(f"{path.name}/*" if path.is_dir() else path.name for path in folder.iterdir())
    for name, template in (("_headers", "_headers"), (".htaccess", "htaccess")):
        text = _render(template, Address.of(url), tags, editor, places=["", *places])
        (folder / name).write_text(text, encoding="utf-8")
    for tag in tags:
        # In a folder's own file, as `ErrorDocument` is not for every address in the first one.
        text = f"ErrorDocument 404 {Address.of(url).prefix}{tag}/404.html\n"
        (folder / tag / ".htaccess").write_text(text, encoding="utf-8")


def server_configuration(
    server: str,
    url: str,
    tags: Sequence[str],
    root: str,
    proxy: str | None = None,
    editor: Editor | None = None,
) -> str:
    """Return the configuration of a server (one of `SERVERS`) for the site with that URL.

    `root` is the folder that the server serves the whole host from: of a site whose URL has a
    path, the site lies in that path below it. With `proxy`, an address and a port, the server
    listens there without TLS, behind another one that has it. The form `editor`, if the site has
    one, gets headers of its own.
    """
    return _render(server, Address.of(url), tags, editor, root=root.rstrip("/"), proxy=proxy)


@dataclass(frozen=True)
class _OwnHeader:
    """A header that the form editor sends with another value than all other pages."""

    name: str
    value: str
    elsewhere: str
    """The value of all other pages, empty where they do not send it."""

    @property
    def variable(self) -> str:
        """A short name, as nginx has room for little more than that of the host."""
        return "".join(word[0].lower() for word in self.name.split("-"))


def _own_headers(editor: Editor) -> list[_OwnHeader]:
    elsewhere = {header.name: header.value for header in HEADERS}
    own = [_OwnHeader(*header, elsewhere.get(header.name, "")) for header in headers_of(editor)]
    return [header for header in own if header.value != header.elsewhere]


def _render(
    template: str, address: Address, tags: Sequence[str], editor: Editor | None, **context: object
) -> str:
    own = _own_headers(editor) if editor else []
    return _ENVIRONMENT.get_template(template).render(
        address=address,
        prefix=re.escape(address.prefix),
        slug=re.sub(r"[^0-9a-z]+", "_", f"{address.host}{address.prefix}".lower()).strip("_"),
        tags=tags,
        headers=HEADERS,
        editor=FOLDER,
        own_headers=own,
        own_names={header.name for header in own},
        transport=TRANSPORT,
        fingerprinted=FINGERPRINTED,
        for_ever=FOR_EVER,
        revalidate=REVALIDATE,
        media_types=_MEDIA_TYPES,
        types_of_files=_TYPES_OF_FILES,
        hidden=_HIDDEN,
        encodings=COMPRESSED,
        compressible="|".join(suffix.lstrip(".") for suffix in SUFFIXES),
        **context,
    )
