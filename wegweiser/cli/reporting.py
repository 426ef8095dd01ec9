"""`scripts/report`, `changes` and `post`: what is to be done, what a change does, who is told.

The office runs the first by hand; jobs of code hosts run all of them (docs/dev/ci.md).
"""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

from wegweiser.cli.arguments import (
    Commands,
    add_command,
    add_site_command,
    add_site_options,
    parse_folder,
    parse_text,
)
from wegweiser.cli.output import UsageError, print_report, say
from wegweiser.cli.site_folder import date_of, open_without_errors

_SUBJECTS = {
    "review": "Tell which entries are to be reviewed, by whom, and since when.",
    "consents": "Tell which consents of persons have ended or end soon.",
    "translations": "Tell which translations are stale or missing, by language and entry.",
    "terms": "Tell where translations use other words for terms than the glossary.",
    "readability": "Tell which German sentences and words are long.",
    "orphans": "Tell which entries nobody comes across, and which translations have no source.",
    "sources": "Tell which entries rest on no German source.",
    "contacts": "Tell which contacts nothing makes use of.",
    "links": "Ask other websites whether our links still lead somewhere (takes minutes).",
}


def add_report(commands: Commands) -> None:
    """Declare `scripts/report`, with its subjects."""
    report = add_site_command(commands, "report", run_report)
    report.set_defaults(owner=None, allow_private=False)
    _add_form(report, ("text", "markdown", "html"), default="text")
    subjects = report.add_subparsers(
        metavar="SUBJECT", dest="subject", help="the only subject (default: all of them)"
    )
    for name, what in _SUBJECTS.items():
        # What is not given here must not undo what was given before the subject.
        subject = subjects.add_parser(
            *(name,), help=what, description=what, argument_default=argparse.SUPPRESS
        )
        add_site_options(subject)
        more = ("json", "ical") if name == "review" else ()
        _add_form(subject, ("text", "markdown", "html", *more))
        if name == "review":
            subject.add_argument(
                "--owner", type=parse_text, metavar="CONTACT", help="only those of this contact"
            )
        if name == "links":
            subject.add_argument(
                "--allow-private",
                action="store_true",
                help="ask hosts in private networks, too, such as the city's own",
            )


def _add_form(parser: argparse.ArgumentParser, forms: tuple[str, ...], **default: str) -> None:
    parser.add_argument(
        "--format",
        choices=forms,
        help="form of the report; ical is for the office's calendar"
        if "ical" in forms
        else "form of the report; markdown is for an issue, html is one page",
        **default,  # type: ignore[arg-type]  # a string for `default` alone
    )
    parser.add_argument(
        "--memory",
        type=Path,
        metavar="FILE",
        help="what is known of links from run to run (default: .cache/links.json in DIR)",
    )


def run_report(options: argparse.Namespace) -> int:
    """Report to the office what is to be done: on everything, or on one subject."""
    from wegweiser.reports.command import UnknownOwnerError, make_report

    site = open_without_errors(options)
    if site is None:
        return 1
    try:
        report = make_report(
            options.subject,
            options.format,
            site,
            options.memory or options.root / ".cache" / "links.json",
            say,
            owner=options.owner,
            allow_private=options.allow_private,
        )
    except UnknownOwnerError as error:
        raise UsageError(str(error)) from None
    print_report(report)
    return 0


def add_changes(commands: Commands) -> None:
    """Declare `scripts/changes`."""
    changes = add_site_command(commands, "changes", run_changes)
    changes.add_argument(
        "--before",
        type=parse_folder,
        required=True,
        metavar="DIR",
        help="site folder as it was, to compare with",
    )
    changes.add_argument(
        "--site", type=parse_folder, metavar="DIR", help="the changed site, built: tells its weight"
    )
    changes.add_argument(
        "--preview-url", type=_parse_web_address, metavar="URL", help="address of the preview"
    )
    changes.add_argument(
        "--download-url", type=_parse_web_address, metavar="URL", help="address of its archive"
    )


def _parse_web_address(value: str) -> str:
    """Accept an address of the web that can stand in a link as it is."""
    if not re.fullmatch(r"https?://[\w.:/~%?=&+-]+", value, re.ASCII):
        raise argparse.ArgumentTypeError(f"{value} is not an address of the web")
    return value


def run_changes(options: argparse.Namespace) -> int:
    """Print, in Markdown for a comment, what a change does to the site."""
    from wegweiser.reports.changes import Change, Preview, report_changes
    from wegweiser.reports.markdown import report_markdown
    from wegweiser.site import open_site

    today = date_of(options)
    before, _ = open_site(options.before, today)
    after, problems = open_site(options.root, today)
    pages = f"{options.preview_url.rstrip('/')}/" if options.preview_url else None
    preview = Preview(pages, options.download_url, options.site)
    try:
        report = report_changes(Change(today, before, after, problems, preview))
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}") from None
    print_report(report_markdown(report))
    return 0


def add_post(commands: Commands) -> None:
    """Declare `scripts/post`."""
    post = add_command(commands, "post", run_post)
    post.add_argument("what", choices=("comment", "issue"))
    post.add_argument("file", type=Path, metavar="FILE", help="its text, in Markdown")
    post.add_argument("--title", type=parse_text, default="Bericht", help="title of the issue")


def run_post(options: argparse.Namespace) -> int:
    """Keep our comment on a pull request, or our issue, up to date (in a job of a code host)."""
    from wegweiser.forges.jobs import job_of
    from wegweiser.forges.posting import NotPostedError, post_comment, post_issue

    job = job_of(os.environ)
    try:
        text = options.file.read_text("utf-8")
        if options.what == "comment":
            left = post_comment(job, text, say)
        else:
            left = post_issue(job, options.title, text, say)
    except (OSError, UnicodeError) as error:
        raise UsageError(f"{options.file}: {error}") from None
    except NotPostedError as error:
        say(f"{error}. Nothing was posted")
        return 1
    print_report(left or "")
    return 0
