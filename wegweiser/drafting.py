"""Writing a new entry by asking, in German, for what it must have.

Every answer goes through the model, and its own diagnostics say what is wrong with it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import BaseModel

from wegweiser.diagnostics import Diagnostic, Place, Severity, rules
from wegweiser.formatting import format_text
from wegweiser.model import COLLECTIONS, Readable, load_content
from wegweiser.model.build import Location, build
from wegweiser.model.checks import check_entry
from wegweiser.model.entries import Contact
from wegweiser.model.load import CONTENT, IMAGES
from wegweiser.model.parts import Consent
from wegweiser.model.references import check_references
from wegweiser.model.shapes import Form, Group, ListOf, Shape, fields_of
from wegweiser.model.vocabulary import Status, StoryLevel
from wegweiser.read import Located, Mapping, Scalar, Sequence, TextFile
from wegweiser.schemas import schema_line
from wegweiser.writing import write_whole

Ask = Callable[[str], str]
"""Shows a prompt and returns the answer. Raises `EOFError` when there is none."""

Say = Callable[[str], None]

_WAYS: tuple[Location, ...] = (("phones", 0, "number"), ("email",), ("website",))
"""Ways to reach a contact, of which it needs one (W224)."""

_YEAR = datetime.timedelta(days=365)


class NotWrittenError(Exception):
    """No entry was written; the German message says why."""


@dataclass(frozen=True)
class Question:
    """A value to ask for: where it stands, how it is written, what it is in German."""

    location: Location
    shape: Shape
    title: str
    many: bool = False
    optional: bool = False
    default: str = ""

    @property
    def name(self) -> str:
        """The name of the field."""
        return next(str(step) for step in reversed(self.location) if isinstance(step, str))


@dataclass
class _Draft:
    """The answers so far. Each has a line of its own, by which diagnostics are told apart."""

    collection: str
    answers: dict[Location, list[str]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.answers.get(("id",), [""])[0]

    def line_of(self, location: Location) -> int:
        return [*self.answers].index(location) + 2

    def located(self) -> Mapping:
        """Return the answers as if they had been read from a file."""
        fields: dict[str, Located] = {}
        items: dict[str, dict[str, Located]] = {}
        start = Place(f"{CONTENT}/{self.collection}/{self.id}.yml")
        for location, answers in self.answers.items():
            place = replace(start, line=self.line_of(location))
            texts = tuple(Scalar(answer, place, plain=False) for answer in answers)
            name, *inner = map(str, location)
            if len(location) > 1:
                items.setdefault(name, {})[inner[-1]] = texts[0]
                # What a group still lacks will be asked for: told at the file, not at an answer.
                group = _mapping(items[name], start)
                fields[name] = Sequence((group,), start) if len(location) > 2 else group
            else:
                fields[name] = Sequence(texts, place) if self._is_list(name) else texts[0]
        return _mapping(fields, start)

    def _is_list(self, name: str) -> bool:
        forms = {form.name: form.form for form in fields_of(COLLECTIONS[self.collection])}
        return isinstance(forms[name], ListOf)


def _mapping(fields: dict[str, Located], place: Place) -> Mapping:
    return Mapping(tuple((Scalar(name, place), value) for name, value in fields.items()), place)


def write_draft(root: Path, collection: str, today: datetime.date, ask: Ask, say: Say) -> Path:
    """Ask for a new entry of `collection`, write it as a draft, and return its file.

    Raises `NotWrittenError` when the answers end, or when there is an entry of that id.
    """
    readable = load_content(root, today)[1]
    draft = _Draft(collection)
    say(f"Neuer Eintrag: {COLLECTIONS[collection].german_name}")
    try:
        for question in _questions(draft, today):
            answers = _answer(question, draft, readable, root, today, ask, say)
            if answers:
                draft.answers[question.location] = answers
            if question.location == ("id",):
                draft.answers[("status",)] = [Status.DRAFT.value]
                if readable.site and readable.site.sample:
                    draft.answers[("sample",)] = ["ja"]
                _refuse_existing(_path_of(draft, root), root)
    except EOFError:
        raise NotWrittenError("Abgebrochen; es wurde nichts geschrieben.") from None
    path = _path_of(draft, root)
    line = schema_line(path, collection)
    text = format_text(TextFile(path.name, ""), draft.located(), collection, line)
    _refuse_existing(path, root)
    write_whole(path, text)
    return path


def _path_of(draft: _Draft, root: Path) -> Path:
    return root / CONTENT / draft.collection / f"{draft.id}.yml"


def _refuse_existing(path: Path, root: Path) -> None:
    if path.exists() or path.is_symlink():
        name = path.relative_to(root).as_posix()
        raise NotWrittenError(f"{name} gibt es schon; die Datei bleibt, wie sie ist.")


def _questions(draft: _Draft, today: datetime.date) -> Iterator[Question]:
    """Yield what is to be asked, which depends on the answers so far."""
    model = COLLECTIONS[draft.collection]
    defaults = {"reviewed_on": str(today), "review_by": str(today + _YEAR)}
    for question in _required(model, ()):
        if question.location != ("status",):
            yield replace(question, default=defaults.get(question.name, ""))
        if draft.answers.get(("level",)) == [StoryLevel.PERSON] and question.location == ("level",):
            yield from _required(Consent, ("consent",))
    if model is Contact:
        for way in _WAYS:
            if not any(answered in draft.answers for answered in _WAYS):
                yield replace(_find(model, way), optional=way != _WAYS[-1])


def _required(model: type[BaseModel], at: Location) -> Iterator[Question]:
    for form in fields_of(model):
        if form.required:
            yield from _ask_for(form.form, (*at, form.name), form.description)


def _ask_for(form: Form, at: Location, title: str) -> Iterator[Question]:
    match form:
        case Shape():
            yield Question(at, form, title)
        case ListOf(items=Shape() as shape):
            yield Question(at, shape, title, many=True)
        case ListOf(items=Group(model=model)):
            for question in _required(model, (*at, 0)):
                yield replace(question, title=f"{title} {question.title}")


def _find(model: type[BaseModel], location: Location) -> Question:
    """Return the question for a field that is not required."""
    for form in fields_of(model):
        if form.name == location[0] and isinstance(form.form, ListOf | Shape):
            questions = _ask_for(form.form, (form.name,), form.description)
            return next(question for question in questions if question.location == location)
    raise LookupError(location)


# Asking ----------------------------------------------------------------------------------------


def _answer(
    question: Question,
    draft: _Draft,
    readable: Readable,
    root: Path,
    today: datetime.date,
    ask: Ask,
    say: Say,
) -> list[str]:
    """Ask until the answer is right; return it, or nothing for an optional one that is empty."""
    for line in _introduction(question, readable):
        say(line)
    shown = f" [{question.default}]" if question.default else ""
    while True:
        given = ask(f"{question.name}{shown}: ").strip() or question.default
        answers = [part.strip() for part in given.split(",")] if question.many else [given]
        answers = [answer for answer in answers if answer]
        if not answers and question.optional:
            return []
        problems = list(_problems(question, answers, draft, readable, root, today))
        for problem in problems:
            say(f"  {problem.message} {problem.fix}")
        if not any(problem.severity is Severity.ERROR for problem in problems):
            return answers


def _introduction(question: Question, readable: Readable) -> Iterator[str]:
    shape = question.shape
    yield f"\n{question.title}"
    if shape.hint:
        yield f"  {shape.hint}"
    for choice in shape.choices:
        yield f"  {choice.value} = {choice.word}"
    if shape.examples:
        yield f"  Zum Beispiel: {'   '.join(shape.examples)}"
    known = sorted(readable.known.ids.get(shape.collection, ()))
    if known:
        yield f"  Vorhanden: {', '.join(known)}"
    if question.many:
        yield "  Mehrere mit Komma trennen."
    if question.optional:
        yield "  Leer lassen, wenn es keine Angabe gibt."


def _problems(
    question: Question,
    answers: list[str],
    draft: _Draft,
    readable: Readable,
    root: Path,
    today: datetime.date,
) -> Iterator[Diagnostic]:
    """Yield what the model says of these answers."""
    if not answers:
        yield rules.MISSING_FIELD.at(Place(""), field=question.name)
        return
    tried = _Draft(draft.collection, {**draft.answers, question.location: answers})
    source = tried.located()
    entry, found = build(COLLECTIONS[draft.collection], source, f"{draft.collection}/{tried.id}")
    ids = readable.known.ids
    own = ids.get(draft.collection, frozenset()) | {tried.id}
    known = replace(readable.known, ids={**ids, draft.collection: own})
    found += check_references(entry, known)
    found += check_entry(entry, source, tried.id, today, root / CONTENT / IMAGES)
    # The consent is asked for next, and the formatter fills in the id.
    later = {rules.CONSENT_NEEDED.code, rules.ITEM_WITHOUT_ID.code}
    line = tried.line_of(question.location)
    yield from (p for p in found if p.place.line == line and p.code not in later)
