"""Prose: the small, safe part of Markdown that staff may write, with placeholders for facts.

CommonMark by markdown-it-py without raw HTML, attribute lists, images or code, then nh3 as a
second wall. Facts enter by placeholders (``{phone:kost}``), never as Markdown, so no value of a
field can become markup.

Translations quote the German words that readers will meet at an office as
``{de:Ausländerbehörde}``; so marked, a screen reader speaks them as German.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

PLACEHOLDER = re.compile(r"\{(?!de:)([a-z]+):([a-z0-9][a-z0-9/.-]*)\}")
"""A placeholder: kind and target, as in ``{link:guides/erste-bewerbung}``."""

_QUOTE = re.compile(r"\{de:([^{}\n]+)\}")
_BRACKETED = re.compile(rf"\s*\({_QUOTE.pattern}\)")
_INLINE = re.compile(f"{PLACEHOLDER.pattern}|{_QUOTE.pattern}")
_LINE_END = re.compile(r"\r\n?|\n")
_TAG = re.compile(r"<[^>]*>")
_BRACKETED_BUTTON = re.compile(r"\(<button\b[^>]*>[^<]*</button>(?:\)[.,;:!?،؛؟።፣፤]?)?")
_BRACES = re.compile(r"\{[^{}\s]*(?:[^{}\n]*\})?|\}")

PROSE_HEADINGS = frozenset({"h3"})
"""Levels of headings in the prose of an entry; hand-written pages have one level more."""

ALLOWED_SCHEMES = frozenset({"https", "http", "mailto", "tel"})

_TAGS = {"p", "em", "strong", "ul", "ol", "li", "a", "h2", "h3", "h4", "br", "blockquote", "hr"}
_TAGS |= {"span", "bdi", "time", "button"}
_ATTRIBUTES = {
    "a": {"href", "lang", "dir", "class", "hreflang"},
    "span": {"lang", "dir", "class"},
    "time": {"datetime"},
    "button": {"type", "class", "popovertarget", "lang", "dir"},
    "bdi": {"dir", "class", "lang"},
    "ol": {"start"},
    "h2": {"id"},
    "h3": {"id"},
}

_FOUND = {
    "html_block": "HTML",
    "html_inline": "HTML",
    "image": "ein Bild",
    "code_inline": "Code (`…`)",
    "code_block": "einen mit vier Leerzeichen eingerückten Absatz (Code)",
    "fence": "einen Code-Block (```)",
}


@dataclass(frozen=True)
class Placeholder:
    """A reference to a fact: ``{kind:target}``."""

    kind: str
    target: str

    def __str__(self) -> str:
        return f"{{{self.kind}:{self.target}}}"


Resolve = Callable[[Placeholder], str]
"""Turns a placeholder into finished, escaped HTML."""


@dataclass(frozen=True)
class Explain:
    """Words that prose explains where they stand, but never in headings and links.

    `words` matches them in plain text; without it only the German words that a translation quotes
    are asked for. `mark` returns the finished HTML of a word, None to leave it as it is.
    """

    mark: Callable[[str], str | None]
    words: re.Pattern[str] | None = None


def find_placeholders(text: str) -> list[Placeholder]:
    """Return the well-formed placeholders of `text`, in order."""
    return [Placeholder(*match.groups()) for match in PLACEHOLDER.finditer(text)]


def retarget(text: str, collection: str, old: str, new: str) -> str:
    """Return `text` with every placeholder that names the entry `old` naming `new` instead."""

    def replaced(match: re.Match[str]) -> str:
        placeholder = Placeholder(*match.groups())
        if placeholder.kind in {"phone", "email"}:
            is_meant = collection == "contacts" and placeholder.target == old
            return str(Placeholder(placeholder.kind, new)) if is_meant else match[0]
        parts = placeholder.target.split("/")
        if parts[:2] != [collection, old]:
            return match[0]
        return str(Placeholder(placeholder.kind, "/".join([collection, new, *parts[2:]])))

    return PLACEHOLDER.sub(replaced, text)


def find_malformed_placeholders(text: str) -> list[str]:
    """Return every brace that belongs to no placeholder, with what it encloses, in order."""
    return [match[0] for match in _BRACES.finditer(text) if not PLACEHOLDER.fullmatch(match[0])]


@lru_cache(maxsize=4096)
def _parse(text: str) -> tuple[Token, ...]:
    """Return the tokens of `text`. A German text is compared with eleven translations."""
    return tuple(_PARSER.parse(text, {}))


@dataclass(frozen=True)
class Outline:
    """What a prose text is made of besides words: its headings, lists and links, in order."""

    blocks: tuple[str, ...]
    links: tuple[str, ...]


def outline(text: str) -> Outline:
    """Return the headings (``h3``), lists with their items (``ul``, ``li``) and links of `text`."""
    blocks: list[str] = []
    links: list[str] = []
    for token in _parse(text):
        if token.type in _OUTLINED:
            blocks.append(token.tag)
        links += [
            str(child.attrGet("href"))
            for child in token.children or ()
            if child.type == "link_open"
        ]
    return Outline(tuple(blocks), tuple(sorted(links)))


_OUTLINED = {"heading_open", "bullet_list_open", "ordered_list_open", "list_item_open"}


def quote(text: str) -> str:
    """Return German `text` as a translation quotes it."""
    return f"{{de:{without_quotes(text)}}}"


def quotes_in(text: str) -> list[str]:
    """Return the German words that a translation quotes, in order."""
    return _QUOTE.findall(text)


def without_quotes(text: str) -> str:
    """Return `text` with its quoted German words as plain text."""
    return _QUOTE.sub(r"\1", text)


def drop_quotes(text: str) -> str:
    """Return `text` without German words in brackets, for places where nothing can be marked."""
    return without_quotes(_BRACKETED.sub("", text))


def mark_quotes(text: str) -> str:
    """Return a plain text as escaped HTML, its quoted German words marked as German."""
    return render_line(text, str)


@dataclass(frozen=True)
class Unsafe:
    """Something prose may not hold: its name (German, accusative) and the part it stands in.

    `link` is the target where it is a link.
    """

    description: str
    part: str
    link: str | None = None


def find_unsafe(text: str, headings: Set[str] = PROSE_HEADINGS) -> list[Unsafe]:
    """Return everything in `text` that prose may not hold, in order.

    `headings` are the levels that may stand in it.
    """
    lines = _LINE_END.split(text)
    found: list[Unsafe] = []
    # Most texts have neither tags nor links, and are the same to both parsers.
    for block in _CHECKER.parse(text, {}) if "<" in text or "[" in text else _parse(text):
        # An underlined heading is known by its underline, its last line.
        underlined = block.markup in {"=", "-"}
        line = lines[block.map[1] - 1 if underlined else block.map[0]].strip() if block.map else ""
        if block.type in _FOUND:
            found.append(Unsafe(_FOUND[block.type], line))
        if block.type == "heading_open" and block.tag not in headings:
            found.append(Unsafe("eine Überschrift der falschen Stufe", line))
        found += _find_unsafe_inline(block.children or ())
    if not found:
        found += _find_lost(text)
    return found


def _find_lost(text: str) -> Iterator[Unsafe]:
    """Yield what would not reach the page as written: placeholders in a link, anything else."""
    shown: list[Placeholder] = []

    def keep(placeholder: Placeholder) -> str:
        shown.append(placeholder)
        return str(placeholder)

    html = _PARSER.renderer.render(_parse(text), _PARSER.options, {"resolve": keep})
    for lost in (Counter(find_placeholders(text)) - Counter(shown)).elements():
        yield Unsafe(f"den Platzhalter „{lost}“ an einer Stelle, an der er nicht wirkt", str(lost))
    if sanitise(html) != html:
        yield Unsafe("eine Formatierung, die nicht übernommen werden kann", "")


def _find_unsafe_inline(tokens: Iterable[Token]) -> Iterator[Unsafe]:
    in_link = False
    for token in tokens:
        if token.type in _FOUND and not token.content.startswith("</"):
            marker = {"image": "![", "code_inline": "`"}.get(token.type, token.content)
            yield Unsafe(_FOUND[token.type], marker.split("\n")[0])
        elif token.type == "link_open":
            in_link = True
            href = str(token.attrGet("href") or "")
            if not is_allowed_link(href):
                yield Unsafe(f"den Link „{href}“", href or "](", href)
        elif token.type == "link_close":
            in_link = False
        elif token.type == "placeholder" and in_link:
            # It becomes a link itself, and links cannot hold links.
            part = str(token.meta["placeholder"])
            yield Unsafe(f"den Platzhalter „{part}“ in einem Link", part)


def is_allowed_link(href: str) -> bool:
    """May `href` stand in prose? Only absolute links of four schemes may."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    if parts.scheme.lower() not in ALLOWED_SCHEMES or "{" in href:
        return False
    return bool(parts.netloc) if parts.scheme.lower() in {"http", "https"} else bool(parts.path)


def render_prose(text: str, resolve: Resolve, heading: int | None = None) -> str:
    """Return `text` as sanitised HTML blocks, each placeholder replaced by `resolve`.

    `heading` is the level its headings get on the page; by default they keep their own.
    """
    return "".join(render_blocks(text, resolve, heading))


def render_blocks(
    text: str, resolve: Resolve, heading: int | None = None, explain: Explain | None = None
) -> list[str]:
    """Return the blocks of `text` (paragraphs, headings, whole lists) as `render_prose` does."""
    env = {"resolve": resolve, "heading": heading, "explain": explain, "in_heading": False}
    blocks: list[str] = []
    waiting: list[Token] = []
    for token in _PARSER.parse(text, env):
        waiting.append(token)
        if token.level == 0 and token.nesting <= 0 and token.type != "inline":
            html = sanitise(_PARSER.renderer.render(waiting, _PARSER.options, env))
            blocks.append(_keep_brackets(html))
            waiting = []
    return blocks


def render_line(text: str, resolve: Resolve) -> str:
    """Return a plain text (no Markdown) as escaped HTML with its placeholders resolved."""
    parts: list[str] = []
    end = 0
    for match in _INLINE.finditer(text):
        kind, target, quote = match.groups()
        shown = _quote(quote) if quote else resolve(Placeholder(kind, target))
        parts += [escape_text(text[end : match.start()]), shown]
        end = match.end()
    return _keep_brackets("".join([*parts, escape_text(text[end:])]))


def _keep_brackets(html: str) -> str:
    """Return `html` with each button on one line with the brackets around it.

    Browsers break lines beside a button, whatever stands there (CSS Text 3, section 5.1).
    """
    return _BRACKETED_BUTTON.sub(r'<span class="ww-whole">\g<0></span>', html)


def plain_text(html: str) -> str:
    """Return the text of rendered HTML, on one line."""
    return " ".join(unescape(_TAG.sub("", html)).split())


def sanitise(html: str) -> str:
    """Return `html` with everything removed that prose may not contain."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=set(ALLOWED_SCHEMES),
        link_rel=None,
    )


def escape_text(text: str) -> str:
    """Return `text` escaped for element content, in the form the sanitiser leaves unchanged."""
    return escape(text, quote=False).replace("\N{NO-BREAK SPACE}", "&nbsp;")


def _quote(words: str) -> str:
    return f'<span lang="de" dir="ltr">{escape_text(words)}</span>'


def _placeholder_rule(state: StateInline, silent: bool) -> bool:
    match = _INLINE.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    kind, target, quote = match.groups()
    if not silent and quote:
        state.push("quote", "", 0).content = quote
    elif not silent:
        state.push("placeholder", "", 0).meta = {"placeholder": Placeholder(kind, target)}
    state.pos = match.end()
    return True


class _Renderer(RendererHTML):
    """HTML in exactly the form that the sanitiser writes, so that it changes nothing safe."""

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        content, explain = tokens[idx].content, _explain(tokens, idx, env)
        if explain is None or explain.words is None:
            return escape_text(content)
        parts: list[str] = []
        end = 0
        for match in explain.words.finditer(content):
            shown = explain.mark(match[0]) or escape_text(match[0])
            parts += [escape_text(content[end : match.start()]), shown]
            end = match.end()
        return "".join([*parts, escape_text(content[end:])])

    def quote(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        content, explain = tokens[idx].content, _explain(tokens, idx, env)
        return (explain and explain.mark(content)) or _quote(content)

    def heading_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        env["in_heading"] = True
        return f"<{_heading(tokens[idx], env)}>"

    def heading_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        env["in_heading"] = False
        return f"</{_heading(tokens[idx], env)}>\n"

    def placeholder(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        resolve: Resolve = env["resolve"]
        return resolve(tokens[idx].meta["placeholder"])


def _explain(tokens: Sequence[Token], idx: int, env: EnvType) -> Explain | None:
    """Return what explains words at this place; nothing does in headings and links."""
    opened = sum(token.nesting for token in tokens[:idx] if token.type.startswith("link_"))
    return None if opened or env.get("in_heading") else env.get("explain")


def _heading(token: Token, env: EnvType) -> str:
    level = env.get("heading")
    return f"h{level}" if level else token.tag


def _make_parser(*, html: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": html, "xhtmlOut": False}, renderer_cls=_Renderer)
    # Every link passes the parser, to be found and refused by `find_unsafe`; what a check did
    # not see is removed by `sanitise`.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.inline.ruler.before("text", "placeholder", _placeholder_rule)
    return parser


_PARSER = _make_parser(html=False)
_CHECKER = _make_parser(html=True)  # only to tell people that it is HTML
_CHECKER.normalizeLink = lambda url: url  # type: ignore[method-assign]  # as it stands in the file
