"""Lookups in the journal: the edits and merge decisions that concern given reports."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final, NamedTuple

from model.edits.overlay import StrikeEdit
from model.library.database.sql_params import select_in

_REPORT_EDITS_SQL: Final = """
WITH ours AS (SELECT id FROM anchors WHERE report IN ({}))
SELECT edits.key, kind, path, value, made, one.name, two.name, one.report, two.report FROM edits
JOIN anchors AS one ON one.id = edits.anchor LEFT JOIN anchors AS two ON two.id = edits.other
WHERE NOT undone AND edits.id IN (
    SELECT id FROM edits WHERE anchor IN ours UNION SELECT id FROM edits WHERE other IN ours
)
"""


class PairDecision(NamedTuple):
    """The user's decision that two reports (row ids) are of one strike ("merge"), or not ("split")."""

    kind: str
    report_id: int
    other_report_id: int
    made: str


def load_decisions(database: sqlite3.Connection) -> list[PairDecision]:
    """The merge decisions in effect whose reports are both in the library, in chronological order."""
    rows = database.execute(
        "SELECT kind, one.report, two.report, made FROM edits"
        " CROSS JOIN anchors AS one ON one.id = edits.anchor CROSS JOIN anchors AS two ON two.id = edits.other"
        " WHERE kind IN ('merge', 'split') AND NOT undone AND one.report <> two.report ORDER BY made, edits.key"
    )
    return [PairDecision(*row) for row in rows]


def find_edited_reports(database: sqlite3.Connection, report_ids: Sequence[int]) -> set[int]:
    """Those of the reports that have an anchor."""
    rows = select_in(database, "SELECT report FROM anchors WHERE report IN ({})", report_ids)
    return {report_id for (report_id,) in rows}


def load_edits(database: sqlite3.Connection, report_ids: Sequence[int]) -> list[StrikeEdit]:
    """The edits in effect of a strike with these reports, in chronological order."""
    rows = select_in(database, _REPORT_EDITS_SQL, report_ids)
    edits = {key: StrikeEdit(*values) for key, *values in rows}  # one of two reports may be in two batches
    ordered = sorted(edits.items(), key=lambda item: (item[1].made, item[0]))
    oriented = (_orient_edit(set(report_ids), edit) for _, edit in ordered)
    return [edit for edit in oriented if edit]


def _orient_edit(report_ids: set[int], edit: StrikeEdit) -> StrikeEdit | None:
    """The edit as seen from the strike of these reports; None for a merge or split that is not in effect here."""
    both = {edit.report_id, edit.other_report_id} <= report_ids
    if edit.kind == "merge":
        return edit if both else None
    if edit.kind == "split" and both:
        return None
    if edit.kind == "split" and edit.report_id not in report_ids:
        return edit._replace(
            document=edit.other_document or "",
            other_document=edit.document,
            report_id=edit.other_report_id,
            other_report_id=edit.report_id,
        )
    return edit
