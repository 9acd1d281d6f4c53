"""What the user has done to a strike, in words for the detail."""

from __future__ import annotations

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
