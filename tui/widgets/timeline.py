"""The timeline: a virtual list of strikes under the headers of their days; only the rows in sight are ever asked for.

Strikes are numbered 0, 1, 2... through all days; the days' running totals turn a strike's number into a line and back
by bisection, so that no place of the list costs more than another. While a query is still counted the list grows at
its end, so no number changes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from itertools import accumulate

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from model.library import Day, Library, LibraryError, Row
from model.library.search.incremental_scan import Sweep
from model.library.timeline.histogram import UNDATED
from model.query import Query
from tui.rendering import timeline_row as columns
from tui.rendering.glyphs import BOLD, REVERSE, Glyphs
from tui.rendering.text_layout import Paragraph, fit, lay
from tui.widgets.canvas import Pane

PAGE = 64  # rows that are asked for together
PAGES = 64
STRIPS = 512
LAST = (1 << 63) - 1  # the greatest row id there may be


class Timeline(Pane):
    """The list; `at` is the number of the strike under the cursor."""

    heading_lines = 1

    class Moved(Message):
        """The cursor stands on another strike, or on none."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Timeline.Moved)

    class Failed(Message):
        """The library could not be read; `why` is the line that says so."""

        def __init__(self, why: str) -> None:
            super().__init__()
            self.why = why

    class Chosen(Message):
        """The strike under the cursor was clicked again."""

    def __init__(self, library: Library, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._library = library
        self._glyphs = glyphs
        self._query = Query()
        self._sweep: Sweep | None = None
        self._sought: int | None = None  # the row id to go to as soon as it is counted where that is
        self._stood: int | None = None  # the row id of the strike on which the cursor last stood
        self._below_top = 0
        self._days: list[Day] = []
        self._starts: list[int] = [0]
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()
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

    @property
    def waiting(self) -> bool:
        """Whether the cursor waits until the place that it goes to is counted."""
        return self._sought is not None

    @property
    def days(self) -> list[Day]:
        """The days of the list, as far as they are counted."""
        return self._days

    def show(self, query: Query, sweep: Sweep, empty: Sequence[str] = (), seek: int | None = None) -> None:
        """List what the query shows, as far as its sweep has come; `empty` is said where that is nothing.

        The cursor goes to the strike `seek` (a row id), else to the one on which it stood, or to the nearest shown.
        """
        if self._sought is None:
            if row := self.row:
                self._stood, self._below_top = row.id, self._line(self.at) - self.top
            self._sought = seek if seek is not None else self._stood
        self._query, self._sweep, self.empty = query, sweep, empty
        self._pages.clear()
        self._strips.clear()
        self.at = self.top = 0
        self.grow()
        self.post_message(self.Moved())

    def grow(self) -> None:
        """List what the sweep has counted since."""
        assert self._sweep
        self._pages.pop(self.total // PAGE, None)  # it has more rows now
        self._days = self._sweep.days(self._query)
        self._starts = [0, *accumulate(day.strikes for day in self._days)]
        if self._sought is not None and self._sweep.passed(self._sought):
            self._put(self._sought)
        self.redraw()

    def _put(self, row_id: int) -> None:
        """Put the cursor on this strike or the nearest, on the line of the screen where it last was."""
        self._sought = None
        try:
            found = self._library.nearest(self._query, row_id, self._days)
        except LibraryError as error:
            self.post_message(self.Failed(str(error)))
            return
        if found:
            index = bisect_left(self._days, found[0] or UNDATED, key=lambda day: day.day or UNDATED)
            self.at = min(self._starts[index] + found[1], max(0, self.total - 1))
            self.top = max(0, self._line(self.at) - self._below_top)
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

    def _row(self, number: int) -> Row | None:
        """The strike of this number; None where another process has just taken it away, or nothing can be read."""
        page, offset = divmod(number, PAGE)
        rows = self._page(page)
        return rows[offset] if offset < len(rows) else None

    def _page(self, page: int) -> list[Row]:
        if page not in self._pages:
            first, last = self._day_index(page * PAGE), self._day_index(min((page + 1) * PAGE, self.total) - 1)
            since, until = self._days[first].day, self._days[last].day
            skip = page * PAGE - self._starts[first]
            try:
                self._pages[page] = self._library.page(self._query, since, until, skip, PAGE)
            except LibraryError as error:
                self.post_message(self.Failed(str(error)))
                return []
            if len(self._pages) > PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        return self._pages[page]

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
            elif row := self._row(number):
                strip = columns.row_strip(row, widths, self._glyphs, chosen=key[2])
            else:
                return Strip([])
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
        self._sought = None
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
        self._sought = None
        before = self.at
        line = max(1, min(self._line(before) + lines, self.total + len(self._days) - 1))
        self.top = max(0, self.top + line - self._line(before))
        self.go(self._number(line))

    def go_first(self) -> None:
        self.top = 0
        self.go(0)

    def go_last(self) -> None:
        """To the last strike, as soon as it is counted which one that is."""
        if self._sweep and not self._sweep.listed:
            self._sought = LAST
            self.post_message(self.Moved())
        else:
            self.go(self.total - 1)

    def go_day(self, days: int) -> None:
        """To the first strike of the next day (1), or of this day and then of the previous one (-1)."""
        if self.total:
            index = self._day_index(self.at) + days
            if days < 0 and self.at > self._starts[index + 1]:
                index += 1
            self.go(self._starts[max(0, index)] if index < len(self._days) else self.total - 1)

    def go_to_day(self, place: int) -> None:
        """To the first strike of the day at this place among the days."""
        self.go(self._starts[min(place, len(self._days))])

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
        return (self._days[index].day or UNDATED)[:7]

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
