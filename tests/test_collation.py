"""Registers are in the order that the readers of each language know."""

from __future__ import annotations

import pytest

from wegweiser.collation import first_letter, sort_keys
from wegweiser.locales import make_locale

ORDERS = {
    "de": ["ähnlich", "Apfel", "Ausbildung", "Ofen", "Öl", "Zebra"],
    "fr": ["école", "emploi", "étude"],
    "tr": ["cam", "çay", "dal", "ısı", "iş", "okul", "öğren", "sel", "şeker", "zil"],
    "uk": ["гарний", "ґанок", "дім", "ехо", "єдність", "інше", "їжак"],
    "ar": ["أب", "إقامة", "تعليم", "Ausbildung"],
    "fa": ["بابا", "پدر", "ژاله", "کار", "گل", "و", "ه", "ی"],
    "ps": ["چای", "څه", "ډول", "ژبه", "ږغ", "شپه", "ښه"],
    "kmr": ["cot", "çend", "erê", "êvar", "ser", "şev"],
    "ti": ["ሃገር", "ሰብ", "ትምህርቲ"],
    "de-simple": ["Ämter", "Arbeit", "Öl"],
}
"""Words of each locale in the order of its alphabet."""


@pytest.mark.parametrize("tag", ORDERS)
def test_words_are_in_the_order_of_the_language(tag: str) -> None:
    words = ORDERS[tag]
    mixed = sorted(words)
    keys = dict(zip(mixed, sort_keys(mixed, make_locale(tag)), strict=True))
    assert sorted(mixed, key=keys.__getitem__) == words


@pytest.mark.parametrize(
    ("tag", "text", "letter"),
    [
        *(("de", "ähnlich", "A"), ("de", "„Zitat“", "Z"), ("de", "24 Stunden", "#")),
        *(("de", "…", "#"), ("tr", "öğren", "Ö"), ("tr", "iş", "İ"), ("tr", "ısı", "I")),
        *(("fr", "étude", "E"), ("ar", "إقامة", "ا"), ("uk", "їжак", "Ї"), ("kmr", "êvar", "Ê")),
        *(("ti", "ስራሕ", "ሰ"), ("ti", "ማእከል", "መ"), ("de", "ßa", "S")),
    ],
)
def test_word_stands_under_its_letter(tag: str, text: str, letter: str) -> None:
    assert first_letter(text, make_locale(tag)) == letter
