"""A report as one page that needs nothing else: no script, no picture, no request."""

from __future__ import annotations

import jinja2

from wegweiser.reports.report import Report, german_date


def report_html(report: Report) -> str:
    """Return the report as an HTML page; everything in it is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("wegweiser.reports", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("report.html")
    return template.render(report=report, date=german_date(report.date)) + "\n"
