"""Days of publication: what a document of the library names itself, and what the user has given it."""

from __future__ import annotations

import json
import sqlite3
from typing import Final, NamedTuple

from model.library.database.errors import CorruptValueError
from model.library.records.serialization import inflate_text

_BY_DIGEST_SQL: Final = "SELECT body, dated FROM documents WHERE digest = ?1"
_BY_ORIGIN_SQL: Final = (
    "SELECT body, dated FROM documents WHERE origin = ?1 UNION ALL"
    " SELECT body, dated FROM elsewhere JOIN documents ON id = document WHERE elsewhere.origin = ?1"
)


class StoredPublicationDate(NamedTuple):
    """The day of publication of a document (ISO, None for none); `given` where it names none and the user gave it."""

    day: str | None
    is_user_given: bool

    def has_other_day(self, day: str | None) -> bool:
        """Whether the user gave another day than this one before."""
        return self.is_user_given and self.day != day


def read_publication_date(body: bytes, by_edit: str | None = None) -> StoredPublicationDate:
    """Of the document of this body; `by_edit` is the day that the user's work gives it. Raises Damaged."""
    try:
        told = json.loads(inflate_text(body))
        day, by_user = told.get("published"), told.get("published_from") == "user"
    except (ValueError, AttributeError, RecursionError):
        raise CorruptValueError from None
    named = day is not None and not by_user
    return StoredPublicationDate(by_edit or day, not named and (by_edit or day) is not None)


def find_publication_dates(
    database: sqlite3.Connection, *, digest: str = "", origin: str = ""
) -> list[StoredPublicationDate]:
    """Of the documents of this content, or else of those that were found at this place."""
    rows = database.execute(_BY_DIGEST_SQL if digest else _BY_ORIGIN_SQL, (digest or origin,))
    return [read_publication_date(*row) for row in rows]
