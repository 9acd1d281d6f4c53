"""Parses cells with a date, and optionally a time, in the formats given by a mapping."""

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
    """A day and an optional time, in the dataset's own time zone."""

    day: date
    clock: time | None


@cache
def _compile_format(form: str) -> re.Pattern[str]:
    """The pattern of a format. Raises ValueError for an unknown directive."""
    parts = re.split(r"(%.)", form)
    if unknown := [part for part in parts if part.startswith("%") and part not in _DIRECTIVE_PATTERNS]:
        raise ValueError(f"{unknown[0]} is not one of {' '.join(_DIRECTIVE_PATTERNS)}")
    pattern = "".join(_DIRECTIVE_PATTERNS.get(part) or re.escape(part) for part in parts)
    return re.compile(pattern, re.IGNORECASE | re.ASCII)


def check_date_format(form: str) -> str:
    """Returns the format. Raises ValueError if it does not give a full date."""
    try:
        fields = _compile_format(form).groupindex
    except re.error:
        raise ValueError(f"{form} names a part of the date twice") from None
    if not {"year", "day"} <= fields.keys() or not {"month", "name"} & fields.keys():
        raise ValueError(f"{form} gives no complete date: %Y, %m (or %B) and %d are needed")
    return form


@lru_cache(maxsize=10_000)
def parse_moment(words: str, formats: tuple[str, ...]) -> Moment | None:
    """The moment in a cell by the first format that matches; None without a match, or for an invalid date."""
    for form in formats:
        if match := _compile_format(form).fullmatch(words):
            parts = match.groupdict()
            month = MONTH_NUMBERS[parts["name"].lower()] if parts.get("name") else int(parts["month"])
            try:
                day = date(int(parts["year"]), month, int(parts["day"]))
                clock = time(int(parts["hour"]), int(parts.get("minute") or 0)) if parts.get("hour") else None
            except ValueError:
                continue
            if is_plausible(day):
                return Moment(day, clock)
    return None
