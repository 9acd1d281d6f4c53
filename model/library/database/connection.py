"""Opens the file of a library: creates a missing one, refuses foreign files, reports outdated schemas.

Libraries use WAL mode, in which readers and writers do not block each other. While one is open, a `-wal` and a
`-shm` file exist beside it; the last writable connection to close removes them. So a library is opened writable even
for reading, where permissions allow it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from model.library.database.errors import LibraryError, library_errors
from model.library.database.schema import ADDED_TABLES_SQL, APPLICATION_ID, CREATE_TABLES_SQL, SCHEMA_VERSION

BUSY_TIMEOUT_SECONDS: Final = 120


class OutdatedSchemaError(LibraryError):
    """The library has an older schema `version` and must be migrated first."""

    def __init__(self, path: str | Path, version: int) -> None:
        super().__init__(f"{path}: made by an older strikeview; open it where it can be written, to upgrade it")
        self.version = version


def file_identity(path: str | Path) -> tuple[int, int] | None:
    """Device and inode of the file at `path`, which no other file has; None if there is no file."""
    status = _stat_file(path)
    return status and (status.st_dev, status.st_ino)


def _stat_file(path: str | Path) -> os.stat_result | None:
    try:
        return os.stat(path)
    except OSError:
        return None


def is_write_protected(path: str | Path) -> bool:
    """Whether this process may not write the library, or the WAL files beside it."""
    file = Path(path).resolve()  # SQLite puts the WAL files beside the target of a link
    return not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))


def open_database(path: str | Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the library at `path`; where there is none, create it unless `read_only`.

    Raises OutdatedSchemaError for a library of an older version, and LibraryError for any other failure.
    """
    try:
        if path != ":memory:":
            _check_header(path)
        database = _connect_reader(path) if read_only else _connect_writer(path)
        try:
            _check_version(database, path, read_only)
            database.execute("PRAGMA temp_store = MEMORY")
            database.execute("PRAGMA cache_size = -8000")  # KiB: holds the inner B-tree pages of a million rows
        except BaseException:
            database.close()
            raise
    except sqlite3.Error as error:
        remedy = "try again when the other program has finished" if "locked" in str(error) else "name another file"
        raise LibraryError(f"{path}: cannot be used as a library ({error}); {remedy}") from None
    except OSError as error:
        raise LibraryError(f"{path}: cannot be opened ({error.strerror}); name another file") from None
    return database


class _UnlockedConnection(sqlite3.Connection):
    """A connection to a write-protected library: without locks, so writers may change the file under it."""

    path: Path
    seen_state: object


def is_stale(database: sqlite3.Connection) -> bool:
    """Whether the library was read without locks and written to since it was opened, and must be opened again."""
    return isinstance(database, _UnlockedConnection) and database.seen_state != _file_state(database.path)


@contextmanager
def transaction(database: sqlite3.Connection, path: str | Path) -> Iterator[None]:
    """A write transaction, rolled back on any exception; raises LibraryError in place of SQLite's errors."""
    try:
        database.execute("BEGIN IMMEDIATE")
        try:
            yield
            database.execute("COMMIT")
        except BaseException:
            if database.in_transaction:
                database.execute("ROLLBACK")
            raise
    except sqlite3.Error as error:
        raise LibraryError(f"{path}: cannot be written ({error}); nothing of this step was saved") from None


@contextmanager
def read_snapshot(database: sqlite3.Connection, path: str) -> Iterator[None]:
    """A read transaction; raises LibraryError if an unlocked library was written to meanwhile."""
    with library_errors(path):
        database.execute("BEGIN")
        try:
            yield
        finally:
            if database.in_transaction:  # SQLite itself ends it after an I/O error
                database.execute("COMMIT")
            if is_stale(database):
                raise LibraryError(f"{path}: other programs wrote to it while it was being read; try again")


def _file_state(path: Path) -> object:
    """A value that changes when the library is written to."""
    status, wal = _stat_file(path), _stat_file(f"{path}-wal")
    return status and (status.st_ino, status.st_size, status.st_mtime_ns, wal and wal.st_size)


def _check_header(path: str | Path) -> None:
    """Raise LibraryError for a foreign or truncated file, before SQLite creates WAL files beside it."""
    try:
        with open(path, "rb") as stream:
            header = stream.read(100)
            size = stream.seek(0, os.SEEK_END)
    except FileNotFoundError:
        return
    if not header:
        return
    # Offsets as in https://www.sqlite.org/fileformat.html, "The Database Header".
    if not header.startswith(b"SQLite format 3\0") or header[68:72] not in (bytes(4), APPLICATION_ID.to_bytes(4)):
        raise LibraryError(f"{path}: not a strikeview library; name another file")
    page_size = int.from_bytes(header[16:18])
    stated_size = (65536 if page_size == 1 else page_size) * int.from_bytes(header[28:32])
    # Missing pages may still be in the WAL.
    if size < stated_size and header[24:28] == header[92:96] and not os.path.exists(f"{path}-wal"):
        raise LibraryError(f"{path}: a part of the file is missing; get it again, or name another file")


def _connect_reader(path: str | Path) -> sqlite3.Connection:
    file = Path(path).resolve()
    if not is_write_protected(file):
        return _open(f"{file.as_uri()}?mode=rw", uri=True)
    if os.path.exists(f"{file}-shm"):  # another process has it open
        return _open(f"{file.as_uri()}?mode=ro&readonly_shm=1", uri=True)
    state = _file_state(file)
    if (wal := _stat_file(f"{file}-wal")) and wal.st_size:
        raise LibraryError(f"{path}: a part of it is in {file.name}-wal; copy both to a place where you can write")
    database = _open(f"{file.as_uri()}?mode=ro&immutable=1", uri=True, factory=_UnlockedConnection)
    assert isinstance(database, _UnlockedConnection)
    database.path, database.seen_state = file, state
    return database


def _connect_writer(path: str | Path) -> sqlite3.Connection:
    # SQLite would open a write-protected file, and leave WAL files beside it.
    if path != ":memory:" and os.path.exists(path) and is_write_protected(path):
        raise LibraryError(f"{path}: is write-protected; name another file, or a copy of it")
    return _open(path)


_open = partial(sqlite3.connect, isolation_level=None, check_same_thread=False, timeout=BUSY_TIMEOUT_SECONDS)


def _check_version(database: sqlite3.Connection, path: str | Path, read_only: bool) -> None:
    """Accept a library of this version, and create the tables of an empty one; raises LibraryError for others."""
    application, version, tables = database.execute(
        "SELECT (SELECT * FROM pragma_application_id), (SELECT * FROM pragma_user_version),"
        " (SELECT count(*) FROM sqlite_schema)"
    ).fetchone()
    if not (application or version or tables) and not read_only:
        _create_tables(database)
    elif application != APPLICATION_ID:
        raise LibraryError(f"{path}: not a strikeview library; name another file")
    elif version > SCHEMA_VERSION:
        raise LibraryError(f"{path}: made by a newer strikeview (version {version}); upgrade the program")
    elif version < SCHEMA_VERSION:
        raise OutdatedSchemaError(path, int(version))
    if not read_only:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.executescript(ADDED_TABLES_SQL)


def _create_tables(database: sqlite3.Connection) -> None:
    """Create the tables, once even if several processes open a new library at the same time."""
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("BEGIN IMMEDIATE")
    if database.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,):
        statement = ""
        for line in CREATE_TABLES_SQL.splitlines(keepends=True):  # `executescript` would commit first
            statement += line
            if sqlite3.complete_statement(statement):
                database.execute(statement)
                statement = ""
    database.execute("COMMIT")
