"""What is told of a change: pages, translations, reviews, weight, and nothing that is obeyed."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from lxml import html
from markdown_it import MarkdownIt
from sites import CITY

from wegweiser.cli import main
from wegweiser.reports.page_text import MOST_TEXT, blocks_of, differences
from wegweiser.reports.weight import MOST_BYTES, weight_section
from wegweiser.translate import State
from wegweiser.translate.catalogue import set_mark

DATE = ("--date", "2027-09-02")
PREVIEW = "https://forge.example/jobs/7/preview/"


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """The sample city with its offers translated."""
    root = tmp_path / "before"
    shutil.copytree(CITY, root)
    assert main(["translations", "sync", "--root", str(root), *DATE]) == 0
    for path in (root / "locales").glob("*/programmes.po"):
        catalogue = polib.pofile(str(path))
        for entry in catalogue:
            entry.msgstr = f"{path.parent.name}: {entry.msgid}"
            set_mark(entry, State.MACHINE)
        catalogue.save(str(path))
    return root


@pytest.fixture
def after(before: Path) -> Path:
    root = before.with_name("after")
    shutil.copytree(before, root)
    return root


def edit(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")


def told(capfd: pytest.CaptureFixture[str], before: Path, after: Path, *options: str) -> str:
    capfd.readouterr()
    assert main(["changes", "--root", str(after), "--before", str(before), *DATE, *options]) == 0
    return capfd.readouterr().out


def small_site(folder: Path) -> Path:
    """Write a finished site of two light pages and a heavy one, of ever the same weight."""
    noise = random.Random(7)
    for tag in ("de", "ar"):
        (folder / tag).mkdir(parents=True)
        (folder / tag / "sw.js").write_text("")
        (folder / tag / "site.js").write_bytes(noise.randbytes(6_000))
        (folder / tag / "index.html").write_text('<script src="site.js"></script><p>x')
    (folder / "ar" / "heavy").mkdir()
    (folder / "ar" / "heavy" / "site.css").write_bytes(noise.randbytes(MOST_BYTES + 5_000))
    (folder / "ar" / "heavy" / "index.html").write_text('<link rel="stylesheet" href="site.css">')
    return folder


def test_comment_on_a_sample_change(
    capfd: pytest.CaptureFixture[str],
    before: Path,
    after: Path,
    tmp_path: Path,
    recorded: Callable[[str, str], str],
) -> None:
    offer = "content/programmes/starthilfe.yml"
    edit(after, offer, "Ein halbes Jahr lernen Sie", "Ein ganzes Jahr lernen Sie *bei uns*")
    edit(after, offer, "Sie wohnen in Musterstadt", "Sie wohnen in Musterstadt oder nebenan")
    edit(after, "content/contacts/patenkreis.yml", "paten@", "patinnen@")
    edit(after, "content/guides/wohnung-suchen.yml", "status: draft", "status: published")
    edit(after, "content/stories/lea-wird-tischlerin.yml", "status: published", "status: archived")
    edit(after, "locales/ar/programmes.po", "ar: Bei Tee und Keksen", "ar: Bei viel Tee")
    address = ("--preview-url", PREVIEW, "--download-url", "https://forge.example/7.zip")
    text = told(capfd, before, after, *address, "--site", str(small_site(tmp_path / "site")))
    assert text == recorded("changes/comment.md", text)


def test_nothing_changed_is_told_in_a_few_lines(
    capfd: pytest.CaptureFixture[str], before: Path, after: Path
) -> None:
    text = told(capfd, before, after)
    assert "0 Seiten auf Deutsch geändert, 0 neu, 0 entfallen; 0 nur in Übersetzungen" in text
    assert "0 Texte werden veraltet, 0 Texte fehlen neu, 0 Übersetzungen sind nachgezogen" in text
    assert "Vorschau" not in text


def test_mistakes_are_told_and_nothing_is_compared(
    capfd: pytest.CaptureFixture[str], before: Path, after: Path
) -> None:
    edit(after, "content/contacts/patenkreis.yml", "We 16:00", "We 26:99")
    text = told(capfd, before, after)
    assert "**1 Fehler, 0 Warnungen," in text
    assert "(content/contacts/patenkreis.yml, Zeile 26)" in text.replace("\\", "")
    assert "## Seiten" not in text
    text = told(capfd, after, before)
    assert "Der bisherige Stand hat Fehler: kein Vergleich." in text


def test_content_is_never_obeyed(
    capfd: pytest.CaptureFixture[str], before: Path, after: Path
) -> None:
    hostile = "@stadt #12 ![x](https://evil.example/) <b>x</b> https://evil.example &amp; `x` ~~y~~"
    edit(after, "content/programmes/sprachcafe.yml", "Bei Tee und Keksen", f"'{hostile}")
    edit(after, "content/programmes/sprachcafe.yml", "ganz ohne Anmeldung.", "gern.'")
    text = told(capfd, before, after, "--preview-url", PREVIEW)
    assert "@stadt" not in text
    assert "#12" not in text
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    page = html.fromstring(f"<div>{parser.render(text)}</div>")
    tags = {str(element.tag) for element in page.iter()}
    assert tags == {"div", "h1", "h2", "h3", "p", "strong", "ul", "li", "a"}
    links = {str(link.get("href")) for link in page.iter("a")}
    assert links
    assert all(link.startswith(PREVIEW) for link in links)
    assert "<b>x</b>" in page.text_content()


def test_a_large_change_fits_into_a_comment(
    capfd: pytest.CaptureFixture[str], before: Path, after: Path
) -> None:
    template = (after / "content/programmes/sprachcafe.yml").read_text("utf-8")
    for number in range(400):
        text = template.replace("id: sprachcafe", f"id: cafe-{number}")
        text = text.replace("Sprachcafé am", f"Sprachcafé {number} am")
        (after / f"content/programmes/cafe-{number}.yml").write_text(text, encoding="utf-8")
    text = told(capfd, before, after, "--preview-url", PREVIEW)
    assert 5_000 < len(text) <= 60_000
    assert "weitere Punkte" in text


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://x.example/>", "http://a b/"])
def test_preview_is_an_address_of_the_web(address: str, before: Path) -> None:
    arguments = ["changes", "--root", str(before), "--before", str(before)]
    with pytest.raises(SystemExit) as end:
        main([*arguments, "--preview-url", address])
    assert end.value.code == 2


# -- the text of pages ----------------------------------------------------------------------------


def test_blocks_are_what_a_reader_sees() -> None:
    assert blocks_of(
        "<h1>Titel</h1><p>Ein <b>fettes</b>\n Wort<br>und mehr</p><script>x</script>"
        '<ul><li>a <a href="https://x.example/">b</a></li><li>c</li></ul>'
        '<p><img src="x.png" alt="Ein Bild"></p><svg><title>x</title></svg>lose'
    ) == [
        *("Titel", "Ein fettes Wort", "und mehr", "a b (https://x.example/)", "c"),
        *("[Bild: Ein Bild]", "lose"),
    ]


def test_differences_are_quoted_around_the_change() -> None:
    long = "Wort " * 100
    old, new = f"{long} alt {long}", f"{long} neu {long}"
    ((first, second),) = differences(["gleich", old], ["gleich", new])
    assert " alt " in first
    assert " neu " in second
    assert max(len(first), len(second)) < MOST_TEXT + 30
    assert [*differences(["a", "b"], ["b", "c"])] == [("entfällt: „a“",), ("neu: „c“",)]
    assert [*differences(["a"], ["a"])] == []


def test_weight_is_held_against_the_budget(tmp_path: Path) -> None:
    section = weight_section(small_site(tmp_path / "site"))
    assert section.summary.startswith("3 Seiten in 8 Dateien, 0,1 MB. Die schwerste ist ar/heavy/")
    ((heavy,),) = [group.findings for group in section.groups]
    assert heavy.title == "ar/heavy/"
