"""Anchors: which report, or document, of this library the user's work is about.

Work is anchored to a report, and so follows it into whichever strike it is merged. The report is found again by its
key; else, where its document was read by other rules, replaced by a later text or comes from a colleague's library, by
its words: it is the report of the same document (by content, else by address or name) that holds most of them. What is
found nowhere is kept, and looked for again whenever a document of its comes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterable, Iterator
from typing import Final, NamedTuple

from model.library.database.sql_params import placeholders, split_batches
from model.library.records.serialization import unpack_document, unpack_report
from model.text.folding import fold_text

MIN_WORD_SHARE: Final = 0.5  # of the words of an anchor must stand in what is taken for it
MAX_ANCHOR_CHARACTERS: Final = 1_000  # characters that an anchor keeps


class Anchor(NamedTuple):
    """A report, or a whole document (its key begins with '#'), as it is known wherever it lies."""

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


class MovedAnchor(NamedTuple):
    """An anchor that stands for another report, or document, than before: row ids, None for none."""

    anchor_id: int
    old_target: int | None
    new_target: int | None


def anchor_of_report(database: sqlite3.Connection, report: int) -> Anchor:
    """The anchor of a report, by its row id."""
    key, digest, name, url, body = database.execute(
        "SELECT key, digest, name, url, reports.body FROM reports"
        " JOIN documents ON documents.id = document WHERE reports.id = ?",
        (report,),
    ).fetchone()
    first = unpack_report(body, name).excerpts[0]
    return Anchor(key, digest, name, url, first.start, first.text[:MAX_ANCHOR_CHARACTERS])


def anchor_of_document(database: sqlite3.Connection, document: int) -> Anchor:
    """The anchor of a whole document, by its row id."""
    digest, name, url, body = database.execute(
        "SELECT digest, name, url, body FROM documents WHERE id = ?", (document,)
    ).fetchone()
    return Anchor(f"#{digest}", digest, name, url, 0, _opening_text(body, name))


def write_anchor(database: sqlite3.Connection, anchor: Anchor) -> int:
    """Write an anchor, once; its row id."""
    database.execute(
        "INSERT OR IGNORE INTO anchors (key, digest, name, url, start, words) VALUES (?, ?, ?, ?, ?, ?)", anchor
    )
    (number,) = database.execute("SELECT id FROM anchors WHERE key = ?", (anchor.key,)).fetchone()
    return int(number)


def find_candidate_anchors(database: sqlite3.Connection, documents: Iterable[int]) -> set[int]:
    """The anchors that may be about these documents (row ids), by content, address or name."""
    found: set[int] = set()
    for some in split_batches(list(documents)):
        for column in ("digest", "name", "url"):
            found.update(
                number
                for (number,) in database.execute(
                    f"SELECT anchors.id FROM documents CROSS JOIN anchors USING ({column})"  # in this order
                    f" WHERE documents.id IN ({placeholders(some)})",
                    some,
                )
            )
    return found


def find_report_anchors(database: sqlite3.Connection, reports: Iterable[int]) -> set[int]:
    """The anchors that stand for these reports (row ids)."""
    found: set[int] = set()
    for some in split_batches(list(reports)):
        rows = database.execute(f"SELECT id FROM anchors WHERE report IN ({placeholders(some)})", some)
        found.update(number for (number,) in rows)
    return found


def reattach_anchors(
    database: sqlite3.Connection, anchors: Iterable[int], *, documents: bool, gone: Container[int] = ()
) -> Iterator[MovedAnchor]:
    """Find anew what these anchors of documents (or else of reports) stand for; those that moved.

    `gone` are row ids of reports that are about to be deleted.
    """
    column = "document" if documents else "report"
    for some in split_batches(sorted(anchors)):
        rows = database.execute(
            f"SELECT id, {column}, key, digest, name, url, start, words FROM anchors"
            f" WHERE id IN ({placeholders(some)})",
            some,
        ).fetchall()
        for number, before, *values in rows:
            anchor = Anchor(*values)
            if anchor.is_document != documents:
                continue
            now = _match_document(database, anchor) if documents else _match_report(database, anchor, gone)
            if now != before:
                database.execute(f"UPDATE anchors SET {column} = ? WHERE id = ?", (now, number))
                yield MovedAnchor(number, before, now)


def _match_document(database: sqlite3.Connection, anchor: Anchor) -> int | None:
    same, alike = _candidate_documents(database, anchor)
    if same:
        return same[0]
    found: list[tuple[float, str, int]] = [
        (-_word_share(anchor.words, _opening_text(body, anchor.name)), digest, number) for number, digest, body in alike
    ]
    enough = [each for each in found if each[0] <= -MIN_WORD_SHARE]
    return min(enough)[2] if enough else None


def _match_report(database: sqlite3.Connection, anchor: Anchor, gone: Container[int]) -> int | None:
    rows = database.execute("SELECT id FROM reports WHERE key = ?", (anchor.key,))
    exact: list[int] = [number for (number,) in rows if number not in gone]
    if exact:
        return exact[0]
    same, alike = _candidate_documents(database, anchor)
    for documents in (same, [number for number, _, _ in alike]):
        found: list[tuple[float, int, str, int]] = []
        for some in split_batches(documents):
            for number, key, body in database.execute(
                f"SELECT id, key, body FROM reports WHERE document IN ({placeholders(some)})", some
            ):
                excerpts = unpack_report(body, anchor.name).excerpts
                share = _word_share(anchor.words, "\n".join(span.text for span in excerpts))
                if number not in gone and share >= MIN_WORD_SHARE:
                    found.append((-share, min(abs(span.start - anchor.start) for span in excerpts), key, number))
        if found:
            return min(found)[3]
    return None


def _candidate_documents(
    database: sqlite3.Connection, anchor: Anchor
) -> tuple[list[int], list[tuple[int, str, bytes]]]:
    """The document of the anchor's digest, where it is here; and those of its address or name (id, digest, body)."""
    same = database.execute("SELECT id FROM documents WHERE digest = ?", (anchor.digest,)).fetchall()
    alike = database.execute(
        "SELECT id, digest, body FROM documents WHERE digest <> ? AND (name = ? OR (url = ? AND url <> ''))"
        " ORDER BY digest",
        (anchor.digest, anchor.name, anchor.url),
    ).fetchall()
    return [number for (number,) in same], alike


def _opening_text(body: bytes, name: str) -> str:
    """What a document is known by: its title and how it begins."""
    document = unpack_document(body, name)
    return f"{document.title or ''}\n{document.text}"[:MAX_ANCHOR_CHARACTERS]


def _word_share(words: str, text: str) -> float:
    """How much of the words stands in the text, from 0 to 1."""
    wanted = set(fold_text(words).split())
    return len(wanted & set(fold_text(text).split())) / len(wanted) if wanted else 0.0
