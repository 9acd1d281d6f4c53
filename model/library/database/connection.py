"""Opening the library's file: made where there is none, renewed where it is older, refused where foreign.

It is kept in SQLite's WAL mode, in which who reads never waits for who writes, nor the other way round. While anybody
has it open, two more files stand beside it; the last one to close it takes them away, and one whole file is left. Only
who may write can do that, so a library is opened to write even where it is only read, as far as that is possible.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from model.library.database.errors import LibraryError, library_errors
from model.library.database.schema import ADDED_TABLES_SQL, APPLICATION_ID, CREATE_TABLES_SQL, SCHEMA_VERSION

BUSY_TIMEOUT_SECONDS: Final = 120  # seconds to wait for others that write


class OutdatedSchemaError(LibraryError):
    """The file is a library of an older version, which migration makes one of this version."""

    def __init__(self, path: str | Path, version: int) -> None:
        super().__init__(f"{path}: made by an older strikeview; open it where it may be written, to renew it")
        self.version = version


def file_identity(path: str | Path) -> tuple[int, int] | None:
    """What tells the file at a path from any other that may come to lie there; None where none is."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def is_write_protected(path: str | Path) -> bool:
    """Whether the library at this path, or what stands beside it while it is open, may not be written by us."""
    file = Path(path).resolve()  # a link stands elsewhere than what is kept beside the file
    return not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))


def connect(path: str | Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the library at `path`, making it where there is none (unless read-only); LibraryError where that fails.

    Raises OutdatedSchemaError where the file is a library of an older version.
    """
    try:
        if path != ":memory:":
            _check_header(path)
        database = _connect_reader(path) if read_only else _connect_writer(path)
        try:
            _check_version(database, path, read_only)
            database.execute("PRAGMA temp_store = MEMORY")
            database.execute("PRAGMA cache_size = -8000")  # KiB: what leads to any row of a million
        except BaseException:
            database.close()
            raise
    except sqlite3.Error as error:
        remedy = "try again when the other program has ended" if "locked" in str(error) else "name another file"
        raise LibraryError(f"{path}: cannot be used as a library ({error}); {remedy}") from None
    except OSError as error:
        raise LibraryError(f"{path}: cannot be opened ({error.strerror}); name another file") from None
    return database


class _UnlockedConnection(sqlite3.Connection):
    """A library where nothing may be written: read without locks, and so not kept still while others write to it."""

    path: Path
    seen_state: object


def is_stale(database: sqlite3.Connection) -> bool:
    """Whether it is read without locks, and others have opened it to write since: it is to be opened anew."""
    return isinstance(database, _UnlockedConnection) and database.seen_state != _file_state(database.path)


@contextmanager
def transaction(database: sqlite3.Connection, path: str | Path) -> Iterator[None]:
    """One transaction of writing: all that is written in it, or nothing; raises LibraryError."""
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
        raise LibraryError(f"{path}: cannot be written ({error}); nothing of this step was kept") from None


@contextmanager
def read_snapshot(database: sqlite3.Connection, path: str) -> Iterator[None]:
    """One transaction of reading; raises LibraryError where others have written and it could not be kept still."""
    with library_errors(path):
        database.execute("BEGIN")
        try:
            yield
        finally:
            if database.in_transaction:  # SQLite ends it itself where the disk fails
                database.execute("COMMIT")
            if is_stale(database):
                raise LibraryError(f"{path}: others have written to it while it was read; ask again")


def _file_state(path: Path) -> object:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns, _wal_size(path)


def _wal_size(path: Path) -> int | None:
    """The bytes of the log beside a library, in which its last changes stand; None where there is none."""
    try:
        return os.path.getsize(f"{path}-wal")
    except OSError:
        return None


def _check_header(path: str | Path) -> None:
    """Refuse what is no library, or only a part of one, before SQLite writes anything beside it."""
    try:
        with open(path, "rb") as stream:
            head = stream.read(100)
            size = stream.seek(0, os.SEEK_END)
    except FileNotFoundError:
        return
    if not head:
        return
    if not head.startswith(b"SQLite format 3\0") or head[68:72] not in (bytes(4), APPLICATION_ID.to_bytes(4)):
        raise LibraryError(f"{path}: not a strikeview library; name another file")
    page = int.from_bytes(head[16:18])
    says = (65536 if page == 1 else page) * int.from_bytes(head[28:32])
    # While there is a log beside it, what is missing may stand there.
    if size < says and head[24:28] == head[92:96] and not os.path.exists(f"{path}-wal"):
        raise LibraryError(f"{path}: a part of the file is missing; get it again, or name another file")


def _connect_reader(path: str | Path) -> sqlite3.Connection:
    file = Path(path).resolve()
    if not is_write_protected(file):
        return _connect_uri(file, "mode=rw")
    if os.path.exists(f"{file}-shm"):  # somebody has it open
        return _connect_uri(file, "mode=ro&readonly_shm=1")
    seen = _file_state(file)
    if _wal_size(file):
        raise LibraryError(f"{path}: a part of it is in {file.name}-wal; copy both to where you may write")
    database = _connect_uri(file, "mode=ro&immutable=1", _UnlockedConnection)
    assert isinstance(database, _UnlockedConnection)
    database.path, database.seen_state = file, seen
    return database


def _connect_uri(file: Path, how: str, kind: type[sqlite3.Connection] = sqlite3.Connection) -> sqlite3.Connection:
    address = f"{file.as_uri()}?{how}"
    return sqlite3.connect(
        address, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_TIMEOUT_SECONDS, factory=kind
    )


def _connect_writer(path: str | Path) -> sqlite3.Connection:
    if path != ":memory:" and os.path.exists(path) and is_write_protected(path):  # SQLite would leave files beside it
        raise LibraryError(f"{path}: is closed to you for writing; name another file, or a copy of it")
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=BUSY_TIMEOUT_SECONDS)


def _check_version(database: sqlite3.Connection, path: str | Path, read_only: bool) -> None:
    """Accept a library of this version, and make the tables of a new one; raises LibraryError for any other file."""
    mark, version, tables = database.execute(
        "SELECT (SELECT * FROM pragma_application_id), (SELECT * FROM pragma_user_version),"
        " (SELECT count(*) FROM sqlite_schema)"
    ).fetchone()
    if not (mark or version or tables) and not read_only:
        _create_tables(database)
    elif mark != APPLICATION_ID:
        raise LibraryError(f"{path}: not a strikeview library; name another file")
    elif version > SCHEMA_VERSION:
        raise LibraryError(f"{path}: made by a newer strikeview (version {version}); upgrade the program")
    elif version < SCHEMA_VERSION:
        raise OutdatedSchemaError(path, int(version))
    if not read_only:
        database.execute("PRAGMA journal_mode = WAL")  # others may read meanwhile
        database.execute("PRAGMA synchronous = NORMAL")
        for statement in _split_statements(ADDED_TABLES_SQL):
            database.execute(statement)


def _create_tables(database: sqlite3.Connection) -> None:
    """Make the tables, once, however many processes find none."""
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("BEGIN IMMEDIATE")
    if database.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,):
        for statement in _split_statements(CREATE_TABLES_SQL):
            database.execute(statement)
    database.execute("COMMIT")


def _split_statements(script: str) -> list[str]:
    """The statements of a script, for one transaction: `executescript` would end it."""
    found, open_one = [], ""
    for line in script.splitlines(keepends=True):
        open_one += line
        if sqlite3.complete_statement(open_one):
            found.append(open_one)
            open_one = ""
    return found
