"""Rows that tell one strike together, gathered as they stream by; only so many wait for their fellows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final, NamedTuple

from model.datasets.mapping import DatasetMapping, GroupingRule, is_row_match
from model.datasets.row_document import TableRow
from model.datasets.time_cells import Interval
from model.problem import Problem

MAX_ROW_GAP: Final = 200  # rows without a fellow after which a group is whole
MAX_GROUP_ROWS: Final = 200  # rows of one group, which then is whole


class TimedRow(NamedTuple):
    """A row with its time, and what it tells of: of one strike no two rows tell of the same."""

    row: TableRow
    interval: Interval
    weapon_key: str


class RowGroup(NamedTuple):
    """The rows of one strike; `turn` counts the strikes that the same rows would have told of, had they been one."""

    rows: list[TimedRow]
    repeat_index: int = 0


def group_rows(rows: Iterable[TimedRow | Problem], mapping: DatasetMapping) -> Iterator[RowGroup | Problem]:
    """The rows of each strike, in an order that does not hang on how the rows of the group followed each other.

    Problems pass through at once.
    """
    waiting: dict[tuple[object, ...], tuple[int, GroupingRule, list[TimedRow]]] = {}  # the longest untouched first
    number = 0
    for each in rows:
        if isinstance(each, Problem):
            yield each
            continue
        number += 1
        while waiting and (key := next(iter(waiting))) and number - waiting[key][0] > MAX_ROW_GAP:
            yield from _split_by_time(*waiting.pop(key)[1:])
        rule = next(
            (rule for rule in mapping.group if rule.where is None or is_row_match(rule.where, each.row.cells)), None
        )
        if rule is None:
            yield RowGroup([each])
            continue
        key = (mapping.group.index(rule), *(each.row.cells.get(column, "") for column in rule.by))
        _, _, fellows = waiting.pop(key, (0, rule, []))
        fellows.append(each)
        if len(fellows) >= MAX_GROUP_ROWS:
            yield from _split_by_time(rule, fellows)
        else:
            waiting[key] = (number, rule, fellows)
    for _, rule, fellows in waiting.values():
        yield from _split_by_time(rule, fellows)


def _split_by_time(rule: GroupingRule, fellows: list[TimedRow]) -> Iterator[RowGroup]:
    """The strikes of the rows that a rule puts together: their times are not apart, and each weapon is told of once."""
    ordered = sorted(
        fellows, key=lambda each: (each.interval.start_time, each.interval.end_time, sorted(each.row.cells.items()))
    )
    waves: list[list[TimedRow]] = []
    last = ordered[0].interval
    for each in ordered:
        if waves and _is_within_gap(last, each.interval, rule.within_hours):
            waves[-1].append(each)
        else:
            waves.append([each])
        last = max(last, each.interval, key=lambda interval: interval.end_time)
    for wave in waves:
        yield from _split_repeats(wave)


def _is_within_gap(earlier: Interval, later: Interval, hours: float | None) -> bool:
    """Whether no more hours lie between the two; whole days must share a day, since their hours are not known."""
    if hours is None:
        return True
    gap = later.start_time - earlier.end_time
    return gap <= (timedelta() if earlier.is_clockless or later.is_clockless else timedelta(hours=hours))


def _split_repeats(wave: list[TimedRow]) -> Iterator[RowGroup]:
    """The rows with each weapon once; what is told of it again is another strike, since nothing is added up."""
    turn = 0
    while wave:
        told: dict[str, TimedRow] = {}
        again = [each for each in wave if told.setdefault(each.weapon_key, each) is not each]
        yield RowGroup(list(told.values()), turn)
        wave, turn = again, turn + 1
