"""CSV of strikes: one line each, safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from model.event import Strike
from model.exporting.csv_cells import guarded_line
from model.exporting.flat_record import COLUMNS, row
from model.exporting.nested_record import Lookup, Stamp


def csv_of(strikes: Iterable[Strike], document: Lookup, stamp: Stamp) -> Iterator[str]:
    """The names of the columns, then a line a strike."""
    yield guarded_line(COLUMNS) + "\n"
    for strike in strikes:
        yield guarded_line(row(strike, document, stamp).values()) + "\n"
