"""`strikeview stats`: how many strikes by time, side, weapon or place; bars on a terminal, a table elsewhere."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections import Counter
from typing import TYPE_CHECKING, Final

from tui.cli.arguments import add_query_argument
from tui.cli.console import print_lines
from tui.cli.library_session import report_nothing_found, run_query

if TYPE_CHECKING:
    from model.library import Library
    from model.library.timeline.histogram import HistogramBar, TimeUnit
    from model.query import Query

GROUPINGS: Final = ("day", "week", "month", "year", "side", "weapon", "place")
_RESERVED_LINES: Final = 4  # lines of the terminal without a bar: the command, the heading, the undated, the prompt
_MIN_BARS: Final = 5  # bars, however low the terminal is
_EPILOG = """\
  strikeview stats weapon:drone --by month
  strikeview stats side:russia since:2023-12 --by place | sort -t "$(printf '\\t')" -k2 -n

A night counts under the day on which it starts. A strike with two kinds of weapon, or two places, counts for both.
When not on a terminal, each line is a label, a tab and a count; weeks, months and years without strikes are 0.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = "Count the strikes that a query finds, as bars on a terminal."
    parser.epilog = _EPILOG
    add_query_argument(parser)
    what = "default: on a terminal the finest of day, week, month, year that fits; else day"
    parser.add_argument("--by", choices=GROUPINGS, help=what)


def run(options: argparse.Namespace) -> int:
    """Count the strikes; the exit status."""

    def answer(library: Library, query: Query) -> int:
        height = max(_MIN_BARS, shutil.get_terminal_size().lines - _RESERVED_LINES) if sys.stdout.isatty() else None
        by, bars = _count_strikes(library, query, options.by, height)
        if not any(strikes for _, strikes in bars):
            return report_nothing_found(options)
        if height is None:
            from model.text.sanitize import sanitize

            print_lines(f"{sanitize(label)}\t{strikes}" for label, strikes in bars)
            return 0
        from tui.cli.bar_chart import format_bar_chart

        if by == "place" and len(bars) > height:
            further = bars[height - 1 :]
            bars = [*bars[: height - 1], (f"{len(further):,} more", sum(strikes for _, strikes in further))]
        print_lines(format_bar_chart(by, bars, shutil.get_terminal_size().columns))
        return 0

    return run_query(options, answer)


def _count_strikes(
    library: Library, query: Query, by: str | None, height: int | None
) -> tuple[str, list[HistogramBar]]:
    """The grouping, chosen to fit `height` lines if `by` is None, and its bars."""
    from model.library.timeline.histogram import TIME_UNITS, build_histogram, choose_unit
    from model.phrasing import NOT_STATED
    from model.taxonomy import SIDES, WEAPON_KINDS

    if by == "side":
        sides = library.count_filters(query).sides
        return by, [(side, sides[side]) for side in SIDES if not query.sides or side in query.sides]
    if by == "weapon":
        kinds = library.count_filters(query).weapons
        return by, [(kind, kinds[kind]) for kind in WEAPON_KINDS if not query.weapons or kind in query.weapons]
    if by == "place":
        rows = library.iter_rows(query)
        places = Counter(place for row in rows for place in dict.fromkeys(row.places) or [NOT_STATED])
        return by, sorted(places.items(), key=lambda bar: (-bar[1], bar[0]))
    days = library.list_days(query)
    unit: TimeUnit = next((unit for unit in TIME_UNITS if unit == by), "day")
    if by is None and height is not None:
        unit = choose_unit(days, height)
    return unit, build_histogram(days, unit, every_day=by is None and height is not None)
