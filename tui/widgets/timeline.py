"""The timeline: a virtual list of strikes below the headers of their days; only the rows in sight are loaded.

Strikes are numbered 0, 1, 2... through all days; the running totals of the days turn a strike's index into a line and
back by bisection, so every position in the list costs the same. While a query is being counted, the list only grows at
its end, so no index changes.
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

PAGE_ROWS = 64  # rows loaded together
MAX_CACHED_PAGES = 64
MAX_CACHED_STRIPS = 512
MAX_ROW_ID = (1 << 63) - 1  # SQLite's greatest row id


class Timeline(Pane):
    """The list; `cursor_index` is the index of the strike under the cursor."""

    class CursorMoved(Message):
        """The cursor is on another strike, or on none."""

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
        self._target_row_id: int | None = None  # where the cursor goes as soon as that much is counted
        self._last_row_id: int | None = None  # where the cursor was last
        self._cursor_screen_line = 0
        self.days: list[DayStrikes] = []  # as far as they have been counted
        self._day_starts: list[int] = [0]
        self._page_cache: OrderedDict[int, list[StrikeRow]] = OrderedDict()
        self._strip_cache: OrderedDict[tuple[int, int, bool], Strip] = OrderedDict()
        self.cursor_index = 0
        self.empty_lines: Sequence[str] = ()  # shown if the list is empty

    # What is in the list

    @property
    def strike_count(self) -> int:
        """The number of strikes in the list."""
        return self._day_starts[-1]

    @property
    def current_row(self) -> StrikeRow | None:
        """The row of the strike under the cursor."""
        return self._load_row(self.cursor_index) if self.strike_count else None

    @property
    def current_key(self) -> str:
        """The id of the strike under the cursor; "" if there is none."""
        return row.key if (row := self.current_row) else ""

    @property
    def current_day(self) -> DayStrikes | None:
        """The day under the cursor."""
        return self.days[self._find_day_index(self.cursor_index)] if self.strike_count else None

    @property
    def is_waiting(self) -> bool:
        """True while the cursor waits for the counting to reach the strike it goes to."""
        return self._target_row_id is not None

    def show_query(self, query: Query, scan: IncrementalScan, seek: int | None = None) -> None:
        """List the strikes of a query, as far as they have been counted.

        The cursor goes to the strike with the row id `seek` or else stays on its strike, or on the nearest in the list.
        """
        if self._target_row_id is None:
            if row := self.current_row:
                self._last_row_id, self._cursor_screen_line = row.id, self._find_line(self.cursor_index) - self.top_line
            self._target_row_id = seek if seek is not None else self._last_row_id
        self.shown_query, self._scan = query, scan
        self._page_cache.clear()
        self._strip_cache.clear()
        self.cursor_index = self.top_line = 0
        self.extend_list()
        self.post_message(self.CursorMoved())

    def extend_list(self) -> None:
        """List what has been counted since."""
        assert self._scan
        self._page_cache.pop(self.strike_count // PAGE_ROWS, None)  # it has more rows now
        self.days = self._scan.list_days(self.shown_query)
        self._day_starts = [0, *accumulate(day.strike_count for day in self.days)]
        if self._target_row_id is not None and self._scan.has_covered(self._target_row_id):
            self._restore_cursor(self._target_row_id)
        self.redraw()

    def _restore_cursor(self, row_id: int) -> None:
        """Put the cursor on this strike or the nearest one, on the same line of the screen as before."""
        self._target_row_id = None
        try:
            nearest = self._library.find_nearest(self.shown_query, row_id, self.days)
        except LibraryError as error:
            self.post_message(self.LoadFailed(error))
            return
        if nearest:
            day, offset = nearest
            index = bisect_left(self.days, day or UNDATED_LABEL, key=lambda day: day.day or UNDATED_LABEL)
            self.cursor_index = min(self._day_starts[index] + offset, max(0, self.strike_count - 1))
            self.top_line = max(0, self._find_line(self.cursor_index) - self._cursor_screen_line)
            self.post_message(self.CursorMoved())

    def _find_day_index(self, index: int) -> int:
        return bisect_right(self._day_starts, index) - 1

    def _find_line(self, index: int) -> int:
        return index + self._find_day_index(index) + 1

    def _count_headers(self, line: int) -> int:
        """The number of headers on the lines up to and including this one."""
        return bisect_right(range(len(self.days)), line, key=lambda index: self._day_starts[index] + index)

    def _is_header(self, line: int) -> bool:
        headers = self._count_headers(line)
        return headers > 0 and self._day_starts[headers - 1] + headers - 1 == line

    def _find_strike_index(self, line: int) -> int:
        """The index of the strike on the line; for a header, that of its day's first strike."""
        headers = self._count_headers(line)
        return line - headers + self._is_header(line)

    def _load_row(self, index: int) -> StrikeRow | None:
        """The row of a strike; None if another process has just removed it, or the library cannot be read."""
        page, offset = divmod(index, PAGE_ROWS)
        rows = self._load_page(page)
        return rows[offset] if offset < len(rows) else None

    def _load_page(self, page: int) -> list[StrikeRow]:
        if page not in self._page_cache:
            first = self._find_day_index(page * PAGE_ROWS)
            last = self._find_day_index(min((page + 1) * PAGE_ROWS, self.strike_count) - 1)
            since, until = self.days[first].day, self.days[last].day
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
            paragraphs = [Paragraph(self._glyphs.sanitize_text(text)) for text in self.empty_lines]
            return [head, *lay_out_paragraphs(paragraphs, width)]
        rows = max(1, height - 1)
        self._scroll_to_cursor(rows)
        last = min(self.top_line + rows, self.strike_count + len(self.days))
        return [head, *(self._draw_line(line, width, widths) for line in range(self.top_line, last))]

    def _scroll_to_cursor(self, rows: int) -> None:
        line = self._find_line(self.cursor_index)
        self.top_line = max(0, min(self.top_line, line, self.strike_count + len(self.days) - rows))
        self.top_line = max(self.top_line, line - rows + 1)
        if self.top_line == line and self._is_header(line - 1) and rows > 1:
            self.top_line -= 1

    def _draw_line(self, line: int, width: int, widths: columns.ColumnWidths) -> Strip:
        key = line, width, line == self._find_line(self.cursor_index)
        if key not in self._strip_cache:
            index = self._find_strike_index(line)
            if self._is_header(line):
                strip = columns.build_day_strip(self.days[self._find_day_index(index)], self._glyphs)
            elif row := self._load_row(index):
                strip = columns.build_row_strip(row, widths, self._glyphs, chosen=key[2])
            else:
                return Strip([])
            self._strip_cache[key] = strip
            if len(self._strip_cache) > MAX_CACHED_STRIPS:
                self._strip_cache.popitem(last=False)
        self._strip_cache.move_to_end(key)
        return self._strip_cache[key]

    # Moving

    def go_to_strike(self, index: int) -> None:
        """Put the cursor on the strike with this index, or on the nearest."""
        self._target_row_id = None
        index = max(0, min(index, self.strike_count - 1))
        if self.strike_count and index != self.cursor_index:
            self.cursor_index = index
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
        line = max(1, min(self._find_line(before) + lines, self.strike_count + len(self.days) - 1))
        self.top_line = max(0, self.top_line + line - self._find_line(before))
        self.go_to_strike(self._find_strike_index(line))

    def action_first(self) -> None:
        self.top_line = 0
        self.go_to_strike(0)

    def action_last(self) -> None:
        """Go to the last strike, as soon as the list is counted to its end."""
        if self._scan and not self._scan.is_list_complete:
            self._target_row_id = MAX_ROW_ID
            self.post_message(self.CursorMoved())
        else:
            self.go_to_strike(self.strike_count - 1)

    def step_around(self, way: int) -> None:
        """Go to the next strike (1) or the previous one (-1), and from one end of the list to the other."""
        index = self.cursor_index + way
        if index < 0:
            self.action_last()
        elif self.strike_count and self._scan and self._scan.is_list_complete:
            self.go_to_strike(index % self.strike_count)
        else:
            self.go_to_strike(index)

    def step_day(self, days: int) -> None:
        """Go to the first strike of the next day (1), or of this day and then the previous one (-1)."""
        if self.strike_count:
            index = self._find_day_index(self.cursor_index) + days
            if days < 0 and self.cursor_index > self._day_starts[index + 1]:
                index += 1
            self.go_to_day(max(0, index))

    def go_to_day(self, index: int) -> None:
        """Go to the first strike of the day with this index, or to the last strike behind the last day."""
        self.go_to_strike(self._day_starts[min(index, len(self.days))])

    def step_month(self, months: int) -> None:
        """Go to the first strike of the next month with any (1), or of this month and then the previous one (-1)."""
        if not self.strike_count:
            return
        index = self._find_day_index(self.cursor_index)
        if months > 0:
            self.go_to_day(bisect_right(self.days, _month_of(self.days[index]), key=_month_of))
            return
        first = self._find_month_start(index)
        if first and self.cursor_index == self._day_starts[first]:
            first = self._find_month_start(first - 1)
        self.go_to_day(first)

    def _find_month_start(self, index: int) -> int:
        return bisect_left(self.days, _month_of(self.days[index]), key=_month_of)

    def on_click(self, event: events.Click) -> None:
        line = self.top_line + event.y - 1
        if event.y < 1 or not self.strike_count or line >= self.strike_count + len(self.days):
            return
        index = self._find_strike_index(line)
        if index == self.cursor_index and not self._is_header(line):
            self.post_message(self.StrikeChosen())
        self.go_to_strike(index)


def _month_of(day: DayStrikes) -> str:
    return (day.day or UNDATED_LABEL)[:7]
