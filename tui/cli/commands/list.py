"""`strikeview list`: the strikes that a query finds, one per line, in chronological order."""

from __future__ import annotations

import argparse
import shutil
import sys
from itertools import islice
from typing import TYPE_CHECKING

from model.phrasing import format_count
from tui.cli.arguments import add_query_argument, parse_positive_count
from tui.cli.console import print_lines, print_message
from tui.cli.library_session import report_nothing_found, run_query

if TYPE_CHECKING:
    from model.library import Library
    from model.query import Query

_EPILOG = """\
  strikeview list place:Kharkiv killed:11+
  strikeview list side:ukraine since:2024-01 --limit 20

The first column is the id of the strike: strikeview show ID. On a terminal the lines are cut to its width; elsewhere
they are whole. ~ before a day: no day is stated, this is the day of publication. ? after a side: inferred; elsewhere:
not stated. ≠ after the number of sources: disputed. +2: two more weapons or places that do not fit on the line.
Exit status: 0 if something was found, 1 if nothing was, 2 for a query that cannot be read.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = "Print the strikes that a query finds, one per line, in chronological order, undated last."
    parser.epilog = _EPILOG
    add_query_argument(parser)
    parser.add_argument("--limit", type=parse_positive_count, metavar="N", help="no more than the first N")


def run(options: argparse.Namespace) -> int:
    """List the strikes; the exit status."""

    def answer(library: Library, query: Query) -> int:
        from tui.cli.strike_table import format_plain_strikes, format_strike_table

        rows = islice(library.iter_rows(query), options.limit)
        width = shutil.get_terminal_size().columns
        lines = format_strike_table(rows, width) if sys.stdout.isatty() else format_plain_strikes(rows)
        has_strikes = print_lines(lines)
        if options.limit and (more := sum(day.strike_count for day in library.list_days(query)) - options.limit) > 0:
            print_message(f"{format_count(more, 'more strike')}; leave out --limit to list all")
        return 0 if has_strikes else report_nothing_found(options)

    return run_query(options, answer)
