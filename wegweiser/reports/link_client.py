"""One request to one address of the web, so that neither side comes to harm.

Written on `http.client`: the connection is made to the very IP address that was checked, which
HTTP libraries do not offer (they resolve the name themselves, perhaps to something else).
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from enum import StrEnum
from urllib.parse import SplitResult, quote, urlsplit

MAX_BODY = 64 * 1024
"""How much of an answer is read, in bytes."""

_NO_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
"""What `getaddrinfo` (RFC 3493, section 6.1) says of a name that does not exist."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv6 addresses that stand for the IPv4 address in their last 32 bits (RFC 6052)."""


class LinkState(StrEnum):
    """What became of a link."""

    OK = "ok"
    MOVED = "moved"
    GONE = "gone"
    BLOCKED = "blocked"
    TEMPORARY = "temporary"


class NoAnswerError(Exception):
    """There was no answer; `state` says what that means, the message why (German)."""

    def __init__(self, state: LinkState, reason: str) -> None:
        super().__init__(reason)
        self.state = state


class DroppedError(NoAnswerError):
    """The server hung up on the request."""


@dataclass(frozen=True)
class Answer:
    """What a server answered. `body` is the beginning of it, for errors only."""

    status: int
    headers: Message
    body: bytes = b""


@dataclass(frozen=True)
class Client:
    """Asks servers. `patience` is the limit for each step of a request, `limit` for all of it (s).

    `allow_private` lets it ask hosts of private networks and this machine; otherwise it is no tool
    for looking into the network it runs in.
    """

    user_agent: str
    allow_private: bool = False
    patience: float = 10
    limit: float = 20
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def ask(self, method: str, url: str) -> Answer:
        """Send one request without following redirects. Raises `NoAnswerError`."""
        try:
            parts = urlsplit(url)
            host, port = _ascii_host(parts), parts.port
        except ValueError:
            raise NoAnswerError(LinkState.BLOCKED, "keine gültige Adresse") from None
        if parts.scheme not in {"http", "https"} or not host:
            raise NoAnswerError(LinkState.BLOCKED, "keine Adresse einer Website")
        port = port or (443 if parts.scheme == "https" else 80)
        address = self._address(host, port)
        try:
            with self._connected(parts.scheme, host, port, address) as connection:
                connection.request(method, _target(parts), headers=self._headers)
                with connection.getresponse() as answer:
                    failed = answer.status >= 400 and method == "GET"
                    body = answer.read(MAX_BODY) if failed else b""
                    return Answer(answer.status, answer.headers, body)
        except ssl.SSLError as error:
            reason = f"keine sichere Verbindung (TLS): {error.reason or error}"
            raise NoAnswerError(LinkState.TEMPORARY, reason) from None
        except TimeoutError:
            raise NoAnswerError(LinkState.TEMPORARY, "keine Antwort in der Zeit") from None
        except (ConnectionResetError, http.client.BadStatusLine):
            raise DroppedError(LinkState.TEMPORARY, "Der Server bricht ab") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = f"Verbindung gescheitert ({type(error).__name__})"
            raise NoAnswerError(LinkState.TEMPORARY, reason) from None

    @property
    def _headers(self) -> dict[str, str]:
        return {
            "User-Agent": self.user_agent,
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Language": "de",
            "Connection": "close",
        }

    def _address(self, host: str, port: int) -> tuple[str, int]:
        """Return an IP address of `host` that may be asked, and the port."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except socket.gaierror as error:
            if error.errno in _NO_NAME:
                raise NoAnswerError(LinkState.GONE, "den Namen gibt es nicht (DNS)") from None
            raise NoAnswerError(LinkState.TEMPORARY, "Name nicht auflösbar (DNS)") from None
        except (UnicodeError, OSError):
            raise NoAnswerError(LinkState.GONE, "den Namen kann es nicht geben") from None
        addresses = [str(sockaddr[0]) for *_, sockaddr in found]
        # One private address among public ones is refused as well: it would be asked next time.
        if not self.allow_private and not all(map(is_public, addresses)):
            raise NoAnswerError(LinkState.BLOCKED, "liegt in einem privaten Netz, nicht geprüft")
        # IPv4 first: not every machine that runs this has a way out by IPv6.
        return min(addresses, key=lambda address: ":" in address), port

    @contextmanager
    def _connected(
        self, scheme: str, host: str, port: int, address: tuple[str, int]
    ) -> Iterator[http.client.HTTPConnection]:
        """Yield a connection to `address` that ends when the time is up, whatever drips in."""
        kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
        connection = kind(host, port)
        stream = socket.create_connection(address, self.patience)
        if scheme == "https":
            stream = self.tls.wrap_socket(
                stream, server_hostname=host, do_handshake_on_connect=False
            )
        timer = threading.Timer(self.limit, _hang_up, [stream])
        timer.daemon = True
        timer.start()
        try:
            if isinstance(stream, ssl.SSLSocket):
                stream.do_handshake()
            connection.sock = stream
            yield connection
        finally:
            timer.cancel()
            connection.close()
            stream.close()


def _hang_up(stream: socket.socket) -> None:
    with contextlib.suppress(OSError):
        stream.shutdown(socket.SHUT_RDWR)


def is_public(address: str) -> bool:
    """Is the IP address one that everybody on the internet can ask?

    By the registries of special-purpose addresses (RFC 6890), also for an IPv4 address inside an
    IPv6 one.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def _ascii_host(parts: SplitResult) -> str:
    """Return the host as DNS knows it (RFC 5891: punycode behind ``xn--``, ß kept)."""
    labels = (parts.hostname or "").rstrip(".").split(".")
    return ".".join(
        label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in labels
    )


def _target(parts: SplitResult) -> str:
    """Return path and query as they stand in a request (RFC 9112, section 3.2.1)."""
    path = quote(parts.path or "/", safe="%/:@!$&'()*+,;=~")
    query = quote(parts.query, safe="%/?:@!$&'()*+,;=~[]")
    return f"{path}?{query}" if query else path
