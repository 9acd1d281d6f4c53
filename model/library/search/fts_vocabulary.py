"""Lookups in the full-text index before a search: which words have a prefix, and whether an expression is rare.

For a prefix, FTS5 first merges the positions of all words that have it, even if few strikes are looked at: a common
prefix takes a second in a large library. It reads whole words only as far as needed. So a prefix search is rewritten
as a search for the words that have the prefix.
"""

from __future__ import annotations

import sqlite3
from typing import Final

MAX_PREFIX_WORDS: Final = 200  # words with one prefix: with more, the rewritten search is slower
MAX_RARE_DOCUMENTS: Final = 2_000
INDEXED_PREFIX_LENGTHS: Final = (1, 2, 3)  # letters, as in the `prefix` option of the full-text tables
_AFTER_WORD: Final = "\x01"  # appended to a word, sorts right behind it


class Vocabulary:
    """Cached lookups in the full-text tables of one library; the cache is cleared by every write."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._data_version = 0
        self._expansions: dict[tuple[str, str], list[str] | None] = {}
        self._rarity: dict[str, bool] = {}
        for table in ("told", "texts"):
            database.execute(
                f"CREATE VIRTUAL TABLE temp.words_of_{table} USING fts5vocab('main', '{table}', 'instance')"
            )

    def expand_prefix(self, table: str, prefix: str) -> list[str] | None:
        """The words of a full-text table with a prefix; None if there are too many, or the prefix is indexed."""
        if len(prefix) in INDEXED_PREFIX_LENGTHS:
            return None
        self._clear_if_changed()
        key = table, prefix
        if key not in self._expansions:
            self._expansions[key] = self._list_words(table, prefix)
        return self._expansions[key]

    def is_rare(self, expression: str) -> bool:
        """Whether at most MAX_RARE_DOCUMENTS documents match a full-text expression."""
        self._clear_if_changed()
        if expression not in self._rarity:
            sql = "SELECT count(*) FROM (SELECT 1 FROM texts WHERE texts MATCH ? LIMIT ?)"
            (documents,) = self._database.execute(sql, (expression, MAX_RARE_DOCUMENTS + 1)).fetchone()
            self._rarity[expression] = documents <= MAX_RARE_DOCUMENTS
        return self._rarity[expression]

    def clear_cache(self) -> None:
        """Forget everything, before the library changes."""
        self._expansions, self._rarity = {}, {}

    def _clear_if_changed(self) -> None:
        """Forget everything if another connection has written."""
        (version,) = self._database.execute("PRAGMA data_version").fetchone()
        if version != self._data_version:
            self._data_version = version
            self.clear_cache()

    def _list_words(self, table: str, prefix: str) -> list[str] | None:
        # One query per word: an instance table has a row for each position of each word.
        sql = f"SELECT term FROM temp.words_of_{table} WHERE term >= ? LIMIT 1"
        words: list[str] = []
        lowest = prefix
        while len(words) <= MAX_PREFIX_WORDS:
            row = self._database.execute(sql, (lowest,)).fetchone()
            if not row or not row[0].startswith(prefix):
                return words
            words.append(row[0])
            lowest = row[0] + _AFTER_WORD
        return None
