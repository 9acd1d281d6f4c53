"""Sweeping: the strikes that a query's terms let through, counted slice by slice in the order of time.

A query of sides and weapons alone is answered from the tallies. Any other condition must look at the strikes; it does
so in slices of time that take some hundredths of a second: the first strikes are there at once, the screen stays
alive, and the rest is counted on.
"""

from __future__ import annotations

import sqlite3
import time
from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate
from typing import Final

from model.library.database.errors import translate_sqlite_errors
from model.library.search.where_clause import SqlCondition
from model.library.timeline.facet_counts import (
    ALL_CELL_INDEX,
    CELL_BITS,
    WEAPON_SET_BITS,
    WEAPON_SET_COUNT,
    FacetCounts,
)
from model.library.timeline.row_ids import DAY_SHIFT_BITS, row_id_range
from model.library.timeline.rows import DayStrikes, FilterCounts
from model.query import Query
from model.taxonomy import SIDES, WEAPON_KINDS

_MIN_SLICE_ROWS: Final = 1_000  # strikes, or finds of a search
_TARGET_SLICE_SECONDS: Final = 0.02


class IncrementalScan:
    """What a query shows, as far as it is known; `complete` says whether all is."""

    def __init__(
        self,
        database: sqlite3.Connection,
        whole: FacetCounts,
        terms: SqlCondition | None,
        marked: Iterable[int] = (),
        wider: IncrementalScan | None = None,
    ) -> None:
        """`terms` is the condition; None where there is none, and the whole tally is the answer.

        `marked` are days on which strikes are marked: these may be hidden and so in no tally. Where the condition
        holds filters too, `wider` is the sweep without them: it counts, when the list is known, what each lets in.
        """
        self._database = database
        self._condition = terms
        self._total_counts = whole
        self._counts = FacetCounts() if terms else whole
        self._days = sorted(whole.counts_by_day.keys() | set(marked))
        self._position = 0 if terms else len(self._days)
        # How many strikes there are before each day.
        self._strikes_before = [
            0,
            *accumulate(
                whole.counts_by_day[day][ALL_CELL_INDEX] if day in whole.counts_by_day else 0 for day in self._days
            ),
        ]
        self._slice_size = _MIN_SLICE_ROWS
        self._unfiltered = wider

    @property
    def is_list_complete(self) -> bool:
        """Whether all that is shown is known."""
        return self._position >= len(self._days)

    @property
    def is_complete(self) -> bool:
        """Whether that is, and what each filter would let in."""
        return self.is_list_complete and (self._unfiltered is None or self._unfiltered.is_complete)

    def has_covered(self, row_id: int) -> bool:
        """Whether all that is shown up to this row id is known."""
        return self.is_list_complete or (
            self._position > 0 and self._days[self._position - 1] >= row_id >> DAY_SHIFT_BITS
        )

    @translate_sqlite_errors
    def scan_list(self, seconds: float = float("inf")) -> bool:
        """Look further for what is shown, for about so long; True where all of it is known now."""
        end = time.monotonic() + seconds
        while not self.is_list_complete and time.monotonic() < end:
            self._scan_slice()
        return self.is_list_complete

    def scan_all(self, seconds: float = float("inf")) -> bool:
        """Look further, first for what is shown, for about so long; True where all is known now."""
        end = time.monotonic() + seconds
        if self.scan_list(seconds) and self._unfiltered:
            self._unfiltered.scan_all(end - time.monotonic())
        return self.is_complete

    def _scan_slice(self) -> None:
        assert self._condition
        began = time.monotonic()
        first, self._position = self._position, self._find_slice_end()
        where, values, _ = self._condition
        low, high = row_id_range(self._days[first], self._days[self._position - 1])
        # One number for day, side and weapons: grouping by three takes half as long again.
        for group, found in self._database.execute(
            f"SELECT (id >> {DAY_SHIFT_BITS} << {CELL_BITS}) | (side << {WEAPON_SET_BITS}) | weapons, count(*)"
            f" FROM strikes NOT INDEXED WHERE id BETWEEN :first AND :last AND {where} GROUP BY 1",
            {**values, "first": low, "last": high},
        ):
            day, cell = group >> CELL_BITS, group & ((1 << CELL_BITS) - 1)
            self._counts.add_strikes(day, cell >> WEAPON_SET_BITS, cell & (WEAPON_SET_COUNT - 1), found)
        taken = time.monotonic() - began
        self._slice_size = max(
            _MIN_SLICE_ROWS, int(self._slice_size * min(8.0, _TARGET_SLICE_SECONDS / max(taken, 1e-6)))
        )

    def _find_slice_end(self) -> int:
        """The place among the days at which a slice ends: behind so many finds of a search, else so many strikes."""
        assert self._condition
        if not self._condition.row_id_query:
            return min(
                bisect_left(
                    self._strikes_before, self._strikes_before[self._position] + self._slice_size, self._position + 1
                ),
                len(self._days),
            )
        low, high = row_id_range(self._days[self._position], self._days[-1])
        found = self._database.execute(
            f"{self._condition.row_id_query} ORDER BY rowid LIMIT 1 OFFSET {self._slice_size}",
            {**self._condition.values, "first": low, "last": high},
        ).fetchone()
        return bisect_left(self._days, found[0] >> DAY_SHIFT_BITS, self._position + 1) if found else len(self._days)

    def list_days(self, query: Query) -> list[DayStrikes]:
        """The days that have strikes under the query, as far as they are known, ascending, the undated last."""
        return self._counts.list_days(query)

    def count_filters(self, query: Query) -> FilterCounts:
        """How many strikes are shown, as far as it is known, and how many each filter lets in under the others."""
        own = self._counts.count_filters(query, self._total_counts.total_counts[ALL_CELL_INDEX])
        if self._unfiltered is None:
            return own
        sides, weapons = query.sides or SIDES, query.weapons or WEAPON_KINDS  # what these let in is in the list
        told = self._unfiltered.count_filters(query)
        return own._replace(
            sides=told.sides | {side: own.sides[side] for side in sides},
            weapons=told.weapons | {kind: own.weapons[kind] for kind in weapons},
        )
