"""Adds documents to a library and rebuilds the strikes they change, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from model.library.edits.reattachment import reattach_edits
from model.library.records.publication_dates import read_publication_date
from model.library.records.serialization import PackedDocument, PackedReport, pack_reports, unpack_document
from model.library.records.strike_rebuild import StrikeRebuild


class AddResult(NamedTuple):
    """How many documents were added, changed or known already, and how many reports the first two have.

    `user_dated` counts known documents that keep another publication date, set by the user before.
    """

    new_documents: int = 0
    changed_documents: int = 0
    unchanged_documents: int = 0
    report_count: int = 0
    user_dated: int = 0

    def __add__(self, other: object) -> AddResult:
        return AddResult(*map(int.__add__, self, other)) if isinstance(other, AddResult) else NotImplemented


def add_documents(
    database: sqlite3.Connection, documents: Iterable[PackedDocument], *, only_known: bool = False
) -> AddResult:
    """Write documents in the transaction of the caller; known documents cost almost nothing.

    A document replaces another one of the same origin, unless that has further origins. A known document is parsed
    again if it was parsed by another edition of the rules, or gets its first publication date. The user's edits are
    reattached. Of documents with the same content, the first name in alphabetical order is kept, whatever the order of
    adding. With `only_known`, unknown documents are skipped.
    """
    return _DocumentWriter(database).add_documents(documents, only_known)


class _DocumentWriter:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._rebuild = StrikeRebuild(database)
        self._written_ids: set[int] = set()  # row ids of documents
        self._dropped_ids: set[int] = set()

    def add_documents(self, documents: Iterable[PackedDocument], only_known: bool) -> AddResult:
        result = AddResult()
        for document in documents:
            known = self._database.execute(
                "SELECT id, edition, origin, name, body, dated FROM documents WHERE digest = ?", (document.digest,)
            ).fetchone()
            if known:
                result += self._update_known(document, known)
            elif not only_known:
                replaces = self._release_origin(document.origin)
                self._write_reports(document.reports, self._insert_document(document), document.digest)
                result += AddResult(int(not replaces), int(replaces), 0, len(document.reports))
        reattach_edits(self._rebuild, self._written_ids, self._dropped_ids)
        self._rebuild.rebuild_strikes()
        return result

    def _update_known(self, document: PackedDocument, row: tuple[Any, ...]) -> AddResult:
        """Update a known document, whose row is that selected in `add_documents`."""
        row_id, edition, origin, name, body, user_date = row
        self._release_origin(document.origin, row_id)
        self._add_origin(row_id, origin, document.origin)
        old, new = read_publication_date(body, user_date), read_publication_date(document.body)
        gets_day = old.day is None and new.day is not None
        is_same_body_date = read_publication_date(body) == new
        if is_same_body_date:
            name_and_body = min((document.name, document.body), (name, body))
        else:  # the user set a publication date, now or before
            name_and_body = min(document.name, name), document.body if gets_day else body
        is_reparsed = edition != document.edition or gets_day
        if not is_reparsed and name_and_body == (name, body):
            return AddResult(unchanged_documents=1, user_dated=int(new.is_user_given and old.has_other_day(new.day)))
        keeps_body = not (is_same_body_date or gets_day)
        reports = _reparse_body(document, *name_and_body) if keeps_body else document.reports
        self._rebuild.drop_reports(row_id)
        self._database.execute(
            "UPDATE documents SET edition = ?, name = ?, body = ?, dated = NULL WHERE id = ?",
            (document.edition, *name_and_body, row_id),
        )
        self._write_reports(reports, row_id, document.digest)
        if not is_reparsed:
            return AddResult(unchanged_documents=1)
        return AddResult(changed_documents=1, report_count=len(reports))

    # Origins

    def _release_origin(self, origin: str, keep_id: int | None = None) -> bool:
        """Take an origin from the document that has it, except `keep_id`; returns whether there was one."""
        if not origin:
            return False
        rows = self._database.execute(
            "SELECT id, origin FROM documents WHERE origin = :origin AND id IS NOT :keep UNION"
            " SELECT id, documents.origin FROM elsewhere JOIN documents ON id = document"
            " WHERE elsewhere.origin = :origin AND id IS NOT :keep",
            {"origin": origin, "keep": keep_id},
        ).fetchall()
        for row_id, first in rows:
            self._remove_origin(row_id, first, origin)
        return bool(rows)

    def _remove_origin(self, row_id: int, first: str | None, origin: str) -> None:
        """Remove an origin of a document whose first one is `first`; delete the document if it was the last."""
        (next_origin,) = self._database.execute(
            "SELECT min(origin) FROM elsewhere WHERE document = ? AND origin <> ?", (row_id, origin)
        ).fetchone()
        removed = next_origin if first == origin else origin
        self._database.execute("DELETE FROM elsewhere WHERE origin = ?", (removed,))
        if first == origin and next_origin is not None:
            self._database.execute("UPDATE documents SET origin = ? WHERE id = ?", (next_origin, row_id))
        elif first == origin:
            self._rebuild.drop_reports(row_id)
            self._dropped_ids.add(row_id)
            self._written_ids.discard(row_id)
            self._database.execute("DELETE FROM documents WHERE id = ?", (row_id,))

    def _add_origin(self, row_id: int, first: str | None, origin: str) -> None:
        """Add an origin to a document whose first one is `first`; '' is an origin that is not permanent."""
        if first is None or first == origin:
            return
        if origin:
            self._database.execute("INSERT OR IGNORE INTO elsewhere (origin, document) VALUES (?, ?)", (origin, row_id))
        else:
            self._database.execute("UPDATE documents SET origin = NULL WHERE id = ?", (row_id,))
            self._database.execute("DELETE FROM elsewhere WHERE document = ?", (row_id,))

    # Writing

    def _insert_document(self, document: PackedDocument) -> int:
        row_id = self._database.execute(
            "INSERT INTO documents (name, digest, origin, source, url, edition, body)"
            " VALUES (:name, :digest, nullif(:origin, ''), :source, nullif(:url, ''), :edition, :body)",
            document._asdict(),
        ).lastrowid
        assert row_id is not None
        self._database.execute("INSERT INTO texts (rowid, words) VALUES (?, ?)", (row_id, document.search_text))
        return row_id

    def _write_reports(self, reports: Sequence[PackedReport], document_id: int, digest: str) -> None:
        self._written_ids.add(document_id)
        self._rebuild.write_reports(reports, document_id, digest)


def _reparse_body(document: PackedDocument, name: str, body: bytes) -> Sequence[PackedReport]:
    """The reports of a stored body that stays although the new document has another publication date."""
    from model.parsing import parse_document  # slow to import, and rarely needed

    return pack_reports(parse_document(unpack_document(body, name)), document.digest, document.source)
