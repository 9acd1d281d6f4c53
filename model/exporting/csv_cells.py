"""Lines of CSV: cells without line ends and control characters, none of which is a formula to a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

from model.text.sanitize import sanitize

_FORMULA_STARTS: Final = ("=", "+", "-", "@")  # what a spreadsheet takes for the start of a formula, tabs aside
_WIDE_FORMULA_STARTS: Final = ("＝", "＋", "－", "＠")  # what it takes for one in East Asian locales
# Where the list separator is ";", a spreadsheet parts cells at it, also inside of ours.
_INNER_FORMULA: Final = re.compile(r"""(;[\s"']*)(?=[=+@＝＋－＠-])""")


def format_csv_line(cells: Iterable[object]) -> str:
    """The cells as one line, without its line end; None is an empty cell."""
    return _join_cells(_format_cell(cell) for cell in cells)


def format_guarded_line(cells: Iterable[object]) -> str:
    """The same for any locale: no part of a cell is a formula where the list separator is ";"."""
    return _join_cells(_guard_cell(cell) for cell in cells)


def _join_cells(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _format_cell(value: object) -> str:
    if value is None:
        return ""
    text = sanitize(" ".join(str(value).split()))
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _guard_cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)  # a number below zero is no formula
    text = _INNER_FORMULA.sub(r"\1'", _format_cell(value))
    return f"'{text}" if text.startswith(_WIDE_FORMULA_STARTS) else text
