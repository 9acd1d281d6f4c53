"""Libraries of other versions: an older one is migrated and a copy of it kept, a newer one is refused."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from model.library import Library, LibraryError
from model.library.database.schema import APPLICATION_ID, SCHEMA_VERSION
from model.library.migrations import migrate_library
from model.query import Query
from tests.support.event_factories import fill_library, make_document, make_report, make_strike, make_when

VERSION_1 = f"""
CREATE TABLE documents (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT, body TEXT NOT NULL);
CREATE TABLE strikes (id INTEGER PRIMARY KEY, day TEXT NOT NULL, until TEXT NOT NULL, seq INTEGER NOT NULL,
    side TEXT NOT NULL, weapons INTEGER NOT NULL, line TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE problems (line TEXT NOT NULL);
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = 1;
"""
DOCUMENTS = [make_document("one", source="The Harbour Gazette"), make_document("two")]
STRIKES = [
    make_strike(make_report("one", when=make_when("2024-03-01"), side="russia", places=["Odesa"], weapons=["drone"])),
    make_strike(make_report("one", 40, side="ukraine", weapons=["missile"]), make_report("two", side="ukraine")),
]


@pytest.fixture
def old_path(tmp_path: Path) -> Path:
    """A library as version 1 wrote it."""
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(VERSION_1)
        for document in DOCUMENTS:
            row = (document.id, document.source, document.model_dump_json(exclude_defaults=True))
            database.execute("INSERT INTO documents (id, source, body) VALUES (?, ?, ?)", row)
        for strike in STRIKES:
            body = strike.model_dump_json(exclude_defaults=True)
            insert = "INSERT INTO strikes (day, until, seq, side, weapons, line, body) VALUES ('', '', 1, '', 0, '', ?)"
            database.execute(insert, (body,))
        database.execute("INSERT INTO problems VALUES ('x.txt: is empty')")
    return path


def test_older_library_is_migrated_and_a_copy_kept_beside_it(old_path: Path) -> None:
    before = _read_rows(old_path)
    with Library(old_path) as library, Library() as expected:
        fill_library(expected, DOCUMENTS, STRIKES)
        assert [row.key for row in library.iter_rows(Query())] == [row.key for row in expected.iter_rows(Query())]
        assert library.load_document("one") == DOCUMENTS[0]
        assert library.list_problems() == ["x.txt: is empty"]
    assert _read_rows(old_path.with_name("old.db.version-1")) == before
    with Library(old_path, read_only=True) as library:
        assert library.count_documents() == 2
    assert sorted(path.name for path in old_path.parent.iterdir()) == ["old.db", "old.db.version-1"]


def test_earlier_copy_is_never_overwritten(old_path: Path) -> None:
    copy_path = old_path.with_name("old.db.version-1")
    copy_path.write_text("a copy from before")
    Library(old_path).close()
    assert copy_path.read_text() == "a copy from before"
    assert old_path.with_name("old.db.version-1-2").exists()


def test_older_library_is_not_read_without_migration(old_path: Path) -> None:
    content = old_path.read_bytes()
    with pytest.raises(LibraryError, match="older"):
        Library(old_path, read_only=True)
    assert old_path.read_bytes() == content


def test_newer_library_is_refused_and_left_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    Library(path).close()
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(LibraryError, match="newer strikeview"):
            Library(path, read_only=read_only)
    assert path.read_bytes() == content


def _read_rows(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT body FROM documents UNION ALL SELECT body FROM strikes").fetchall()


def test_two_processes_migrate_an_older_library_once(old_path: Path) -> None:
    with closing(sqlite3.connect(old_path, isolation_level=None, check_same_thread=False)) as first:
        first.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor() as threads:
            others = [threads.submit(migrate_library, old_path, 1) for _ in range(2)]
            time.sleep(0.3)
            first.execute("ROLLBACK")
            copies = [document.result() for document in others]
    assert sorted(copy is None for copy in copies) == [False, True]
    with Library(old_path) as library:
        assert library.count_documents() == 2


def test_migration_that_times_out_keeps_the_file_of_the_one_in_progress(
    old_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("model.library.migrations.BUSY_TIMEOUT_SECONDS", 0.1)
    unfinished = old_path.with_name(".old.db.renewed")
    unfinished.write_text("half a library")
    with closing(sqlite3.connect(old_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryError, match=r"cannot be upgraded .*locked"):
            migrate_library(old_path, 1)
    assert unfinished.read_text() == "half a library"


def test_library_behind_a_symlink_is_migrated_in_place(old_path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(old_path)
    Library(link).close()
    assert link.is_symlink()
    with Library(old_path, read_only=True) as library:
        assert library.count_documents() == 2
