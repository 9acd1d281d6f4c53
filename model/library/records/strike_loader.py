"""A whole strike out of the library: made from its reports whenever one is looked at, with the user's work upon it."""

from __future__ import annotations

import sqlite3
from typing import Final, NamedTuple

from model.edits.overlay import apply_edits
from model.event import Strike
from model.library.records.edit_lookup import load_edits
from model.library.records.serialization import unpack_report
from model.merging.fusion import KeyedReport, fuse_reports

_MIN_DIGEST_DIGITS: Final = 6  # digits of a digest that tell documents of one name apart, where that is enough


class StoredDocument(NamedTuple):
    """A document of the library: its row id, the edition that read it, the day that the user gave it, and its body."""

    row_id: int
    edition: str
    user_date: str | None
    body: bytes


def find_documents(database: sqlite3.Connection, identifier: str) -> list[StoredDocument]:
    """The documents of this name; else those whose name stands before a '#', and behind it how their digest begins."""
    wanted = identifier.encode(errors="replace").decode()  # what is no UTF-8 names nothing
    name, _, digest = wanted.rpartition("#")
    for named, begins in ((wanted, ""), (name, digest)):
        rows = database.execute(
            "SELECT id, edition, dated, body FROM documents WHERE name = ? AND digest >= ? AND digest < ?",
            (named, begins, begins + "g"),
        )
        if found := [StoredDocument(*row) for row in rows]:
            return found
    return []


def load_strike(database: sqlite3.Connection, row_id: int) -> Strike:
    """The strike of this row; KeyError where there is none."""
    reports = load_reports(database, row_id)
    found = database.execute("SELECT marks FROM strikes WHERE id = ?", (row_id,)).fetchone()
    if not reports or not found:
        raise KeyError(row_id)
    strike = fuse_reports(list(reports.values()))
    return apply_edits(strike, load_edits(database, list(reports))) if found[0] else strike


def load_reports(database: sqlite3.Connection, row_id: int) -> dict[int, KeyedReport]:
    """The reports of the strike of this row, by their row ids."""
    rows = database.execute(
        "SELECT reports.id, documents.name, digest, key, reports.body FROM reports"
        " JOIN documents ON documents.id = document WHERE strike = ?",
        (row_id,),
    ).fetchall()
    return {
        number: KeyedReport(unpack_report(body, _unique_document_id(database, name, digest)), key)
        for number, name, digest, key, body in rows
    }


def _unique_document_id(database: sqlite3.Connection, name: str, digest: str) -> str:
    """The id of a document: the one that it brings, with a part of its digest where several bring the same."""
    others = "SELECT 1 FROM documents WHERE name = ? AND digest <> ? AND digest >= ? AND digest < ?"
    for length in (0, *range(_MIN_DIGEST_DIGITS, len(digest))):
        begins = digest[:length]
        if not database.execute(others, (name, digest, begins, begins + "g")).fetchone():
            return f"{name}#{begins}" if begins else name
    return f"{name}#{digest}"
