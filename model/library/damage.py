"""Damage inside a library: what nothing of ours has written. It is told as SQLite tells of its own pages."""

from __future__ import annotations

import sqlite3


class Damaged(sqlite3.DatabaseError):
    """A value of the library is none that this program writes."""

    def __init__(self) -> None:
        super().__init__("what it holds is damaged")
