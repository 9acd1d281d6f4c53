"""Histograms of strikes over time, in bars of days, ISO weeks, months or years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal, get_args

TimeUnit = Literal["day", "week", "month", "year"]
TIME_UNITS: Final[tuple[TimeUnit, ...]] = get_args(TimeUnit)
UNDATED_LABEL: Final = "undated"  # sorts behind every other label and ISO day
_DAY_CACHE_SIZE: Final = 16_384  # days: every change of a filter builds a histogram

DayCount = tuple[str | None, int]  # ISO day (None: undated), number of strikes
HistogramBar = tuple[str, int]  # label, number of strikes


def build_histogram(days: Iterable[DayCount], unit: TimeUnit, *, every_day: bool = False) -> list[HistogramBar]:
    """The bars in chronological order, with ISO 8601 labels ("2023-12-29", "2023-W52", "2023-12", "2023").

    Empty weeks, months and years between the first and the last are bars of 0; empty days only with `every_day`.
    Undated strikes, if any, are the last bar.
    """
    counts: Counter[date] = Counter()
    undated = 0
    for day, strikes in days:
        if day is None:
            undated += strikes
        else:
            counts[_iso_unit_start(day, unit)] += strikes
    starts = sorted(counts)
    if starts and (unit != "day" or every_day):
        starts = list(_unit_starts(starts[0], starts[-1], unit))
    bars = [(_format_label(start, unit), counts[start]) for start in starts]
    return [*bars, (UNDATED_LABEL, undated)] if undated else bars


def bar_label(day: str, unit: TimeUnit) -> str:
    """The label of the bar that holds an ISO day; the labels of one unit sort chronologically."""
    return _format_label(_iso_unit_start(day, unit), unit)


def choose_unit(days: Sequence[DayCount], max_bars: int) -> TimeUnit:
    """The finest unit with at most `max_bars` bars, empty ones included; else "year"."""
    known = [day for day, _ in days if day is not None]
    if not known:
        return "day"
    first, last = date.fromisoformat(min(known)), date.fromisoformat(max(known))
    spans = {
        "day": (last - first).days,
        "week": (_unit_start(last, "week") - _unit_start(first, "week")).days // 7,
        "month": 12 * (last.year - first.year) + last.month - first.month,
    }
    return next((unit for unit in TIME_UNITS[:-1] if spans[unit] < max_bars), "year")


@lru_cache(maxsize=_DAY_CACHE_SIZE)
def _iso_unit_start(day: str, unit: TimeUnit) -> date:
    return _unit_start(date.fromisoformat(day), unit)


def _unit_start(day: date, unit: TimeUnit) -> date:
    """The first day of the week (Monday), month or year that holds a day."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def _unit_starts(first: date, last: date, unit: TimeUnit) -> Iterator[date]:
    """Every unit start from `first` to `last`, inclusive."""
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
