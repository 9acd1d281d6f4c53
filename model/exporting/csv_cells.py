"""Lines of CSV: cells without line ends and control characters, none of which is a formula to a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

from model.text.sanitize import visible

_FORMULA: Final = ("=", "+", "-", "@")  # what a spreadsheet takes for the start of a formula, tabs aside
_WIDE_FORMULA: Final = ("＝", "＋", "－", "＠")  # what it takes for one in East Asian locales
# Where the list separator is ";", a spreadsheet parts cells at it, also inside of ours.
_FORMULA_WITHIN: Final = re.compile(r"""(;[\s"']*)(?=[=+@＝＋－＠-])""")


def csv_line(cells: Iterable[object]) -> str:
    """The cells as one line, without its line end; None is an empty cell."""
    return _line(_cell(cell) for cell in cells)


def guarded_line(cells: Iterable[object]) -> str:
    """The same for any locale: no part of a cell is a formula where the list separator is ";"."""
    return _line(_guarded(cell) for cell in cells)


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = visible(" ".join(str(value).split()))
    return f"'{text}" if text.startswith(_FORMULA) else text


def _guarded(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)  # a number below zero is no formula
    text = _FORMULA_WITHIN.sub(r"\1'", _cell(value))
    return f"'{text}" if text.startswith(_WIDE_FORMULA) else text
