"""`scripts/serve`, `admin` and `hosting`: servers on this machine, and those of a city."""

from __future__ import annotations

import argparse
import contextlib
import ipaddress
import re
from pathlib import Path

from wegweiser.cli.arguments import DIGITS, Commands, add_site_command
from wegweiser.cli.output import UsageError, print_report, say
from wegweiser.cli.site_folder import date_of, find_configuration, open_without_errors


def add_serve(commands: Commands) -> None:
    """Declare `scripts/serve`."""
    _add_port(add_site_command(commands, "serve", run_serve), 8000)


def run_serve(options: argparse.Namespace) -> int:
    """Build all editions, serve them on this machine, and rebuild when a source changes."""
    from wegweiser.publish.serve import serve

    return serve(
        options.root,
        find_configuration(options.root),
        options.port,
        lambda: date_of(options),
        say,
    )


def add_admin(commands: Commands) -> None:
    """Declare `scripts/admin`."""
    _add_port(add_site_command(commands, "admin", run_admin), 8001)


def run_admin(options: argparse.Namespace) -> int:
    """Open the form editor on this machine; it writes to the files of the site folder."""
    import tempfile

    from wegweiser.editor import editor_server, write_editor
    from wegweiser.render import load_assets

    assets = load_assets(find_configuration(options.root).parent / "theme").files
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        write_editor(tree, options.root, None, assets, "")
        try:
            server = editor_server(options.root, tree, options.port)
        except OSError as error:
            raise UsageError(f"Port {options.port} cannot be used: {error.strerror}") from None
        with server:
            say(f"Serving http://127.0.0.1:{server.server_port}/admin/ (stop with Ctrl+C)")
            with contextlib.suppress(KeyboardInterrupt):
                server.serve_forever()
    return 0


def _add_port(command: argparse.ArgumentParser, default: int) -> None:
    command.add_argument(
        "--port", type=_parse_port, default=default, metavar="N", help=f"port (default: {default})"
    )


def _parse_port(value: str) -> int:
    if not DIGITS.fullmatch(value) or int(value) > 65535:
        raise argparse.ArgumentTypeError(f"{value} is not a port (0 to 65535)")
    return int(value)


def add_hosting(commands: Commands) -> None:
    """Declare `scripts/hosting`."""
    hosting = add_site_command(commands, "hosting", run_hosting)
    hosting.add_argument("server", choices=("nginx", "caddy"))
    hosting.add_argument(
        "--folder",
        type=_parse_plain_path,
        metavar="DIR",
        help="folder that is served as the whole host (default: /var/www/HOST)",
    )
    hosting.add_argument(
        "--behind-proxy",
        type=_parse_socket,
        metavar="ADDRESS:PORT",
        help="listen there without TLS, behind another server that has it",
    )


def _parse_plain_path(value: str) -> str:
    """Accept a path that means the same in every server's configuration."""
    if not re.fullmatch(r"/[\w./ -]*", value):
        raise argparse.ArgumentTypeError(f"{value} is not an absolute path of plain letters")
    return value


def _parse_socket(value: str) -> str:
    address, _, port = value.rpartition(":")
    try:
        ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value} is not an IP address and a port") from None
    return f"{address}:{_parse_port(port)}"


def run_hosting(options: argparse.Namespace) -> int:
    """Print a server's configuration: headers, cache lifetimes, compressed files, 404 pages."""
    from wegweiser.publish.hosting import Address, server_configuration

    site = open_without_errors(options)
    if site is None:
        return 1
    url = site.content.site.url
    root = options.folder or f"/var/www/{Address.of(url).host}"
    proxy, editor = options.behind_proxy, site.content.site.editor
    print_report(server_configuration(options.server, url, site.tags, root, proxy, editor))
    return 0
