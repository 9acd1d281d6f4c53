"""What the full-text tables know of a word before it is searched for: which words begin so, and whether many tell it.

SQLite answers a search for the beginning of a word by gathering all the places of all such words first, however few
of the strikes are looked at: a common word takes a second in a large library. Whole words it follows only as far as it
is asked to. So a beginning is searched for as the words that begin so.
"""

from __future__ import annotations

import sqlite3
from typing import Final

MOST: Final = 200  # words of one beginning; of more the search itself takes longer
FEW: Final = 2_000  # documents
INDEXED: Final = (1, 2, 3)  # letters of the beginnings that the full-text tables keep an index of
_NEXT: Final = "\x01"  # behind a word, what sorts before every longer one


class Vocabulary:
    """Asks one library, and keeps what it has said for as long as nobody writes."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._version = 0
        self._beginnings: dict[tuple[str, str], list[str] | None] = {}
        self._few: dict[str, bool] = {}
        for table in ("told", "texts"):
            database.execute(
                f"CREATE VIRTUAL TABLE temp.words_of_{table} USING fts5vocab('main', '{table}', 'instance')"
            )

    def beginning(self, table: str, start: str) -> list[str] | None:
        """The words of a full-text table that begin so; None where they are many, or an index knows the beginning."""
        if len(start) in INDEXED:
            return None
        self._look()
        key = table, start
        if key not in self._beginnings:
            self._beginnings[key] = self._listed(table, start)
        return self._beginnings[key]

    def in_few_documents(self, expression: str) -> bool:
        """Whether only few documents hold in their text what this full-text expression asks for."""
        self._look()
        if expression not in self._few:
            found = "SELECT count(*) FROM (SELECT 1 FROM texts WHERE texts MATCH ? LIMIT ?)"
            (documents,) = self._database.execute(found, (expression, FEW + 1)).fetchone()
            self._few[expression] = documents <= FEW
        return self._few[expression]

    def forget(self) -> None:
        """Forget all, since the library changes."""
        self._beginnings, self._few = {}, {}

    def _look(self) -> None:
        """Forget all where others have written."""
        (version,) = self._database.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._version = version
            self.forget()

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
