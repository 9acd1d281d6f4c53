"""Groups rows that report one strike together, from a stream, with a limited number of pending rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final, NamedTuple

from model.datasets.mapping import DatasetMapping, GroupingRule, is_row_match
from model.datasets.row_document import TableRow
from model.datasets.time_cells import Interval
from model.problem import Problem

MAX_ROW_GAP: Final = 200  # rows after which a group without another row is complete
MAX_GROUP_ROWS: Final = 200


class TimedRow(NamedTuple):
    """A row with its time and its weapon; no two rows of one strike report the same weapon."""

    row: TableRow
    interval: Interval
    weapon_key: str


class RowGroup(NamedTuple):
    """The rows of one strike; `repeat_index` numbers groups that differ only by repeating a weapon."""

    rows: list[TimedRow]
    repeat_index: int = 0


def group_rows(rows: Iterable[TimedRow | Problem], mapping: DatasetMapping) -> Iterator[RowGroup | Problem]:
    """The rows of each strike, independent of the order of the rows in a group. Problems pass through at once."""
    pending: dict[tuple[object, ...], tuple[int, GroupingRule, list[TimedRow]]] = {}  # least recently extended first
    number = 0
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        number += 1
        while pending and (key := next(iter(pending))) and number - pending[key][0] > MAX_ROW_GAP:
            yield from _split_by_time(*pending.pop(key)[1:])
        cells = row.row.cells
        rule = next((rule for rule in mapping.group if rule.where is None or is_row_match(rule.where, cells)), None)
        if rule is None:
            yield RowGroup([row])
            continue
        key = (mapping.group.index(rule), *(cells.get(column, "") for column in rule.by))
        _, _, group = pending.pop(key, (0, rule, []))
        group.append(row)
        if len(group) >= MAX_GROUP_ROWS:
            yield from _split_by_time(rule, group)
        else:
            pending[key] = (number, rule, group)
    for _, rule, group in pending.values():
        yield from _split_by_time(rule, group)


def _split_by_time(rule: GroupingRule, rows: list[TimedRow]) -> Iterator[RowGroup]:
    """The strikes of rows grouped by a rule: their times are close, and no weapon is repeated."""
    rows.sort(key=lambda row: (row.interval.start_time, row.interval.end_time, sorted(row.row.cells.items())))
    waves: list[list[TimedRow]] = []
    last = rows[0].interval
    for row in rows:
        if waves and _is_within_gap(last, row.interval, rule.within_hours):
            waves[-1].append(row)
        else:
            waves.append([row])
        last = max(last, row.interval, key=lambda interval: interval.end_time)
    for wave in waves:
        yield from _split_repeats(wave)


def _is_within_gap(earlier: Interval, later: Interval, hours: float | None) -> bool:
    """Whether the two are at most `hours` apart; whole days, whose hours are unknown, must share a day."""
    if hours is None:
        return True
    gap = later.start_time - earlier.end_time
    return gap <= (timedelta() if earlier.is_clockless or later.is_clockless else timedelta(hours=hours))


def _split_repeats(wave: list[TimedRow]) -> Iterator[RowGroup]:
    """Groups with each weapon once: a repeated weapon is another strike, since counts are never added up."""
    index = 0
    while wave:
        by_weapon: dict[str, TimedRow] = {}
        repeats = [row for row in wave if by_weapon.setdefault(row.weapon_key, row) is not row]
        yield RowGroup(list(by_weapon.values()), index)
        wave, index = repeats, index + 1
