"""Prose: the small, safe part of Markdown that staff may write, with placeholders for facts.

CommonMark by markdown-it-py without raw HTML, attribute lists, images or code, then nh3 as a
second wall. Facts enter by placeholders (``{phone:kost}``), never as Markdown, so no value of a
field can become markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

PLACEHOLDER = re.compile(r"\{([a-z]+):([a-z0-9][a-z0-9/.-]*)\}")
"""A placeholder: kind and target, as in ``{link:guides/erste-bewerbung}``."""

_BRACES = re.compile(r"\{[^{}\s]*(?:[^{}\n]*\})?|\}")

ALLOWED_SCHEMES = frozenset({"https", "http", "mailto", "tel"})

_TAGS = {"p", "em", "strong", "ul", "ol", "li", "a", "h2", "h3", "h4", "br", "blockquote", "hr"}
_TAGS |= {"span", "bdi", "time"}
_ATTRIBUTES = {
    "a": {"href", "lang", "dir", "class", "hreflang"},
    "span": {"lang", "dir", "class"},
    "time": {"datetime"},
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


def find_placeholders(text: str) -> list[Placeholder]:
    """Return the well-formed placeholders of `text`, in order."""
    return [Placeholder(*match.groups()) for match in PLACEHOLDER.finditer(text)]


def find_malformed_placeholders(text: str) -> list[str]:
    """Return every brace that belongs to no placeholder, with what it encloses, in order."""
    return [match[0] for match in _BRACES.finditer(text) if not PLACEHOLDER.fullmatch(match[0])]


@dataclass(frozen=True)
class Unsafe:
    """Something prose may not hold: its name (German, accusative) and the part it stands in.

    `link` is the target where it is a link.
    """

    description: str
    part: str
    link: str | None = None


def find_unsafe(text: str) -> Unsafe | None:
    """Return the first thing in `text` that prose may not hold, or None."""
    lines = text.split("\n")
    for block in _CHECKER.parse(text, {}):
        # An underlined heading is known by its underline, its last line.
        underlined = block.markup in {"=", "-"}
        line = lines[block.map[1] - 1 if underlined else block.map[0]].strip() if block.map else ""
        if block.type in _FOUND:
            return Unsafe(_FOUND[block.type], line)
        if block.type == "heading_open" and block.tag in {"h1", "h5", "h6"}:
            return Unsafe("eine Überschrift der falschen Stufe", line)
        for token in block.children or ():
            unsafe = _find_unsafe_inline(token)
            if unsafe:
                return unsafe
    html = _PARSER.render(text, {"resolve": str})
    if sanitise(html) != html:
        return Unsafe("eine Formatierung, die nicht übernommen werden kann", "")
    return None


def _find_unsafe_inline(token: Token) -> Unsafe | None:
    if token.type in _FOUND:
        marker = {"image": "![", "code_inline": "`"}.get(token.type, token.content)
        return Unsafe(_FOUND[token.type], marker.split("\n")[0])
    if token.type == "link_open" and not is_allowed_link(href := str(token.attrGet("href") or "")):
        return Unsafe(f"den Link „{href}“", href or "](", href)
    return None


def is_allowed_link(href: str) -> bool:
    """May `href` stand in prose? Only absolute links of four schemes may."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    if parts.scheme.lower() not in ALLOWED_SCHEMES:
        return False
    return bool(parts.netloc) if parts.scheme.lower() in {"http", "https"} else bool(parts.path)


def render_prose(text: str, resolve: Resolve) -> str:
    """Return `text` as sanitised HTML blocks, each placeholder replaced by `resolve`."""
    return sanitise(_PARSER.render(text, {"resolve": resolve}))


def render_line(text: str, resolve: Resolve) -> str:
    """Return a plain text (no Markdown) as escaped HTML with its placeholders resolved."""
    parts: list[str] = []
    end = 0
    for match in PLACEHOLDER.finditer(text):
        parts += [escape_text(text[end : match.start()]), resolve(Placeholder(*match.groups()))]
        end = match.end()
    return "".join([*parts, escape_text(text[end:])])


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


def _placeholder_rule(state: StateInline, silent: bool) -> bool:
    match = PLACEHOLDER.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        state.push("placeholder", "", 0).meta = {"placeholder": Placeholder(*match.groups())}
    state.pos = match.end()
    return True


class _Renderer(RendererHTML):
    """HTML in exactly the form that the sanitiser writes, so that it changes nothing safe."""

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return escape_text(tokens[idx].content)

    def placeholder(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        resolve: Resolve = env["resolve"]
        return resolve(tokens[idx].meta["placeholder"])


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "xhtmlOut": False}, renderer_cls=_Renderer)
    # `html` and every link are let through the parser only to be found and refused by
    # `find_unsafe`; what a check did not see is removed by `sanitise`.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.inline.ruler.before("text", "placeholder", _placeholder_rule)
    return parser


_PARSER = _make_parser()
_CHECKER = _make_parser()
_CHECKER.normalizeLink = lambda url: url  # type: ignore[method-assign]  # as it stands in the file
