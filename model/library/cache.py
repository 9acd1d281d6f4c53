"""Cached libraries: files that were read and parsed before open at once.

The user's cache folder holds one library per set of files, named by a digest of everything that went into it. Any of
them may be deleted at any time; one that cannot be read or written is ignored, and the files are parsed again.
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
    """The key of the library made from these file contents, in order, by this edition of the rules."""
    digest = hashlib.sha256(f"{SCHEMA_VERSION} {edition}".encode())
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()[:32]


def open_cached_library(key: str) -> Library | None:
    """The cached library with this key, read-only; None if it is missing or cannot be read."""
    path = cache_path(key)
    library = open_read_only(path)
    if library:
        with contextlib.suppress(OSError):
            os.utime(path)  # the least recently opened ones are deleted first
    return library


def open_read_only(path: Path) -> Library | None:
    """The library in this file, read-only; None if it is missing or cannot be read."""
    try:
        library = Library(path, read_only=True)
    except LibraryError:
        return None
    try:
        library.count_filters(Query())
        library.count_documents()
    except LibraryError:
        library.close()
        return None
    return library


def cache_library(key: str, library: Library) -> bool:
    """Save a copy of the library for `open_cached_library`; False if the cache cannot be written."""
    try:
        path = cache_path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        library.save_copy(path)
        recent = sorted(path.parent.glob("*.db"), key=lambda file: file.stat().st_mtime, reverse=True)
        for old in recent[MAX_CACHED_LIBRARIES:]:
            old.unlink()
    except (OSError, LibraryError):
        return False
    return True


def cache_path(key: str) -> Path:
    """The file of the cached library with this key; it need not exist."""
    from platformdirs import user_cache_path

    return user_cache_path("strikeview", appauthor=False) / f"{key}.db"
