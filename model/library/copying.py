"""Copies of a library: into a file, or into memory."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from pathlib import Path

from model.library.connection import LibraryError


def save(database: sqlite3.Connection, path: Path) -> None:
    """Write a copy to `path`, whole or not at all, over what stood there; raises LibraryError."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
        try:
            copy = sqlite3.connect(name)
            try:
                database.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, that may lie in a folder closed to us
            finally:
                copy.close()
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except (OSError, sqlite3.Error) as error:
        raise LibraryError(f"{path}: the library cannot be written ({error}); name another place") from None


def copy_in_memory(database: sqlite3.Connection) -> sqlite3.Connection:
    """A copy that nothing but this program sees, and that is gone when it is closed."""
    copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    database.backup(copy)
    copy.execute("PRAGMA temp_store = MEMORY")
    return copy
