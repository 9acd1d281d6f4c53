"""`strikeview watch`: adds what appears in folders to the library."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from tui.cli.arguments import CommandLineError, add_date_option, add_jobs_option, add_library_option
from tui.cli.problem_file import add_problems_option, open_problem_file

_EPILOG = """\
An app that is open on the same library shows the new strikes without losing its place. Ctrl-C ends it.

  strikeview watch ~/feeds &
  strikeview
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = "Add the files in folders to the library, then whatever appears or changes there."
    parser.epilog = _EPILOG
    parser.add_argument("folders", nargs="+", metavar="DIR", help="folders, watched with all subfolders")
    add_library_option(parser)
    add_date_option(parser)
    add_jobs_option(parser)
    add_problems_option(parser)


def run(options: argparse.Namespace) -> int:
    """Watch the folders until ctrl-C; the exit status."""
    from tui.cli.ingest import watch_folders
    from tui.cli.library_session import open_library

    for folder in options.folders:
        if not Path(folder).is_dir():
            raise CommandLineError(f"{folder}: is not a folder; `strikeview add` takes files")
        try:
            os.fsencode(folder).decode()
        except UnicodeDecodeError:
            raise CommandLineError(f"{folder}: its name is not UTF-8; watch the folder that contains it") from None
    with open_problem_file(options.problems) as log_problem:
        return open_library(
            options.library,
            lambda library: watch_folders(library, options.folders, options.date, options.jobs, log_problem),
            "add",
        )
