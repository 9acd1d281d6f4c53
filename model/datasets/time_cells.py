"""The time of a row: its interval, and how precisely its days are known."""

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
    """Two moments, both inclusive; a moment without a clock is its whole day."""

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
        return self.start.clock is None and self.end.clock is None

    @property
    def days(self) -> tuple[date, date]:
        return self.start.day, self.end.day

    def union(self, other: Interval) -> Interval:
        """The smallest interval that covers both."""
        first, last = min(self, other, key=lambda i: i.start_time), max(self, other, key=lambda i: i.end_time)
        return Interval(first.start, last.end)


def make_when(interval: Interval, words: str, precision_cell: str, spec: TimeMapping) -> When:
    """The When of an interval quoted from `words`; `precision_cell` is the cell of the precision column, or ''."""
    start, end = interval.days
    precision = _find_precision(interval)
    text = None if spec.basis == "carried" else words
    if spec.precision and is_cell_match(precision_cell, spec.precision.week):
        precision = "week"
        start = max(start - timedelta(3), FIRST_PLAUSIBLE_DAY)
        end = min(end + timedelta(3), LAST_PLAUSIBLE_DAY)
    elif spec.precision and is_cell_match(precision_cell, spec.precision.month):
        precision = "month"
        start, end = start.replace(day=1), end.replace(day=calendar.monthrange(end.year, end.month)[1])
    return When(start=start, end=end, precision=precision, basis=spec.basis, text=text)


def _find_precision(interval: Interval) -> Precision:
    """A "night" starts after noon and ends by noon of the next day; a "time" is an hour at most."""
    (start, began), (end, ended) = interval
    if start == end:
        return "time" if began and ended and interval.end_time - interval.start_time <= timedelta(hours=1) else "day"
    if end - start == timedelta(1) and began and ended and began >= _NOON and ended <= _NOON:
        return "night"
    return "days"
