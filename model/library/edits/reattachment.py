"""Reattaches edits when documents come and go, and parses documents again whose publication date the user changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from model.library.database.sql_params import select_in
from model.library.edits.anchors import find_attached_anchors, find_candidate_anchors, reattach_anchors
from model.library.records.serialization import pack_reports, unpack_document
from model.library.records.strike_rebuild import StrikeRebuild


def reattach_edits(rebuild: StrikeRebuild, written: set[int], dropped: Iterable[int] = ()) -> None:
    """Reattach the edits of new documents (row ids `written`) and of those they replace (`dropped`)."""
    database = rebuild.database
    if not database.execute("SELECT EXISTS (SELECT 1 FROM anchors)").fetchone()[0]:
        return
    anchor_ids = find_candidate_anchors(database, written)
    of_documents = anchor_ids | find_attached_anchors(database, "document", dropped)
    moved_documents = reattach_anchors(database, of_documents, documents=True)
    touch_moved(rebuild, anchor_ids, reparse_redated(rebuild, moved_documents | written))


def touch_moved(rebuild: StrikeRebuild, anchor_ids: Iterable[int], reparsed: Iterable[int]) -> None:
    """Reattach anchors of reports: these, those of reparsed documents, and those of dropped reports.

    The old and the new reports of anchors that moved are marked as edited.
    """
    database, dropped = rebuild.database, rebuild.dropped_reports
    anchor_ids = {
        *anchor_ids,
        *find_candidate_anchors(database, reparsed),
        *find_attached_anchors(database, "report", dropped),
    }
    rebuild.edited_reports |= reattach_anchors(database, anchor_ids, documents=False, dropped=dropped)


def reparse_redated(rebuild: StrikeRebuild, document_ids: Iterable[int]) -> set[int]:
    """Parse those of the documents again whose publication date by the user has changed; returns their row ids."""
    document_ids = sorted(set(document_ids))
    user_dates = _user_dates(rebuild.database, document_ids)
    rows = select_in(
        rebuild.database,
        # Datasets, which have no edition, are not parsed.
        "SELECT id, digest, name, dated, body FROM documents WHERE id IN ({}) AND edition <> ''",
        document_ids,
    )
    redated = [row for row in rows if user_dates.get(row[0]) != row[3]]
    for document_id, digest, name, _, body in redated:
        _reparse_document(rebuild, document_id, digest, name, user_dates.get(document_id), body)
    return {row[0] for row in redated}


def _reparse_document(
    rebuild: StrikeRebuild, document_id: int, digest: str, name: str, user_date: str | None, body: bytes
) -> None:
    from model.parsing import parse_document  # slow to import, and rarely needed

    rebuild.drop_reports(document_id)
    rebuild.database.execute("UPDATE documents SET dated = ? WHERE id = ?", (user_date, document_id))
    document = unpack_document(body, name, user_date)
    rebuild.write_reports(pack_reports(parse_document(document), digest, document.source or ""), document_id, digest)


def _user_dates(database: sqlite3.Connection, document_ids: Iterable[int]) -> dict[int, str | None]:
    """The publication date that the user last set for each document."""
    return dict(
        select_in(
            database,
            "SELECT document, value FROM anchors JOIN edits ON anchor = anchors.id"
            " WHERE document IN ({}) AND kind = 'date' AND NOT undone ORDER BY made, edits.key",
            document_ids,
        )
    )
