"""The months by their English names, and the years that documents and datasets have."""

from __future__ import annotations

from datetime import date
from typing import Final

# A day outside these is a slip of the pen, and would leave no room to count days from it.
FIRST_PLAUSIBLE_DAY: Final = date(1990, 1, 1)
LAST_PLAUSIBLE_DAY: Final = date(2099, 12, 31)
MONTH_NUMBERS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
"""The number of a month by its name or a usual short form, in lower case."""
