"""The strict YAML reader: events in, located values and diagnostics out.

It works on parser events with a stack of its own, so that depth and size are limits of ours and
neither twenty thousand brackets nor an alias bomb reach a recursive function. What plain YAML
offers beyond text, lists and fields (anchors, tags, merges, several documents) is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from wegweiser.diagnostics import Diagnostic, Place, rules
from wegweiser.read.files import TextFile, find_forbidden, forbidden_character, nfc, read_text_file
from wegweiser.read.syntax_errors import LastText, explain_syntax_error
from wegweiser.read.values import Located, Mapping, Scalar, Sequence

MAX_DEPTH = 20
MAX_NODES = 20_000

_LOST_TEXT = re.compile(r"[ \t]+(#\S+)")

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser: libyaml, where it is there."""

# Plain keys that YAML 1.2 would read as something else than text.
_NOT_TEXT = re.compile(r"~|null|true|false|[-+]?(\d[\d_]*)?\.?\d+([eE][-+]?\d+)?", re.IGNORECASE)


def read_yaml(path: Path, root: Path) -> tuple[Mapping | None, list[Diagnostic]]:
    """Return the fields of the YAML file `path` and all its problems.

    None is returned when nothing of the file can be used. Never raises for any input.
    """
    file, usable = read_text_file(path, root)
    problems = list(file.diagnostics)
    if not usable:
        return None, problems
    value, found = parse_yaml(file)
    if file.diagnostics:
        # The characters already reported were blanked, which can break the syntax around them.
        blanked = {problem.place.line for problem in file.diagnostics}
        blanked |= {line + 1 for line in blanked}
        found = [
            problem
            for problem in found
            if problem.code != rules.YAML_SYNTAX.code or problem.place.line not in blanked
        ]
    problems += found
    if isinstance(value, Mapping):
        return value, problems
    if not problems:
        shown = {Scalar: "nur einen Text", Sequence: "eine Liste"}.get(type(value), "nichts")
        place = value.place if value else file.place()
        problems.append(rules.NOT_AN_ENTRY.at(place, found=shown))
    return None, problems


def parse_yaml(file: TextFile) -> tuple[Located | None, list[Diagnostic]]:
    """Return the located value of a decoded file (None when it is empty or broken)."""
    reader = _Reader(file)
    try:
        for event in yaml.parse(file.text, Loader=LOADER):
            if not reader.take(event):
                break
    except yaml.YAMLError as error:
        reader.problems.append(explain_syntax_error(error, file, reader.last_text))
        return None, reader.problems
    return reader.result, reader.problems


@dataclass
class _Frame:
    """A list or group of fields that is still open."""

    place: Place
    is_mapping: bool
    items: list[Located] = field(default_factory=list)
    entries: list[tuple[Scalar, Located]] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    key: Scalar | None = None
    key_is_refused: bool = False

    @property
    def expects_key(self) -> bool:
        return self.is_mapping and self.key is None


class _Reader:
    """Builds one located value from the events of one file."""

    def __init__(self, file: TextFile) -> None:
        self.file = file
        self._lines = file.text.split("\n")
        self._last_line = len(self._lines) - file.text.endswith("\n")
        self.problems: list[Diagnostic] = []
        self.result: Located | None = None
        self.last_text: LastText | None = None
        self._stack: list[_Frame] = []
        self._nodes = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> bool:
        """Take in one event; return False when reading has to stop here."""
        match event:
            case yaml.DocumentStartEvent():
                return self._start_document(event)
            case yaml.NodeEvent():
                return self._take_node(event)
            case yaml.CollectionEndEvent():
                self._close()
        return True

    def _start_document(self, event: yaml.DocumentStartEvent) -> bool:
        self._documents += 1
        if self._documents > 1:
            self.problems.append(rules.MULTIPLE_DOCUMENTS.at(self._place(event)))
            return False
        if event.tags or event.version:
            self.problems.append(rules.YAML_TAG.at(self._place(event)))
        return True

    def _take_node(self, event: yaml.NodeEvent) -> bool:
        self._nodes += 1
        place = self._place(event)
        if self._nodes > MAX_NODES:
            self.problems.append(rules.TOO_MANY_VALUES.at(place, limit=MAX_NODES))
            return False
        if isinstance(event, yaml.AliasEvent):
            self.problems.append(rules.ANCHOR_OR_ALIAS.at(place))
            self._add(Scalar("", place, refused=True))
            return True
        if event.anchor is not None:
            self.problems.append(rules.ANCHOR_OR_ALIAS.at(place))
        if isinstance(event, yaml.ScalarEvent):
            self._take_scalar(event, place)
            return True
        if isinstance(event, yaml.CollectionStartEvent) and event.tag is not None:
            self.problems.append(rules.YAML_TAG.at(place))
        if len(self._stack) >= MAX_DEPTH:
            self.problems.append(rules.TOO_DEEP.at(place, limit=MAX_DEPTH))
            return False
        self._stack.append(_Frame(place, isinstance(event, yaml.MappingStartEvent)))
        return True

    def _take_scalar(self, event: yaml.ScalarEvent, place: Place) -> None:
        if event.tag is not None:
            self.problems.append(rules.YAML_TAG.at(place))
        last_line = event.end_mark.line + 1 if event.end_mark else place.line
        self.last_text = LastText(place, last_line, event.style in ("'", '"'))
        index = find_forbidden(event.value)
        value = event.value
        if index is not None:
            found = self.file.find(value[index], place, last_line)
            self.problems.append(forbidden_character(value[index], found))
            value = "".join(char for char in value if find_forbidden(char) is None)
        plain = event.style in (None, "")
        if plain and event.end_mark:
            self._check_lost_text(event.end_mark.line, event.end_mark.column)
        self._add(Scalar(nfc(value), place, plain, last_line=last_line, file=self.file))

    def _check_lost_text(self, line: int, column: int) -> None:
        """Warn about ``Haus #12``: what looks like a part of the text is a comment in YAML."""
        match = _LOST_TEXT.match(self._lines[line], column) if line < len(self._lines) else None
        if match:
            place = self.file.place(line + 1, match.start(1) + 1, len(match[1]))
            self.problems.append(rules.TEXT_LOST_AS_COMMENT.at(place, lost=match[1]))

    def _close(self) -> None:
        frame = self._stack.pop()
        if frame.is_mapping:
            self._add(Mapping(tuple(frame.entries), frame.place))
        else:
            self._add(Sequence(tuple(frame.items), frame.place))

    def _add(self, value: Located) -> None:
        if not self._stack:
            self.result = value
            return
        frame = self._stack[-1]
        if not frame.is_mapping:
            frame.items.append(value)
        elif frame.expects_key:
            self._take_key(frame, value)
        else:
            self._take_field(frame, value)

    def _take_key(self, frame: _Frame, value: Located) -> None:
        frame.key_is_refused = True
        if not isinstance(value, Scalar):
            found = "eine Liste" if isinstance(value, Sequence) else "eine Gruppe von Feldern"
            self.problems.append(rules.KEY_IS_NOT_TEXT.at(value.place, found=found))
            frame.key = Scalar("", value.place)
            return
        frame.key = value
        if value.plain and value.value == "<<":
            self.problems.append(rules.MERGE_KEY.at(value.place))
        elif value.value == "" or (value.plain and _NOT_TEXT.fullmatch(value.value)):
            found = f"„{value.value}“" if value.value else "nichts"
            self.problems.append(rules.KEY_IS_NOT_TEXT.at(value.place, found=found))
        else:
            frame.key_is_refused = False

    def _take_field(self, frame: _Frame, value: Located) -> None:
        key, frame.key = frame.key, None
        if key is None or frame.key_is_refused:
            return
        first = frame.lines.setdefault(key.value, key.place.line)
        if len(frame.lines) > len(frame.entries):
            frame.entries.append((key, value))
        else:
            self.problems.append(rules.DUPLICATE_KEY.at(key.place, key=key.value, first=first))

    def _place(self, event: yaml.Event) -> Place:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:  # only events that were not parsed from a text
            return self.file.place()
        length = end.column - start.column if end.line == start.line else 1
        last = self._last_line
        if start.line >= last > 0:  # the end of the file, which a person sees in its last line
            return self.file.place(last)
        return self.file.place(start.line + 1, start.column + 1, length)
