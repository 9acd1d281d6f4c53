"""Opening the library's file: made where there is none, renewed where it is older, refused where foreign."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from model.library.schema import LATER, MARK, TABLES, VERSION

PATIENCE: Final = 120  # seconds to wait for others that write


_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


class LibraryError(Exception):
    """A library cannot be opened, read or written; the message is one line for people: what, where, what to do."""


def reading(method: Callable[_Asked, _Answer]) -> Callable[_Asked, _Answer]:
    """The method, raising LibraryError where SQLite cannot read: a damaged file, a failing disk."""

    @wraps(method)
    def asked(*args: _Asked.args, **kwargs: _Asked.kwargs) -> _Answer:
        try:
            return method(*args, **kwargs)
        except sqlite3.Error as error:
            path = getattr(args[0], "path", "the library")
            raise LibraryError(f"{path}: cannot be read ({error}); check the file, or open a copy of it") from None

    return asked


def file_of(path: str | Path) -> tuple[int, int] | None:
    """What tells the file at a path from any other that may come to lie there; None where none is."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def connect(path: str | Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the library at `path`, making it where there is none (unless read-only); LibraryError where that fails."""
    try:
        if path != ":memory:":
            _look(path)
        database = _reading(path) if read_only else _writing(path)
        try:
            if older := _recognise(database, path, read_only):
                database.close()
                _renew(Path(path), older)
                return connect(path)
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


def settle(database: sqlite3.Connection) -> None:
    """Before closing: where nobody else has the file open, it is one file again, without a log beside it."""
    with suppress(sqlite3.Error):
        database.execute("PRAGMA busy_timeout = 0")
        database.execute("PRAGMA journal_mode = DELETE")


def _look(path: str | Path) -> None:
    """Refuse what is no library, or only a part of one, before SQLite writes anything beside it."""
    try:
        with open(path, "rb") as stream:
            head = stream.read(100)
            size = stream.seek(0, os.SEEK_END)
    except FileNotFoundError:
        return
    if not head:
        return
    if not head.startswith(b"SQLite format 3\0") or head[68:72] not in (bytes(4), MARK.to_bytes(4)):
        raise LibraryError(f"{path}: not a strikeview library; name another file")
    page = int.from_bytes(head[16:18])
    says = (65536 if page == 1 else page) * int.from_bytes(head[28:32])
    # While there is a log beside it, what is missing may stand there.
    if size < says and head[24:28] == head[92:96] and not os.path.exists(f"{path}-wal"):
        raise LibraryError(f"{path}: a part of the file is missing; get it again, or name another file")


def _reading(path: str | Path) -> sqlite3.Connection:
    file = Path(path).absolute()
    # Beside a file that is being written SQLite keeps two more; where the folder is closed to us there are none.
    still = not os.access(file.parent, os.W_OK) and not Path(f"{file}-wal").exists()
    address = f"{file.as_uri()}?{'immutable=1' if still else 'mode=ro'}"
    return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=PATIENCE)


def _writing(path: str | Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=PATIENCE)


def _recognise(database: sqlite3.Connection, path: str | Path, read_only: bool) -> int:
    """0 where the file is a library of this version (or was made now), else its older version; raises LibraryError."""
    mark, version, tables = database.execute(
        "SELECT (SELECT * FROM pragma_application_id), (SELECT * FROM pragma_user_version),"
        " (SELECT count(*) FROM sqlite_schema)"
    ).fetchone()
    if not (mark or version or tables) and not read_only:
        _make(database)
    elif mark != MARK:
        raise LibraryError(f"{path}: not a strikeview library; name another file")
    elif version > VERSION:
        raise LibraryError(f"{path}: made by a newer strikeview (version {version}); upgrade the program")
    elif version < VERSION:
        if read_only:
            raise LibraryError(f"{path}: made by an older strikeview; open it where it may be written, to renew it")
        return int(version)
    if not read_only:
        database.execute("PRAGMA journal_mode = WAL")  # others may read meanwhile
        database.execute("PRAGMA synchronous = NORMAL")
        for statement in _statements(LATER):
            database.execute(statement)
    return 0


def _renew(path: Path, version: int) -> None:
    from model.library.renewing import renew

    try:
        renew(path, version)
    except OSError as error:
        raise LibraryError(f"{path}: cannot be renewed ({error.strerror}); it is as it was") from None


def _make(database: sqlite3.Connection) -> None:
    """Make the tables, once, however many processes find none."""
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("BEGIN IMMEDIATE")
    if database.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,):
        for statement in _statements(TABLES):
            database.execute(statement)
    database.execute("COMMIT")


def _statements(script: str) -> list[str]:
    """The statements of a script, for one transaction: `executescript` would end it."""
    found, open_one = [], ""
    for line in script.splitlines(keepends=True):
        open_one += line
        if sqlite3.complete_statement(open_one):
            found.append(open_one)
            open_one = ""
    return found
