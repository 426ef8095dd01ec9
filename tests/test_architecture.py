"""The shape of the code: one direction, the engine in one place, everything public described."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from sites import PROJECT

MODULES = sorted((PROJECT / "wegweiser").rglob("*.py"))
COMMANDS = sorted((PROJECT / "wegweiser" / "cli").glob("*.py"))
ENGINE = {"mkdocs", "mkdocs_static_i18n", "material"}

ROOMS = ["diagnostics", "read", "model", "translate", "documents", "render", "publish"]
LEAVES = {"prose", "writing", "locales", "collation", "fold", "build_date", "policy", "raster"}
LEAVES |= {"forges", "lifeline", "placeholders"}
"""Modules beside the rooms that know none of them."""

AFTER = {
    **{"workbench": "translate", "site": "render", "engine": "render"},
    **{"schemas": "model", "formatting": "model", "drafting": "model", "editor": "model"},
    **{"translations": "render", "renaming": "render", "standalone": "publish", "cli": "publish"},
    **{"reports": "render", "field_reference": "render"},
}
"""Modules that put rooms together, by the last room they may use."""

SHARED_BY_COMMANDS = {"arguments", "output", "site_folder"}
"""Modules of the command line that every group of commands may use."""


def name_of(path: Path) -> str:
    """Return the room or module right below the package."""
    relative = path.relative_to(PROJECT / "wegweiser")
    return relative.parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[str]:
    """Yield the dotted names that a module imports, at any time."""
    yield from imports_among(ast.walk(ast.parse(path.read_text())))


def imports_among(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the dotted names that these statements import."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "wegweiser":
                yield from (f"wegweiser.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_only_the_adapter_knows_the_engine(path: Path) -> None:
    engine = {name for name in imports_of(path) if name.split(".")[0] in ENGINE}
    assert not engine or path.name == "engine.py"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_one_module_knows_the_picture_library(path: Path) -> None:
    assert not {"PIL"} & {name.split(".")[0] for name in imports_of(path)} or path.stem == "raster"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_only_the_report_on_links_and_posting_ask_others(path: Path) -> None:
    """Neither check nor build knows them."""
    imports = set(imports_of(path))
    asks = imports & {"http.client", "urllib.request", "socket", "ssl"}
    assert not asks or path.stem == "link_client" or path.parts[-2:] == ("forges", "client.py")
    forges = {name for name in imports if name.startswith("wegweiser.forges")}
    is_command = path.parts[-2:] == ("cli", "reporting.py")
    assert not forges or name_of(path) == "forges" or is_command
    reports = {name for name in imports if name.startswith("wegweiser.reports")}
    assert not reports or name_of(path) == "reports" or is_command


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_rooms_import_only_rooms_before_them(path: Path) -> None:
    name = name_of(path)
    used = {
        dotted.split(".")[1]
        for dotted in imports_of(path)
        if dotted.startswith("wegweiser.") and dotted != "wegweiser.__version__"
    }
    used -= LEAVES | {name}
    if name in LEAVES:
        assert not used
    elif name in ROOMS:
        before = set(ROOMS[: ROOMS.index(name)])
        composed = {other for other, last in AFTER.items() if last in before} | {"standalone"}
        allowed = before | (composed if name == "publish" else set())
        assert used <= allowed
    elif name in AFTER:
        assert used & set(ROOMS) <= set(ROOMS[: ROOMS.index(AFTER[name]) + 1])


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
def test_commands_load_rooms_only_when_they_run(path: Path) -> None:
    """All of them are loaded to run one of them."""
    at_once = imports_among(ast.parse(path.read_text()).body)
    loaded = {name.split(".")[1] for name in at_once if name.startswith("wegweiser.")}
    assert loaded <= {"cli", "diagnostics", "build_date"}


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
def test_groups_of_commands_know_only_what_they_share(path: Path) -> None:
    used = {name.split(".")[2] for name in imports_of(path) if name.startswith("wegweiser.cli.")}
    assert path.stem == "__init__" or used <= SHARED_BY_COMMANDS


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_only_the_entry_point_knows_commands(path: Path) -> None:
    commands = {name for name in imports_of(path) if name.startswith("wegweiser.cli")}
    assert not commands or name_of(path) in {"cli", "__main__"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_everything_public_is_described(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree), "the module says what it is for"
    kinds = (ast.FunctionDef, ast.ClassDef)
    for node in tree.body:
        if isinstance(node, kinds) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


def test_names_say_what_a_module_is_about() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "misc", "common", "data", "process"}
    assert not [path for path in MODULES if path.stem in vague]


def test_hooks_only_hand_on() -> None:
    for node in ast.parse((PROJECT / "hooks" / "edition.py").read_text()).body:
        if isinstance(node, ast.FunctionDef):
            assert len(node.body) <= 4, node.name
