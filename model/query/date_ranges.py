"""Days, months and years of a query as inclusive intervals of day numbers."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Final

DAY_ZERO_ORDINAL: Final = date(1900, 1, 1).toordinal()  # day number 0 of a library
_DATE_PATTERN: Final = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?\Z")


def normalize_date(typed: str) -> str | None:
    """The day, month or year in ISO form ("2024-2-5" is 2024-02-05); None if it is not one from 1900 to 2199."""
    match = _DATE_PATTERN.match(typed)
    if not match:
        return None
    iso = "-".join([match[1], *(part.zfill(2) for part in match.groups()[1:] if part)])
    try:
        first = date.fromisoformat(f"{iso}-01-01"[:10])
    except ValueError:
        return None
    return iso if 1900 <= first.year < 2200 else None


def day_interval(iso: str) -> tuple[int, int]:
    """The first and the last day of a day, month or year in ISO form, counted from 1900-01-01."""
    first = date.fromisoformat(f"{iso}-01-01"[:10])
    if len(iso) == len("YYYY"):
        last = date(first.year, 12, 31)
    elif len(iso) == len("YYYY-MM"):
        last = first.replace(day=monthrange(first.year, first.month)[1])
    else:
        last = first
    return first.toordinal() - DAY_ZERO_ORDINAL, last.toordinal() - DAY_ZERO_ORDINAL
