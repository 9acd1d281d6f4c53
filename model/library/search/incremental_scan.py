"""Incremental scans: count the strikes that match a query slice by slice, in timeline order.

Queries with side and weapon filters alone are answered from the facet counts. Any other condition must read the
strikes. It does so in slices of a few hundredths of a second each, so the first strikes are known at once and
the screen stays responsive.
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

_MIN_SLICE_ROWS: Final = 1_000  # strikes, or hits of a search
_TARGET_SLICE_SECONDS: Final = 0.02


@translate_sqlite_errors
class IncrementalScan:
    """The strikes that match a condition, as far as they are counted."""

    def __init__(
        self,
        database: sqlite3.Connection,
        library_counts: FacetCounts,
        condition: SqlCondition | None,
        flagged_days: Iterable[int] = (),
        unfiltered: IncrementalScan | None = None,
    ) -> None:
        """Prepare a scan; without a condition, the counts of the library are the result.

        `flagged_days` have strikes with flags, which may be hidden and so missing from the counts. If the condition
        includes the filters, `unfiltered` is the scan without them: it counts what each filter would show.
        """
        self._database = database
        self._condition = condition
        self._library_counts = library_counts
        self._counts = FacetCounts() if condition else library_counts
        self._days = sorted(library_counts.counts_by_day.keys() | set(flagged_days))
        self._position = 0 if condition else len(self._days)  # of the first day not yet scanned
        by_day = library_counts.counts_by_day
        strikes = (by_day[day][ALL_CELL_INDEX] if day in by_day else 0 for day in self._days)
        self._strikes_before = [0, *accumulate(strikes)]  # each day
        self._slice_rows = _MIN_SLICE_ROWS
        self._unfiltered = unfiltered

    @property
    def is_list_complete(self) -> bool:
        """Whether all matching strikes are counted."""
        return self._position >= len(self._days)

    @property
    def is_complete(self) -> bool:
        """Whether what each filter would show is counted, too."""
        return self.is_list_complete and (self._unfiltered is None or self._unfiltered.is_complete)

    def has_covered(self, row_id: int) -> bool:
        """Whether the scan has passed the day of this row id."""
        return self.is_list_complete or (
            self._position > 0 and self._days[self._position - 1] >= row_id >> DAY_SHIFT_BITS
        )

    def scan_list(self, seconds: float = float("inf")) -> bool:
        """Count matching strikes for about so many seconds; returns `is_list_complete`."""
        end = time.monotonic() + seconds
        while not self.is_list_complete and time.monotonic() < end:
            self._scan_slice()
        return self.is_list_complete

    def scan_all(self, seconds: float = float("inf")) -> bool:
        """Like `scan_list`, then count what each filter would show; returns `is_complete`."""
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
        # One number for day, side and weapons: grouping by three columns takes half as long again.
        for group, strikes in self._database.execute(
            f"SELECT (id >> {DAY_SHIFT_BITS} << {CELL_BITS}) | (side << {WEAPON_SET_BITS}) | weapons, count(*)"
            f" FROM strikes NOT INDEXED WHERE id BETWEEN :first AND :last AND {where} GROUP BY 1",
            {**values, "first": low, "last": high},
        ):
            day, cell = group >> CELL_BITS, group & ((1 << CELL_BITS) - 1)
            self._counts.add_strikes(day, cell >> WEAPON_SET_BITS, cell & (WEAPON_SET_COUNT - 1), strikes)
        growth = min(8.0, _TARGET_SLICE_SECONDS / max(time.monotonic() - began, 1e-6))
        self._slice_rows = max(_MIN_SLICE_ROWS, int(self._slice_rows * growth))

    def _find_slice_end(self) -> int:
        """The index of the day after the slice: so many hits of a search further on, else so many strikes."""
        assert self._condition
        if not self._condition.row_id_query:
            last = self._strikes_before[self._position] + self._slice_rows
            return min(bisect_left(self._strikes_before, last, self._position + 1), len(self._days))
        low, high = row_id_range(self._days[self._position], self._days[-1])
        row = self._database.execute(
            f"{self._condition.row_id_query} ORDER BY rowid LIMIT 1 OFFSET {self._slice_rows}",
            {**self._condition.values, "first": low, "last": high},
        ).fetchone()
        return bisect_left(self._days, row[0] >> DAY_SHIFT_BITS, self._position + 1) if row else len(self._days)

    def list_days(self, query: Query) -> list[DayStrikes]:
        """The days counted so far that have strikes under the query, ascending, undated last."""
        return self._counts.list_days(query)

    def count_filters(self, query: Query) -> FilterCounts:
        """The counts so far of the query and of each filter."""
        counts = self._counts.count_filters(query, self._library_counts.total_counts[ALL_CELL_INDEX])
        if self._unfiltered is None:
            return counts
        wider = self._unfiltered.count_filters(query)
        # What the filters set by the query show is in this scan, which is ahead of the wider one.
        sides, kinds = query.sides or SIDES, query.weapons or WEAPON_KINDS
        return counts._replace(
            sides=wider.sides | {side: counts.sides[side] for side in sides},
            weapons=wider.weapons | {kind: counts.weapons[kind] for kind in kinds},
        )
