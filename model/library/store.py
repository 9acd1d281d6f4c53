"""The library: a reader that can also add documents and apply the user's edits."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from model.library.database.connection import OutdatedSchemaError, open_database, transaction
from model.library.database.errors import translate_sqlite_errors
from model.library.reader import LibraryReader

if TYPE_CHECKING:
    from model.event import Document, ExtractedDocument
    from model.library.edits.edit_step import EditStep
    from model.library.edits.journal import JournalEntry
    from model.library.records.publication_dates import StoredPublicationDate
    from model.library.records.serialization import PackedDocument
    from model.library.writer import AddResult


@translate_sqlite_errors
class Library(LibraryReader):
    """Documents, their reports and the strikes fused from them, in an SQLite file or in memory.

    Several processes may read and write at once. A library may be handed from thread to thread, but not shared.
    """

    def __init__(self, path: str | Path = ":memory:", *, read_only: bool = False) -> None:
        """Open the library at `path`, creating it unless `read_only`; raises LibraryError."""
        super().__init__(_connect_migrated(path, read_only=read_only), str(path), read_only=read_only)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; a library in memory is lost."""
        self._database.close()

    # Documents

    def add_documents(self, documents: Iterable[ExtractedDocument]) -> AddResult:
        """Add documents with their reports in one transaction, and rebuild the strikes they change.

        A known document costs almost nothing; another one of the same origin is replaced. The same documents give the
        same strikes with the same ids, whatever the order of adding. Raises LibraryError.
        """
        from model.library.records.serialization import pack_document

        return self.add_packed_documents([pack_document(document) for document in documents])

    def add_packed_documents(
        self,
        documents: Iterable[PackedDocument],
        files: Iterable[tuple[str, int, int]] = (),
        *,
        only_known: bool = False,
    ) -> AddResult:
        """Like `add_documents`, for documents packed by another process (see `pack_document`).

        `files` are the files now added completely: path, size in bytes, modification time in nanoseconds. With
        `only_known`, documents that are not in the library are skipped.
        """
        from model.library.writer import add_documents

        with self._transaction():
            self._database.execute("PRAGMA cache_size = -64000")  # KiB: many strikes share pages
            result = add_documents(self._database, documents, only_known=only_known)
            insert = "INSERT OR REPLACE INTO files (path, size, modified) VALUES (?, ?, ?)"
            self._database.executemany(insert, files)
            return result

    def keep_problems(self, lines: Iterable[tuple[int | None, str]], cases: Iterable[tuple[int, str]]) -> None:
        """Store the lines of problems and all their cases, each with the number of its line (None: the next)."""
        with self._transaction():
            self._database.executemany("INSERT INTO problems (rowid, line) VALUES (?, ?)", lines)
            self._database.executemany("INSERT INTO cases (problem, line) VALUES (?, ?)", cases)

    def has_file(self, path: str, size: int, modified: int) -> bool:
        """Whether this file was added completely, with this size in bytes and modification time in nanoseconds."""
        sql = "SELECT 1 FROM files WHERE path = ? AND size = ? AND modified = ?"
        return self._database.execute(sql, (path, size, modified)).fetchone() is not None

    def has_document(self, document: Document, origin: str) -> bool:
        """Whether adding this document, found at this origin, would change nothing."""
        sql = (
            "SELECT 1 FROM documents WHERE digest = :digest AND name <= :name AND (documents.origin IS NULL"
            " OR documents.origin = :origin OR :origin IN (SELECT origin FROM elsewhere WHERE document = id))"
        )
        values = {"digest": document.digest, "name": document.id, "origin": origin}
        return self._database.execute(sql, values).fetchone() is not None

    def find_publication_dates(self, *, digest: str = "", origin: str = "") -> list[StoredPublicationDate]:
        """The publication dates of the documents with this digest, or else of those found at this origin."""
        from model.library.records.publication_dates import find_publication_dates

        return find_publication_dates(self._database, digest=digest, origin=origin)

    def iter_outdated_documents(self, edition: str) -> Iterator[tuple[Document, str]]:
        """Yield the documents parsed by another edition of the rules than this one, each with its origin."""
        from model.library.records.serialization import unpack_document

        (last,) = self._database.execute("SELECT coalesce(max(id), 0) FROM documents").fetchone()
        row_id = 0
        sql = (
            "SELECT id, name, origin, body FROM documents"
            " WHERE id > ? AND id <= ? AND edition NOT IN (?, '') ORDER BY id LIMIT 100"
        )
        while rows := self._database.execute(sql, (row_id, last, edition)).fetchall():
            for row_id, name, origin, body in rows:  # noqa: B007
                yield unpack_document(body, name), origin or ""

    def count_outdated_documents(self, edition: str) -> int:
        """How many documents were parsed by another edition of the rules than this one."""
        sql = "SELECT count(*) FROM documents WHERE edition NOT IN (?, '')"
        return int(self._database.execute(sql, (edition,)).fetchone()[0])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._clear_caches()
        with transaction(self._database, self.path):
            yield

    def set_busy_timeout(self, seconds: float) -> None:
        """Set how long a write waits for those of other processes before it fails."""
        self._database.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    def switch_to_memory(self) -> None:
        """Replace a read-only library by a writable copy in memory; raises LibraryError if it is too large."""
        from model.library.database.backup import copy_to_memory

        copy = copy_to_memory(self._database, self.path)
        self._database.close()
        self._attach_database(copy, ":memory:", read_only=False)

    def save_copy(self, path: Path) -> None:
        """Replace `path` atomically by a copy of the library; raises LibraryError."""
        from model.library.database.backup import save_copy

        save_copy(self._database, path)

    # Edits

    @contextmanager
    def edit_step(self) -> Iterator[EditStep]:
        """Apply edits in one transaction: `with library.edit_step() as step: step.set_tag(strike_id, "checked")`.

        They are undone together. Raises LibraryError where they cannot be written.
        """
        from model.library.edits.edit_step import EditStep

        with self._transaction():
            step = EditStep(self._database, self.find_strike)
            yield step
            step.finish_step()

    def undo_step(self) -> list[str]:
        """Undo the last step; returns the edits undone, in words."""
        return self._undo_or_redo(undone=False)

    def redo_step(self) -> list[str]:
        """Redo the step undone last; returns the edits redone, in words."""
        return self._undo_or_redo(undone=True)

    def _undo_or_redo(self, *, undone: bool) -> list[str]:
        from model.library.edits.edit_step import undo_or_redo

        with self._transaction():
            return undo_or_redo(self._database, undone=undone)

    def iter_journal(self) -> Iterator[JournalEntry]:
        """Yield the edits in effect in chronological order."""
        from model.library.edits.journal import read_entries

        return read_entries(self._database)


def _connect_migrated(path: str | Path, *, read_only: bool) -> sqlite3.Connection:
    """Connect to the library at `path`; one of an older version is migrated first."""
    try:
        return open_database(path, read_only=read_only)
    except OutdatedSchemaError as error:
        if read_only:
            raise
        from model.library.migrations import migrate_library

        migrate_library(Path(path), error.version)
        return open_database(path)
