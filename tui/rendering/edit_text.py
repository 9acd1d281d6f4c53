"""The user's edits in plain words, for the detail and the journal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from model.edits.value_syntax import describe_value, from_json
from model.phrasing import describe_day

if TYPE_CHECKING:
    from model.event.user_edits import Correction, Decision, UserEdits
    from model.library.edits.journal import Edit, JournalEntry


def format_correction(correction: Correction) -> str:
    """A note that a value is the user's, with the parsed one."""
    return f"corrected by you, {_format_day(correction.made)}; parsed: {correction.parsed}"


def format_user_edits(work: UserEdits) -> Iterator[tuple[str, str]]:
    """All edits but the corrections, each a label and a text."""
    if marks := ["bookmarked"] * work.bookmarked + ["hidden"] * work.hidden:
        yield "marked", ", ".join(marks)
    if work.tags:
        yield "tags", ", ".join(work.tags)
    for number, note in enumerate(work.notes, 1):
        suffix = f" [{number}]" if len(work.notes) > 1 else ""
        yield "note", f"{note.text} ({_format_day(note.made)}){suffix}"
    for decision in work.decisions:
        yield decision.kind, f"{_describe_decision(decision)}, as you said on {_format_day(decision.made)}"


def _describe_decision(decision: Decision) -> str:
    if decision.kind == "merge":
        return f"{decision.document} and {decision.other} report one strike"
    return f"{decision.other} reports another strike than {decision.document}"


def _format_day(made: str) -> str:
    return describe_day(date.fromisoformat(made[:10]))


def format_journal_entry(entry: JournalEntry) -> str:
    """Time, strike or document, and edit: "2024-03-09 12:04:10  4f1c09a2...  killed: 2 -> 5 or more"."""
    edit = entry.edit
    target = entry.strike_id or f"document {edit.anchor.name}"
    line = f"{edit.made[:10]} {edit.made[11:19]}  {target}  {_describe_edit(edit)}"
    if entry.is_attached:
        return line
    names = dict.fromkeys(anchor.name for anchor in (edit.anchor, edit.other_anchor) if anchor)
    return f"{line}  (waits for document {' or '.join(names)})"


def _describe_edit(edit: Edit) -> str:
    if edit.kind == "date":
        return f"published: {edit.old_value or 'as parsed'} -> {edit.value or 'as parsed'}"
    if edit.kind in ("correct", "restore"):
        new = _describe_json(edit.path, edit.value) if edit.kind == "correct" else "as parsed"
        return f"{edit.path}: {_describe_json(edit.path, edit.old_value)} -> {new}"
    if edit.other_anchor:
        decision = "one strike" if edit.kind == "merge" else "of two strikes"
        return f"the reports by {edit.anchor.name} and {edit.other_anchor.name} are {decision}"
    return f"{edit.kind}: {edit.value}" if edit.value else edit.kind


def _describe_json(path: str, value: str | None) -> str:
    return describe_value(path, from_json(path, value or "null"))
