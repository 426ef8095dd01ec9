"""QR codes (ISO/IEC 18004): of a page, and of a contact for a phone's address book."""

from __future__ import annotations

from functools import cache

import segno
from markupsafe import Markup

from wegweiser.model.entries import Contact
from wegweiser.render.vcard import short_vcard
from wegweiser.render.words import PageWords


def page_code(words: PageWords) -> Markup:
    """Return the code of a page as an SVG element.

    It leads to the page's address without a language, from where readers are led to theirs.
    """
    return address_code(f"{words.edition.content.site.url}{words.path}")


def contact_code(contact: Contact, words: PageWords) -> Markup:
    """Return the code of a contact's way to be reached as an SVG element."""
    return address_code(short_vcard(contact, words))


@cache
def address_code(address: str) -> Markup:
    """Return the code of an address (or any other text) as an SVG element."""
    code = segno.make(address, error="m", boost_error=False, micro=False)
    return Markup(
        code.svg_inline(omitsize=True, border=4, svgclass="ww-code__image", lineclass=None)
    )
