"""The bits of `strikes.marks`: what the user did to a strike."""

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


def flags_of(edits: UserEdits) -> int:
    """The bits of a strike's edits."""
    return (
        HIDDEN_FLAG * edits.hidden
        | BOOKMARKED_FLAG * edits.bookmarked
        | NOTE_FLAG * bool(edits.notes)
        | TAG_FLAG * bool(edits.tags)
        | CORRECTED_FLAG * bool(edits.corrections)
        | DECIDED_FLAG * bool(edits.decisions)
    )
