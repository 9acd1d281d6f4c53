"""The filter line: each filter's key, name and count under the other filters; a set one is bracketed and reversed."""

from __future__ import annotations

from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from model.library import Counts
from model.query import Query
from model.taxonomy import SIDES, WEAPON_KINDS
from tui.rendering.glyphs import PLAIN, REVERSE
from tui.widgets.canvas import Canvas

SIDE_NAMES = {"russia": "Russia", "ukraine": "Ukraine", "other": "other", "unknown": "unknown"}
SHORT = {
    "russia": "Rus", "ukraine": "Ukr", "other": "oth", "unknown": "unk",
    "drone": "dro", "missile": "mis", "artillery": "art", "bomb": "bom",
}  # fmt: skip


class Filter(NamedTuple):
    """A filter on the line: `lifted` says that Ctrl+F has put it aside, `counting` that there may be more strikes."""

    key: str
    name: str
    strikes: int
    set: bool
    lifted: bool
    counting: bool = False

    def text(self, short: bool, counted: bool) -> str:
        """The filter in its brackets, or in spaces of the same width."""
        name = SHORT.get(self.name.lower(), self.name) if short else self.name
        left, right = ("[", "]") if self.set else ("(", ")") if self.lifted else (" ", " ")
        strikes = f" {self.strikes:,}{'+' * self.counting}" if counted else ""
        return f"{left}{self.key} {name}{strikes}{right}"


class Filters(Canvas):
    """The line; it takes no focus, its keys work everywhere."""

    class Pressed(Message):
        """A filter was clicked; `key` is its key."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._sides: list[Filter] = []
        self._weapons: list[Filter] = []
        self._all = Filter("0", "all", 0, False, False)
        self._keys: dict[tuple[int, int], str] = {}

    def fits_one_line(self, width: int) -> bool:
        """True where all filters fit on one line with their names in full."""
        return self._cells(self._one_line(), short=False, counted=True) <= width

    def show(self, counts: Counts, query: Query, lifted: Query, counting: bool = False) -> None:
        """Show the counts (so far, where still `counting`), which filters are set, and which are lifted for now."""
        self._count(counts, query, lifted, counting)
        self.redraw()

    def _count(self, counts: Counts, query: Query, lifted: Query, counting: bool) -> None:
        self._sides = [
            Filter(str(n), SIDE_NAMES[side], counts.sides[side], side in query.sides, side in lifted.sides, counting)
            for n, side in enumerate(SIDES, 1)
        ]
        self._weapons = [
            Filter(str(n), kind, counts.weapons[kind], kind in query.weapons, kind in lifted.weapons, counting)
            for n, kind in enumerate(WEAPON_KINDS, len(SIDES) + 1)
        ]
        self._all = Filter("0", "all", counts.total, False, False)

    def draw(self, width: int, height: int) -> list[Strip]:
        rows = [self._one_line()] if height == 1 else [[*self._sides, self._all], [*self._weapons]]
        self._keys = {}
        return [self._row(y, row, width) for y, row in enumerate(rows)]

    def _one_line(self) -> list[Filter]:
        return [*self._sides, *self._weapons, self._all]

    def _row(self, y: int, row: list[Filter], width: int) -> Strip:
        looks = ((False, True), (True, True), (False, False), (True, False))
        short, counted = next((look for look in looks if self._cells(row, *look) <= width), looks[-1])
        segments, x = [], 0
        for each in row:
            text = each.text(short, counted)
            segments.append(Segment(text, REVERSE if each.set else PLAIN))
            self._keys.update({(column, y): each.key for column in range(x, x + len(text))})
            x += len(text)
        return Strip(segments)

    def _cells(self, row: list[Filter], short: bool, counted: bool) -> int:
        return sum(len(each.text(short, counted)) for each in row)

    def on_click(self, event: events.Click) -> None:
        if key := self._keys.get((event.x, event.y)):
            self.post_message(self.Pressed(key))
