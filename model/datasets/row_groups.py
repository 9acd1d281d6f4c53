"""Rows that tell one strike together, gathered as they stream by; only so many wait for their fellows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final, NamedTuple

from model.datasets.mapping import Grouped, Mapping, holds
from model.datasets.row_document import Row
from model.datasets.time_cells import Interval
from model.problem import Problem

REACH: Final = 200  # rows without a fellow after which a group is whole
MOST: Final = 200  # rows of one group, which then is whole


class Timed(NamedTuple):
    """A row with its time, and what it tells of: of one strike no two rows tell of the same."""

    row: Row
    interval: Interval
    about: str


class Group(NamedTuple):
    """The rows of one strike; `turn` counts the strikes that the same rows would have told of, had they been one."""

    rows: list[Timed]
    turn: int = 0


def grouped(rows: Iterable[Timed | Problem], mapping: Mapping) -> Iterator[Group | Problem]:
    """The rows of each strike, in an order that does not hang on how the rows of the group followed each other.

    Problems pass through at once.
    """
    waiting: dict[tuple[object, ...], tuple[int, Grouped, list[Timed]]] = {}  # the longest untouched first
    number = 0
    for each in rows:
        if isinstance(each, Problem):
            yield each
            continue
        number += 1
        while waiting and (key := next(iter(waiting))) and number - waiting[key][0] > REACH:
            yield from _parted(*waiting.pop(key)[1:])
        rule = next((rule for rule in mapping.group if rule.where is None or holds(rule.where, each.row.cells)), None)
        if rule is None:
            yield Group([each])
            continue
        key = (mapping.group.index(rule), *(each.row.cells.get(column, "") for column in rule.by))
        _, _, fellows = waiting.pop(key, (0, rule, []))
        fellows.append(each)
        if len(fellows) >= MOST:
            yield from _parted(rule, fellows)
        else:
            waiting[key] = (number, rule, fellows)
    for _, rule, fellows in waiting.values():
        yield from _parted(rule, fellows)


def _parted(rule: Grouped, fellows: list[Timed]) -> Iterator[Group]:
    """The strikes of the rows that a rule puts together: their times are not apart, and each weapon is told of once."""
    ordered = sorted(
        fellows, key=lambda each: (each.interval.begins, each.interval.ends, sorted(each.row.cells.items()))
    )
    waves: list[list[Timed]] = []
    last = ordered[0].interval
    for each in ordered:
        if waves and _are_near(last, each.interval, rule.within_hours):
            waves[-1].append(each)
        else:
            waves.append([each])
        last = max(last, each.interval, key=lambda interval: interval.ends)
    for wave in waves:
        yield from _once_each(wave)


def _are_near(earlier: Interval, later: Interval, hours: float | None) -> bool:
    """Whether no more hours lie between the two; whole days must share a day, since their hours are not known."""
    if hours is None:
        return True
    gap = later.begins - earlier.ends
    return gap <= (timedelta() if earlier.is_of_days or later.is_of_days else timedelta(hours=hours))


def _once_each(wave: list[Timed]) -> Iterator[Group]:
    """The rows with each weapon once; what is told of it again is another strike, since nothing is added up."""
    turn = 0
    while wave:
        told: dict[str, Timed] = {}
        again = [each for each in wave if told.setdefault(each.about, each) is not each]
        yield Group(list(told.values()), turn)
        wave, turn = again, turn + 1
