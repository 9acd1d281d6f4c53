"""Paths of values in a report or a strike: "side", "places.0", "weapons.1.launched"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from model.event.report import Weapon


class ValuePath(NamedTuple):
    """A slot of the template, the position in it where it is a list, and a field of that item: "damage.0.count"."""

    slot: str
    position: int | None = None  # counted from 0; None for the slot as a whole
    figure: str = ""

    @classmethod
    def parse(cls, path: str) -> ValuePath:
        """The path as written in `Report.trace`, `Claim.of` and `Strike.shown`."""
        slot, _, rest = path.partition(".")
        position, _, figure = rest.partition(".")
        return cls(slot, int(position) if position else None, figure)

    def __str__(self) -> str:
        return ".".join(str(part) for part in self if part not in (None, ""))

    @property
    def name(self) -> str:
        """What kind of value it is: "places" of "places.0", "launched" of "weapons.1.launched"."""
        return self.figure or self.slot

    def find_weapon(self, weapons: Sequence[Weapon]) -> Weapon | None:
        """The weapon that the path names; None where it names no weapon, or one that is not there."""
        if self.slot != "weapons" or self.position is None or self.position >= len(weapons):
            return None
        return weapons[self.position]
