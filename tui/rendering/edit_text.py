"""What the user has done to a strike, in words for the detail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.edits.value_syntax import loaded, said

if TYPE_CHECKING:
    from model.library.edits.journal import Entry, Kept

from collections.abc import Iterator
from datetime import date

from model.event.user_edits import Correction, Decision, Work
from model.phrasing import day


def corrected_line(correction: Correction) -> str:
    """That a value is the user's, and what it takes the place of."""
    return f"corrected by you, {_day(correction.made)}; parsed: {correction.parsed}"


def work_lines(work: Work) -> Iterator[tuple[str, str]]:
    """All but the corrections, as (label, text)."""
    marks = ["bookmarked"] * work.bookmarked + ["hidden"] * work.hidden
    if marks:
        yield "marked", ", ".join(marks)
    if work.tags:
        yield "tags", ", ".join(work.tags)
    for number, note in enumerate(work.notes, 1):
        which = f" [{number}]" if len(work.notes) > 1 else ""
        yield "note", f"{note.text} ({_day(note.made)}){which}"
    for decision in work.decisions:
        yield decision.kind, _decision(decision)


def _decision(decision: Decision) -> str:
    if decision.kind == "merge":
        said = f"{decision.document} and {decision.other} tell of one strike"
    else:
        said = f"{decision.other} tells of another strike than {decision.document}"
    return f"{said}, as you said on {_day(decision.made)}"


def _day(made: str) -> str:
    return day(date.fromisoformat(made[:10]))


def recounted(kept: Kept) -> str:
    """When, which strike or document, and what: "2024-03-09 12:04:10  4f1c09a2...  killed: 2 -> 5 or more"."""
    entry = kept.entry
    where = kept.strike or f"document {entry.about.name}"
    line = f"{entry.made[:10]} {entry.made[11:19]}  {where}  {_what(entry)}"
    return line if kept.found else f"{line}  (waits for document {_missing(entry)})"


def _what(entry: Entry) -> str:
    if entry.kind == "correct":
        return f"{entry.path}: {_value(entry.path, entry.was)} -> {_value(entry.path, entry.value)}"
    if entry.kind == "restore":
        return f"{entry.path}: {_value(entry.path, entry.was)} -> as parsed"
    if entry.kind == "date":
        return f"published: {entry.was or 'as it says itself'} -> {entry.value or 'as it says itself'}"
    if entry.other:
        both = f"the reports by {entry.about.name} and {entry.other.name}"
        return f"{both} are {'one strike' if entry.kind == 'merge' else 'of two strikes'}"
    return f"{entry.kind}: {entry.value}" if entry.value else entry.kind


def _value(path: str, value: str | None) -> str:
    return said(path, loaded(path, value or "null"))


def _missing(entry: Entry) -> str:
    names = dict.fromkeys([entry.about.name, *([entry.other.name] if entry.other else [])])
    return " or ".join(names)
