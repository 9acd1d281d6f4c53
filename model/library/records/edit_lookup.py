"""The user's work as the journal keeps it, asked for the reports that it is about."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from model.edits.overlay import Edit
from model.library.database.sql_params import marks, portions


class Joined(NamedTuple):
    """Two reports (row ids) that the user has said to be of one strike ("merge"), or not ("split")."""

    kind: str
    one: int
    other: int
    made: str


def decisions(database: sqlite3.Connection) -> list[Joined]:
    """What the user has decided of merging, as far as both reports are here, in the order in which it was made."""
    found = database.execute(
        "SELECT kind, ours.report, theirs.report, made FROM edits"
        " CROSS JOIN anchors AS ours ON ours.id = edits.anchor CROSS JOIN anchors AS theirs ON theirs.id = edits.other"
        " WHERE kind IN ('merge', 'split') AND NOT undone AND ours.report <> theirs.report ORDER BY made, edits.key"
    )
    return [Joined(*each) for each in found]


def anchored(database: sqlite3.Connection, reports: Sequence[int]) -> set[int]:
    """Those of these reports (row ids) that the user's work is about."""
    found: set[int] = set()
    for some in portions(reports):
        rows = database.execute(f"SELECT report FROM anchors WHERE report IN ({marks(some)})", some)
        found.update(report for (report,) in rows)
    return found


def edits_of(database: sqlite3.Connection, reports: Sequence[int]) -> list[Edit]:
    """What the user did to a strike of these reports (row ids), in the order in which it was made."""
    found: dict[str, tuple[str, str, Edit]] = {}
    for some in portions(reports):
        for key, *values in database.execute(_EDITS.format(marks(some), marks(some)), (*some, *some)):
            found[key] = (values[3], key, Edit(*values))
    whole = set(reports)
    told = (_seen_from(whole, edit) for _, _, edit in sorted(found.values(), key=lambda each: each[:2]))
    return [edit for edit in told if edit]


def _seen_from(reports: set[int], edit: Edit) -> Edit | None:
    """The edit as the strike of these reports sees it; None for a merge or a split that does not hold here."""
    both = {edit.at, edit.other_at} <= reports
    if edit.kind == "merge":
        return edit if both else None
    if edit.kind == "split" and both:
        return None
    if edit.kind == "split" and edit.at not in reports:
        return edit._replace(document=edit.other or "", other=edit.document, at=edit.other_at, other_at=edit.at)
    return edit


_EDITS = """
SELECT edits.key, kind, path, value, made, ours.name, theirs.name, ours.report, theirs.report FROM edits
JOIN anchors AS ours ON ours.id = edits.anchor LEFT JOIN anchors AS theirs ON theirs.id = edits.other
WHERE NOT undone AND edits.id IN (
    SELECT edits.id FROM anchors JOIN edits ON edits.anchor = anchors.id WHERE report IN ({})
    UNION SELECT edits.id FROM anchors JOIN edits ON edits.other = anchors.id WHERE report IN ({})
)
"""
