"""The main screen: filters above, the timeline and the detail of the strike under the cursor, status and keys below."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container

from model.library import Library, LibraryError
from model.library.search.incremental_scan import IncrementalScan
from model.phrasing import format_count
from model.query import Query
from model.taxonomy import Side, WeaponKind
from tui import actions as keys
from tui.background.full_text_counter import FullTextCounter
from tui.background.library_watcher import POLL_SECONDS, LibraryWatcher
from tui.background.query_counter import QueryCounter
from tui.rendering.empty_list_text import explain_empty_list
from tui.rendering.glyphs import Glyphs
from tui.rendering.phrases import describe_list_day
from tui.screens.base import UndrawnWidget
from tui.screens.edit_controller import EditController
from tui.screens.search_controller import SearchController
from tui.screens.strike_loader import StrikeLoader
from tui.widgets.filter_bar import FilterBar
from tui.widgets.status_bar import Footer, StatusBar
from tui.widgets.strike_detail import StrikeDetail
from tui.widgets.time_axis import TimeAxis
from tui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from tui.rendering.strike_sources import StrikeSource
    from tui.rendering.strike_text import StrikeText

MIN_BESIDE_WIDTH = 100  # columns from which the detail stands beside the timeline
MIN_AXIS_SIZE = (60, 30)  # columns and rows from which the axis of time has room
MIN_STACKED_HEIGHT = 22  # rows from which it stands under it, on fewer columns


class PaneContainer(UndrawnWidget, Container):
    """What holds the timeline and the detail."""


class TimelineScreen(SearchController, EditController):
    """Where the user is nearly all the time."""

    DEFAULT_CSS = """
    TimelineScreen #panes { height: 1fr; layout: vertical; }
    TimelineScreen.-beside #panes { layout: horizontal; }
    TimelineScreen.-beside #timeline { width: 5fr; height: 100%; }
    TimelineScreen.-beside #detail { width: 3fr; height: 100%; }
    TimelineScreen.-single #detail { display: none; }
    TimelineScreen.-single.-reading #detail { display: block; }
    TimelineScreen.-single.-reading #timeline { display: none; }
    TimelineScreen #filters { height: 2; }
    TimelineScreen.-wide #filters { height: 1; }
    TimelineScreen #axis { display: none; }
    TimelineScreen.-axis #axis { display: block; }
    """
    BINDINGS = keys.build_bindings("browse")
    AUTO_FOCUS = "#timeline"

    def __init__(self, library: Library, problems: Sequence[str], glyphs: Glyphs) -> None:
        super().__init__()
        self._library = library
        self._problems = problems
        self._glyphs = glyphs
        self._query = Query()
        self._lifted_query = Query()
        self._counter = QueryCounter(self, library, self._show_new_counts, self._show_error)
        self._watcher = LibraryWatcher(self, library, self._show_library_change, self._show_error)
        self._full_text_counter = FullTextCounter(self, library, self._show_full_text_count, self._show_error)
        self._counts = self._counter.count_query(self._query).count_filters(self._query)
        self._new_strike_count = 0  # strikes that others have added
        self._new_strikes_key = ""  # the key of the strike on which the cursor stood then
        self._error_line = ""
        self._search_history: list[str] = []
        self._strike_loader = StrikeLoader(library, glyphs)
        self._is_detail_shown = False
        self.filter_bar = FilterBar(id="filters")
        self.time_axis = TimeAxis(glyphs, id="axis")
        self._is_axis_wanted = True
        self.timeline = Timeline(library, glyphs, id="timeline")
        self.detail = StrikeDetail(glyphs, id="detail")
        self.status_bar = StatusBar(glyphs, id="status")
        self.footer = Footer("timeline", id="footer")

    def compose(self) -> ComposeResult:
        self.filter_bar.show_counts(self._counts, self._query, self._lifted_query)
        self._place_panes(*self.app.size)
        yield self.filter_bar
        yield self.time_axis
        yield PaneContainer(self.timeline, self.detail, id="panes")
        yield self.status_bar
        yield self.footer

    def on_mount(self) -> None:
        self._show_query()
        # The first frame is the list; the event model, slow to load, is asked for when that stands.
        self.call_after_refresh(self._show_first_detail)
        self.set_interval(
            POLL_SECONDS, lambda: self._watcher.check_library(self._query, busy=not self._counter.is_complete)
        )

    def _show_first_detail(self) -> None:
        self._is_detail_shown = True
        self._update_detail()
        if not self.app.is_headless:  # the program's one app
            gc.freeze()  # what is loaded stays: to look through it for garbage again would hold up a key for 100 ms

    def on_resize(self, event: events.Resize) -> None:
        self._place_panes(event.size.width, event.size.height)

    def _place_panes(self, width: int, height: int) -> None:
        """Where the panes stand on a screen of this size."""
        beside = width >= MIN_BESIDE_WIDTH
        self.set_class(beside, "-beside")
        self.set_class(self._is_axis_wanted and width >= MIN_AXIS_SIZE[0] and height >= MIN_AXIS_SIZE[1], "-axis")
        self.set_class(not beside and height < MIN_STACKED_HEIGHT, "-single")
        self.set_class(self.filter_bar.can_fit_one_line(width), "-wide")
        self.detail.has_bar = beside
        if not self.has_class("-single") and self.has_class("-reading"):
            self.remove_class("-reading")

    # What is shown

    def _apply_query(self, query: Query, lifted: Query | None = None) -> None:
        """Show another query; what was lifted is forgotten unless given."""
        self._watcher.discard_changes()
        try:
            self._counter.count_query(query)
        except LibraryError as error:
            self._show_error(error)
            return
        self._query, self._lifted_query = query, lifted or Query()
        self._error_line = self._step_message = ""
        self._show_query()

    def _show_query(self, seek: int | None = None) -> None:
        self._full_text_counter.stop_count()
        self._update_filter_bar()
        assert self._counter.scan
        self.timeline.show_query(self._query, self._counter.scan, self._explain_empty_list(), seek)
        self.time_axis.show_days(self.timeline.days)
        self._start_full_text_count()

    def _update_filter_bar(self) -> None:
        assert self._counter.scan
        self._counts = self._counter.scan.count_filters(self._query)
        self.filter_bar.show_counts(self._counts, self._query, self._lifted_query, not self._counter.scan.is_complete)

    def _show_new_counts(self) -> None:
        """Show what was counted since."""
        self._update_filter_bar()
        self.timeline.empty_lines = self._explain_empty_list()
        self.timeline.extend_list()
        self.time_axis.show_days(self.timeline.days)
        self._update_status()
        self._start_full_text_count()

    def _start_full_text_count(self) -> None:
        if self._counter.is_complete and self._query.terms_text:
            self._full_text_counter.count_query(self._query, self._counts.matches)

    def _show_full_text_count(self) -> None:
        self.timeline.empty_lines = self._explain_empty_list()
        self.timeline.redraw()
        self._update_status()

    def _show_library_change(self, sweep: IncrementalScan) -> None:
        """Show what others have changed, the cursor on the same strike."""
        before, row = self._counts.total, self.timeline.current_row
        self._counter.scan = sweep
        self._strike_loader.clear_cache()
        self._show_query(row and self._library.find_row_id(row.key))
        self._new_strike_count += max(0, self._counts.total - before)
        self._new_strikes_key = row.key if row else ""
        self._error_line = ""

    def _show_error(self, error: LibraryError) -> None:
        """Say that the library cannot be read; what stands there stays."""
        if str(error) != self._error_line:
            self._error_line = str(error)
            self._update_status()

    @on(Timeline.LoadFailed)
    def handle_load_failed(self, message: Timeline.LoadFailed) -> None:
        self._show_error(LibraryError(message.error_line))

    def _explain_empty_list(self) -> list[str]:
        counting, problems = not self._counter.is_list_complete, bool(self._problems)
        told = explain_empty_list(self._query, self._counts, self._glyphs, counting=counting, problems=problems)
        return [*told, *filter(None, [self._full_text_counter.describe_offer("w")])]

    @on(Timeline.CursorMoved)
    def handle_cursor_moved(self) -> None:
        if (
            self._new_strike_count
            and self.timeline.current_row
            and self.timeline.current_row.key != self._new_strikes_key
        ):
            self._new_strike_count = 0
        self.time_axis.set_cursor_day(self.timeline.current_day.day if self.timeline.current_day else None)
        self._update_status()
        if self._is_detail_shown:
            self._update_detail()

    def _update_detail(self) -> None:
        self.detail.show_strike(self._load_strike_text())

    def _update_status(self) -> None:
        day, total = self.timeline.current_day, self.timeline.strike_count
        parts = [self._glyphs.sanitize_text(self._error_line)] if self._error_line else []
        if total:
            place, end = (
                f"{self.timeline.cursor_index + 1:,}",
                f"{total:,}{'' if self._counter.is_list_complete else '+'}",
            )
            found = self._query.terms_text
            parts.append(f"{self._glyphs.quote_text(found)} hit {place} of {end}" if found else f"{place}/{end}")
        if self.timeline.is_waiting:
            parts.append("counting on; the cursor goes to its place then")
        if wider := self._full_text_counter.describe_offer("w"):
            parts.append(wider)
        if self._new_strike_count:
            parts.append(format_count(self._new_strike_count, "new strike"))
        if day:
            parts.append(describe_list_day(day.day))
        if self._query:
            parts.append(f"{end if total else 0} of {self._counts.total:,} shown")
        if self.merge_key:
            parts.append("M merges with the one marked")
        if self._lifted_query:
            parts.append("filters lifted, Ctrl+F sets them again")
        if self._problems:
            parts.append(f"{format_count(len(self._problems), 'problem')} of reading: !")
        self.status_bar.show_parts(parts)
        self.repeat_step_message()
        self._update_footer()

    def _update_footer(self) -> None:
        self.footer.show_keys(
            "detail" if self.detail.has_focus else "timeline", "hits" if self._query.terms_text else ""
        )

    def _load_strike_text(self) -> StrikeText | None:
        """The strike under the cursor."""
        try:
            return self._strike_loader.load_strike_text(self.timeline.current_row, self._query.search_phrases)
        except LibraryError as error:
            self._show_error(error)
            return None

    # Actions

    def action_side(self, side: Side) -> None:
        """Let a side in, or no longer."""
        self._apply_query(self._query.toggle_side(side))

    def action_weapon(self, kind: WeaponKind) -> None:
        """Let a kind of weapon in, or no longer."""
        self._apply_query(self._query.toggle_weapon(kind))

    def action_clear(self) -> None:
        """Show all."""
        self._apply_query(Query())

    def action_lift(self) -> None:
        """Lift what is set, or set again what was lifted."""
        if self._query:
            self._apply_query(Query(), self._query)
        elif self._lifted_query:
            self._apply_query(self._lifted_query)

    @on(FilterBar.Pressed)
    def handle_filter_pressed(self, message: FilterBar.Pressed) -> None:
        actions = {action.keys[0]: action.id for action in keys.ACTIONS if action.group == keys.FILTER}
        self.call_later(self.run_action, actions[message.key])

    def action_day(self, days: int) -> None:
        """To the next day (1) or the previous one (-1)."""
        self.timeline.step_day(days)

    def action_month(self, months: int) -> None:
        """To the next month (1) or the previous one (-1)."""
        self.timeline.step_month(months)

    @on(TimeAxis.BarClicked)
    def handle_bar_clicked(self, message: TimeAxis.BarClicked) -> None:
        self.timeline.go_to_day(message.day_index)

    def action_axis(self) -> None:
        """Show the axis of time, or no longer."""
        self._is_axis_wanted = not self._is_axis_wanted
        self._place_panes(*self.size)
        if self._is_axis_wanted and not self.has_class("-axis"):
            self.status_bar.show_message(
                "The axis of time needs a screen of {} columns and {} rows".format(*MIN_AXIS_SIZE)
            )

    def action_switch_pane(self) -> None:
        """From the timeline to the detail, and back."""
        self._focus_detail(not self.detail.has_focus)

    def _focus_detail(self, reading: bool) -> None:
        """Give the detail the focus, or take it back; where only one pane fits, show it."""
        self.set_class(reading and self.has_class("-single"), "-reading")
        (self.detail if reading else self.timeline).focus()

    def on_descendant_focus(self) -> None:
        self._update_footer()

    def action_open(self) -> None:
        """The source; where the detail is out of sight, first that."""
        if self.has_class("-single") and not self.has_class("-reading"):
            self._focus_detail(self.timeline.strike_count > 0)
        else:
            self.action_source()

    @on(Timeline.StrikeChosen)
    def handle_strike_chosen(self) -> None:
        self.action_open()

    def action_source(self) -> None:
        """The documents of the strike, opened at its excerpt."""
        if leaves := self._load_sources():
            from tui.screens.source_screen import SourceScreen

            self.app.push_screen(SourceScreen(leaves, self.detail.values, self._glyphs, self._query.search_phrases))

    def action_value(self, way: int) -> None:
        """Choose the strike's next value (1) or the previous one (-1), in the detail."""
        if self.has_class("-single") and not self.has_class("-reading") and self.timeline.strike_count:
            self._focus_detail(True)
        self.detail.step_value(way)

    def action_explain(self) -> None:
        """Explain the chosen value, or the first."""
        if self.detail.values and (leaves := self._load_sources()):
            from tui.screens.explanation_screen import ExplanationScreen

            self.app.push_screen(
                ExplanationScreen(leaves, self.detail.values, self.detail.chosen_index or 0, self._glyphs)
            )

    def _load_sources(self) -> list[StrikeSource]:
        """The sources of the strike under the cursor."""
        telling = self._load_strike_text()
        try:
            return self._strike_loader.load_sources(telling) if telling else []
        except LibraryError as error:
            self._show_error(error)
            return []

    def action_copy(self) -> None:
        """Copy the strike with its sources, through the terminal (OSC 52)."""
        if telling := self._load_strike_text():
            text = telling.format_citation()
            self.app.copy_to_clipboard(text)
            self.status_bar.show_message(
                f"Copied the strike and its sources, {len(text):,} characters, if the terminal allows it"
            )

    # Leaving

    def close_current(self) -> None:
        """What q does: close the detail where it is on top, else quit."""
        if self.has_class("-reading"):
            self._focus_detail(False)
        else:
            self.app.exit()

    def leave_current(self) -> None:
        """What Esc does: close the detail, then end the search, then lift the filters."""
        if self.has_class("-reading") or self.detail.has_focus:
            self._focus_detail(False)
        elif self._query.terms_text:
            self._apply_query(self._query.replace_terms(""))
        elif self._query:
            self._apply_query(Query())
