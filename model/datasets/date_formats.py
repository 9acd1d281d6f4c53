"""Cells that name a day, with a clock or without one, in the formats that a mapping gives."""

from __future__ import annotations

import re
from datetime import date, time
from functools import cache, lru_cache
from typing import Final, NamedTuple

from model.text.calendar import MONTH_NUMBERS, MONTH_PATTERN, is_plausible

_DIRECTIVE_PATTERNS: Final = {
    "%Y": r"(?P<year>\d{4})",
    "%m": r"(?P<month>\d{1,2})",
    "%d": r"(?P<day>\d{1,2})",
    "%H": r"(?P<hour>\d{1,2})",
    "%M": r"(?P<minute>\d{1,2})",
    "%S": r"(?P<second>\d{1,2})",
    "%B": rf"(?P<name>{MONTH_PATTERN})",
    "%b": rf"(?P<name>{MONTH_PATTERN})",
}


class Moment(NamedTuple):
    """A day, and its time where one is given (of the dataset's own time zone: none is applied)."""

    day: date
    clock: time | None


@cache
def _compile_format(form: str) -> re.Pattern[str]:
    """The pattern of a format. ValueError for a directive that is none of ours."""
    parts = re.split(r"(%.)", form)
    if unknown := [part for part in parts if part.startswith("%") and part not in _DIRECTIVE_PATTERNS]:
        raise ValueError(f"{unknown[0]} is none of {' '.join(_DIRECTIVE_PATTERNS)}")
    return re.compile(
        "".join(_DIRECTIVE_PATTERNS.get(part) or re.escape(part) for part in parts), re.IGNORECASE | re.ASCII
    )


def check_date_format(form: str) -> str:
    """The format itself. ValueError where it cannot give a day."""
    try:
        fields = _compile_format(form).groupindex
    except re.error:
        raise ValueError(f"{form} names a part of the date twice") from None
    if not {"year", "day"} <= fields.keys() or not {"month", "name"} & fields.keys():
        raise ValueError(f"{form} gives no whole date: %Y, %m (or %B) and %d are needed")
    return form


@lru_cache(maxsize=10_000)
def parse_moment(words: str, formats: tuple[str, ...]) -> Moment | None:
    """The moment that a cell names in one of the formats; None where it is in none of them, or no day of a calendar."""
    for form in formats:
        if match := _compile_format(form).fullmatch(words):
            found = match.groupdict()
            month = MONTH_NUMBERS[found["name"].lower()] if found.get("name") else int(found["month"])
            try:
                day = date(int(found["year"]), month, int(found["day"]))
                clock = time(int(found["hour"]), int(found.get("minute") or 0)) if found.get("hour") else None
            except ValueError:
                continue
            if is_plausible(day):
                return Moment(day, clock)
    return None
