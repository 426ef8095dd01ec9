"""YAML as editors read it: the core schema of YAML 1.2 (section 10.3.2), not everything as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from wegweiser.read import Located, Mapping, Scalar, Sequence, TextFile
from wegweiser.read.parser import parse_yaml

CORE: tuple[tuple[re.Pattern[str], Callable[[str], object]], ...] = (
    (re.compile(r"null|Null|NULL|~|"), lambda text: None),
    (re.compile(r"true|True|TRUE"), lambda text: True),
    (re.compile(r"false|False|FALSE"), lambda text: False),
    (re.compile(r"[-+]?[0-9]+"), int),
    (re.compile(r"0o[0-7]+"), lambda text: int(text[2:], 8)),
    (re.compile(r"0x[0-9a-fA-F]+"), lambda text: int(text[2:], 16)),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
    (re.compile(r"[-+]?\.(inf|Inf|INF)"), lambda text: float(text.replace(".", ""))),
    (re.compile(r"\.(nan|NaN|NAN)"), lambda text: float("nan")),
)


def read_as_editor(text: str) -> Any:
    """Return what an editor's language server makes of the YAML `text`, which must be sound."""
    value, problems = parse_yaml(TextFile("entry.yml", text))
    assert value is not None, problems
    return plain(value)


def plain(value: Located) -> Any:
    """Return `value` as JSON has it."""
    match value:
        case Scalar(plain=True):
            readers = (read for pattern, read in CORE if pattern.fullmatch(value.value))
            return next((read(value.value) for read in readers), value.value)
        case Scalar():
            return value.value
        case Sequence():
            return [plain(item) for item in value.items]
        case Mapping():
            return {name.value: plain(child) for name, child in value.entries}
