"""The state of a message through any history of edits: never falsely stale, never falsely current.

Random histories of what staff, translators and their tools do are played against a model that
knows only what a person would say: which German text a translation was made from, by whom, and
whether somebody doubts it.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import polib
import pytest
from sites import CITY, TODAY

from wegweiser.model import load_content
from wegweiser.translate.catalogue import State, message_of, set_mark
from wegweiser.translate.catalogue_file import dump, new_catalogue, parse
from wegweiser.translate.messages import Source, source_messages
from wegweiser.translate.renaming import rename_messages
from wegweiser.translate.sync import field_of, synchronise

HISTORIES = 10_000
STEPS = 25
SHARDS = 8

SENTENCES = ("Rufen Sie an.", "Kommen Sie vorbei.", "Fragen Sie {link:guides/a}.", "Ohne  Termin.")
WORDS = ("alif", "ba {link:guides/a}", "ta", "tha")
FIELDS = ("summary", "steps.eins.text", "steps.zwei.text")


@dataclass
class Translation:
    """What a person would say of a translation."""

    made_from: str
    text: str
    kind: State
    doubted: bool = False


@dataclass
class World:
    """Content and one catalogue, and beside them what is known of each message."""

    dice: random.Random
    content: dict[str, dict[str, str]] = field(default_factory=dict)
    catalogue: polib.POFile = field(default_factory=lambda: new_catalogue("ar"))
    known: dict[str, Translation | None] = field(default_factory=dict)
    """The translations of all keys that the catalogue has ever had."""
    seen: dict[str, str] = field(default_factory=dict)
    """The German text of the live messages, as translators see it since the last sync."""

    def sources(self) -> dict[str, Source]:
        return {
            f"guides/{name}:{field}": Source(f"guides/{name}:{field}", text, "guides")
            for name, fields in self.content.items()
            for field, text in fields.items()
        }

    def entry(self) -> polib.POEntry | None:
        live = [entry for entry in self.catalogue if not entry.obsolete]
        return self.dice.choice(live) if live else None

    # -- staff ----------------------------------------------------------------------------------

    def add_entry(self) -> None:
        name = self.dice.choice("abcd")
        fields = {field: self.dice.choice(SENTENCES) for field in FIELDS}
        self.content.setdefault(name, fields)

    def edit(self) -> None:
        if self.content:
            fields = self.content[self.dice.choice(list(self.content))]
            if fields:
                fields[self.dice.choice(list(fields))] = self.dice.choice(SENTENCES)

    def reformat(self) -> None:
        for fields in self.content.values():
            for name, text in fields.items():
                words = text.split()
                fields[name] = self.dice.choice((" ", "\n", "  ")).join(words)

    def reorder(self) -> None:
        names = list(self.content)
        self.dice.shuffle(names)
        self.content = {
            name: dict(sorted(self.content[name].items(), key=lambda _: self.dice.random()))
            for name in names
        }

    def delete_entry(self) -> None:
        """Deleting a file and making it a draft are the same to translators."""
        if self.content:
            del self.content[self.dice.choice(list(self.content))]

    def delete_field(self) -> None:
        if self.content:
            fields = self.content[self.dice.choice(list(self.content))]
            if fields:
                del fields[self.dice.choice(list(fields))]

    def rename_file(self) -> None:
        """Somebody renames a file by hand: to the catalogue, other messages."""
        old, new = self.dice.sample("abcd", 2)
        if old in self.content and new not in self.content:
            self.content[new] = self.content.pop(old)

    def rename_entry(self) -> None:
        """The same with `scripts/rename`: its translations go with it."""
        old, new = self.dice.sample("abcd", 2)
        # A name that was ever used has messages of its own that wait for it.
        if old not in self.content or any(key.startswith(f"guides/{new}:") for key in self.known):
            return
        if new in self.content:
            return
        self.content = {
            (new if name == old else name): {
                field: text.replace(f"guides/{old}}}", f"guides/{new}}}")
                for field, text in fields.items()
            }
            for name, fields in self.content.items()
        }
        rename_messages(self.catalogue, "guides", old, new)

        def key_of(key: str) -> str:
            return key.replace(f"guides/{old}:", f"guides/{new}:")

        def text_of(text: str) -> str:
            return text.replace(f"guides/{old}}}", f"guides/{new}}}")

        self.seen = {key_of(key): text_of(text) for key, text in self.seen.items()}
        self.known = {key_of(key): value for key, value in self.known.items()}
        for value in filter(None, self.known.values()):
            value.made_from, value.text = text_of(value.made_from), text_of(value.text)

    # -- tools ----------------------------------------------------------------------------------

    def sync(self) -> None:
        sources = self.sources()
        offers: dict[tuple[str, str], str] = {}
        for entry in self.catalogue:
            value = self.known.get(entry.msgctxt)
            if value and not entry.fuzzy:
                offers.setdefault((field_of(entry.msgctxt), entry.msgid), value.text)
        self.catalogue = synchronise(self.catalogue, "ar", sources.values())
        for key, source in sources.items():
            if key not in self.known:
                text = offers.get((field_of(key), source.text))
                self.known[key] = None
                if text:
                    self.known[key] = Translation(source.text, text, State.CURRENT, doubted=True)
        self.seen = {key: source.text for key, source in sources.items()}

    def save_with_another_tool(self) -> None:
        self.catalogue = parse(dump(self.catalogue))

    # -- translators ----------------------------------------------------------------------------

    def translate(self) -> None:
        """A person translates, as Poedit saves it."""
        if entry := self.entry():
            self._write(entry, self.dice.choice(WORDS))
            self.known[entry.msgctxt] = Translation(
                self.seen[entry.msgctxt], entry.msgstr, self._kind_after(entry)
            )

    def _write(self, entry: polib.POEntry, text: str) -> None:
        entry.msgstr = text
        entry.flags = []
        entry.previous_msgid = None

    def _kind_after(self, entry: polib.POEntry) -> State:
        """A text typed again that is the very one of before is as good as before."""
        before = self.known.get(entry.msgctxt)
        is_same = before and same(before.made_from, self.seen[entry.msgctxt])
        if before and is_same and before.text == entry.msgstr:
            return before.kind
        mark = message_of(entry).valid_mark
        return mark.kind if mark else State.CURRENT

    def translate_by_machine(self) -> None:
        if entry := self.entry():
            self._write(entry, self.dice.choice(WORDS))
            set_mark(entry, State.MACHINE)
            made_from = self.seen[entry.msgctxt]
            self.known[entry.msgctxt] = Translation(made_from, entry.msgstr, State.MACHINE)

    def review(self) -> None:
        entry = self.entry()
        if entry and entry.msgstr and not entry.fuzzy:
            set_mark(entry, State.REVIEWED, "Jane Doe", "2026-11-23")
            made_from = self.seen[entry.msgctxt]
            self.known[entry.msgctxt] = Translation(made_from, entry.msgstr, State.REVIEWED)

    def doubt(self) -> None:
        """A translator marks a translation as needing work."""
        entry = self.entry()
        value = self.known.get(entry.msgctxt) if entry else None
        if entry and value and not entry.fuzzy:
            entry.flags = ["fuzzy"]
            value.doubted = True

    def edit_in_doubt(self) -> None:
        """A translator begins to work on a fuzzy message and leaves it fuzzy."""
        entry = self.entry()
        value = self.known.get(entry.msgctxt) if entry else None
        if entry and value and entry.fuzzy and not same(f"{value.text}!", value.text):
            value.text = entry.msgstr = f"{value.text}!"
            value.doubted = True

    def confirm(self) -> None:
        """A translator finds that a fuzzy translation is right as it is."""
        entry = self.entry()
        value = self.known.get(entry.msgctxt) if entry else None
        if entry and value and entry.fuzzy:
            entry.flags = []
            if self.dice.random() < 0.5:  # some tools leave the previous text behind
                entry.previous_msgid = None
            mark = message_of(entry).valid_mark
            kind = mark.kind if mark else State.CURRENT
            self.known[entry.msgctxt] = Translation(self.seen[entry.msgctxt], value.text, kind)

    def empty(self) -> None:
        if entry := self.entry():
            self._write(entry, "")
            self.known[entry.msgctxt] = None

    # -- what must hold -------------------------------------------------------------------------

    def expected(self, key: str, source: str) -> State:
        value = self.known.get(key)
        if key not in self.seen or value is None:
            return State.MISSING
        if value.doubted or not same(value.made_from, source):
            return State.STALE
        return value.kind

    def check(self) -> None:
        messages = {
            entry.msgctxt: message_of(entry) for entry in self.catalogue if not entry.obsolete
        }
        for key, source in self.sources().items():
            message = messages.get(key)
            state = message.state(source.text) if message else State.MISSING
            assert state is self.expected(key, source.text), (key, source.text, message)


def same(one: str, other: str) -> bool:
    return one.split() == other.split()


OPERATIONS = (
    *([World.add_entry] * 2 + [World.edit] * 5 + [World.sync] * 5 + [World.translate] * 4),
    *([World.translate_by_machine] * 3 + [World.review] * 2 + [World.reformat, World.reorder]),
    *(World.delete_entry, World.delete_field, World.rename_file, World.rename_entry),
    *(World.save_with_another_tool, World.doubt, World.edit_in_doubt, World.confirm, World.empty),
)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_history_ends_in_a_false_state(shard: int) -> None:
    for number in range(shard, HISTORIES, SHARDS):
        world = World(random.Random(number))
        world.add_entry()
        world.sync()
        history = [world.dice.choice(OPERATIONS) for _ in range(STEPS)]
        for count, operation in enumerate(history, start=1):
            operation(world)
            try:
                world.check()
            except AssertionError as error:
                names = [step.__name__ for step in history[:count]]
                raise AssertionError(f"history {number}: {names}: {error}") from None


def test_syncing_twice_changes_nothing() -> None:
    for number in range(500):
        world = World(random.Random(number))
        for _ in range(STEPS):
            world.dice.choice(OPERATIONS)(world)
        world.sync()
        once = dump(world.catalogue)
        world.sync()
        assert dump(world.catalogue) == once, number


# -- what goes wrong elsewhere, by name (Integreat's issue tracker; DESIGN, 5) --------------------


def source(key: str, text: str) -> Source:
    return Source(key, text, "guides")


def translated(*sources: Source) -> polib.POFile:
    catalogue = synchronise(new_catalogue("ar"), "ar", sources)
    for entry in catalogue:
        entry.msgstr = f"[{entry.msgid}]"
        set_mark(entry, State.MACHINE)
    return catalogue


def states(catalogue: polib.POFile, *sources: Source) -> list[State]:
    live = {entry.msgctxt: message_of(entry) for entry in catalogue if not entry.obsolete}
    return [
        live[s.key].state(s.text, s.plural) if s.key in live else State.MISSING for s in sources
    ]


A, B = source("guides/a:summary", "Rufen Sie an."), source("guides/b:summary", "Kommen Sie.")


def test_a_saved_draft_outdates_nothing() -> None:
    """An entry that is a draft for a while has its translations when it is published again."""
    catalogue = translated(A, B)
    while_draft = synchronise(catalogue, "ar", [B])
    assert states(while_draft, B) == [State.MACHINE]
    assert states(synchronise(while_draft, "ar", [A, B]), A, B) == [State.MACHINE] * 2


def test_a_moved_page_outdates_nothing() -> None:
    catalogue = synchronise(translated(A, B), "ar", [B, A])
    assert states(catalogue, A, B) == [State.MACHINE] * 2


def test_white_space_outdates_nothing() -> None:
    wrapped = source(A.key, "Rufen\n  Sie an. ")
    catalogue = translated(A)
    assert states(catalogue, wrapped) == [State.MACHINE]
    before = dump(catalogue)
    assert dump(synchronise(catalogue, "ar", [wrapped])) == before


def test_a_changed_phone_number_outdates_nothing(tmp_path: Path) -> None:
    city = tmp_path / "city"
    shutil.copytree(CITY, city)
    before = source_messages(load_content(city, TODAY)[1])
    path = city / "content" / "contacts" / "integrationsbuero.yml"
    path.write_text(path.read_text().replace("030 23125 100", "030 23125 999"))
    assert source_messages(load_content(city, TODAY)[1]) == before


def test_what_was_translated_again_is_no_longer_outdated() -> None:
    """At once, whether or not anybody runs a command."""
    changed = source(A.key, "Schreiben Sie uns.")
    catalogue = synchronise(translated(A), "ar", [changed])
    assert states(catalogue, changed) == [State.STALE]
    catalogue[0].msgstr, catalogue[0].flags, catalogue[0].previous_msgid = "[neu]", [], None
    assert states(catalogue, changed) == [State.CURRENT]
    assert states(synchronise(catalogue, "ar", [changed]), changed) == [State.CURRENT]


def test_no_work_is_lost_when_a_text_moves_to_another_entry() -> None:
    moved = source("guides/c:summary", A.text)
    catalogue = synchronise(translated(A), "ar", [moved])
    assert catalogue[0].msgstr == f"[{A.text}]"
    assert states(catalogue, moved) == [State.STALE], "somebody must look whether it fits there"
    assert states(synchronise(catalogue, "ar", [A]), A) == [State.MACHINE]


def test_a_copy_is_no_review() -> None:
    catalogue = translated(A)
    set_mark(catalogue[0], State.REVIEWED, "Jane Doe", "2026-11-23")
    copied = source("guides/c:summary", A.text)
    catalogue = synchronise(catalogue, "ar", [A, copied])
    assert states(catalogue, A, copied) == [State.REVIEWED, State.STALE]
    catalogue[1].flags = []
    assert states(catalogue, copied) == [State.CURRENT]
