"""`strikeview stats`: how many strikes by time, side, weapon or place; bars on a terminal, a table elsewhere."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections import Counter
from typing import TYPE_CHECKING, Final

from tui.cli.arguments import add_query
from tui.cli.library_session import ask, nothing_found

if TYPE_CHECKING:
    from model.library import Library
    from model.library.timeline.histogram import Bar, Unit
    from model.query import Query

BY: Final = ("day", "week", "month", "year", "side", "weapon", "place")
_AROUND: Final = 4  # lines of the terminal that are no bars of time: the command, the heading, the undated, the prompt
_FEWEST: Final = 5  # bars, however low the terminal is
_EPILOG = """\
  strikeview stats weapon:drone --by month
  strikeview stats side:russia since:2023-12 --by place | sort -t "$(printf '\\t')" -k2 -n

A night counts under the day on which it starts. A strike with two kinds of weapon, or two places, counts for both.
Elsewhere than on a terminal each line is a label, a tab and a count; weeks, months and years without strikes are 0.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """The query, and by what to count."""
    parser.description = "Count the strikes that a query finds, with a plot on a terminal."
    parser.epilog = _EPILOG
    add_query(parser)
    parser.add_argument(
        "--by", choices=BY, help="default: on a terminal the finest of day, week, month, year that fits it; else day"
    )


def run(options: argparse.Namespace) -> int:
    """Count them; the exit status."""

    def answer(library: Library, query: Query) -> int:
        height = max(_FEWEST, shutil.get_terminal_size().lines - _AROUND) if sys.stdout.isatty() else None
        by, bars = _counted(library, query, options.by, height)
        if not any(strikes for _, strikes in bars):
            return nothing_found(options)
        if height is None:
            from model.text.sanitize import visible

            for label, strikes in bars:
                sys.stdout.write(f"{visible(label)}\t{strikes}\n")
            return 0
        from tui.cli.bar_chart import plot_lines

        if by == "place" and len(bars) > height:
            further = bars[height - 1 :]
            bars = [*bars[: height - 1], (f"{len(further):,} more", sum(strikes for _, strikes in further))]
        for line in plot_lines(by, bars, shutil.get_terminal_size().columns):
            sys.stdout.write(f"{line}\n")
        return 0

    return ask(options, answer)


def _counted(library: Library, query: Query, by: str | None, height: int | None) -> tuple[str, list[Bar]]:
    """By what is counted, and the bars."""
    from model.library.timeline.histogram import UNITS, finest, histogram
    from model.taxonomy import SIDES, WEAPON_KINDS

    if by == "side":
        sides = library.counts(query).sides
        return by, [(side, sides[side]) for side in SIDES if not query.sides or side in query.sides]
    if by == "weapon":
        kinds = library.counts(query).weapons
        return by, [(kind, kinds[kind]) for kind in WEAPON_KINDS if not query.weapons or kind in query.weapons]
    if by == "place":
        places = Counter(place for row in library.rows(query) for place in dict.fromkeys(row.places) or ["not told"])
        return by, sorted(places.items(), key=lambda bar: (-bar[1], bar[0]))
    days = library.days(query)
    unit: Unit = next((unit for unit in UNITS if unit == by), "day")
    if by is None and height is not None:
        unit = finest(days, height)
    return unit, histogram(days, unit, every_day=by is None and height is not None)
