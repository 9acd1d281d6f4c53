"""Prepared libraries: what was read and parsed once opens at once the next time.

They lie in the user's cache folder, one file for each set of documents, named by a digest of all that went in. They
may be thrown away at any time: where one cannot be read or written, all is read anew, and nobody is troubled.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from model.library.database.errors import LibraryError
from model.library.database.schema import SCHEMA_VERSION
from model.library.store import Library
from model.query import Query

MAX_CACHED_LIBRARIES = 20


def cache_key(contents: Iterable[bytes], edition: str) -> str:
    """The key of a library made from these contents (of the files, in order) by this edition of the program."""
    digest = hashlib.sha256(f"{SCHEMA_VERSION} {edition}".encode())
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()[:32]


def open_cached_library(key: str) -> Library | None:
    """The library kept under this key, to be read only; None where there is none or it cannot be read."""
    path = cache_path(key)
    library = open_read_only(path)
    if library:
        with contextlib.suppress(OSError):
            os.utime(path)  # the libraries that were longest not opened are the first to go
    return library


def open_read_only(path: Path) -> Library | None:
    """The library in this file, to be read only; None where there is none or it cannot be read."""
    try:
        library = Library(path, read_only=True)
    except (OSError, LibraryError):
        return None
    try:
        library.count_filters(Query())
        library.count_documents()
    except LibraryError:
        library.close()
        return None
    return library


def cache_library(key: str, library: Library) -> bool:
    """Keep a copy under this key, for `open_prepared`; False where the cache cannot be written."""
    try:
        path = cache_path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        library.save_copy(path)
        kept = sorted(path.parent.glob("*.db"), key=lambda each: each.stat().st_mtime, reverse=True)
        for old in kept[MAX_CACHED_LIBRARIES:]:
            old.unlink()
    except (OSError, LibraryError):
        return False
    return True


def cache_path(key: str) -> Path:
    """The file in which the library of this key is kept, whether it is there or not."""
    from platformdirs import user_cache_path

    return user_cache_path("strikeview", appauthor=False) / f"{key}.db"
