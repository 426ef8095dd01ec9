"""Editions: formats, plural forms and directions of each language."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from sites import PROJECT, look_at

from wegweiser.locales import direction_of, language_name, make_locale
from wegweiser.site import Site
from wegweiser.translate import Localised, State


@pytest.fixture(scope="module")
def site() -> Site:
    return look_at(PROJECT)


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        *(("de", "ltr"), ("de-simple", "ltr"), ("en", "ltr"), ("uk", "ltr"), ("ti", "ltr")),
        *(("kmr", "ltr"), ("tr", "ltr"), ("ar", "rtl"), ("fa", "rtl"), ("ps", "rtl")),
        *(("prs", "rtl"), ("ckb", "rtl"), ("he", "rtl"), ("ku-Arab", "rtl"), ("az-Latn", "ltr")),
    ],
)
def test_direction_follows_the_script(tag: str, direction: str) -> None:
    assert direction_of(tag) == direction
    assert make_locale(tag).tag == tag


@pytest.mark.parametrize(("tag", "formats"), [("de-simple", "de"), ("kmr", "ku"), ("xyz", "en")])
def test_locale_that_cldr_lacks_uses_a_neighbour(tag: str, formats: str) -> None:
    assert make_locale(tag).formats == formats


@pytest.mark.parametrize(
    ("tag", "name"), [("ar", "العربية"), ("uk", "українська"), ("de", "Deutsch")]
)
def test_languages_have_their_own_names(tag: str, name: str) -> None:
    assert make_locale(tag).name.lower() == name.lower()
    assert make_locale(tag, "Anders").name == "Anders"


def test_language_names_are_those_of_the_edition() -> None:
    assert language_name("ar", "de") == "Arabisch"
    assert language_name("uk", "en") == "Ukrainian"
    assert language_name("kmr", "de") is None


@pytest.mark.parametrize(
    ("tag", "date", "number", "money", "cents", "percent"),
    [
        ("de", "2. Dezember 2021", "1.234,5", "276 €", "13,90 €", "70 %"),
        ("en", "December 2, 2021", "1,234.5", "€276", "€13.90", "70%"),
    ],
)
def test_formats_follow_cldr(
    site: Site, tag: str, date: str, number: str, money: str, cents: str, percent: str
) -> None:
    edition = site.edition(tag)

    def plain(text: str) -> str:
        return text.replace("\N{NO-BREAK SPACE}", " ")

    assert plain(edition.date(datetime.date(2021, 12, 2))) == date
    assert plain(edition.number(Decimal("1234.5"))) == number
    assert plain(edition.money(Decimal(276))) == money
    assert plain(edition.money(Decimal("13.90"))) == cents
    assert plain(edition.percent(Decimal(70))) == percent


def test_arabic_keeps_latin_digits(site: Site) -> None:
    edition = site.edition("ar")
    assert "276" in edition.money(Decimal(276))
    assert "2021" in edition.date(datetime.date(2021, 12, 2))


def test_arabic_has_six_plural_forms(site: Site) -> None:
    texts = {edition_text(site, "ar", count) for count in (0, 1, 2, 3, 11, 100)}
    assert len(texts) >= 5


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1 Eintrag"), (0, "0 Einträge"), (5, "5 Einträge")]
)
def test_german_has_two(site: Site, count: int, text: str) -> None:
    assert edition_text(site, "de", count) == text


def edition_text(site: Site, tag: str, count: int) -> str:
    return site.edition(tag).ui("list.count", count).text


def test_interface_is_complete_in_every_edition(site: Site) -> None:
    for tag in site.tags[1:]:
        edition = site.edition(tag)
        states = {
            edition.ui(key, 2 if key in edition.interface.plurals else None).state
            for key in edition.interface.texts
        }
        assert states == {State.MACHINE}


def test_unknown_interface_text_is_an_error(site: Site) -> None:
    with pytest.raises(KeyError):
        site.edition("de").ui("no.such.text")


def test_unknown_locale_is_an_error(site: Site) -> None:
    with pytest.raises(KeyError):
        site.edition("xx")


def test_formats_of_one_locale_do_not_leak_into_another(site: Site) -> None:
    """https://github.com/python-babel/babel/issues/1234"""
    tags = ("ps", "he", "ti", "am", "so", "fr")
    german = site.edition("de")
    mondays = [replace(german, locale=make_locale(tag)).weekdays()[0] for tag in tags]
    assert mondays == ["دونۍ", "יום שני", "ሰኑይ", "ሰኞ", "Isniin", "lundi"]


def test_language_has_its_name_or_its_own_name_marked(site: Site) -> None:
    german = site.edition("de")
    unknown = replace(german, locale=make_locale("xyz"))
    assert unknown.language("ar") == Localised("العربية", "ar", State.SOURCE)
    assert replace(german, locale=make_locale("fr")).language("ar").text == "arabe"
    names = [german.language(tag).text for tag in ("kmr", "prs", "de-simple", "ckb")]
    assert names == ["Kurdisch (Kurmandschi)", "Dari", "Leichte Sprache", "Zentralkurdisch"]
