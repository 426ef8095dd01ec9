"""Markdown as staff may write it: parsed, outlined and rendered.

A parser makes tokens of it; placeholders and quoted German words are tokens of their own, so that
nothing in them is taken for Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from wegweiser.placeholders import PLACEHOLDER_OR_QUOTE, Placeholder
from wegweiser.prose.html import Resolve, escape_text, keep_brackets, mark_german, sanitise


@dataclass(frozen=True)
class Explain:
    """Words that prose explains where they stand, but never in headings and links.

    `words` matches them in plain text; without it only the German words that a translation quotes
    are asked for. `mark` returns the finished HTML of a word, None to leave it as it is.
    """

    mark: Callable[[str], str | None]
    words: re.Pattern[str] | None = None


@lru_cache(maxsize=4096)
def parse(text: str) -> tuple[Token, ...]:
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
    for token in parse(text):
        if token.type in _OUTLINED:
            blocks.append(token.tag)
        links += [
            str(child.attrGet("href"))
            for child in token.children or ()
            if child.type == "link_open"
        ]
    return Outline(tuple(blocks), tuple(sorted(links)))


_OUTLINED = {"heading_open", "bullet_list_open", "ordered_list_open", "list_item_open"}


def render_unsanitised(text: str, resolve: Resolve) -> str:
    """Return `text` as the HTML that the sanitiser gets, each placeholder replaced by `resolve`."""
    html: str = _PARSER.renderer.render(parse(text), _PARSER.options, {"resolve": resolve})
    return html


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
            blocks.append(keep_brackets(html))
            waiting = []
    return blocks


def _placeholder_rule(state: StateInline, silent: bool) -> bool:
    match = PLACEHOLDER_OR_QUOTE.match(state.src, state.pos, state.posMax)
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
        return (explain and explain.mark(content)) or mark_german(content)

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


def make_parser(*, html: bool) -> MarkdownIt:
    """Return a parser that makes tokens of raw HTML where `html` is true, else text."""
    parser = MarkdownIt("commonmark", {"html": html, "xhtmlOut": False}, renderer_cls=_Renderer)
    # Every link passes the parser, to be found and refused by `find_unsafe`; what a check did
    # not see is removed by `sanitise`.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.inline.ruler.before("text", "placeholder", _placeholder_rule)
    return parser


_PARSER = make_parser(html=False)
