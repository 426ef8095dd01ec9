"""The Jinja2 environment of the entry templates: autoescape, StrictUndefined, no code."""

from __future__ import annotations

from functools import cache

import jinja2

from wegweiser.model import SOURCE_LOCALE
from wegweiser.render.codes import contact_code, page_code
from wegweiser.render.titles import title_of


@cache
def template_environment() -> jinja2.Environment:
    """Return the environment; compiled templates are kept for all pages of a process."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("wegweiser.render", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals |= {
        "page_code": page_code,
        "contact_code": contact_code,
        "title_of": title_of,
        "source_locale": SOURCE_LOCALE,
    }
    return environment
