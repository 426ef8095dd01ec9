"""Markup: the Nu HTML checker over every page (needs Java and the npm package `vnu-jar`)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

JAR = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def checker_version() -> str:
    """Return the version of the checker, without the commit that it was made from."""
    command = ["java", "-jar", str(JAR), "--version"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[0]


def find_errors(folder: Path) -> list[str]:
    """Return every error in the HTML files below `folder`, each with its place."""
    command = ["java", "-Xss4m", "-jar", str(JAR), "--format", "json", "--errors-only"]
    command += ["--skip-non-html", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    return [
        f"{m.get('url', '')}:{m.get('lastLine', 0)}: {m['message']}"
        for m in messages
        if m["type"] != "info"
    ]
