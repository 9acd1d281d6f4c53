"""The bits of `strikes.marks`: what the user has done to a strike, for lists and conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from model.event.user_edits import UserEdits

HIDDEN_FLAG: Final = 1
BOOKMARKED_FLAG: Final = 2
NOTE_FLAG: Final = 4
TAG_FLAG: Final = 8
CORRECTED_FLAG: Final = 16
DECIDED_FLAG: Final = 32  # split or merged


def flags_of(work: UserEdits) -> int:
    """The bits of this work."""
    return (
        HIDDEN_FLAG * work.hidden
        | BOOKMARKED_FLAG * work.bookmarked
        | NOTE_FLAG * bool(work.notes)
        | TAG_FLAG * bool(work.tags)
        | CORRECTED_FLAG * bool(work.corrections)
        | DECIDED_FLAG * bool(work.decisions)
    )
