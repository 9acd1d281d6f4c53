"""The time axis: a bar for each day, week, month or year of the list, and the position of the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from model.library import DayStrikes
from model.library.timeline import histogram
from model.library.timeline.histogram import HistogramBar, TimeUnit, bar_label
from tui.rendering.glyphs import BOLD_STYLE, PLAIN_STYLE, Glyphs
from tui.widgets.canvas import Canvas

LEGEND_CELLS = 24  # at the right end, if the axis has MIN_LEGEND_WIDTH cells
MIN_LEGEND_WIDTH = 80
MAX_BAR_CELLS = 6


class TimeAxis(Canvas):
    """Two lines: the bars, and below them the years or months with a mark at the cursor's bar."""

    class BarClicked(Message):
        """A bar was clicked; `day_index` is the index of the first day in the bar or after it."""

        def __init__(self, day_index: int) -> None:
            super().__init__()
            self.day_index = day_index

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
        """Mark the bar of this day, or none."""
        if day != self._cursor_day:
            self._cursor_day = day
            self.redraw()

    def draw_lines(self, width: int, height: int) -> list[Strip]:
        room = width - 1 - (LEGEND_CELLS if width >= MIN_LEGEND_WIDTH else 0)
        if width != self._drawn_width:
            self._drawn_width = width
            self._unit = histogram.choose_unit(self._days, max(1, room))
            bars = histogram.build_histogram(self._days, self._unit, every_day=True)
            self._bars = [bar for bar in bars if bar[0] != histogram.UNDATED_LABEL][-max(1, room) :]
            self._bar_cells = max(1, min(MAX_BAR_CELLS, room // max(1, len(self._bars))))
        max_strikes = max((strikes for _, strikes in self._bars), default=0)
        line = "".join(self._choose_bar_glyph(strikes, max_strikes) * self._bar_cells for _, strikes in self._bars)
        legend = f"  up to {max_strikes:,} a {self._unit}" if max_strikes and width >= MIN_LEGEND_WIDTH else ""
        return [Strip([Segment(f" {line}{legend}", PLAIN_STYLE)]), self._draw_scale(room)]

    def _choose_bar_glyph(self, strikes: int, max_strikes: int) -> str:
        levels = self._glyphs.bar_levels
        return levels[-(-strikes * len(levels) // max_strikes) - 1] if strikes else " "

    def _draw_scale(self, room: int) -> Strip:
        """The years, or the months if a bar is a day, each below its first bar or beside the cursor."""
        part = len("2024-02") if self._unit == "day" else len("2024")
        cells = [" "] * max(1, room)
        free, last, cursor = 0, "", self._find_cursor_cell()
        for number, (label, _) in enumerate(self._bars):
            left = number * self._bar_cells
            if cursor is not None and left <= cursor < left + part:
                left = cursor + 1  # else the mark would replace a digit of the year
            if label[:part] != last and left >= free and left + part <= room:
                cells[left : left + part] = label[:part]
                free = left + part + 1
            last = label[:part]
        scale = " " + "".join(cells)
        if cursor is None:
            return Strip([Segment(scale, PLAIN_STYLE)])
        mark = Segment(self._glyphs.axis_cursor, BOLD_STYLE)
        return Strip([Segment(scale[: cursor + 1], PLAIN_STYLE), mark, Segment(scale[cursor + 2 :], PLAIN_STYLE)])

    def _find_cursor_cell(self) -> int | None:
        """The first cell of the cursor's bar."""
        if self._cursor_day is None:
            return None
        label = bar_label(self._cursor_day, self._unit)
        return next((n * self._bar_cells for n, bar in enumerate(self._bars) if bar[0] == label), None)

    def on_click(self, event: events.Click) -> None:
        number = (event.x - 1) // self._bar_cells
        if 0 <= number < len(self._bars):
            label = self._bars[number][0]
            days = (n for n, (day, _) in enumerate(self._days) if day and bar_label(day, self._unit) >= label)
            self.post_message(self.BarClicked(next(days)))
