"""Catalogues: states, marks, damaged files, and bringing them in line by key alone."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from sites import CITY, PROJECT, TODAY
from translate.storage.pypo import pofile

from wegweiser.diagnostics import Place
from wegweiser.model import load_content
from wegweiser.translate import Message, State, digest, load_catalogues
from wegweiser.translate.catalogue import message_of, parse_mark, set_mark
from wegweiser.translate.catalogue_file import dump, new_catalogue, parse
from wegweiser.translate.checks import check_message
from wegweiser.translate.messages import Source, source_messages
from wegweiser.translate.plurals import plural_rule
from wegweiser.translate.sync import sync_catalogues, synchronise

KEY = "programmes/starthilfe:summary"

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def city(tmp_path: Path) -> Path:
    root = tmp_path / "city"
    shutil.copytree(CITY, root)
    return root


def sources_of(root: Path) -> dict[str, Source]:
    content, _, problems = load_content(root, TODAY)
    assert content, problems
    return source_messages(content)


def codes_of(root: Path, text: str, name: str = "programmes") -> list[str]:
    """Return the codes found when the Arabic catalogue `name` holds `text`."""
    path = root / "locales" / "ar" / f"{name}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    _, readable, _ = load_content(root, TODAY)
    return [problem.code for problem in load_catalogues(root, readable)[1]]


# -- states ---------------------------------------------------------------------------------------

MARK = digest("Hallo Welt", ["Hello world"])


@pytest.mark.parametrize(
    ("now", "message", "state"),
    [
        ("Hallo Welt", {"translations": ("",)}, State.MISSING),
        ("Hallo Welt", {"translations": ("  ",)}, State.MISSING),
        ("Hallo Welt", {"translations": ()}, State.MISSING),
        ("Hallo Welt", {}, State.CURRENT),
        ("Hallo  Welt\n", {}, State.CURRENT),
        ("Hallo Welt!", {}, State.STALE),
        ("Hallo Welt", {"fuzzy": True}, State.STALE),
        ("Hallo Welt", {"mark": f"machine {MARK}"}, State.MACHINE),
        ("Hallo Welt", {"mark": f"reviewed Jo Doe 2026-11-23 {MARK}"}, State.REVIEWED),
        ("Hallo Welt", {"mark": "machine 000000000000"}, State.CURRENT),
        ("Hallo Welt", {"mark": f"machine {MARK}", "translations": ("Hi",)}, State.CURRENT),
        ("Hallo", {"mark": f"machine {MARK}"}, State.STALE),
    ],
)
def test_state_of_a_message(now: str, message: dict[str, object], state: State) -> None:
    from wegweiser.diagnostics import Place

    values = {"translations": ("Hello world",), "source": "Hallo Welt", **message}
    mark = parse_mark(str(values.pop("mark", "")))
    made = Message(key=KEY, place=Place("x.po"), mark=mark, **values)  # type: ignore[arg-type]
    assert made.state(now) is state


def test_mark_survives_other_comments_and_msgcat(tmp_path: Path) -> None:
    entry = polib.POEntry(msgctxt=KEY, msgid="Hallo Welt", msgstr="Hello world")
    entry.tcomment = "please check the tone"
    set_mark(entry, State.MACHINE)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue.append(entry)
    path = tmp_path / "a.po"
    catalogue.save(str(path))
    done = subprocess.run(["msgcat", str(path)], capture_output=True, text=True, check=True)
    read = polib.pofile(done.stdout)[0]
    assert "please check the tone" in read.tcomment
    mark = parse_mark(read.tcomment)
    assert mark
    assert (mark.kind, mark.digest) == (State.MACHINE, digest("Hallo Welt", ["Hello world"]))


def test_shipped_catalogues_satisfy_gettext() -> None:
    for path in sorted((PROJECT / "locales").glob("*/*.po")):
        subprocess.run(["msgfmt", "--check", "-o", "/dev/null", path], check=True, timeout=60)


def test_shipped_catalogues_are_in_line_with_the_content(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "locales", tmp_path / "locales")
    sources = sources_of(PROJECT)
    for tag in ("en", "ar"):
        assert sync_catalogues(tmp_path, tag, sources) == []


# -- damaged files --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f'{HEADER}msgctxt "{KEY}"\nmsgid "x"\nmsgstr "y"\n', []),
        (f'{HEADER}msgctxt "{KEY}"\nmsgid "x"\nmsgstr "y\n', ["W401"]),
        (f'{HEADER}msgctxt "{KEY}\nmsgid "x"\nmsgstr "y"\n', ["W401"]),
        (f"{HEADER}nonsense\n", ["W401"]),
        (f'{HEADER}msgstr "y"\n', ["W401"]),
        (HEADER + f'msgctxt "{KEY}"\nmsgid "x"\nmsgstr "y"\n\n' * 2, ["W404"]),
        (f'{HEADER}msgctxt "{KEY}"\nmsgid "x"\nmsgstr "y \u202e z"\n', ["W112"]),
        (f'{HEADER}msgctxt "{KEY}"\nmsgid "x"\nmsgstr "y \u2067 z"\n', ["W405"]),
    ],
)  # fmt: skip
def test_damage_is_told(text: str, codes: list[str], city: Path) -> None:
    assert codes_of(city, text) == codes


def current(city: Path, key: str, translation: str) -> str:
    """Return a catalogue in which `key` is translated from the text that holds now."""
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    source = sources_of(city)[key].text
    catalogue.append(polib.POEntry(msgctxt=key, msgid=source, msgstr=translation))
    return str(catalogue)


def test_changed_placeholders_are_told(city: Path) -> None:
    key = next(k for k, s in sources_of(city).items() if "{phone:" in s.text)
    assert codes_of(city, current(city, key, "x {phone:nobody}")) == ["W402"]


def test_unsafe_prose_is_told(city: Path) -> None:
    sources = sources_of(city)
    key = next(k for k, s in sources.items() if s.prose and "{" not in s.text)
    assert codes_of(city, current(city, key, "<b>x</b>")) == ["W406"]
    assert "W406" in codes_of(city, current(city, key, "[x](javascript:alert(1))"))


@pytest.mark.parametrize(
    ("german", "translation", "codes"),
    [
        ("Kommen Sie um 8:30 mit 13,90 €.", "Come at 8.30 with €13.90.", []),
        ("Kommen Sie um 8:30.", "تعالوا الساعة ٨:٣٠.", []),
        ("Kommen Sie um 8:30.", "Come at 9:30.", ["W408"]),
        ("An 2 Tagen.", "On two days.", ["W408"]),
        ("An zwei Tagen.", "An 2 Tagen.", []),
        ("An zwei Tagen.", "An 3 Tagen.", ["W408"]),
        ("Eine Stufe, etwa B1 für eine Arbeit.", "A level, such as B1.", []),
        ("Eine Stufe, etwa B1.", "A level.", ["W408"]),
        ("Dauer (einmal verlängerbar)", "Dauer (1 Mal länger)", []),
        ("[Amt](https://example.org/a)", "[office](https://example.org/a)", []),
        ("[Amt](https://example.org/a)", "[office](https://example.org/b)", ["W409"]),
        ("- eins\n- zwei", "- one\n- two", []),
        ("- eins\n- zwei", "- one", ["W410"]),
        ("### Titel\n\nText", "Title\n\nText", ["W410"]),
        ("Die Starthilfe hilft.", "The aid ({de:Starthilfe}) helps.", []),
        ("Die Starthilfe hilft.", "The aid helps.", ["W411"]),
        ("Die Starthilfen helfen.", "The aids help.", []),
    ],
)
def test_translation_shares_facts_and_structure_with_the_german(
    german: str, translation: str, codes: list[str]
) -> None:
    source = Source("programmes/a:body", german, "programmes", prose=True)
    message = Message(source.key, german, (translation,), Place("a.po", 7, 3))
    found = list(check_message(message, source, "ar", frozenset({"Starthilfe"})))
    assert [problem.code for problem in found] == codes
    assert {problem.place for problem in found} <= {message.place}
    changed = replace(source, text="Ganz anders.")
    assert not list(check_message(message, changed, "ar", frozenset({"Starthilfe"})))


def test_problem_is_told_at_the_line_of_its_message(city: Path) -> None:
    text = current(city, KEY, "{phone:niemand}")
    path = city / "locales" / "ar" / "programmes.po"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    _, readable, _ = load_content(city, TODAY)
    place = load_catalogues(city, readable)[1][0].place
    line = path.read_text().splitlines()[place.line - 1]
    assert line[place.column - 1 : place.column - 1 + place.length] == KEY


def test_unknown_locale_is_told(city: Path) -> None:
    (city / "locales" / "arr").mkdir(parents=True)
    (city / "locales" / "arr" / "ui.po").write_text(HEADER)
    _, readable, _ = load_content(city, TODAY)
    problems = load_catalogues(city, readable)[1]
    assert [problem.code for problem in problems] == ["W403"]
    assert "Meinten Sie „ar“?" in problems[0].message


def test_no_damage_ends_in_an_exception(city: Path) -> None:
    good = (PROJECT / "locales" / "ar" / "ui.po").read_bytes()[:6000]
    dice = random.Random(11)
    path = city / "locales" / "ar" / "ui.po"
    path.parent.mkdir(parents=True)
    _, readable, _ = load_content(city, TODAY)
    for _ in range(400):
        data = bytearray(good)
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(len(data))
            change = dice.choice(("flip", "cut", "repeat", "quote"))
            if change == "flip":
                data[at] = dice.randrange(256)
            elif change == "cut":
                del data[at : at + dice.randint(1, 40)]
            elif change == "repeat":
                data[at:at] = data[at : at + dice.randint(1, 40)]
            else:
                data[at:at] = b'"'
        path.write_bytes(bytes(data))
        load_catalogues(city, readable)


@pytest.mark.parametrize(
    "rule", ["nplurals=2; plural=1/0;", "nplurals=2; plural=(;", "nplurals=2; plural=-1;"]
)
def test_wrong_plural_rule_is_told(rule: str, city: Path) -> None:
    header = f'msgid ""\nmsgstr ""\n"Plural-Forms: {rule}\\n"\n'
    assert codes_of(city, header, "ui") == ["W407"]


# -- synchronising --------------------------------------------------------------------------------


def entries_of(root: Path) -> dict[str, polib.POEntry]:
    path = root / "locales" / "ar" / "programmes.po"
    return {entry.msgctxt: entry for entry in polib.pofile(str(path))}


def translate_summary(root: Path) -> None:
    path = root / "locales" / "ar" / "programmes.po"
    catalogue = polib.pofile(str(path))
    entry = next(entry for entry in catalogue if entry.msgctxt == KEY)
    entry.msgstr = "ملخص"
    set_mark(entry, State.MACHINE)
    catalogue.save(str(path))


def set_summary(root: Path, text: str) -> None:
    path = root / "content" / "programmes" / "starthilfe.yml"
    lines = path.read_text().splitlines()
    index = next(i for i, line in enumerate(lines) if line.startswith("summary:"))
    lines[index] = f"summary: {text}"
    path.write_text("\n".join(lines) + "\n")


def test_sync_adds_empty_messages_once(city: Path) -> None:
    sources = sources_of(city)
    assert sync_catalogues(city, "ar", sources)
    assert sync_catalogues(city, "ar", sources) == []
    assert {entry.msgstr for entry in entries_of(city).values()} == {""}


def test_changed_text_is_fuzzy_and_changing_back_makes_it_current(city: Path) -> None:
    set_summary(city, "Eins.")
    sync_catalogues(city, "ar", sources_of(city))
    translate_summary(city)
    set_summary(city, "Zwei.")
    sync_catalogues(city, "ar", sources_of(city))
    entry = entries_of(city)[KEY]
    assert (entry.fuzzy, entry.msgid, entry.previous_msgid) == (True, "Zwei.", "Eins.")
    set_summary(city, "Eins.")
    sync_catalogues(city, "ar", sources_of(city))
    entry = entries_of(city)[KEY]
    assert (entry.fuzzy, entry.msgid, entry.msgstr) == (False, "Eins.", "ملخص")


def test_removed_message_becomes_obsolete_and_comes_back(city: Path) -> None:
    sync_catalogues(city, "ar", sources_of(city))
    translate_summary(city)
    fewer = {key: source for key, source in sources_of(city).items() if key != KEY}
    sync_catalogues(city, "ar", fewer)
    assert entries_of(city)[KEY].obsolete
    sync_catalogues(city, "ar", sources_of(city))
    assert not entries_of(city)[KEY].obsolete
    assert entries_of(city)[KEY].msgstr == "ملخص"


def test_nothing_is_copied_by_similarity(city: Path) -> None:
    sync_catalogues(city, "ar", sources_of(city))
    translate_summary(city)
    source = sources_of(city)[KEY]
    near = replace(source, key="programmes/nah:summary", text=f"{source.text} Mehr.")
    other = replace(source, key="programmes/feld:body")
    same = replace(source, key="programmes/gleich:summary")
    sync_catalogues(city, "ar", {s.key: s for s in (source, near, other, same)})
    entries = entries_of(city)
    assert entries[near.key].msgstr == entries[other.key].msgstr == ""
    assert entries[same.key].msgstr == "ملخص", "equal to the byte in the same field"
    assert entries[same.key].fuzzy
    assert entries[same.key].tcomment == "", "nobody has reviewed it here"


@pytest.mark.parametrize(("tag", "count"), [("en", 2), ("ar", 6), ("uk", 3), ("tr", 2), ("ti", 2)])
def test_plural_forms_follow_cldr(tag: str, count: int) -> None:
    rule = plural_rule(tag)
    assert rule.header.startswith(f"nplurals={count};")
    assert rule.agrees_with(rule.header)
    assert not rule.agrees_with("nplurals=1; plural=0;")


# -- what other tools do to a catalogue -----------------------------------------------------------

GERMAN = {
    "guides/a:title": "Titel",
    "guides/a:summary": "Zwei Sätze. Einer davon ist lang genug, um ihn umzubrechen.",
    "guides/a:steps.eins.text": "Absatz.\n\n- Punkt\n- „Punkt“ mit {phone:amt}",
    "guides/a:steps.zwei.text": "Neu.",
    "guides/a:steps.drei.text": "Noch leer.",
}


def every_state() -> str:
    """Return a catalogue with a message in every state, an orphan and a plural."""
    sources = [Source(key, text, "guides") for key, text in GERMAN.items()]
    sources.append(Source("ui:count", "{count} Kontakt", "guides", plural="{count} Kontakte"))
    old = replace(sources[3], text="Alt.")
    gone = Source("guides/b:title", "Weg", "guides")
    catalogue = synchronise(new_catalogue("en"), "en", [*sources[:3], old, *sources[4:], gone])
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: "{count} contact", 1: "{count} contacts"}
        elif entry.msgid != "Noch leer.":
            entry.msgstr = f"“{entry.msgid}”"
    marks = (State.MACHINE, State.REVIEWED, State.CURRENT, State.MACHINE)
    for entry, kind in zip(catalogue, marks, strict=False):
        reviewed = kind is State.REVIEWED
        set_mark(entry, kind, *(("Jörg Doe-Öz", "2026-11-23") if reviewed else ()))
    catalogue[0].tcomment += "\nA remark of the translator."
    return dump(synchronise(catalogue, "en", sources))


def states_in(text: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    messages = [message_of(entry) for entry in parse(text) if not entry.obsolete]
    german = {**GERMAN, "ui:count": "{count} Kontakt"}
    plural = {"ui:count": "{count} Kontakte"}
    return {
        m.key: (m.state(german[m.key], plural.get(m.key, "")), m.translations) for m in messages
    }


def save_with_poedit(path: Path) -> None:
    """Poedit wraps at its own width and keeps everything."""
    polib.pofile(str(path), wrapwidth=79).save(str(path))


def save_with_toolkit(path: Path) -> None:
    store = pofile.parsefile(str(path))  # type: ignore[no-untyped-call]
    store.savefile(str(path))


def save_with_msgcat(path: Path) -> None:
    subprocess.run(["msgcat", "--width=60", "-o", path, path], check=True, capture_output=True)


TOOLS = [save_with_poedit, save_with_toolkit, save_with_msgcat]


@pytest.mark.parametrize("save", TOOLS)
def test_other_tools_keep_texts_and_states(save: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "guides.po"
    path.write_text(every_state())
    before = states_in(path.read_text())
    assert {state for state, _ in before.values()} == set(State) - {State.SOURCE}
    save(path)
    assert states_in(path.read_text()) == before
    assert "A remark of the translator." in path.read_text()
    sources = [Source(key, text, "guides") for key, text in GERMAN.items()]
    gone = Source("guides/b:title", "Weg", "guides")
    back = {e.msgctxt: e for e in synchronise(parse(path.read_text()), "en", [*sources, gone])}
    assert back["guides/b:title"].msgstr == "“Weg”", "orphans are kept, too"


@pytest.mark.parametrize("save", TOOLS)
def test_an_edit_in_any_tool_voids_the_mark(save: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "guides.po"
    path.write_text(every_state().replace("“Titel”", "“Title”").replace("“Zwei", "“Two"))
    save(path)
    states = states_in(path.read_text())
    assert states["guides/a:title"][0] is State.CURRENT
    assert states["guides/a:summary"][0] is State.CURRENT
