"""Lines of CSV: cells without line ends and control characters, none of which is a formula to a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from model.visible import visible

_FORMULA: Final = ("=", "+", "-", "@")  # what a spreadsheet takes for the start of a formula, tabs aside


def csv_line(cells: Iterable[object]) -> str:
    """The cells as one line, without its line end; None is an empty cell."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([_cell(cell) for cell in cells])
    return line.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = visible(" ".join(str(value).split()))
    return f"'{text}" if text.startswith(_FORMULA) else text
