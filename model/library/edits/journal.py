"""The journal: every edit with its time, its anchor and the old value.

The journal is append-only. Edits of one step are undone together; an undone edit stays in the journal, not in effect.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from model.event.user_edits import EditKind
from model.library.database.sql_params import select_in
from model.library.edits.anchors import Anchor, write_anchor

IN_EFFECT, UNDONE, DISCARDED = 0, 1, 2  # edits.undone; new edits discard the undone ones
_ACTIVE_EDITS_SQL: Final = """
SELECT made, kind, path, value, was,
       one.key, one.digest, one.name, one.url, one.start, one.words,
       two.key, two.digest, two.name, two.url, two.start, two.words,
       coalesce(one.report, one.document) IS NOT NULL AND (other IS NULL OR two.report IS NOT NULL),
       (SELECT strikes.key FROM reports JOIN strikes ON strikes.id = strike WHERE reports.id = one.report)
FROM edits JOIN anchors AS one ON one.id = anchor LEFT JOIN anchors AS two ON two.id = other
WHERE undone = 0 ORDER BY made, edits.key
"""


class Edit(NamedTuple):
    """One edit, independent of the library; `other_anchor` is the second report of a split or merge.

    `made` is an ISO 8601 time in UTC. `value` and `old_value` are JSON for a value at `path`, else plain text.
    """

    made: str
    kind: EditKind
    anchor: Anchor
    other_anchor: Anchor | None = None
    path: str = ""
    value: str | None = None
    old_value: str | None = None

    @property
    def key(self) -> str:
        """16 hex digits, the same for the same edit in every library."""
        other = self.other_anchor and self.other_anchor.key
        parts = [self.made, self.kind, self.anchor.key, other, self.path, self.value]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


class JournalEntry(NamedTuple):
    """An edit in effect, whether its reports are in the library (else it is an orphan), and the id of its strike."""

    edit: Edit
    is_attached: bool
    strike_id: str | None


def next_timestamp(database: sqlite3.Connection) -> str:
    """The current time in UTC to the millisecond, or the first one later than every edit."""
    now = datetime.now(UTC)
    (last,) = database.execute("SELECT max(made) FROM edits").fetchone()
    if last and (before := datetime.fromisoformat(last)) >= now - timedelta(milliseconds=1):
        now = before + timedelta(milliseconds=1)
    return f"{now.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def next_step_number(database: sqlite3.Connection) -> int:
    """The number of a new step; steps undone before it can no longer be redone."""
    database.execute("UPDATE edits SET undone = ? WHERE undone = ?", (DISCARDED, UNDONE))
    (last,) = database.execute("SELECT max(step) FROM edits").fetchone()
    return int(last or 0) + 1


def write_edit(database: sqlite3.Connection, edit: Edit, step: int) -> list[int] | None:
    """Append an edit; returns the row ids of its anchors, None if the journal has it already."""
    if database.execute("SELECT 1 FROM edits WHERE key = ?", (edit.key,)).fetchone():
        return None
    anchor_id = write_anchor(database, edit.anchor)
    other_id = write_anchor(database, edit.other_anchor) if edit.other_anchor else None
    database.execute(
        "INSERT INTO edits (key, made, step, kind, anchor, other, path, value, was, undone)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        (edit.key, edit.made, step, edit.kind, anchor_id, other_id, edit.path, edit.value, edit.old_value),
    )
    return [anchor_id] if other_id is None else [anchor_id, other_id]


def find_last_step(database: sqlite3.Connection, *, undone: bool) -> int | None:
    """The step to undo next, or with `undone`, to redo next."""
    aggregate, state = ("min", UNDONE) if undone else ("max", IN_EFFECT)
    (step,) = database.execute(f"SELECT {aggregate}(step) FROM edits WHERE undone = ?", (state,)).fetchone()
    return None if step is None else int(step)


def set_step_undone(database: sqlite3.Connection, step: int, *, undone: bool) -> tuple[list[EditKind], list[int]]:
    """Undo or redo a step; returns the kinds of its edits and the row ids of their anchors."""
    rows = database.execute("SELECT kind, anchor, other FROM edits WHERE step = ? ORDER BY id", (step,)).fetchall()
    database.execute("UPDATE edits SET undone = ? WHERE step = ?", (UNDONE if undone else IN_EFFECT, step))
    anchor_ids = {anchor_id for _, *pair in rows for anchor_id in pair if anchor_id is not None}
    return [kind for kind, _, _ in rows], sorted(anchor_ids)


def read_entries(database: sqlite3.Connection) -> Iterator[JournalEntry]:
    """Yield the edits in effect in chronological order."""
    for made, kind, path, value, old_value, *rest in database.execute(_ACTIVE_EDITS_SQL):
        anchor, other = Anchor(*rest[:6]), Anchor(*rest[6:12]) if rest[6] else None
        yield JournalEntry(Edit(made, kind, anchor, other, path, value, old_value), bool(rest[12]), rest[13])


def anchor_targets(database: sqlite3.Connection, anchor_ids: Iterable[int]) -> tuple[set[int], set[int]]:
    """The reports and the documents that these anchors refer to, as row ids."""
    rows = list(select_in(database, "SELECT report, document FROM anchors WHERE id IN ({})", anchor_ids))
    reports = {report_id for report_id, _ in rows if report_id is not None}
    return reports, {document_id for _, document_id in rows if document_id is not None}
