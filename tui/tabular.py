"""Aligned tables in terminal cells: columns that share what room there is, and cells cut to fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from rich.cells import cell_len, set_cell_size

from model.visible import visible

_GAP: Final = " "


class Column(NamedTuple):
    """A column: the words of its heading, and its width in cells."""

    head: str
    width: int  # cells; of the columns that stretch, the least
    share: int = 0  # of the cells that are left over
    right: bool = False


def table(rows: Iterable[list[str]], columns: Sequence[Column], width: int) -> Iterator[str]:
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


def _line(cells: list[str], widths: list[int], columns: Sequence[Column], width: int) -> str:
    fitted = (
        _fit(visible(cell), size, column.right) for cell, size, column in zip(cells, widths, columns, strict=True)
    )
    return _fit(_GAP.join(fitted).rstrip(), width).rstrip()


def _fit(text: str, width: int, right: bool = False) -> str:
    """The text in exactly `width` terminal cells: padded, or cut with an ellipsis."""
    size = cell_len(text)
    if size > width:
        return set_cell_size(text, width - 1) + "…"
    return " " * (width - size) + text if right else text + " " * (width - size)
