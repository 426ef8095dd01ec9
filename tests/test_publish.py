"""Publishing: what is served is whole, the same input gives the same bytes, and links hold."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from sites import CITY, PROJECT, TODAY, open_in

from wegweiser.model import COLLECTIONS
from wegweiser.publish import Builder, BuildError
from wegweiser.publish.swap import MARKER, NotOursError, swap, workspace
from wegweiser.publish.verify import check_links, inspect

KILLS = 30


def build_city(root: Path, output: Path, workers: int = 2) -> int:
    """Build the sample city into `output` and return its page count."""
    builder = Builder(PROJECT / "mkdocs.yml", output, lambda line: None, workers)
    return builder.build(open_in(root))


def build_command(root: Path, output: Path, *options: str) -> list[str]:
    """Return the command that builds the site in `root` into `output`."""
    command = [sys.executable, "-m", "wegweiser", "build", "--date", str(TODAY), *options]
    return [*command, "--root", str(root), "--output", str(output)]


def digest_tree(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below `folder` by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample city, built once for all tests that only look at it."""
    output = tmp_path_factory.mktemp("built") / "site"
    build_city(CITY, output)
    return output


def test_site_has_every_page_of_every_edition(built: Path) -> None:
    manifest = json.loads((built / MARKER).read_text())
    assert manifest["date"] == "2026-11-23"
    pages = {tag: edition["pages"] for tag, edition in manifest["editions"].items()}
    assert len(set(pages.values())) == 1
    for tag, count in pages.items():
        # The 404 page of an edition is no page of it.
        assert len(list((built / tag).rglob("index.html"))) == count


def test_root_has_chooser_404_sitemaps_and_robots(built: Path) -> None:
    names = {path.name for path in built.iterdir() if path.is_file()}
    assert names >= {"index.html", "404.html", "sitemap.xml", "robots.txt", MARKER}
    chooser = (built / "index.html").read_text()
    assert '<a href="ar/" lang="ar" dir="rtl" hreflang="ar">' in chooser
    assert "refresh" not in chooser


def test_untranslated_pages_are_announced_nowhere(built: Path) -> None:
    """Musterstadt has no catalogues: only its German pages may be announced (invariant 1)."""
    german = (built / "de" / "sitemap.xml").read_text()
    assert "/de/programmes/" in german
    assert "musterstadt.example/ar/" not in german
    assert not (built / "ar" / "sitemap.xml").exists()
    assert "/ar/" not in (built / "sitemap.xml").read_text()
    assert 'hreflang="ar" href=' not in (built / "index.html").read_text()
    page = next((built / "ar" / "programmes").glob("*/index.html"))
    text = page.read_text()
    assert '<html lang="ar" dir="rtl">' in text
    assert 'rel="alternate"' not in text
    assert "ld+json" not in text
    german = f"https://wegweiser.musterstadt.example/de/programmes/{page.parent.name}/"
    assert f'<link rel="canonical" href="{german}">' in text


def test_same_input_gives_same_bytes(tmp_path: Path) -> None:
    """Another folder, clock, time zone, hash seed and number of processes change nothing."""
    trees = []
    for number, (zone, seed, workers) in enumerate((("UTC", "1", "1"), ("Asia/Tokyo", "77", "2"))):
        root = tmp_path / f"folder-{number}" / "city"
        shutil.copytree(CITY, root)
        if number:
            for path in root.rglob("*"):
                os.utime(path, (1_000_000_000, 1_000_000_000))
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed}
        command = build_command(
            root, root / "out", "--allow-samples", "--compress", "--workers", workers
        )
        subprocess.run(command, check=True, env=environment, capture_output=True, cwd=PROJECT)
        trees.append(root / "out")
    assert digest_tree(trees[0]) == digest_tree(trees[1])


def test_no_path_of_the_machine_reaches_the_site(built: Path) -> None:
    needle = str(PROJECT).encode()
    assert not [path for path in built.rglob("*") if path.is_file() and needle in path.read_bytes()]


def test_failed_verification_publishes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "site"
    build_city(CITY, output)
    before = digest_tree(output)

    def broken(*arguments: Any) -> Any:
        found = inspect(*arguments)
        return type(found)(found.anchors, found.links, found.problems + problems)

    from wegweiser.diagnostics import Place, rules

    problems = [rules.PAGE_MISSING.at(Place("de/index.html"))]
    monkeypatch.setattr("wegweiser.publish.build.inspect", broken)
    with pytest.raises(BuildError):
        build_city(CITY, output)
    assert digest_tree(output) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_killed_builds_never_change_what_is_served(tmp_path: Path) -> None:
    """A build is killed at random moments; the served tree is always a whole one, old or new."""
    city, output = tmp_path / "city", tmp_path / "site"
    shutil.copytree(CITY, city)
    about = city / "content" / "site.yml"
    about.write_text(about.read_text().replace("  - tag: en\n", ""))  # two editions will do
    started = time.monotonic()
    build_city(city, output)
    duration = time.monotonic() - started + 0.6  # the time a new interpreter needs
    old = digest_tree(output)
    about.write_text(about.read_text().replace("Musterstadt", "Neustadt"))
    whole = tmp_path / "whole"
    build_city(city, whole)
    new = digest_tree(whole)
    assert old != new
    moments = random.Random(7)
    for _ in range(KILLS):
        command = build_command(city, output, "--allow-samples")
        build = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(moments.uniform(0, duration))
        # Now the whole group, now the main process alone, as the system does when memory is short.
        (os.killpg if moments.random() < 0.5 else os.kill)(build.pid, signal.SIGKILL)
        build.wait()
        assert digest_tree(output) in (old, new)
    build_city(city, output)
    assert digest_tree(output) == new
    assert not list(tmp_path.glob(".site.new-*")), "leftovers of killed builds are swept"


class Killed(BaseException):
    """What happens to a build that is killed, in this very process."""


@pytest.mark.parametrize("step", range(9))
def test_sweep_that_is_killed_leaves_nothing_that_cannot_be_swept(
    step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it was: seven removals clear what is left there, two the workspace itself."""
    left = tmp_path / ".site.new-left"
    for path in (left / ".lock", left / "site" / "de" / "index.html", left / "stages" / "x"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    steps = itertools.count()

    def dying(remove: Callable[..., None]) -> Callable[..., None]:
        def removed(*arguments: object, **more: object) -> None:
            if next(steps) == step:
                raise Killed
            remove(*arguments, **more)

        return removed

    with monkeypatch.context() as patched:
        for name in ("unlink", "rmdir"):
            patched.setattr(os, name, dying(getattr(os, name)))
        with pytest.raises(Killed), workspace(tmp_path / "site"):
            pass
    with workspace(tmp_path / "site") as folder:
        assert list(tmp_path.iterdir()) == [folder]


def test_workers_die_with_their_build(tmp_path: Path) -> None:
    """A killed build leaves no process that holds its folder; the next build sweeps it."""
    command = build_command(CITY, tmp_path / "site", "--allow-samples")
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stderr=pipe, start_new_session=True, text=True) as build:
        assert build.stderr
        while "Building the pages" not in build.stderr.readline():
            pass
        build.kill()
    deadline = time.monotonic() + 10
    while alive := processes_of(build.pid):
        assert time.monotonic() < deadline, alive
    with workspace(tmp_path / "site") as folder:
        assert list(tmp_path.iterdir()) == [folder]


def processes_of(group: int) -> list[str]:
    """Return the running processes of a process group."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, its_group = status.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                found.append(status.parent.name)
    return found


def test_swap_replaces_a_folder_in_one_step(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "name").write_text(folder.name)
    swap(new, old)
    assert (old / "name").read_text() == "new"
    assert not new.exists()


def test_swap_works_without_the_system_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wegweiser.publish.swap._exchange", lambda one, other: False)
    test_swap_replaces_a_folder_in_one_step(tmp_path)


def test_foreign_folder_is_never_replaced(tmp_path: Path) -> None:
    output = tmp_path / "photos"
    output.mkdir()
    (output / "holiday.jpg").write_bytes(b"dear")
    with pytest.raises(NotOursError), workspace(output):
        pass
    assert (output / "holiday.jpg").read_bytes() == b"dear"


def test_sweeping_spares_what_no_build_has_made(tmp_path: Path) -> None:
    foreign, left = tmp_path / ".a[1].new-notes", tmp_path / ".a[1].new-x"
    for folder in (foreign, left):
        folder.mkdir()
    (foreign / "notes.txt").write_text("dear")
    (left / ".lock").write_text("")
    with workspace(tmp_path / "a[1]"):
        assert foreign.exists()
        assert not left.exists()


def test_empty_folder_is_taken(tmp_path: Path) -> None:
    output = tmp_path / "empty"
    output.mkdir()
    with workspace(output) as folder:
        assert folder.parent == tmp_path


def test_production_refuses_sample_data(tmp_path: Path) -> None:
    command = build_command(CITY, tmp_path / "site", "--format", "json")
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=False)
    assert done.returncode == 1
    assert {item["code"] for item in json.loads(done.stdout)} == {"W705"}
    assert not (tmp_path / "site").exists()


# -- verification ---------------------------------------------------------------------------------

PAGES = {
    "sound": ('<p id="a"><a href="../two/#b">x</a> <a href="https://city.example/de/">y</a>', []),
    "broken link": ('<a href="../three/">x</a>', ["W701"]),
    "broken anchor": ('<a href="../two/#c">x</a>', ["W702"]),
    "broken own anchor": ('<a href="#nowhere">x</a>', ["W702"]),
    "broken picture": ('<img src="../images/a.png" alt="">', ["W701"]),
    "broken picture of several": (
        '<source srcset="../../de/index.html 360w, ../images/a.avif 640w">',
        ["W701"],
    ),
    "broken absolute link": ('<a href="https://city.example/fr/">x</a>', ["W701"]),
    "link from the root": ('<a href="/de/two/#b">x</a> <a href="/de/">y</a>', []),
    "broken link from the root": ('<a href="/de/three/">x</a>', ["W701"]),
    "link to the root": ('<a href="https://city.example/de/index.html">x</a>', []),
    "other site": ('<a href="https://other.example/nothing/">x</a>', []),
    "phone and mail": ('<a href="tel:+49525188">x</a><a href="mailto:a@b.de">y</a>', []),
    "tag never closed": ("<ul><li><b>x</li></ul>", ["W703"]),
    "id given twice": ('<p id="a">x</p><p id="a">y</p>', ["W703"]),
}


@pytest.mark.parametrize("name", PAGES)
def test_verification_finds(name: str, tmp_path: Path) -> None:
    body, expected = PAGES[name]
    pages = {"index.html": "", "one/index.html": body, "two/index.html": '<p id="b">x</p>'}
    for path, text in pages.items():
        target = tmp_path / "de" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"<!doctype html><html><body>{text}</body></html>")
    found = inspect(tmp_path, "de", "https://city.example/")
    problems = [*found.problems, *check_links(tmp_path, [found])]
    assert [problem.code for problem in problems] == expected


def test_two_builds_in_a_row_leave_nothing_behind(tmp_path: Path) -> None:
    output = tmp_path / "site"
    build_city(CITY, output)
    first = digest_tree(output)
    build_city(CITY, output)
    assert digest_tree(output) == first
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_every_path_has_a_page_without_a_language(built: Path) -> None:
    """QR codes and shared links point at it; it leads on to each edition, and is not indexed."""
    german = {path.relative_to(built / "de").parent for path in (built / "de").rglob("index.html")}
    for folder in german - {Path()}:
        text = (built / folder / "index.html").read_text()
        assert '<meta name="robots" content="noindex">' in text
        for tag in ("de", "en", "ar"):
            up = "../" * len(folder.parts)
            assert f'href="{up}{tag}/{folder}/" lang="{tag}"' in text
    assert "/contacts/" not in (built / "sitemap.xml").read_text()


def test_browsers_can_tell_the_searches_of_the_editions_apart(built: Path) -> None:
    """A short name has at most 16 characters (OpenSearch 1.1), and is an engine's name."""
    names = []
    for tag in ("de", "en", "ar"):
        root = ElementTree.parse(built / tag / "opensearch.xml").getroot()
        names.append(str(root.findtext("{http://a9.com/-/spec/opensearch/1.1/}ShortName")))
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 16


def test_feeds_tell_of_translated_entries(built: Path) -> None:
    """Musterstadt is translated into no language: only the German feed has entries."""
    for tag, has_entries in (("de", True), ("en", False), ("ar", False)):
        feed = feedparser.parse((built / tag / "feed.xml").read_bytes())
        assert not feed.bozo
        assert feed.version == "atom10"
        assert bool(feed.entries) == has_entries
        updated = [entry.updated for entry in feed.entries]
        assert updated == sorted(updated, reverse=True)
        for entry in feed.entries:
            path = entry.link.removeprefix("https://wegweiser.musterstadt.example/")
            assert (built / path / "index.html").is_file()
            assert entry.id == entry.link
            assert entry.title
            assert "{" not in entry.get("summary", "")


@pytest.mark.parametrize("end", ["expired", "withdrawn"])
def test_ended_consent_leaves_no_byte_in_the_site(end: str, tmp_path: Path) -> None:
    """Not of the story, its names, its picture or its former addresses, in any file of the site."""
    shutil.copytree(CITY, tmp_path / "city")
    path = tmp_path / "city" / "content" / "stories" / "lea-wird-tischlerin.yml"
    marked = {"title": "Zyxtitel", "quote": "Zyxzitat", "alias": "Zyxname", "body": "Zyxtext"}
    text = path.read_text()
    for field, marker in marked.items():
        text = re.sub(rf"^({field}: (?:\|\n  )?)", rf"\g<1>{marker} ", text, flags=re.MULTILINE)
    path.write_text(text.replace("credit: ", "credit: Zyxbild ").replace("alt: ", "alt: Zyxalt "))
    told = [*marked.values(), "Zyxbild", "Zyxalt", "lea-wird-tischlerin", "tischlerei.svg"]
    build_city(tmp_path / "city", tmp_path / "site")
    assert [word for word in told if is_in_tree(word, tmp_path / "site")] == told
    ends = f'valid_until: "{"2026-11-22" if end == "expired" else "2030-06-11"}"'
    text = path.read_text()
    assert 'valid_until: "2030-06-11"' in text
    text = text.replace('valid_until: "2030-06-11"', ends)
    if end == "withdrawn":
        text = text.replace("status: published", "status: archived")
    path.write_text(text)
    build_city(tmp_path / "city", tmp_path / "site")
    assert [word for word in told if is_in_tree(word, tmp_path / "site")] == []


def is_in_tree(word: str, folder: Path) -> bool:
    """Return whether a word is in the name or the bytes of any file below `folder`."""
    return any(
        word in str(path.relative_to(folder))
        or (path.is_file() and word.encode() in path.read_bytes())
        for path in folder.rglob("*")
    )


_ADDRESSED = {".html", ".vcf", ".xml", ".json", ".csv", ".js", ".webmanifest"}


def test_every_file_has_a_documented_address(built: Path) -> None:
    """What docs/dev/urls.md promises is there, and no page is at an address it does not name."""
    text = (PROJECT / "docs" / "dev" / "urls.md").read_text()
    rows = re.findall(r"^\| (`/[^|]+) \|", text, flags=re.MULTILINE)
    documented = [path for row in rows for path in re.findall(r"`(/[^`#]*)", row)]
    forms = {path: address_form(path) for path in documented if path != "/<locale>/booklet.pdf"}
    files = [
        f"/{path.relative_to(built).as_posix()}".removesuffix("index.html")
        for path in sorted(built.rglob("*"))
        if path.is_file() and path.suffix in _ADDRESSED
    ]
    private = re.compile(
        r"/(\w+/)?(404\.html|build\.json|chooser\.js)|/\w+/(assets|search)/\w.*|/admin/.+"
    )
    unnamed = [
        file
        for file in files
        if not private.fullmatch(file) and not any(form.fullmatch(file) for form in forms.values())
    ]
    assert unnamed == []
    assert [path for path, form in forms.items() if not any(map(form.fullmatch, files))] == []


def address_form(path: str) -> re.Pattern[str]:
    """Return what matches the addresses that a row of the documentation stands for."""
    if path == "/<path>":
        return re.compile(r"/(?!de/|en/|ar/)[a-z-]+/([\w-]+/)*")
    parts = {"locale": "(de|en|ar)", "collection": f"({'|'.join(COLLECTIONS)})"}
    parts["page"] = "(about|accessibility|help|imprint|privacy)"
    form = re.escape(path)
    form = re.sub(r"\\\{([^}]+)\\\}", lambda m: f"({m[1].replace(',', '|')})", form)
    return re.compile(re.sub(r"<([\w-]+)>", lambda m: parts.get(m[1], r"[\w-]+"), form))
