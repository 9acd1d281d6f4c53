"""A sheet: the rows of one strike as the text of a document, one line a cell, and where in it each cell stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from model.datasets.mapping import Cells
from model.event import DATASET_RULE_PREFIX, Span, Trace

_MAX_MESSAGE_CHARS = 60  # characters of a wrong cell that a message repeats
RANGE_SEPARATOR = " – "  # between the columns and between the cells of a start and an end, which share a line


def shorten_cell(words: str) -> str:
    """A cell as a message repeats it."""
    return repr(words if len(words) <= _MAX_MESSAGE_CHARS else words[:_MAX_MESSAGE_CHARS] + "…")


class TableRow(NamedTuple):
    """A row of the table: its number as spreadsheets count (the header is row 1), and its cells that say something."""

    number: int
    cells: Cells


class CellQuote(NamedTuple):
    """Words of the sheet and where they start; `column` is the column that holds them."""

    column: str
    start: int
    text: str

    def quote_part(self, words: str) -> CellQuote:
        """The first of these words inside."""
        return CellQuote(self.column, self.start + self.text.index(words), words)

    def make_trace(self, mapping: str) -> Trace:
        """The trace of a value that is read from here."""
        column = "_".join(self.column.split())
        return Trace(rule=f"{DATASET_RULE_PREFIX}{mapping}.{column}", start=self.start, end=self.start + len(self.text))


class RowDocument:
    """The text of some rows, each a block of lines "column: cell", the columns in the order given, then the others.

    `names` are the columns as the file writes them; those of `interval` share the first line of a block.
    """

    def __init__(
        self, rows: Sequence[TableRow], names: dict[str, str], first: Sequence[str], interval: tuple[str, str] | None
    ) -> None:
        self._text_parts: list[str] = []
        self._length = 0
        self._quotes_by_row: list[dict[str, CellQuote]] = []
        self._lines_by_row: list[dict[str, tuple[int, int]]] = []
        order = list(dict.fromkeys((*first, *names)))
        for row in rows:
            if self._text_parts:
                self._add_text("\n")
            self._add_row(row.cells, names, order, interval)
        self.text = "".join(self._text_parts)

    def quote_cell(self, row: int, column: str | None) -> CellQuote | None:
        """The cell of a column; None where it is empty, or where there is no such column."""
        return self._quotes_by_row[row].get(column) if column is not None else None

    def quote_interval(self, row: int, start: str, end: str | None) -> CellQuote:
        """The cells of a start and an end as one quote; the start alone where there is no end."""
        first, last = self._quotes_by_row[row][start], self.quote_cell(row, end)
        if last is None:
            return first
        return CellQuote(start, first.start, first.text + RANGE_SEPARATOR + last.text)

    def make_excerpts(self, used: Sequence[frozenset[str]]) -> tuple[Span, ...]:
        """The lines that hold the used columns of each row; neighbouring lines are one excerpt."""
        lines = {
            span for row, columns in enumerate(used) for c, span in self._lines_by_row[row].items() if c in columns
        }
        joined: list[tuple[int, int]] = []
        for start, end in sorted(lines):
            if joined and joined[-1][1] + 1 == start:
                start = joined.pop()[0]
            joined.append((start, end))
        return tuple(Span(start=start, end=end, text=self.text[start:end]) for start, end in joined)

    def _add_row(self, cells: Cells, names: dict[str, str], order: list[str], interval: tuple[str, str] | None) -> None:
        quotes: dict[str, CellQuote] = {}
        lines: dict[str, tuple[int, int]] = {}
        self._quotes_by_row.append(quotes)
        self._lines_by_row.append(lines)
        for column in order:
            if column not in cells or column in lines:
                continue
            shared = interval if interval and column == interval[0] and interval[1] in cells else (column,)
            began = self._length
            self._add_text(RANGE_SEPARATOR.join(names[each] for each in shared) + ": ")
            for each in shared:
                if each != column:
                    self._add_text(RANGE_SEPARATOR)
                quotes[each] = CellQuote(each, self._length, cells[each])
                self._add_text(cells[each])
            lines |= dict.fromkeys(shared, (began, self._length))
            self._add_text("\n")

    def _add_text(self, words: str) -> None:
        self._text_parts.append(words)
        self._length += len(words)
