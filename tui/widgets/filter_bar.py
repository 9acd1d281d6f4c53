"""The filter bar: each filter's key, name and count under the other filters; set ones are bracketed and reversed."""

from __future__ import annotations

from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from model.library import FilterCounts
from model.query import Query
from model.taxonomy import SIDES, WEAPON_KINDS
from tui.rendering.glyphs import PLAIN_STYLE, REVERSE_STYLE
from tui.widgets.canvas import Canvas

SIDE_FILTER_NAMES = {"russia": "Russia", "ukraine": "Ukraine", "other": "other", "unknown": "unknown"}
SHORT_FILTER_NAMES = {
    "russia": "Rus", "ukraine": "Ukr", "other": "oth", "unknown": "unk",
    "drone": "dro", "missile": "mis", "artillery": "art", "bomb": "bom",
}  # fmt: skip


class FilterItem(NamedTuple):
    """A filter: `is_lifted` if Ctrl+F can set it again, `is_counting` if there may be more strikes."""

    key: str
    name: str
    strike_count: int
    is_set: bool
    is_lifted: bool
    is_counting: bool = False

    def format_text(self, short: bool, counted: bool) -> str:
        """The filter in brackets, or in spaces of the same width."""
        name = SHORT_FILTER_NAMES.get(self.name.lower(), self.name) if short else self.name
        left, right = ("[", "]") if self.is_set else ("(", ")") if self.is_lifted else (" ", " ")
        strikes = f" {self.strike_count:,}{'+' * self.is_counting}" if counted else ""
        return f"{left}{self.key} {name}{strikes}{right}"


class FilterBar(Canvas):
    """One or two lines of filters; it takes no focus, since its keys work everywhere."""

    class Pressed(Message):
        """A filter was clicked; `key` is its key."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._side_items: list[FilterItem] = []
        self._weapon_items: list[FilterItem] = []
        self._all_item = FilterItem("0", "all", 0, False, False)
        self._keys_by_cell: dict[tuple[int, int], str] = {}

    def can_fit_one_line(self, width: int) -> bool:
        """True if all filters fit on one line with their full names."""
        return self._measure_row(self._list_items(), short=False, counted=True) <= width

    def show_counts(self, counts: FilterCounts, query: Query, lifted: Query, counting: bool = False) -> None:
        """Show the filters of a query, those of the `lifted` one, and their counts, so far if still `counting`."""
        self._side_items = [
            FilterItem(str(n), SIDE_FILTER_NAMES[s], counts.sides[s], s in query.sides, s in lifted.sides, counting)
            for n, s in enumerate(SIDES, 1)
        ]
        self._weapon_items = [
            FilterItem(str(n), kind, counts.weapons[kind], kind in query.weapons, kind in lifted.weapons, counting)
            for n, kind in enumerate(WEAPON_KINDS, len(SIDES) + 1)
        ]
        self._all_item = FilterItem("0", "all", counts.total, False, False)
        self.redraw()

    def draw_lines(self, width: int, height: int) -> list[Strip]:
        rows = [self._list_items()] if height == 1 else [[*self._side_items, self._all_item], self._weapon_items]
        self._keys_by_cell = {}
        return [self._draw_row(y, row, width) for y, row in enumerate(rows)]

    def _list_items(self) -> list[FilterItem]:
        return [*self._side_items, *self._weapon_items, self._all_item]

    def _draw_row(self, y: int, row: list[FilterItem], width: int) -> Strip:
        forms = ((False, True), (True, True), (False, False), (True, False))
        short, counted = next((form for form in forms if self._measure_row(row, *form) <= width), forms[-1])
        segments, x = [], 0
        for item in row:
            text = item.format_text(short, counted)
            segments.append(Segment(text, REVERSE_STYLE if item.is_set else PLAIN_STYLE))
            self._keys_by_cell.update({(column, y): item.key for column in range(x, x + len(text))})
            x += len(text)
        return Strip(segments)

    def _measure_row(self, row: list[FilterItem], short: bool, counted: bool) -> int:
        return sum(len(item.format_text(short, counted)) for item in row)

    def on_click(self, event: events.Click) -> None:
        if key := self._keys_by_cell.get((event.x, event.y)):
            self.post_message(self.Pressed(key))
