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

from model.library.database.errors import reading
from model.library.search.where_clause import Condition
from model.library.timeline.facet_counts import ALL, CELL_BITS, SET_BITS, SETS, Tally
from model.library.timeline.row_ids import DAY_BITS, span
from model.library.timeline.rows import Counts, Day
from model.query import Query
from model.taxonomy import SIDES, WEAPON_KINDS

_FIRST_SLICE: Final = 1_000  # strikes, or finds of a search
_SLICE_SECONDS: Final = 0.02


class Sweep:
    """What a query shows, as far as it is known; `complete` says whether all is."""

    def __init__(
        self,
        database: sqlite3.Connection,
        whole: Tally,
        terms: Condition | None,
        marked: Iterable[int] = (),
        wider: Sweep | None = None,
    ) -> None:
        """`terms` is the condition; None where there is none, and the whole tally is the answer.

        `marked` are days on which strikes are marked: these may be hidden and so in no tally. Where the condition
        holds filters too, `wider` is the sweep without them: it counts, when the list is known, what each lets in.
        """
        self._database = database
        self._terms = terms
        self._whole = whole
        self._tally = Tally() if terms else whole
        self._days = sorted(whole.days.keys() | set(marked))
        self._at = 0 if terms else len(self._days)
        # How many strikes there are before each day.
        self._before = [0, *accumulate(whole.days[day][ALL] if day in whole.days else 0 for day in self._days)]
        self._most = _FIRST_SLICE
        self._wider = wider

    @property
    def listed(self) -> bool:
        """Whether all that is shown is known."""
        return self._at >= len(self._days)

    @property
    def complete(self) -> bool:
        """Whether that is, and what each filter would let in."""
        return self.listed and (self._wider is None or self._wider.complete)

    def passed(self, row_id: int) -> bool:
        """Whether all that is shown up to this row id is known."""
        return self.listed or (self._at > 0 and self._days[self._at - 1] >= row_id >> DAY_BITS)

    @reading
    def list_on(self, seconds: float = float("inf")) -> bool:
        """Look further for what is shown, for about so long; True where all of it is known now."""
        end = time.monotonic() + seconds
        while not self.listed and time.monotonic() < end:
            self._slice()
        return self.listed

    def go_on(self, seconds: float = float("inf")) -> bool:
        """Look further, first for what is shown, for about so long; True where all is known now."""
        end = time.monotonic() + seconds
        if self.list_on(seconds) and self._wider:
            self._wider.go_on(end - time.monotonic())
        return self.complete

    def _slice(self) -> None:
        assert self._terms
        began = time.monotonic()
        first, self._at = self._at, self._end()
        where, values, _ = self._terms
        low, high = span(self._days[first], self._days[self._at - 1])
        # One number for day, side and weapons: grouping by three takes half as long again.
        for group, found in self._database.execute(
            f"SELECT (id >> {DAY_BITS} << {CELL_BITS}) | (side << {SET_BITS}) | weapons, count(*)"
            f" FROM strikes NOT INDEXED WHERE id BETWEEN :first AND :last AND {where} GROUP BY 1",
            {**values, "first": low, "last": high},
        ):
            day, cell = group >> CELL_BITS, group & ((1 << CELL_BITS) - 1)
            self._tally.count(day, cell >> SET_BITS, cell & (SETS - 1), found)
        taken = time.monotonic() - began
        self._most = max(_FIRST_SLICE, int(self._most * min(8.0, _SLICE_SECONDS / max(taken, 1e-6))))

    def _end(self) -> int:
        """The place among the days at which a slice ends: behind so many finds of a search, else so many strikes."""
        assert self._terms
        if not self._terms.found:
            return min(bisect_left(self._before, self._before[self._at] + self._most, self._at + 1), len(self._days))
        low, high = span(self._days[self._at], self._days[-1])
        found = self._database.execute(
            f"{self._terms.found} ORDER BY rowid LIMIT 1 OFFSET {self._most}",
            {**self._terms.values, "first": low, "last": high},
        ).fetchone()
        return bisect_left(self._days, found[0] >> DAY_BITS, self._at + 1) if found else len(self._days)

    def days(self, query: Query) -> list[Day]:
        """The days that have strikes under the query, as far as they are known, ascending, the undated last."""
        return self._tally.listed(query)

    def counts(self, query: Query) -> Counts:
        """How many strikes are shown, as far as it is known, and how many each filter lets in under the others."""
        own = self._tally.counted(query, self._whole.total[ALL])
        if self._wider is None:
            return own
        sides, weapons = query.sides or SIDES, query.weapons or WEAPON_KINDS  # what these let in is in the list
        told = self._wider.counts(query)
        return own._replace(
            sides=told.sides | {side: own.sides[side] for side in sides},
            weapons=told.weapons | {kind: own.weapons[kind] for kind in weapons},
        )
