"""What people run to look after translations: `scripts/translations` and `scripts/rename`."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shutil
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import polib
import pytest
from sites import CITY, TODAY, open_in

from wegweiser.cli import main
from wegweiser.translate import State
from wegweiser.translate.catalogue import message_of, set_mark
from wegweiser.translate.status import STANDING

SUMMARY = "programmes/starthilfe:summary"


@dataclass(frozen=True)
class Done:
    """What a command returned and printed."""

    returncode: int
    stdout: str
    stderr: str


def run(root: Path, *arguments: str) -> Done:
    """Run `wegweiser` on the site in `root`, from there."""
    command, *rest = arguments
    task = rest[:1] if command == "translations" else []
    options = [*task, "--root", str(root), "--date", str(TODAY), *rest[len(task) :]]
    printed = io.BytesIO(), io.BytesIO()
    stdout, stderr = (
        io.TextIOWrapper(raw, "utf-8", "backslashreplace", write_through=True) for raw in printed
    )
    with contextlib.chdir(root), redirect_stdout(stdout), redirect_stderr(stderr):
        try:
            returned = main([command, *options])
        except SystemExit as wrong_use:
            returned = int(wrong_use.code or 0)
    return Done(returned, *(raw.getvalue().decode() for raw in printed))


def translations(root: Path, *arguments: str) -> Done:
    return run(root, "translations", *arguments)


def entries_of(root: Path, tag: str = "ar") -> dict[str, polib.POEntry]:
    paths = (root / "locales" / tag).glob("*.po")
    return {entry.msgctxt: entry for path in paths for entry in polib.pofile(str(path))}


def states_of(root: Path, tag: str = "ar") -> dict[str, State]:
    """Return the state of every message by its key."""
    entries = entries_of(root, tag)
    return {
        key: message.state(entries[key].msgid, entries[key].msgid_plural)
        for key, message in open_in(root).edition(tag).catalogue.messages.items()
    }


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Musterstadt with every message of its Arabic edition translated by a machine."""
    root = tmp_path_factory.mktemp("translated") / "city"
    shutil.copytree(CITY, root)
    assert translations(root, "sync").returncode == 0
    for path in (root / "locales" / "ar").glob("*.po"):
        catalogue = polib.pofile(str(path))
        for entry in catalogue:
            forms = dict.fromkeys(range(6), entry.msgid_plural)
            entry.msgstr_plural = forms if entry.msgid_plural else {}
            entry.msgstr = "" if entry.msgid_plural else entry.msgid
            set_mark(entry, State.MACHINE)
        catalogue.save(str(path))
    return root


@pytest.fixture
def city(translated: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(translated, tmp_path / "city"))


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def summary_of(root: Path) -> str:
    text = (root / "content/programmes/starthilfe.yml").read_text()
    found = re.search(r"^summary: (.*)$", text, re.MULTILINE)
    assert found
    return found[1]


def change_summary(root: Path, new: str = "Ganz neu.") -> None:
    quoted = json.dumps(new, ensure_ascii=False)
    change(
        root,
        "content/programmes/starthilfe.yml",
        f"summary: {summary_of(root)}",
        f"summary: {quoted}",
    )


# -- sync -----------------------------------------------------------------------------------------


def test_sync_is_idempotent_and_check_only_tells(city: Path) -> None:
    assert translations(city, "sync", "--check").returncode == 0
    change_summary(city)
    before = (city / "locales/ar/programmes.po").read_bytes()
    told = translations(city, "sync", "--check")
    assert told.returncode == 1
    assert "locales/ar/programmes.po" in told.stderr
    assert (city / "locales/ar/programmes.po").read_bytes() == before
    assert translations(city, "sync").returncode == 0
    assert translations(city, "sync", "--check").returncode == 0


def test_one_changed_sentence_is_one_changed_message(city: Path) -> None:
    shutil.copytree(city / "locales", city / "before")
    change_summary(city)
    translations(city, "sync")
    done = subprocess.run(
        ["diff", "-r", "--unified=0", "before/ar", "locales/ar"],
        capture_output=True,
        text=True,
        check=False,
        cwd=city,
    )
    assert done.stdout.count("\n@@") <= 2, done.stdout
    assert "+#, fuzzy" in done.stdout


def test_a_change_that_was_not_synced_never_fails_the_check(city: Path) -> None:
    change_summary(city, "Rufen Sie an: {phone:integrationsbuero}, [hier](https://example.org/).")
    done = run(city, "check", "--strict", "--format", "json")
    assert (done.returncode, done.stdout) == (0, "[]\n")


# -- review ---------------------------------------------------------------------------------------


def test_review_marks_an_entry_and_leaves_stale_messages_alone(city: Path) -> None:
    change_summary(city)
    done = translations(city, "review", "ar", "programmes/starthilfe", "--name", "Jörg Doe")
    assert done.returncode == 0
    assert f"{SUMMARY} is stale and was left alone" in done.stderr
    states = states_of(city)
    mine = {state for key, state in states.items() if key.startswith("programmes/starthilfe:")}
    assert mine == {State.REVIEWED, State.STALE}
    assert states["programmes/sprachcafe:summary"] is State.MACHINE
    mark = message_of(entries_of(city)["programmes/starthilfe:body"]).mark
    assert mark
    assert (mark.reviewer, mark.date) == ("Jörg Doe", "2026-11-23")


def test_review_of_nothing_is_told(city: Path) -> None:
    assert translations(city, "review", "ar", "programmes/nein", "--name", "Jo").returncode == 1
    assert translations(city, "review", "xx", "site", "--name", "Jo").returncode == 2
    assert translations(city, "review", "ar", "site", "--name", "2026-01-01").returncode == 2


def test_name_that_no_file_can_hold_is_refused(city: Path) -> None:
    before = (city / "locales/ar/programmes.po").read_bytes()
    for name in (os.fsdecode(b"J\xf6rg"), "a\nb", " "):
        done = translations(city, "review", "ar", "programmes", "--name", name)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert translations(city, "add", "so", "--name", name).returncode == 2
    assert (city / "locales/ar/programmes.po").read_bytes() == before


def test_review_brings_a_page_in_line_with_the_german_one(city: Path) -> None:
    page = city / "docs" / "ar" / "about.md"
    page.parent.mkdir()
    page.write_text("---\nsource: 000000000000\n---\n# عن الموقع\n\nنص.\n")
    body = (city / "docs/de/about.md").read_text()
    placeholders = " ".join(re.findall(r"\{[a-z]+:[^}]*\}", body))
    page.write_text(page.read_text() + placeholders + "\n")
    states = {p.name: p.state for p in open_in(city).docs.pages("ar")}
    assert states["about"] is State.STALE
    assert translations(city, "review", "ar", "docs/about", "--name", "Jo").returncode == 0
    states = {p.name: p.state for p in open_in(city).docs.pages("ar")}
    assert states["about"] is State.REVIEWED


# -- status ---------------------------------------------------------------------------------------


def test_status_counts_what_readers_see(city: Path) -> None:
    change_summary(city)
    deadline = re.search(
        r"deadline: (.*)", (city / "content/programmes/starthilfe.yml").read_text()
    )
    assert deadline
    change(city, "content/programmes/starthilfe.yml", deadline[1], "Bis gestern.")
    report = json.loads(translations(city, "status", "--format", "json").stdout)
    arabic = next(item for item in report if item["locale"] == "ar")
    site = open_in(city)
    status = site.statuses["ar"]
    assert arabic["texts"] == status.total.total
    assert arabic["states"]["stale"] == 2
    assert arabic["open_critical"] == ["programmes/starthilfe:funding.deadline"]
    assert arabic["collections"]["programmes"]["states"]["machine"] > 5
    assert arabic["collections"]["docs"]["states"]["missing"] == 5
    english = next(item for item in report if item["locale"] == "en")
    assert english["percent"] == 0


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_status_has_a_row_for_each_locale_and_collection(form: str, city: Path) -> None:
    shown = translations(city, "status", "--format", form).stdout
    for name in ("ar", "en", "programmes", "glossary", "ui", "docs"):
        assert name in shown


def test_percent_is_100_only_when_nothing_is_left(city: Path) -> None:
    change_summary(city)
    figures = open_in(city).statuses["ar"].collections["programmes"]
    assert figures.percent < 100
    assert sum(figures.texts[state] for state in STANDING) == figures.total - 1


# -- add ------------------------------------------------------------------------------------------


def test_language_is_added_by_one_command(city: Path) -> None:
    assert translations(city, "add", "so").returncode == 0
    site = open_in(city)
    assert site.tags[-1] == "so"
    assert site.statuses["so"].total.percent == 0
    assert entries_of(city, "so")[SUMMARY].msgstr == ""
    assert run(city, "check", "--strict").returncode == 0


@pytest.mark.parametrize("tag", ["ar", "de", "xx-yy-zz", "Deutsch", "AR", "../x"])
def test_wrong_language_is_refused(tag: str, city: Path) -> None:
    before = (city / "content" / "site.yml").read_text()
    done = translations(city, "add", tag)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert (city / "content" / "site.yml").read_text() == before


# -- exchange -------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["po", "csv"])
def test_bundle_goes_out_and_comes_back(form: str, city: Path) -> None:
    change_summary(city, "- Neu, mit {phone:integrationsbuero}")
    bundle = city / f"ar.{form}"
    assert translations(city, "export", "ar", "--format", form).returncode == 0
    if form == "po":
        catalogue = polib.pofile(str(bundle))
        assert [entry.msgctxt for entry in catalogue] == [SUMMARY]
        catalogue[0].msgstr = "- جديد {phone:integrationsbuero}"
        catalogue[0].flags, catalogue[0].previous_msgid = [], None
        catalogue.save(str(bundle))
    else:
        text = bundle.read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(text.splitlines()))
        assert [row["key"] for row in rows] == [SUMMARY]
        assert rows[0]["german"].startswith("'- "), "no spreadsheet takes it for a formula"
        rows[0]["translation"] = "- جديد {phone:integrationsbuero}"
        with bundle.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, rows[0], delimiter=";")  # as a German Excel saves it
            writer.writeheader()
            writer.writerows(rows)
    done = translations(city, "import", "ar", bundle.name)
    assert done.returncode == 0, done.stderr
    assert states_of(city)[SUMMARY] is State.CURRENT
    assert entries_of(city)[SUMMARY].msgstr == "- جديد {phone:integrationsbuero}"


def test_import_refuses_what_no_longer_fits_and_says_why(city: Path) -> None:
    change_summary(city, "Eins.")
    translations(city, "sync")
    rows = [
        ("key", "german", "translation"),
        (SUMMARY, "Null.", "صفر."),
        ("programmes/weg:summary", "Weg.", "ذهب."),
        ("programmes/starthilfe:body", entries_of(city)["programmes/starthilfe:body"].msgid, "<b>"),
    ]
    with (city / "in.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    done = translations(city, "import", "ar", "in.csv", "--machine")
    assert done.returncode == 1
    assert f"{SUMMARY}: Der deutsche Text hat sich seit dem Export geändert." in done.stderr
    assert "programmes/weg:summary: Diesen Text gibt es nicht mehr." in done.stderr
    assert "programmes/starthilfe:body: Die Übersetzung von" in done.stderr
    assert states_of(city)[SUMMARY] is State.STALE


@pytest.mark.parametrize("text", ["", "a;b\n1;2\n", '"', 'msgid "x\n', "\0"])
@pytest.mark.parametrize("name", ["in.csv", "in.po"])
def test_damaged_bundle_is_refused(name: str, text: str, city: Path) -> None:
    (city / name).write_text(text)
    done = translations(city, "import", "ar", name)
    assert done.returncode in (0, 2)
    assert "Traceback" not in done.stderr


# -- rename ---------------------------------------------------------------------------------------


def test_rename_keeps_references_translations_and_the_old_address(city: Path) -> None:
    german = city / "docs/de/about.md"
    german.write_text(german.read_text() + "\nMehr: {link:programmes/starthilfe}\n")
    page = city / "docs/ar/about.md"
    page.parent.mkdir()
    placeholders = " ".join(re.findall(r"\{[a-z]+:[^}]*\}", german.read_text()))
    page.write_text(f"---\nsource: 000000000000\n---\n# عن\n\n{placeholders}\n")
    translations(city, "review", "ar", "docs/about", "--name", "Jo")
    translations(city, "review", "ar", "programmes/starthilfe", "--name", "Jo")
    before = states_of(city)
    done = run(city, "rename", "programmes/starthilfe", "neue-hilfe")
    assert done.returncode == 0, done.stderr
    after = states_of(city)
    assert after == {
        key.replace("programmes/starthilfe:", "programmes/neue-hilfe:"): state
        for key, state in before.items()
    }
    assert translations(city, "sync", "--check").returncode == 0
    assert run(city, "check", "--strict", "--format", "json").stdout == "[]\n"
    texts = [path.read_text() for path in city.rglob("*.*") if path.suffix in {".yml", ".md"}]
    assert not [text for text in texts if "programmes/starthilfe" in text]
    entry = open_in(city).content.entries["programmes"]["neue-hilfe"]
    assert entry.former_ids == ["erste-hilfe", "starthilfe"]
    assert {p.name: p.state for p in open_in(city).docs.pages("ar")}["about"] is State.REVIEWED
    run(city, "build", "--allow-samples", "--output", str(city.parent / "site"))
    for former in ("erste-hilfe", "starthilfe"):
        moved = (city.parent / "site" / "ar" / "programmes" / former / "index.html").read_text()
        assert '<meta http-equiv="refresh" content="0; url=../../../ar/programmes/neue-hi' in moved
        assert '/ar/programmes/neue-hilfe/">' in moved
        assert former not in (city.parent / "site" / "ar" / "sitemap.xml").read_text()


def test_rename_back_leaves_no_loop(city: Path) -> None:
    run(city, "rename", "programmes/starthilfe", "neue-hilfe")
    assert run(city, "rename", "programmes/neue-hilfe", "starthilfe").returncode == 0
    entry = open_in(city).content.entries["programmes"]["starthilfe"]
    assert entry.former_ids == ["erste-hilfe", "neue-hilfe"]


@pytest.mark.parametrize(
    ("old", "layout"),
    [
        ("# yaml", "\N{ZERO WIDTH NO-BREAK SPACE}# yaml"),
        ("id: starthilfe\n", 'id: "starthilfe"  # bleibt so\n'),
        ("former_ids:\n  - erste-hilfe\n", "former_ids: [erste-hilfe]\n"),
        ("former_ids:\n  - erste-hilfe\n", "former_ids:\n- erste-hilfe\n"),
        ("\n", "\r\n"),
    ],
)
def test_rename_understands_what_people_write(old: str, layout: str, city: Path) -> None:
    path = city / "content/programmes/starthilfe.yml"
    text = path.read_text()
    assert old in text
    path.write_bytes(text.replace(old, layout).encode())
    guide = city / "content/guides/erste-bewerbung.yml"
    block, flow = "programmes:\n  - starthilfe\n  - sprachcafe\n", '["starthilfe", sprachcafe]'
    assert block in guide.read_text()
    guide.write_text(guide.read_text().replace(block, f"programmes: {flow}\n"))
    done = run(city, "rename", "programmes/starthilfe", "starthilfe-neu")
    assert done.returncode == 0, done.stderr
    entry = open_in(city).content.entries["programmes"]["starthilfe-neu"]
    assert entry.former_ids == ["erste-hilfe", "starthilfe"]
    assert run(city, "check", "--strict", "--format", "json").stdout == "[]\n"


def test_owner_in_lines_of_its_own_is_found(city: Path) -> None:
    path = city / "content/programmes/starthilfe.yml"
    text = path.read_text().replace("owner: integrationsbuero", "owner: >-\n  integrationsbuero")
    path.write_text(text)
    assert run(city, "rename", "contacts/integrationsbuero", "buero").returncode == 0
    assert run(city, "check", "--strict", "--format", "json").stdout == "[]\n"


@pytest.mark.parametrize(
    ("entry", "new"),
    [
        ("programmes/nein", "neu"),
        ("nein/starthilfe", "neu"),
        ("programmes/starthilfe", "sprachcafe"),
        ("programmes/sprachcafe", "erste-hilfe"),
        ("programmes/starthilfe", "Neu"),
        ("programmes/starthilfe", "../neu"),
        ("starthilfe", "neu"),
    ],
)
def test_impossible_rename_is_refused(entry: str, new: str, city: Path) -> None:
    done = run(city, "rename", entry, new)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert (city / "content/programmes/starthilfe.yml").exists()


def test_contact_is_renamed_in_every_kind_of_reference(city: Path) -> None:
    assert run(city, "rename", "contacts/integrationsbuero", "buero").returncode == 0
    assert run(city, "check", "--strict", "--format", "json").stdout == "[]\n"
    assert not [
        path
        for path in (city / "content").rglob("*.yml")
        if re.search(r"(?<!-)\bintegrationsbuero\b(?!\])", path.read_text())
        and "musterstadt.example/integrationsbuero" not in path.read_text()
    ]
