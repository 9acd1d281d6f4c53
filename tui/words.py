"""How values are said on the screen: the plain words of `model.wording`, and what a row has room for."""

from __future__ import annotations

from datetime import date

from model.wording import BASES as BASES
from model.wording import EFFECTS as EFFECTS
from model.wording import PRECISIONS as PRECISIONS
from model.wording import SIDES as SIDES
from model.wording import counted as counted
from model.wording import damage as damage
from model.wording import day as day
from model.wording import figure as figure
from model.wording import one_line as one_line
from model.wording import span as span
from model.wording import weapon as weapon

SIDE_LETTERS = {"russia": "R", "ukraine": "U", "other": "O", "unknown": "?"}
UNTOLD = "no day is told"  # unresolved, without words
UNTOLD_TOTAL = "no period is told that stands on the calendar"


def day_of(iso: str | None) -> str:
    """The heading of a day of the timeline."""
    return day(date.fromisoformat(iso)) if iso else "Undated"


def row_time(precision: str, start: str | None, end: str | None) -> str:
    """A precision in at most seven letters, as a row tells it."""
    if precision == "time":
        return "part"
    if precision == "days" and start and end:
        days = (date.fromisoformat(end) - date.fromisoformat(start)).days + 1
        return f"{days} days" if days < 100 else f"{days} d"
    if precision == "open":
        return "since" if start else "until"
    return precision
