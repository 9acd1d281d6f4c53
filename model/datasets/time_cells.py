"""The time of a row: from when to when, and how well the days are known."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from model.datasets.date_formats import Moment
from model.datasets.mapping import TimeMapping, is_cell_match
from model.event import When
from model.taxonomy import Precision
from model.text.calendar import FIRST_PLAUSIBLE_DAY, LAST_PLAUSIBLE_DAY

_NOON = time(12)


class Interval(NamedTuple):
    """From a moment to a moment, both inclusive; a moment without a clock is its whole day."""

    start: Moment
    end: Moment

    @property
    def start_time(self) -> datetime:
        return datetime.combine(self.start.day, self.start.clock or time.min)

    @property
    def end_time(self) -> datetime:
        return datetime.combine(self.end.day, self.end.clock or time.max)

    @property
    def is_clockless(self) -> bool:
        """Whether no clock is given at all."""
        return self.start.clock is None and self.end.clock is None

    @property
    def days(self) -> tuple[date, date]:
        return self.start.day, self.end.day

    def union(self, other: Interval) -> Interval:
        """The interval over both."""
        return Interval(
            min(self, other, key=lambda i: i.start_time).start, max(self, other, key=lambda i: i.end_time).end
        )


def make_when(interval: Interval, words: str, known: str, spec: TimeMapping) -> When:
    """The When of an interval; `known` is the cell that says how well its day is known ('' where there is none)."""
    start, end = interval.days
    precision: Precision
    told = None if spec.basis == "carried" else words
    if spec.precision and is_cell_match(known, spec.precision.week):
        start, end, precision = (
            max(start - timedelta(3), FIRST_PLAUSIBLE_DAY),
            min(end + timedelta(3), LAST_PLAUSIBLE_DAY),
            "week",
        )
    elif spec.precision and is_cell_match(known, spec.precision.month):
        last = calendar.monthrange(end.year, end.month)[1]
        start, end, precision = start.replace(day=1), end.replace(day=last), "month"
    else:
        return When(start=start, end=end, precision=_find_precision(interval), basis=spec.basis, text=told)
    return When(start=start, end=end, precision=precision, basis=spec.basis, text=told)


def _find_precision(interval: Interval) -> Precision:
    """A night begins after one noon and ends by the next; a "time" is an hour at most."""
    (start, began), (end, ended) = interval
    if start == end:
        return "time" if began and ended and interval.end_time - interval.start_time <= timedelta(hours=1) else "day"
    if end - start == timedelta(1) and began and ended and began >= _NOON and ended <= _NOON:
        return "night"
    return "days"
