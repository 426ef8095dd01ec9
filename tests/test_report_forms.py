"""The forms of a report: nothing that stands in it is ever obeyed, whoever reads it."""

from __future__ import annotations

import json

import pytest
from lxml import html
from markdown_it import MarkdownIt
from sites import CITY, TODAY

from wegweiser.cli import main
from wegweiser.reports.html import report_html
from wegweiser.reports.markdown import MAX_LENGTH, report_markdown
from wegweiser.reports.report import Finding, Group, Report, Section
from wegweiser.reports.subjects import SUBJECTS
from wegweiser.reports.text import report_text

HOSTILE = (
    "<script>alert(1)</script>",
    "![x](javascript:alert(1))",
    "[x](https://evil.example)",
    "*a* _b_ `c` ~~d~~ | # e",
    "&lt;b&gt; &amp;",
    "\\<i>\\",
    "- x\n# y\n\n<b>z</b>",
    "http://evil.example/<x>",
    "www.evil.example",
    "1. x",
    "2) x",
    "+ x",
    "--- x",
    "=== x",
    "    viel Luft",
    "> x",
    "$x$",
)


def report_of(*findings: Finding, title: str = "Gruppe") -> Report:
    section = Section("s", "Abschnitt", "Bedeutung", "Summe.", (Group(title, findings),))
    return Report("Bericht", TODAY, (section,))


def one_line(text: str) -> str:
    return "".join(text.replace("\N{WORD JOINER}", "").split())


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markdown_holds_plain_text_only(hostile: str) -> None:
    finding = Finding(hostile, hostile, hostile, "https://stadt.example/", (hostile,))
    markdown = report_markdown(report_of(finding, title=hostile))
    # As GitHub reads it: tables, strikethrough and links without marks are known.
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    page = html.fromstring(f"<div>{parser.render(markdown)}</div>")
    tags = {str(element.tag) for element in page.iter()}
    assert tags == {"div", "h1", "h2", "h3", "p", "strong", "ul", "li", "a"}
    assert [str(a.get("href")) for a in page.iter("a")] == ["https://stadt.example/"]
    assert one_line(str(page.text_content())).count(one_line(hostile)) == 5


def test_markdown_calls_nobody_and_no_issue() -> None:
    markdown = report_markdown(report_of(Finding("an @stadt", "siehe #12, !3 und ~bug")))
    for name in ("@stadt", "#12", "!3", "~bug"):
        assert name not in markdown.replace("\\", "")


def test_markdown_fits_into_an_issue_and_says_what_it_leaves_out() -> None:
    details = tuple(f"Einzelheit {number}" for number in range(30))
    findings = [Finding("fehlt", f"Eintrag {number}", details=details) for number in range(900)]
    markdown = report_markdown(report_of(*findings))
    assert len(markdown) <= MAX_LENGTH
    assert "Eintrag 0\n" in markdown
    assert "weitere Punkte" in markdown
    groups = tuple(Group("g" * 100, (Finding("x", "y"),)) for _ in range(900))
    shortest = report_markdown(Report("B", TODAY, (Section("s", "A", "M", "Summe", groups),)))
    assert len(shortest) <= MAX_LENGTH
    assert "Summe" in shortest


@pytest.mark.parametrize("hostile", [*HOSTILE, "'\" onclick=x"])
def test_page_holds_plain_text_only_and_loads_nothing(hostile: str) -> None:
    finding = Finding(hostile, hostile, hostile, "https://stadt.example/?a='&b=\"", (hostile,))
    page = html.fromstring(report_html(report_of(finding, title=hostile)))
    assert not page.xpath("//script | //img | //link | //iframe | //b | //i")
    assert not page.xpath("//@onclick | //@src | //@style")
    assert page.xpath("//@href") == ["https://stadt.example/?a='&b=\""]
    assert one_line(str(page.text_content())).count(one_line(hostile)) == 5
    assert page.xpath("//html/@lang") == ["de"]
    (policy,) = page.xpath("//meta[@http-equiv]/@content")
    assert str(policy).startswith("default-src 'none'")


def test_terminal_gets_nothing_to_obey() -> None:
    text = report_text(report_of(Finding("\x1b[31mrot", "\x9b2J\x07weg")))
    assert not any(ord(char) < 32 and char != "\n" for char in text)
    assert "\x9b" not in text


# -- the command ----------------------------------------------------------------------------------


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    try:
        code = main(["report", *arguments])
    except SystemExit as end:
        code = int(str(end.code))
    return code, capfd.readouterr().out


PLACE = ("--root", str(CITY), "--date", "2027-09-02")


def test_options_count_before_and_behind_the_subject(capfd: pytest.CaptureFixture[str]) -> None:
    expected = run(capfd, "review", *PLACE, "--format", "markdown")
    assert expected[0] == 0
    assert expected[1].startswith("# Prüfungen: ")
    assert run(capfd, *PLACE, "--format", "markdown", "review") == expected
    assert run(capfd, *PLACE, "review", "--format", "markdown") == expected


def test_without_a_subject_all_are_told(capfd: pytest.CaptureFixture[str]) -> None:
    code, text = run(capfd, *PLACE)
    assert code == 0
    for title in ("Prüfungen", "Einwilligungen", "Übersetzungen", "Verwaistes", "Quellen"):
        assert f"{title}\n{'=' * len(title)}\n" in text
    for title in ("Kontakte", "Links zu anderen Websites"):
        assert f"{title}\n{'=' * len(title)}\n" in text
    code, page = run(capfd, *PLACE, "--format", "html")
    assert code == 0
    assert len(html.fromstring(page).xpath("//section")) == len(SUBJECTS)


def test_only_reviews_go_to_other_programs(capfd: pytest.CaptureFixture[str]) -> None:
    code, text = run(capfd, "review", *PLACE, "--format", "json")
    assert code == 0
    assert json.loads(text)
    assert run(capfd, "sources", *PLACE, "--format", "json") == (2, "")
    assert run(capfd, *PLACE, "--format", "ical") == (2, "")
    assert run(capfd, "sources", *PLACE, "--owner", "integrationsbuero") == (2, "")
    assert run(capfd, "nonsense", *PLACE) == (2, "")
