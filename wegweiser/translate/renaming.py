"""Carrying translations over when an entry gets another id."""

from __future__ import annotations

import polib

from wegweiser.placeholders import retarget
from wegweiser.translate.catalogue import message_of, renew_mark


def rename_messages(catalogue: polib.POFile, collection: str, old: str, new: str) -> None:
    """Let the messages of the entry `old` be those of `new`, and all placeholders follow.

    Marks and states stay as they were: nobody has changed a word.
    """
    prefix = f"{collection}/{old}:"
    for entry in catalogue:
        before = message_of(entry)
        if entry.msgctxt and entry.msgctxt.startswith(prefix):
            entry.msgctxt = f"{collection}/{new}:{entry.msgctxt.removeprefix(prefix)}"
        entry.msgid = retarget(entry.msgid, collection, old, new)
        entry.msgstr = retarget(entry.msgstr, collection, old, new)
        if entry.previous_msgid:
            entry.previous_msgid = retarget(entry.previous_msgid, collection, old, new)
        renew_mark(entry, before)
