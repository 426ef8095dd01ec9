"""The YAML parser's complaints, in the words of someone who has never seen YAML."""

from __future__ import annotations

import yaml

from wegweiser.diagnostics import Diagnostic, rules
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
        "Nach dem Schrägstrich \\ steht ein Zeichen, das dort nicht stehen darf.",
        "Einfache Anführungszeichen ' verwenden oder \\\\ schreiben.",
    ),
    (
        "Unicode character escape",
        "Nach \\\\u steht kein gültiges Zeichen.",
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


def explain_syntax_error(error: yaml.YAMLError, file: TextFile) -> Diagnostic:
    """Return the diagnostic for a parser error, at the place where a person would mend it."""
    context = getattr(error, "context", None) or ""
    problem = getattr(error, "problem", None) or str(error)
    mark = getattr(error, "problem_mark", None)
    if context.startswith("while scanning") and getattr(error, "context_mark", None) is not None:
        # The problem is noticed where the scan ended, often lines below the mistake.
        mark = error.context_mark  # type: ignore[attr-defined]
    message = f"{context} {problem}"
    words, hint = next(
        ((words, hint) for part, words, hint in _EXPLANATIONS if part in message), _FALLBACK
    )
    lines = file.text.split("\n")
    line = min(mark.line, len(lines) - 1) if mark else 0
    while line > 0 and not lines[line].strip():
        line -= 1
    column = mark.column if mark and line == mark.line else 0
    place = file.place(line + 1, min(column, len(lines[line])) + 1)
    return rules.YAML_SYNTAX.at(place, problem=words, hint=hint)
