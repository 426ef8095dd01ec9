"""Assets: modules that are joined do what they did apart."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from wegweiser.render import AssetError
from wegweiser.render.assets import join_module, join_script

NODE = shutil.which("node") or "node"


def write(folder: Path, modules: dict[str, str]) -> Path:
    """Write modules by their names; return the first."""
    for name, text in modules.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder / next(iter(modules))


def run(script: str) -> str:
    """Return what a script prints."""
    command = [NODE, "--input-type=module", "--eval", script]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        ({"shell.js": "export let x = 1;\n"}, "shell.js: cannot join export let x = 1;"),
        (
            {"shell.js": 'import { f as g } from "./a.js";\n', "a.js": "export const f = 1;\n"},
            "shell.js: ./a.js exports no f as g",
        ),
        (
            {"shell.js": 'import x from "./a.js";\n', "a.js": "export function x() {}\n"},
            "shell.js: ./a.js exports no default",
        ),
        (
            {
                "shell.js": 'import { a } from "./a.js";\n',
                "a.js": 'import { b } from "./shell.js";\nexport const a = 1;\n',
            },
            "a.js: ./shell.js imports this one",
        ),
    ],
)
def test_modules_that_cannot_be_joined_are_told(
    modules: dict[str, str], message: str, tmp_path: Path
) -> None:
    with pytest.raises(AssetError) as told:
        join_script(write(tmp_path, modules))
    assert str(told.value) == message


def test_each_module_runs_once_and_has_its_own_names(tmp_path: Path) -> None:
    modules = {
        "shell.js": 'import { count, name } from "./b.js";\nimport first from "./folder/a.js";\n'
        'const kept = "shell";\nconsole.log(first(), name, count(), kept);\n',
        "folder/a.js": 'import { count } from "../b.js";\nconst kept = "a";\n'
        'console.log("runs a");\nexport default () => `${kept}${count()}`;\n',
        "b.js": 'let kept = 0;\nconsole.log("runs b");\nexport const name = "b";\n'
        "export function count() {\n  kept += 1;\n  return kept;\n}\n",
    }
    assert run(join_script(write(tmp_path, modules))) == "runs b\nruns a\na1 b 2 shell\n"


def test_joined_module_exports_what_it_did(tmp_path: Path) -> None:
    modules = {
        "core.js": 'import one from "./one.js";\nexport async function two() {}\n'
        "export const three = one + 2;\nexport default three;\n",
        "one.js": "const one = 1;export{one as default};\n",
    }
    joined = tmp_path / "joined.mjs"
    joined.write_text(join_module(write(tmp_path, modules)))
    script = "console.log(core.default, core.three, core.two.name, Object.keys(core).length)"
    assert run(f"import * as core from '{joined.as_uri()}'; {script};") == "3 3 two 3\n"
