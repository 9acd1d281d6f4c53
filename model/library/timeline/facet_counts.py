"""Tallies: how many strikes a day has under each side and each set of weapons, in 129 numbers.

Number `side * 32 + weapons` counts those of that side with exactly that set (bits) of weapons, the last one all. Days,
counts of every filter and histograms are sums over them, so that they cost the same for ten strikes and a million.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from collections.abc import Iterable
from operator import itemgetter
from typing import Final

from model.library.database.errors import CorruptValueError
from model.library.timeline.row_ids import UNDATED_DAY_NUMBER, iso_day
from model.library.timeline.rows import DayStrikes, FilterCounts
from model.query import Query
from model.taxonomy import SIDES, WEAPON_KINDS

WEAPON_SET_BITS: Final = len(WEAPON_KINDS)
WEAPON_SET_COUNT: Final = 1 << WEAPON_SET_BITS
CELL_BITS: Final = WEAPON_SET_BITS + 2  # of a side and a set of weapons
ALL_CELL_INDEX: Final = len(SIDES) * WEAPON_SET_COUNT
assert len(SIDES) <= 4
TOTAL_DAY_NUMBER: Final = -1  # the day number under which the sum of all days is kept
assert array("I").itemsize == 4


def empty_counts() -> array[int]:
    """The numbers of a day without strikes."""
    return array("I", bytes(4 * (ALL_CELL_INDEX + 1)))


class FacetCounts:
    """The numbers of all days that have any, by day number."""

    def __init__(self) -> None:
        self.counts_by_day: dict[int, array[int]] = {}
        self.total_counts = [0] * (ALL_CELL_INDEX + 1)

    def add_strikes(self, day: int, side: int, weapons: int, strikes: int = 1) -> None:
        """Count so many strikes more; fewer where negative."""
        numbers = self.counts_by_day.get(day)
        if numbers is None:
            numbers = self.counts_by_day[day] = empty_counts()
        cell = side * WEAPON_SET_COUNT + weapons
        for counted in (numbers, self.total_counts):
            counted[cell] += strikes
            counted[ALL_CELL_INDEX] += strikes

    def matching_cells(self, query: Query) -> list[tuple[int, int]]:
        """The sides and sets of weapons that occur and that the query's filters let in."""
        mask = sum(1 << WEAPON_KINDS.index(kind) for kind in query.weapons)
        occurring = (
            divmod(cell, WEAPON_SET_COUNT) for cell, strikes in enumerate(self.total_counts[:ALL_CELL_INDEX]) if strikes
        )
        return [
            (side, kinds)
            for side, kinds in occurring
            if (not query.sides or SIDES[side] in query.sides) and (not mask or kinds & mask)
        ]

    def list_days(self, query: Query) -> list[DayStrikes]:
        """The days that have strikes under the sides and weapons of the query, ascending."""
        cells = (
            [side * WEAPON_SET_COUNT + kinds for side, kinds in self.matching_cells(query)]
            if query.sides or query.weapons
            else [ALL_CELL_INDEX]
        )
        if not cells:
            return []
        told = itemgetter(*cells)
        of_day = sorted(self.counts_by_day.items())
        if len(cells) == 1:
            shown = [(day, told(numbers)) for day, numbers in of_day]
        else:
            shown = [(day, sum(told(numbers))) for day, numbers in of_day]
        return [DayStrikes(iso_day(day), strikes) for day, strikes in shown if strikes]

    def count_strikes(self, query: Query, first: int, last: int) -> int:
        """How many strikes the query's filters let in from day number `first` to day number `last`."""
        cells = [side * WEAPON_SET_COUNT + kinds for side, kinds in self.matching_cells(query)]
        within = (numbers for day, numbers in self.counts_by_day.items() if first <= day <= last)
        return sum(numbers[cell] for numbers in within for cell in cells)

    def count_filters(self, query: Query, total: int) -> FilterCounts:
        """How many strikes are shown, and how many each filter lets in under the others; `total` is of the library."""
        mask = sum(1 << WEAPON_KINDS.index(kind) for kind in query.weapons)
        sides: dict[str, int] = dict.fromkeys(SIDES, 0)
        weapons: dict[str, int] = dict.fromkeys(WEAPON_KINDS, 0)
        shown = 0
        for cell, strikes in enumerate(self.total_counts[:ALL_CELL_INDEX]):
            if not strikes:
                continue
            side, kinds = SIDES[cell // WEAPON_SET_COUNT], cell % WEAPON_SET_COUNT
            of_side = not query.sides or side in query.sides
            of_weapon = not mask or bool(kinds & mask)
            shown += strikes * (of_side and of_weapon)
            sides[side] += strikes * of_weapon
            for bit, kind in enumerate(WEAPON_KINDS):
                weapons[kind] += strikes * (of_side and bool(kinds & 1 << bit))
        return FilterCounts(shown, total, sides, weapons)


def load_facet_counts(database: sqlite3.Connection) -> FacetCounts:
    """The tally of the whole library; raises Damaged where that is none."""
    tally = FacetCounts()
    for day, counts in database.execute("SELECT day, counts FROM tallies"):
        tally.counts_by_day[day] = _unpack_counts(counts)
    tally.total_counts = list(tally.counts_by_day.pop(TOTAL_DAY_NUMBER, tally.total_counts))
    if any(not 0 <= day <= UNDATED_DAY_NUMBER for day in tally.counts_by_day):
        raise CorruptValueError
    if sum(numbers[ALL_CELL_INDEX] for numbers in tally.counts_by_day.values()) != tally.total_counts[ALL_CELL_INDEX]:
        raise CorruptValueError
    return tally


def _unpack_counts(counts: bytes) -> array[int]:
    """The numbers of a day as they are kept, of four bytes each, the lowest first; raises Damaged."""
    if type(counts) is not bytes or len(counts) != 4 * (ALL_CELL_INDEX + 1):
        raise CorruptValueError
    numbers = array("I", counts)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def apply_changes(database: sqlite3.Connection, changes: Iterable[tuple[int, int, int, int]]) -> None:
    """Add up changes (day, side, weapons, strikes more or fewer) in the library; raises Damaged."""
    days: dict[int, dict[int, int]] = {}
    for day, side, weapons, strikes in changes:
        cells = days.setdefault(day, {})
        whole = days.setdefault(TOTAL_DAY_NUMBER, {})
        for cell in (side * WEAPON_SET_COUNT + weapons, ALL_CELL_INDEX):
            cells[cell] = cells.get(cell, 0) + strikes
            whole[cell] = whole.get(cell, 0) + strikes
    for day, cells in days.items():
        found = database.execute("SELECT counts FROM tallies WHERE day = ?", (day,)).fetchone()
        numbers = _unpack_counts(found[0]) if found else empty_counts()
        for cell, strikes in cells.items():
            if not 0 <= numbers[cell] + strikes < 1 << 32:
                raise CorruptValueError
            numbers[cell] += strikes
        if not numbers[ALL_CELL_INDEX]:
            database.execute("DELETE FROM tallies WHERE day = ?", (day,))
            continue
        if sys.byteorder == "big":
            numbers.byteswap()
        database.execute("INSERT OR REPLACE INTO tallies (day, counts) VALUES (?, ?)", (day, numbers.tobytes()))
