"""Adding: accounts go into the library, and the strikes that they touch are made anew. All in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from model.library.edits.reattachment import reattach_edits
from model.library.records.publication_dates import read_publication_date
from model.library.records.serialization import PackedDocument, PackedReport, pack_reports, unpack_document
from model.library.records.strike_rebuild import StrikeRebuild


class AddResult(NamedTuple):
    """What became of the documents that were added, and how many reports the new and the changed ones gave.

    `keep_day` of the unchanged ones keep another day of publication, which the user gave them before.
    """

    new_documents: int = 0
    changed_documents: int = 0
    unchanged_documents: int = 0
    report_count: int = 0
    user_dated: int = 0

    def __add__(self, other: object) -> AddResult:
        """Both together."""
        return AddResult(*map(int.__add__, self, other)) if isinstance(other, AddResult) else NotImplemented


def add_documents(
    database: sqlite3.Connection, accounts: Iterable[PackedDocument], *, renewing: bool = False
) -> AddResult:
    """Write the accounts inside the caller's transaction; a document that is there already costs nothing.

    Another document of the same origin is replaced, unless it was found elsewhere too; the same one read by another
    edition of the rules is read anew, and so is one that had no day of publication and is given one now. What the user
    has done to the former is done to the latter. Of several documents of one content that whose name comes first is
    kept, whichever came first. `renewing` passes over what is not there.
    """
    return _DocumentWriter(database).add_documents(accounts, renewing)


def keep_problems(database: sqlite3.Connection, problems: Iterable[str]) -> None:
    """Write the lines that say what could not be read, inside the caller's transaction."""
    database.executemany("INSERT INTO problems (line) VALUES (?)", ((line,) for line in problems))


class _DocumentWriter:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._rebuild = StrikeRebuild(database)
        self._written_ids: set[int] = set()  # row ids of documents
        self._dropped_ids: set[int] = set()

    def add_documents(self, accounts: Iterable[PackedDocument], renewing: bool) -> AddResult:
        added = AddResult()
        for account in accounts:
            known = self._database.execute(
                "SELECT id, edition, origin, name, body, dated FROM documents WHERE digest = ?", (account.digest,)
            ).fetchone()
            if known:
                added += self._update_known(account, *known)
            elif not renewing:
                replaces = self._release_origin(account.origin)
                self._write_reports(account.reports, self._insert_document(account), account.digest)
                added += AddResult(int(not replaces), int(replaces), 0, len(account.reports))
        reattach_edits(self._rebuild, self._written_ids, self._dropped_ids)
        self._rebuild.rebuild_strikes()
        return added

    def _update_known(
        self,
        account: PackedDocument,
        number: int,
        edition: str,
        origin: str | None,
        name: str,
        body: bytes,
        given: str | None,
    ) -> AddResult:
        """A document that is there, by its row; `given` is the day that the user's work gives it."""
        self._release_origin(account.origin, number)
        self._add_origin(number, origin, account.origin)
        own, was, now = (
            read_publication_date(body),
            read_publication_date(body, given),
            read_publication_date(account.body),
        )
        gets_day = was.day is None and now.day is not None
        if own == now:
            name_and_body = min((account.name, account.body), (name, body))
        else:  # the user gave it a day, now or before
            name_and_body = min(account.name, name), account.body if gets_day else body
        anew = edition != account.edition or gets_day
        if not anew and name_and_body == (name, body):
            return AddResult(unchanged_documents=1, user_dated=int(now.is_user_given and was.has_other_day(now.day)))
        reports = account.reports if own == now or gets_day else _reparse_body(account, *name_and_body)
        self._rebuild.drop_reports(number)
        self._database.execute(
            "UPDATE documents SET edition = ?, name = ?, body = ?, dated = NULL WHERE id = ?",
            (account.edition, *name_and_body, number),
        )
        self._write_reports(reports, number, account.digest)
        return AddResult(changed_documents=1, report_count=len(reports)) if anew else AddResult(unchanged_documents=1)

    # Where documents are found

    def _release_origin(self, origin: str, by: int | None = None) -> bool:
        """Let another document than `by` leave this place, if one is there; it is dropped where it was found last."""
        if not origin:
            return False
        found = self._database.execute(
            "SELECT id, origin FROM documents WHERE origin = :origin AND id IS NOT :by UNION"
            " SELECT id, documents.origin FROM elsewhere JOIN documents ON id = document"
            " WHERE elsewhere.origin = :origin AND id IS NOT :by",
            {"origin": origin, "by": by},
        ).fetchall()
        for number, first in found:
            self._remove_origin(number, first, origin)
        return bool(found)

    def _remove_origin(self, number: int, first: str | None, origin: str) -> None:
        (further,) = self._database.execute(
            "SELECT min(origin) FROM elsewhere WHERE document = ? AND origin <> ?", (number, origin)
        ).fetchone()
        gone = further if first == origin else origin
        self._database.execute("DELETE FROM elsewhere WHERE origin = ?", (gone,))
        if first == origin and further is not None:
            self._database.execute("UPDATE documents SET origin = ? WHERE id = ?", (further, number))
        elif first == origin:
            self._rebuild.drop_reports(number)
            self._dropped_ids.add(number)
            self._written_ids.discard(number)
            self._database.execute("DELETE FROM documents WHERE id = ?", (number,))

    def _add_origin(self, number: int, first: str | None, origin: str) -> None:
        """A document of origin `first` is found at another one, or ('') where no place has a lasting name."""
        if first is None or first == origin:
            return
        if origin:
            self._database.execute("INSERT OR IGNORE INTO elsewhere (origin, document) VALUES (?, ?)", (origin, number))
        else:
            self._database.execute("UPDATE documents SET origin = NULL WHERE id = ?", (number,))
            self._database.execute("DELETE FROM elsewhere WHERE document = ?", (number,))

    # Writing

    def _insert_document(self, account: PackedDocument) -> int:
        insert = "INSERT INTO documents (name, digest, origin, source, url, edition, body) VALUES (?, ?, ?, ?, ?, ?, ?)"
        values = (account.name, account.digest, account.origin or None, account.source, account.url or None)
        document = self._database.execute(insert, (*values, account.edition, account.body)).lastrowid
        assert document is not None
        self._database.execute("INSERT INTO texts (rowid, words) VALUES (?, ?)", (document, account.search_text))
        return document

    def _write_reports(self, reports: Sequence[PackedReport], document: int, digest: str) -> None:
        self._written_ids.add(document)
        self._rebuild.write_reports(reports, document, digest)


def _reparse_body(account: PackedDocument, name: str, body: bytes) -> Sequence[PackedReport]:
    """The reports of a document that keeps its own body when the account comes: that has another day."""
    from model.parsing import parse_document  # slow to load, and needed for this alone

    return pack_reports(parse_document(unpack_document(body, name)), account.digest, account.source)
