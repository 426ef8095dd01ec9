"""The command line: exit codes, and a standard output that carries the report alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sites import CITY, PROJECT

DATE = ("--date", "2026-11-23")


def run(
    *arguments: str, cwd: Path = PROJECT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `wegweiser` and return what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "wegweiser", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **environment},
    )


@pytest.fixture
def city(tmp_path: Path) -> Path:
    root = tmp_path / "city"
    shutil.copytree(CITY, root)
    return root


def test_shipped_content_has_no_errors_and_no_warnings() -> None:
    done = run("check", "--strict", "--format", "json", *DATE)
    assert done.returncode == 0
    assert {item["severity"] for item in json.loads(done.stdout)} == {"note"}


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (("check", "--date", "9999-12-31"), {}),
        (("check", "--date", "gestern"), {}),
        (("build", "--workers", "²"), {}),
        (("serve", "--port", "99999"), {}),
        (("hosting", "iis"), {}),
        (("hosting", "nginx", "--folder", "www"), {}),
        (("hosting", "nginx", "--folder", "/var/www; include /etc"), {}),
        (("hosting", "caddy", "--behind-proxy", "8080"), {}),
        (("hosting", "caddy", "--behind-proxy", "127.0.0.1:99999"), {}),
        (("check",), {"SOURCE_DATE_EPOCH": "99999999999999999999"}),
        (("check",), {"SOURCE_DATE_EPOCH": "²"}),
        (("build", "--output", "content"), {}),
        (("build", "--output", "docs/neu"), {}),
        (("build", "--output", "."), {}),
        (("build", "--output", "loop"), {}),
    ],
)
def test_wrong_use_is_told_in_one_line(
    arguments: tuple[str, ...], environment: dict[str, str], city: Path
) -> None:
    (city / "loop").symlink_to("loop")
    done = run(*arguments, cwd=city, **environment)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_one_run_reports_content_catalogues_and_pages(city: Path) -> None:
    """A mistake in one place must not hide those in the others."""
    site = city / "content" / "site.yml"
    site.write_text(site.read_text().replace("tagline:", "taglin:"))
    catalogue = city / "locales" / "ar" / "site.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgctxt "site:x"\nmsgid "x"\nmsgstr "kaputt\n')
    page = city / "docs" / "de" / "help.md"
    page.write_text(page.read_text() + "\n<b>HTML</b> {phone:niemand}\n")
    (city / "docs" / "ar").mkdir()
    (city / "docs" / "ar" / "neu.md").write_text("# x\n")
    done = run("check", "--root", str(city), "--format", "json", *DATE)
    codes = [item["code"] for item in json.loads(done.stdout)]
    assert sorted(codes) == ["W201", "W202", "W220", "W301", "W401", "W503"]


def codes_in(city: Path) -> list[tuple[str, int]]:
    """Return code and line of everything that is reported, in order."""
    done = run("check", "--root", str(city), "--format", "json", *DATE)
    assert "Traceback" not in done.stderr
    return [(item["code"], item["line"]) for item in json.loads(done.stdout)]


def test_mistakes_of_a_page_are_told_at_their_lines(city: Path) -> None:
    page = city / "docs" / "de" / "help.md"
    page.write_text("# Hilfe\n\nText.\n\n<b>x</b> {phone:niemand}\n\n{phone:niemand}\n")
    assert codes_in(city) == [("W220", 5), ("W301", 5), ("W301", 7)]
    page.write_text("#   \n\nText.\n")
    assert ("W501", 1) in codes_in(city)


def test_forbidden_character_hides_no_syntax_mistake(city: Path) -> None:
    path = city / "content" / "guides" / "erste-bewerbung.yml"
    lines = path.read_text().splitlines()
    lines[1] += "\N{RIGHT-TO-LEFT OVERRIDE}"
    path.write_text("\n".join([*lines, 'foo: "offen', ""]))
    codes = {code for code, _ in codes_in(city)}
    assert {"W112", "W103"} <= codes


def test_every_damage_of_a_catalogue_is_told(city: Path) -> None:
    folder = city / "locales" / "ar"
    folder.mkdir(parents=True)
    (folder / "a.po").write_text('msgid "x\nmsgstr "y"\n\nmsgid "z\n')
    (folder / "ui.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"Plural-Forms: nplurals={"1" * 5000}; plural=n;\\n"\n\nmsgid "x"\nmsgstr "y"\n'
    )
    (folder / "sub").mkdir()
    (folder / "sub" / "b.po").write_text("")
    (folder.parent / "c.PO").write_text("")
    (folder / "ui.mo").write_bytes(b"")
    found = codes_in(city)
    assert found == [("W401", 1), ("W401", 4), ("W117", 1), ("W407", 4), ("W412", 6), ("W117", 1)]


def test_deep_folders_end_in_no_exception(city: Path) -> None:
    deep = city / "content" / "guides"
    for _ in range(1100):
        deep /= "a"
        deep.mkdir()
    try:
        assert codes_in(city) == []
    finally:
        # Python's own removal gives up at this depth.
        subprocess.run(["rm", "-rf", city / "content" / "guides" / "a"], check=True)


def test_report_that_nobody_reads_is_no_error_of_ours(city: Path) -> None:
    command = f"{sys.executable} -m wegweiser check --root {city} --date 2026-11-23"
    for shell in (f"{command} | true", f"{command} >&-", f"{command} > /dev/full"):
        done = subprocess.run(
            shell, shell=True, capture_output=True, text=True, cwd=PROJECT, check=False
        )
        assert "Traceback" not in done.stderr
        assert "Error" not in done.stderr


def test_links_are_never_followed(city: Path, tmp_path: Path) -> None:
    """Neither by the readers nor by the excerpts of the report."""
    secret = tmp_path / "secret"
    secret.write_text("hunter2: hunter2\n")
    (city / "content" / "guides" / "geheim.yml").symlink_to(secret)
    (city / "docs" / "de" / "geheim.md").symlink_to(secret)
    (city / "locales").mkdir()
    (city / "locales" / "ar").symlink_to(tmp_path, target_is_directory=True)
    done = run("check", "--root", str(city), *DATE)
    assert done.stdout.count("W115") == 3
    assert "hunter2" not in done.stdout


@pytest.mark.parametrize("format_", ["json", "gitlab", "sarif"])
def test_any_file_name_can_be_reported(city: Path, format_: str) -> None:
    (city / "content" / "guides" / os.fsdecode(b"\xff.txt")).write_text("")
    (city / "content" / "images" / os.fsdecode(b"\xff.png")).write_text("")
    done = run("check", "--root", str(city), "--format", format_, *DATE)
    assert done.returncode == 1
    json.loads(done.stdout)


@pytest.mark.parametrize("format_", ["json", "gitlab", "sarif"])
def test_standard_output_is_the_report_alone(city: Path, format_: str) -> None:
    (city / "content" / "guides" / "neu.yml").write_text("titel: Neu\n")
    done = run("check", "--root", str(city), "--format", format_, *DATE)
    assert done.returncode == 1
    json.loads(done.stdout)


def test_report_names_place_message_and_fix(city: Path) -> None:
    path = city / "content" / "site.yml"
    path.write_text(path.read_text().replace("tagline:", "taglin:"))
    done = run("check", "--root", str(city), "--format", "json", *DATE)
    found = {item["code"]: item for item in json.loads(done.stdout)}
    assert set(found) == {"W201", "W202"}
    item = found["W201"]
    assert list(item) == ["code", "severity", "file", "line", "column", "message", "fix"]
    assert item["file"] == "content/site.yml"
    assert "Meinten Sie „tagline“?" in item["message"]


def test_github_annotations_are_escaped(city: Path) -> None:
    (city / "content" / "guides" / "a,b.yml").write_text('title: "100 %: x\n')
    done = run("check", "--root", str(city), "--format", "github", *DATE)
    lines = done.stdout.splitlines()
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    assert any("file=content/guides/a%2Cb.yml,line=1" in line for line in lines)


def test_notes_never_stop_a_build(city: Path) -> None:
    """Ten years later everything is overdue: the calendar breaks no build."""
    done = run("check", "--strict", "--root", str(city), "--format", "json", "--date", "2029-01-01")
    assert done.returncode == 0
    assert {item["code"] for item in json.loads(done.stdout)} == {"W601"}


def test_warnings_stop_only_under_strict(city: Path) -> None:
    (city / "locales" / "xx").mkdir(parents=True)
    (city / "locales" / "xx" / "ui.po").write_text("")
    arguments = ("check", "--root", str(city), *DATE)
    assert run(*arguments).returncode == 0
    assert run(*arguments, "--strict").returncode == 1


def test_date_of_the_build_is_an_input(city: Path) -> None:
    arguments = ("check", "--root", str(city), "--format", "json")
    epoch = run(*arguments, SOURCE_DATE_EPOCH="1795392000")  # 2026-11-23
    assert epoch.stdout == run(*arguments, *DATE).stdout == "[]\n"
    later = run(*arguments, SOURCE_DATE_EPOCH="1861920000")  # 2029-01-01
    assert "W601" in later.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("check", "--root", "/nowhere/at/all"),
        ("check", "--date", "31.12.2026"),
        ("check", "--format", "xml"),
        ("build", "--workers", "0"),
    ],
)
def test_wrong_usage_exits_with_2(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_empty_folder_is_told_without_a_traceback(tmp_path: Path) -> None:
    done = run("check", "--root", str(tmp_path), "--format", "json")
    assert done.returncode == 1
    assert {item["code"] for item in json.loads(done.stdout)} == {"W119"}
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["check", "build", "serve", "hosting", "admin"])
def test_commands_have_help(command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert f"scripts/{command}" in done.stdout


def test_server_configuration_is_printed_for_the_site(city: Path) -> None:
    done = run("hosting", "nginx", "--folder", "/srv/www/", "--root", str(city), *DATE)
    assert done.returncode == 0
    assert "server_name wegweiser.musterstadt.example;" in done.stdout
    assert 'root "/srv/www";' in done.stdout
    assert '"~^/ar/" /ar/404.html;' in done.stdout
    (city / "content" / "site.yml").write_text("name: [")
    done = run("hosting", "nginx", "--root", str(city), *DATE)
    assert (done.returncode, done.stdout) == (1, "")
    assert "scripts/check tells them" in done.stderr


def test_output_that_cannot_be_written_is_told(city: Path) -> None:
    output = "/proc/nowhere/site"
    done = run("build", "--allow-samples", "--root", str(city), "--output", output, *DATE)
    assert done.returncode == 1
    assert "Nothing was published" in done.stderr
    assert "Traceback" not in done.stderr
