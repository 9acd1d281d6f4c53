"""The timeline: a virtual list of strikes under the headers of their days; only the rows in sight are ever asked for.

Strikes are numbered 0, 1, 2... through all days; the days' running totals turn a strike's number into a line and back
by bisection, so that no place of the list costs more than another.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from itertools import accumulate

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from model.library import Day, Library, Row
from model.query import Query
from tui import columns
from tui.canvas import Pane
from tui.glyphs import BOLD, REVERSE, Glyphs
from tui.text import Paragraph, fit, lay

PAGE = 64  # rows of one day that are asked for together
PAGES = 64
STRIPS = 512


class Timeline(Pane):
    """The list; `at` is the number of the strike under the cursor."""

    heading_lines = 1

    class Moved(Message):
        """The cursor stands on another strike, or on none."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Timeline.Moved)

    class Chosen(Message):
        """The strike under the cursor was clicked again."""

    def __init__(self, library: Library, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._library = library
        self._glyphs = glyphs
        self._query = Query()
        self._days: list[Day] = []
        self._starts: list[int] = [0]
        self._pages: OrderedDict[tuple[str | None, int], list[Row]] = OrderedDict()
        self._strips: OrderedDict[tuple[int, int, bool], Strip] = OrderedDict()
        self.at = 0
        self.empty: Sequence[str] = ()

    # What is in the list

    @property
    def total(self) -> int:
        """How many strikes the list holds."""
        return self._starts[-1]

    @property
    def row(self) -> Row | None:
        """The strike under the cursor."""
        return self._row(self.at) if self.total else None

    @property
    def day(self) -> Day | None:
        """The day under the cursor."""
        return self._days[self._day_index(self.at)] if self.total else None

    def show(self, query: Query, empty: Sequence[str] = ()) -> None:
        """List what the query shows, the cursor on the same strike or the nearest; `empty` is said where none is."""
        before = self.row
        keep = self._line(self.at) - self.top if before else 0
        self._query, self.empty = query, empty
        self._days = self._library.days(query)
        self._starts = [0, *accumulate(day.strikes for day in self._days)]
        self._pages.clear()
        self._strips.clear()
        self.at = 0
        if before and (found := self._library.nearest(query, before.id)):
            days = [day.day for day in self._days]
            self.at = self._starts[days.index(found[0])] + found[1]
        self.top = max(0, self._line(self.at) - keep) if self.total else 0
        self.redraw()
        self.post_message(self.Moved())

    def _day_index(self, number: int) -> int:
        return bisect_right(self._starts, number) - 1

    def _line(self, number: int) -> int:
        return number + self._day_index(number) + 1

    def _headers(self, line: int) -> int:
        """How many headers stand on the lines up to this one, itself among them."""
        return bisect_right(range(len(self._days)), line, key=lambda index: self._starts[index] + index)

    def _is_header(self, line: int) -> bool:
        headers = self._headers(line)
        return headers > 0 and self._starts[headers - 1] + headers - 1 == line

    def _number(self, line: int) -> int:
        """The strike on the line; that of a header is its day's first."""
        headers = self._headers(line)
        return line - headers + self._is_header(line)

    def _row(self, number: int) -> Row:
        index = self._day_index(number)
        page, offset = divmod(number - self._starts[index], PAGE)
        key = self._days[index].day, page
        if key not in self._pages:
            self._pages[key] = self._library.page(self._query, key[0], page * PAGE, PAGE)
            if len(self._pages) > PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(key)
        return self._pages[key][offset]

    # Drawing

    def draw(self, width: int, height: int) -> list[Strip]:
        widths = columns.Columns.of(width)
        title = fit(columns.heading(widths, self._glyphs), width, "")
        head = Strip([Segment(title, REVERSE if self.has_focus else BOLD)])
        if not self.total:
            return [head, *lay([Paragraph(self._glyphs.shown(text)) for text in self.empty], width)]
        rows = max(1, height - 1)
        self._keep_in_sight(rows)
        last = min(self.top + rows, self.total + len(self._days))
        return [head, *(self._strip(line, width, widths) for line in range(self.top, last))]

    def _keep_in_sight(self, rows: int) -> None:
        line = self._line(self.at)
        self.top = max(0, min(self.top, line, self.total + len(self._days) - rows))
        self.top = max(self.top, line - rows + 1)
        if self.top == line and self._is_header(line - 1) and rows > 1:
            self.top -= 1

    def _strip(self, line: int, width: int, widths: columns.Columns) -> Strip:
        key = line, width, line == self._line(self.at)
        if key not in self._strips:
            number = self._number(line)
            if self._is_header(line):
                strip = columns.day_strip(self._days[self._day_index(number)], self._glyphs)
            else:
                strip = columns.row_strip(self._row(number), widths, self._glyphs, chosen=key[2])
            self._strips[key] = strip
            if len(self._strips) > STRIPS:
                self._strips.popitem(last=False)
        self._strips.move_to_end(key)
        return self._strips[key]

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()

    # Moving

    def go(self, number: int) -> None:
        """Put the cursor on the strike of this number, or the nearest there is."""
        number = max(0, min(number, self.total - 1))
        if self.total and number != self.at:
            self.at = number
            self.redraw()
            self.post_message(self.Moved())

    def step(self, lines: int) -> None:
        if not self.total:
            return
        if abs(lines) == 1:
            self.go(self.at + lines)
            return
        before = self.at
        line = max(1, min(self._line(before) + lines, self.total + len(self._days) - 1))
        self.top = max(0, self.top + line - self._line(before))
        self.go(self._number(line))

    def go_first(self) -> None:
        self.top = 0
        self.go(0)

    def go_last(self) -> None:
        self.go(self.total - 1)

    def go_day(self, days: int) -> None:
        """To the first strike of the next day (1), or of this day and then of the previous one (-1)."""
        if self.total:
            index = self._day_index(self.at) + days
            if days < 0 and self.at > self._starts[index + 1]:
                index += 1
            self.go(self._starts[max(0, index)] if index < len(self._days) else self.total - 1)

    def go_month(self, months: int) -> None:
        """To the first strike of the next month that has any (1), or of this month and then the previous one (-1)."""
        if not self.total:
            return
        index = self._day_index(self.at)
        month = self._month(index)
        if months > 0:
            while index < len(self._days) and self._month(index) == month:
                index += 1
            self.go(self._starts[index] if index < len(self._days) else self.total - 1)
            return
        first = self._first_of_month(index)
        if self.at == self._starts[first] and first:
            first = self._first_of_month(first - 1)
        self.go(self._starts[first])

    def _month(self, index: int) -> str:
        return (self._days[index].day or "undated")[:7]

    def _first_of_month(self, index: int) -> int:
        month = self._month(index)
        while index and self._month(index - 1) == month:
            index -= 1
        return index

    def on_click(self, event: events.Click) -> None:
        line = self.top + event.y - 1
        if event.y < 1 or not self.total or line >= self.total + len(self._days):
            return
        number = self._number(line)
        if number == self.at and not self._is_header(line):
            self.post_message(self.Chosen())
        self.go(number)
