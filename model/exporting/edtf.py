"""Times in the Extended Date/Time Format (EDTF, ISO 8601-2:2019, levels 1 and 2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from model.event import When

UNKNOWN_DATE: Final = "XXXX"  # a year without any known digit
_UNCERTAIN_BASES: Final = frozenset({"carried", "user"})  # the text does not state the day


def format_edtf(when: When, *, corrected: bool = False) -> str:
    """The time: "2023-12-29", "2023-12-28/2023-12-29", "2023-12", "2022-02-24/..", "XXXX" where it has no day.

    Days that the text does not state are marked uncertain ("?"), unless the user has `corrected` them.
    """
    start, end = when.start, when.end
    mark = "?" if when.basis in _UNCERTAIN_BASES and not corrected else ""
    if start is None or end is None:
        if start:
            return f"{start.isoformat()}{mark}/.."
        return f"../{end.isoformat()}{mark}" if end else UNKNOWN_DATE
    if when.precision == "year" and _is_full_year(start, end):
        return f"{start.year:04}{mark}"
    if when.precision == "month" and _is_full_month(start, end):
        return f"{start.year:04}-{start.month:02}{mark}"
    if start == end:
        return f"{start.isoformat()}{mark}"
    return f"{start.isoformat()}{mark}/{end.isoformat()}{mark}"


def _is_full_year(start: date, end: date) -> bool:
    return (start.month, start.day, end.month, end.day, end.year) == (1, 1, 12, 31, start.year)


def _is_full_month(start: date, end: date) -> bool:
    next_month = (start.replace(day=28) + timedelta(days=4)).replace(day=1)
    return start.day == 1 and end == next_month - timedelta(days=1)
