"""English month names, and the range of dates that documents and datasets may have."""

from __future__ import annotations

from datetime import date
from typing import Final

# A date outside this range is a typing error, and would leave no room for relative dates ("two days before").
FIRST_PLAUSIBLE_DAY: Final = date(1990, 1, 1)
LAST_PLAUSIBLE_DAY: Final = date(2099, 12, 31)
MONTH_NAMES: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MONTH_ABBREVIATIONS: Final = tuple(name[:3] for name in MONTH_NAMES)
MONTH_NUMBERS: Final = {
    form.lower(): number for number, name in enumerate(MONTH_NAMES, start=1) for form in (name, name[:3])
} | {"sept": 9}
"""Maps lower-case month names and abbreviations to 1-12."""
MONTH_PATTERN: Final = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))


def is_plausible(day: date) -> bool:
    """Whether the date is in the accepted range, 1990 to 2099."""
    return FIRST_PLAUSIBLE_DAY <= day <= LAST_PLAUSIBLE_DAY


def plausible_date(year: str | int, month: str | int, day: str | int) -> date | None:
    """The date of these numbers; None if there is no such day, or it is out of range."""
    try:
        parsed = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return parsed if is_plausible(parsed) else None
