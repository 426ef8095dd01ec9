"""Checking addresses of the web: politely, and with a class for what became of each.

One request at a time to a host and a pause after it, few hosts at once, HEAD before GET, no body
beyond what tells a barrier, the same User-Agent always. A server that asks for a pause gets one.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from wegweiser.reports.link_client import (
    Answer,
    Client,
    DroppedError,
    LinkState,
    NoAnswerError,
)

HOSTS_AT_ONCE = 4
PAUSE = 2.0
"""Seconds between the end of a request and the next one to the same host."""

MAX_REDIRECTS = 8
_REDIRECTS = {301, 302, 303, 307, 308}
_FOR_GOOD = {301, 308}
_GONE = {404, 410}
_TOO_MANY = 429
_PASSING = {408, 425}
_BARRIERS = (b"captcha", b"cf-chl", b"challenge-platform", b"just a moment")
"""What pages say that ask whether one is a human."""


@dataclass(frozen=True)
class Outcome:
    """What became of a link: its state, why (German, one line), and its new address if it moved.

    `answered` tells whether any server answered at all.
    """

    state: LinkState
    reason: str = ""
    target: str | None = None
    answered: bool = True


@dataclass
class Pace:
    """Lets requests to one host through one after the other, with a pause between them."""

    pause: float = PAUSE
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _turns: dict[str, threading.Lock] = field(default_factory=dict)
    _next: dict[str, float] = field(default_factory=dict)
    _closed: set[str] = field(default_factory=set)
    _ended: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for one's turn at `host`. Raises `NoAnswerError` when it wants no more requests."""
        with self._guard:
            lock = self._turns.setdefault(host, threading.Lock())
        with lock:
            if host in self._closed:
                reason = "nicht gefragt: Der Server bat um eine Pause"
                raise NoAnswerError(LinkState.BLOCKED, reason)
            if self._ended.wait(max(0.0, self._next.get(host, 0.0) - time.monotonic())):
                raise NoAnswerError(LinkState.TEMPORARY, "nicht gefragt: Der Lauf brach ab")
            try:
                yield
            finally:
                self._next[host] = time.monotonic() + self.pause

    def close(self, host: str) -> None:
        """Let no more requests to `host` through."""
        self._closed.add(host)

    def end(self) -> None:
        """Let no more requests through at all."""
        self._ended.set()


@dataclass(frozen=True)
class _Trip:
    """Where an address led: the last answer, from where, and where it has moved for good."""

    answer: Answer
    end: str
    moved_to: str | None


@dataclass(frozen=True)
class LinkChecker:
    """Checks addresses with a client at a pace."""

    client: Client
    pace: Pace = field(default_factory=Pace)

    def check_all(
        self, urls: Iterable[str], tell: Callable[[str], None] = lambda _: None
    ) -> dict[str, Outcome]:
        """Return the outcome of every address, in their order; `tell` hears of each host."""
        hosts: dict[str, list[str]] = {}
        urls = list(dict.fromkeys(urls))
        for url in urls:
            hosts.setdefault(_host(url), []).append(url)
        pool = ThreadPoolExecutor(HOSTS_AT_ONCE)
        outcomes: dict[str, Outcome] = {}
        try:
            for host, found in zip(hosts, pool.map(self._check_host, hosts.values()), strict=True):
                outcomes |= found
                tell(f"{host} ({len(found)})")
        except BaseException:
            self.pace.end()  # whoever interrupts the run does not wait for it
            raise
        finally:
            pool.shutdown(cancel_futures=True)
        return {url: outcomes[url] for url in urls}

    def _check_host(self, urls: list[str]) -> Mapping[str, Outcome]:
        return {url: self.check(url) for url in urls}

    def check(self, url: str) -> Outcome:
        """Return what became of the link `url`: by HEAD, and by GET where that fails."""
        try:
            trip = self._ask_by_head(url) or self._follow("GET", url)
        except NoAnswerError as error:
            return Outcome(error.state, str(error), answered=False)
        return classify(trip.answer, trip.end, trip.moved_to)

    def _ask_by_head(self, url: str) -> _Trip | None:
        """Follow `url` by HEAD; None if the server may be one of the many that know no HEAD."""
        try:
            trip = self._follow("HEAD", url)
        except DroppedError:
            return None
        status = trip.answer.status
        return trip if status < 400 or status == _TOO_MANY else None

    def _follow(self, method: str, url: str) -> _Trip:
        """Follow redirects to an answer that is none. Raises `NoAnswerError`."""
        moved_to, for_good = None, True
        for _ in range(MAX_REDIRECTS):
            host = _host(url)
            with self.pace.turn(host):
                answer = self.client.ask(method, url)
            if answer.status == _TOO_MANY:
                self.pace.close(host)
            location = answer.headers.get("Location")
            if answer.status not in _REDIRECTS or not location:
                return _Trip(answer, url, moved_to)
            url = _join(url, location)
            for_good = for_good and answer.status in _FOR_GOOD
            moved_to = url if for_good else moved_to
        raise NoAnswerError(LinkState.TEMPORARY, "leitet im Kreis oder zu oft weiter")


def classify(answer: Answer, end: str, moved_to: str | None) -> Outcome:
    """Return what the last answer on the way of a link means.

    It came from `end`; `moved_to` is where redirects for good (301, 308) led. Status codes are
    those of RFC 9110, section 15. A server that refuses a program may well serve people.
    """
    status = answer.status
    if status in _GONE:
        return Outcome(LinkState.GONE, f"gibt es nicht mehr ({status})")
    if _is_barrier(answer, end):
        return Outcome(LinkState.BLOCKED, "fragt, ob ein Mensch da ist")
    if status >= 500 or status in _PASSING:
        return Outcome(LinkState.TEMPORARY, f"Fehler des Servers ({status})")
    if status >= 400:
        return Outcome(LinkState.BLOCKED, f"weist Programme ab ({status})")
    if moved_to is not None:
        return Outcome(LinkState.MOVED, "umgezogen", moved_to)
    return Outcome(LinkState.OK)


def _is_barrier(answer: Answer, end: str) -> bool:
    """Is this a page that asks whether one is a human?

    Ordinary pages have forms with a captcha, so that the body counts only where it is an error.
    """
    if "cf-mitigated" in answer.headers or "captcha" in end.lower():
        return True
    body = answer.body.lower()
    return any(words in body for words in _BARRIERS)


def _host(url: str) -> str:
    """Return the host of `url` by which requests are paced: with and without www. is one."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _join(url: str, location: str) -> str:
    """Return where a redirect leads, from a header that may hold UTF-8 (RFC 9110, 10.2.2)."""
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    plain = "".join(char for char in location.strip() if char.isprintable())
    try:
        return urljoin(url, plain)
    except ValueError:
        raise NoAnswerError(LinkState.BLOCKED, "leitet an keine gültige Adresse weiter") from None
