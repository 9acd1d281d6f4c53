"""Renewing: a library of an older version becomes one of this version, and a copy of the old one stays beside it."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Final

from model.event import Document, ExtractedDocument, Report
from model.library.database.connection import BUSY_TIMEOUT_SECONDS, connect, file_identity, transaction
from model.library.database.errors import LibraryError
from model.library.records.serialization import pack_document
from model.library.writer import add_documents, keep_problems

LEGACY_EDITION: Final = "older"  # the edition of what was parsed before editions were kept
_BATCH_DOCUMENTS: Final = 500


def migrate_library(path: Path, version: int) -> Path | None:
    """Make the library at `path` one of this version; where the copy of the old one lies, None where it was renewed.

    The old file is replaced in one step when the new one is complete. Raises LibraryError.
    """
    path = path.resolve()  # a link stays one
    copy = _free_backup_path(path, version)
    made = path.with_name(f".{path.name}.renewed")
    before = file_identity(path)
    old = sqlite3.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT_SECONDS)
    try:
        old.execute("PRAGMA journal_mode = DELETE")  # no log of the old file may be taken for one of the new
        old.execute("BEGIN IMMEDIATE")  # nobody adds to it meanwhile
        if file_identity(path) != before or old.execute("PRAGMA user_version").fetchone() != (version,):
            return None  # another process has renewed it while this one waited
        made.unlink(missing_ok=True)
        _copy_database(path, copy)
        with closing(connect(made)) as new:
            accounts = _read_version_1(old)
            while some := list(islice(accounts, _BATCH_DOCUMENTS)):
                with transaction(new, made):
                    add_documents(new, map(pack_document, some))
            with transaction(new, made):
                keep_problems(new, (line for (line,) in old.execute("SELECT line FROM problems ORDER BY rowid")))
        os.replace(made, path)
        return copy
    except BaseException as error:
        made.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise LibraryError(f"{path}: cannot be renewed ({error.strerror}); it is as it was") from None
        if isinstance(error, sqlite3.Error):
            raise LibraryError(f"{path}: cannot be renewed ({error}); it is as it was") from None
        raise
    finally:
        old.close()


def _free_backup_path(path: Path, version: int) -> Path:
    """A name for the copy under which nothing lies."""
    copy = path.with_name(f"{path.name}.version-{version}")
    number = 1
    while copy.exists():
        number += 1
        copy = path.with_name(f"{path.name}.version-{version}-{number}")
    return copy


def _copy_database(path: Path, copy: Path) -> None:
    source, target = sqlite3.connect(path), sqlite3.connect(copy)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()


def _read_version_1(old: sqlite3.Connection) -> Iterator[ExtractedDocument]:
    """What a library of version 1 holds: documents, and strikes with their reports, as JSON."""
    reports: dict[str, list[Report]] = defaultdict(list)
    for (body,) in old.execute("SELECT body FROM strikes"):
        for told in json.loads(body)["reports"]:
            reports[told["document"]].append(Report.model_validate(told))
    for name, body in old.execute("SELECT id, body FROM documents ORDER BY seq"):
        yield ExtractedDocument(Document.model_validate_json(body), tuple(reports[name]), LEGACY_EDITION)
