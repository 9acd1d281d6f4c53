"""The library: the SQLite store of documents and strikes, asked for one day's page at a time.

Importing it loads sqlite3 and json but no pydantic: a prepared library answers days, pages and counts at once, and
the event model is loaded when strikes are put in (`fill`) or one is looked at (`strike`, `document`).
"""

from __future__ import annotations

from model.library.rows import Counts, Day, Row
from model.library.schema import LibraryError
from model.library.store import Library

__all__ = ["Counts", "Day", "Library", "LibraryError", "Row"]
