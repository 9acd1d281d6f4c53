"""The user's own work on a strike, kept apart from what was parsed: corrections, notes, tags, marks, decisions.

`notation.py` reads what a user types for a value, `applying.py` lays the work over a strike. How it is written and
found again is the library's business (`model/library/journal.py`, `anchors.py`).
"""

from __future__ import annotations

from typing import Literal, get_args

from model.event.base import FrozenModel

EditKind = Literal[
    "correct",
    "restore",
    "date",
    "split",
    "merge",
    "hide",
    "unhide",
    "bookmark",
    "unbookmark",
    "tag",
    "untag",
    "note",
    "unnote",
]
EDIT_KINDS: tuple[EditKind, ...] = get_args(EditKind)
"""What an edit does: `restore` gives a corrected value back as it was parsed, the others say it by their name."""


class Correction(FrozenModel):
    """A value that the user has corrected, beside the one that the reports give; both in plain words.

    `path` names it: side, when, places, weapons, scope, killed, injured, launched, intercepted; "launched:drone Shahed"
    and "intercepted:drone" are those of one weapon. `made` is when (UTC).
    """

    path: str
    value: str
    parsed: str
    made: str


class Note(FrozenModel):
    """A note of the user's, and when it was made (UTC)."""

    text: str
    made: str


class Decision(FrozenModel):
    """The user has said that two reports are of one strike (`merge`), or that they are not (`split`).

    The reports are named by their documents; of a merge both are reports of the strike, of a split only the first.
    """

    kind: Literal["merge", "split"]
    document: str
    other: str
    made: str


class UserEdits(FrozenModel):
    """All that the user has done to a strike, in the order in which it was made; tags in alphabetical order."""

    corrections: tuple[Correction, ...] = ()
    tags: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    decisions: tuple[Decision, ...] = ()
    bookmarked: bool = False
    hidden: bool = False

    def __bool__(self) -> bool:
        """Whether there is any."""
        return self != _NO_EDITS

    def find_correction(self, path: str) -> Correction | None:
        """The correction of the value at a path; None where it stands as parsed."""
        return next((each for each in self.corrections if each.path == path), None)


_NO_EDITS = UserEdits()
