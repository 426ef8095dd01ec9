"""Every rule with its stable code and its German words.

A code is never given to another rule. Each code has a page for staff in
``docs/handbuch/meldungen/<code>.md`` (what it means, a wrong and a right example); a test holds
the two together. Blocks: W1 reading, W2 fields, W3 references, W4 translations, W5 hand-written
pages, W6 dates that only the calendar makes true, W7 the finished site.
"""

from __future__ import annotations

from dataclasses import dataclass

from wegweiser.diagnostics.diagnostic import Diagnostic, Place, Severity

RULES: dict[str, Rule] = {}


@dataclass(frozen=True)
class Rule:
    """A kind of problem. `message` and `fix` are `str.format` templates."""

    code: str
    title: str
    message: str
    fix: str
    severity: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        if self.code in RULES:
            raise ValueError(f"two rules share the code {self.code}")
        RULES[self.code] = self

    def at(self, place: Place, **details: object) -> Diagnostic:
        """Return the diagnostic of this rule at `place`.

        Raises `KeyError` when a detail that the templates name is missing.
        """
        shown = {name: _one_line(str(value)) for name, value in details.items()}
        return Diagnostic(
            code=self.code,
            severity=self.severity,
            place=place,
            message=self.message.format(**shown),
            fix=self.fix.format(**shown),
        )


def _one_line(value: str, limit: int = 200) -> str:
    """Return `value` without line breaks and other characters that would spoil a report."""
    line = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in value)
    return line if len(line) <= limit else line[: limit - 1] + "…"


WARNING, NOTE = Severity.WARNING, Severity.NOTE

# W1 -- reading files and YAML ------------------------------------------------------------------

FILE_TOO_LARGE = Rule(
    "W101",
    "Die Datei ist zu groß",
    "Die Datei ist {size} KiB groß; erlaubt sind {limit} KiB.",
    "Den Inhalt auf mehrere Einträge verteilen oder löschen, was nicht hineingehört.",
)
NOT_UTF8 = Rule(
    "W102",
    "Die Datei ist nicht als UTF-8 gespeichert",
    "Die Datei ist nicht als UTF-8 gespeichert (erstes ungültiges Byte hier).",
    "Beim Speichern als Zeichensatz „UTF-8“ wählen.",
)
YAML_SYNTAX = Rule(
    "W103",
    "Die Schreibweise der Datei stimmt nicht",
    "{problem}",
    "{hint}",
)
DUPLICATE_KEY = Rule(
    "W104",
    "Ein Feld steht zweimal da",
    "Das Feld „{key}“ steht zweimal da, zuerst in Zeile {first}.",
    "Eine der beiden Angaben löschen.",
)
ANCHOR_OR_ALIAS = Rule(
    "W105",
    "Abkürzungen mit & und * sind nicht erlaubt",
    "Anker (&name) und Verweise (*name) sind nicht erlaubt.",
    "Den Wert ausschreiben; beginnt ein Text mit & oder *, den Text in Anführungszeichen setzen.",
)
YAML_TAG = Rule(
    "W106",
    "Angaben mit ! oder % am Anfang sind nicht erlaubt",
    "Typangaben (!name) und %-Zeilen sind nicht erlaubt.",
    "Die Angabe löschen; beginnt ein Text mit !, den Text in Anführungszeichen setzen.",
)
MERGE_KEY = Rule(
    "W107",
    "Zusammenführen mit << ist nicht erlaubt",
    "Das Feld „<<“ (Zusammenführen) ist nicht erlaubt.",
    "Die Felder ausschreiben.",
)
MULTIPLE_DOCUMENTS = Rule(
    "W108",
    "Die Datei enthält mehrere Dokumente",
    "Hier beginnt ein zweites Dokument; eine Datei enthält genau einen Eintrag.",
    "Die Zeile „---“ löschen oder den zweiten Eintrag in eine eigene Datei legen.",
)
KEY_IS_NOT_TEXT = Rule(
    "W109",
    "Ein Feldname ist kein Text",
    "Ein Feldname muss ein Wort sein, hier steht {found}.",
    "Einen Feldnamen aus der Feldliste verwenden.",
)
TAB_CHARACTER = Rule(
    "W110",
    "Tabulatorzeichen in der Datei",
    "Die Zeile enthält ein Tabulatorzeichen.",
    "Mit Leerzeichen einrücken, zwei je Stufe.",
)
CONTROL_CHARACTER = Rule(
    "W111",
    "Unsichtbares Steuerzeichen",
    "Hier steht ein unsichtbares Steuerzeichen ({name}).",
    "Das Zeichen löschen; oft stammt es aus einer Textverarbeitung.",
)
BIDI_CONTROL = Rule(
    "W112",
    "Zeichen, das die Schreibrichtung ändert",
    "Hier steht ein Zeichen, das die Schreibrichtung ändert ({name}).",
    "Das Zeichen löschen; die Website setzt die Schreibrichtung selbst.",
)
TOO_DEEP = Rule(
    "W113",
    "Zu tief verschachtelt",
    "Hier ist der Inhalt tiefer als {limit} Stufen verschachtelt.",
    "Überzählige Klammern oder Einrückungen entfernen.",
)
TOO_MANY_VALUES = Rule(
    "W114",
    "Zu viele Werte in einer Datei",
    "Die Datei enthält mehr als {limit} Werte.",
    "Den Inhalt auf mehrere Dateien verteilen.",
)
UNSAFE_PATH = Rule(
    "W115",
    "Verknüpfung statt Datei",
    "„{name}“ ist eine Verknüpfung oder führt aus dem Ordner hinaus und wird nicht gelesen.",
    "Die Datei selbst in den Ordner legen.",
)
NOT_AN_ENTRY = Rule(
    "W116",
    "Die Datei enthält keine Felder",
    "Die Datei enthält keine Felder der Form „feld: Wert“, sondern {found}.",
    "Die Felder des Eintrags eintragen oder die Datei löschen.",
)
UNEXPECTED_FILE = Rule(
    "W117",
    "Diese Datei gehört nicht hierher",
    "„{name}“ gehört nicht an diese Stelle.",
    "{hint}",
)
UNREADABLE = Rule(
    "W118",
    "Die Datei kann nicht gelesen werden",
    "„{name}“ kann nicht gelesen werden ({reason}).",
    "Datei und Zugriffsrechte prüfen.",
)
FILE_MISSING = Rule(
    "W119",
    "Eine notwendige Datei fehlt",
    "„{name}“ fehlt.",
    "{hint}",
)

TEXT_LOST_AS_COMMENT = Rule(
    "W120",
    "Text hinter # geht verloren",
    "Ab „{lost}“ gilt der Rest der Zeile als Notiz und erscheint nicht auf der Website.",
    "Den ganzen Text in Anführungszeichen setzen; nach dem # einer Notiz folgt ein Leerzeichen.",
    WARNING,
)

# W2 -- fields ----------------------------------------------------------------------------------

UNKNOWN_FIELD = Rule(
    "W201",
    "Unbekanntes Feld",
    "Das Feld „{field}“ gibt es hier nicht.{suggestion}",
    "Erlaubt sind: {allowed}.",
)
MISSING_FIELD = Rule(
    "W202",
    "Ein Pflichtfeld fehlt",
    "Das Pflichtfeld „{field}“ fehlt.",
    "„{field}: …“ ergänzen.",
)
WRONG_SHAPE = Rule(
    "W203",
    "Falsche Form des Wertes",
    "„{field}“ erwartet {expected}, hier steht {found}.",
    "{hint}",
)
WRONG_ID = Rule(
    "W204",
    "Kennung ungültig oder anders als der Dateiname",
    "{problem}",
    "{hint}",
)
NOT_IN_VOCABULARY = Rule(
    "W205",
    "Wert nicht in der Liste",
    "„{value}“ ist für „{field}“ nicht vorgesehen.{suggestion}",
    "Erlaubt sind: {allowed}.",
)
BAD_DATE = Rule(
    "W206",
    "Ungültiges Datum",
    "„{value}“ ist kein gültiges Datum.",
    "Als {form} schreiben.",
)
BAD_PHONE = Rule(
    "W207",
    "Ungültige Telefonnummer",
    "„{value}“ ist keine gültige Telefonnummer{reason}.",
    'Mit Vorwahl und in Anführungszeichen schreiben, zum Beispiel "030 23125 100".',
)
BAD_EMAIL = Rule(
    "W208",
    "Ungültige E-Mail-Adresse",
    "„{value}“ ist keine gültige E-Mail-Adresse.",
    "Die Adresse in der Form name@example.org schreiben.",
)
BAD_URL = Rule(
    "W209",
    "Ungültige Internetadresse",
    "„{value}“ ist keine erlaubte Internetadresse{reason}.",
    "Die vollständige Adresse angeben, beginnend mit https://.",
)
BAD_LANGUAGE = Rule(
    "W210",
    "Unbekannte Sprache",
    "„{value}“ ist kein gültiges Sprachkürzel.{suggestion}",
    "Das internationale Kürzel der Sprache verwenden, zum Beispiel ar für Arabisch.",
)
BAD_OPENING_HOURS = Rule(
    "W211",
    "Öffnungszeiten nicht verständlich",
    "Die Öffnungszeiten sind ab „{rest}“ nicht verständlich.",
    "Zum Beispiel: Mo-Fr 08:00-12:30; Th 14:00-18:00; PH off (Tage: Mo Tu We Th Fr Sa Su).",
)
BAD_NUMBER = Rule(
    "W212",
    "Ungültige Zahl",
    "„{value}“ {problem}.",
    "Nur Ziffern, bei Bedarf mit Punkt, zum Beispiel 276 oder 13.90.",
)
BAD_LENGTH = Rule(
    "W213",
    "Text zu lang oder Liste leer",
    "„{field}“ {problem}.",
    "{hint}",
)
BAD_YES_NO = Rule(
    "W214",
    "Ja oder nein erwartet",
    "„{value}“ ist weder ja noch nein.",
    "ja oder nein schreiben.",
)
DATES_OUT_OF_ORDER = Rule(
    "W215",
    "Zeitangaben in falscher Reihenfolge",
    "„{later}“ ({later_value}) liegt vor „{earlier}“ ({earlier_value}).",
    "Eine der beiden Zeitangaben berichtigen.",
)
ITEM_WITHOUT_ID = Rule(
    "W216",
    "Listenpunkt ohne Kennung",
    "Der Listenpunkt hat keine „id“; beim Umsortieren gingen seine Übersetzungen verloren.",
    "Eine kurze „id“ ergänzen, zum Beispiel id: {suggestion}.",
    WARNING,
)
DUPLICATE_ITEM = Rule(
    "W217",
    "Kennung oder Wert doppelt",
    "„{value}“ steht in dieser Liste schon in Zeile {first}.",
    "Den Punkt löschen oder eine andere Kennung vergeben.",
)
CONSENT_NEEDED = Rule(
    "W218",
    "Einwilligung fehlt",
    "{problem}",
    "Unter „consent“ eintragen, wofür und bis wann die Person eingewilligt hat.",
)
SAMPLE_DATA = Rule(
    "W219",
    "Echte Angaben und Beispieldaten vermischt",
    "{problem}",
    "{hint}",
)
UNSAFE_PROSE = Rule(
    "W220",
    "Formatierung nicht erlaubt",
    "Der Text enthält {found}; das ist nicht erlaubt.",
    "Nur Absätze, Listen, **fett**, *kursiv*, Zwischenüberschriften (###) und Links verwenden.",
)
BAD_POSTCODE = Rule(
    "W221",
    "Ungültige Postleitzahl",
    "„{value}“ ist keine Postleitzahl.",
    'Fünf Ziffern in Anführungszeichen, zum Beispiel "01234".',
)
BAD_PLACEHOLDER = Rule(
    "W222",
    "Platzhalter ungültig",
    "Der Platzhalter „{placeholder}“ {problem}.{suggestion}",
    "Erlaubt sind phone, email, link, term, figure, date und law, zum Beispiel {{phone:kontakt}}.",
)
FACT_IN_TEXT = Rule(
    "W223",
    "Telefonnummer oder E-Mail im Text",
    "„{value}“ steht mitten im Text; ändert sie sich, wird die Stelle leicht übersehen.",
    "Beim Kontakt eintragen und im Text {{phone:kontakt}} oder {{email:kontakt}} schreiben.",
    WARNING,
)
FIGURE_IN_TEXT = Rule(
    "W227",
    "Betrag, Prozentsatz oder Paragraf im Text",
    "„{value}“ steht mitten im Text; ändert sich die Angabe, wird die Stelle leicht übersehen.",
    "Unter figures oder legal_basis eintragen und im Text {hint} schreiben.",
    WARNING,
)
NO_WAY_TO_REACH = Rule(
    "W224",
    "Kontakt ohne Erreichbarkeit",
    "Der Kontakt hat weder Telefon noch E-Mail, Website oder Adresse.",
    "Mindestens einen Weg eintragen, auf dem man den Kontakt erreicht.",
)
BAD_FILE_REFERENCE = Rule(
    "W225",
    "Bilddatei fehlt oder heißt falsch",
    "Die Bilddatei „{value}“ {problem}.",
    "Die Datei in content/images/ ablegen und ihren Namen angeben.",
)
BAD_VALUE = Rule(
    "W226",
    "Ungültiger Wert",
    "„{field}“: {problem}.",
    "Den Wert anhand der Feldliste berichtigen.",
)

# W3 -- references ------------------------------------------------------------------------------

UNKNOWN_REFERENCE = Rule(
    "W301",
    "Verweis ins Leere",
    "Einen Eintrag „{value}“ gibt es unter „{collection}“ nicht.{suggestion}",
    "Die Kennung (den Dateinamen ohne .yml) eines vorhandenen Eintrags angeben.",
)
HIDDEN_REFERENCE = Rule(
    "W302",
    "Verweis auf einen nicht veröffentlichten Eintrag",
    "„{value}“ ist {status} und erscheint nicht auf der Website.",
    "Den Verweis entfernen oder den Eintrag veröffentlichen (status: published).",
)
UNUSED_CONTACT = Rule(
    "W303",
    "Kontakt wird nirgends genannt",
    "Der Kontakt „{id}“ wird in keinem Eintrag genannt.",
    "Bei einem Angebot oder Ratgeber unter „contacts“ nennen oder archivieren.",
    WARNING,
)
PARENT_CYCLE = Rule(
    "W304",
    "Stelle ist sich selbst übergeordnet",
    "Die Kette der übergeordneten Stellen führt zurück zu „{id}“.",
    "„parent“ bei einer der Stellen entfernen.",
)

# W4 -- translations ----------------------------------------------------------------------------

CATALOGUE_SYNTAX = Rule(
    "W401",
    "Übersetzungsdatei nicht lesbar",
    "Die Übersetzungsdatei ist nicht lesbar: In Zeile {line} stimmt die Schreibweise nicht.",
    "Die Anführungszeichen dieser und der vorigen Zeile prüfen oder die letzte Fassung holen.",
)
PLACEHOLDER_MISMATCH = Rule(
    "W402",
    "Platzhalter in der Übersetzung anders als im Deutschen",
    "Die Übersetzung von „{key}“ hat andere Platzhalter als das Deutsche: {difference}.",
    "Die Platzhalter {{…}} unverändert übernehmen.",
)
UNKNOWN_LOCALE = Rule(
    "W403",
    "Unbekannter Sprachordner",
    "Der Ordner „{name}/“ gehört zu keiner Sprache aus content/site.yml.{suggestion}",
    "Die Sprache unter „locales“ eintragen oder den Ordner löschen.",
    WARNING,
)
DUPLICATE_MESSAGE = Rule(
    "W404",
    "Übersetzung doppelt",
    "„{key}“ ist zweimal übersetzt, zuerst in Zeile {first}.",
    "Einen der beiden Einträge löschen.",
)
TRANSLATION_CHARACTER = Rule(
    "W405",
    "Verbotenes Zeichen in der Übersetzung",
    "Die Übersetzung von „{key}“ enthält ein verbotenes Zeichen ({name}).",
    "Das Zeichen löschen.",
)
UNSAFE_TRANSLATION = Rule(
    "W406",
    "Formatierung in der Übersetzung nicht erlaubt",
    "Die Übersetzung von „{key}“ enthält {found}; das ist nicht erlaubt.",
    "Die Formatierung des deutschen Textes übernehmen.",
)

PLURAL_FORMS = Rule(
    "W407",
    "Mehrzahlformen passen nicht zur Sprache",
    "{problem}.",
    "Richtig ist {expected}",
)

NUMBER_MISMATCH = Rule(
    "W408",
    "Zahlen in der Übersetzung anders als im Deutschen",
    "Die Übersetzung von „{key}“ hat andere Zahlen als das Deutsche: {difference}.",
    "Die Zahlen vergleichen und in Ziffern schreiben wie im Deutschen.",
    WARNING,
)
LINK_MISMATCH = Rule(
    "W409",
    "Links in der Übersetzung anders als im Deutschen",
    "Die Übersetzung von „{key}“ hat andere Links als das Deutsche: {difference}.",
    "Die Adressen der Links unverändert übernehmen.",
)
OUTLINE_MISMATCH = Rule(
    "W410",
    "Übersetzung anders gegliedert als das Deutsche",
    "Die Übersetzung von „{key}“ ist anders gegliedert: {have} statt {want}.",
    "Listen und Zwischenüberschriften aufbauen wie im deutschen Text.",
    WARNING,
)
NAME_TRANSLATED = Rule(
    "W411",
    "Eigenname fehlt in der Übersetzung",
    "In der Übersetzung von „{key}“ fehlt der Name „{name}“, der nie übersetzt wird.",
    "Den Namen unverändert übernehmen, am besten als {{de:{name}}}.",
    WARNING,
)

MESSAGE_WITHOUT_KEY = Rule(
    "W412",
    "Übersetzung ohne Schlüssel",
    "Die Übersetzung von „{text}“ hat keinen Schlüssel (msgctxt) und wird nicht verwendet.",
    "Die Zeile msgctxt ergänzen oder den Eintrag löschen; scripts/translations sync legt alle an.",
    WARNING,
)

# W5 -- hand-written pages ----------------------------------------------------------------------

PAGE_HEADER = Rule(
    "W501",
    "Kopf der Seite fehlt oder ist fehlerhaft",
    "{problem}",
    "Die Seite mit „# Titel“ beginnen; im Kopf zwischen „---“ stehen nur „source:“ und „state:“.",
)
PAGE_LINK = Rule(
    "W502",
    "Link auf eine andere Seite der Website",
    "Der Link „{target}“ funktioniert nicht in jeder Sprache.",
    "Einen Platzhalter verwenden: {{link:docs/help}} für Seiten, {{link:guides/…}} für Einträge.",
)
PAGE_WITHOUT_SOURCE = Rule(
    "W503",
    "Seite ohne deutsches Original",
    "Zu dieser Seite gibt es kein deutsches Original docs/{source}/{name}.",
    "Erst die deutsche Seite anlegen; Übersetzungen heißen genauso.",
)

# W6 -- the calendar ----------------------------------------------------------------------------

REVIEW_OVERDUE = Rule(
    "W601",
    "Prüfung überfällig",
    "Die Angaben sollten bis {review_by} geprüft werden (Stand: {reviewed_on}).",
    "Angaben prüfen, dann „reviewed_on“ und „review_by“ aktualisieren.",
    NOTE,
)
CONSENT_EXPIRED = Rule(
    "W602",
    "Einwilligung abgelaufen",
    "Die Einwilligung galt bis {valid_until}; der Eintrag erscheint nicht mehr auf der Website.",
    "Um eine neue Einwilligung bitten oder den Eintrag löschen.",
    NOTE,
)
OUT_OF_VALIDITY = Rule(
    "W603",
    "Angebot ausgelaufen",
    "Das Angebot galt bis {valid_to}; die Seite sagt, dass es beendet ist.",
    "Den Eintrag verlängern oder archivieren (status: archived).",
    NOTE,
)

CONSENT_NOT_YET = Rule(
    "W604",
    "Einwilligung gilt noch nicht",
    "Die Einwilligung gilt erst ab {given_on}; bis dahin erscheint der Eintrag nicht.",
    "Das Datum prüfen; stimmt es, ist nichts zu tun.",
    NOTE,
)
REFERENCE_WITHOUT_CONSENT = Rule(
    "W605",
    "Verweis auf einen Eintrag ohne gültige Einwilligung",
    "„{value}“ erscheint nicht auf der Website, weil die Einwilligung heute nicht gilt.",
    "Um eine neue Einwilligung bitten oder einen anderen Eintrag angeben.",
    NOTE,
)

REVIEW_IN_FUTURE = Rule(
    "W606",
    "Stand der Angaben in der Zukunft",
    "„reviewed_on“ ({reviewed_on}) liegt in der Zukunft.",
    "Den Tag eintragen, an dem die Angaben wirklich geprüft wurden.",
    WARNING,
)

CONSENT_ENDS_SOON = Rule(
    "W607",
    "Einwilligung läuft bald ab",
    "Die Einwilligung gilt nur noch bis {valid_until}; danach erscheint der Eintrag nicht mehr.",
    "Rechtzeitig um eine neue Einwilligung bitten.",
    NOTE,
)

# W7 -- the finished site -----------------------------------------------------------------------

BROKEN_LINK = Rule(
    "W701",
    "Link auf der fertigen Seite führt ins Leere",
    "Der Link „{target}“ führt ins Leere.",
    "Das Ziel anlegen oder den Link ändern.",
)
BROKEN_ANCHOR = Rule(
    "W702",
    "Sprungmarke fehlt",
    "Auf der Seite „{target}“ gibt es die Sprungmarke „{anchor}“ nicht.",
    "Den Link ändern.",
)
MALFORMED_HTML = Rule(
    "W703",
    "Fertige Seite fehlerhaft aufgebaut",
    "Die Seite ist nicht wohlgeformt: {problem}.",
    "An die technische Betreuung weitergeben: Die Vorlage der Seite ist zu berichtigen.",
)
PAGE_MISSING = Rule(
    "W704",
    "Eine Seite fehlt",
    "Die Seite fehlt in der fertigen Website.",
    "Noch einmal bauen; bleibt die Meldung, an die technische Betreuung weitergeben.",
)
PLACEHOLDER_ADDRESS = Rule(
    "W706",
    "Adresse der Website ist ein Platzhalter",
    "Die Adresse „{url}“ gibt es nicht; Suchmaschinen und geteilte Links führen ins Leere.",
    "In content/site.yml unter „url“ die echte Adresse eintragen.",
    NOTE,
)
SAMPLE_IN_PRODUCTION = Rule(
    "W705",
    "Beispieldaten in der echten Website",
    "„{id}“ enthält Beispieldaten (sample: ja).",
    "Den Eintrag durch echte Angaben ersetzen oder löschen.",
)
