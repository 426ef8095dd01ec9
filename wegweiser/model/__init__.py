"""Room 2, model: located values become typed, linked entries.

`load_content` is what the command line and the next rooms call.
"""

from wegweiser.model.content import SOURCE_LOCALE, Content, Readable
from wegweiser.model.entries import COLLECTIONS, Entry
from wegweiser.model.load import load_content
from wegweiser.model.references import is_shown

__all__ = [
    "COLLECTIONS",
    "SOURCE_LOCALE",
    "Content",
    "Entry",
    "Readable",
    "is_shown",
    "load_content",
]
