"""Whatever SQLite objects to leaves the library as LibraryError, so that no caller needs to know SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from model.event import ExtractedDocument
from model.library import Library, LibraryError
from model.query import Query
from tests.support.event_factories import make_document, make_report

ALL_STRIKES = Query()
WORD_QUERY = Query.parse("drone")
LIBRARY_CALLS: dict[str, Callable[[Library], object]] = {
    "add_documents": lambda library: library.add_documents([ExtractedDocument(make_document("new"), ())]),
    "add_packed_documents": lambda library: library.add_packed_documents([], files=[("a", 1, 1)]),
    "iter_cases": lambda library: list(library.iter_cases()),
    "count_documents": Library.count_documents,
    "count_filters": lambda library: library.count_filters(WORD_QUERY),
    "count_outdated_documents": lambda library: library.count_outdated_documents("new"),
    "find_nearest": lambda library: library.find_nearest(ALL_STRIKES, 1),
    "find_position": lambda library: library.find_position(ALL_STRIKES, 1),
    "find_publication_dates": lambda library: library.find_publication_dates(digest="a"),
    "find_row_id": lambda library: library.find_row_id("a"),
    "find_strike": lambda library: library.find_strike("a"),
    "get_scan": lambda library: library.get_scan(WORD_QUERY),
    "has_document": lambda library: library.has_document(make_document(), "a"),
    "has_file": lambda library: library.has_file("a", 1, 1),
    "iter_journal": lambda library: list(library.iter_journal()),
    "iter_outdated_documents": lambda library: list(library.iter_outdated_documents("new")),
    "iter_rows": lambda library: list(library.iter_rows(ALL_STRIKES)),
    "iter_strikes": lambda library: list(library.iter_strikes(ALL_STRIKES)),
    "keep_problems": lambda library: library.keep_problems([(1, "a")], []),
    "list_days": lambda library: library.list_days(ALL_STRIKES),
    "list_keys": lambda library: library.list_keys("a", 1),
    "list_problems": Library.list_problems,
    "load_document": lambda library: library.load_document("a"),
    "load_strike": lambda library: library.load_strike(1),
    "read_page": lambda library: library.read_page(ALL_STRIKES, None, None, 0, 1),
    "redo_step": Library.redo_step,
    "undo_step": Library.undo_step,
}
CALLS_WITHOUT_TABLES: dict[str, Callable[[Library], object]] = {
    "edit_step": lambda library: library.edit_step().__enter__(),
    "has_changed": Library.has_changed,
    "read_snapshot": lambda library: library.read_snapshot().__enter__(),
    "save_copy": lambda library: library.save_copy(Path(library.path).with_name("copy.db")),
    "set_busy_timeout": lambda library: library.set_busy_timeout(1),
    "switch_to_memory": Library.switch_to_memory,
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A library of two documents."""
    file = tmp_path / "mine.db"
    with Library(file) as library:
        pairs = [(make_document(name, f"Strike {name}."), make_report(name, text=f"Strike {name}.")) for name in "ab"]
        library.add_documents([ExtractedDocument(document, (report,), "old") for document, report in pairs])
    return file


def test_the_tables_below_name_every_public_method() -> None:
    assert {name for name in dir(Library) if name[0] != "_"} == {"close", *LIBRARY_CALLS, *CALLS_WITHOUT_TABLES}


@pytest.mark.parametrize("call", LIBRARY_CALLS.values(), ids=LIBRARY_CALLS)
def test_a_missing_table_is_a_library_error(path: Path, call: Callable[[Library], object]) -> None:
    with Library(path) as library:
        with closing(sqlite3.connect(path)) as database:
            table_rows = database.execute(
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
                " AND name NOT LIKE 'sqlite%'"
            )
            for (name,) in table_rows.fetchall():
                database.execute(f"DROP TABLE {name}")
        with pytest.raises(LibraryError, match=r"mine\.db: .*no such (fts5 )?table"):
            call(library)


@pytest.mark.parametrize(
    "call", [*LIBRARY_CALLS.values(), *CALLS_WITHOUT_TABLES.values()], ids=[*LIBRARY_CALLS, *CALLS_WITHOUT_TABLES]
)
def test_a_closed_file_is_a_library_error(path: Path, call: Callable[[Library], object]) -> None:
    library = Library(path)
    library.close()
    with pytest.raises(LibraryError, match="closed database"):
        call(library)


@pytest.mark.parametrize("name", ["iter_outdated_documents", "iter_strikes"])
def test_a_corrupt_record_among_others_is_a_library_error(path: Path, name: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        for table in ("documents", "reports"):
            database.execute(f"UPDATE {table} SET body = x'00' WHERE id = (SELECT max(id) FROM {table})")
    with Library(path) as library, pytest.raises(LibraryError, match=r"mine\.db: cannot be read \("):
        LIBRARY_CALLS[name](library)
