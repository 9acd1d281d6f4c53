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

from model.library.database.errors import Damaged
from model.library.timeline.row_ids import UNDATED, day_of
from model.library.timeline.rows import Counts, Day
from model.query import Query
from model.taxonomy import SIDES, WEAPON_KINDS

SET_BITS: Final = len(WEAPON_KINDS)
SETS: Final = 1 << SET_BITS
CELL_BITS: Final = SET_BITS + 2  # of a side and a set of weapons
ALL: Final = len(SIDES) * SETS
assert len(SIDES) <= 4
TOTAL: Final = -1  # the day number under which the sum of all days is kept
assert array("I").itemsize == 4


def none() -> array[int]:
    """The numbers of a day without strikes."""
    return array("I", bytes(4 * (ALL + 1)))


class Tally:
    """The numbers of all days that have any, by day number."""

    def __init__(self) -> None:
        self.days: dict[int, array[int]] = {}
        self.total = [0] * (ALL + 1)

    def count(self, day: int, side: int, weapons: int, strikes: int = 1) -> None:
        """Count so many strikes more; fewer where negative."""
        numbers = self.days.get(day)
        if numbers is None:
            numbers = self.days[day] = none()
        cell = side * SETS + weapons
        for counted in (numbers, self.total):
            counted[cell] += strikes
            counted[ALL] += strikes

    def cells(self, query: Query) -> list[tuple[int, int]]:
        """The sides and sets of weapons that occur and that the query's filters let in."""
        mask = sum(1 << WEAPON_KINDS.index(kind) for kind in query.weapons)
        occurring = (divmod(cell, SETS) for cell, strikes in enumerate(self.total[:ALL]) if strikes)
        return [
            (side, kinds)
            for side, kinds in occurring
            if (not query.sides or SIDES[side] in query.sides) and (not mask or kinds & mask)
        ]

    def listed(self, query: Query) -> list[Day]:
        """The days that have strikes under the sides and weapons of the query, ascending."""
        cells = [side * SETS + kinds for side, kinds in self.cells(query)] if query.sides or query.weapons else [ALL]
        if not cells:
            return []
        told = itemgetter(*cells)
        of_day = sorted(self.days.items())
        if len(cells) == 1:
            shown = [(day, told(numbers)) for day, numbers in of_day]
        else:
            shown = [(day, sum(told(numbers))) for day, numbers in of_day]
        return [Day(day_of(day), strikes) for day, strikes in shown if strikes]

    def strikes(self, query: Query, first: int, last: int) -> int:
        """How many strikes the query's filters let in from day number `first` to day number `last`."""
        cells = [side * SETS + kinds for side, kinds in self.cells(query)]
        within = (numbers for day, numbers in self.days.items() if first <= day <= last)
        return sum(numbers[cell] for numbers in within for cell in cells)

    def counted(self, query: Query, total: int) -> Counts:
        """How many strikes are shown, and how many each filter lets in under the others; `total` is of the library."""
        mask = sum(1 << WEAPON_KINDS.index(kind) for kind in query.weapons)
        sides: dict[str, int] = dict.fromkeys(SIDES, 0)
        weapons: dict[str, int] = dict.fromkeys(WEAPON_KINDS, 0)
        shown = 0
        for cell, strikes in enumerate(self.total[:ALL]):
            if not strikes:
                continue
            side, kinds = SIDES[cell // SETS], cell % SETS
            of_side = not query.sides or side in query.sides
            of_weapon = not mask or bool(kinds & mask)
            shown += strikes * (of_side and of_weapon)
            sides[side] += strikes * of_weapon
            for bit, kind in enumerate(WEAPON_KINDS):
                weapons[kind] += strikes * (of_side and bool(kinds & 1 << bit))
        return Counts(shown, total, sides, weapons)


def kept(database: sqlite3.Connection) -> Tally:
    """The tally of the whole library; raises Damaged where that is none."""
    tally = Tally()
    for day, counts in database.execute("SELECT day, counts FROM tallies"):
        tally.days[day] = _numbers(counts)
    tally.total = list(tally.days.pop(TOTAL, tally.total))
    if any(not 0 <= day <= UNDATED for day in tally.days):
        raise Damaged
    if sum(numbers[ALL] for numbers in tally.days.values()) != tally.total[ALL]:
        raise Damaged
    return tally


def _numbers(counts: bytes) -> array[int]:
    """The numbers of a day as they are kept, of four bytes each, the lowest first; raises Damaged."""
    if type(counts) is not bytes or len(counts) != 4 * (ALL + 1):
        raise Damaged
    numbers = array("I", counts)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def change(database: sqlite3.Connection, changes: Iterable[tuple[int, int, int, int]]) -> None:
    """Add up changes (day, side, weapons, strikes more or fewer) in the library; raises Damaged."""
    days: dict[int, dict[int, int]] = {}
    for day, side, weapons, strikes in changes:
        cells = days.setdefault(day, {})
        whole = days.setdefault(TOTAL, {})
        for cell in (side * SETS + weapons, ALL):
            cells[cell] = cells.get(cell, 0) + strikes
            whole[cell] = whole.get(cell, 0) + strikes
    for day, cells in days.items():
        found = database.execute("SELECT counts FROM tallies WHERE day = ?", (day,)).fetchone()
        numbers = _numbers(found[0]) if found else none()
        for cell, strikes in cells.items():
            if not 0 <= numbers[cell] + strikes < 1 << 32:
                raise Damaged
            numbers[cell] += strikes
        if not numbers[ALL]:
            database.execute("DELETE FROM tallies WHERE day = ?", (day,))
            continue
        if sys.byteorder == "big":
            numbers.byteswap()
        database.execute("INSERT OR REPLACE INTO tallies (day, counts) VALUES (?, ?)", (day, numbers.tobytes()))
