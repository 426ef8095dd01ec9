"""The report on links: classes, memory, politeness; on servers of this machine, never others."""

from __future__ import annotations

import datetime
import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import CITY, TODAY

from wegweiser.cli import main
from wegweiser.reports import command, link_client
from wegweiser.reports.link_check import LinkChecker, Outcome, Pace
from wegweiser.reports.link_client import Client, LinkState, NoAnswerError, is_public
from wegweiser.reports.link_memory import Memory, Remembered, read_memory, write_memory

OK, MOVED, GONE = LinkState.OK, LinkState.MOVED, LinkState.GONE
BLOCKED, TEMPORARY = LinkState.BLOCKED, LinkState.TEMPORARY

REDIRECTS = {
    "/moved": (301, "/ok"),
    "/moved-twice": (308, "/moved"),
    "/moved-then-away": (301, "/away"),
    "/away": (302, "/ok"),
    "/away-then-moved": (307, "/moved"),
    "/moved-gone": (301, "/404"),
    "/to-login": (302, "/captcha/start"),
    "/loop": (302, "/loop"),
    "/to-file": (302, "file:///etc/passwd"),
    "/to-mail": (301, "mailto:a@stadt.test"),
    "/to-nonsense": (302, "http://[::"),
    "/to-umlaut": (301, "/über uns"),
    "/to-escape": (301, "/ok?\x1b[31m"),
    "/to-inside": (302, "http://intern.test:{port}/ok"),
    "/to-nowhere": (302, "http://nirgends.test/"),
}


class Player(BaseHTTPRequestHandler):
    """Plays every kind of server; what it is to do stands in the path."""

    asked: list[tuple[str, str, str, float]]

    def log_message(self, format: str, *args: object) -> None: ...

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        self.play()

    def do_GET(self) -> None:
        self.play()

    def play(self) -> None:
        path, is_head = self.path, self.command == "HEAD"
        host = self.headers["Host"].partition(":")[0]
        self.asked.append((self.command, host, path, time.monotonic()))
        if path in REDIRECTS:
            status, location = REDIRECTS[path]
            port = str(self.connection.getsockname()[1])
            location = location.replace("{port}", port).encode().decode("latin-1")
            self.answer(status, Location=location)
        elif path == "/no-head":
            self.answer(405 if is_head else 200)
        elif (path == "/hangs-up-on-head" and is_head) or path == "/hangs-up":
            self.close_connection = True
        elif path == "/wall":
            self.answer(503, b"<p>Please solve this CAPTCHA")
        elif path == "/challenge":
            self.answer(403, cf_mitigated="challenge")
        elif path == "/form":
            self.answer(200, b"<form><img src=captcha.png>")
        elif path == "/lost-form":
            self.answer(404, b"<form><img src=captcha.png>")
        elif path == "/silent":
            time.sleep(1.5)
        elif path == "/drips":
            self.drip()
        elif path == "/garbage":
            self.wfile.write(b"\x00\x01 nothing of HTTP\r\n\r\n")
        elif path == "/agent":
            self.answer(200 if "stadt.example" in self.headers["User-Agent"] else 403)
        else:
            digits = path.strip("/")[:3]
            self.answer(int(digits) if digits.isdigit() else 200)

    def drip(self) -> None:
        """Send a header now and then, for much longer than anyone should wait."""
        self.send_response_only(200)
        try:
            for number in range(200):
                self.wfile.write(f"X-{number}: y\r\n".encode())
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass


class Served:
    """A running player: its port, and what it was asked (method, host, path, time)."""

    def __init__(self, port: int, asked: list[tuple[str, str, str, float]]) -> None:
        self.port, self.asked = port, asked

    def url(self, path: str, host: str = "stadt.test") -> str:
        return f"http://{host}:{self.port}{path}"


@contextmanager
def playing(tls: ssl.SSLContext | None = None) -> Iterator[Served]:
    asked: list[tuple[str, str, str, float]] = []
    handler = type("Playing", (Player,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Served(server.server_port, asked)
        server.shutdown()


@pytest.fixture
def served() -> Iterator[Served]:
    with playing() as found:
        yield found


ADDRESSES = {"intern.test": "127.0.0.2", "127.0.0.1": "127.0.0.1"}


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let names under .test lead to this machine, and no name anywhere else."""

    def getaddrinfo(host: str, port: int, *args: Any, **options: Any) -> list[Any]:
        if host == "wackelt.test":
            raise socket.gaierror(socket.EAI_AGAIN, "later")
        if host not in ADDRESSES and (not host.endswith(".test") or host == "nirgends.test"):
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        address = ADDRESSES.get(host, "127.0.0.1")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def checker(pause: float = 0, **options: Any) -> LinkChecker:
    options = {"allow_private": True, "patience": 0.5, "limit": 1.0, **options}
    client = Client("Wegweiser (link check; +https://stadt.example/)", **options)
    return LinkChecker(client, Pace(pause))


# -- classes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "state"),
    [
        *[(path, OK) for path in ("/ok", "/204", "/away", "/away-then-moved", "/no-head")],
        *[(path, OK) for path in ("/hangs-up-on-head", "/form", "/agent")],
        *[(path, MOVED) for path in ("/moved", "/moved-twice", "/moved-then-away", "/to-umlaut")],
        *[(path, GONE) for path in ("/404", "/410", "/moved-gone", "/lost-form", "/to-nowhere")],
        *[(path, BLOCKED) for path in ("/401", "/403", "/429", "/451", "/400", "/wall")],
        *[(path, BLOCKED) for path in ("/challenge", "/to-login", "/to-file", "/to-mail")],
        *[(path, BLOCKED) for path in ("/to-nonsense",)],
        *[(path, TEMPORARY) for path in ("/500", "/503", "/408", "/loop", "/hangs-up", "/silent")],
        *[(path, TEMPORARY) for path in ("/drips", "/garbage")],
    ],
)
def test_what_a_server_does_has_a_class(served: Served, path: str, state: LinkState) -> None:
    started = time.monotonic()
    outcome = checker().check(served.url(path))
    assert outcome.state is state, outcome
    assert bool(outcome.reason) is (state is not OK)
    assert time.monotonic() - started < 8


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/moved", "/ok"),
        ("/moved-twice", "/ok"),
        ("/moved-then-away", "/away"),
        ("/to-umlaut", "/über uns"),
        ("/to-escape", "/ok?[31m"),
    ],
)
def test_new_address_is_where_redirects_for_good_lead(
    served: Served, path: str, target: str
) -> None:
    assert checker().check(served.url(path)).target == served.url(target)


@pytest.mark.parametrize(
    ("url", "state"),
    [
        ("http://nirgends.test/", GONE),
        ("http://wackelt.test/", TEMPORARY),
        ("http://stadt.test:1/", TEMPORARY),
        ("ftp://stadt.test/x", BLOCKED),
        ("http://stadt.test:99999/", BLOCKED),
    ],
)
def test_addresses_without_a_server_have_a_class(url: str, state: LinkState) -> None:
    outcome = checker().check(url)
    assert outcome.state is state
    assert not outcome.answered


def test_names_with_umlauts_are_asked_as_dns_knows_them(served: Served) -> None:
    assert checker().check(served.url("/ok", "Straße.München.test")).state is OK
    assert served.asked[0][1] == "xn--strae-oqa.xn--mnchen-3ya.test"


def test_certificates_are_checked(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=stadt.test"]
    names = ["-addext", "subjectAltName=DNS:stadt.test"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*make, *names, *files], check=True, capture_output=True)
    own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    own.load_cert_chain(certificate, key)
    trusting = ssl.create_default_context(cafile=certificate)
    with playing(own) as served:
        url = served.url("/ok").replace("http:", "https:")
        assert checker(tls=trusting).check(url).state is OK
        wrong_name = url.replace("stadt.test", "andere.test")
        for found in (checker().check(url), checker(tls=trusting).check(wrong_name)):
            assert found.state is TEMPORARY
            assert "TLS" in found.reason


# -- what it may ask ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1"),
        *("::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "ff02::1"),
    ],
)
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::909:909"]
)
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(address)


def test_private_hosts_are_not_asked(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    careful = checker(allow_private=False)
    for url in (served.url("/ok"), served.url("/ok", "127.0.0.1")):
        assert careful.check(url).state is BLOCKED
    assert served.asked == []
    # Nor is one that a public host leads to.
    monkeypatch.setattr(link_client, "is_public", lambda address: address == "127.0.0.1")
    assert careful.check(served.url("/ok")).state is OK
    outcome = careful.check(served.url("/to-inside"))
    assert (outcome.state, "privat" in outcome.reason) == (BLOCKED, True)
    assert {host for _, host, _, _ in served.asked} == {"stadt.test"}


def test_host_with_one_private_address_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, 1, 6, "", (ip, 80)) for ip in ("9.9.9.9", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: found)
    with pytest.raises(NoAnswerError, match="privat"):
        Client("x").ask("HEAD", "http://beides.test/")


# -- politeness -----------------------------------------------------------------------------------


def test_one_request_at_a_time_to_a_host_and_a_pause_between(served: Served) -> None:
    hosts = ("eins.test", "www.eins.test", "zwei.test")
    urls = [served.url(f"/ok{number}", host) for host in hosts for number in range(3)]
    outcomes = checker(pause=0.2).check_all([*urls, urls[0]])
    assert list(outcomes) == urls
    assert len(served.asked) == 9
    times = [t for _, host, _, t in served.asked if host.endswith("eins.test")]
    assert min(b - a for a, b in pairwise(times)) >= 0.19
    others = [t for _, host, _, t in served.asked if host == "zwei.test"]
    assert others[0] < times[-1], "other hosts do not wait"


def test_head_comes_first_and_bodies_are_asked_for_only_where_it_fails(served: Served) -> None:
    checker().check(served.url("/ok"))
    checker().check(served.url("/404"))
    asked = [(method, path) for method, _, path, _ in served.asked]
    assert asked == [("HEAD", "/ok"), ("HEAD", "/404"), ("GET", "/404")]


def test_a_server_that_asks_for_a_pause_is_left_alone(served: Served) -> None:
    outcomes = checker().check_all(map(served.url, ("/429", "/ok", "/404")))
    assert {outcome.state for outcome in outcomes.values()} == {BLOCKED}
    assert [path for _, _, path, _ in served.asked] == ["/429"]


# -- memory ---------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.sampled_from(LinkState), st.booleans()), max_size=12))
def test_memory_counts_failing_days_in_a_row(runs: list[tuple[LinkState, bool]]) -> None:
    """Against a model: days with a failure since the last success; a refusal says nothing."""
    known, day, days = Remembered(state=OK), TODAY, list[datetime.date]()
    for state, is_next_day in runs:
        day += datetime.timedelta(days=is_next_day)
        known = known.after(Outcome(state, "x"), day)
        if state in (OK, MOVED):
            days = []
        elif state is not BLOCKED and day not in days:
            days.append(day)
        assert known.state is state
        assert known.failures == len(days)
        assert known.first_failure == (days[0] if days else None)
        assert known.is_broken == (len(days) >= 3)


def test_memory_survives_its_file_and_forgets_what_is_not_linked(tmp_path: Path) -> None:
    path = tmp_path / "new" / "links.json"
    assert read_memory(path) == Memory()
    outcomes = {"https://b.de/": Outcome(GONE, "weg"), "https://a.de/": Outcome(OK)}
    memory = Memory().after(outcomes, TODAY)
    write_memory(path, memory)
    assert read_memory(path) == memory
    assert list(json.loads(path.read_text())["links"]) == ["https://a.de/", "https://b.de/"]
    later = memory.after({"https://b.de/": Outcome(GONE, "weg")}, TODAY)
    assert list(later.links) == ["https://b.de/"]


def test_a_run_without_a_network_does_not_count() -> None:
    before = Memory().after({"https://a.de/": Outcome(OK)}, TODAY)
    outage = {"https://a.de/": Outcome(GONE, "den Namen gibt es nicht", answered=False)}
    assert before.after(outage, TODAY + datetime.timedelta(days=7)) == before


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", '{"links": {"x": {"state": "lost"}}}', '{"version": 2}'),
        '{"links": {"x": {"state": "moved", "target": "javascript:alert(1)"}}}',
    ],
)
def test_damaged_memory_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "links.json"
    path.write_text(text)
    assert read_memory(path) is None


# -- the command ----------------------------------------------------------------------------------


@pytest.fixture
def city(tmp_path: Path, served: Served, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A city with links to the player: in a source, in prose, in a hand-written page."""
    root = tmp_path / "city"
    shutil.copytree(CITY, root)
    guide = root / "content" / "guides" / "erste-bewerbung.yml"
    text = guide.read_text().replace("sample: ja\n", "")
    text = text.replace('    date: "2026"\n', f"    url: {served.url('/404')}#teil\n", 1)
    text = text.replace("Eine halbe Seite", f"[Muster]({served.url('/moved')}). Eine halbe Seite")
    guide.write_text(text)
    page = root / "docs" / "de" / "help.md"
    page.write_text(
        f"{page.read_text()}\n[Karte]({served.url('/403')}), [Weg]({served.url('/ok')})\n"
    )
    monkeypatch.setattr(command, "LinkChecker", partial(LinkChecker, pace=Pace(0)))
    return root


def report(city: Path, *arguments: str) -> int:
    return main(["report", *arguments, "--root", str(city)])


def test_links_are_broken_from_the_third_failing_run_on(
    city: Path, served: Served, capfd: pytest.CaptureFixture[str]
) -> None:
    gone = served.url("/404")
    unsure, broken = "noch unsicher", "Kaputt"
    for day, group in ((1, unsure), (8, unsure), (8, unsure), (15, broken)):
        assert report(city, "links", "--allow-private", "--date", f"2026-11-{day:02}") == 0
        out = capfd.readouterr().out
        lines = out.splitlines()
        place = next(n for n, line in enumerate(lines) if gone in line)
        assert group in lines[place - 1]
    assert "seit 01.11.2026, 3 Läufe nacheinander" in lines[place]
    assert lines[place + 1].strip() == "content/guides/erste-bewerbung.yml"
    assert f"    jetzt: {served.url('/ok')}" in lines
    assert "docs/de/help.md" in out
    assert "1 in Ordnung, 1 kaputt, 0 noch unsicher, 1 umgezogen, 1 nicht prüfbar." in out
    assert (city / ".cache" / "links.json").is_file()
    # The report on everything asks nobody and tells what is remembered.
    asked = len(served.asked)
    assert report(city, "--date", "2026-11-20") == 0
    assert "zuletzt geprüft am 15.11.2026: 1 in Ordnung, 1 kaputt" in capfd.readouterr().out
    assert len(served.asked) == asked


def test_link_report_fails_nothing(
    city: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    damaged = tmp_path / "damaged.json"
    damaged.write_text("{")
    for memory in (damaged, Path("/proc/nowhere/links.json")):
        arguments = ("links", "--memory", str(memory), "--date", str(TODAY))
        assert report(city, *arguments) == 0
        told = capfd.readouterr()
        assert str(memory) in told.err
        assert "Traceback" not in told.err
        assert "Links zu anderen Websites" in told.out


def test_only_places_readers_see_are_asked(city: Path, served: Served) -> None:
    assert report(city, "links", "--allow-private", "--date", str(TODAY)) == 0
    paths = {path for _, _, path, _ in served.asked}
    assert paths == {"/404", "/moved", "/ok", "/403"}
    guide = city / "content" / "guides" / "wohnung-suchen.yml"
    source = f"- url: {served.url('/410')}\n    title: Notizen"
    text = guide.read_text().replace("sample: ja\n", "").replace("- title: Notizen", source)
    guide.write_text(text)
    served.asked.clear()
    assert report(city, "links", "--allow-private", "--date", str(TODAY)) == 0
    assert {path for _, _, path, _ in served.asked} == paths
