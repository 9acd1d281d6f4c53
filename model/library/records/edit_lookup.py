"""The user's work as the journal keeps it, asked for the reports that it is about."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from model.edits.overlay import StrikeEdit
from model.library.database.sql_params import placeholders, split_batches


class PairDecision(NamedTuple):
    """Two reports (row ids) that the user has said to be of one strike ("merge"), or not ("split")."""

    kind: str
    report_id: int
    other_report_id: int
    made: str


def load_decisions(database: sqlite3.Connection) -> list[PairDecision]:
    """What the user has decided of merging, as far as both reports are here, in the order in which it was made."""
    found = database.execute(
        "SELECT kind, ours.report, theirs.report, made FROM edits"
        " CROSS JOIN anchors AS ours ON ours.id = edits.anchor CROSS JOIN anchors AS theirs ON theirs.id = edits.other"
        " WHERE kind IN ('merge', 'split') AND NOT undone AND ours.report <> theirs.report ORDER BY made, edits.key"
    )
    return [PairDecision(*each) for each in found]


def find_edited_reports(database: sqlite3.Connection, reports: Sequence[int]) -> set[int]:
    """Those of these reports (row ids) that the user's work is about."""
    found: set[int] = set()
    for some in split_batches(reports):
        rows = database.execute(f"SELECT report FROM anchors WHERE report IN ({placeholders(some)})", some)
        found.update(report for (report,) in rows)
    return found


def load_edits(database: sqlite3.Connection, reports: Sequence[int]) -> list[StrikeEdit]:
    """What the user did to a strike of these reports (row ids), in the order in which it was made."""
    found: dict[str, tuple[str, str, StrikeEdit]] = {}
    for some in split_batches(reports):
        for key, *values in database.execute(
            _REPORT_EDITS_SQL.format(placeholders(some), placeholders(some)), (*some, *some)
        ):
            found[key] = (values[3], key, StrikeEdit(*values))
    whole = set(reports)
    told = (_orient_edit(whole, edit) for _, _, edit in sorted(found.values(), key=lambda each: each[:2]))
    return [edit for edit in told if edit]


def _orient_edit(reports: set[int], edit: StrikeEdit) -> StrikeEdit | None:
    """The edit as the strike of these reports sees it; None for a merge or a split that does not hold here."""
    both = {edit.report_id, edit.other_report_id} <= reports
    if edit.kind == "merge":
        return edit if both else None
    if edit.kind == "split" and both:
        return None
    if edit.kind == "split" and edit.report_id not in reports:
        return edit._replace(
            document=edit.other_document or "",
            other_document=edit.document,
            report_id=edit.other_report_id,
            other_report_id=edit.report_id,
        )
    return edit


_REPORT_EDITS_SQL = """
SELECT edits.key, kind, path, value, made, ours.name, theirs.name, ours.report, theirs.report FROM edits
JOIN anchors AS ours ON ours.id = edits.anchor LEFT JOIN anchors AS theirs ON theirs.id = edits.other
WHERE NOT undone AND edits.id IN (
    SELECT edits.id FROM anchors JOIN edits ON edits.anchor = anchors.id WHERE report IN ({})
    UNION SELECT edits.id FROM anchors JOIN edits ON edits.other = anchors.id WHERE report IN ({})
)
"""
