"""What stands in braces in a text, whether it is prose or one plain line.

A placeholder (``{phone:kost}``) names a fact that a field holds, so that texts never repeat it.
Translations quote the German words that readers will meet at an office as
``{de:Ausländerbehörde}``; so marked, a screen reader speaks them as German.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PLACEHOLDER = re.compile(r"\{(?!de:)([a-z]+):([a-z0-9][a-z0-9/.-]*)\}")
"""A placeholder: kind and target, as in ``{link:guides/erste-bewerbung}``."""

_QUOTE = re.compile(r"\{de:([^{}\n]+)\}")

PLACEHOLDER_OR_QUOTE = re.compile(f"{PLACEHOLDER.pattern}|{_QUOTE.pattern}")
"""What readers see in another form: kind and target of a placeholder, or quoted German words."""

_BRACKETED = re.compile(rf"\s*\({_QUOTE.pattern}\)")
_BRACES = re.compile(r"\{[^{}\s]*(?:[^{}\n]*\})?|\}")


@dataclass(frozen=True)
class Placeholder:
    """A reference to a fact: ``{kind:target}``."""

    kind: str
    target: str

    def __str__(self) -> str:
        return f"{{{self.kind}:{self.target}}}"


def find_placeholders(text: str) -> list[Placeholder]:
    """Return the well-formed placeholders of `text`, in order."""
    return [Placeholder(*match.groups()) for match in PLACEHOLDER.finditer(text)]


def retarget(text: str, collection: str, old: str, new: str) -> str:
    """Return `text` with every placeholder that names the entry `old` naming `new` instead."""

    def replaced(match: re.Match[str]) -> str:
        placeholder = Placeholder(*match.groups())
        if placeholder.kind in {"phone", "email"}:
            is_meant = collection == "contacts" and placeholder.target == old
            return str(Placeholder(placeholder.kind, new)) if is_meant else match[0]
        parts = placeholder.target.split("/")
        if parts[:2] != [collection, old]:
            return match[0]
        return str(Placeholder(placeholder.kind, "/".join([collection, new, *parts[2:]])))

    return PLACEHOLDER.sub(replaced, text)


def find_malformed_placeholders(text: str) -> list[str]:
    """Return every brace that belongs to no placeholder, with what it encloses, in order."""
    return [match[0] for match in _BRACES.finditer(text) if not PLACEHOLDER.fullmatch(match[0])]


def quote(text: str) -> str:
    """Return German `text` as a translation quotes it."""
    return f"{{de:{without_quotes(text)}}}"


def quotes_in(text: str) -> list[str]:
    """Return the German words that a translation quotes, in order."""
    return _QUOTE.findall(text)


def without_quotes(text: str) -> str:
    """Return `text` with its quoted German words as plain text."""
    return _QUOTE.sub(r"\1", text)


def drop_quotes(text: str) -> str:
    """Return `text` without German words in brackets, for places where nothing can be marked."""
    return without_quotes(_BRACKETED.sub("", text))
