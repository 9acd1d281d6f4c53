"""`strikeview add`: reads documents into the library, on all cores."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from tui.cli.arguments import CommandLineError, add_date_option, add_jobs_option, add_library_option
from tui.cli.problem_file import add_problems_option, open_problem_file

_EPILOG = """\
  strikeview add articles/ feed.xml https://example.org/article.html
  strikeview add export.csv --map published=date_col --map text=story

What the library has already is skipped; a changed file replaces what it gave before. --date also dates documents that
are in the library without a date; a date given before stays. Ctrl-C keeps what is done, and the same command continues
where it stopped. Exit status: 0 if something was read or already known, 1 if nothing was.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = "Read documents and add the strikes they report to the library."
    parser.epilog = _EPILOG
    what = "files, folders, http(s) addresses; - is standard input"
    parser.add_argument("paths", nargs="+", metavar="PATH", help=what)
    add_library_option(parser)
    add_date_option(parser)
    what = "the column (or key) that holds a field of an article, if its name is an unusual one"
    parser.add_argument("--map", action="append", default=[], metavar="FIELD=COLUMN", help=what)
    add_jobs_option(parser)
    add_problems_option(parser)


def run(options: argparse.Namespace) -> int:
    """Add the documents; the exit status."""
    from tui.cli.ingest import add_paths
    from tui.cli.library_session import open_library

    columns = _parse_column_map(options.map)
    with open_problem_file(options.problems) as log_problem:
        return open_library(
            options.library,
            lambda library: add_paths(library, options.paths, options.date, columns, options.jobs, log_problem),
            "add",
        )


def _parse_column_map(maps: Sequence[str]) -> dict[str, str]:
    """The column of each field; raises CommandLineError if one is not FIELD=COLUMN."""
    columns = dict(text.partition("=")[::2] for text in maps)
    for field, column in columns.items():
        if not field or not column:
            raise CommandLineError(f"--map {field}={column}: write it as FIELD=COLUMN, for example published=date_col")
    return columns
