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

from model.library import DayStrikes, Library, LibraryError, StrikeRow
from model.library.search.incremental_scan import IncrementalScan
from model.library.timeline.histogram import UNDATED_LABEL
from model.query import Query
from tui.rendering import timeline_row as columns
from tui.rendering.glyphs import BOLD_STYLE, REVERSE_STYLE, Glyphs
from tui.rendering.text_layout import Paragraph, fit_text, lay_out_paragraphs
from tui.widgets.canvas import Pane

PAGE_ROWS = 64  # rows that are asked for together
MAX_CACHED_PAGES = 64
MAX_CACHED_STRIPS = 512
MAX_ROW_ID = (1 << 63) - 1  # the greatest row id there may be


class Timeline(Pane):
    """The list; `at` is the number of the strike under the cursor."""

    heading_lines = 1

    class CursorMoved(Message):
        """The cursor stands on another strike, or on none."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Timeline.CursorMoved)

    class LoadFailed(Message):
        """The library could not be read."""

        def __init__(self, error: LibraryError) -> None:
            super().__init__()
            self.error = error

    class StrikeChosen(Message):
        """The strike under the cursor was clicked again."""

    def __init__(self, library: Library, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._library = library
        self._glyphs = glyphs
        self.shown_query = Query()
        self._scan: IncrementalScan | None = None
        self._target_row_id: int | None = None  # the row id to go to as soon as it is counted where that is
        self._last_row_id: int | None = None  # the row id of the strike on which the cursor last stood
        self._cursor_screen_line = 0
        self._days: list[DayStrikes] = []
        self._day_starts: list[int] = [0]
        self._page_cache: OrderedDict[int, list[StrikeRow]] = OrderedDict()
        self._strip_cache: OrderedDict[tuple[int, int, bool], Strip] = OrderedDict()
        self.cursor_index = 0
        self.empty_lines: Sequence[str] = ()

    # What is in the list

    @property
    def strike_count(self) -> int:
        """How many strikes the list holds."""
        return self._day_starts[-1]

    @property
    def current_row(self) -> StrikeRow | None:
        """The strike under the cursor."""
        return self._load_row(self.cursor_index) if self.strike_count else None

    @property
    def current_key(self) -> str:
        """The id of the strike under the cursor; "" if there is none."""
        return row.key if (row := self.current_row) else ""

    @property
    def current_day(self) -> DayStrikes | None:
        """The day under the cursor."""
        return self._days[self._find_day_index(self.cursor_index)] if self.strike_count else None

    @property
    def is_waiting(self) -> bool:
        """Whether the cursor waits until the place that it goes to is counted."""
        return self._target_row_id is not None

    @property
    def days(self) -> list[DayStrikes]:
        """The days of the list, as far as they are counted."""
        return self._days

    def show_query(
        self, query: Query, sweep: IncrementalScan, empty: Sequence[str] = (), seek: int | None = None
    ) -> None:
        """List what the query shows, as far as its sweep has come; `empty` is said where that is nothing.

        The cursor goes to the strike `seek` (a row id), else to the one on which it stood, or to the nearest shown.
        """
        if self._target_row_id is None:
            if row := self.current_row:
                self._last_row_id, self._cursor_screen_line = row.id, self._find_line(self.cursor_index) - self.top_line
            self._target_row_id = seek if seek is not None else self._last_row_id
        self.shown_query, self._scan, self.empty_lines = query, sweep, empty
        self._page_cache.clear()
        self._strip_cache.clear()
        self.cursor_index = self.top_line = 0
        self.extend_list()
        self.post_message(self.CursorMoved())

    def extend_list(self) -> None:
        """List what the sweep has counted since."""
        assert self._scan
        self._page_cache.pop(self.strike_count // PAGE_ROWS, None)  # it has more rows now
        self._days = self._scan.list_days(self.shown_query)
        self._day_starts = [0, *accumulate(day.strike_count for day in self._days)]
        if self._target_row_id is not None and self._scan.has_covered(self._target_row_id):
            self._restore_cursor(self._target_row_id)
        self.redraw()

    def _restore_cursor(self, row_id: int) -> None:
        """Put the cursor on this strike or the nearest, on the line of the screen where it last was."""
        self._target_row_id = None
        try:
            found = self._library.find_nearest(self.shown_query, row_id, self._days)
        except LibraryError as error:
            self.post_message(self.LoadFailed(error))
            return
        if found:
            index = bisect_left(self._days, found[0] or UNDATED_LABEL, key=lambda day: day.day or UNDATED_LABEL)
            self.cursor_index = min(self._day_starts[index] + found[1], max(0, self.strike_count - 1))
            self.top_line = max(0, self._find_line(self.cursor_index) - self._cursor_screen_line)
            self.post_message(self.CursorMoved())

    def _find_day_index(self, number: int) -> int:
        return bisect_right(self._day_starts, number) - 1

    def _find_line(self, number: int) -> int:
        return number + self._find_day_index(number) + 1

    def _count_headers(self, line: int) -> int:
        """How many headers stand on the lines up to this one, itself among them."""
        return bisect_right(range(len(self._days)), line, key=lambda index: self._day_starts[index] + index)

    def _is_header(self, line: int) -> bool:
        headers = self._count_headers(line)
        return headers > 0 and self._day_starts[headers - 1] + headers - 1 == line

    def _find_strike_index(self, line: int) -> int:
        """The strike on the line; that of a header is its day's first."""
        headers = self._count_headers(line)
        return line - headers + self._is_header(line)

    def _load_row(self, number: int) -> StrikeRow | None:
        """The strike of this number; None where another process has just taken it away, or nothing can be read."""
        page, offset = divmod(number, PAGE_ROWS)
        rows = self._load_page(page)
        return rows[offset] if offset < len(rows) else None

    def _load_page(self, page: int) -> list[StrikeRow]:
        if page not in self._page_cache:
            first, last = (
                self._find_day_index(page * PAGE_ROWS),
                self._find_day_index(min((page + 1) * PAGE_ROWS, self.strike_count) - 1),
            )
            since, until = self._days[first].day, self._days[last].day
            skip = page * PAGE_ROWS - self._day_starts[first]
            try:
                self._page_cache[page] = self._library.read_page(self.shown_query, since, until, skip, PAGE_ROWS)
            except LibraryError as error:
                self.post_message(self.LoadFailed(error))
                return []
            if len(self._page_cache) > MAX_CACHED_PAGES:
                self._page_cache.popitem(last=False)
        self._page_cache.move_to_end(page)
        return self._page_cache[page]

    # Drawing

    def draw_lines(self, width: int, height: int) -> list[Strip]:
        widths = columns.ColumnWidths.from_width(width)
        title = fit_text(columns.format_heading(widths, self._glyphs), width, "")
        head = Strip([Segment(title, REVERSE_STYLE if self.has_focus else BOLD_STYLE)])
        if not self.strike_count:
            return [
                head,
                *lay_out_paragraphs([Paragraph(self._glyphs.sanitize_text(text)) for text in self.empty_lines], width),
            ]
        rows = max(1, height - 1)
        self._scroll_to_cursor(rows)
        last = min(self.top_line + rows, self.strike_count + len(self._days))
        return [head, *(self._draw_line(line, width, widths) for line in range(self.top_line, last))]

    def _scroll_to_cursor(self, rows: int) -> None:
        line = self._find_line(self.cursor_index)
        self.top_line = max(0, min(self.top_line, line, self.strike_count + len(self._days) - rows))
        self.top_line = max(self.top_line, line - rows + 1)
        if self.top_line == line and self._is_header(line - 1) and rows > 1:
            self.top_line -= 1

    def _draw_line(self, line: int, width: int, widths: columns.ColumnWidths) -> Strip:
        key = line, width, line == self._find_line(self.cursor_index)
        if key not in self._strip_cache:
            number = self._find_strike_index(line)
            if self._is_header(line):
                strip = columns.build_day_strip(self._days[self._find_day_index(number)], self._glyphs)
            elif row := self._load_row(number):
                strip = columns.build_row_strip(row, widths, self._glyphs, chosen=key[2])
            else:
                return Strip([])
            self._strip_cache[key] = strip
            if len(self._strip_cache) > MAX_CACHED_STRIPS:
                self._strip_cache.popitem(last=False)
        self._strip_cache.move_to_end(key)
        return self._strip_cache[key]

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()

    # Moving

    def go_to_strike(self, number: int) -> None:
        """Put the cursor on the strike of this number, or the nearest there is."""
        self._target_row_id = None
        number = max(0, min(number, self.strike_count - 1))
        if self.strike_count and number != self.cursor_index:
            self.cursor_index = number
            self.redraw()
            self.post_message(self.CursorMoved())

    def move_lines(self, lines: int) -> None:
        if not self.strike_count:
            return
        if abs(lines) == 1:
            self.go_to_strike(self.cursor_index + lines)
            return
        self._target_row_id = None
        before = self.cursor_index
        line = max(1, min(self._find_line(before) + lines, self.strike_count + len(self._days) - 1))
        self.top_line = max(0, self.top_line + line - self._find_line(before))
        self.go_to_strike(self._find_strike_index(line))

    def go_to_first(self) -> None:
        self.top_line = 0
        self.go_to_strike(0)

    def go_to_last(self) -> None:
        """To the last strike, as soon as it is counted which one that is."""
        if self._scan and not self._scan.is_list_complete:
            self._target_row_id = MAX_ROW_ID
            self.post_message(self.CursorMoved())
        else:
            self.go_to_strike(self.strike_count - 1)

    def step_around(self, way: int) -> None:
        """To the next strike (1) or the previous one (-1), from one end of the list to the other."""
        index = self.cursor_index + way
        if index < 0:
            self.go_to_last()
        elif self.strike_count and self._scan and self._scan.is_list_complete:
            self.go_to_strike(index % self.strike_count)
        else:
            self.go_to_strike(index)

    def step_day(self, days: int) -> None:
        """To the first strike of the next day (1), or of this day and then of the previous one (-1)."""
        if self.strike_count:
            index = self._find_day_index(self.cursor_index) + days
            if days < 0 and self.cursor_index > self._day_starts[index + 1]:
                index += 1
            self.go_to_strike(self._day_starts[max(0, index)] if index < len(self._days) else self.strike_count - 1)

    def go_to_day(self, place: int) -> None:
        """To the first strike of the day at this place among the days."""
        self.go_to_strike(self._day_starts[min(place, len(self._days))])

    def step_month(self, months: int) -> None:
        """To the first strike of the next month that has any (1), or of this month and then the previous one (-1)."""
        if not self.strike_count:
            return
        index = self._find_day_index(self.cursor_index)
        month = self._month_of_day(index)
        if months > 0:
            while index < len(self._days) and self._month_of_day(index) == month:
                index += 1
            self.go_to_strike(self._day_starts[index] if index < len(self._days) else self.strike_count - 1)
            return
        first = self._find_month_start(index)
        if self.cursor_index == self._day_starts[first] and first:
            first = self._find_month_start(first - 1)
        self.go_to_strike(self._day_starts[first])

    def _month_of_day(self, index: int) -> str:
        return (self._days[index].day or UNDATED_LABEL)[:7]

    def _find_month_start(self, index: int) -> int:
        month = self._month_of_day(index)
        while index and self._month_of_day(index - 1) == month:
            index -= 1
        return index

    def on_click(self, event: events.Click) -> None:
        line = self.top_line + event.y - 1
        if event.y < 1 or not self.strike_count or line >= self.strike_count + len(self._days):
            return
        number = self._find_strike_index(line)
        if number == self.cursor_index and not self._is_header(line):
            self.post_message(self.StrikeChosen())
        self.go_to_strike(number)
