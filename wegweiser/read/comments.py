"""The comments of a YAML file, which its values do not know."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

import yaml

from wegweiser.read.files import TextFile
from wegweiser.read.parser import LOADER

_COMMENT = re.compile(r"(?:(?<=[ \n])|^)#.*")


@dataclass(frozen=True)
class Comment:
    """A comment from its # on; `line` and `column` count from 1. Is it `alone` in its line?"""

    text: str
    line: int
    column: int
    alone: bool


def find_comments(file: TextFile) -> Iterator[Comment]:
    """Yield the comments of a file that has been parsed without errors, in order."""
    starts = [0, *accumulate(len(line) + 1 for line in file.text.split("\n"))]
    texts = list(_texts_in(file.text, starts))
    after = 0
    while match := _COMMENT.search(file.text, after):
        inside = next((end for start, end in texts if start <= match.start() < end), None)
        if inside is not None:
            after = inside  # a comment may stand behind the text
            continue
        after = match.end()
        line = bisect_right(starts, match.start())
        column = match.start() - starts[line - 1]
        alone = not file.text[starts[line - 1] : match.start()].strip()
        yield Comment(match[0].rstrip(), line, column + 1, alone)


def _texts_in(text: str, starts: list[int]) -> Iterator[tuple[int, int]]:
    """Yield where the values stand that may hold a # of their own (YAML 1.2.2, section 6.6)."""
    for token in yaml.scan(text, Loader=LOADER):
        if not isinstance(token, yaml.ScalarToken):
            continue
        start = starts[token.start_mark.line] + token.start_mark.column
        end = starts[token.end_mark.line] + token.end_mark.column
        if token.style in ("|", ">"):
            # The line of the indicator may end in a comment.
            start = text.find("\n", start) if "\n" in text[start:] else len(text)
        yield start, end
