"""Days, months and years of a query as intervals of day numbers, both ends inclusive."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

DAY_ZERO_ORDINAL: Final = date(1900, 1, 1).toordinal()  # day number 0 of a library
_DATE_PATTERN: Final = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?\Z")


def normalize_date(typed: str) -> str | None:
    """The day, month or year in ISO form ("2024-2-5" is 2024-02-05); None where it is none from 1900 to 2199."""
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
    """The first and the last day number, counted from 1900-01-01, of a day, month or year in ISO form."""
    first = date.fromisoformat(f"{iso}-01-01"[:10])
    if len(iso) == len("YYYY"):
        after = date(first.year + 1, 1, 1).toordinal()
    elif len(iso) == len("YYYY-MM"):
        after = date(first.year + first.month // 12, first.month % 12 + 1, 1).toordinal()
    else:
        after = first.toordinal() + 1
    return first.toordinal() - DAY_ZERO_ORDINAL, after - 1 - DAY_ZERO_ORDINAL
