"""Aligned tables in terminal cells: columns that share what room there is, and cells cut to fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from model.text.sanitize import visible
from tui.rendering.text_layout import fit, fit_figure, fit_parts

_GAP: Final = " "
_ELLIPSIS: Final = "…"


Cell = str | Sequence[str]  # a text, or parts that are shown whole or left out and counted


class Column(NamedTuple):
    """A column: the words of its heading, and its width in cells."""

    head: str
    width: int  # cells; of the columns that stretch, the least
    share: int = 0  # of the cells that are left over
    right: bool = False  # for figures
    between: str = ""  # what stands between the parts of a cell


def table(rows: Iterable[Sequence[Cell]], columns: Sequence[Column], width: int) -> Iterator[str]:
    """A heading and a line for each row, in at most `width` cells; nothing at all where there are no rows."""
    widths = _widths(columns, width)
    for number, cells in enumerate(rows):
        if number == 0:
            yield _line([column.head for column in columns], widths, columns, width)
        yield _line(cells, widths, columns, width)


def _widths(columns: Sequence[Column], width: int) -> list[int]:
    taken = sum(column.width for column in columns) + len(_GAP) * (len(columns) - 1)
    spare = max(0, width - taken)
    shares = sum(column.share for column in columns)
    return [column.width + spare * column.share // shares for column in columns]


def _line(cells: Sequence[Cell], widths: list[int], columns: Sequence[Column], width: int) -> str:
    fitted = (_fit(cell, size, column) for cell, size, column in zip(cells, widths, columns, strict=True))
    return fit(_GAP.join(fitted).rstrip(), width, _ELLIPSIS).rstrip()


def _fit(cell: Cell, width: int, column: Column) -> str:
    """The cell in exactly `width` terminal cells."""
    if not isinstance(cell, str):
        return fit_parts([visible(part) for part in cell], width, _ELLIPSIS, column.between)
    return (fit_figure if column.right else fit)(visible(cell), width, _ELLIPSIS)
