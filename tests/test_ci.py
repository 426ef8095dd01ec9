"""The jobs of the three code hosts: short, pinned, without secrets for others' changes."""

from __future__ import annotations

import fnmatch
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from sites import CITY, PROJECT

GITHUB = sorted((PROJECT / ".github" / "workflows").iterdir())
FORGEJO = sorted((PROJECT / ".forgejo" / "workflows").iterdir())
GITLAB = PROJECT / ".gitlab-ci.yml"
ALL = [*GITHUB, *FORGEJO, GITLAB]
BIN = Path(sys.executable).parent


def id_of(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def load(path: Path) -> dict[Any, Any]:
    """Return a workflow. A key `on` is a Boolean to YAML 1.1."""
    loaded: dict[Any, Any] = yaml.safe_load(path.read_text())
    return loaded


def run(*command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*map(str, command)], capture_output=True, text=True, check=False, **options
    )


def test_no_hole_is_found() -> None:
    done = run(BIN / "zizmor", "--offline", "--strict-collection", "--no-progress", *GITHUB)
    assert done.returncode == 0, done.stdout + done.stderr
    done = run(BIN / "zizmor", "--offline", "--strict-collection", "--no-progress", *FORGEJO)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", ALL, ids=id_of)
def test_jobs_are_written_as_their_host_wants_them(path: Path) -> None:
    options = ["--builtin-schema", "vendor.github-workflows"]
    if path == GITLAB:
        options = ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"]
    done = run(BIN / "check-jsonschema", *options, path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", ALL, ids=id_of)
def test_logic_is_in_scripts(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") < 40
    commands: list[str] = []
    for job in (load(path) if path == GITLAB else load(path)["jobs"]).values():
        commands += job.get("script", []) + job.get("after_script", [])
        commands += [step["run"] for step in job.get("steps", []) if "run" in step]
    assert commands
    for command in commands:
        assert re.fullmatch(r"scripts/[a-z]+( [a-z]+)?", command), command
        assert os.access(PROJECT / command.split()[0], os.X_OK)


@pytest.mark.parametrize("path", [*GITHUB, *FORGEJO], ids=id_of)
def test_changes_of_others_get_no_secret(path: Path) -> None:
    workflow = load(path)
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(workflow[True])
    assert "secrets" not in path.read_text()
    assert "write" not in workflow["permissions"].values()
    for name, job in workflow["jobs"].items():
        write = {scope for scope, access in job.get("permissions", {}).items() if access == "write"}
        assert write == {"preview": {"pull-requests"}, "report": {"issues"}}.get(name, set())
        for step in job["steps"]:
            if "uses" in step:
                assert re.fullmatch(r"\S+@[0-9a-f]{40}", step["uses"])
                if "/checkout@" in step["uses"]:
                    assert step["with"]["persist-credentials"] is False
            # Only what posts gets the token, never what builds somebody's change.
            has_token = "WEGWEISER_TOKEN" in step.get("env", {})
            assert has_token == (step.get("run") in {"scripts/ci comment", "scripts/ci report"})


def owners_of(path: str, file: Path) -> set[str]:
    """Return the owners by the last line that matches, as GitHub and GitLab do."""
    found: set[str] = set()
    for line in file.read_text().splitlines():
        if line and not line.startswith("#"):
            pattern, *owners = line.split()
            glob = f"{pattern.lstrip('/')}*" if pattern.endswith("/") else pattern
            if fnmatch.fnmatchcase(path, glob):
                found = set(owners)
    return found


def owners_by_expressions(path: str, file: Path) -> set[str]:
    """Return the owners by all lines that match, as Forgejo does."""
    found: set[str] = set()
    for line in file.read_text().splitlines():
        if line and not line.startswith("#"):
            pattern, *owners = line.split()
            matches = re.fullmatch(pattern.removeprefix("!"), path) is not None
            if matches != pattern.startswith("!"):
                found |= set(owners)
    return found


@pytest.mark.parametrize(
    ("path", "team"),
    [
        ("content/programmes/eq.yml", "office"),
        ("content/site.yml", "office"),
        ("locales/ar/programmes.po", "office"),
        ("wegweiser/cli/building.py", "maintainers"),
        (".github/workflows/check.yml", "maintainers"),
        ("mkdocs.yml", "maintainers"),
        ("theme/main.html", "maintainers"),
        ("tests/cities/musterstadt/content/site.yml", "maintainers"),
    ],
)
def test_content_and_code_have_other_owners(path: str, team: str) -> None:
    expected = {f"@example-org/{team}"}
    for folder in (".github", ".gitlab"):
        assert owners_of(path, PROJECT / folder / "CODEOWNERS") == expected
    assert owners_by_expressions(path, PROJECT / ".forgejo" / "CODEOWNERS") == expected


# -- what the jobs run ----------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A repository with the project's code and the sample city, on a branch off `main`."""
    root = tmp_path / "project"
    root.mkdir()
    for name in ("wegweiser", "scripts", "hooks", "theme"):
        shutil.copytree(PROJECT / name, root / name)
    for path in (*PROJECT.glob("*.lock"), PROJECT / "mkdocs.yml", PROJECT / "pyproject.toml"):
        shutil.copy(path, root)
    for name in ("content", "docs"):
        shutil.copytree(CITY / name, root / name)
    (root / ".venv").symlink_to(PROJECT / ".venv")
    (root / ".gitignore").write_text(".venv\n.cache\npreview\n")
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "Begin")
    git(root, "update-ref", "refs/remotes/origin/main", "HEAD")
    return root


def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    done = run("git", *who, *arguments, cwd=root)
    assert done.returncode == 0, done.stderr


def ci(root: Path, task: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = {**kept, "SOURCE_DATE_EPOCH": "1795392000", **variables}
    return run(root / "scripts" / "ci", task, cwd=root, env=environment)


def make_mistake(root: Path) -> None:
    path = root / "content/contacts/patenkreis.yml"
    path.write_text(path.read_text().replace("mentor: ja", "mentor: vielleicht"))


def test_check_annotates_as_the_host_wants_it(copy: Path) -> None:
    make_mistake(copy)
    done = ci(copy, "check", GITHUB_ACTIONS="true")
    assert (done.returncode, done.stdout[:8]) == (1, "::error ")
    done = ci(copy, "check", GITHUB_ACTIONS="true", FORGEJO_ACTIONS="true")
    assert done.returncode == 1
    assert done.stdout.startswith("content/contacts/patenkreis.yml:27:9: Fehler W214:")
    done = ci(copy, "check", GITLAB_CI="true")
    assert done.returncode == 1
    assert "Fehler W214" in done.stdout
    assert '"begin": 27' in (copy / "gl-code-quality-report.json").read_text()


def test_comment_compares_with_where_the_change_begins(copy: Path, tmp_path: Path) -> None:
    path = copy / "content/programmes/sprachcafe.yml"
    path.write_text(path.read_text().replace("Bei Tee und Keksen", "Bei Kaffee"))
    git(copy, "commit", "--quiet", "-am", "Change")
    built = run(
        *(BIN / "python", "-m", "wegweiser", "build", "--preview", "--allow-samples"),
        *("--output", "preview"),
        cwd=copy,
    )
    assert built.returncode == 0, built.stderr
    summary = tmp_path / "summary.md"
    variables = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    variables |= {"GITHUB_BASE_REF": "main", "WEGWEISER_DOWNLOAD": "https://forge.example/7"}
    done = ci(copy, "comment", **variables)
    assert done.returncode == 0, done.stderr
    told = summary.read_text()
    assert "jetzt: „Bei Kaffee Deutsch sprechen, ganz ohne Anmeldung.“" in told
    assert "[Vorschau als Archiv](<https://forge.example/7>)" in told
    assert "## Größe und Gewicht" in told
    variables = {"GITLAB_CI": "true", "CI_PROJECT_ROOT_NAMESPACE": "stadt", "CI_JOB_ID": "9"}
    variables |= {"CI_PAGES_DOMAIN": "pages.example", "CI_PROJECT_PATH": "stadt/amt/wegweiser"}
    done = ci(copy, "comment", CI_MERGE_REQUEST_DIFF_BASE_SHA="HEAD~1", **variables)
    address = "https://stadt.pages.example/-/amt/wegweiser/-/jobs/9/artifacts/preview/"
    assert f"(<{address}de/programmes/sprachcafe/index.html>)" in done.stdout


def test_change_with_mistakes_gets_its_comment(copy: Path) -> None:
    make_mistake(copy)
    assert ci(copy, "preview").returncode == 1
    done = ci(copy, "comment", GITHUB_BASE_REF="main")
    assert done.returncode == 0, done.stderr
    assert "**1 Fehler, 0 Warnungen, 0 Hinweise.**" in done.stdout


def test_report_keeps_the_memory_of_links(copy: Path) -> None:
    done = ci(copy, "report")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("# Bericht: Wegweiser Musterstadt")
    assert (copy / ".cache" / "links.json").is_file()


def test_wrong_use_is_told(copy: Path) -> None:
    assert ci(copy, "deploy").returncode == 2
    assert "scripts/ci comment" in ci(copy, "--help").stdout
