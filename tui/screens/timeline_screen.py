"""The main screen: filters, time axis, timeline, the detail of the strike under the cursor, status bar and footer."""

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
from tui.screens.base import BaseScreen, UndrawnWidget
from tui.screens.edit_controller import EditController
from tui.screens.search_controller import SearchController
from tui.screens.strike_loader import StrikeLoader
from tui.widgets.filter_bar import FilterBar
from tui.widgets.strike_detail import StrikeDetail
from tui.widgets.time_axis import TimeAxis
from tui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from tui.rendering.strike_sources import StrikeSource
    from tui.rendering.strike_text import StrikeText

MIN_BESIDE_WIDTH = 100  # columns from which the detail is beside the timeline
MIN_AXIS_SIZE = (60, 30)  # columns and rows from which the time axis is shown
MIN_STACKED_HEIGHT = 22  # rows from which the detail is below the timeline; on smaller screens one pane is shown


class PaneContainer(UndrawnWidget, Container):
    """Holds the timeline and the detail."""


class TimelineScreen(BaseScreen):
    """Shows the strikes that the query selects; the controllers change the query and the strikes."""

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
    pane_name = "timeline"

    def __init__(self, library: Library, problems: Sequence[str], glyphs: Glyphs) -> None:
        super().__init__(glyphs)
        self._library = library
        self._problems = problems
        self._query = self._lifted_query = Query()
        self._counter = QueryCounter(self, library, self._show_new_counts, self._show_error)
        self._watcher = LibraryWatcher(self, library, self._show_library_change, self._show_error)
        self._full_text_counter = FullTextCounter(self, library, self._show_full_text_count, self._show_error)
        self._counts = self._counter.count_query(self._query).count_filters(self._query)
        self._new_strike_count = 0  # strikes that other processes have added
        self._new_strikes_key = ""  # id of the strike that was under the cursor then
        self._error_line = ""
        self._strike_loader = StrikeLoader(library, glyphs)
        self._is_detail_shown = False
        self._is_axis_wanted = True
        self.filter_bar = FilterBar(id="filters")
        self.time_axis = TimeAxis(glyphs, id="axis")
        self.timeline = Timeline(library, glyphs, id="timeline")
        self.detail = StrikeDetail(glyphs, id="detail")
        self._search = SearchController(self, self.timeline, self._apply_query, lambda: self._focus_detail(False))
        self._edits = EditController(
            self, library, self.timeline, self.detail, self._load_strike_text, self._reload_library
        )

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
        self.call_after_refresh(self._show_first_detail)  # the event model is slow to load, so the list comes first
        self.set_interval(POLL_SECONDS, lambda: self._watcher.check_library(self._query, not self._counter.is_complete))

    def _show_first_detail(self) -> None:
        self._is_detail_shown = True
        self.detail.show_strike(self._load_strike_text())
        if not self.app.is_headless:  # the only app in this process
            gc.freeze()  # what is loaded stays; collecting it as garbage would hold up a key for 100 ms

    def on_resize(self, event: events.Resize) -> None:
        self._place_panes(event.size.width, event.size.height)

    def _place_panes(self, width: int, height: int) -> None:
        """Choose the layout for a screen of this size."""
        beside = width >= MIN_BESIDE_WIDTH
        self.set_class(beside, "-beside")
        self.set_class(self._is_axis_wanted and width >= MIN_AXIS_SIZE[0] and height >= MIN_AXIS_SIZE[1], "-axis")
        self.set_class(not beside and height < MIN_STACKED_HEIGHT, "-single")
        self.set_class(self.filter_bar.can_fit_one_line(width), "-wide")
        self.detail.has_bar = beside
        self.set_class(self.has_class("-single", "-reading"), "-reading")

    # What is shown

    def _apply_query(self, query: Query, lifted: Query | None = None) -> None:
        """Show another query; `lifted` is the one that Ctrl+F brings back."""
        self._watcher.discard_changes()
        try:
            self._counter.count_query(query)
        except LibraryError as error:
            self._show_error(error)
            return
        self._query, self._lifted_query = query, lifted or Query()
        self._error_line = self._edits.last_message = ""
        self._show_query()

    def _show_query(self, seek: int | None = None) -> None:
        """List the strikes of the query, the cursor on the one with the row id `seek`."""
        self._full_text_counter.stop_count()
        self.timeline.show_query(self._query, self._update_counts(), seek)
        self.time_axis.show_days(self.timeline.days)
        self._start_full_text_count()

    def _update_counts(self) -> IncrementalScan:
        scan = self._counter.scan
        assert scan
        self._counts = scan.count_filters(self._query)
        self.filter_bar.show_counts(self._counts, self._query, self._lifted_query, not scan.is_complete)
        self.timeline.empty_lines = self._explain_empty_list()
        return scan

    def _show_new_counts(self) -> None:
        """Show what has been counted since."""
        self._update_counts()
        self.timeline.extend_list()
        self.time_axis.show_days(self.timeline.days)
        self.update_status()
        self._start_full_text_count()

    def _start_full_text_count(self) -> None:
        if self._counter.is_complete and self._query.terms_text:
            self._full_text_counter.count_query(self._query, self._counts.matches)

    def _show_full_text_count(self) -> None:
        self.timeline.empty_lines = self._explain_empty_list()
        self.timeline.redraw()
        self.update_status()

    def _show_library_change(self, scan: IncrementalScan) -> None:
        """Show what other processes have written, the cursor on the same strike."""
        before, key = self._counts.total, self.timeline.current_key
        self._counter.scan = scan
        self._strike_loader.clear_cache()
        self._show_query(self._library.find_row_id(key))
        self._new_strike_count += max(0, self._counts.total - before)
        self._new_strikes_key = key
        self._error_line = ""

    def _reload_library(self, key: str) -> None:
        """Show the library after an edit, the cursor on the strike with this id."""
        self._watcher.discard_changes()
        self._strike_loader.clear_cache()
        self._counter.count_query(self._query)
        self._show_query(self._library.find_row_id(key))

    def _show_error(self, error: LibraryError) -> None:
        """Report that the library cannot be read; the strikes shown stay."""
        if str(error) != self._error_line:
            self._error_line = str(error)
            self.update_status()

    @on(Timeline.LoadFailed)
    def handle_load_failed(self, message: Timeline.LoadFailed) -> None:
        self._show_error(message.error)

    def _explain_empty_list(self) -> list[str]:
        counting, problems = not self._counter.is_list_complete, bool(self._problems)
        lines = explain_empty_list(self._query, self._counts, self.glyphs, counting=counting, problems=problems)
        return [*lines, *filter(None, [self._full_text_counter.describe_offer("w")])]

    @on(Timeline.CursorMoved)
    def handle_cursor_moved(self) -> None:
        if self._new_strike_count and self.timeline.current_key not in ("", self._new_strikes_key):
            self._new_strike_count = 0
        self.time_axis.set_cursor_day(self.timeline.current_day.day if self.timeline.current_day else None)
        self.update_status()
        if self._is_detail_shown:
            self.detail.show_strike(self._load_strike_text())

    def update_status(self) -> None:
        day, search, total = self.timeline.current_day, self._query.terms_text, self.timeline.strike_count
        shown = f"{total:,}{'' if self._counter.is_list_complete else '+'}" if total else "0"
        cursor = f"{self.timeline.cursor_index + 1:,}"
        position = f"{self.glyphs.quote_text(search)} hit {cursor} of {shown}" if search else f"{cursor}/{shown}"
        parts = [
            self.glyphs.sanitize_text(self._error_line),
            position if total else "",
            "still counting; the cursor moves to its place afterwards" if self.timeline.is_waiting else "",
            self._full_text_counter.describe_offer("w"),
            format_count(self._new_strike_count, "new strike") if self._new_strike_count else "",
            describe_list_day(day.day) if day else "",
            f"{shown} of {self._counts.total:,} shown" if self._query else "",
            "M merges with the marked one" if self._edits.merge_key else "",
            "filters cleared, Ctrl+F restores them" if self._lifted_query else "",
            f"{format_count(len(self._problems), 'reading problem')}: !" if self._problems else "",
        ]
        self.status_bar.show_parts(parts)
        self._edits.repeat_message()
        self._update_footer()

    @on(events.DescendantFocus)
    def _update_footer(self) -> None:
        pane = "detail" if self.detail.has_focus else "timeline"
        self.footer.show_keys(pane, "hits" if self._query.terms_text else "")

    def _load_strike_text(self) -> StrikeText | None:
        """The strike under the cursor."""
        try:
            return self._strike_loader.load_strike_text(self.timeline.current_row, self._query.search_phrases)
        except LibraryError as error:
            self._show_error(error)
            return None

    def _load_sources(self) -> list[StrikeSource]:
        """The sources of the strike under the cursor."""
        text = self._load_strike_text()
        try:
            return self._strike_loader.load_sources(text) if text else []
        except LibraryError as error:
            self._show_error(error)
            return []

    # Actions

    def action_side(self, side: Side) -> None:
        self._apply_query(self._query.toggle_side(side))

    def action_weapon(self, kind: WeaponKind) -> None:
        self._apply_query(self._query.toggle_weapon(kind))

    def action_clear(self) -> None:
        self._apply_query(Query())

    def action_lift(self) -> None:
        """Lift all filters and the search, or set them again."""
        if self._query:
            self._apply_query(Query(), self._query)
        elif self._lifted_query:
            self._apply_query(self._lifted_query)

    @on(FilterBar.Pressed)
    def handle_filter_pressed(self, message: FilterBar.Pressed) -> None:
        actions = {action.keys[0]: action.id for action in keys.ACTIONS if action.group == keys.FILTER}
        self.call_later(self.run_action, actions[message.key])

    def action_day(self, days: int) -> None:
        self.timeline.step_day(days)

    def action_month(self, months: int) -> None:
        self.timeline.step_month(months)

    @on(TimeAxis.BarClicked)
    def handle_bar_clicked(self, message: TimeAxis.BarClicked) -> None:
        self.timeline.go_to_day(message.day_index)

    def action_axis(self) -> None:
        """Show or hide the time axis."""
        self._is_axis_wanted = not self._is_axis_wanted
        self._place_panes(*self.size)
        if self._is_axis_wanted and not self.has_class("-axis"):
            width, height = MIN_AXIS_SIZE
            self.status_bar.show_message(f"The time axis needs a screen of {width} columns and {height} rows")

    def _focus_detail(self, reading: bool) -> None:
        """Focus the detail or the timeline; where only one pane fits, show that one."""
        self.set_class(reading and self.has_class("-single"), "-reading")
        (self.detail if reading else self.timeline).focus()

    def action_switch_pane(self) -> None:
        self._focus_detail(not self.detail.has_focus)

    @property
    def _is_detail_hidden(self) -> bool:
        return self.has_class("-single") and not self.has_class("-reading")

    @on(Timeline.StrikeChosen)
    def action_open(self) -> None:
        """Open the source; where the detail is hidden, show that first."""
        if self._is_detail_hidden:
            self._focus_detail(self.timeline.strike_count > 0)
        else:
            self.action_source()

    def action_source(self) -> None:
        if sources := self._load_sources():
            from tui.screens.source_screen import SourceScreen

            self.app.push_screen(SourceScreen(sources, self.detail.values, self.glyphs, self._query.search_phrases))

    def action_value(self, way: int) -> None:
        """Choose the strike's next value (1) or the previous one (-1)."""
        if self._is_detail_hidden and self.timeline.strike_count:
            self._focus_detail(True)
        self.detail.step_value(way)

    def action_explain(self) -> None:
        """Explain the chosen value, or the first one."""
        if self.detail.values and (sources := self._load_sources()):
            from tui.screens.explanation_screen import ExplanationScreen

            index = self.detail.chosen_index or 0
            self.app.push_screen(ExplanationScreen(sources, self.detail.values, index, self.glyphs))

    def action_copy(self) -> None:
        """Copy a citation of the strike with its sources through the terminal (OSC 52)."""
        if strike_text := self._load_strike_text():
            text = strike_text.format_citation()
            self.app.copy_to_clipboard(text)
            size = f"{len(text):,} characters"
            self.status_bar.show_message(f"Copied the strike and its sources, {size}, if the terminal allows it")

    def action_search(self) -> None:
        self._search.open_prompt()

    def action_widen(self) -> None:
        self._search.widen_search()

    def action_next_hit(self) -> None:
        self._search.step_hit(1)

    def action_previous_hit(self) -> None:
        self._search.step_hit(-1)

    def action_correct(self) -> None:
        self._edits.correct_value()

    def action_bookmark(self) -> None:
        self._edits.toggle_bookmark()

    def action_hide(self) -> None:
        self._edits.toggle_hidden()

    def action_tag(self) -> None:
        self._edits.edit_tags()

    def action_note(self) -> None:
        self._edits.add_note()

    def action_split(self) -> None:
        self._edits.split_report()

    def action_merge(self) -> None:
        self._edits.merge_strike()

    def action_date(self) -> None:
        self._edits.set_publication_date()

    def action_undo(self) -> None:
        self._edits.undo_step()

    def action_redo(self) -> None:
        self._edits.redo_step()

    # Leaving

    def close_current(self) -> None:
        """Close the detail where it covers the timeline, else quit."""
        if self.has_class("-reading"):
            self._focus_detail(False)
        else:
            self.app.exit()

    def leave_current(self) -> None:
        """Leave the detail, then end the search, then lift the filters."""
        if self.has_class("-reading") or self.detail.has_focus:
            self._focus_detail(False)
        elif self._query:
            self._apply_query(self._query.replace_terms("") if self._query.terms_text else Query())
