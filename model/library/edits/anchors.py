"""Anchors: the reports and documents that edits refer to.

An edit is anchored to a report, and follows it into whichever strike it is merged. A report is found by its key. If its
document was parsed by other rules, replaced by a later text, or comes from a colleague's library, the anchor is
reattached to the report of the same document (by digest, else by URL or name) that shares most words with it. An anchor
without a match is kept, and tried again whenever its document comes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterable
from typing import Final, Literal, NamedTuple

from model.library.database.sql_params import select_in
from model.library.records.serialization import unpack_document, unpack_report
from model.text.folding import fold_text

MIN_WORD_SHARE: Final = 0.5  # of the words of an anchor that its match must contain
MAX_ANCHOR_CHARACTERS: Final = 1_000


class Anchor(NamedTuple):
    """A report, or a whole document (`key` begins with "#"), as any library can find it.

    `start` is the offset of the report in the text, `words` are its first words.
    """

    key: str
    digest: str
    name: str
    url: str | None
    start: int
    words: str

    @property
    def is_document(self) -> bool:
        """Whether it is a whole document."""
        return self.key.startswith("#")


def anchor_of_report(database: sqlite3.Connection, report_id: int) -> Anchor:
    """The anchor of a report."""
    key, digest, name, url, body = database.execute(
        "SELECT key, digest, name, url, reports.body FROM reports"
        " JOIN documents ON documents.id = document WHERE reports.id = ?",
        (report_id,),
    ).fetchone()
    excerpt = unpack_report(body, name).excerpts[0]
    return Anchor(key, digest, name, url, excerpt.start, excerpt.text[:MAX_ANCHOR_CHARACTERS])


def anchor_of_document(database: sqlite3.Connection, document_id: int) -> Anchor:
    """The anchor of a whole document."""
    digest, name, url, body = database.execute(
        "SELECT digest, name, url, body FROM documents WHERE id = ?", (document_id,)
    ).fetchone()
    return Anchor(f"#{digest}", digest, name, url, 0, _opening_text(body, name))


def write_anchor(database: sqlite3.Connection, anchor: Anchor) -> int:
    """Insert an anchor unless it is stored already; returns its row id."""
    database.execute(
        "INSERT OR IGNORE INTO anchors (key, digest, name, url, start, words) VALUES (?, ?, ?, ?, ?, ?)", anchor
    )
    (anchor_id,) = database.execute("SELECT id FROM anchors WHERE key = ?", (anchor.key,)).fetchone()
    return int(anchor_id)


def find_candidate_anchors(database: sqlite3.Connection, document_ids: Iterable[int]) -> set[int]:
    """The anchors that may refer to these documents, by digest, name or URL."""
    document_ids = list(document_ids)
    return {
        anchor_id
        for column in ("digest", "name", "url")
        for (anchor_id,) in select_in(
            database,
            f"SELECT anchors.id FROM documents CROSS JOIN anchors USING ({column})"  # joined in this order
            " WHERE documents.id IN ({})",
            document_ids,
        )
    }


def find_attached_anchors(
    database: sqlite3.Connection, column: Literal["report", "document"], target_ids: Iterable[int]
) -> set[int]:
    """The anchors that refer to these reports or documents."""
    rows = select_in(database, f"SELECT id FROM anchors WHERE {column} IN ({{}})", target_ids)
    return {anchor_id for (anchor_id,) in rows}


def reattach_anchors(
    database: sqlite3.Connection, anchor_ids: Iterable[int], *, documents: bool, dropped: Container[int] = ()
) -> set[int]:
    """Match these anchors again, those of documents or else those of reports; `dropped` are about to be deleted.

    Returns the row ids of the old and the new documents or reports of the anchors that moved.
    """
    targets: set[int] = set()
    column = "document" if documents else "report"
    sql = f"SELECT id, {column}, key, digest, name, url, start, words FROM anchors WHERE id IN ({{}})"
    for anchor_id, old_target, *values in select_in(database, sql, sorted(anchor_ids)):
        anchor = Anchor(*values)
        if anchor.is_document != documents:
            continue
        target = _match_document(database, anchor) if documents else _match_report(database, anchor, dropped)
        if target != old_target:
            database.execute(f"UPDATE anchors SET {column} = ? WHERE id = ?", (target, anchor_id))
            targets.update(moved for moved in (old_target, target) if moved is not None)
    return targets


def _match_document(database: sqlite3.Connection, anchor: Anchor) -> int | None:
    exact, similar = _candidate_documents(database, anchor)
    if exact:
        return exact[0]
    matches: list[tuple[float, str, int]] = [
        (-_word_share(anchor.words, _opening_text(body, anchor.name)), digest, document_id)
        for document_id, digest, body in similar
    ]
    best = min(matches, default=None)
    return best[2] if best and best[0] <= -MIN_WORD_SHARE else None


def _match_report(database: sqlite3.Connection, anchor: Anchor, dropped: Container[int]) -> int | None:
    for (report_id,) in database.execute("SELECT id FROM reports WHERE key = ?", (anchor.key,)):
        if report_id not in dropped:
            return int(report_id)
    exact, similar = _candidate_documents(database, anchor)
    for document_ids in (exact, [document_id for document_id, _, _ in similar]):
        matches: list[tuple[float, int, str, int]] = []
        sql = "SELECT id, key, body FROM reports WHERE document IN ({})"
        for report_id, key, body in select_in(database, sql, document_ids):
            excerpts = unpack_report(body, anchor.name).excerpts
            share = _word_share(anchor.words, "\n".join(excerpt.text for excerpt in excerpts))
            if report_id not in dropped and share >= MIN_WORD_SHARE:
                distance = min(abs(excerpt.start - anchor.start) for excerpt in excerpts)
                matches.append((-share, distance, key, report_id))
        if matches:
            return min(matches)[3]
    return None


def _candidate_documents(
    database: sqlite3.Connection, anchor: Anchor
) -> tuple[list[int], list[tuple[int, str, bytes]]]:
    """The document with the digest of the anchor, if any, and those with its name or URL (row id, digest, body)."""
    exact = database.execute("SELECT id FROM documents WHERE digest = ?", (anchor.digest,)).fetchall()
    similar = database.execute(
        "SELECT id, digest, body FROM documents WHERE digest <> ? AND (name = ? OR (url = ? AND url <> ''))"
        " ORDER BY digest",
        (anchor.digest, anchor.name, anchor.url),
    ).fetchall()
    return [document_id for (document_id,) in exact], similar


def _opening_text(body: bytes, name: str) -> str:
    """The title and the beginning of a document."""
    document = unpack_document(body, name)
    return f"{document.title or ''}\n{document.text}"[:MAX_ANCHOR_CHARACTERS]


def _word_share(words: str, text: str) -> float:
    """The share of the words that occur in the text, from 0 to 1."""
    wanted = set(fold_text(words).split())
    return len(wanted & set(fold_text(text).split())) / len(wanted) if wanted else 0.0
