"""Asking a library: days, pages of rows, counts, and single strikes and documents."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from model.library.database.connection import connect, file_of, overtaken, still
from model.library.database.errors import LibraryError, reading
from model.library.search.fts_vocabulary import Vocabulary
from model.library.search.incremental_scan import Sweep
from model.library.search.where_clause import Condition, conditions, filters, looked_up
from model.library.timeline.facet_counts import Tally, kept
from model.library.timeline.row_ids import DAY_BITS, day_of, in_order, number_of_iso, span
from model.library.timeline.rows import Counts, Day, Row, unpacked
from model.query import Query

if TYPE_CHECKING:
    from model.event import Document, Strike

_EXPORTED = 200  # strikes that are read together when all are asked for
_DEEP = 1_000  # strikes that are passed over one by one
_SWEEPS = 6  # kept, so that to lift a search and set it again counts nothing anew


class Asking:
    """What a library answers. Inside a day strikes stand by their end (open ends last), then by their first place."""

    def __init__(self, database: sqlite3.Connection, path: str, *, read_only: bool) -> None:
        self._ask(database, path, read_only=read_only)

    def _ask(self, database: sqlite3.Connection, path: str, *, read_only: bool) -> None:
        """Ask this database from now on."""
        self._database, self.path, self.read_only = database, path, read_only
        self._sweeps: dict[tuple[object, ...], Sweep] = {}
        self._tally: tuple[int, Tally] | None = None
        self._vocabulary = Vocabulary(database)
        self._seen = self._version()
        self._file = file_of(path)
        database.execute(f"PRAGMA query_only = {int(read_only)}")

    def _version(self) -> int:
        """A number that moves when others write."""
        (version,) = self._database.execute("PRAGMA data_version").fetchone()
        return int(version)

    @reading
    def changed(self) -> bool:
        """Whether others have written since this was last asked (or since it was opened); costs next to nothing.

        Raises LibraryError where the file is no longer there, or another one is: this one is still read then.
        """
        if file_of(self.path) != self._file:
            raise LibraryError(f"{self.path}: moved or removed while open; what it held is still shown")
        if overtaken(self._database):  # the former connection closes with the last that asks it
            self._ask(connect(self.path, read_only=True), self.path, read_only=True)
            return True
        before, self._seen = self._seen, self._version()
        return before != self._seen

    @reading
    def sweep(self, query: Query) -> Sweep:
        """What the query shows, known as far as `Sweep.go_on` has looked; the same one as long as the query stays."""
        whole = self._sweep(conditions(query.unfiltered, self._vocabulary) if query.terms else None)
        if whole.complete or not (query.sides or query.weapons):
            return whole
        narrow = conditions(query, self._vocabulary)
        return self._sweep(narrow._replace(where=f"{filters(query)} AND {narrow.where}"), whole)

    def _sweep(self, terms: Condition | None, wider: Sweep | None = None) -> Sweep:
        key = (self._version(), *((terms.where, *terms.values.items()) if terms else ()))
        if (known := self._sweeps.pop(key, None)) is None:
            marked = self._database.execute("SELECT DISTINCT id >> ? FROM strikes WHERE marks <> 0", (DAY_BITS,))
            known = Sweep(self._database, self._whole(), terms, [day for (day,) in marked], wider)
            if len(self._sweeps) >= _SWEEPS:
                del self._sweeps[next(iter(self._sweeps))]
        self._sweeps[key] = known
        return known

    def _whole(self) -> Tally:
        """The tally of all strikes."""
        version = self._version()
        if self._tally is None or self._tally[0] != version:
            self._tally = version, kept(self._database)
        return self._tally[1]

    def _forget(self) -> None:
        """Forget what was counted, since the library changes."""
        self._sweeps.clear()
        self._tally = None
        self._vocabulary.forget()

    def days(self, query: Query) -> list[Day]:
        """The days that have strikes under the query, ascending, the undated last."""
        sweep = self.sweep(query)
        sweep.list_on()
        return sweep.days(query)

    def counts(self, query: Query) -> Counts:
        """How many strikes are shown, and how many each filter lets in under the other filters."""
        sweep = self.sweep(query.unfiltered)
        sweep.go_on()
        return sweep.counts(query)

    @reading
    def page(self, query: Query, since: str | None, until: str | None, first: int, count: int) -> list[Row]:
        """Up to `count` strikes under the query, of the days from `since` to `until` (None: the undated).

        `first` is the index, among those of these days, from which on they are given.
        """
        start, end = number_of_iso(since), number_of_iso(until)
        if query.terms or not query or start == end:  # one day is looked through
            asked = self._where(query, start, end)
            found = f"SELECT id FROM strikes NOT INDEXED WHERE {asked.where}"
        else:
            asked = looked_up(self._whole().cells(query), *span(start, end))
            found = f"SELECT id FROM strikes WHERE {asked.where}"
        order, skip = "id", first
        if first >= _DEEP and not query.terms:  # from the nearer end: the undated are one day
            behind = self._whole().strikes(query, start, end) - first - count
            if behind < first:
                order, skip, count = "id DESC", max(0, behind), count + min(0, behind)
        rows = self._database.execute(
            f"SELECT id, line FROM lines WHERE id IN ({found} ORDER BY {order} LIMIT :count OFFSET :skip) ORDER BY id",
            {**asked.values, "skip": skip, "count": max(0, count)},
        )
        return [unpacked(identifier, line) for identifier, line in rows]

    @reading
    def position(self, query: Query, row_id: int) -> tuple[str | None, int] | None:
        """The day of a strike and its index in that day's pages; None where the query does not show it."""
        day = row_id >> DAY_BITS
        where, values, _ = self._where(query, day, day)
        values |= {"row": row_id}
        found = self._database.execute(
            f"SELECT 1 FROM strikes NOT INDEXED WHERE {where} AND id = :row", values
        ).fetchone()
        if not found:
            return None
        before = self._database.execute(f"SELECT count(*) FROM strikes NOT INDEXED WHERE {where} AND id < :row", values)
        return day_of(day), before.fetchone()[0]

    @reading
    def nearest(self, query: Query, row_id: int, days: Sequence[Day] | None = None) -> tuple[str | None, int] | None:
        """The position of the strike, else of the next one that the query shows, else of the last before it.

        None where the query shows nothing. `days` are those known so far, where a sweep is still going on. The strike
        itself need not be there any more.
        """
        shown = self.days(query) if days is None else days
        own = row_id >> DAY_BITS
        at = bisect_left(shown, own, key=lambda day: number_of_iso(day.day))
        for day in shown[at : at + 2]:
            if found := self._edge(query, number_of_iso(day.day), "AND id >= :row", "min", row_id):
                return self.position(query, found)
        for day in reversed(shown[max(0, at - 1) : at + 1]):
            if found := self._edge(query, number_of_iso(day.day), "AND id < :row", "max", row_id):
                return self.position(query, found)
        return None

    def _edge(self, query: Query, day: int, bound: str, edge: str, row_id: int) -> int | None:
        where, values, _ = self._where(query, day, day)
        values |= {"row": row_id}
        found: int | None = self._database.execute(
            f"SELECT {edge}(id) FROM strikes NOT INDEXED WHERE {where} {bound}", values
        ).fetchone()[0]
        return found

    def _where(self, query: Query, first: int, last: int) -> Condition:
        """The condition of a query between two days, and its values."""
        terms = conditions(query, self._vocabulary)
        low, high = span(first, last)
        where = f"id BETWEEN :first AND :last AND {filters(query)} AND {terms.where}"
        return terms._replace(where=where, values={**terms.values, "first": low, "last": high})

    # Strikes and documents

    @reading
    def strike(self, row_id: int) -> Strike:
        """The whole strike behind a row; KeyError where there is none."""
        return next(self._strikes([row_id]))

    @reading
    def row_id(self, key: str) -> int | None:
        """The row id of the strike of this lasting id, or that it has become a part of; None where there is none."""
        found = self._database.execute("SELECT strike FROM reports WHERE key = ?", (key,)).fetchone()
        return found[0] if found else None

    def find(self, key: str) -> Strike:
        """The strike of this lasting id, or of the only one that begins so; KeyError where there is none or several.

        The id that a strike had before others joined it still names it.
        """
        if not key.isascii() or not key.isalnum():  # also what cannot be written as UTF-8
            raise KeyError(key)
        found = self._database.execute(
            "SELECT id FROM strikes WHERE key >= ? AND key < ? LIMIT 2", (key, key + "\x7f")
        ).fetchall()
        if not found:  # it has become a part of another strike
            found = self._database.execute("SELECT strike FROM reports WHERE key = ?", (key,)).fetchall()
        if len(found) != 1:
            raise KeyError(key)
        return self.strike(found[0][0])

    def keys(self, beginning: str, most: int) -> list[str]:
        """The lasting ids that begin so, in their order, no more than `most`."""
        found = self._database.execute(
            "SELECT key FROM strikes WHERE key >= ? AND key < ? ORDER BY key LIMIT ?",
            (beginning, beginning + "\U0010ffff", most),
        )
        return [key for (key,) in found]

    def still(self) -> AbstractContextManager[None]:
        """All that is asked in it is answered as of one moment, whatever others add meanwhile; raises LibraryError."""
        return still(self._database, self.path)

    def strikes(self, query: Query) -> Iterator[Strike]:
        """The strikes that the query shows, in the order of the timeline, which does not hang on that of adding."""
        return in_order(strike for portion in self._portions(query) for strike in self._strikes(portion))

    def rows(self, query: Query) -> Iterator[Row]:
        """Their rows."""
        for portion in self._portions(query):
            yield from self._rows(portion)

    @reading
    def _rows(self, row_ids: list[int]) -> list[Row]:
        marks = ",".join("?" * len(row_ids))
        found = self._database.execute(f"SELECT id, line FROM lines WHERE id IN ({marks}) ORDER BY id", row_ids)
        return [unpacked(identifier, line) for identifier, line in found]

    def _portions(self, query: Query) -> Iterator[list[int]]:
        """The row ids of what the query shows, some at a time: nothing is open meanwhile."""
        for day in self.days(query):
            number = number_of_iso(day.day)
            where, values, _ = self._where(query, number, number)
            found = self._database.execute(
                f"SELECT id FROM strikes NOT INDEXED WHERE {where} ORDER BY id", values
            ).fetchall()
            ids = [identifier for (identifier,) in found]
            yield from (ids[first : first + _EXPORTED] for first in range(0, len(ids), _EXPORTED))

    def _strikes(self, row_ids: Iterable[int]) -> Iterator[Strike]:
        from model.library.records.strike_loader import strike_of

        return (strike_of(self._database, row_id) for row_id in row_ids)

    @reading
    def document(self, identifier: str) -> Document:
        """The document of this id; KeyError where the library does not hold it."""
        from model.library.records.serialization import document_of
        from model.library.records.strike_loader import documents_called

        found = documents_called(self._database, identifier)
        if len(found) != 1:
            raise KeyError(identifier)
        return document_of(found[0].body, identifier, found[0].dated)

    def documents(self) -> int:
        """How many documents the library holds."""
        (count,) = self._database.execute("SELECT count(*) FROM documents").fetchone()
        return int(count)

    def problems(self) -> list[str]:
        """The lines that told what could not be read, one for each kind in each file."""
        return [line for (line,) in self._database.execute("SELECT line FROM problems ORDER BY rowid")]

    def cases(self, problem: int | None = None, most: int = -1) -> Iterator[str]:
        """Every case of the nth of these lines (from 1 on) or of all, `most` of them at most."""
        which = "" if problem is None else "WHERE problem = :problem"
        asked = f"SELECT line FROM cases {which} ORDER BY rowid LIMIT :most"
        return (line for (line,) in self._database.execute(asked, {"problem": problem, "most": most}))
