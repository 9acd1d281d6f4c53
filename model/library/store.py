"""The library itself: opened, filled with accounts, and worked on; what it answers is in asking.py."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from model.library.database.connection import OutdatedSchemaError, connect, transaction
from model.library.database.errors import translate_sqlite_errors
from model.library.reader import LibraryReader

if TYPE_CHECKING:
    from model.event import Document, ExtractedDocument
    from model.library.edits.edit_step import EditStep
    from model.library.edits.journal import JournalEntry
    from model.library.records.publication_dates import StoredPublicationDate
    from model.library.records.serialization import PackedDocument
    from model.library.writer import AddResult


class Library(LibraryReader):
    """Documents, their reports and the strikes that these tell of, in SQLite, in memory or in a file.

    Several processes may read and add at once. One thread at a time: a library may be filled in one thread and handed
    to another.
    """

    def __init__(self, path: str | Path = ":memory:", *, read_only: bool = False) -> None:
        """Open the library at `path`, or make an empty one there; raises LibraryError."""
        super().__init__(_connected(path, read_only=read_only), str(path), read_only=read_only)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; a library in memory is gone."""
        self._database.close()

    # Filling and keeping

    def add_documents(self, accounts: Iterable[ExtractedDocument], problems: Iterable[str] = ()) -> AddResult:
        """Add documents with their reports, all or nothing, and make anew the strikes that they touch.

        A document that is there already, wherever it was found, costs nothing; another one of the same origin takes
        the place of the former. Whatever the order of adding, the same documents give the same strikes with the same
        ids. `problems` are lines that told what could not be read. Raises LibraryError where it cannot be written.
        """
        from model.library.records.serialization import pack_document

        return self.add_packed_documents([pack_document(account) for account in accounts], problems)

    def add_packed_documents(
        self,
        accounts: Iterable[PackedDocument],
        problems: Iterable[str] = (),
        files: Iterable[tuple[str, int, int]] = (),
        *,
        renewing: bool = False,
    ) -> AddResult:
        """The same for accounts that another process made ready (see `pack`).

        `files` are those that are in the library now, whole: path, size and time of change in nanoseconds. `renewing`
        passes over documents that are not there any more.
        """
        from model.library.writer import add_documents, keep_problems

        with self._transaction():
            self._database.execute("PRAGMA cache_size = -64000")  # KiB: many strikes touch the same pages
            added = add_documents(self._database, accounts, renewing=renewing)
            keep_problems(self._database, problems)
            insert = "INSERT OR REPLACE INTO files (path, size, modified) VALUES (?, ?, ?)"
            self._database.executemany(insert, files)
            return added

    def keep_problems(self, lines: Iterable[tuple[int, str]], cases: Iterable[tuple[int, str]]) -> None:
        """Keep lines that told what could not be read, and their cases, both with the number of the line."""
        with self._transaction():
            self._database.executemany("INSERT INTO problems (rowid, line) VALUES (?, ?)", lines)
            self._database.executemany("INSERT INTO cases (problem, line) VALUES (?, ?)", cases)

    @translate_sqlite_errors
    def has_file(self, path: str, size: int, modified: int) -> bool:
        """Whether this file was added whole, and looks as it did then."""
        asked = "SELECT 1 FROM files WHERE path = ? AND size = ? AND modified = ?"
        return self._database.execute(asked, (path, size, modified)).fetchone() is not None

    @translate_sqlite_errors
    def has_document(self, document: Document, origin: str) -> bool:
        """Whether the library holds this document as found at this place, so that to add it would change nothing."""
        asked = (
            "SELECT 1 FROM documents WHERE digest = :digest AND name <= :name AND (documents.origin IS NULL"
            " OR documents.origin = :origin OR :origin IN (SELECT origin FROM elsewhere WHERE document = id))"
        )
        values = {"digest": document.digest, "name": document.id, "origin": origin}
        return self._database.execute(asked, values).fetchone() is not None

    @translate_sqlite_errors
    def find_publication_dates(self, *, digest: str = "", origin: str = "") -> list[StoredPublicationDate]:
        """The days of publication of the documents of this content, or else of those found at this place."""
        from model.library.records.publication_dates import find_publication_dates

        return find_publication_dates(self._database, digest=digest, origin=origin)

    @translate_sqlite_errors
    def iter_outdated_documents(self, edition: str) -> Iterator[tuple[Document, str]]:
        """The documents that another edition of the rules has read, each with its origin; datasets are not parsed."""
        from model.library.records.serialization import unpack_document

        (last,) = self._database.execute("SELECT coalesce(max(id), 0) FROM documents").fetchone()
        number = 0
        asked = (
            "SELECT id, name, origin, body FROM documents"
            " WHERE id > ? AND id <= ? AND edition NOT IN (?, '') ORDER BY id LIMIT 100"
        )
        while some := self._database.execute(asked, (number, last, edition)).fetchall():
            for number, name, origin, body in some:  # noqa: B007
                yield unpack_document(body, name), origin or ""

    @translate_sqlite_errors
    def count_outdated_documents(self, edition: str) -> int:
        """How many those are."""
        asked = "SELECT count(*) FROM documents WHERE edition NOT IN (?, '')"
        return int(self._database.execute(asked, (edition,)).fetchone()[0])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One transaction: all that is written in it, or nothing."""
        self._clear_caches()
        with transaction(self._database, self.path):
            yield

    @translate_sqlite_errors
    def set_busy_timeout(self, seconds: float) -> None:
        """Wait so long for others that write, and no longer, before a step fails."""
        self._database.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    @translate_sqlite_errors
    def switch_to_memory(self) -> None:
        """From a library that can only be read go on with a copy in memory, which can be changed until it is closed.

        Raises LibraryError where it is too large for that.
        """
        from model.library.database.backup import copy_to_memory

        copy = copy_to_memory(self._database, self.path)
        self._database.close()
        self._attach_database(copy, ":memory:", read_only=False)

    def save_copy(self, path: Path) -> None:
        """Write a copy to `path`, whole or not at all, over what stood there; raises LibraryError."""
        from model.library.database.backup import save_copy

        save_copy(self._database, path)

    # The user's own work

    @contextmanager
    def edit_step(self) -> Iterator[EditStep]:
        """Do something to strikes, all of it or nothing: `with library.step() as step: step.tag(key, "checked")`.

        What is done in one step is undone in one. Raises LibraryError where it cannot be written.
        """
        from model.library.edits.edit_step import EditStep

        with self._transaction():
            step = EditStep(self._database, self.find_strike)
            yield step
            step.finish_step()

    def undo_step(self) -> list[str]:
        """Undo the last step; what it did, in words, [] where there is none."""
        from model.library.edits.edit_step import undo_or_redo

        with self._transaction():
            return undo_or_redo(self._database, undone=False)

    def redo_step(self) -> list[str]:
        """Do again the step that was undone last; what it did, [] where there is none."""
        from model.library.edits.edit_step import undo_or_redo

        with self._transaction():
            return undo_or_redo(self._database, undone=True)

    @translate_sqlite_errors
    def iter_journal(self) -> Iterator[JournalEntry]:
        """All that the user did and has not undone, in the order in which it was made."""
        from model.library.edits.journal import read_entries

        return read_entries(self._database)


def _connected(path: str | Path, *, read_only: bool) -> sqlite3.Connection:
    """The library at `path`, which is migrated first where it is of an older version."""
    try:
        return connect(path, read_only=read_only)
    except OutdatedSchemaError as error:
        if read_only:
            raise
        from model.library.migrations import migrate_library

        migrate_library(Path(path), error.version)
        return connect(path)
