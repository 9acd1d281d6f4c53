"""Adding: accounts go into the library, and the strikes that they touch are made anew. All in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from model.library.edits.reattachment import settle
from model.library.records.publication_dates import dated
from model.library.records.serialization import PackedAccount, PackedReport, document_of, packed_reports
from model.library.records.strike_rebuild import Making


class Added(NamedTuple):
    """What became of the documents that were added, and how many reports the new and the changed ones gave.

    `keep_day` of the unchanged ones keep another day of publication, which the user gave them before.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    reports: int = 0
    keep_day: int = 0

    def __add__(self, other: object) -> Added:
        """Both together."""
        return Added(*map(int.__add__, self, other)) if isinstance(other, Added) else NotImplemented


def add(database: sqlite3.Connection, accounts: Iterable[PackedAccount], *, renewing: bool = False) -> Added:
    """Write the accounts inside the caller's transaction; a document that is there already costs nothing.

    Another document of the same origin is replaced, unless it was found elsewhere too; the same one read by another
    edition of the rules is read anew, and so is one that had no day of publication and is given one now. What the user
    has done to the former is done to the latter. Of several documents of one content that whose name comes first is
    kept, whichever came first. `renewing` passes over what is not there.
    """
    return _Adding(database).add(accounts, renewing)


def keep_problems(database: sqlite3.Connection, problems: Iterable[str]) -> None:
    """Write the lines that say what could not be read, inside the caller's transaction."""
    database.executemany("INSERT INTO problems (line) VALUES (?)", ((line,) for line in problems))


class _Adding:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._making = Making(database)
        self._written: set[int] = set()  # row ids of documents
        self._dropped: set[int] = set()

    def add(self, accounts: Iterable[PackedAccount], renewing: bool) -> Added:
        added = Added()
        for account in accounts:
            known = self._database.execute(
                "SELECT id, edition, origin, name, body, dated FROM documents WHERE digest = ?", (account.digest,)
            ).fetchone()
            if known:
                added += self._again(account, *known)
            elif not renewing:
                replaces = self._replaces(account.origin)
                self._write_reports(account.reports, self._write(account), account.digest)
                added += Added(int(not replaces), int(replaces), 0, len(account.reports))
        settle(self._making, self._written, self._dropped)
        self._making.make()
        return added

    def _again(
        self,
        account: PackedAccount,
        number: int,
        edition: str,
        origin: str | None,
        name: str,
        body: bytes,
        given: str | None,
    ) -> Added:
        """A document that is there, by its row; `given` is the day that the user's work gives it."""
        self._replaces(account.origin, number)
        self._found_again(number, origin, account.origin)
        own, was, now = dated(body), dated(body, given), dated(account.body)
        gets_day = was.day is None and now.day is not None
        if own == now:
            name_and_body = min((account.name, account.body), (name, body))
        else:  # the user gave it a day, now or before
            name_and_body = min(account.name, name), account.body if gets_day else body
        anew = edition != account.edition or gets_day
        if not anew and name_and_body == (name, body):
            return Added(unchanged=1, keep_day=int(now.given and was.keeps_from(now.day)))
        reports = account.reports if own == now or gets_day else _parsed(account, *name_and_body)
        self._making.drop(number)
        self._database.execute(
            "UPDATE documents SET edition = ?, name = ?, body = ?, dated = NULL WHERE id = ?",
            (account.edition, *name_and_body, number),
        )
        self._write_reports(reports, number, account.digest)
        return Added(changed=1, reports=len(reports)) if anew else Added(unchanged=1)

    # Where documents are found

    def _replaces(self, origin: str, by: int | None = None) -> bool:
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
            self._leave(number, first, origin)
        return bool(found)

    def _leave(self, number: int, first: str | None, origin: str) -> None:
        (further,) = self._database.execute(
            "SELECT min(origin) FROM elsewhere WHERE document = ? AND origin <> ?", (number, origin)
        ).fetchone()
        gone = further if first == origin else origin
        self._database.execute("DELETE FROM elsewhere WHERE origin = ?", (gone,))
        if first == origin and further is not None:
            self._database.execute("UPDATE documents SET origin = ? WHERE id = ?", (further, number))
        elif first == origin:
            self._making.drop(number)
            self._dropped.add(number)
            self._written.discard(number)
            self._database.execute("DELETE FROM documents WHERE id = ?", (number,))

    def _found_again(self, number: int, first: str | None, origin: str) -> None:
        """A document of origin `first` is found at another one, or ('') where no place has a lasting name."""
        if first is None or first == origin:
            return
        if origin:
            self._database.execute("INSERT OR IGNORE INTO elsewhere (origin, document) VALUES (?, ?)", (origin, number))
        else:
            self._database.execute("UPDATE documents SET origin = NULL WHERE id = ?", (number,))
            self._database.execute("DELETE FROM elsewhere WHERE document = ?", (number,))

    # Writing

    def _write(self, account: PackedAccount) -> int:
        insert = "INSERT INTO documents (name, digest, origin, source, url, edition, body) VALUES (?, ?, ?, ?, ?, ?, ?)"
        values = (account.name, account.digest, account.origin or None, account.source, account.url or None)
        document = self._database.execute(insert, (*values, account.edition, account.body)).lastrowid
        assert document is not None
        self._database.execute("INSERT INTO texts (rowid, words) VALUES (?, ?)", (document, account.words))
        return document

    def _write_reports(self, reports: Sequence[PackedReport], document: int, digest: str) -> None:
        self._written.add(document)
        self._making.write(reports, document, digest)


def _parsed(account: PackedAccount, name: str, body: bytes) -> Sequence[PackedReport]:
    """The reports of a document that keeps its own body when the account comes: that has another day."""
    from model.parsing import parse  # slow to load, and needed for this alone

    return packed_reports(parse(document_of(body, name)), account.digest, account.source)
