"""Copies of a library: into a file, or into memory."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from pathlib import Path
from typing import Final

from model.library.database.errors import LibraryError

MAX_MEMORY_COPY_BYTES: Final = 200_000_000  # bytes of a library that may be copied into memory


def save_copy(database: sqlite3.Connection, path: Path) -> None:
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


def copy_to_memory(database: sqlite3.Connection, path: str) -> sqlite3.Connection:
    """A copy that nothing but this program sees, and that is gone when it is closed; LibraryError for a large one."""
    size = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    if database.execute(size).fetchone()[0] > MAX_MEMORY_COPY_BYTES:
        raise LibraryError(f"{path}: cannot be written, and is too large to be changed for one session only")
    copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    database.backup(copy)
    copy.execute("PRAGMA temp_store = MEMORY")
    return copy
