"""Adding: accounts go into the library, and the strikes that they touch are made anew. All in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from model.library.making import Making
from model.library.packing import PackedAccount
from model.library.settling import settle


class Added(NamedTuple):
    """What became of the documents that were added, and how many reports the new and the changed ones gave."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    reports: int = 0

    def __add__(self, other: object) -> Added:
        """Both together."""
        return Added(*map(int.__add__, self, other)) if isinstance(other, Added) else NotImplemented


def add(database: sqlite3.Connection, accounts: Iterable[PackedAccount]) -> Added:
    """Write the accounts inside the caller's transaction; a document that is there already costs nothing.

    Another document of the same origin is replaced; the same one read by another edition of the rules is read anew.
    What the user has done to the former is done to the latter.
    """
    return _Adding(database).add(accounts)


class _Adding:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._making = Making(database)
        self._written: set[int] = set()  # row ids of documents
        self._dropped: set[int] = set()

    def add(self, accounts: Iterable[PackedAccount]) -> Added:
        new = changed = unchanged = reports = 0
        for account in accounts:
            known = self._database.execute(
                "SELECT id, edition FROM documents WHERE digest = ?", (account.digest,)
            ).fetchone()
            if known and known[1] == account.edition:
                unchanged += 1
                continue
            reports += len(account.reports)
            if known:
                self._making.drop(known[0])
                self._database.execute(
                    "UPDATE documents SET edition = ?, dated = NULL WHERE id = ?", (account.edition, known[0])
                )
                self._write_reports(account, known[0])
                changed += 1
            else:
                replaces = self._replaces(account)
                changed, new = changed + replaces, new + (not replaces)
                self._write_reports(account, self._write(account))
        settle(self._making, self._written, self._dropped)
        self._making.make()
        return Added(new, changed, unchanged, reports)

    def _replaces(self, account: PackedAccount) -> bool:
        """Drop the document whose place this one takes, if there is one."""
        if not account.origin:
            return False
        found = self._database.execute("SELECT id FROM documents WHERE origin = ?", (account.origin,)).fetchall()
        for (number,) in found:
            self._making.drop(number)
            self._dropped.add(number)
            self._written.discard(number)
            self._database.execute("DELETE FROM documents WHERE id = ?", (number,))
        return bool(found)

    def _write(self, account: PackedAccount) -> int:
        insert = "INSERT INTO documents (name, digest, origin, source, url, edition, body) VALUES (?, ?, ?, ?, ?, ?, ?)"
        values = (account.name, account.digest, account.origin or None, account.source, account.url or None)
        document = self._database.execute(insert, (*values, account.edition, account.body)).lastrowid
        assert document is not None
        self._database.execute("INSERT INTO texts (rowid, words) VALUES (?, ?)", (document, account.words))
        return document

    def _write_reports(self, account: PackedAccount, document: int) -> None:
        self._written.add(document)
        self._making.write(account.reports, document, account.digest)
