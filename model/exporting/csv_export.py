"""CSV: one line per strike, safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from model.event import Strike
from model.exporting.csv_cells import format_guarded_line
from model.exporting.flat_record import STRIKE_COLUMNS, flatten_strike
from model.exporting.nested_record import DocumentLookup, ExportStamp


def render_csv(strikes: Iterable[Strike], document: DocumentLookup, stamp: ExportStamp) -> Iterator[str]:
    """The column names, then a line for each strike."""
    yield format_guarded_line(STRIKE_COLUMNS) + "\n"
    for strike in strikes:
        yield format_guarded_line(flatten_strike(strike, document, stamp).values()) + "\n"
