"""The library: the SQLite store of documents and strikes, read a page at a time.

Importing it loads sqlite3 and json but no pydantic: a prepared library answers days, pages and counts at once, and
the event model is loaded when something is put in (`add`) or one is looked at (`strike`, `document`).
"""

from __future__ import annotations

from model.library.database.errors import LibraryError
from model.library.store import Library
from model.library.timeline.rows import DayStrikes, FilterCounts, StrikeRow

__all__ = ["DayStrikes", "FilterCounts", "Library", "LibraryError", "StrikeRow"]
