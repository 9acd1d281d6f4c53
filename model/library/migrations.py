"""Migrates a library of an older version to this one, and keeps a copy of the old file beside it."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from itertools import count, islice
from pathlib import Path
from typing import Final

from model.event import Document, ExtractedDocument, Report
from model.library.database.connection import BUSY_TIMEOUT_SECONDS, file_identity, open_database, transaction
from model.library.database.errors import LibraryError
from model.library.records.serialization import pack_document
from model.library.writer import add_documents

LEGACY_EDITION: Final = "older"  # of documents parsed before editions were stored
_BATCH_DOCUMENTS: Final = 500


def migrate_library(path: Path, version: int) -> Path | None:
    """Migrate the library at `path`; returns the copy of the old file, None if another process migrated it first.

    The file is replaced atomically. Raises LibraryError.
    """
    path = path.resolve()  # replaces the target of a link, not the link
    backup = _free_backup_path(path, version)
    migrated = path.with_name(f".{path.name}.renewed")
    identity = file_identity(path)
    try:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT_SECONDS)) as old:
            old.execute("PRAGMA journal_mode = DELETE")  # or SQLite could apply the old WAL to the new file
            old.execute("BEGIN IMMEDIATE")  # keeps writers out
            if file_identity(path) != identity or old.execute("PRAGMA user_version").fetchone() != (version,):
                return None
            try:
                migrated.unlink(missing_ok=True)
                with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(backup)) as target:
                    source.backup(target)
                with closing(open_database(migrated)) as new:
                    _copy_records(old, new, migrated)
                os.replace(migrated, path)
            except BaseException:
                migrated.unlink(missing_ok=True)
                raise
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise LibraryError(f"{path}: cannot be upgraded ({reason}); it is unchanged") from None
    return backup


def _free_backup_path(path: Path, version: int) -> Path:
    """The first path for a copy that does not exist."""
    names = (f"{path.name}.version-{version}{f'-{number}' if number > 1 else ''}" for number in count(1))
    return next(backup for name in names if not (backup := path.with_name(name)).exists())


def _copy_records(old: sqlite3.Connection, new: sqlite3.Connection, path: Path) -> None:
    documents = _read_version_1(old)
    while batch := list(islice(documents, _BATCH_DOCUMENTS)):
        with transaction(new, path):
            add_documents(new, map(pack_document, batch))
    with transaction(new, path):
        lines = old.execute("SELECT line FROM problems ORDER BY rowid")
        new.executemany("INSERT INTO problems (line) VALUES (?)", lines)


def _read_version_1(old: sqlite3.Connection) -> Iterator[ExtractedDocument]:
    """The documents of a library of version 1, with the reports of its strikes; both are stored as JSON."""
    reports: dict[str, list[Report]] = defaultdict(list)
    for (body,) in old.execute("SELECT body FROM strikes"):
        for report in json.loads(body)["reports"]:
            reports[report["document"]].append(Report.model_validate(report))
    for name, body in old.execute("SELECT id, body FROM documents ORDER BY seq"):
        yield ExtractedDocument(Document.model_validate_json(body), tuple(reports[name]), LEGACY_EDITION)
