"""Booklets as PDF, made by WeasyPrint: an optional step, which needs Pango and the Noto fonts."""

from __future__ import annotations

from pathlib import Path

_STYLES = Path(__file__).parent / "templates" / "booklet.css"


def write_booklet(html: str, path: Path) -> None:
    """Write a booklet (see `render.booklet`) as a tagged PDF (PDF/UA-1).

    Raises `ImportError` or `OSError` where WeasyPrint or what it is linked with is not installed.
    """
    from weasyprint import CSS, HTML

    document = HTML(string=html, url_fetcher=_refuse)
    document.write_pdf(path, stylesheets=[CSS(filename=_STYLES)], pdf_variant="pdf/ua-1")


def _refuse(url: str, *_: object, **__: object) -> dict[str, object]:
    """Fetch nothing: a booklet is complete, and asks no third party."""
    raise ValueError(f"a booklet asks for {url}")
