"""Real servers from Debian, run on a free port of this machine until the block ends."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from wegweiser.model.site_files import Editor
from wegweiser.publish.hosting import server_configuration

UNPACKED = Path(sys.prefix) / "debian"
"""Where `scripts/test` unpacks packages that would start a server if they were installed."""

IS_ROOT = os.geteuid() == 0


@dataclass(frozen=True)
class Answer:
    """What a server answered; `headers` by their names in small letters, several joined."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(address: str, path: str, method: str = "GET", **headers: str) -> Answer:
    """Send one request (an underscore in a header's name is a hyphen) and return the answer."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    try:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=names)
        answer = connection.getresponse()
        found: dict[str, str] = {}
        for name, value in answer.getheaders():
            known = found.get(name.lower())
            found[name.lower()] = value if known is None else f"{known}, {value}"
        return Answer(answer.status, found, answer.read())
    finally:
        connection.close()


def program(name: str) -> str:
    """Return the path of a server."""
    folders = [*(UNPACKED / folder for folder in ("usr/sbin", "usr/bin")), "/usr/sbin", "/usr/bin"]
    found = shutil.which(name, path=os.pathsep.join(map(str, folders)))
    assert found, f"{name} is missing; scripts/test brings it"
    return found


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], port: int, log: Path, **environment: str) -> Iterator[str]:
    """Run a server; yield its address when it answers."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **environment}
        )
    try:
        deadline = time.monotonic() + 20
        while not _answers(port):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def nginx(
    root: Path, url: str, tags: Sequence[str], folder: Path, editor: Editor | None = None
) -> Iterator[str]:
    """Serve `root` by the configuration that we print; `folder` is for the server's own files."""
    port = free_port()
    site = server_configuration("nginx", url, tags, str(root), f"127.0.0.1:{port}", editor)
    with nginx_with(site, port, folder) as address:
        yield address


@contextmanager
def nginx_with(site: str, port: int, folder: Path) -> Iterator[str]:
    """Run nginx as Debian does, with the configuration `site`; wait for the port."""
    (folder / "site.conf").write_text(site)
    module = "usr/lib/nginx/modules/ngx_http_brotli_static_module.so"
    places = (UNPACKED / module, Path("/") / module)
    (folder / "nginx.conf").write_text(
        f"""{"user root;" if IS_ROOT else ""}
        load_module "{next(path for path in places if path.is_file())}";
        pid "{folder}/nginx.pid"; daemon off; events {{}}
        http {{ access_log off;
          {"".join(f'{kind}_temp_path "{folder}/{kind}";' for kind in TEMPORARY)}
          include "{folder}/site.conf";
        }}"""
    )
    log = folder / "errors.log"
    command = [program("nginx"), "-p", str(folder), "-e", str(log), "-c", f"{folder}/nginx.conf"]
    with running(command, port, folder / "nginx.log") as address:
        yield address


TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def apache(
    root: Path, url: str, tags: Sequence[str], folder: Path, editor: Editor | None = None
) -> Iterator[str]:
    """Serve `root`, allowing its `.htaccess` (which knows the editor) no more than it asks for."""
    port = free_port()
    modules = ("mpm_event", "authz_core", "dir", "mime", "headers", "rewrite", "autoindex")
    (folder / "types").write_text("application/gzip gz\n")
    (folder / "apache.conf").write_text(
        "\n".join(
            [
                f'ServerRoot "{folder}"',
                f"Listen 127.0.0.1:{port}",
                "ServerName localhost",
                f'PidFile "{folder}/apache.pid"',
                f'ErrorLog "{folder}/errors.log"',
                *(f"LoadModule {m}_module /usr/lib/apache2/modules/mod_{m}.so" for m in modules),
                *(["User www-data", "Group www-data"] if IS_ROOT else []),
                f'TypesConfig "{folder}/types"',
                f'DocumentRoot "{root}"',
                f'<Directory "{root}">',
                "Options Indexes FollowSymLinks",
                "AllowOverride FileInfo",
                "Require all granted",
                "</Directory>",
                "",
            ]
        )
    )
    command = [program("apache2"), "-DFOREGROUND", "-f", f"{folder}/apache.conf"]
    with running(command, port, folder / "apache.log") as address:
        yield address


@contextmanager
def caddy(
    root: Path, url: str, tags: Sequence[str], folder: Path, editor: Editor | None = None
) -> Iterator[str]:
    """Serve `root` by the configuration that we print."""
    port = free_port()
    site = server_configuration("caddy", url, tags, str(root), f"127.0.0.1:{port}", editor)
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n}}\n{site}")
    command = [program("caddy"), "run", "--config", f"{folder}/Caddyfile"]
    homes = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    with running(command, port, folder / "caddy.log", **homes) as address:
        yield address


SERVERS = {"nginx": nginx, "apache": apache, "caddy": caddy}
