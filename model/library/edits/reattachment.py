"""Settling: documents come and go, and the user's work finds its reports again; a day that they gave reads anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from model.library.database.sql_params import marks, portions
from model.library.edits import anchors
from model.library.records.serialization import document_of, packed_reports
from model.library.records.strike_rebuild import Making


def settle(making: Making, written: set[int], dropped: Iterable[int] = ()) -> None:
    """Let the user's work follow: `written` are documents (row ids) that came, `dropped` those that they replace."""
    database = making.database
    if not database.execute("SELECT EXISTS (SELECT 1 FROM anchors)").fetchone()[0]:
        return
    near = anchors.near(database, written)
    about = near | _about_documents(database, dropped)
    moved = anchors.settle(database, about, documents=True)
    documents = {number for each in moved for number in (each.before, each.now) if number is not None}
    anew = redate(making, documents | written)
    near |= anchors.near(database, anew) | anchors.standing_for(database, making.gone)
    follow(making, near)


def follow(making: Making, about: Iterable[int]) -> None:
    """Find anew the reports that these anchors stand for; the strikes of those that moved are touched."""
    for each in anchors.settle(making.database, about, documents=False, gone=making.gone):
        making.touched.update(number for number in (each.before, each.now) if number is not None)


def redate(making: Making, documents: Iterable[int]) -> set[int]:
    """Read those of the documents anew to which the user has given another day, or no longer gives one."""
    database = making.database
    given = _given(database, documents)
    anew = set()
    for some in portions(sorted(set(documents))):
        rows = database.execute(
            "SELECT id, digest, name, dated, body FROM documents"
            f" WHERE id IN ({marks(some)}) AND edition <> ''",  # of a dataset nothing was parsed
            some,
        ).fetchall()
        for number, digest, name, dated, body in rows:
            if given.get(number) != dated:
                anew.add(number)
                _read_anew(making, number, digest, name, given.get(number), body)
    return anew


def _read_anew(making: Making, number: int, digest: str, name: str, dated: str | None, body: bytes) -> None:
    from model.parsing import parse  # slow to load, and needed for this alone

    making.drop(number)
    making.database.execute("UPDATE documents SET dated = ? WHERE id = ?", (dated, number))
    document = document_of(body, name, dated)
    making.write(packed_reports(parse(document), digest, document.source or ""), number, digest)


def _given(database: sqlite3.Connection, documents: Iterable[int]) -> dict[int, str | None]:
    """The days that the user has given to these documents; the later holds."""
    given: dict[int, str | None] = {}
    for some in portions(sorted(set(documents))):
        given.update(
            database.execute(
                "SELECT document, value FROM anchors JOIN edits ON anchor = anchors.id"
                f" WHERE document IN ({marks(some)}) AND kind = 'date' AND NOT undone ORDER BY made, edits.key",
                some,
            )
        )
    return given


def _about_documents(database: sqlite3.Connection, documents: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for some in portions(sorted(documents)):
        rows = database.execute(f"SELECT id FROM anchors WHERE document IN ({marks(some)})", some)
        found.update(number for (number,) in rows)
    return found
