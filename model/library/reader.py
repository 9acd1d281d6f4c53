"""Reads a library: days, pages of timeline rows, counts, strikes and documents."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from model.library.database.connection import file_identity, is_stale, open_database, read_snapshot
from model.library.database.errors import LibraryError, library_errors, translate_sqlite_errors
from model.library.database.sql_params import select_in
from model.library.search.fts_vocabulary import Vocabulary
from model.library.search.incremental_scan import IncrementalScan
from model.library.search.where_clause import SqlCondition, build_where_clause, cells_condition, filter_condition
from model.library.timeline.facet_counts import FacetCounts, load_facet_counts
from model.library.timeline.row_ids import DAY_SHIFT_BITS, iso_day, iso_day_number, row_id_range, sort_by_row_id
from model.library.timeline.rows import DayStrikes, FilterCounts, StrikeRow, row_from_json
from model.query import Query

if TYPE_CHECKING:
    from model.event import Document, Strike

_EXPORT_BATCH_STRIKES = 200
_DEEP_OFFSET_STRIKES = 1_000  # from here on, a page is read from the nearer end
_MAX_CACHED_SCANS = 6  # so that removing a filter and setting it again counts nothing again


@translate_sqlite_errors
class LibraryReader:
    """The read side of a library; its methods raise LibraryError where the file cannot be read.

    Within a day, strikes are ordered by their end (open ends last), then by their first place.
    """

    def __init__(self, database: sqlite3.Connection, path: str, *, read_only: bool) -> None:
        self._attach_database(database, path, read_only=read_only)

    def _attach_database(self, database: sqlite3.Connection, path: str, *, read_only: bool) -> None:
        """Read from this database from now on."""
        self._database, self.path, self.is_read_only = database, path, read_only
        self._scans: dict[tuple[object, ...], IncrementalScan] = {}
        self._cached_counts: tuple[int, FacetCounts] | None = None
        self._file_identity = file_identity(path)
        with library_errors(path):
            self._vocabulary = Vocabulary(database)
            self._seen_version = self._data_version()
            database.execute(f"PRAGMA query_only = {int(read_only)}")

    def _data_version(self) -> int:
        """A number that changes when another connection writes."""
        (version,) = self._database.execute("PRAGMA data_version").fetchone()
        return int(version)

    def has_changed(self) -> bool:
        """Whether another connection has written since the last call; cheap enough to poll.

        Raises LibraryError if the file was moved, removed or replaced; the open one can still be read.
        """
        if file_identity(self.path) != self._file_identity:
            raise LibraryError(f"{self.path}: moved or removed while open; its contents are still shown")
        if is_stale(self._database):  # the old connection is closed when the last scan lets go of it
            self._attach_database(open_database(self.path, read_only=True), self.path, read_only=True)
            return True
        before, self._seen_version = self._seen_version, self._data_version()
        return before != self._seen_version

    # Lists and counts

    def get_scan(self, query: Query) -> IncrementalScan:
        """The scan of a query, cached with what it has counted so far."""
        terms = build_where_clause(query.without_filters, self._vocabulary) if query.terms else None
        unfiltered = self._cached_scan(terms)
        if unfiltered.is_complete or not (query.sides or query.weapons):
            return unfiltered
        condition = build_where_clause(query, self._vocabulary)
        where = f"{filter_condition(query)} AND {condition.where}"
        return self._cached_scan(condition._replace(where=where), unfiltered)

    def _cached_scan(
        self, condition: SqlCondition | None, unfiltered: IncrementalScan | None = None
    ) -> IncrementalScan:
        key = (self._data_version(), *((condition.where, *condition.values.items()) if condition else ()))
        if (scan := self._scans.pop(key, None)) is None:
            rows = self._database.execute("SELECT DISTINCT id >> ? FROM strikes WHERE marks <> 0", (DAY_SHIFT_BITS,))
            flagged_days = [day for (day,) in rows]
            scan = IncrementalScan(self._database, self._load_counts(), condition, flagged_days, unfiltered)
            if len(self._scans) >= _MAX_CACHED_SCANS:
                del self._scans[next(iter(self._scans))]
        self._scans[key] = scan
        return scan

    def _load_counts(self) -> FacetCounts:
        """The facet counts of the library, cached."""
        version = self._data_version()
        if self._cached_counts is None or self._cached_counts[0] != version:
            self._cached_counts = version, load_facet_counts(self._database)
        return self._cached_counts[1]

    def _clear_caches(self) -> None:
        """Forget all counts, before the library changes."""
        self._scans.clear()
        self._cached_counts = None
        self._vocabulary.clear_cache()

    def list_days(self, query: Query) -> list[DayStrikes]:
        """The days with strikes that match the query, ascending, undated last."""
        scan = self.get_scan(query)
        scan.scan_list()
        return scan.list_days(query)

    def count_filters(self, query: Query) -> FilterCounts:
        """How many strikes match the query, and how many each filter would show."""
        scan = self.get_scan(query.without_filters)
        scan.scan_all()
        return scan.count_filters(query)

    def read_page(self, query: Query, since: str | None, until: str | None, first: int, count: int) -> list[StrikeRow]:
        """Up to `count` matching strikes of the days `since` to `until` (None: undated), from index `first` on."""
        start, end = iso_day_number(since), iso_day_number(until)
        if query.terms or not query or start == end:  # reads the strikes in order
            condition, index = self._range_condition(query, start, end), "NOT INDEXED"
        else:
            cells = self._load_counts().matching_cells(query)
            condition, index = cells_condition(cells, *row_id_range(start, end)), ""
        order, skip = "id", first
        if first >= _DEEP_OFFSET_STRIKES and not query.terms:
            behind = self._load_counts().count_strikes(query, start, end) - first - count
            if behind < first:
                order, skip, count = "id DESC", max(0, behind), count + min(0, behind)
        page = f"SELECT id FROM strikes {index} WHERE {condition.where} ORDER BY {order} LIMIT :count OFFSET :skip"
        rows = self._database.execute(
            f"SELECT id, line FROM lines WHERE id IN ({page}) ORDER BY id",
            {**condition.values, "skip": skip, "count": max(0, count)},
        )
        return [row_from_json(row_id, line) for row_id, line in rows]

    def find_position(self, query: Query, row_id: int) -> tuple[str | None, int] | None:
        """The day of a strike and its index on that day; None if it does not match the query."""
        day = row_id >> DAY_SHIFT_BITS
        if self._select_from_day("1", query, day, "=", row_id) is None:
            return None
        return iso_day(day), self._select_from_day("count(*)", query, day, "<", row_id) or 0

    def find_nearest(
        self, query: Query, row_id: int, days: Sequence[DayStrikes] | None = None
    ) -> tuple[str | None, int] | None:
        """The position of the strike, else of the next matching one, else of the last before; None if none matches.

        `days` are the days known so far while a scan is running. The strike need not exist any more.
        """
        days = self.list_days(query) if days is None else days
        index = bisect_left(days, row_id >> DAY_SHIFT_BITS, key=lambda day: iso_day_number(day.day))
        following, preceding = days[index : index + 2], days[max(0, index - 1) : index + 1][::-1]
        for day, edge, comparison in (
            *((day, "min(id)", ">=") for day in following),
            *((day, "max(id)", "<") for day in preceding),
        ):
            nearest = self._select_from_day(edge, query, iso_day_number(day.day), comparison, row_id)
            if nearest:
                return self.find_position(query, nearest)
        return None

    def _select_from_day(self, result: str, query: Query, day: int, comparison: str, row_id: int) -> int | None:
        """Select from the matching strikes of a day whose id compares to `row_id`; None for no row."""
        where, values, _ = self._range_condition(query, day, day)
        row = self._database.execute(
            f"SELECT {result} FROM strikes NOT INDEXED WHERE {where} AND id {comparison} :row",
            {**values, "row": row_id},
        ).fetchone()
        return row[0] if row else None

    def _range_condition(self, query: Query, first: int, last: int) -> SqlCondition:
        """The condition of a query between two day numbers, inclusive."""
        terms = build_where_clause(query, self._vocabulary)
        low, high = row_id_range(first, last)
        where = f"id BETWEEN :first AND :last AND {filter_condition(query)} AND {terms.where}"
        return terms._replace(where=where, values={**terms.values, "first": low, "last": high})

    # Strikes and documents

    def load_strike(self, row_id: int) -> Strike:
        """The whole strike with this row id; raises KeyError."""
        from model.library.records.strike_loader import load_strike

        return load_strike(self._database, row_id)

    def find_row_id(self, key: str) -> int | None:
        """The row id of the strike with this permanent id, or of the one that it was merged into; None if unknown."""
        row = self._database.execute("SELECT strike FROM reports WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def find_strike(self, key: str) -> Strike:
        """The strike with this permanent id or unique beginning of one, or the one that it was merged into.

        Raises KeyError if there is none, or several.
        """
        if not key.isascii() or not key.isalnum():  # not an id, and maybe not encodable as UTF-8
            raise KeyError(key)
        sql = "SELECT id FROM strikes WHERE key >= ? AND key < ? LIMIT 2"
        row_ids = [row_id for (row_id,) in self._database.execute(sql, (key, key + "\x7f"))]
        if not row_ids and (merged_into := self.find_row_id(key)) is not None:
            row_ids = [merged_into]
        if len(row_ids) != 1:
            raise KeyError(key)
        return self.load_strike(row_ids[0])

    def list_keys(self, prefix: str, limit: int) -> list[str]:
        """The permanent ids with a prefix, sorted, at most `limit`."""
        rows = self._database.execute(
            "SELECT key FROM strikes WHERE key >= ? AND key < ? ORDER BY key LIMIT ?",
            (prefix, prefix + "\U0010ffff", limit),
        )
        return [key for (key,) in rows]

    def read_snapshot(self) -> AbstractContextManager[None]:
        """A context in which everything is read as of one moment; raises LibraryError where that fails."""
        return read_snapshot(self._database, self.path)

    def iter_strikes(self, query: Query) -> Iterator[Strike]:
        """Yield the strikes that match the query in timeline order, independent of insertion order."""
        from model.library.records.strike_loader import load_strike

        batches = self._iter_row_id_batches(query)
        return sort_by_row_id(load_strike(self._database, row_id) for batch in batches for row_id in batch)

    def iter_rows(self, query: Query) -> Iterator[StrikeRow]:
        """Yield the timeline rows of the strikes that match the query."""
        for batch in self._iter_row_id_batches(query):
            rows = select_in(self._database, "SELECT id, line FROM lines WHERE id IN ({}) ORDER BY id", batch)
            yield from [row_from_json(row_id, line) for row_id, line in rows]

    def _iter_row_id_batches(self, query: Query) -> Iterator[list[int]]:
        """Yield the row ids of matching strikes; no statement stays open between batches."""
        for day in self.list_days(query):
            number = iso_day_number(day.day)
            where, values, _ = self._range_condition(query, number, number)
            sql = f"SELECT id FROM strikes NOT INDEXED WHERE {where} ORDER BY id"
            row_ids = [row_id for (row_id,) in self._database.execute(sql, values)]
            for first in range(0, len(row_ids), _EXPORT_BATCH_STRIKES):
                yield row_ids[first : first + _EXPORT_BATCH_STRIKES]

    def load_document(self, identifier: str) -> Document:
        """The document with this id; raises KeyError."""
        from model.library.records.serialization import unpack_document
        from model.library.records.strike_loader import find_documents

        documents = find_documents(self._database, identifier)
        if len(documents) != 1:
            raise KeyError(identifier)
        return unpack_document(documents[0].body, identifier, documents[0].user_date)

    def count_documents(self) -> int:
        """How many documents the library has."""
        (count,) = self._database.execute("SELECT count(*) FROM documents").fetchone()
        return int(count)

    def list_problems(self) -> list[str]:
        """The problems of the files added, one line for each kind in each file."""
        return [line for (line,) in self._database.execute("SELECT line FROM problems ORDER BY rowid")]

    def iter_cases(self, problem: int | None = None, limit: int = -1) -> Iterator[str]:
        """Yield every case of the nth problem (from 1) or of all, at most `limit`."""
        condition = "" if problem is None else "WHERE problem = :problem"
        sql = f"SELECT line FROM cases {condition} ORDER BY rowid LIMIT :limit"
        return (line for (line,) in self._database.execute(sql, {"problem": problem, "limit": limit}))
