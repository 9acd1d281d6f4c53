"""`strikeview reparse`: what other rules have read is read anew."""

from __future__ import annotations

import argparse

from tui.cli.arguments import add_library, at_least_one
from tui.cli.problem_file import add_problems, problem_file

_EPILOG = """\
The documents in the library are read anew after an upgrade of the program; the files they came from are not needed.
Corrections, notes and all other work of yours stay. Ctrl-C keeps what is done, and the same command goes on.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Which library."""
    parser.description = "Read anew the documents of the library that an earlier version of the rules has read."
    parser.epilog = _EPILOG
    add_library(parser)
    parser.add_argument("--jobs", type=at_least_one, metavar="N", help="processes that parse (default: all cores)")
    add_problems(parser)


def run(options: argparse.Namespace) -> int:
    """Read them anew; the exit status."""
    from tui.cli.ingest import reparse_all
    from tui.cli.library_session import writable

    with problem_file(options.problems) as tell_case:
        return writable(options.library, lambda library: reparse_all(library, options.jobs, tell_case), make=False)
