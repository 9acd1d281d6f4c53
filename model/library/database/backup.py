"""Copies of a library, in a file or in memory, by SQLite's backup API."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

from model.library.database.errors import LibraryError

MAX_MEMORY_COPY_BYTES: Final = 200_000_000


def save_copy(database: sqlite3.Connection, path: Path) -> None:
    """Replace `path` atomically by a copy of the library; raises LibraryError."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
        try:
            with closing(sqlite3.connect(name)) as copy:
                database.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")  # a single file, readable in a read-only folder
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except (OSError, sqlite3.Error) as error:
        raise LibraryError(f"{path}: the library cannot be written ({error}); choose another place") from None


def copy_to_memory(database: sqlite3.Connection, path: str) -> sqlite3.Connection:
    """Copy the library into memory; raises LibraryError above MAX_MEMORY_COPY_BYTES."""
    size = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    if database.execute(size).fetchone()[0] > MAX_MEMORY_COPY_BYTES:
        raise LibraryError(f"{path}: cannot be written, and is too large to be changed for one session only")
    copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    database.backup(copy)
    copy.execute("PRAGMA temp_store = MEMORY")
    return copy
