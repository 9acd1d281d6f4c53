"""Settling: documents come and go, and the user's work finds its reports again; a day that they gave reads anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from model.library.database.sql_params import placeholders, split_batches
from model.library.edits import anchors
from model.library.records.serialization import pack_reports, unpack_document
from model.library.records.strike_rebuild import StrikeRebuild


def reattach_edits(making: StrikeRebuild, written: set[int], dropped: Iterable[int] = ()) -> None:
    """Let the user's work follow: `written` are documents (row ids) that came, `dropped` those that they replace."""
    database = making.database
    if not database.execute("SELECT EXISTS (SELECT 1 FROM anchors)").fetchone()[0]:
        return
    near = anchors.find_candidate_anchors(database, written)
    about = near | _document_anchors(database, dropped)
    moved = anchors.reattach_anchors(database, about, documents=True)
    documents = {number for each in moved for number in (each.old_target, each.new_target) if number is not None}
    anew = reparse_redated(making, documents | written)
    near |= anchors.find_candidate_anchors(database, anew) | anchors.find_report_anchors(
        database, making.dropped_reports
    )
    touch_moved(making, near)


def touch_moved(making: StrikeRebuild, about: Iterable[int]) -> None:
    """Find anew the reports that these anchors stand for; the strikes of those that moved are touched."""
    for each in anchors.reattach_anchors(making.database, about, documents=False, gone=making.dropped_reports):
        making.edited_reports.update(number for number in (each.old_target, each.new_target) if number is not None)


def reparse_redated(making: StrikeRebuild, documents: Iterable[int]) -> set[int]:
    """Read those of the documents anew to which the user has given another day, or no longer gives one."""
    database = making.database
    given = _user_dates(database, documents)
    anew = set()
    for some in split_batches(sorted(set(documents))):
        rows = database.execute(
            "SELECT id, digest, name, dated, body FROM documents"
            f" WHERE id IN ({placeholders(some)}) AND edition <> ''",  # of a dataset nothing was parsed
            some,
        ).fetchall()
        for number, digest, name, dated, body in rows:
            if given.get(number) != dated:
                anew.add(number)
                _reparse_document(making, number, digest, name, given.get(number), body)
    return anew


def _reparse_document(
    making: StrikeRebuild, number: int, digest: str, name: str, dated: str | None, body: bytes
) -> None:
    from model.parsing import parse_document  # slow to load, and needed for this alone

    making.drop_reports(number)
    making.database.execute("UPDATE documents SET dated = ? WHERE id = ?", (dated, number))
    document = unpack_document(body, name, dated)
    making.write_reports(pack_reports(parse_document(document), digest, document.source or ""), number, digest)


def _user_dates(database: sqlite3.Connection, documents: Iterable[int]) -> dict[int, str | None]:
    """The days that the user has given to these documents; the later holds."""
    given: dict[int, str | None] = {}
    for some in split_batches(sorted(set(documents))):
        given.update(
            database.execute(
                "SELECT document, value FROM anchors JOIN edits ON anchor = anchors.id"
                f" WHERE document IN ({placeholders(some)}) AND kind = 'date' AND NOT undone ORDER BY made, edits.key",
                some,
            )
        )
    return given


def _document_anchors(database: sqlite3.Connection, documents: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for some in split_batches(sorted(documents)):
        rows = database.execute(f"SELECT id FROM anchors WHERE document IN ({placeholders(some)})", some)
        found.update(number for (number,) in rows)
    return found
