"""„Meinten Sie …?“"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def suggest(word: str, known: Iterable[str]) -> str:
    """Return a German question with the most similar known word, or an empty string."""
    names = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    return f" Meinten Sie „{names[close[0]]}“?" if close else ""
