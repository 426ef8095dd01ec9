"""What a translation must share with the German text it was made from."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from wegweiser.diagnostics import Diagnostic, rules
from wegweiser.placeholders import (
    PLACEHOLDER,
    find_malformed_placeholders,
    find_placeholders,
    quotes_in,
    without_quotes,
)
from wegweiser.prose import find_unsafe, outline
from wegweiser.read.files import find_forbidden
from wegweiser.translate.catalogue import Message, State
from wegweiser.translate.interface import PREFIX, SLOT
from wegweiser.translate.messages import Source
from wegweiser.translate.plurals import plural_rule

_SPELLED = {
    **dict.fromkeys(("ein", "eine", "einen", "einem", "einer", "eines", "einmal"), "1"),
    **{"zwei": "2", "drei": "3", "vier": "4", "fünf": "5", "sechs": "6", "sieben": "7"},
    **{"acht": "8", "neun": "9", "zehn": "10", "elf": "11", "zwölf": "12"},
}
_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d+(?:[.,٫٬:]\d+)*")


def check_message(
    message: Message, source: Source | None, tag: str, names: frozenset[str]
) -> Iterator[Diagnostic]:
    """Yield the problems of a message of the locale `tag`.

    `source` is its German side now (None for an orphan), `names` are never translated. What
    compares with the German waits while the message is stale: a change of the German text must
    never fail a check.
    """
    for text in message.translations:
        index = find_forbidden(text)
        if index is not None:
            name = f"U+{ord(text[index]):04X}"
            yield rules.TRANSLATION_CHARACTER.at(message.place, key=message.key, name=name)
    state = message.state(source.text, source.plural) if source else State.MISSING
    if source is None or state is State.MISSING:
        return
    if source.prose:
        for unsafe in find_unsafe(message.translations[0]):
            found = unsafe.description
            yield rules.UNSAFE_TRANSLATION.at(message.place, key=message.key, found=found)
    if state is State.STALE:
        return
    yield from _check_forms(message, source, tag)
    yield from _check_placeholders(message, source)
    if not source.plural:
        yield from _check_numbers(message, source)
        yield from _check_names(message, source, names)
    if source.prose:
        yield from _check_outline(message, source)


def _check_forms(message: Message, source: Source, tag: str) -> Iterator[Diagnostic]:
    rule = plural_rule(tag)
    if source.plural and len(message.translations) != rule.forms:
        problem = f"Die Übersetzung von „{message.key}“ hat {len(message.translations)} Formen"
        expected = f"msgstr[0] bis msgstr[{rule.forms - 1}]"
        yield rules.PLURAL_FORMS.at(message.place, problem=problem, expected=expected)


def _check_placeholders(message: Message, source: Source) -> Iterator[Diagnostic]:
    for index, text in enumerate(message.translations):
        original = source.plural if index and source.plural else source.text
        want, have = _placeholders(original, message.key), _placeholders(text, message.key)
        if message.source_plural:
            # A plural form may spell its number out ("ein Kontakt"), but names nothing unknown.
            want, have = want - want, have - _placeholders(source.plural, message.key)
        difference = _difference(want, have)
        if difference:
            yield rules.PLACEHOLDER_MISMATCH.at(
                message.place, key=message.key, difference=difference
            )
            return


def _placeholders(text: str, key: str) -> Counter[str]:
    if "{" not in text and "}" not in text:
        return Counter()
    plain = without_quotes(text)
    if key.startswith(PREFIX):
        return Counter(match[0] for match in SLOT.finditer(plain))
    return Counter(map(str, find_placeholders(plain))) + Counter(find_malformed_placeholders(plain))


def _difference(want: Counter[str], have: Counter[str]) -> str:
    parts = [f"es fehlt {name}" for name in sorted((want - have).keys())]
    parts += [f"zu viel ist {name}" for name in sorted((have - want).keys())]
    return ", ".join(parts)


def _check_numbers(message: Message, source: Source) -> Iterator[Diagnostic]:
    want, have = _numbers(source.text), _numbers(message.translations[0])
    # Leichte Sprache writes in digits what German spells out ("zwei Behörden").
    spelled = Counter(_SPELLED[w] for w in _WORD.findall(source.text.lower()) if w in _SPELLED)
    difference = _difference(want, have - ((have - want) & spelled))
    if difference:
        yield rules.NUMBER_MISMATCH.at(message.place, key=message.key, difference=difference)


def _numbers(text: str) -> Counter[str]:
    """Return the numbers of a text in Latin digits, whatever separates their digits."""
    if not _DIGIT.search(text):
        return Counter()
    plain = without_quotes(PLACEHOLDER.sub(" ", text))
    return Counter(
        "".join(str(unicodedata.digit(char)) for char in match[0] if char.isdigit())
        for match in _NUMBER.finditer(plain)
    )


def _check_names(message: Message, source: Source, names: frozenset[str]) -> Iterator[Diagnostic]:
    for name in sorted(name for name in names if name in source.text):
        if _has_word(source.text, name) and not _has_word(message.translations[0], name):
            yield rules.NAME_TRANSLATED.at(message.place, key=message.key, name=name)


def _has_word(text: str, word: str) -> bool:
    """Return whether `word` stands in a text by itself, or behind a prefix as quoted German."""
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    return any(pattern.search(part) for part in (without_quotes(text), *quotes_in(text)))


def _check_outline(message: Message, source: Source) -> Iterator[Diagnostic]:
    want, have = outline(source.text), outline(message.translations[0])
    links = _difference(Counter(want.links), Counter(have.links))
    if links:
        yield rules.LINK_MISMATCH.at(message.place, key=message.key, difference=links)
    if want.blocks != have.blocks:
        yield rules.OUTLINE_MISMATCH.at(
            message.place,
            key=message.key,
            want=_describe(want.blocks),
            have=_describe(have.blocks),
        )


def _describe(blocks: tuple[str, ...]) -> str:
    words = {"ul": "Liste", "ol": "nummerierte Liste", "li": "Punkt", "h3": "Zwischenüberschrift"}
    counted = Counter(words.get(block, block) for block in blocks)
    return ", ".join(f"{count} × {word}" for word, count in counted.items()) or "nur Absätze"
