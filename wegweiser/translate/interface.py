"""The interface's own texts: German in `interface.yml`, translated like any other message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wegweiser.read import Mapping, Scalar, read_yaml

_FOLDER = Path(__file__).parent
PREFIX = "ui:"
SLOT = re.compile(r"\{([a-z_]+)\}")
"""A slot for a value in an interface text."""


@dataclass(frozen=True)
class Interface:
    """German interface texts by key. Texts with a plural have the forms ``one`` and ``other``."""

    texts: dict[str, str]
    plurals: dict[str, str]

    def source(self, key: str) -> str:
        """Return the German text (its singular). Raises `KeyError` for an unknown key."""
        return self.texts[key]


@cache
def load_interface() -> Interface:
    """Return the interface texts of this package.

    Raises `ValueError` when the package's own file is damaged.
    """
    source, problems = read_yaml(_FOLDER / "interface.yml", _FOLDER)
    if source is None or problems:
        raise ValueError(f"interface.yml is damaged: {problems}")
    texts: dict[str, str] = {}
    plurals: dict[str, str] = {}
    for key, value in source.entries:
        if isinstance(value, Scalar):
            texts[key.value] = value.value
        elif isinstance(value, Mapping):
            one, other = value.get("one"), value.get("other")
            if not (isinstance(one, Scalar) and isinstance(other, Scalar)):
                raise ValueError(f"interface.yml: {key.value} lacks a plural form")
            texts[key.value] = one.value
            plurals[key.value] = other.value
    return Interface(texts, plurals)
