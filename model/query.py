"""The query: which strikes are shown. Sides, kinds of weapon and words; each narrows, an empty one lets all pass."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model.terms import Side, WeaponKind


@dataclass(frozen=True)
class Query:
    """A strike is shown when it is of one of the sides, has one of the kinds of weapon, and tells all the words.

    An empty set filters nothing. `words` is what the user typed, as typed: each word counts as the beginning of a
    word, words in double quotes as they stand one after the other, case and accents aside.
    """

    sides: frozenset[Side] = frozenset()
    weapons: frozenset[WeaponKind] = frozenset()
    words: str = ""

    def __bool__(self) -> bool:
        """True where any filter is set."""
        return bool(self.sides or self.weapons or self.words.strip())

    def toggle_side(self, side: Side) -> Query:
        """The query with this side let in, or no longer."""
        return replace(self, sides=self.sides ^ {side})

    def toggle_weapon(self, kind: WeaponKind) -> Query:
        """The query with this kind of weapon let in, or no longer."""
        return replace(self, weapons=self.weapons ^ {kind})

    def search(self, words: str) -> Query:
        """The query with these words in place of the former; '' searches for none."""
        return replace(self, words=words)
