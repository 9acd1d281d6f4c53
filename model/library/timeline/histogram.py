"""Strikes over time: the counts of days as bars of days, weeks, months or years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal, get_args

TimeUnit = Literal["day", "week", "month", "year"]
TIME_UNITS: Final[tuple[TimeUnit, ...]] = get_args(TimeUnit)
UNDATED_LABEL: Final = "undated"  # sorts behind every label and every ISO day
_DAY_CACHE_SIZE: Final = 16_384  # days, each with where its unit starts: a list is counted anew with every filter

DayCount = tuple[str | None, int]  # ISO day (None: the undated) and how many strikes
HistogramBar = tuple[str, int]


def build_histogram(days: Iterable[DayCount], unit: TimeUnit, *, every_day: bool = False) -> list[HistogramBar]:
    """The bars in order of time: ISO 8601 labels ("2023-12-29", "2023-W52", "2023-12", "2023") with their counts.

    Weeks, months and years without strikes stand as 0 between the first and the last, days only with `every_day`. The
    undated, if any, are the last bar.
    """
    counts: Counter[date] = Counter()
    undated = 0
    for day, strikes in days:
        if day is None:
            undated += strikes
        else:
            counts[_unit_start_of_iso(day, unit)] += strikes
    starts = sorted(counts)
    if starts and (unit != "day" or every_day):
        starts = list(_unit_starts(starts[0], starts[-1], unit))
    bars = [(_format_label(start, unit), counts[start]) for start in starts]
    return [*bars, (UNDATED_LABEL, undated)] if undated else bars


def bar_label(day: str, unit: TimeUnit) -> str:
    """The label of the bar in which an ISO day stands; labels of one unit sort as time does."""
    return _format_label(_unit_start_of_iso(day, unit), unit)


def choose_unit(days: Sequence[DayCount], most: int) -> TimeUnit:
    """The finest unit under which these days are at most so many bars, counting days without strikes; else years."""
    known = [day for day, _ in days if day is not None]
    if not known:
        return "day"
    first, last = date.fromisoformat(min(known)), date.fromisoformat(max(known))
    spans = {
        "day": (last - first).days,
        "week": (_unit_start(last, "week") - _unit_start(first, "week")).days // 7,
        "month": 12 * (last.year - first.year) + last.month - first.month,
    }
    return next((unit for unit in TIME_UNITS[:-1] if spans[unit] < most), "year")


@lru_cache(maxsize=_DAY_CACHE_SIZE)
def _unit_start_of_iso(day: str, unit: TimeUnit) -> date:
    return _unit_start(date.fromisoformat(day), unit)


def _unit_start(day: date, unit: TimeUnit) -> date:
    """The first day of the week (Monday), month or year in which a day lies."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def _unit_starts(first: date, last: date, unit: TimeUnit) -> Iterator[date]:
    """The first days from `first` to `last`, both included."""
    longest = {"day": 1, "week": 7, "month": 31, "year": 366}[unit]
    while first < last:
        yield first
        first = min(last, _unit_start(first + timedelta(days=longest), unit))
    yield last


def _format_label(start: date, unit: TimeUnit) -> str:
    if unit == "week":
        year, week, _ = start.isocalendar()
        return f"{year:04}-W{week:02}"
    return start.isoformat()[: {"day": 10, "month": 7, "year": 4}[unit]]
