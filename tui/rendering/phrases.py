"""Values as short as a row or a table cell needs them; in full they are worded by `model.phrasing`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from model.phrasing import describe_day

SIDE_LETTERS = {"russia": "R", "ukraine": "U", "other": "O", "unknown": "?"}


def describe_list_day(iso: str | None) -> str:
    """The heading of a day of the timeline."""
    return describe_day(date.fromisoformat(iso)) if iso else "Undated"


def format_row_time(precision: str, start: str | None, end: str | None) -> str:
    """A precision in at most seven letters: "night", "3 days", "since"."""
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


def sort_by_figure(weapons: Iterable[tuple[str, str | None]]) -> list[str]:
    """Texts of weapons, each with its figure launched, else intercepted: the highest figure first, none last."""

    def first_number(weapon: tuple[str, str | None]) -> int:
        number = re.search(r"\d+", weapon[1] or "")
        return int(number[0]) if number else -1

    return [text for text, _ in sorted(weapons, key=first_number, reverse=True)]
