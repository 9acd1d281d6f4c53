"""The rows of one strike as the text of a document, one line per cell, with the offset of each cell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from model.datasets.mapping import Cells
from model.event import DATASET_RULE_PREFIX, Span, Trace

_MAX_MESSAGE_CHARS = 60  # of a wrong cell in a message
RANGE_SEPARATOR = " – "  # between a start and an end, which share a line


def shorten_cell(words: str) -> str:
    """A cell as quoted in a message."""
    return repr(words if len(words) <= _MAX_MESSAGE_CHARS else words[:_MAX_MESSAGE_CHARS] + "…")


class TableRow(NamedTuple):
    """A row of the table: its number as in spreadsheets (the header is row 1), and its non-empty cells."""

    number: int
    cells: Cells


class CellQuote(NamedTuple):
    """Words of the document with their column and offset."""

    column: str
    start: int
    text: str

    def quote_part(self, words: str) -> CellQuote:
        """The first occurrence of these words in the quote."""
        return CellQuote(self.column, self.start + self.text.index(words), words)

    def make_trace(self, mapping: str) -> Trace:
        """The trace of a value quoted from here."""
        column = "_".join(self.column.split())
        return Trace(rule=f"{DATASET_RULE_PREFIX}{mapping}.{column}", start=self.start, end=self.start + len(self.text))


class RowDocument:
    """The text of rows, each a block of lines "column: cell", with the `first` columns at the top.

    `names` maps folded column names to those of the file; the two columns of `interval` share a line.
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
        """The cell of a column; None if it is empty or missing."""
        return self._quotes_by_row[row].get(column) if column is not None else None

    def quote_interval(self, row: int, start: str, end: str | None) -> CellQuote:
        """The cells of a start and an end as one quote; the start alone without an end."""
        first, last = self._quotes_by_row[row][start], self.quote_cell(row, end)
        if last is None:
            return first
        return CellQuote(start, first.start, first.text + RANGE_SEPARATOR + last.text)

    def make_excerpts(self, used: Sequence[Collection[str]]) -> tuple[Span, ...]:
        """The lines with the used columns of each row; adjacent lines are one excerpt."""
        rows = zip(self._lines_by_row, used, strict=True)
        lines = {span for by_column, columns in rows for column, span in by_column.items() if column in columns}
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
            self._add_text(RANGE_SEPARATOR.join(names[name] for name in shared) + ": ")
            for name in shared:
                if name != column:
                    self._add_text(RANGE_SEPARATOR)
                quotes[name] = CellQuote(name, self._length, cells[name])
                self._add_text(cells[name])
            lines |= dict.fromkeys(shared, (began, self._length))
            self._add_text("\n")

    def _add_text(self, words: str) -> None:
        self._text_parts.append(words)
        self._length += len(words)
