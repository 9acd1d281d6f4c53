"""Aligned tables in terminal cells: columns that share the width left over, and cells cut to fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from model.text.sanitize import sanitize
from tui.rendering.text_layout import fit_figure, fit_parts, fit_text

_COLUMN_GAP: Final = " "
_ELLIPSIS: Final = "…"

TableCell = str | Sequence[str]  # a text, or parts that are shown whole or left out and counted


class TableColumn(NamedTuple):
    """A column: the words of its heading, and its width in cells."""

    heading: str
    width: int  # cells; the least for a column that stretches
    share: int = 0  # of the cells that are left over
    is_right_aligned: bool = False  # for figures
    part_separator: str = ""  # between the parts of a cell


def format_table(rows: Iterable[Sequence[TableCell]], columns: Sequence[TableColumn], width: int) -> Iterator[str]:
    """A heading and a line for each row, in at most `width` cells; nothing if there are no rows."""
    widths = _compute_widths(columns, width)
    for number, cells in enumerate(rows):
        if number == 0:
            yield _format_line([column.heading for column in columns], widths, columns, width)
        yield _format_line(cells, widths, columns, width)


def _compute_widths(columns: Sequence[TableColumn], width: int) -> list[int]:
    spare = max(0, width - sum(column.width for column in columns) - len(_COLUMN_GAP) * (len(columns) - 1))
    shares = sum(column.share for column in columns)
    return [column.width + spare * column.share // shares for column in columns]


def _format_line(cells: Sequence[TableCell], widths: list[int], columns: Sequence[TableColumn], width: int) -> str:
    fitted = (_fit_cell(cell, size, column) for cell, size, column in zip(cells, widths, columns, strict=True))
    return fit_text(_COLUMN_GAP.join(fitted).rstrip(), width, _ELLIPSIS).rstrip()


def _fit_cell(cell: TableCell, width: int, column: TableColumn) -> str:
    """The cell in exactly `width` terminal cells."""
    if not isinstance(cell, str):
        return fit_parts([sanitize(part) for part in cell], width, _ELLIPSIS, column.part_separator)
    return (fit_figure if column.is_right_aligned else fit_text)(sanitize(cell), width, _ELLIPSIS)
