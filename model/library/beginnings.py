"""The words of the library that begin in a certain way.

SQLite answers a search for the beginning of a word by gathering all the places of all such words first, however few
of the strikes are looked at: a common word takes a second in a large library. Whole words it follows only as far as it
is asked to. So a beginning is searched for as the words that begin so.
"""

from __future__ import annotations

import sqlite3
from typing import Final

MOST: Final = 200  # words of one beginning; of more the search itself takes longer
INDEXED: Final = (1, 2, 3)  # letters of the beginnings that the full-text tables keep an index of
_NEXT: Final = "\x01"  # behind a word, what sorts before every longer one


class Beginnings:
    """Asks one library, and keeps what it has said for as long as nobody writes."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._version = 0
        self._found: dict[tuple[str, str], list[str] | None] = {}
        for table in ("told", "texts"):
            database.execute(
                f"CREATE VIRTUAL TABLE temp.words_of_{table} USING fts5vocab('main', '{table}', 'instance')"
            )

    def __call__(self, table: str, start: str) -> list[str] | None:
        """The words of a full-text table that begin so; None where they are many, or an index knows the beginning."""
        if len(start) in INDEXED:
            return None
        (version,) = self._database.execute("PRAGMA data_version").fetchone()
        key = table, start
        if version != self._version:
            self._version, self._found = version, {}
        if key not in self._found:
            self._found[key] = self._listed(table, start)
        return self._found[key]

    def forget(self) -> None:
        """Forget all, since the library changes."""
        self._found = {}

    def _listed(self, table: str, start: str) -> list[str] | None:
        words: list[str] = []
        at = start
        while len(words) <= MOST:
            # One step a word: the table has a row for each place of each.
            next_one = f"SELECT term FROM temp.words_of_{table} WHERE term >= ? LIMIT 1"
            found = self._database.execute(next_one, (at,)).fetchone()
            if not found or not found[0].startswith(start):
                return words
            words.append(found[0])
            at = found[0] + _NEXT
        return None
