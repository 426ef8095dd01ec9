"""Hosting: what real servers (Debian's nginx, Apache, Caddy) make of what we write for them."""

from __future__ import annotations

import gzip
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli
import pytest
from conftest import watch
from playwright.sync_api import Browser, Page, expect
from servers import SERVERS, Answer, ask, free_port, nginx, nginx_with, program
from sites import CITY, PROJECT, look_at

from wegweiser.editor import headers_of
from wegweiser.policy import HEADERS, TRANSPORT
from wegweiser.publish import Builder
from wegweiser.publish.hosting import FOR_EVER, REVALIDATE, server_configuration, write_host_files

TAGS = ("de", "en", "ar")
EDITOR = look_at(CITY).content.site.editor
EXTRA = {
    "de/module.mjs": "export const word = 'Wörter';\n",
    "de/picture.avif": "not really",
    "de/picture.webp": "not really",
}
"""Files that the sample city does not have."""


@contextmanager
def readable_folder() -> Iterator[Path]:
    """Yield a temporary folder that servers can read that give up being root."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture(scope="module")
def tree() -> Iterator[Path]:
    """The sample city, built with compressed files, and `EXTRA`."""
    with readable_folder() as folder:
        output = folder / "site"
        Builder(PROJECT / "mkdocs.yml", output, lambda line: None, compressed=True).build(
            look_at(CITY)
        )
        for name, text in EXTRA.items():
            (output / name).write_text(text)
        yield output


@pytest.fixture(scope="module", params=SERVERS)
def host(
    request: pytest.FixtureRequest, tree: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of each server in turn, serving the sample city."""
    folder = tmp_path_factory.mktemp(request.param)
    serve = SERVERS[request.param]
    with serve(tree, "https://wegweiser.musterstadt.example/", TAGS, folder, EDITOR) as address:
        yield address


def one(tree: Path, pattern: str) -> str:
    """Return the address of the first file of that name."""
    return f"/{next(iter(sorted(tree.glob(pattern)))).relative_to(tree).as_posix()}"


# -- headers --------------------------------------------------------------------------------------


def test_every_answer_has_the_security_headers(host: str, tree: Path) -> None:
    wanted = {header.name.lower(): header.value for header in HEADERS}
    asset = one(tree, "ar/assets/*/site.js")
    answers = [ask(host, path) for path in ("/", "/ar/", asset, "/de/feed.xml", "/ar/nix/", "/nix")]
    answers.append(ask(host, "/ar/", "POST"))
    for answer in answers:
        assert {name: answer.headers.get(name) for name in wanted} == wanted, answer.status
        assert TRANSPORT.name.lower() not in answer.headers, "there is no TLS to insist upon"
        assert "set-cookie" not in answer.headers


def test_editor_has_headers_of_its_own(host: str) -> None:
    assert EDITOR
    wanted = {header.name.lower(): header.value for header in headers_of(EDITOR)}
    for path in ("/admin/", "/admin/vendor/decap-cms.js"):
        answer = ask(host, path)
        assert {name: answer.headers.get(name) for name in wanted} == wanted, path
    assert "'unsafe" not in ask(host, "/de/").headers["content-security-policy"]
    assert "x-robots-tag" not in ask(host, "/de/").headers


def test_hosts_that_join_headers_get_one_rule_for_the_editor(tree: Path) -> None:
    rules = re.findall(r"^(/\S*)$", (tree / "_headers").read_text(), re.MULTILINE)
    own = [rule for rule in rules if rule.startswith("/admin")]
    assert own == ["/admin/*"]
    assert "/*" not in rules
    assert {"/", "/de/*", "/contacts/*", "/data/*", "/robots.txt"} <= set(rules)
    assert len(rules) <= 100, "more than Cloudflare Pages takes"


def test_server_tells_no_version(host: str) -> None:
    """Of Apache, its own configuration decides (`ServerTokens`)."""
    for path in ("/", "/nix"):
        server = ask(host, path).headers.get("server", "")
        assert server.startswith("Apache") or not re.search(r"\d", server)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_sent(method: str, host: str) -> None:
    for path in ("/", "/ar/contacts/", "/de/feed.xml"):
        answer = ask(host, path, method)
        assert answer.status == 405
        # TRACE, which Apache adds, is for its own configuration to refuse (`TraceEnable`).
        assert set(answer.headers["allow"].split(", ")) - {"TRACE"} == {"GET", "HEAD"}


def test_head_is_answered_without_a_body(host: str) -> None:
    answer = ask(host, "/ar/contacts/", "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert "allow" not in answer.headers


# -- pages that do not exist ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/ar/nix/", "ar/404.html"),
        ("/ar/contacts/nix.vcf", "ar/404.html"),
        ("/de/guides/x/y/z", "de/404.html"),
        ("/ar/assets/", "ar/404.html"),
        ("/ar/search/records-0123456789ab.json", "ar/404.html"),
        ("/ar/.htaccess", "ar/404.html"),
        ("/nix", "404.html"),
        ("/dede/x", "404.html"),
        ("/.htaccess", "404.html"),
        ("/_headers", "404.html"),
    ],
)
def test_missing_pages_speak_the_language_of_the_edition(
    path: str, page: str, host: str, tree: Path
) -> None:
    answer = ask(host, path)
    assert answer.status == 404
    assert answer.body == (tree / page).read_bytes()
    assert answer.headers["content-type"].lower() == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == REVALIDATE
    zipped = ask(host, path, Accept_Encoding="gzip")
    assert zipped.status == 404
    assert decoded(zipped) == answer.body


def test_folder_without_its_slash_leads_to_the_page(host: str) -> None:
    answer = ask(host, "/ar/contacts")
    assert answer.status in {301, 308}
    assert answer.headers["location"].removeprefix(host) == "/ar/contacts/"


# -- compressed files -----------------------------------------------------------------------------


def decoded(answer: Answer) -> bytes:
    """Return the body of an answer without its content coding."""
    coding = answer.headers.get("content-encoding")
    match coding:
        case "br":
            return bytes(brotli.decompress(answer.body))
        case "gzip":
            return gzip.decompress(answer.body)
    assert coding is None
    return answer.body


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("zstd", None),
        ("identity", None),
    ],
)
def test_compressed_files_are_sent_to_those_who_accept_them(
    accepted: str, coding: str | None, host: str, tree: Path
) -> None:
    paths = [one(tree, "ar/assets/*/site.js"), one(tree, "ar/search/records-*.json")]
    for path in ("/", "/ar/", "/ar/contacts/", "/de/feed.xml", "/data/contacts.csv", *paths):
        answer = ask(host, path, Accept_Encoding=accepted)
        plain = ask(host, path, Accept_Encoding="identity")
        assert answer.status == 200
        assert answer.headers.get("content-encoding") == coding, path
        file = tree / path.lstrip("/")
        assert decoded(answer) == (file / "index.html" if file.is_dir() else file).read_bytes()
        assert "accept-encoding" in answer.headers["vary"].lower()
        for header in ("content-type", "cache-control"):
            assert answer.headers[header] == plain.headers[header]


def test_only_files_that_become_smaller_are_compressed(tree: Path) -> None:
    packed = [path for path in sorted(tree.rglob("*")) if path.suffix in {".br", ".gz"}]
    assert len(packed) > 200
    for path in packed:
        whole = path.with_suffix("").read_bytes()
        assert len(whole) >= 500
        assert path.stat().st_size <= 0.9 * len(whole)
        data = path.read_bytes()
        assert (brotli.decompress(data) if path.suffix == ".br" else gzip.decompress(data)) == whole
    assert not (tree / "robots.txt.gz").exists()


# -- what may be kept -----------------------------------------------------------------------------


def test_what_has_a_fingerprint_may_be_kept(host: str, tree: Path) -> None:
    kept = ("ar/assets/*/site.css", "ar/assets/*/images/*.svg", "de/search/records-*.json")
    for pattern in kept:
        assert ask(host, one(tree, pattern)).headers["cache-control"] == FOR_EVER
    asked = ("/", "/ar/", "/ar/search/", "/de/feed.xml", "/sitemap.xml", "/chooser.js")
    extra = ["/de/sw.js", "/de/site.webmanifest", *(f"/{name}" for name in EXTRA)]
    for path in (*asked, "/data/contacts.csv", one(tree, "de/contacts/*/contact.vcf"), *extra):
        answer = ask(host, path)
        assert answer.headers["cache-control"] == REVALIDATE, path
        again = ask(host, path, If_None_Match=answer.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        assert again.headers["cache-control"] == REVALIDATE


@pytest.mark.parametrize(
    ("pattern", "media_type"),
    [
        ("ar/index.html", "text/html; charset=utf-8"),
        ("ar/assets/*/site.css", "text/css; charset=utf-8"),
        ("ar/assets/*/site.js", "text/javascript; charset=utf-8"),
        ("ar/assets/*/images/*.svg", "image/svg+xml"),
        ("de/module.mjs", "text/javascript; charset=utf-8"),
        ("de/site.webmanifest", "application/manifest+json"),
        ("de/picture.avif", "image/avif"),
        ("de/picture.webp", "image/webp"),
        ("de/contacts/*/contact.vcf", "text/vcard; charset=utf-8"),
        ("de/feed.xml", "application/atom+xml"),
        ("de/opensearch.xml", "application/opensearchdescription+xml"),
        ("sitemap.xml", "application/xml"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("data/contacts.csv", "text/csv; charset=utf-8"),
        ("data/datapackage.json", "application/json"),
    ],
)
def test_files_have_their_media_type(pattern: str, media_type: str, host: str, tree: Path) -> None:
    assert ask(host, one(tree, pattern)).headers["content-type"].lower() == media_type


# -- other places ---------------------------------------------------------------------------------


@pytest.mark.parametrize("server", SERVERS)
def test_site_may_lie_in_a_path_of_its_host(server: str, tree: Path, tmp_path: Path) -> None:
    url = "https://www.stadt.example/ein-weg.weiser/"
    with readable_folder() as root:
        site = root / "ein-weg.weiser"
        subprocess.run(["cp", "-a", str(tree), str(site)], check=True)
        write_host_files(site, url, TAGS)
        with SERVERS[server](root, url, TAGS, tmp_path) as address:
            page = ask(address, "/ein-weg.weiser/ar/", Accept_Encoding="br")
            assert (page.status, page.headers["content-encoding"]) == (200, "br")
            asset = f"/ein-weg.weiser{one(site, 'ar/assets/*/site.js')}"
            assert ask(address, asset).headers["cache-control"] == FOR_EVER
            for path, name in (("ar/nix/", "ar/404.html"), ("nix", "404.html")):
                missing = ask(address, f"/ein-weg.weiser/{path}")
                assert missing.status == 404
                assert missing.body == (site / name).read_bytes()
            assert ask(address, "/ein-wegxweiser/ar/").status == 404


def test_nginx_insists_on_tls(tree: Path, tmp_path: Path) -> None:
    """As it is printed, but for ports that anyone may use and a certificate of our own."""
    host, plain, secure = "wegweiser.musterstadt.example", free_port(), free_port()
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={host}"]
    names = ["-addext", f"subjectAltName=DNS:{host}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*make, *names], check=True, capture_output=True)
    site = server_configuration("nginx", f"https://{host}/", TAGS, str(tree))
    site = site.replace(f"/etc/letsencrypt/live/{host}", str(tmp_path))
    site = re.sub(r"listen \[::\]:.*\n", "", site)
    site = site.replace("listen 80", f"listen 127.0.0.1:{plain}")
    site = site.replace("listen 443", f"listen 127.0.0.1:{secure}")
    with nginx_with(site, plain, tmp_path) as address:
        sent_on = ask(address, "/ar/?q=1", Host=host)
        assert (sent_on.status, sent_on.headers["location"]) == (301, f"https://{host}/ar/?q=1")
        fetch = ["curl", "--silent", "--include", "--http2", "--cacert", str(certificate)]
        fetch += ["--resolve", f"{host}:{secure}:127.0.0.1", f"https://{host}:{secure}/ar/nix"]
        done = subprocess.run(fetch, check=True, capture_output=True, text=True)
        head, _, body = done.stdout.replace("\r\n", "\n").partition("\n\n")
        assert head.startswith("HTTP/2 404")
        assert f"\n{TRANSPORT.name.lower()}: {TRANSPORT.value}\n" in f"{head}\n".lower()
        assert body == (tree / "ar" / "404.html").read_text()


def test_caddy_accepts_the_configuration_with_tls(tree: Path, tmp_path: Path) -> None:
    site = server_configuration("caddy", "https://stadt.example/weg/", TAGS, str(tree))
    (tmp_path / "Caddyfile").write_text(site)
    check = [program("caddy"), "adapt", "--validate", "--config", str(tmp_path / "Caddyfile")]
    homes = {name: str(tmp_path) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    done = subprocess.run(check, capture_output=True, text=True, check=False, env=homes)
    assert done.returncode == 0, done.stderr
    assert TRANSPORT.value in done.stdout


# -- in a browser ---------------------------------------------------------------------------------

TELL_VIOLATIONS = """
  addEventListener("securitypolicyviolation", (event) =>
    console.error(`${event.disposition} ${event.effectiveDirective}: ${event.blockedURI}`));
  window.printed = 0;
  window.print = () => { window.printed += 1; };
"""


def await_word(page: Page, wrong: list[str], word: str) -> None:
    """Wait until something went wrong on the page that is told with that word."""
    deadline = time.monotonic() + 10
    while not any(word in line for line in wrong):
        assert time.monotonic() < deadline, (word, wrong)
        page.wait_for_timeout(20)


def kinds_of_pages(site: Path, tag: str) -> list[str]:
    """Return the addresses of the pages of an edition, one of those that lie in the same folder."""
    pages = [path.parent.relative_to(site) for path in sorted((site / tag).rglob("index.html"))]
    chosen: dict[Path, Path] = {}
    for page in pages:
        is_section = len(page.parts) <= 2
        chosen.setdefault(page if is_section else page.parent / "*", page)
    return [f"/{page.as_posix()}/" for page in chosen.values()] + [f"/{tag}/404.html"]


def use_everything(page: Page) -> None:
    """Open, choose and press whatever can be used on a page without leaving it."""
    for button in page.locator("button[popovertarget]:not([popovertargetaction]):visible").all():
        button.click()
        expect(page.locator(f"#{button.get_attribute('popovertarget')}")).to_be_visible()
        page.keyboard.press("Escape")
    for summary in page.locator("summary:visible").all():
        summary.click()
    for choice in page.locator("#filter select:visible").all():
        # What was chosen before may have left no choice here.
        possible = choice.locator("option:not([value='']):not([disabled])")
        for value in possible.evaluate_all("all => all.slice(0, 1).map((one) => one.value)"):
            choice.select_option(value)
    for box in page.locator("#filter [type=checkbox]:visible, #german:visible").all():
        box.press("Space")
    for value in ("dark", "light"):
        page.locator(f"#scheme [value={value}]").check()
        expect(page.locator("html")).to_have_attribute("data-scheme", value)
    printing = page.locator("[data-print]:visible")
    for number in range(printing.count()):
        printing.nth(number).click()
    assert page.evaluate("printed") == printing.count()


def search_for(page: Page, address: str, word: str) -> None:
    """Look for a word, narrow the results and open one."""
    page.goto(f"{address}/search/")
    page.locator("#search-query").fill(word)
    results = page.locator("#search-results a")
    expect(results.first).to_be_visible()
    page.locator("#search-facets summary").click()
    page.locator("#search-kinds label:visible input").nth(1).check()
    expect(results.first).to_be_visible()
    page.locator("#search-query").fill("xyzzyxyzzy")
    expect(page.locator("#search-help")).to_be_visible()
    page.goto(f"{address}/search/#q={word}")
    results.first.click()
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize(
    ("tag", "word", "first"), [("de", "Ausbildung", 0), ("ar", "Jobcenter", 1)]
)
def test_pages_keep_to_the_policy(
    tag: str, word: str, first: int, site: Path, browser: Browser, tmp_path: Path
) -> None:
    """With the headers on, nothing on any kind of page asks for what the policy forbids.

    Each kind is used in one of two editions; `scripts/audit opening` opens every page of all, which
    carry the policy themselves.
    """
    tags = [path.parent.name for path in site.glob("*/404.html")]
    with (
        nginx(site, "https://wegweiser-paderborn.example/", tags, tmp_path) as address,
        browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True) as context,
    ):
        context.add_init_script(TELL_VIOLATIONS)
        page = context.new_page()
        wrong = watch(page, address)
        paths = ["/", "/contacts/kost-team/", *kinds_of_pages(site, tag)[first::2]]
        assert len(paths) > 15
        for path in paths:
            answer = page.goto(address + path, wait_until="load")
            assert answer
            assert "frame-ancestors" in answer.headers["content-security-policy"]
            if path.startswith(f"/{tag}/"):
                use_everything(page)
        search_for(page, f"{address}/{tag}", word)
        assert wrong == []
        assert context.cookies() == []
        # That the policy is in force and violations are heard of:
        page.evaluate("document.body.append(document.createElement('style'))")
        page.evaluate("document.querySelector('body > style').textContent = 'p { color: red }'")
        page.evaluate("document.body.setAttribute('onclick', 'x()'); document.body.click()")
        await_word(page, wrong, "style-src-elem: inline")
        await_word(page, wrong, "script-src-attr: inline")


def test_reading_without_a_network_keeps_to_the_policy(
    site: Path, browser: Browser, tmp_path: Path
) -> None:
    """The service worker, which has a policy of its own, may do what it is there for."""
    tags = [path.parent.name for path in site.glob("*/404.html")]
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        context.add_init_script(TELL_VIOLATIONS)
        page = context.new_page()
        told: list[str] = []
        context.on("console", lambda message: told.append(message.text))
        with nginx(site, "https://wegweiser-paderborn.example/", tags, tmp_path) as address:
            page.goto(f"{address}/ar/offline/")
            page.locator('[data-do="save"]').click()
            expect(page.locator('[data-do="remove"]')).to_be_visible(timeout=60_000)
        for path in ("guides/erste-bewerbung/", "contacts/", "search/#q=Jobcenter"):
            page.goto(f"{address}/ar/{path}")
            expect(page.locator("#saved")).to_be_visible()
        expect(page.locator("#search-results a").first).to_be_visible()
        assert [text for text in told if "-src" in text] == []


@pytest.mark.parametrize("path", ["/de/contacts/", "/"])
def test_pages_bring_their_policy_where_a_host_sends_no_headers(
    path: str, server: str, browser: Browser
) -> None:
    with browser.new_context() as context:
        context.add_init_script(TELL_VIOLATIONS)
        page = context.new_page()
        wrong = watch(page, server)
        page.goto(server + path)
        assert wrong == []
        page.evaluate("document.body.append(document.createElement('style'))")
        page.evaluate("document.querySelector('body > style').textContent = 'p { color: red }'")
        await_word(page, wrong, "style-src-elem: inline")


def test_editor_keeps_to_its_policy(tree: Path, browser: Browser, tmp_path: Path) -> None:
    """It starts, and asks nobody before somebody signs in."""
    url = "https://wegweiser.musterstadt.example/"
    with (
        nginx(tree, url, TAGS, tmp_path, EDITOR) as address,
        browser.new_context(locale="de-DE") as context,
    ):
        context.add_init_script(TELL_VIOLATIONS)
        page = context.new_page()
        wrong = watch(page, address, f"blob:{address}")
        page.goto(f"{address}/admin/")
        expect(page.get_by_role("button", name="GitLab")).to_be_visible()
        assert wrong == []


def test_every_page_of_the_site_has_a_policy_before_anything_is_loaded(site: Path) -> None:
    policy = re.compile(
        r'<head>\s*<meta charset="utf-8">\s*'
        r"""<meta http-equiv="Content-Security-Policy" content="default-src 'none'; [^"]*">"""
    )
    pages = list(site.rglob("*.html"))
    assert len(pages) > 1000
    assert [page for page in pages if not policy.search(page.read_text("utf-8"))] == []
