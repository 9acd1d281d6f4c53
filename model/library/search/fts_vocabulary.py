"""What the full-text tables know of a word before it is searched for: which words begin so, and whether many tell it.

SQLite answers a search for the beginning of a word by gathering all the places of all such words first, however few
of the strikes are looked at: a common word takes a second in a large library. Whole words it follows only as far as it
is asked to. So a beginning is searched for as the words that begin so.
"""

from __future__ import annotations

import sqlite3
from typing import Final

MAX_PREFIX_WORDS: Final = 200  # words of one beginning; of more the search itself takes longer
MAX_RARE_DOCUMENTS: Final = 2_000  # documents
INDEXED_PREFIX_LENGTHS: Final = (1, 2, 3)  # letters of the beginnings that the full-text tables keep an index of
_AFTER_WORD: Final = "\x01"  # behind a word, what sorts before every longer one


class Vocabulary:
    """Asks one library, and keeps what it has said for as long as nobody writes."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._data_version = 0
        self._expansions: dict[tuple[str, str], list[str] | None] = {}
        self._rarity: dict[str, bool] = {}
        for table in ("told", "texts"):
            database.execute(
                f"CREATE VIRTUAL TABLE temp.words_of_{table} USING fts5vocab('main', '{table}', 'instance')"
            )

    def expand_prefix(self, table: str, start: str) -> list[str] | None:
        """The words of a full-text table that begin so; None where they are many, or an index knows the beginning."""
        if len(start) in INDEXED_PREFIX_LENGTHS:
            return None
        self._clear_if_changed()
        key = table, start
        if key not in self._expansions:
            self._expansions[key] = self._list_words(table, start)
        return self._expansions[key]

    def is_rare(self, expression: str) -> bool:
        """Whether only few documents hold in their text what this full-text expression asks for."""
        self._clear_if_changed()
        if expression not in self._rarity:
            found = "SELECT count(*) FROM (SELECT 1 FROM texts WHERE texts MATCH ? LIMIT ?)"
            (documents,) = self._database.execute(found, (expression, MAX_RARE_DOCUMENTS + 1)).fetchone()
            self._rarity[expression] = documents <= MAX_RARE_DOCUMENTS
        return self._rarity[expression]

    def clear_cache(self) -> None:
        """Forget all, since the library changes."""
        self._expansions, self._rarity = {}, {}

    def _clear_if_changed(self) -> None:
        """Forget all where others have written."""
        (version,) = self._database.execute("PRAGMA data_version").fetchone()
        if version != self._data_version:
            self._data_version = version
            self.clear_cache()

    def _list_words(self, table: str, start: str) -> list[str] | None:
        words: list[str] = []
        at = start
        while len(words) <= MAX_PREFIX_WORDS:
            # One step a word: the table has a row for each place of each.
            next_one = f"SELECT term FROM temp.words_of_{table} WHERE term >= ? LIMIT 1"
            found = self._database.execute(next_one, (at,)).fetchone()
            if not found or not found[0].startswith(start):
                return words
            words.append(found[0])
            at = found[0] + _AFTER_WORD
        return None
