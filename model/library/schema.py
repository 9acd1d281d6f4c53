"""The tables of the library, and how its file is opened and recognised.

`strikes` keeps beside each strike (JSON of the event model) what is filtered and sorted by, and its timeline row;
`by_time` and `by_side` cover every list and count, so that those never touch the strikes themselves.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

UNDATED = "undated"  # the day of strikes without a date: sorts after every ISO day
MARK = 0x5354524B  # "STRK", SQLite's application_id: says whose file this is
VERSION = 1

TABLES = f"""
CREATE TABLE documents (
    seq    INTEGER PRIMARY KEY,  -- the order of reading
    id     TEXT NOT NULL UNIQUE,
    source TEXT,
    body   TEXT NOT NULL         -- JSON of the document
);
CREATE TABLE strikes (
    id      INTEGER PRIMARY KEY,
    day     TEXT NOT NULL,       -- ISO day on which it starts, or '{UNDATED}'
    until   TEXT NOT NULL,       -- ISO day on which it ends, '{UNDATED}' where open
    seq     INTEGER NOT NULL,    -- of its first document
    side    TEXT NOT NULL,
    weapons INTEGER NOT NULL,    -- bit n: the nth of the kinds of weapon
    line    TEXT NOT NULL,       -- JSON of its timeline row
    body    TEXT NOT NULL        -- JSON of the strike
);
CREATE TABLE problems (
    line TEXT NOT NULL           -- what could not be read, one line for people
);
CREATE INDEX by_time ON strikes (day, until, seq, id, side, weapons);
CREATE INDEX by_side ON strikes (side, weapons);
CREATE VIRTUAL TABLE told USING fts5 (words, content='', prefix='2 3', tokenize='unicode61 remove_diacritics 2');
PRAGMA application_id = {MARK};
PRAGMA user_version = {VERSION};
"""


class LibraryError(Exception):
    """A library cannot be opened or written; the message is one line for people: what, where, what to do."""


def connect(path: str | Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the library at `path`, making it where there is none (unless read-only); LibraryError where that fails."""
    try:
        if read_only:
            database = sqlite3.connect(
                f"{Path(path).absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
            )
        else:
            database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            _recognise(database, path, read_only)
            # What a search finds is kept for the pages that follow; it lives beside the file, not in it.
            database.execute("PRAGMA temp_store = MEMORY")
            database.execute("CREATE TEMP TABLE hits (id INTEGER PRIMARY KEY)")
        except BaseException:
            database.close()
            raise
    except sqlite3.Error as error:
        raise LibraryError(f"{path}: cannot be used as a library ({error}); name another file") from None
    return database


def _recognise(database: sqlite3.Connection, path: str | Path, read_only: bool) -> None:
    mark, version, tables = database.execute(
        "SELECT (SELECT * FROM pragma_application_id), (SELECT * FROM pragma_user_version),"
        " (SELECT count(*) FROM sqlite_schema)"
    ).fetchone()
    if not (mark or version or tables) and not read_only:
        database.executescript(TABLES)
    elif mark != MARK:
        raise LibraryError(f"{path}: not a strikeview library; name another file")
    elif version != VERSION:
        raise LibraryError(f"{path}: a library of another version ({version}, not {VERSION}); make it anew")
