"""The bits of `strikes.marks`: what the user has done to a strike, for lists and conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from model.event.user_edits import Work

HIDDEN: Final = 1
BOOKMARKED: Final = 2
NOTE: Final = 4
TAG: Final = 8
CORRECTED: Final = 16
DECIDED: Final = 32  # split or merged


def marks_of(work: Work) -> int:
    """The bits of this work."""
    return (
        HIDDEN * work.hidden
        | BOOKMARKED * work.bookmarked
        | NOTE * bool(work.notes)
        | TAG * bool(work.tags)
        | CORRECTED * bool(work.corrections)
        | DECIDED * bool(work.decisions)
    )
