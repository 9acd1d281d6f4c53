"""The axis of time: a bar for each day, week, month or year of the list, and where on it the cursor stands."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from model.library import Day
from model.library.timeline.histogram import UNDATED, Bar, Unit, finest, histogram, label_of
from tui.rendering.glyphs import BOLD, PLAIN, Glyphs
from tui.widgets.canvas import Canvas

LEGEND = 24  # cells at the right, where there is room for it
ROOMY = 80
WIDEST = 6  # cells of a bar, where there are few


class Axis(Canvas):
    """Two lines: the bars, and under them the years or months with a mark at the cursor's bar."""

    class Pointed(Message):
        """A bar was clicked; `day` is the place, in the list of days, of the first that stands in it or after it."""

        def __init__(self, day: int) -> None:
            super().__init__()
            self.day = day

    DEFAULT_CSS = "Axis { height: 2; }"

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._glyphs = glyphs
        self._days: Sequence[Day] = ()
        self._day: str | None = None
        self._width = -1
        self._unit: Unit = "day"
        self._bars: list[Bar] = []
        self._each = 1

    def show(self, days: Sequence[Day]) -> None:
        """Show the strikes of these days."""
        self._days, self._width = days, -1
        self.redraw()

    def stand(self, day: str | None) -> None:
        """Mark the bar of this day; None is in no bar."""
        if day != self._day:
            self._day = day
            self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        room = width - 1 - (LEGEND if width >= ROOMY else 0)
        if width != self._width:
            self._width = width
            self._unit = finest(self._days, max(1, room))
            bars = histogram(self._days, self._unit, every_day=True)
            self._bars = [bar for bar in bars if bar[0] != UNDATED][-max(1, room) :]
            self._each = max(1, min(WIDEST, room // max(1, len(self._bars))))
        most = max((strikes for _, strikes in self._bars), default=0)
        line = "".join(self._height(strikes, most) * self._each for _, strikes in self._bars)
        legend = f"  up to {most:,} a {self._unit}" if most and width >= ROOMY else ""
        return [Strip([Segment(f" {line}{legend}", PLAIN)]), self._scale(room)]

    def _height(self, strikes: int, most: int) -> str:
        levels = self._glyphs.levels
        return levels[-(-strikes * len(levels) // most) - 1] if strikes else " "

    def _scale(self, room: int) -> Strip:
        """The years, or the months where a bar is a day, each under its first bar, or beside the mark."""
        part = len("2024-02") if self._unit == "day" else len("2024")
        cells = [" "] * max(1, room)
        free, last, here = 0, "", self._here()
        for number, (label, _) in enumerate(self._bars):
            at = number * self._each
            if here is not None and at <= here < at + part:
                at = here + 1  # the mark would stand in the year for one of its digits
            if label[:part] != last and at >= free and at + part <= room:
                cells[at : at + part] = label[:part]
                free = at + part + 1
            last = label[:part]
        if here is None:
            return Strip([Segment(" " + "".join(cells), PLAIN)])
        left, right = "".join(cells[:here]), "".join(cells[here + 1 :])
        return Strip([Segment(f" {left}", PLAIN), Segment(self._glyphs.here, BOLD), Segment(right, PLAIN)])

    def _here(self) -> int | None:
        """The cell of the cursor's bar."""
        if self._day is None:
            return None
        label = label_of(self._day, self._unit)
        return next((n * self._each for n, (each, _) in enumerate(self._bars) if each == label), None)

    def on_click(self, event: events.Click) -> None:
        number = (event.x - 1) // self._each
        if 0 <= number < len(self._bars):
            label = self._bars[number][0]
            reached = (n for n, (day, _) in enumerate(self._days) if day and label_of(day, self._unit) >= label)
            self.post_message(self.Pointed(next(reached)))
