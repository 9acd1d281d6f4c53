"""The user's edits of a strike, kept apart from what was parsed: corrections, notes, tags, flags, merges and splits.

model/edits parses typed values and applies edits to strikes; model/library/edits stores them.
"""

from __future__ import annotations

from typing import Literal

from model.event.base import FrozenModel

# "restore" undoes a correction, "date" sets a document's publication date.
EditKind = Literal[
    "correct", "restore", "date", "split", "merge", "hide", "unhide", "bookmark", "unbookmark", "tag", "untag", "note",
    "unnote",
]  # fmt: skip


class Correction(FrozenModel):
    """A corrected value, with the parsed one; both in plain words.

    `path` is side, when, places, weapons, scope, killed, injured, launched or intercepted; for one weapon it is
    "launched:drone Shahed" or "intercepted:drone". `made` is the UTC time of the edit.
    """

    path: str
    value: str
    parsed: str
    made: str


class Note(FrozenModel):
    """A note by the user, and its UTC time."""

    text: str
    made: str


class Decision(FrozenModel):
    """The user's decision that two reports are one strike (`merge`) or are not (`split`).

    Reports are named by their documents. After a merge the strike has both reports, after a split only the first.
    """

    kind: Literal["merge", "split"]
    document: str
    other: str
    made: str


class UserEdits(FrozenModel):
    """All edits of a strike, oldest first; tags in alphabetical order."""

    corrections: tuple[Correction, ...] = ()
    tags: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    decisions: tuple[Decision, ...] = ()
    bookmarked: bool = False
    hidden: bool = False

    def __bool__(self) -> bool:
        """Whether there are any edits."""
        return self != _NO_EDITS

    def find_correction(self, path: str) -> Correction | None:
        """The correction of the value at a path; None where there is none."""
        return next((correction for correction in self.corrections if correction.path == path), None)


_NO_EDITS = UserEdits()
