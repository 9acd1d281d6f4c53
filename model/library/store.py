"""The library itself: accounts go in; days, pages of a day, counts, and single strikes and documents come out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from model.library.conditions import conditions, filters
from model.library.connection import LibraryError, connect, file_of, reading, settle
from model.library.order import DAY_BITS, day_of, in_order, number_of_iso, span
from model.library.rows import Counts, Day, Row, unpacked
from model.library.sweep import Sweep
from model.library.tally import kept
from model.library.vocabulary import Vocabulary
from model.query import Query

if TYPE_CHECKING:
    from model.event import Account, Document, Strike
    from model.library.adding import Added
    from model.library.editing import Step
    from model.library.journal import Kept
    from model.library.packing import PackedAccount

_EXPORTED = 200  # strikes that are read together when all are asked for
_SWEEPS = 3  # kept, so that to lift a search and set it again counts nothing anew


class Library:
    """Documents, their reports and the strikes that these tell of, in SQLite, in memory or in a file.

    Inside a day strikes stand by their end (open ends last), then by the name of their first place. Several processes
    may read and add at once. One thread at a time: a library may be filled in one thread and handed to another.
    """

    def __init__(self, path: str | Path = ":memory:", *, read_only: bool = False) -> None:
        """Open the library at `path`, or make an empty one there; raises LibraryError."""
        self.path = str(path)
        self.read_only = read_only
        self._database = connect(path, read_only=read_only)
        self._sweeps: dict[tuple[object, ...], Sweep] = {}
        self._vocabulary = Vocabulary(self._database)
        self._seen = self._version()
        self._file = file_of(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; a library in memory is gone."""
        settle(self._database)
        self._database.close()

    # Filling and keeping

    def add(self, accounts: Iterable[Account], problems: Iterable[str] = ()) -> Added:
        """Add documents with their reports, all or nothing, and make anew the strikes that they touch.

        A document that is there already, wherever it was found, costs nothing; another one of the same origin takes
        the place of the former. Whatever the order of adding, the same documents give the same strikes with the same
        ids. `problems` are lines that told what could not be read. Raises LibraryError where it cannot be written.
        """
        from model.library.packing import pack

        return self.add_packed([pack(account) for account in accounts], problems)

    def add_packed(
        self,
        accounts: Iterable[PackedAccount],
        problems: Iterable[str] = (),
        files: Iterable[tuple[str, int, int]] = (),
        *,
        renewing: bool = False,
    ) -> Added:
        """The same for accounts that another process made ready (see `pack`).

        `files` are those that are in the library now, whole: path, size and time of change in nanoseconds. `renewing`
        passes over documents that are not there any more.
        """
        from model.library.adding import add

        self._database.execute("PRAGMA cache_size = -64000")  # KiB: many strikes touch the same pages
        with self._writing():
            added = add(self._database, accounts, renewing=renewing)
            self._database.executemany("INSERT INTO problems (line) VALUES (?)", ((line,) for line in problems))
            insert = "INSERT OR REPLACE INTO files (path, size, modified) VALUES (?, ?, ?)"
            self._database.executemany(insert, files)
            return added

    def knows_file(self, path: str, size: int, modified: int) -> bool:
        """Whether this file was added whole, and looks as it did then."""
        asked = "SELECT 1 FROM files WHERE path = ? AND size = ? AND modified = ?"
        return self._database.execute(asked, (path, size, modified)).fetchone() is not None

    def knows_document(self, document: Document, origin: str) -> bool:
        """Whether the library holds this document as found at this place, so that to add it would change nothing."""
        asked = (
            "SELECT 1 FROM documents WHERE digest = :digest AND name <= :name AND (documents.origin IS NULL"
            " OR documents.origin = :origin OR :origin IN (SELECT origin FROM elsewhere WHERE document = id))"
        )
        values = {"digest": document.digest, "name": document.id, "origin": origin}
        return self._database.execute(asked, values).fetchone() is not None

    def read_by_others(self, edition: str) -> Iterator[tuple[Document, str]]:
        """The documents that another edition of the rules has read, each with its origin; datasets are not parsed."""
        from model.library.packing import document_of

        (last,) = self._database.execute("SELECT coalesce(max(id), 0) FROM documents").fetchone()
        number = 0
        asked = (
            "SELECT id, name, origin, body FROM documents"
            " WHERE id > ? AND id <= ? AND edition NOT IN (?, '') ORDER BY id LIMIT 100"
        )
        while some := self._database.execute(asked, (number, last, edition)).fetchall():
            for number, name, origin, body in some:  # noqa: B007
                yield document_of(body, name), origin or ""

    def count_read_by_others(self, edition: str) -> int:
        """How many those are."""
        asked = "SELECT count(*) FROM documents WHERE edition NOT IN (?, '')"
        return int(self._database.execute(asked, (edition,)).fetchone()[0])

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction: all that is written in it, or nothing."""
        self._sweeps.clear()
        self._vocabulary.forget()
        try:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise LibraryError(f"{self.path}: cannot be written ({error}); nothing of this step was kept") from None

    def be_patient(self, seconds: float) -> None:
        """Wait so long for others that write, and no longer, before a step fails."""
        self._database.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    @reading
    def go_on_in_memory(self) -> None:
        """From a library that can only be read go on with a copy in memory, which can be changed until it is closed.

        Raises LibraryError where it is too large for that.
        """
        from model.library.copying import copy_in_memory

        copy = copy_in_memory(self._database, self.path)
        self._database.close()
        self._database, self.path, self.read_only = copy, ":memory:", False
        self._sweeps.clear()
        self._vocabulary = Vocabulary(copy)
        self._seen, self._file = self._version(), file_of(self.path)

    def save_as(self, path: Path) -> None:
        """Write a copy to `path`, whole or not at all, over what stood there; raises LibraryError."""
        from model.library.copying import save

        save(self._database, path)

    # The user's own work

    @contextmanager
    def step(self) -> Iterator[Step]:
        """Do something to strikes, all of it or nothing: `with library.step() as step: step.tag(key, "checked")`.

        What is done in one step is undone in one. Raises LibraryError where it cannot be written.
        """
        from model.library.editing import Step

        with self._writing():
            step = Step(self._database, self.find)
            yield step
            step.finish()

    def undo(self) -> list[str]:
        """Undo the last step; what it did, in words, [] where there is none."""
        from model.library.editing import again

        with self._writing():
            return again(self._database, undone=False)

    def redo(self) -> list[str]:
        """Do again the step that was undone last; what it did, [] where there is none."""
        from model.library.editing import again

        with self._writing():
            return again(self._database, undone=True)

    def work(self) -> Iterator[Kept]:
        """All that the user did and has not undone, in the order in which it was made."""
        from model.library.journal import entries

        return entries(self._database)

    # Asking

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
        before, self._seen = self._seen, self._version()
        return before != self._seen

    @reading
    def sweep(self, query: Query) -> Sweep:
        """What the query shows, known as far as `Sweep.go_on` has looked; the same one as long as the terms stay."""
        where, values = conditions(query, self._vocabulary)
        key = (self._version(), where, tuple(values.items()))
        if (known := self._sweeps.get(key)) is not None:
            return known
        marked = self._database.execute("SELECT DISTINCT id >> ? FROM strikes WHERE marks <> 0", (DAY_BITS,))
        days = [day for (day,) in marked]
        terms = (where, values) if query.terms else None
        if len(self._sweeps) >= _SWEEPS:
            del self._sweeps[next(iter(self._sweeps))]
        self._sweeps[key] = Sweep(self._database, kept(self._database), terms, days)
        return self._sweeps[key]

    def days(self, query: Query) -> list[Day]:
        """The days that have strikes under the query, ascending, the undated last."""
        return self._swept(query).days(query)

    def counts(self, query: Query) -> Counts:
        """How many strikes are shown, and how many each filter lets in under the other filters."""
        return self._swept(query).counts(query)

    def _swept(self, query: Query) -> Sweep:
        sweep = self.sweep(query)
        sweep.go_on()
        return sweep

    @reading
    def page(self, query: Query, day: str | None, first: int, count: int) -> list[Row]:
        """Up to `count` strikes of one day (None: the undated) under the query, from index `first` on."""
        number = number_of_iso(day)
        where, values = self._where(query, number, number)
        values |= {"skip": first, "count": count}
        found = self._database.execute(
            "SELECT id, line FROM lines WHERE id IN"
            f" (SELECT id FROM strikes WHERE {where} ORDER BY id LIMIT :count OFFSET :skip) ORDER BY id",
            values,
        )
        return [unpacked(identifier, line) for identifier, line in found]

    @reading
    def position(self, query: Query, row_id: int) -> tuple[str | None, int] | None:
        """The day of a strike and its index in that day's pages; None where the query does not show it."""
        day = row_id >> DAY_BITS
        where, values = self._where(query, day, day)
        values |= {"row": row_id}
        found = self._database.execute(f"SELECT 1 FROM strikes WHERE {where} AND id = :row", values).fetchone()
        if not found:
            return None
        before = self._database.execute(f"SELECT count(*) FROM strikes WHERE {where} AND id < :row", values)
        return day_of(day), before.fetchone()[0]

    @reading
    def nearest(self, query: Query, row_id: int, days: Sequence[Day] | None = None) -> tuple[str | None, int] | None:
        """The position of the strike, else of the next one that the query shows, else of the last before it.

        None where the query shows nothing. `days` are those known so far, where a sweep is still going on. The strike
        itself need not be there any more.
        """
        shown = [number_of_iso(day.day) for day in (self.days(query) if days is None else days)]
        day = row_id >> DAY_BITS
        for number in [each for each in shown if each >= day][:2]:
            if found := self._edge(query, number, "AND id >= :row", "min", row_id):
                return self.position(query, found)
        for number in [each for each in shown if each <= day][-1:-3:-1]:
            if found := self._edge(query, number, "AND id < :row", "max", row_id):
                return self.position(query, found)
        return None

    def _edge(self, query: Query, day: int, bound: str, edge: str, row_id: int) -> int | None:
        where, values = self._where(query, day, day)
        values |= {"row": row_id}
        found: int | None = self._database.execute(
            f"SELECT {edge}(id) FROM strikes WHERE {where} {bound}", values
        ).fetchone()[0]
        return found

    def _where(self, query: Query, first: int, last: int) -> tuple[str, dict[str, object]]:
        """The condition of a query between two days, and its values."""
        sides, side_values = filters(query)
        terms, values = conditions(query, self._vocabulary)
        low, high = span(first, last)
        return (
            f"id BETWEEN :first AND :last AND {sides} AND {terms}",
            {**side_values, **values, "first": low, "last": high},
        )

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

    @contextmanager
    def still(self) -> Iterator[None]:
        """All that is asked in it is answered as of one moment, whatever others add meanwhile."""
        self._database.execute("BEGIN")
        try:
            yield
        finally:
            self._database.execute("COMMIT")

    def strikes(self, query: Query) -> Iterator[Strike]:
        """The strikes that the query shows, in the order of the timeline, which does not hang on that of adding."""
        return in_order(strike for portion in self._portions(query) for strike in self._strikes(portion))

    def rows(self, query: Query) -> Iterator[Row]:
        """Their rows."""
        for portion in self._portions(query):
            marks = ",".join("?" * len(portion))
            found = self._database.execute(f"SELECT id, line FROM lines WHERE id IN ({marks}) ORDER BY id", portion)
            yield from (unpacked(identifier, line) for identifier, line in found.fetchall())

    def _portions(self, query: Query) -> Iterator[list[int]]:
        """The row ids of what the query shows, some at a time: nothing is open meanwhile."""
        for day in self.days(query):
            number = number_of_iso(day.day)
            where, values = self._where(query, number, number)
            found = self._database.execute(f"SELECT id FROM strikes WHERE {where} ORDER BY id", values).fetchall()
            ids = [identifier for (identifier,) in found]
            yield from (ids[first : first + _EXPORTED] for first in range(0, len(ids), _EXPORTED))

    def _strikes(self, row_ids: Iterable[int]) -> Iterator[Strike]:
        from model.library.whole import strike_of

        return (strike_of(self._database, row_id) for row_id in row_ids)

    @reading
    def document(self, identifier: str) -> Document:
        """The document of this id; KeyError where the library does not hold it."""
        from model.library.packing import document_of
        from model.library.whole import documents_called

        found = documents_called(self._database, identifier)
        if len(found) != 1:
            raise KeyError(identifier)
        return document_of(found[0].body, identifier, found[0].dated)

    def documents(self) -> int:
        """How many documents the library holds."""
        (count,) = self._database.execute("SELECT count(*) FROM documents").fetchone()
        return int(count)

    def problems(self) -> list[str]:
        """The lines that told what could not be read."""
        return [line for (line,) in self._database.execute("SELECT line FROM problems ORDER BY rowid")]
