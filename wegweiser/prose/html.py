"""The HTML of texts: plain lines with what stands in braces, and the wall behind all prose."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

import nh3

from wegweiser.placeholders import PLACEHOLDER_OR_QUOTE, Placeholder

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

_TAG = re.compile(r"<[^>]*>")
_BRACKETED_BUTTON = re.compile(r"\(<button\b[^>]*>[^<]*</button>(?:\)[.,;:!?،؛؟።፣፤]?)?")

Resolve = Callable[[Placeholder], str]
"""Turns a placeholder into finished, escaped HTML."""


def render_line(text: str, resolve: Resolve) -> str:
    """Return a plain text (no Markdown) as escaped HTML with its placeholders resolved."""
    parts: list[str] = []
    end = 0
    for match in PLACEHOLDER_OR_QUOTE.finditer(text):
        kind, target, quote = match.groups()
        shown = mark_german(quote) if quote else resolve(Placeholder(kind, target))
        parts += [escape_text(text[end : match.start()]), shown]
        end = match.end()
    return keep_brackets("".join([*parts, escape_text(text[end:])]))


def mark_quotes(text: str) -> str:
    """Return a plain text as escaped HTML, its quoted German words marked as German."""
    return render_line(text, str)


def keep_brackets(html: str) -> str:
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


def mark_german(words: str) -> str:
    """Return German `words` as escaped HTML that says that they are German."""
    return f'<span lang="de" dir="ltr">{escape_text(words)}</span>'
