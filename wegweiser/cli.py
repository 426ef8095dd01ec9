"""The command line: what scripts/ run, each by its name.

Exit codes (invariant 4): 0 no errors, 1 errors, 2 usage. Standard output carries the report
alone; progress goes to standard error.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import ipaddress
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wegweiser.build_date import build_date
from wegweiser.diagnostics import Diagnostic, Severity, exit_code
from wegweiser.diagnostics.reporters import REPORTERS, report_terminal

if TYPE_CHECKING:
    from wegweiser.site import Site

PROJECT = Path(__file__).resolve().parent.parent
_DIGITS = re.compile(r"[0-9]{1,5}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code. `argparse` exits with 2 on a usage error."""
    options = _parse(arguments)
    try:
        command: int = options.run(options)
    except KeyboardInterrupt:
        return 130
    except UsageError as error:
        _say(str(error))
        return 2
    except BrokenPipeError:
        _give_up_output()  # whoever read the report has had enough
        return 1
    return command


def _give_up_output() -> None:
    """Keep Python from trying, at its end, to write what could not be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class UsageError(Exception):
    """The command was called with something it cannot work with; the message says what."""


def _today(options: argparse.Namespace) -> datetime.date:
    try:
        return build_date(options.date)
    except ValueError as error:
        raise UsageError(str(error)) from None


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="wegweiser", description="Build a city's guide to work.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    check = _add_command(commands, "check", run_check)
    _add_report(check)
    build = _add_command(commands, "build", run_build)
    _add_report(build)
    build.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help="folder to publish into (default: site/ in the site folder)",
    )
    build.add_argument(
        "--allow-samples",
        action="store_true",
        help="build although there is sample data (never for a public site)",
    )
    build.add_argument(
        "--booklets",
        action="store_true",
        help="print all offers and contacts of each language into a PDF, too",
    )
    build.add_argument(
        "--compress",
        action="store_true",
        help="put compressed files beside those that become smaller, for the server (Brotli, gzip)",
    )
    build.add_argument(
        "--preview",
        action="store_true",
        help="build a preview: every page says so, search engines are kept out, links name files",
    )
    build.add_argument("--workers", type=_count, metavar="N", help="processes (default: all cores)")
    serve = _add_command(commands, "serve", run_serve)
    serve.add_argument("--port", type=_port, default=8000, metavar="N", help="port (default: 8000)")
    admin = _add_command(commands, "admin", run_admin)
    admin.add_argument("--port", type=_port, default=8001, metavar="N", help="port (default: 8001)")
    hosting = _add_command(commands, "hosting", run_hosting)
    hosting.add_argument("server", choices=("nginx", "caddy"))
    hosting.add_argument(
        "--folder",
        type=_plain_path,
        metavar="DIR",
        help="folder that is served as the whole host (default: /var/www/HOST)",
    )
    hosting.add_argument(
        "--behind-proxy",
        type=_socket,
        metavar="ADDRESS:PORT",
        help="listen there without TLS, behind another server that has it",
    )
    _add_translations(commands)
    rename = _add_command(commands, "rename", run_rename)
    rename.add_argument("entry", metavar="COLLECTION/ID", help="for example programmes/startzeit")
    rename.add_argument("new", metavar="NEW-ID", help="the new id, for example startzeit-plus")
    _add_reports(commands)
    _add_changes(commands)
    _add_post(commands)
    new = _add_command(commands, "new", run_new)
    new.add_argument("collection", metavar="COLLECTION", help="its folder, such as programmes")
    format_ = _add_command(commands, "format", run_format)
    format_.add_argument("--check", action="store_true", help="only name the files that differ")
    format_.add_argument(
        "files", type=Path, nargs="*", metavar="FILE", help="entries (default: all below content/)"
    )
    schemas = _add_command(commands, "schemas", run_schemas)
    schemas.add_argument("--check", action="store_true", help="only tell what would change")
    fields = _add_command(commands, "fields", run_fields)
    fields.add_argument("--check", action="store_true", help="only tell what would change")
    return parser.parse_args(arguments)


def _add_changes(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    changes = _add_command(commands, "changes", run_changes)
    changes.add_argument(
        "--before",
        type=_folder,
        required=True,
        metavar="DIR",
        help="site folder as it was, to compare with",
    )
    changes.add_argument(
        "--site", type=_folder, metavar="DIR", help="the changed site, built: tells its weight"
    )
    changes.add_argument(
        "--preview-url", type=_web_address, metavar="URL", help="address of the preview"
    )
    changes.add_argument(
        "--download-url", type=_web_address, metavar="URL", help="address of its archive"
    )


def _add_post(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    summary = str(run_post.__doc__).split("\n")[0]
    post = commands.add_parser("post", prog="scripts/post", help=summary, description=summary)
    post.set_defaults(run=run_post)
    post.add_argument("what", choices=("comment", "issue"))
    post.add_argument("file", type=Path, metavar="FILE", help="its text, in Markdown")
    post.add_argument("--title", type=_text, default="Bericht", help="title of the issue")


def _add_reports(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    report = _add_command(commands, "report", run_report)
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
        _add_site_options(subject)
        more = ("json", "ical") if name == "review" else ()
        _add_form(subject, ("text", "markdown", "html", *more))
        if name == "review":
            subject.add_argument(
                "--owner", type=_text, metavar="CONTACT", help="only those of this contact"
            )
        if name == "links":
            subject.add_argument(
                "--allow-private",
                action="store_true",
                help="ask hosts in private networks, too, such as the city's own",
            )


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


def _add_translations(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    summary = "Look after the translations."
    script = "scripts/translations"
    parser = commands.add_parser("translations", prog=script, help=summary, description=summary)
    tasks = parser.add_subparsers(metavar="TASK", required=True)

    def add(name: str, summary: str) -> argparse.ArgumentParser:
        task = _add_command(tasks, name, run_translations, summary, prog=f"{script} {name}")
        task.set_defaults(task=name)
        return task

    sync = add("sync", "Bring the catalogues in line with the content.")
    sync.add_argument("--check", action="store_true", help="only tell what would change")
    review = add("review", "Mark translations as reviewed by a person.")
    review.add_argument("locale", metavar="LOCALE")
    review.add_argument(
        "texts", metavar="TEXT", nargs="+", help="a key, an entry (programmes/eq) or a collection"
    )
    review.add_argument("--name", type=_text, required=True, help="who reviewed them")
    status = add("status", "Tell how far the translations have come.")
    status.add_argument("--format", choices=("text", "json", "md", "html"), default="text")
    add_locale = add("add", "Add a language to the site.")
    add_locale.add_argument("locale", metavar="LOCALE", help="its tag (BCP 47), for example so")
    add_locale.add_argument(
        "--name", type=_text, help="its own name, if Unicode's table has a wrong one"
    )
    export = add("export", "Write what is missing or stale into a file for a translator.")
    export.add_argument("locale", metavar="LOCALE")
    export.add_argument("--format", choices=("po", "csv"), default="po")
    export.add_argument("--output", type=Path, metavar="FILE", help="default: LOCALE.po")
    import_ = add("import", "Take in the translations of a file (.po or .csv).")
    import_.add_argument("locale", metavar="LOCALE")
    import_.add_argument("file", type=Path, metavar="FILE")
    how = import_.add_mutually_exclusive_group()
    how.add_argument("--machine", action="store_true", help="a machine has translated them")
    how.add_argument("--reviewed-by", type=_text, metavar="NAME", help="who has reviewed them")


def _add_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    summary: str | None = None,
    prog: str | None = None,
) -> argparse.ArgumentParser:
    summary = summary or str(run.__doc__).split("\n")[0]
    prog = prog or f"scripts/{name}"
    command = commands.add_parser(name, prog=prog, help=summary, description=summary)
    _add_site_options(command)
    command.set_defaults(run=run)
    return command


def _add_site_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--root",
        type=_folder,
        default=command.argument_default or Path.cwd(),
        metavar="DIR",
        help="site folder with content/ and locales/ (default: this folder)",
    )
    command.add_argument(
        "--date",
        type=_date,
        metavar="YYYY-MM-DD",
        help="date of the build (default: SOURCE_DATE_EPOCH, else today in Europe/Berlin)",
    )


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=REPORTERS, default="terminal", help="form of the report"
    )
    parser.add_argument("--strict", action="store_true", help="let warnings count as errors")


def _folder(value: str) -> Path:
    path = Path(value)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"{value} is not a folder")
    return path.resolve()


def _date(value: str) -> datetime.date:
    try:
        date = datetime.date.fromisoformat(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{value} is not a date (YYYY-MM-DD)") from error
    if not 1970 <= date.year < 2200:
        raise argparse.ArgumentTypeError(f"{value} is not between 1970 and 2199")
    return date


def _count(value: str) -> int:
    if not _DIGITS.fullmatch(value) or int(value) < 1:
        raise argparse.ArgumentTypeError(f"{value} is not a number of processes")
    return int(value)


def _web_address(value: str) -> str:
    """Accept an address of the web that can stand in a link as it is."""
    if not re.fullmatch(r"https?://[\w.:/~%?=&+-]+", value, re.ASCII):
        raise argparse.ArgumentTypeError(f"{value} is not an address of the web")
    return value


def _plain_path(value: str) -> str:
    """Accept a path that means the same in every server's configuration."""
    if not re.fullmatch(r"/[\w./ -]*", value):
        raise argparse.ArgumentTypeError(f"{value} is not an absolute path of plain letters")
    return value


def _socket(value: str) -> str:
    address, _, port = value.rpartition(":")
    try:
        ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value} is not an IP address and a port") from None
    return f"{address}:{_port(port)}"


def _port(value: str) -> int:
    if not _DIGITS.fullmatch(value) or int(value) > 65535:
        raise argparse.ArgumentTypeError(f"{value} is not a port (0 to 65535)")
    return int(value)


def run_check(options: argparse.Namespace) -> int:
    """Check all content, translations and pages; report every problem at its line."""
    from wegweiser.site import open_site_fast

    started = time.monotonic()
    site, problems = open_site_fast(options.root, _today(options))
    code = _report(problems, options)
    if site:
        entries = sum(map(len, site.content.entries.values()))
        terms = len(site.content.glossary.terms)
        _say(
            f"Checked {entries} entries, {terms} terms and {len(site.tags)} locales"
            f" in {time.monotonic() - started:.1f} s"
        )
    return code


def run_build(options: argparse.Namespace) -> int:
    """Build the site for production: check, render, verify, publish in one step."""
    from wegweiser.publish.production import find_placeholder, find_samples
    from wegweiser.site import open_site_fast

    started = time.monotonic()
    output = _output(options)
    if options.preview and options.booklets:
        raise UsageError("A preview has no booklets: paper would not say what it is")
    _say("Checking the content")
    site, problems = open_site_fast(options.root, _today(options))
    if site:
        problems += find_placeholder(site.content)
        problems += [] if options.allow_samples else find_samples(site.content)
    code, outcome = 1, "Nothing was published"
    if site and not exit_code(problems, strict=options.strict):
        code, outcome = _publish(site, output, options, problems)
    _report(problems, options)
    _say(f"{outcome} ({time.monotonic() - started:.1f} s)")
    return code


def _output(options: argparse.Namespace) -> Path:
    """Return the folder to publish into. Raises `UsageError` for one that holds the sources."""
    from wegweiser.standalone import SOURCE_FOLDERS

    output: Path = (options.output or options.root / "site").absolute()
    sources = [options.root, *(options.root / name for name in SOURCE_FOLDERS)]
    try:
        real = output.resolve()
    except (OSError, RuntimeError) as error:
        raise UsageError(f"{output} cannot be the output: {error}") from None
    inside = [folder for folder in sources[1:] if real.is_relative_to(folder)]
    around = [folder for folder in sources if folder.is_relative_to(real)]
    if inside or around:
        raise UsageError(f"{output} holds sources of the site and cannot be the output")
    return output


def _publish(
    site: Site, output: Path, options: argparse.Namespace, problems: list[Diagnostic]
) -> tuple[int, str]:
    """Build and publish `site`; return the exit code and what became of it.

    Problems of the finished site are added to `problems`.
    """
    from wegweiser.publish import Builder, BuildError, EngineError
    from wegweiser.publish.booklet import NoPrinterError
    from wegweiser.publish.swap import NotOursError

    workers = options.workers or os.cpu_count() or 1
    try:
        builder = Builder(
            *(_config_file(options.root), output, _say, workers),
            booklets=options.booklets,
            compressed=options.compress,
            preview=options.preview,
        )
        count = builder.build(site)
    except BuildError as error:
        problems += error.diagnostics
        return 1, "Nothing was published"
    except NoPrinterError as error:
        return 1, f"{error}. Nothing was published"
    except EngineError as error:
        return 1, f"The site engine failed for {error}. Nothing was published"
    except OSError as error:
        return 1, f"{error.filename or output}: {error.strerror}. Nothing was published"
    except NotOursError as error:
        return 2, f"{error}. Nothing was published"
    return 0, f"Published {count} pages in {output}"


def run_serve(options: argparse.Namespace) -> int:
    """Build all editions, serve them on this machine, and rebuild when a source changes."""
    from wegweiser.publish.serve import serve

    return serve(
        options.root,
        _config_file(options.root),
        options.port,
        lambda: _today(options),
        _say,
    )


def run_admin(options: argparse.Namespace) -> int:
    """Open the form editor on this machine; it writes to the files of the site folder."""
    from wegweiser.editor import editor_server, write_editor
    from wegweiser.render import load_assets

    assets = load_assets(_config_file(options.root).parent / "theme").files
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        write_editor(tree, options.root, None, assets, "")
        try:
            server = editor_server(options.root, tree, options.port)
        except OSError as error:
            raise UsageError(f"Port {options.port} cannot be used: {error.strerror}") from None
        with server:
            _say(f"Serving http://127.0.0.1:{server.server_port}/admin/ (stop with Ctrl+C)")
            with contextlib.suppress(KeyboardInterrupt):
                server.serve_forever()
    return 0


def run_hosting(options: argparse.Namespace) -> int:
    """Print a server's configuration: headers, cache lifetimes, compressed files, 404 pages."""
    from wegweiser.publish.hosting import Address, server_configuration

    site = _open_without_errors(options)
    if site is None:
        return 1
    url = site.content.site.url
    root = options.folder or f"/var/www/{Address.of(url).host}"
    proxy, editor = options.behind_proxy, site.content.site.editor
    _print(server_configuration(options.server, url, site.tags, root, proxy, editor))
    return 0


def run_translations(options: argparse.Namespace) -> int:
    """Look after the translations."""
    from wegweiser import translations
    from wegweiser.workbench import RefusedError

    run = getattr(translations, f"run_{options.task}")
    try:
        code: int = run(options, _today(options), _say)
    except RefusedError as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}") from None
    return code


def run_rename(options: argparse.Namespace) -> int:
    """Give an entry a new id: its file, all references, its translations, and a redirect."""
    from wegweiser.renaming import rename_entry
    from wegweiser.workbench import RefusedError

    try:
        changed = rename_entry(options.root, options.entry, options.new, _today(options))
    except RefusedError as error:
        raise UsageError(str(error)) from None
    for path in changed:
        _say(path)
    _say(f"{len(changed)} files changed")
    return 0


def run_new(options: argparse.Namespace) -> int:
    """Ask (in German) for what a new entry must have, and write it as a draft."""
    from wegweiser.drafting import NotWrittenError, write_draft
    from wegweiser.model import COLLECTIONS

    if options.collection not in COLLECTIONS:
        raise UsageError(f"Collections are {', '.join(COLLECTIONS)}")
    try:
        path = write_draft(options.root, options.collection, _today(options), _ask, _say)
    except NotWrittenError as error:
        _say(f"\n{error}")
        return 1
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}") from None
    _print(f"{path.relative_to(options.root).as_posix()}\n")
    _say("Jetzt ergänzen, prüfen (scripts/check) und mit „status: published“ veröffentlichen.")
    return 0


def _ask(prompt: str) -> str:
    """Return a line of standard input. Raises `EOFError` at its end."""
    print(prompt, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def run_format(options: argparse.Namespace) -> int:
    """Write entries in one canonical form; comments and texts stay as they are."""
    from wegweiser.formatting import ChangedError, find_entries, format_entry
    from wegweiser.writing import write_whole

    changed: list[str] = []
    problems: list[Diagnostic] = []
    for path in options.files or find_entries(options.root):
        try:
            text, found = format_entry(path.absolute(), options.root)
            problems += found
            if text is not None and path.read_bytes() != text.encode():
                changed.append(f"{path.absolute().relative_to(options.root).as_posix()}\n")
                if not options.check:
                    write_whole(path, text)
        except ValueError as error:
            raise UsageError(str(error)) from None
        except ChangedError as error:
            raise UsageError(f"{error} has a form that cannot be kept; it stays as it is") from None
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror}") from None
    report = report_terminal(problems, options.root, colour=False) if problems else ""
    _print(report + "".join(changed))
    return int(bool(problems) or (options.check and bool(changed)))


def run_schemas(options: argparse.Namespace) -> int:
    """Write the JSON Schemas, with which editors know the fields of every file."""
    from wegweiser.schemas import write_schemas

    changed = write_schemas(options.root, write=not options.check)
    for path in changed:
        _say(path.relative_to(options.root).as_posix())
    return int(bool(changed) and options.check)


def run_fields(options: argparse.Namespace) -> int:
    """Write the field reference of the handbook, a page for each collection."""
    from wegweiser.field_reference import write_field_reference

    changed = write_field_reference(options.root, write=not options.check)
    for path in changed:
        _say(path.relative_to(options.root).as_posix())
    return int(bool(changed) and options.check)


def run_report(options: argparse.Namespace) -> int:
    """Report to the office what is to be done: on everything, or on one subject."""
    from wegweiser.reports.command import UnknownOwnerError, make_report

    site = _open_without_errors(options)
    if site is None:
        return 1
    try:
        report = make_report(
            options.subject,
            options.format,
            site,
            options.memory or options.root / ".cache" / "links.json",
            _say,
            owner=options.owner,
            allow_private=options.allow_private,
        )
    except UnknownOwnerError as error:
        raise UsageError(str(error)) from None
    _print(report)
    return 0


def run_changes(options: argparse.Namespace) -> int:
    """Print, in Markdown for a comment, what a change does to the site."""
    from wegweiser.reports.changes import Change, Preview, report_changes
    from wegweiser.reports.markdown import report_markdown
    from wegweiser.site import open_site

    today = _today(options)
    before, _ = open_site(options.before, today)
    after, problems = open_site(options.root, today)
    pages = f"{options.preview_url.rstrip('/')}/" if options.preview_url else None
    preview = Preview(pages, options.download_url, options.site)
    try:
        report = report_changes(Change(today, before, after, problems, preview))
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}") from None
    _print(report_markdown(report))
    return 0


def run_post(options: argparse.Namespace) -> int:
    """Keep our comment on a pull request, or our issue, up to date (in a job of a code host)."""
    from wegweiser.forges.jobs import job_of
    from wegweiser.forges.posting import NotPostedError, post_comment, post_issue

    job = job_of(os.environ)
    try:
        text = options.file.read_text("utf-8")
        if options.what == "comment":
            left = post_comment(job, text, _say)
        else:
            left = post_issue(job, options.title, text, _say)
    except (OSError, UnicodeError) as error:
        raise UsageError(f"{options.file}: {error}") from None
    except NotPostedError as error:
        _say(f"{error}. Nothing was posted")
        return 1
    _print(left or "")
    return 0


def _open_without_errors(options: argparse.Namespace) -> Site | None:
    """Return the site; with errors, say how many there are and return None."""
    from wegweiser.site import open_site_fast

    site, problems = open_site_fast(options.root, _today(options))
    if site is None:
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        _say(f"The content has {errors} errors; scripts/check tells them")
    return site


def _config_file(root: Path) -> Path:
    """Return the engine's configuration: the site's own, else the project's."""
    own = root / "mkdocs.yml"
    return own if own.is_file() else PROJECT / "mkdocs.yml"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _text(value: str) -> str:
    if not value.isprintable() or not value.strip():
        raise argparse.ArgumentTypeError("this must be text on one line")
    return value.strip()


def _report(diagnostics: Sequence[Diagnostic], options: argparse.Namespace) -> int:
    if sys.stdout is None:  # it was closed before we began
        return exit_code(diagnostics, strict=options.strict)
    if options.format == "terminal":
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        report = report_terminal(diagnostics, options.root, colour=colour)
    else:
        report = REPORTERS[options.format](diagnostics, options.root)
    _print(report)
    return exit_code(diagnostics, strict=options.strict)


def _print(report: str) -> None:
    """Write to standard output. Raises `UsageError` when it cannot be written."""
    try:
        sys.stdout.buffer.write(report.encode("utf-8", "replace"))
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _give_up_output()
        raise UsageError(f"The report cannot be written: {error.strerror}") from None
