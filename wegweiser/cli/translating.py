"""`scripts/translations`: a task for each thing that is done with translations."""

from __future__ import annotations

import argparse
from pathlib import Path

from wegweiser.cli.arguments import Commands, add_command, add_site_command, parse_text
from wegweiser.cli.output import UsageError, say
from wegweiser.cli.site_folder import date_of


def add_translations(commands: Commands) -> None:
    """Declare `scripts/translations`, with its tasks."""
    translations = add_command(commands, "translations", run_translations)
    tasks = translations.add_subparsers(metavar="TASK", required=True)

    def add(name: str, summary: str) -> argparse.ArgumentParser:
        task = add_site_command(
            tasks, name, run_translations, summary, prog=f"{translations.prog} {name}"
        )
        task.set_defaults(task=name)
        return task

    sync = add("sync", "Bring the catalogues in line with the content.")
    sync.add_argument("--check", action="store_true", help="only tell what would change")
    review = add("review", "Mark translations as reviewed by a person.")
    review.add_argument("locale", metavar="LOCALE")
    review.add_argument(
        "texts", metavar="TEXT", nargs="+", help="a key, an entry (programmes/eq) or a collection"
    )
    review.add_argument("--name", type=parse_text, required=True, help="who reviewed them")
    status = add("status", "Tell how far the translations have come.")
    status.add_argument("--format", choices=("text", "json", "md", "html"), default="text")
    add_locale = add("add", "Add a language to the site.")
    add_locale.add_argument("locale", metavar="LOCALE", help="its tag (BCP 47), for example so")
    add_locale.add_argument(
        "--name", type=parse_text, help="its own name, if Unicode's table has a wrong one"
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
    how.add_argument("--reviewed-by", type=parse_text, metavar="NAME", help="who has reviewed them")


def run_translations(options: argparse.Namespace) -> int:
    """Look after the translations."""
    from wegweiser import translations
    from wegweiser.workbench import RefusedError

    run = getattr(translations, f"run_{options.task}")
    try:
        code: int = run(options, date_of(options), say)
    except RefusedError as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}") from None
    return code
