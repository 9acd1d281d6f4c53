"""Days of publication: what a document of the library names itself, and what the user has given it."""

from __future__ import annotations

import json
import sqlite3
from typing import Final, NamedTuple

from model.library.database.errors import Damaged
from model.library.records.serialization import inflated

_OF_CONTENT: Final = "SELECT body, dated FROM documents WHERE digest = ?1"
_OF_PLACE: Final = (
    "SELECT body, dated FROM documents WHERE origin = ?1 UNION ALL"
    " SELECT body, dated FROM elsewhere JOIN documents ON id = document WHERE elsewhere.origin = ?1"
)


class Dated(NamedTuple):
    """The day of publication of a document (ISO, None for none); `given` where it names none and the user gave it."""

    day: str | None
    given: bool

    def keeps_from(self, day: str | None) -> bool:
        """Whether the user gave another day than this one before."""
        return self.given and self.day != day


def dated(body: bytes, by_edit: str | None = None) -> Dated:
    """Of the document of this body; `by_edit` is the day that the user's work gives it. Raises Damaged."""
    try:
        told = json.loads(inflated(body))
        day, by_user = told.get("published"), told.get("published_from") == "user"
    except (ValueError, AttributeError, RecursionError):
        raise Damaged from None
    named = day is not None and not by_user
    return Dated(by_edit or day, not named and (by_edit or day) is not None)


def dated_of(database: sqlite3.Connection, *, digest: str = "", origin: str = "") -> list[Dated]:
    """Of the documents of this content, or else of those that were found at this place."""
    rows = database.execute(_OF_CONTENT if digest else _OF_PLACE, (digest or origin,))
    return [dated(*row) for row in rows]
