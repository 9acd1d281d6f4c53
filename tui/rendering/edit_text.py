"""What the user has done to a strike, in words for the detail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.edits.value_syntax import describe_value, from_json

if TYPE_CHECKING:
    from model.library.edits.journal import Edit, JournalEntry

from collections.abc import Iterator
from datetime import date

from model.event.user_edits import Correction, Decision, UserEdits
from model.phrasing import describe_day


def format_correction(correction: Correction) -> str:
    """That a value is the user's, and what it takes the place of."""
    return f"corrected by you, {_format_day(correction.made)}; parsed: {correction.parsed}"


def format_user_edits(work: UserEdits) -> Iterator[tuple[str, str]]:
    """All but the corrections, as (label, text)."""
    marks = ["bookmarked"] * work.bookmarked + ["hidden"] * work.hidden
    if marks:
        yield "marked", ", ".join(marks)
    if work.tags:
        yield "tags", ", ".join(work.tags)
    for number, note in enumerate(work.notes, 1):
        which = f" [{number}]" if len(work.notes) > 1 else ""
        yield "note", f"{note.text} ({_format_day(note.made)}){which}"
    for decision in work.decisions:
        yield decision.kind, _format_decision(decision)


def _format_decision(decision: Decision) -> str:
    if decision.kind == "merge":
        said = f"{decision.document} and {decision.other} tell of one strike"
    else:
        said = f"{decision.other} tells of another strike than {decision.document}"
    return f"{said}, as you said on {_format_day(decision.made)}"


def _format_day(made: str) -> str:
    return describe_day(date.fromisoformat(made[:10]))


def format_journal_entry(kept: JournalEntry) -> str:
    """When, which strike or document, and what: "2024-03-09 12:04:10  4f1c09a2...  killed: 2 -> 5 or more"."""
    entry = kept.edit
    where = kept.strike_id or f"document {entry.anchor.name}"
    line = f"{entry.made[:10]} {entry.made[11:19]}  {where}  {_describe_edit(entry)}"
    return line if kept.is_attached else f"{line}  (waits for document {_name_missing_documents(entry)})"


def _describe_edit(entry: Edit) -> str:
    if entry.kind == "correct":
        old, new = (_describe_edit_value(entry.path, value) for value in (entry.old_value, entry.value))
        return f"{entry.path}: {old} -> {new}"
    if entry.kind == "restore":
        return f"{entry.path}: {_describe_edit_value(entry.path, entry.old_value)} -> as parsed"
    if entry.kind == "date":
        return f"published: {entry.old_value or 'as it says itself'} -> {entry.value or 'as it says itself'}"
    if entry.other_anchor:
        both = f"the reports by {entry.anchor.name} and {entry.other_anchor.name}"
        return f"{both} are {'one strike' if entry.kind == 'merge' else 'of two strikes'}"
    return f"{entry.kind}: {entry.value}" if entry.value else entry.kind


def _describe_edit_value(path: str, value: str | None) -> str:
    return describe_value(path, from_json(path, value or "null"))


def _name_missing_documents(entry: Edit) -> str:
    names = dict.fromkeys([entry.anchor.name, *([entry.other_anchor.name] if entry.other_anchor else [])])
    return " or ".join(names)
