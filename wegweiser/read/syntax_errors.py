"""The YAML parser's complaints, in the words of someone who has never seen YAML."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from wegweiser.diagnostics import Diagnostic, Place, rules
from wegweiser.read.files import TextFile

# (part of the parser's message, what is wrong, what to do); the first match counts.
# Both parsers (libyaml and pure Python) are covered.
_EXPLANATIONS = (
    (
        "mapping values are not allowed",
        "Ein Doppelpunkt steht mitten im Text, oder die Einrückung stimmt nicht.",
        'Texte mit Doppelpunkt in Anführungszeichen setzen: feld: "Text: mehr Text".',
    ),
    (
        "while scanning a quoted scalar",
        "Ein Anführungszeichen wird geöffnet, aber nicht geschlossen.",
        "Am Ende des Textes dasselbe Anführungszeichen setzen.",
    ),
    (
        "unknown escape character",
        "Nach dem umgekehrten Schrägstrich \\ steht ein Zeichen, das dort nicht stehen darf.",
        "Einfache Anführungszeichen ' verwenden oder \\\\ schreiben.",
    ),
    (
        "Unicode character escape",
        "Nach \\u steht kein gültiges Zeichen.",
        "Das Zeichen selbst in den Text schreiben.",
    ),
    (
        "could not find expected ':'",
        "Nach dem Feldnamen fehlt der Doppelpunkt, oder eine Zeile ist falsch eingerückt.",
        "„feld: Wert“ schreiben, mit Leerzeichen nach dem Doppelpunkt.",
    ),
    (
        "cannot start any token",
        "Der Wert beginnt mit einem Zeichen, das in YAML eine besondere Bedeutung hat.",
        "Den Text in Anführungszeichen setzen.",
    ),
    (
        "alphabetic or numeric",
        "Der Wert beginnt mit * oder &; das hat in YAML eine besondere Bedeutung.",
        "Den Text in Anführungszeichen setzen.",
    ),
    (
        "block sequence entries are not allowed",
        "Der Wert beginnt mit „- “; so beginnt nur ein Listenpunkt in einer eigenen Zeile.",
        "Die Liste in der nächsten Zeile beginnen oder den Text in Anführungszeichen setzen.",
    ),
    (
        "flow",
        "Eine Klammer [ oder { wird nicht richtig geschlossen.",
        "Klammer schließen oder den Text in Anführungszeichen setzen.",
    ),
    (
        "block collection",
        "Die Einrückung der Liste stimmt nicht.",
        "Alle Listenpunkte („- “) gleich weit einrücken.",
    ),
    (
        "block mapping",
        "Die Einrückung stimmt nicht, oder ein Anführungszeichen steht mitten im Text.",
        "Felder derselben Gruppe gleich weit einrücken; Anführungszeichen um den ganzen Text.",
    ),
    (
        "block scalar",
        "Nach | oder > steht etwas, das dort nicht hingehört.",
        "Den Text in der nächsten Zeile beginnen, eingerückt.",
    ),
    (
        "document start",
        "Nach dem Ende des Eintrags folgt noch Text ohne Feldnamen.",
        "Die Zeile löschen oder „feld: “ davor schreiben.",
    ),
)

_FALLBACK = (
    "Die Zeile folgt nicht der Schreibweise „feld: Wert“.",
    "Einrückung, Doppelpunkte und Anführungszeichen in dieser und der vorigen Zeile prüfen.",
)


_UNCLOSED_QUOTE = next(
    text for text in _EXPLANATIONS if text[0] == "while scanning a quoted scalar"
)
_BRACKET_FIRST = (
    "Der Text beginnt mit einer Klammer; das hat in YAML eine besondere Bedeutung.",
    "Den ganzen Text in Anführungszeichen setzen.",
)
_VALUE_IN_BRACKETS = re.compile(r"(\s*(?:- +)*[^\s:#]+: +|\s*- +)[\[{]")


@dataclass(frozen=True)
class LastText:
    """The last text read before an error: where it begins and ends, and whether in quotes."""

    place: Place
    last_line: int
    quoted: bool


def explain_syntax_error(
    error: yaml.YAMLError, file: TextFile, last_text: LastText | None
) -> Diagnostic:
    """Return the diagnostic for a parser error, at the place where a person would mend it.

    `last_text` is the last text that was read before the error.
    """
    context = getattr(error, "context", None) or ""
    mark = getattr(error, "problem_mark", None)
    start = getattr(error, "context_mark", None)
    message = f"{context} {getattr(error, 'problem', None) or error}"
    words, hint = next(
        ((words, hint) for part, words, hint in _EXPLANATIONS if part in message), _FALLBACK
    )
    if start is not None and context.startswith(("while scanning", "while parsing a flow")):
        # The problem is noticed where the scan ended, often lines below the mistake.
        mark = start
    lines = file.text.split("\n")
    line = min(mark.line, len(lines) - 1) if mark else 0
    column = min(mark.column, len(lines[line])) if mark else 0
    while line > 0 and not lines[line].strip():
        line, column = line - 1, 0
    if last_text and last_text.quoted and last_text.place.line < last_text.last_line == line + 1:
        # A quoted text swallowed the following lines, up to the next quotation mark.
        _, words, hint = _UNCLOSED_QUOTE
        line, column = last_text.place.line - 1, last_text.place.column - 1
    elif (match := _VALUE_IN_BRACKETS.match(lines[line])) and column > match.end():
        words, hint = _BRACKET_FIRST
        column = match.end() - 1
    return rules.YAML_SYNTAX.at(file.place(line + 1, column + 1), problem=words, hint=hint)
