"""How values are said on the screen: the plain words of `model.wording`, and what a row has room for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from model.phrasing import BASIS_WORDS as BASIS_WORDS
from model.phrasing import EFFECT_WORDS as EFFECT_WORDS
from model.phrasing import PRECISION_WORDS as PRECISION_WORDS
from model.phrasing import PREFERENCE_RULE_WORDS as PREFERENCE_RULE_WORDS
from model.phrasing import SIDE_NAMES as SIDE_NAMES
from model.phrasing import describe_damage as describe_damage
from model.phrasing import describe_day as describe_day
from model.phrasing import describe_figure as describe_figure
from model.phrasing import describe_weapon as describe_weapon
from model.phrasing import describe_when as describe_when
from model.phrasing import format_count as format_count
from model.phrasing import replace_line_breaks as replace_line_breaks

SIDE_LETTERS = {"russia": "R", "ukraine": "U", "other": "O", "unknown": "?"}
NO_DAY_PHRASE = "no day is told"  # unresolved, without words
NO_PERIOD_PHRASE = "no period is told that stands on the calendar"


def describe_list_day(iso: str | None) -> str:
    """The heading of a day of the timeline."""
    return describe_day(date.fromisoformat(iso)) if iso else "Undated"


def format_row_time(precision: str, start: str | None, end: str | None) -> str:
    """A precision in at most seven letters, as a row tells it."""
    if precision == "time":
        return "part"
    if precision == "days" and start and end:
        days = (date.fromisoformat(end) - date.fromisoformat(start)).days + 1
        return f"{days} days" if days < 100 else f"{days} d"
    if precision == "open":
        return "since" if start else "until"
    return precision


def format_brief_days(start: date | None, end: date | None, precision: str) -> str:
    """The days in few characters: "2023-12-29", "2023-12-29/30 night", "2023-12", "undated"."""
    if start is None and end is None:
        return "undated"
    if start is None or end is None:
        return f"{start}/.." if start else f"../{end}"
    if precision in ("month", "year"):
        return start.strftime("%Y-%m") if precision == "month" else str(start.year)
    if start == end:
        return str(start)
    rest = f"{end.day:02}" if (start.year, start.month) == (end.year, end.month) else f"{end.month:02}-{end.day:02}"
    days = f"{start}/{rest if start.year == end.year else end}"
    return f"{days} night" if precision == "night" else days


def sort_by_figure(told: Iterable[tuple[str, str | None]]) -> list[str]:
    """Texts of weapons by the figure beside each, of those launched, else intercepted; where there is none, last."""

    def least(weapon: tuple[str, str | None]) -> int:
        number = re.search(r"\d+", weapon[1] or "")
        return int(number[0]) if number else -1

    return [text for text, _ in sorted(told, key=least, reverse=True)]
