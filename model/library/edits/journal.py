"""The journal of the user's work: each edit with its time, what it is about, and the value before it.

Nothing is taken out of it. What is done in one step is undone in one; an undone edit stays, and is no longer in effect.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from model.event.user_edits import EditKind
from model.library.edits.anchors import Anchor, write_anchor

IN_EFFECT, UNDONE, DISCARDED = 0, 1, 2  # edits.undone; what was undone is given up when something else is done
_ACTIVE_EDITS_SQL: Final = """
SELECT made, kind, path, value, was,
       ours.key, ours.digest, ours.name, ours.url, ours.start, ours.words,
       theirs.key, theirs.digest, theirs.name, theirs.url, theirs.start, theirs.words,
       coalesce(ours.report, ours.document) IS NOT NULL AND (other IS NULL OR theirs.report IS NOT NULL),
       (SELECT strikes.key FROM reports JOIN strikes ON strikes.id = strike WHERE reports.id = ours.report)
FROM edits JOIN anchors AS ours ON ours.id = anchor LEFT JOIN anchors AS theirs ON theirs.id = other
WHERE undone = 0 ORDER BY made, edits.key
"""


class Edit(NamedTuple):
    """One edit, wherever it is applied: `other` is the second report of a split or a merge."""

    made: str
    kind: EditKind
    anchor: Anchor
    other_anchor: Anchor | None = None
    path: str = ""
    value: str | None = None
    old_value: str | None = None

    @property
    def key(self) -> str:
        """The same for the same edit in every library."""
        parts = [
            self.made,
            self.kind,
            self.anchor.key,
            self.other_anchor and self.other_anchor.key,
            self.path,
            self.value,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


class JournalEntry(NamedTuple):
    """An edit in effect, whether its reports are here (else it is an orphan), and the id of its strike."""

    edit: Edit
    is_attached: bool
    strike_id: str | None


def next_timestamp(database: sqlite3.Connection) -> str:
    """The time (UTC, to the millisecond); later than that of every edit, so that the order of doing is that of time."""
    this = datetime.now(UTC)
    (last,) = database.execute("SELECT max(made) FROM edits").fetchone()
    if last and (before := datetime.fromisoformat(last)) >= this - timedelta(milliseconds=1):
        this = before + timedelta(milliseconds=1)
    return f"{this.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def next_step_number(database: sqlite3.Connection) -> int:
    """The number of a further step; what was undone before it can no longer be redone."""
    database.execute("UPDATE edits SET undone = ? WHERE undone = ?", (DISCARDED, UNDONE))
    (last,) = database.execute("SELECT max(step) FROM edits").fetchone()
    return int(last or 0) + 1


def write_edit(database: sqlite3.Connection, entry: Edit, step: int) -> list[int] | None:
    """Write an edit; the row ids of its anchors, None where it is known already."""
    known = database.execute("SELECT 1 FROM edits WHERE key = ?", (entry.key,)).fetchone()
    if known:
        return None
    about = write_anchor(database, entry.anchor)
    other = write_anchor(database, entry.other_anchor) if entry.other_anchor else None
    database.execute(
        "INSERT INTO edits (key, made, step, kind, anchor, other, path, value, was, undone)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        (entry.key, entry.made, step, entry.kind, about, other, entry.path, entry.value, entry.old_value),
    )
    return [about] if other is None else [about, other]


def find_last_step(database: sqlite3.Connection, *, undone: bool) -> int | None:
    """The step that is to be undone next; or, of those undone, to be redone."""
    edge, mark = ("min", UNDONE) if undone else ("max", IN_EFFECT)
    (step,) = database.execute(f"SELECT {edge}(step) FROM edits WHERE undone = ?", (mark,)).fetchone()
    return None if step is None else int(step)


def set_step_undone(database: sqlite3.Connection, step: int, *, undone: bool) -> tuple[list[EditKind], list[int]]:
    """Take a step out of effect, or into it again; the kinds of its edits and the row ids of their anchors."""
    rows = database.execute("SELECT kind, anchor, other FROM edits WHERE step = ? ORDER BY id", (step,)).fetchall()
    database.execute("UPDATE edits SET undone = ? WHERE step = ?", (UNDONE if undone else IN_EFFECT, step))
    anchors = {anchor for _, *both in rows for anchor in both if anchor is not None}
    return [kind for kind, _, _ in rows], sorted(anchors)


def read_entries(database: sqlite3.Connection) -> Iterator[JournalEntry]:
    """All edits in effect, in the order in which they were made."""
    for made, kind, path, value, was, *rest in database.execute(_ACTIVE_EDITS_SQL):
        about, other = Anchor(*rest[:6]), Anchor(*rest[6:12]) if rest[6] else None
        yield JournalEntry(Edit(made, kind, about, other, path, value, was), bool(rest[12]), rest[13])


def anchor_targets(database: sqlite3.Connection, anchors: Iterable[int]) -> tuple[set[int], set[int]]:
    """The reports and the documents (row ids) that these anchors stand for."""
    reports, documents = set(), set()
    for anchor in anchors:
        report, document = database.execute("SELECT report, document FROM anchors WHERE id = ?", (anchor,)).fetchone()
        reports.update([] if report is None else [report])
        documents.update([] if document is None else [document])
    return reports, documents
