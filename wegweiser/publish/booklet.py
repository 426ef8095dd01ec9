"""Booklets as PDF, made by WeasyPrint: an optional step, which needs Pango and the Noto fonts."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

_STYLES = Path(__file__).parent / "templates" / "booklet.css"


class NoPrinterError(Exception):
    """What prints booklets is not installed; the message says what is missing."""


def find_printer() -> None:
    """Raise `NoPrinterError` unless WeasyPrint and what it is linked with are installed."""
    try:
        # It prints its advice to standard output, which carries our report alone.
        with contextlib.redirect_stdout(sys.stderr):
            import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        advice = "scripts/build --booklets installs WeasyPrint, Pango and the Noto fonts"
        raise NoPrinterError(f"Booklets cannot be printed: {error} ({advice})") from None


def write_booklet(html: str, path: Path) -> None:
    """Write a booklet (see `render.booklet`) as a tagged PDF (PDF/UA-1).

    Raises `ImportError` or `OSError` where `find_printer` raises.
    """
    from weasyprint import CSS, HTML

    document = HTML(string=html, url_fetcher=_refuse)
    document.write_pdf(path, stylesheets=[CSS(filename=_STYLES)], pdf_variant="pdf/ua-1")


def _refuse(url: str, *_: object, **__: object) -> dict[str, object]:
    """Fetch nothing: a booklet is complete, and asks no third party."""
    raise ValueError(f"a booklet asks for {url}")
