"""Facet counts: how many strikes a day has of each side and set of weapons, in 129 numbers.

Number `side * 32 + weapons` counts the strikes of one side with exactly that set of weapons (as bits); the last number
counts all. Days, filter counts and histograms are sums of these, and cost the same for ten strikes as for a million.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from collections import Counter, defaultdict
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
TOTAL_DAY_NUMBER: Final = -1  # the stored day number of the sum of all days
assert array("I").itemsize == 4


def empty_counts() -> array[int]:
    """Zero counts for one day."""
    return array("I", bytes(4 * (ALL_CELL_INDEX + 1)))


class FacetCounts:
    """The counts of every day that has strikes, by day number, and their totals."""

    def __init__(self) -> None:
        self.counts_by_day: dict[int, array[int]] = {}
        self.total_counts = [0] * (ALL_CELL_INDEX + 1)

    def add_strikes(self, day: int, side: int, weapons: int, strikes: int = 1) -> None:
        """Add a number of strikes, which may be negative."""
        counts = self.counts_by_day.get(day)
        if counts is None:
            counts = self.counts_by_day[day] = empty_counts()
        cell = side * WEAPON_SET_COUNT + weapons
        for counted in (counts, self.total_counts):
            counted[cell] += strikes
            counted[ALL_CELL_INDEX] += strikes

    def matching_cells(self, query: Query) -> list[tuple[int, int]]:
        """The pairs of side and weapon set that occur and pass the filters of the query."""
        mask = sum(1 << WEAPON_KINDS.index(kind) for kind in query.weapons)
        cells = (divmod(cell, WEAPON_SET_COUNT) for cell in range(ALL_CELL_INDEX) if self.total_counts[cell])
        return [
            (side, kinds)
            for side, kinds in cells
            if (not query.sides or SIDES[side] in query.sides) and (not mask or kinds & mask)
        ]

    def _matching_indexes(self, query: Query) -> list[int]:
        return [side * WEAPON_SET_COUNT + kinds for side, kinds in self.matching_cells(query)]

    def list_days(self, query: Query) -> list[DayStrikes]:
        """The days with strikes that pass the filters of the query, ascending."""
        cells = self._matching_indexes(query) if query.sides or query.weapons else [ALL_CELL_INDEX]
        if not cells:
            return []
        pick = itemgetter(*cells)
        days = sorted(self.counts_by_day.items())
        if len(cells) == 1:
            totals = [(day, pick(counts)) for day, counts in days]
        else:
            totals = [(day, sum(pick(counts))) for day, counts in days]
        return [DayStrikes(iso_day(day), strikes) for day, strikes in totals if strikes]

    def count_strikes(self, query: Query, first: int, last: int) -> int:
        """How many strikes from day number `first` to `last`, inclusive, pass the filters of the query."""
        cells = self._matching_indexes(query)
        days = (counts for day, counts in self.counts_by_day.items() if first <= day <= last)
        return sum(counts[cell] for counts in days for cell in cells)

    def count_filters(self, query: Query, total: int) -> FilterCounts:
        """The counts behind each filter of the query; `total` is the number of strikes in the library."""
        mask = sum(1 << WEAPON_KINDS.index(kind) for kind in query.weapons)
        sides: dict[str, int] = dict.fromkeys(SIDES, 0)
        weapons: dict[str, int] = dict.fromkeys(WEAPON_KINDS, 0)
        matches = 0
        for cell, strikes in enumerate(self.total_counts[:ALL_CELL_INDEX]):
            if not strikes:
                continue
            side, kinds = SIDES[cell // WEAPON_SET_COUNT], cell % WEAPON_SET_COUNT
            passes_side = not query.sides or side in query.sides
            passes_weapon = not mask or bool(kinds & mask)
            matches += strikes * (passes_side and passes_weapon)
            sides[side] += strikes * passes_weapon
            for bit, kind in enumerate(WEAPON_KINDS):
                weapons[kind] += strikes * (passes_side and bool(kinds & 1 << bit))
        return FilterCounts(matches, total, sides, weapons)


def load_facet_counts(database: sqlite3.Connection) -> FacetCounts:
    """The counts of the whole library; raises CorruptValueError."""
    facets = FacetCounts()
    for day, blob in database.execute("SELECT day, counts FROM tallies"):
        facets.counts_by_day[day] = _unpack_counts(blob)
    facets.total_counts = list(facets.counts_by_day.pop(TOTAL_DAY_NUMBER, facets.total_counts))
    strikes = sum(counts[ALL_CELL_INDEX] for counts in facets.counts_by_day.values())
    if strikes != facets.total_counts[ALL_CELL_INDEX] or any(
        not 0 <= day <= UNDATED_DAY_NUMBER for day in facets.counts_by_day
    ):
        raise CorruptValueError
    return facets


def _unpack_counts(blob: bytes) -> array[int]:
    """The counts of a day, stored as little-endian 32-bit integers; raises CorruptValueError."""
    if type(blob) is not bytes or len(blob) != 4 * (ALL_CELL_INDEX + 1):
        raise CorruptValueError
    counts = array("I", blob)
    if sys.byteorder == "big":
        counts.byteswap()
    return counts


def apply_changes(database: sqlite3.Connection, changes: Iterable[tuple[int, int, int, int]]) -> None:
    """Add changes (day, side, weapons, number of strikes) to the stored counts; raises CorruptValueError."""
    change_by_day: dict[int, Counter[int]] = defaultdict(Counter)
    for day, side, weapons, strikes in changes:
        for cell in (side * WEAPON_SET_COUNT + weapons, ALL_CELL_INDEX):
            change_by_day[day][cell] += strikes
            change_by_day[TOTAL_DAY_NUMBER][cell] += strikes
    for day, change in change_by_day.items():
        row = database.execute("SELECT counts FROM tallies WHERE day = ?", (day,)).fetchone()
        counts = _unpack_counts(row[0]) if row else empty_counts()
        for cell, strikes in change.items():
            if not 0 <= counts[cell] + strikes < 1 << 32:
                raise CorruptValueError
            counts[cell] += strikes
        if not counts[ALL_CELL_INDEX]:
            database.execute("DELETE FROM tallies WHERE day = ?", (day,))
            continue
        if sys.byteorder == "big":
            counts.byteswap()
        database.execute("INSERT OR REPLACE INTO tallies (day, counts) VALUES (?, ?)", (day, counts.tobytes()))
