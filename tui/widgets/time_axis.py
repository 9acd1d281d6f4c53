"""The axis of time: a bar for each day, week, month or year of the list, and where on it the cursor stands."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from model.library import DayStrikes
from model.library.timeline.histogram import (
    UNDATED_LABEL,
    HistogramBar,
    TimeUnit,
    bar_label,
    build_histogram,
    choose_unit,
)
from tui.rendering.glyphs import BOLD_STYLE, PLAIN_STYLE, Glyphs
from tui.widgets.canvas import Canvas

LEGEND_CELLS = 24  # cells at the right, where there is room for it
MIN_LEGEND_WIDTH = 80
MAX_BAR_CELLS = 6  # cells of a bar, where there are few


class TimeAxis(Canvas):
    """Two lines: the bars, and under them the years or months with a mark at the cursor's bar."""

    class BarClicked(Message):
        """A bar was clicked; `day` is the place, in the list of days, of the first that stands in it or after it."""

        def __init__(self, day: int) -> None:
            super().__init__()
            self.day_index = day

    DEFAULT_CSS = "TimeAxis { height: 2; }"

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._glyphs = glyphs
        self._days: Sequence[DayStrikes] = ()
        self._cursor_day: str | None = None
        self._drawn_width = -1
        self._unit: TimeUnit = "day"
        self._bars: list[HistogramBar] = []
        self._bar_cells = 1

    def show_days(self, days: Sequence[DayStrikes]) -> None:
        """Show the strikes of these days."""
        self._days, self._drawn_width = days, -1
        self.redraw()

    def set_cursor_day(self, day: str | None) -> None:
        """Mark the bar of this day; None is in no bar."""
        if day != self._cursor_day:
            self._cursor_day = day
            self.redraw()

    def draw_lines(self, width: int, height: int) -> list[Strip]:
        room = width - 1 - (LEGEND_CELLS if width >= MIN_LEGEND_WIDTH else 0)
        if width != self._drawn_width:
            self._drawn_width = width
            self._unit = choose_unit(self._days, max(1, room))
            bars = build_histogram(self._days, self._unit, every_day=True)
            self._bars = [bar for bar in bars if bar[0] != UNDATED_LABEL][-max(1, room) :]
            self._bar_cells = max(1, min(MAX_BAR_CELLS, room // max(1, len(self._bars))))
        most = max((strikes for _, strikes in self._bars), default=0)
        line = "".join(self._choose_bar_glyph(strikes, most) * self._bar_cells for _, strikes in self._bars)
        legend = f"  up to {most:,} a {self._unit}" if most and width >= MIN_LEGEND_WIDTH else ""
        return [Strip([Segment(f" {line}{legend}", PLAIN_STYLE)]), self._draw_scale(room)]

    def _choose_bar_glyph(self, strikes: int, most: int) -> str:
        levels = self._glyphs.bar_levels
        return levels[-(-strikes * len(levels) // most) - 1] if strikes else " "

    def _draw_scale(self, room: int) -> Strip:
        """The years, or the months where a bar is a day, each under its first bar, or beside the mark."""
        part = len("2024-02") if self._unit == "day" else len("2024")
        cells = [" "] * max(1, room)
        free, last, here = 0, "", self._find_cursor_cell()
        for number, (label, _) in enumerate(self._bars):
            at = number * self._bar_cells
            if here is not None and at <= here < at + part:
                at = here + 1  # the mark would stand in the year for one of its digits
            if label[:part] != last and at >= free and at + part <= room:
                cells[at : at + part] = label[:part]
                free = at + part + 1
            last = label[:part]
        if here is None:
            return Strip([Segment(" " + "".join(cells), PLAIN_STYLE)])
        left, right = "".join(cells[:here]), "".join(cells[here + 1 :])
        return Strip(
            [
                Segment(f" {left}", PLAIN_STYLE),
                Segment(self._glyphs.axis_cursor, BOLD_STYLE),
                Segment(right, PLAIN_STYLE),
            ]
        )

    def _find_cursor_cell(self) -> int | None:
        """The cell of the cursor's bar."""
        if self._cursor_day is None:
            return None
        label = bar_label(self._cursor_day, self._unit)
        return next((n * self._bar_cells for n, (each, _) in enumerate(self._bars) if each == label), None)

    def on_click(self, event: events.Click) -> None:
        number = (event.x - 1) // self._bar_cells
        if 0 <= number < len(self._bars):
            label = self._bars[number][0]
            reached = (n for n, (day, _) in enumerate(self._days) if day and bar_label(day, self._unit) >= label)
            self.post_message(self.BarClicked(next(reached)))
