"""`strikeview reparse`: parses again the documents that an earlier version of the rules has parsed."""

from __future__ import annotations

import argparse

from tui.cli.arguments import add_jobs_option, add_library_option
from tui.cli.problem_file import add_problems_option, open_problem_file

_EPILOG = """\
After an upgrade of the program, this reads the documents in the library again; the files they came from are not needed.
Corrections, notes and all your other work stay. Ctrl-C keeps what is done, and the same command continues.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = "Read again the documents of the library that an earlier version of the rules read."
    parser.epilog = _EPILOG
    add_library_option(parser)
    add_jobs_option(parser)
    add_problems_option(parser)


def run(options: argparse.Namespace) -> int:
    """Parse the documents again; the exit status."""
    from tui.cli.ingest import reparse_library
    from tui.cli.library_session import open_library

    with open_problem_file(options.problems) as log_problem:
        return open_library(
            options.library, lambda library: reparse_library(library, options.jobs, log_problem), "edit"
        )
