"""The Jinja2 environment of the entry templates: autoescape, StrictUndefined, no code."""

from __future__ import annotations

from functools import cache

import jinja2


@cache
def template_environment() -> jinja2.Environment:
    """Return the environment; compiled templates are kept for all pages of a process."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("wegweiser.render", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
