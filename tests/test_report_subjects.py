"""Reports for the office: what each looks for, tried on a city that is changed for it."""

from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path

import pytest
from sites import CITY, PROJECT, TODAY, look_at, open_in

from wegweiser.model.parts import Source
from wegweiser.reports.link_memory import Memory
from wegweiser.reports.readability import measure
from wegweiser.reports.report import Section
from wegweiser.reports.sources import is_german
from wegweiser.reports.subjects import FORMS, SUBJECTS, overview


@pytest.fixture
def city(tmp_path: Path) -> Path:
    root = tmp_path / "city"
    shutil.copytree(CITY, root)
    return root


def edit(city: Path, name: str, old: str, new: str) -> None:
    """Replace the only `old` in a file below content/."""
    path = city / "content" / name
    text = path.read_text()
    assert text.count(old) == 1, (name, old)
    path.write_text(text.replace(old, new))


def section(subject: str, root: Path, today: datetime.date = TODAY) -> Section:
    return SUBJECTS[subject](open_in(root, today), Memory())


def told(found: Section) -> list[tuple[str, str, str]]:
    """Return group, label and title of every finding."""
    return [(g.title, f.label, f.title) for g in found.groups for f in g.findings]


# -- reviews and consents -------------------------------------------------------------------------


def test_overview_tells_reviews_of_the_next_sixty_days(city: Path) -> None:
    due = datetime.date(2027, 9, 1)
    edit(city, "guides/erste-bewerbung.yml", f'review_by: "{due}"', "review_by: 2029-01-01")
    early = section("review", city, due - datetime.timedelta(days=61))
    near = section("review", city, due - datetime.timedelta(days=60))
    late = section("review", city, due + datetime.timedelta(days=1))
    assert "bis 01.09.2027" not in {label for _, label, _ in told(early)}
    assert "bis 01.09.2027" in {label for _, label, _ in told(near)}
    assert "überfällig 01.09.2027" in {label for _, label, _ in told(late)}
    assert "Die erste Bewerbung" not in {title for _, _, title in told(late)}
    assert "Vermittlung von Berufspatinnen und Berufspaten" in {title for _, _, title in told(late)}


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2030-04-11", []),
        ("2030-04-12", [("Enden in 60 Tagen", "gilt nur bis 11.06.2030", "Lea wird Tischlerin")]),
        ("2030-06-11", [("Enden in 60 Tagen", "gilt nur bis 11.06.2030", "Lea wird Tischlerin")]),
        ("2030-06-12", [("Abgelaufen", "abgelaufen am 11.06.2030", "Lea wird Tischlerin")]),
    ],
)
def test_consents_are_told_sixty_days_before_they_end(
    today: str, expected: list[tuple[str, str, str]]
) -> None:
    assert told(section("consents", CITY, datetime.date.fromisoformat(today))) == expected


def test_consent_of_an_archived_entry_is_told_and_nobody_named(city: Path) -> None:
    edit(city, "contacts/lotsin-mia.yml", "status: published", "status: archived")
    for path in (city / "content").rglob("*.yml"):
        text = re.sub(r"\n +- lotsin-mia\n", "\n", path.read_text())
        path.write_text(text.replace("{link:contacts/lotsin-mia}", "das Büro"))
    found = section("consents", city, datetime.date(2031, 1, 1))
    notes = {f.note for g in found.groups for f in g.findings}
    assert "content/contacts/lotsin-mia.yml, archiviert" in notes
    assert "Mia" not in str(found)


# -- translations ---------------------------------------------------------------------------------


def test_stale_and_missing_translations_are_told_by_locale_and_entry(city: Path) -> None:
    catalogue = city / "locales" / "en" / "guides.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgctxt "guides/erste-bewerbung:title"\nmsgid "Früher hieß es anders"\nmsgstr "Once"\n'
    )
    english, arabic = section("translations", city).groups
    assert english.title.startswith("Englisch (en): 1 veraltet, ")
    guide = next(f for f in english.findings if f.title == "guides/erste-bewerbung")
    assert guide.label.startswith("1 veraltet, ")
    assert guide.details[0] == "veraltet: guides/erste-bewerbung:title „Die erste Bewerbung“"
    assert all(detail.startswith("fehlt") for detail in guide.details[1:])
    assert len(guide.details) == int(guide.note.removeprefix("von "))
    other = next(f for f in english.findings if f.title == "stories/lea-wird-tischlerin")
    assert (other.note, other.details) == ("der ganze Eintrag", ())
    assert [f.title for f in arabic.findings] == ["alle Texte"]


# -- orphans --------------------------------------------------------------------------------------


LONELY = """\
id: verein
status: published
owner: integrationsbuero
reviewed_on: 2026-09-01
review_by: 2027-09-01
sample: ja
sources:
  - title: Register
audiences: [refugee]
name: Verein ohne Anschluss
kind: other
description: Niemand nennt ihn.
"""


def test_entries_that_only_the_plain_list_knows_are_orphans(city: Path) -> None:
    (city / "content" / "organisations" / "verein.yml").write_text(LONELY)
    assert told(section("orphans", city)) == [
        ("Stellen", "kein Weg dorthin", "Verein ohne Anschluss")
    ]
    # A text that names it is a way.
    edit(
        *(city, "guides/erste-bewerbung.yml", "\nsummary: "),
        "\nsummary: Zum {link:organisations/verein}. ",
    )
    assert told(section("orphans", city)) == []


def test_orphans_that_name_each_other_stay_orphans(city: Path) -> None:
    folder = city / "content" / "organisations"
    second = LONELY.replace("verein", "dach").replace("Verein ohne", "Dach ohne")
    (folder / "dach.yml").write_text(second)
    (folder / "verein.yml").write_text(f"{LONELY}parent: dach\n")
    titles = [title for _, _, title in told(section("orphans", city))]
    assert titles == ["Dach ohne Anschluss", "Verein ohne Anschluss"]


def test_translations_without_a_german_text_are_orphans(city: Path) -> None:
    catalogue = city / "locales" / "ar" / "guides.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgctxt "guides/weg:title"\nmsgid "Weg"\nmsgstr "طريق"\n\n'
        '#~ msgctxt "guides/alt:title"\n#~ msgid "Alt"\n#~ msgstr "قديم"\n'
    )
    found = section("orphans", city)
    assert told(found) == [
        ("Übersetzungen: ar", "ohne deutschen Text", "guides/weg:title"),
        ("Übersetzungen: ar", "aufgehoben", "1 Übersetzung"),
    ]
    assert found.groups[0].findings[0].note == "locales/ar/guides.po:4"
    assert "2 Übersetzungen ohne deutschen Text" in found.summary


# -- sources and contacts -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "german"),
    [
        (None, True),
        ("https://www.gesetze-im-internet.de/aufenthg_2004/", True),
        ("http://DER-IDEALE-ORT.DE./x", True),
        ("https://service.berlin/x", True),
        ("https://www.make-it-in-germany.com/de/", True),
        ("https://eur-lex.europa.eu/x", True),
        ("https://www.pressreader.com/germany/x.de", False),
        ("https://notmake-it-in-germany.com/", False),
        ("https://www.example.org/?q=.de", False),
        ("https://bamf.de.example.com/", False),
    ],
)
def test_a_source_is_german_by_its_host(url: str | None, german: bool) -> None:
    # Checked content is built from located text; here only the address matters.
    assert is_german(Source.model_construct(title="Quelle", url=url)) is german


def test_entries_and_words_without_a_german_source_are_told(city: Path) -> None:
    guide = city / "content" / "guides" / "erste-bewerbung.yml"
    foreign = "sources:\n  - title: Report\n    url: https://www.unhcr.org/report\n"
    head, _, rest = guide.read_text().partition("sources:\n")
    rest = rest[rest.index("audiences:") :]
    guide.write_text(f"{head}{foreign}{rest.replace('sample: ja', '')}")
    found = section("sources", city)
    assert [(group, label) for group, label, _ in told(found)] == [
        ("Ratgeber", "keine deutsche Quelle")
    ]
    assert found.groups[0].findings[0].details == ("Report: https://www.unhcr.org/report",)
    more = foreign + "  - title: Bundesamt\n    url: https://www.bamf.de/x\n"
    guide.write_text(guide.read_text().replace(foreign, more))
    assert told(section("sources", city)) == []


NEW_CONTACT = """\
id: neu
status: published
owner: neu
reviewed_on: 2026-09-01
review_by: 2027-09-01
sample: ja
sources:
  - title: Gespräch
audiences: [refugee]
organisation: stadt-musterstadt
role: Neue Stelle
email: neu@musterstadt.example
"""


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("guides/erste-bewerbung.yml", "owner: integrationsbuero", "owner: neu"),
        ("guides/erste-bewerbung.yml", "\nsummary: ", "\nsummary: "),
        ("glossary.yml", "owner: integrationsbuero", "owner: neu"),
        ("site.yml", "office: integrationsbuero", "office: neu"),
        ("site.yml", "{email:patenkreis}", "{email:neu} oder {email:patenkreis}"),
        ("../docs/de/help.md", "\n\n", "\n\nFragen Sie {link:contacts/neu}.\n\n"),
    ],
)
def test_contact_is_used_by_what_readers_see(city: Path, name: str, old: str, new: str) -> None:
    (city / "content" / "contacts" / "neu.yml").write_text(NEW_CONTACT)
    unused = [("Nirgends genutzt", "nicht genutzt", "Neue Stelle")]
    assert told(section("contacts", city)) == unused
    path = city / "content" / name
    path.write_text(path.read_text().replace(old, new, 1))
    assert told(section("contacts", city)) == (unused if old == new else [])


def test_hidden_entries_and_withdrawals_use_no_contact(city: Path) -> None:
    (city / "content" / "contacts" / "neu.yml").write_text(NEW_CONTACT)
    edit(
        city,
        "stories/lea-wird-tischlerin.yml",
        "withdraw_contact: integrationsbuero",
        "withdraw_contact: neu",
    )
    edit(city, "guides/wohnung-suchen.yml", "owner: integrationsbuero", "owner: neu")
    assert [title for _, _, title in told(section("contacts", city))] == ["Neue Stelle"]


# -- all of them ----------------------------------------------------------------------------------


def test_shipped_site_has_the_same_report_every_time() -> None:
    one, other = (overview(site, Memory()) for site in (look_at(PROJECT), open_in(PROJECT)))
    assert len(one.sections) == len(SUBJECTS)
    for write in FORMS.values():
        report = write(one)
        assert report == write(other)
        assert [section.title for section in one.sections if section.title not in report] == []


# -- words ----------------------------------------------------------------------------------------


def test_another_word_than_that_of_the_list_is_pointed_at(tmp_path: Path) -> None:
    root = tmp_path / "city"
    shutil.copytree(PROJECT / "content", root / "content")
    shutil.copytree(PROJECT / "docs" / "de", root / "docs" / "de")
    shutil.copytree(PROJECT / "locales" / "ar", root / "locales" / "ar")
    assert ("Arabisch (ar)", "Lebenslauf") not in [
        (g, t) for g, t, _ in told(section("terms", root))
    ]
    edit(root, "glossary.yml", "ar: سيرة ذاتية\n", "ar: قطار\n")
    edit(root, "glossary.yml", "      ar:\n        - CV\n        - سي في\n", "")
    (group,) = [g for g in section("terms", root).groups if g.title == "Arabisch (ar)"]
    (finding,) = [f for f in group.findings if f.label == "Lebenslauf"]
    assert finding.title == "قطار"
    assert "guides/erste-bewerbung:steps.lebenslauf.title" in finding.details
    assert not any(key.startswith("glossary:terms.lebenslauf") for key in finding.details)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sie lernen. Sie arbeiten!", [2, 2]),
        ("Fragen Sie z. B. am 12. Mai um 8.30 Uhr.", [10]),
        ("Sie können B1. Fragen Sie.", [3, 2]),
        ("### Schritte\n\n- Anrufen: {phone:kost-team}\n- Warten", [1, 1, 1, 1]),
        ("Das steht\nin einem Satz.", [5]),
        ("Die Ausländer-Behörde ({de:Ausländerbehörde}) hilft.", [4]),
        ("", []),
    ],
)
def test_sentences_are_counted(text: str, words: list[int]) -> None:
    assert [len(sentence) for sentence in measure(text).sentences] == words


def test_lix_is_that_of_its_author() -> None:
    """Words in a sentence, plus the share of words of more than six letters, in percent."""
    assert measure("Wir helfen Ihnen. Kommen Sie pünktlich.").lix == pytest.approx(3 + 100 / 6)
    assert measure("Be·rufs·be·ra·tung hilft.").lix == 2
    assert measure("").lix == 0


def test_long_sentences_and_words_are_told(city: Path) -> None:
    word = "Überstundenvergütungsvereinbarungen"
    edit(
        city,
        "stories/ein-cafe-voller-woerter.yml",
        "title: Ein Café",
        f"title: {' '.join(['Wort'] * 14)} und {word} Ein Café",
    )
    (found,) = [
        f.details
        for group in section("readability", city).groups
        for f in group.findings
        if f.title == "stories/ein-cafe-voller-woerter"
    ]
    assert found[0].startswith("2")
    assert f"langes Wort: {word}" in found
