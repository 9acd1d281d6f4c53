"""Loads a strike: fuses its stored reports, and applies the user's edits."""

from __future__ import annotations

import sqlite3
from typing import Final, NamedTuple

from model.edits.overlay import apply_edits
from model.event import Strike
from model.library.records.edit_lookup import load_edits
from model.library.records.serialization import unpack_report
from model.merging.fusion import KeyedReport, fuse_reports

_MIN_DIGEST_DIGITS: Final = 6  # appended to the name of a document that is not unique


class StoredDocument(NamedTuple):
    """A row of `documents`; `user_date` is the publication date set by the user."""

    row_id: int
    edition: str
    user_date: str | None
    body: bytes


def find_documents(database: sqlite3.Connection, identifier: str) -> list[StoredDocument]:
    """The documents with this name, else those matching NAME#DIGEST, where the digest may be abbreviated."""
    identifier = identifier.encode(errors="replace").decode()  # a lone surrogate cannot be bound
    name, _, digest = identifier.rpartition("#")
    for wanted, prefix in ((identifier, ""), (name, digest)):
        rows = database.execute(
            "SELECT id, edition, dated, body FROM documents WHERE name = ? AND digest >= ? AND digest < ?",
            (wanted, prefix, prefix + "g"),
        )
        if documents := [StoredDocument(*row) for row in rows]:
            return documents
    return []


def load_strike(database: sqlite3.Connection, row_id: int) -> Strike:
    """The strike with this row id; raises KeyError."""
    reports = load_reports(database, row_id)
    row = database.execute("SELECT marks FROM strikes WHERE id = ?", (row_id,)).fetchone()
    if not reports or not row:
        raise KeyError(row_id)
    strike = fuse_reports(list(reports.values()))
    return apply_edits(strike, load_edits(database, list(reports))) if row[0] else strike


def load_reports(database: sqlite3.Connection, strike_id: int) -> dict[int, KeyedReport]:
    """The reports of the strike with this row id, by their own row ids."""
    rows = database.execute(
        "SELECT reports.id, documents.name, digest, key, reports.body FROM reports"
        " JOIN documents ON documents.id = document WHERE strike = ?",
        (strike_id,),
    ).fetchall()
    return {
        report_id: KeyedReport(unpack_report(body, _unique_document_id(database, name, digest)), key)
        for report_id, name, digest, key, body in rows
    }


def _unique_document_id(database: sqlite3.Connection, name: str, digest: str) -> str:
    """The name of a document, with as much of its digest as tells it from others of the same name."""
    others = "SELECT 1 FROM documents WHERE name = ? AND digest <> ? AND digest >= ? AND digest < ?"
    for length in (0, *range(_MIN_DIGEST_DIGITS, len(digest))):
        prefix = digest[:length]
        if not database.execute(others, (name, digest, prefix, prefix + "g")).fetchone():
            return f"{name}#{prefix}" if prefix else name
    return f"{name}#{digest}"
