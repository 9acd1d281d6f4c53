"""Lines of CSV without line breaks or control characters in cells, and without formulas (CSV injection)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

from model.text.sanitize import sanitize

_FORMULA_STARTS: Final = ("=", "+", "-", "@")  # how a formula begins in a spreadsheet, tabs aside
_WIDE_FORMULA_STARTS: Final = ("＝", "＋", "－", "＠")  # in East Asian locales
# Where ";" is the list separator, a spreadsheet splits cells at it, also inside quoted ones.
_INNER_FORMULA: Final = re.compile(r"""(;[\s"']*)(?=[=+@＝＋－＠-])""")


def format_csv_line(cells: Iterable[object]) -> str:
    """The cells as one line, without its line end; None is an empty cell."""
    return _join_cells(map(_format_cell, cells))


def format_guarded_line(cells: Iterable[object]) -> str:
    """The same, safe in any locale: also where ";" separates cells or wide characters begin formulas."""
    return _join_cells(map(_guard_cell, cells))


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
        return str(value)  # a negative number is not a formula
    text = _INNER_FORMULA.sub(r"\1'", _format_cell(value))
    return f"'{text}" if text.startswith(_WIDE_FORMULA_STARTS) else text
