"""Asking a library: days, pages of rows, counts, and single strikes and documents."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from model.library.database.connection import connect, file_identity, is_stale, read_snapshot
from model.library.database.errors import LibraryError, translate_sqlite_errors
from model.library.database.sql_params import placeholders
from model.library.search.fts_vocabulary import Vocabulary
from model.library.search.incremental_scan import IncrementalScan
from model.library.search.where_clause import SqlCondition, build_where_clause, cells_condition, filter_condition
from model.library.timeline.facet_counts import FacetCounts, load_facet_counts
from model.library.timeline.row_ids import DAY_SHIFT_BITS, iso_day, iso_day_number, row_id_range, sort_by_row_id
from model.library.timeline.rows import DayStrikes, FilterCounts, StrikeRow, row_from_json
from model.query import Query

if TYPE_CHECKING:
    from model.event import Document, Strike

_EXPORT_BATCH_STRIKES = 200  # strikes that are read together when all are asked for
_DEEP_OFFSET_STRIKES = 1_000  # strikes that are passed over one by one
_MAX_CACHED_SCANS = 6  # kept, so that to lift a search and set it again counts nothing anew


class LibraryReader:
    """What a library answers. Inside a day strikes stand by their end (open ends last), then by their first place."""

    def __init__(self, database: sqlite3.Connection, path: str, *, read_only: bool) -> None:
        self._attach_database(database, path, read_only=read_only)

    @translate_sqlite_errors
    def _attach_database(self, database: sqlite3.Connection, path: str, *, read_only: bool) -> None:
        """Ask this database from now on."""
        self._database, self.path, self.is_read_only = database, path, read_only
        self._scans: dict[tuple[object, ...], IncrementalScan] = {}
        self._cached_counts: tuple[int, FacetCounts] | None = None
        self._vocabulary = Vocabulary(database)
        self._seen_version = self._data_version()
        self._file_identity = file_identity(path)
        database.execute(f"PRAGMA query_only = {int(read_only)}")

    def _data_version(self) -> int:
        """A number that moves when others write."""
        (version,) = self._database.execute("PRAGMA data_version").fetchone()
        return int(version)

    @translate_sqlite_errors
    def has_changed(self) -> bool:
        """Whether others have written since this was last asked (or since it was opened); costs next to nothing.

        Raises LibraryError where the file is no longer there, or another one is: this one is still read then.
        """
        if file_identity(self.path) != self._file_identity:
            raise LibraryError(f"{self.path}: moved or removed while open; what it held is still shown")
        if is_stale(self._database):  # the former connection closes with the last that asks it
            self._attach_database(connect(self.path, read_only=True), self.path, read_only=True)
            return True
        before, self._seen_version = self._seen_version, self._data_version()
        return before != self._seen_version

    @translate_sqlite_errors
    def get_scan(self, query: Query) -> IncrementalScan:
        """What the query shows, known as far as `Sweep.go_on` has looked; the same one as long as the query stays."""
        whole = self._cached_scan(build_where_clause(query.without_filters, self._vocabulary) if query.terms else None)
        if whole.is_complete or not (query.sides or query.weapons):
            return whole
        narrow = build_where_clause(query, self._vocabulary)
        return self._cached_scan(narrow._replace(where=f"{filter_condition(query)} AND {narrow.where}"), whole)

    def _cached_scan(self, terms: SqlCondition | None, wider: IncrementalScan | None = None) -> IncrementalScan:
        key = (self._data_version(), *((terms.where, *terms.values.items()) if terms else ()))
        if (known := self._scans.pop(key, None)) is None:
            marked = self._database.execute("SELECT DISTINCT id >> ? FROM strikes WHERE marks <> 0", (DAY_SHIFT_BITS,))
            known = IncrementalScan(self._database, self._load_counts(), terms, [day for (day,) in marked], wider)
            if len(self._scans) >= _MAX_CACHED_SCANS:
                del self._scans[next(iter(self._scans))]
        self._scans[key] = known
        return known

    def _load_counts(self) -> FacetCounts:
        """The tally of all strikes."""
        version = self._data_version()
        if self._cached_counts is None or self._cached_counts[0] != version:
            self._cached_counts = version, load_facet_counts(self._database)
        return self._cached_counts[1]

    def _clear_caches(self) -> None:
        """Forget what was counted, since the library changes."""
        self._scans.clear()
        self._cached_counts = None
        self._vocabulary.clear_cache()

    def list_days(self, query: Query) -> list[DayStrikes]:
        """The days that have strikes under the query, ascending, the undated last."""
        sweep = self.get_scan(query)
        sweep.scan_list()
        return sweep.list_days(query)

    def count_filters(self, query: Query) -> FilterCounts:
        """How many strikes are shown, and how many each filter lets in under the other filters."""
        sweep = self.get_scan(query.without_filters)
        sweep.scan_all()
        return sweep.count_filters(query)

    @translate_sqlite_errors
    def read_page(self, query: Query, since: str | None, until: str | None, first: int, count: int) -> list[StrikeRow]:
        """Up to `count` strikes under the query, of the days from `since` to `until` (None: the undated).

        `first` is the index, among those of these days, from which on they are given.
        """
        start, end = iso_day_number(since), iso_day_number(until)
        if query.terms or not query or start == end:  # one day is looked through
            asked = self._range_condition(query, start, end)
            found = f"SELECT id FROM strikes NOT INDEXED WHERE {asked.where}"
        else:
            asked = cells_condition(self._load_counts().matching_cells(query), *row_id_range(start, end))
            found = f"SELECT id FROM strikes WHERE {asked.where}"
        order, skip = "id", first
        if first >= _DEEP_OFFSET_STRIKES and not query.terms:  # from the nearer end: the undated are one day
            behind = self._load_counts().count_strikes(query, start, end) - first - count
            if behind < first:
                order, skip, count = "id DESC", max(0, behind), count + min(0, behind)
        rows = self._database.execute(
            f"SELECT id, line FROM lines WHERE id IN ({found} ORDER BY {order} LIMIT :count OFFSET :skip) ORDER BY id",
            {**asked.values, "skip": skip, "count": max(0, count)},
        )
        return [row_from_json(identifier, line) for identifier, line in rows]

    @translate_sqlite_errors
    def find_position(self, query: Query, row_id: int) -> tuple[str | None, int] | None:
        """The day of a strike and its index in that day's pages; None where the query does not show it."""
        day = row_id >> DAY_SHIFT_BITS
        where, values, _ = self._range_condition(query, day, day)
        values |= {"row": row_id}
        found = self._database.execute(
            f"SELECT 1 FROM strikes NOT INDEXED WHERE {where} AND id = :row", values
        ).fetchone()
        if not found:
            return None
        before = self._database.execute(f"SELECT count(*) FROM strikes NOT INDEXED WHERE {where} AND id < :row", values)
        return iso_day(day), before.fetchone()[0]

    @translate_sqlite_errors
    def find_nearest(
        self, query: Query, row_id: int, days: Sequence[DayStrikes] | None = None
    ) -> tuple[str | None, int] | None:
        """The position of the strike, else of the next one that the query shows, else of the last before it.

        None where the query shows nothing. `days` are those known so far, where a sweep is still going on. The strike
        itself need not be there any more.
        """
        shown = self.list_days(query) if days is None else days
        own = row_id >> DAY_SHIFT_BITS
        at = bisect_left(shown, own, key=lambda day: iso_day_number(day.day))
        for day in shown[at : at + 2]:
            if found := self._find_edge(query, iso_day_number(day.day), "AND id >= :row", "min", row_id):
                return self.find_position(query, found)
        for day in reversed(shown[max(0, at - 1) : at + 1]):
            if found := self._find_edge(query, iso_day_number(day.day), "AND id < :row", "max", row_id):
                return self.find_position(query, found)
        return None

    def _find_edge(self, query: Query, day: int, bound: str, edge: str, row_id: int) -> int | None:
        where, values, _ = self._range_condition(query, day, day)
        values |= {"row": row_id}
        found: int | None = self._database.execute(
            f"SELECT {edge}(id) FROM strikes NOT INDEXED WHERE {where} {bound}", values
        ).fetchone()[0]
        return found

    def _range_condition(self, query: Query, first: int, last: int) -> SqlCondition:
        """The condition of a query between two days, and its values."""
        terms = build_where_clause(query, self._vocabulary)
        low, high = row_id_range(first, last)
        where = f"id BETWEEN :first AND :last AND {filter_condition(query)} AND {terms.where}"
        return terms._replace(where=where, values={**terms.values, "first": low, "last": high})

    # Strikes and documents

    @translate_sqlite_errors
    def load_strike(self, row_id: int) -> Strike:
        """The whole strike behind a row; KeyError where there is none."""
        return next(self._load_strikes([row_id]))

    @translate_sqlite_errors
    def find_row_id(self, key: str) -> int | None:
        """The row id of the strike of this lasting id, or that it has become a part of; None where there is none."""
        found = self._database.execute("SELECT strike FROM reports WHERE key = ?", (key,)).fetchone()
        return found[0] if found else None

    @translate_sqlite_errors
    def find_strike(self, key: str) -> Strike:
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
        return self.load_strike(found[0][0])

    @translate_sqlite_errors
    def list_keys(self, beginning: str, most: int) -> list[str]:
        """The lasting ids that begin so, in their order, no more than `most`."""
        found = self._database.execute(
            "SELECT key FROM strikes WHERE key >= ? AND key < ? ORDER BY key LIMIT ?",
            (beginning, beginning + "\U0010ffff", most),
        )
        return [key for (key,) in found]

    def read_snapshot(self) -> AbstractContextManager[None]:
        """All that is asked in it is answered as of one moment, whatever others add meanwhile; raises LibraryError."""
        return read_snapshot(self._database, self.path)

    @translate_sqlite_errors
    def iter_strikes(self, query: Query) -> Iterator[Strike]:
        """The strikes that the query shows, in the order of the timeline, which does not hang on that of adding."""
        return sort_by_row_id(
            strike for portion in self._iter_row_id_batches(query) for strike in self._load_strikes(portion)
        )

    @translate_sqlite_errors
    def iter_rows(self, query: Query) -> Iterator[StrikeRow]:
        """Their rows."""
        for portion in self._iter_row_id_batches(query):
            yield from self._load_rows(portion)

    def _load_rows(self, row_ids: list[int]) -> list[StrikeRow]:
        wanted = placeholders(row_ids)
        rows = self._database.execute(f"SELECT id, line FROM lines WHERE id IN ({wanted}) ORDER BY id", row_ids)
        return [row_from_json(row_id, line) for row_id, line in rows]

    def _iter_row_id_batches(self, query: Query) -> Iterator[list[int]]:
        """The row ids of what the query shows, some at a time: nothing is open meanwhile."""
        for day in self.list_days(query):
            number = iso_day_number(day.day)
            where, values, _ = self._range_condition(query, number, number)
            found = self._database.execute(
                f"SELECT id FROM strikes NOT INDEXED WHERE {where} ORDER BY id", values
            ).fetchall()
            ids = [identifier for (identifier,) in found]
            yield from (
                ids[first : first + _EXPORT_BATCH_STRIKES] for first in range(0, len(ids), _EXPORT_BATCH_STRIKES)
            )

    def _load_strikes(self, row_ids: Iterable[int]) -> Iterator[Strike]:
        from model.library.records.strike_loader import load_strike

        return (load_strike(self._database, row_id) for row_id in row_ids)

    @translate_sqlite_errors
    def load_document(self, identifier: str) -> Document:
        """The document of this id; KeyError where the library does not hold it."""
        from model.library.records.serialization import unpack_document
        from model.library.records.strike_loader import find_documents

        found = find_documents(self._database, identifier)
        if len(found) != 1:
            raise KeyError(identifier)
        return unpack_document(found[0].body, identifier, found[0].user_date)

    @translate_sqlite_errors
    def count_documents(self) -> int:
        """How many documents the library holds."""
        (count,) = self._database.execute("SELECT count(*) FROM documents").fetchone()
        return int(count)

    @translate_sqlite_errors
    def list_problems(self) -> list[str]:
        """The lines that told what could not be read, one for each kind in each file."""
        return [line for (line,) in self._database.execute("SELECT line FROM problems ORDER BY rowid")]

    @translate_sqlite_errors
    def cases(self, problem: int | None = None, most: int = -1) -> Iterator[str]:
        """Every case of the nth of these lines (from 1 on) or of all, `most` of them at most."""
        which = "" if problem is None else "WHERE problem = :problem"
        asked = f"SELECT line FROM cases {which} ORDER BY rowid LIMIT :most"
        return (line for (line,) in self._database.execute(asked, {"problem": problem, "most": most}))
