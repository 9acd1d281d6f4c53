"""Sweeping: the strikes that a query's terms let through, counted slice by slice in the order of time.

A query of sides and weapons alone is answered from the tallies. Any other condition must look at the strikes; it does
so in slices of time that take some hundredths of a second: the first strikes are there at once, the screen stays
alive, and the rest is counted on.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Mapping
from typing import Final

from model.library.connection import reading
from model.library.order import DAY_BITS, span
from model.library.rows import Counts, Day
from model.library.tally import ALL, CELL_BITS, SET_BITS, SETS, Tally, none
from model.query import Query

_FIRST_SLICE: Final = 1_000  # strikes
_SLICE_SECONDS: Final = 0.02
_NONE: Final = none()


class Sweep:
    """What a query shows, as far as it is known; `complete` says whether all is."""

    def __init__(
        self,
        database: sqlite3.Connection,
        whole: Tally,
        terms: tuple[str, Mapping[str, object]] | None,
        marked: Iterable[int] = (),
    ) -> None:
        """`terms` is the condition and its values; None where there is none, and the whole tally is the answer.

        `marked` are days on which strikes are marked: these may be hidden and so in no tally.
        """
        self._database = database
        self._terms = terms
        self._whole = whole
        self._tally = Tally() if terms else whole
        self._days = sorted(whole.days.keys() | set(marked))
        self._at = 0 if terms else len(self._days)
        self._strikes = _FIRST_SLICE

    @property
    def complete(self) -> bool:
        """Whether every strike was looked at."""
        return self._at >= len(self._days)

    def passed(self, row_id: int) -> bool:
        """Whether every strike up to this row id was looked at."""
        return self.complete or (self._at > 0 and self._days[self._at - 1] >= row_id >> DAY_BITS)

    @reading
    def go_on(self, seconds: float = float("inf")) -> bool:
        """Look further, for about so long; True where all is known now."""
        end = time.monotonic() + seconds
        while not self.complete and time.monotonic() < end:
            self._slice()
        return self.complete

    def _slice(self) -> None:
        began = time.monotonic()
        assert self._terms
        first = self._at
        strikes = 0
        while self._at < len(self._days) and strikes < self._strikes:
            strikes += self._whole.days.get(self._days[self._at], _NONE)[ALL]
            self._at += 1
        low, high = span(self._days[first], self._days[self._at - 1])
        where, values = self._terms
        # One number for day, side and weapons: grouping by three takes half as long again.
        for group, found in self._database.execute(
            f"SELECT (id >> {DAY_BITS} << {CELL_BITS}) | (side << {SET_BITS}) | weapons, count(*) FROM strikes"
            f" WHERE id BETWEEN :first AND :last AND {where} GROUP BY 1",
            {**values, "first": low, "last": high},
        ):
            day, cell = group >> CELL_BITS, group & ((1 << CELL_BITS) - 1)
            self._tally.count(day, cell >> SET_BITS, cell & (SETS - 1), found)
        taken = time.monotonic() - began
        self._strikes = max(_FIRST_SLICE, int(strikes * min(8.0, _SLICE_SECONDS / max(taken, 1e-6))))

    def days(self, query: Query) -> list[Day]:
        """The days that have strikes under the query, as far as they are known, ascending, the undated last."""
        return self._tally.listed(query)

    def counts(self, query: Query) -> Counts:
        """How many strikes are shown, as far as it is known, and how many each filter lets in under the others."""
        return self._tally.counted(query, self._whole.total[ALL])
