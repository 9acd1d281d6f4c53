"""Publication dates of stored documents: stated by the document, or set by the user."""

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
    """The publication date of a document (ISO day, or None), and whether the user set it because none is stated."""

    day: str | None
    is_user_given: bool

    def has_other_day(self, day: str | None) -> bool:
        """Whether the user set another day than this one before."""
        return self.is_user_given and self.day != day


def read_publication_date(body: bytes, edited_day: str | None = None) -> StoredPublicationDate:
    """The publication date of a document body, or the day set by an edit; raises CorruptValueError."""
    try:
        document = json.loads(inflate_text(body))
        day, source = document.get("published"), document.get("published_from")
    except (ValueError, AttributeError, RecursionError):
        raise CorruptValueError from None
    is_stated = day is not None and source != "user"
    return StoredPublicationDate(edited_day or day, not is_stated and (edited_day or day) is not None)


def find_publication_dates(
    database: sqlite3.Connection, *, digest: str = "", origin: str = ""
) -> list[StoredPublicationDate]:
    """The publication dates of the documents with this digest, or else of those found at this origin."""
    rows = database.execute(_BY_DIGEST_SQL if digest else _BY_ORIGIN_SQL, (digest or origin,))
    return [read_publication_date(*row) for row in rows]
