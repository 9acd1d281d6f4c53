"""The library itself: filled once, then asked for days, pages of a day, counts, and single strikes and documents."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from model.library.rows import Counts, Day, Row, unpacked
from model.library.schema import UNDATED, LibraryError, connect
from model.library.words import expression
from model.query import Query
from model.terms import SIDES, WEAPON_KINDS

if TYPE_CHECKING:
    from model.event import Document, Strike


class Library:
    """Documents and strikes in SQLite, in memory or in a file.

    Inside a day strikes stand by their end (open ends last), then in the order of their documents; the undated stand
    in the order of their documents. One thread at a time: a library may be filled in one thread and handed to
    another, but the app reads it from one thread only.
    """

    def __init__(self, path: str | Path = ":memory:", *, read_only: bool = False) -> None:
        """Open the library at `path`, or make an empty one there; raises LibraryError."""
        self._database = connect(path, read_only=read_only)
        self._forget()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; a library in memory is gone."""
        self._database.close()

    # Filling and keeping

    def fill(self, documents: Iterable[Document], strikes: Iterable[Strike], problems: Iterable[str] = ()) -> None:
        """Add the documents, then the strikes, each taken one at a time; `strikes` is first asked when all are read.

        `problems` are the lines that told what could not be read.
        All or nothing: an exception or ctrl-C on the way leaves the library as it was. Documents are told apart by
        their id; of two with one id the first stays.
        """
        from model.library.filling import add_documents, add_strikes

        self._forget()
        self._database.execute("BEGIN")
        try:
            add_documents(self._database, documents)
            add_strikes(self._database, strikes)
            self._database.executemany("INSERT INTO problems (line) VALUES (?)", ((line,) for line in problems))
            self._database.execute("COMMIT")
        except BaseException:
            self._database.execute("ROLLBACK")
            raise

    def save_as(self, path: Path) -> None:
        """Write a copy to `path`, whole or not at all, over what stood there; raises LibraryError."""
        try:
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            os.close(handle)
            try:
                copy = sqlite3.connect(name)
                try:
                    self._database.backup(copy)
                finally:
                    copy.close()
                os.replace(name, path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except (OSError, sqlite3.Error) as error:
            raise LibraryError(f"{path}: the library cannot be written ({error}); name another place") from None

    # Asking

    def days(self, query: Query) -> list[Day]:
        """The days that have strikes under the query, ascending, the undated last."""
        where, values = self._where(query)
        found = self._database.execute(f"SELECT day, count(*) FROM strikes {where} GROUP BY day ORDER BY day", values)
        return [Day(None if day == UNDATED else day, strikes) for day, strikes in found]

    def page(self, query: Query, day: str | None, first: int, count: int) -> list[Row]:
        """Up to `count` strikes of one day (None: the undated) under the query, from index `first` on."""
        wanted = self._of_day(query, day or UNDATED)[first : first + count]
        marks = ",".join("?" * len(wanted))
        found = dict(self._database.execute(f"SELECT id, line FROM strikes WHERE id IN ({marks})", wanted))
        return [unpacked(identifier, found[identifier]) for identifier in wanted]

    def counts(self, query: Query) -> Counts:
        """How many strikes are shown, and how many each filter lets in under the other filters."""
        where, values = self._where(Query(words=query.words))
        mask = _mask(query)
        shown = 0
        sides: dict[str, int] = dict.fromkeys(SIDES, 0)
        weapons: dict[str, int] = dict.fromkeys(WEAPON_KINDS, 0)
        for side, kinds, strikes in self._database.execute(
            f"SELECT side, weapons, count(*) FROM strikes {where} GROUP BY side, weapons", values
        ):
            of_side = not query.sides or side in query.sides
            of_weapon = not mask or bool(kinds & mask)
            shown += strikes * (of_side and of_weapon)
            sides[side] += strikes * of_weapon
            for bit, kind in enumerate(WEAPON_KINDS):
                weapons[kind] += strikes * (of_side and bool(kinds & 1 << bit))
        (total,) = self._database.execute("SELECT count(*) FROM strikes").fetchone()
        return Counts(shown, total, sides, weapons)

    def position(self, query: Query, row_id: int) -> tuple[str | None, int] | None:
        """The day of a strike and its index in that day's pages; None where the query does not show it."""
        found = self._database.execute("SELECT day FROM strikes WHERE id = ?", (row_id,)).fetchone()
        if not found:
            return None
        of_day = self._of_day(query, found[0])
        return (None if found[0] == UNDATED else found[0], of_day.index(row_id)) if row_id in of_day else None

    def nearest(self, query: Query, row_id: int) -> tuple[str | None, int] | None:
        """The position of the strike, else of the next one that the query shows, else of the last before it.

        None where the query shows nothing.
        """
        where, values = self._where(query)
        glue = "AND" if where else "WHERE"
        order = "(day, until, seq, id)"
        here = "(SELECT day, until, seq, id FROM strikes WHERE id = ?)"
        for way, then in ((">=", "day, until, seq, id"), ("<", "day DESC, until DESC, seq DESC, id DESC")):
            found = self._database.execute(
                f"SELECT id FROM strikes {where} {glue} {order} {way} {here} ORDER BY {then} LIMIT 1",
                (*values, row_id),
            ).fetchone()
            if found:
                return self.position(query, found[0])
        return None

    def strike(self, row_id: int) -> Strike:
        """The whole strike behind a row; KeyError where there is none."""
        from model.event import Strike

        return Strike.model_validate_json(self._body("strikes", row_id))

    def document(self, identifier: str) -> Document:
        """The document of this id; KeyError where the library does not hold it."""
        from model.event import Document

        return Document.model_validate_json(self._body("documents", identifier))

    def documents(self) -> int:
        """How many documents the library holds."""
        (count,) = self._database.execute("SELECT count(*) FROM documents").fetchone()
        return int(count)

    def problems(self) -> list[str]:
        """The lines that told what could not be read."""
        return [line for (line,) in self._database.execute("SELECT line FROM problems ORDER BY rowid")]

    # Inside

    def _body(self, table: str, identifier: int | str) -> str:
        found = self._database.execute(f"SELECT body FROM {table} WHERE id = ?", (identifier,)).fetchone()
        if not found:
            raise KeyError(identifier)
        return str(found[0])

    def _forget(self) -> None:
        self._found: str | None = None
        self._listed: Query | None = None
        self._ids: dict[str, array[int]] = {}

    def _of_day(self, query: Query, day: str) -> array[int]:
        """The ids of a day's strikes in order, kept while the query stays, so that no page skips over rows."""
        if query != self._listed:
            self._listed, self._ids = query, {}
        if day not in self._ids:
            where, values = self._where(query, "day = ?")
            found = self._database.execute(f"SELECT id FROM strikes {where} ORDER BY until, seq, id", (*values, day))
            self._ids[day] = array("q", (identifier for (identifier,) in found))
        return self._ids[day]

    def _where(self, query: Query, *further: str) -> tuple[str, Sequence[str | int]]:
        """The WHERE clause of a query and its values; the values of `further` conditions come after them."""
        conditions: list[str] = []
        values: list[str | int] = []
        if query.sides:
            conditions.append(f"side IN ({','.join('?' * len(query.sides))})")
            values.extend(sorted(query.sides))
        if query.weapons:
            conditions.append("weapons & ? != 0")
            values.append(_mask(query))
        if searched := expression(query.words):
            self._search(searched)
            conditions.append("id IN temp.hits")
        conditions.extend(further)
        return ("WHERE " + " AND ".join(conditions) if conditions else "", values)

    def _search(self, searched: str) -> None:
        """Find the strikes that tell these words, once for all the pages and counts that follow."""
        if searched != self._found:
            self._database.execute("DELETE FROM temp.hits")
            self._database.execute("INSERT INTO temp.hits SELECT rowid FROM told WHERE told MATCH ?", (searched,))
            self._found = searched


def _mask(query: Query) -> int:
    return sum(1 << WEAPON_KINDS.index(kind) for kind in query.weapons)
