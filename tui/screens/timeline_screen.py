"""The main screen: filters above, the timeline and the detail of the strike under the cursor, status and keys below."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Container

from model.library import Library, LibraryError
from model.library.search.incremental_scan import Sweep
from model.query import Query
from model.taxonomy import Side, WeaponKind
from tui import actions as keys
from tui.background.full_text_counter import Wider
from tui.background.library_watcher import LOOK, Following
from tui.background.query_counter import Counting
from tui.rendering import phrases as words
from tui.rendering.empty_list_text import why_empty
from tui.rendering.glyphs import Glyphs
from tui.screens.base import Undrawn
from tui.screens.edit_controller import Working
from tui.screens.search_controller import Searching
from tui.screens.strike_loader import Teller
from tui.widgets.filter_bar import Filters
from tui.widgets.status_bar import Footer, Status
from tui.widgets.strike_detail import Detail
from tui.widgets.time_axis import Axis
from tui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from tui.rendering.strike_sources import Leaf
    from tui.rendering.strike_text import Telling

BESIDE = 100  # columns from which the detail stands beside the timeline
ROOMY = (60, 30)  # columns and rows from which the axis of time has room
UNDER = 22  # rows from which it stands under it, on fewer columns


class Panes(Undrawn, Container):
    """What holds the timeline and the detail."""


class Browse(Searching, Working):
    """Where the user is nearly all the time."""

    DEFAULT_CSS = """
    Browse #panes { height: 1fr; layout: vertical; }
    Browse.-beside #panes { layout: horizontal; }
    Browse.-beside Timeline { width: 5fr; height: 100%; }
    Browse.-beside Detail { width: 3fr; height: 100%; }
    Browse.-single Detail { display: none; }
    Browse.-single.-reading Detail { display: block; }
    Browse.-single.-reading Timeline { display: none; }
    Browse Filters { height: 2; }
    Browse.-wide Filters { height: 1; }
    Browse Axis { display: none; }
    Browse.-axis Axis { display: block; }
    """
    BINDINGS = keys.bindings("browse")
    AUTO_FOCUS = "Timeline"

    def __init__(self, library: Library, problems: Sequence[str], glyphs: Glyphs) -> None:
        super().__init__()
        self._library = library
        self._problems = problems
        self._glyphs = glyphs
        self._query = Query()
        self._lifted = Query()
        self._counting = Counting(self, library, self._grow, self._fail)
        self._following = Following(self, library, self._renew, self._fail)
        self._wider = Wider(self, library, self._tell_wider, self._fail)
        self._counts = self._counting.ask(self._query).counts(self._query)
        self._new = 0  # strikes that others have added
        self._new_at = ""  # the key of the strike on which the cursor stood then
        self._trouble = ""
        self._searches: list[str] = []
        self._teller = Teller(library, glyphs)
        self._detailed = False
        self.filters = Filters(id="filters")
        self.axis = Axis(glyphs, id="axis")
        self._axis_wanted = True
        self.timeline = Timeline(library, glyphs, id="timeline")
        self.detail = Detail(glyphs, id="detail")
        self.status = Status(glyphs, id="status")
        self.footer = Footer("timeline", id="footer")

    def compose(self) -> ComposeResult:
        self.filters.show(self._counts, self._query, self._lifted)
        self._arrange(*self.app.size)
        yield self.filters
        yield self.axis
        yield Panes(self.timeline, self.detail, id="panes")
        yield self.status
        yield self.footer

    def on_mount(self) -> None:
        self._show()
        # The first frame is the list; the event model, slow to load, is asked for when that stands.
        self.call_after_refresh(self._first_detail)
        self.set_interval(LOOK, lambda: self._following.look(self._query, busy=not self._counting.complete))

    def _first_detail(self) -> None:
        self._detailed = True
        self._tell_detail()
        if not self.app.is_headless:  # the program's one app
            gc.freeze()  # what is loaded stays: to look through it for garbage again would hold up a key for 100 ms

    def on_resize(self, event: events.Resize) -> None:
        self._arrange(event.size.width, event.size.height)

    def _arrange(self, width: int, height: int) -> None:
        """Where the panes stand on a screen of this size."""
        beside = width >= BESIDE
        self.set_class(beside, "-beside")
        self.set_class(self._axis_wanted and width >= ROOMY[0] and height >= ROOMY[1], "-axis")
        self.set_class(not beside and height < UNDER, "-single")
        self.set_class(self.filters.fits_one_line(width), "-wide")
        self.detail.barred = beside
        if not self.has_class("-single") and self.has_class("-reading"):
            self.remove_class("-reading")

    # What is shown

    def _change(self, query: Query, lifted: Query | None = None) -> None:
        """Show another query; what was lifted is forgotten unless given."""
        self._following.stop()
        try:
            self._counting.ask(query)
        except LibraryError as error:
            self._fail(error)
            return
        self._query, self._lifted = query, lifted or Query()
        self._trouble = self._word = ""
        self._show()

    def _show(self, seek: int | None = None) -> None:
        self._wider.stop()
        self._tell_filters()
        assert self._counting.sweep
        self.timeline.show(self._query, self._counting.sweep, self._why_empty(), seek)
        self.axis.show(self.timeline.days)
        self._look_wider()

    def _tell_filters(self) -> None:
        assert self._counting.sweep
        self._counts = self._counting.sweep.counts(self._query)
        self.filters.show(self._counts, self._query, self._lifted, not self._counting.sweep.complete)

    def _grow(self) -> None:
        """Show what was counted since."""
        self._tell_filters()
        self.timeline.empty = self._why_empty()
        self.timeline.grow()
        self.axis.show(self.timeline.days)
        self._tell_status()
        self._look_wider()

    def _look_wider(self) -> None:
        if self._counting.complete and self._query.words:
            self._wider.ask(self._query, self._counts.shown)

    def _tell_wider(self) -> None:
        self.timeline.empty = self._why_empty()
        self.timeline.redraw()
        self._tell_status()

    def _renew(self, sweep: Sweep) -> None:
        """Show what others have changed, the cursor on the same strike."""
        before, row = self._counts.total, self.timeline.row
        self._counting.sweep = sweep
        self._teller.forget()
        self._show(row and self._library.row_id(row.key))
        self._new += max(0, self._counts.total - before)
        self._new_at = row.key if row else ""
        self._trouble = ""

    def _fail(self, error: LibraryError) -> None:
        """Say that the library cannot be read; what stands there stays."""
        if str(error) != self._trouble:
            self._trouble = str(error)
            self._tell_status()

    def on_timeline_failed(self, message: Timeline.Failed) -> None:
        self._fail(LibraryError(message.why))

    def _why_empty(self) -> list[str]:
        counting, problems = not self._counting.listed, bool(self._problems)
        told = why_empty(self._query, self._counts, self._glyphs, counting=counting, problems=problems)
        return [*told, *filter(None, [self._wider.said("w")])]

    def on_timeline_moved(self) -> None:
        if self._new and self.timeline.row and self.timeline.row.key != self._new_at:
            self._new = 0
        self.axis.stand(self.timeline.day.day if self.timeline.day else None)
        self._tell_status()
        if self._detailed:
            self._tell_detail()

    def _tell_detail(self) -> None:
        self.detail.show(self._telling())

    def _tell_status(self) -> None:
        day, total = self.timeline.day, self.timeline.total
        parts = [self._glyphs.shown(self._trouble)] if self._trouble else []
        if total:
            place, end = f"{self.timeline.at + 1:,}", f"{total:,}{'' if self._counting.listed else '+'}"
            found = self._query.words
            parts.append(f"{self._glyphs.quote(found)} hit {place} of {end}" if found else f"{place}/{end}")
        if self.timeline.waiting:
            parts.append("counting on; the cursor goes to its place then")
        if wider := self._wider.said("w"):
            parts.append(wider)
        if self._new:
            parts.append(words.counted(self._new, "new strike"))
        if day:
            parts.append(words.day_of(day.day))
        if self._query:
            parts.append(f"{end if total else 0} of {self._counts.total:,} shown")
        if self.joining:
            parts.append("M merges with the one marked")
        if self._lifted:
            parts.append("filters lifted, Ctrl+F sets them again")
        if self._problems:
            parts.append(f"{words.counted(len(self._problems), 'problem')} of reading: !")
        self.status.show(parts)
        self.repeat_word()
        self._tell_footer()

    def _tell_footer(self) -> None:
        self.footer.show("detail" if self.detail.has_focus else "timeline", "hits" if self._query.words else "")

    def _telling(self) -> Telling | None:
        """The strike under the cursor."""
        try:
            return self._teller.telling(self.timeline.row, self._query.sought)
        except LibraryError as error:
            self._fail(error)
            return None

    # Actions

    def action_side(self, side: Side) -> None:
        """Let a side in, or no longer."""
        self._change(self._query.toggle_side(side))

    def action_weapon(self, kind: WeaponKind) -> None:
        """Let a kind of weapon in, or no longer."""
        self._change(self._query.toggle_weapon(kind))

    def action_clear(self) -> None:
        """Show all."""
        self._change(Query())

    def action_lift(self) -> None:
        """Lift what is set, or set again what was lifted."""
        if self._query:
            self._change(Query(), self._query)
        elif self._lifted:
            self._change(self._lifted)

    def on_filters_pressed(self, message: Filters.Pressed) -> None:
        actions = {action.keys[0]: action.id for action in keys.ACTIONS if action.group == keys.FILTER}
        self.call_later(self.run_action, actions[message.key])

    def action_day(self, days: int) -> None:
        """To the next day (1) or the previous one (-1)."""
        self.timeline.go_day(days)

    def action_month(self, months: int) -> None:
        """To the next month (1) or the previous one (-1)."""
        self.timeline.go_month(months)

    def on_axis_pointed(self, message: Axis.Pointed) -> None:
        self.timeline.go_to_day(message.day)

    def action_axis(self) -> None:
        """Show the axis of time, or no longer."""
        self._axis_wanted = not self._axis_wanted
        self._arrange(*self.size)
        if self._axis_wanted and not self.has_class("-axis"):
            self.status.say("The axis of time needs a screen of {} columns and {} rows".format(*ROOMY))

    def action_switch_pane(self) -> None:
        """From the timeline to the detail, and back."""
        self._read(not self.detail.has_focus)

    def _read(self, reading: bool) -> None:
        """Give the detail the focus, or take it back; where only one pane fits, show it."""
        self.set_class(reading and self.has_class("-single"), "-reading")
        (self.detail if reading else self.timeline).focus()

    def on_descendant_focus(self) -> None:
        self._tell_footer()

    def action_open(self) -> None:
        """The source; where the detail is out of sight, first that."""
        if self.has_class("-single") and not self.has_class("-reading"):
            self._read(self.timeline.total > 0)
        else:
            self.action_source()

    def on_timeline_chosen(self) -> None:
        self.action_open()

    def action_source(self) -> None:
        """The documents of the strike, opened at its excerpt."""
        if leaves := self._leaves():
            from tui.screens.source_screen import SourceScreen

            self.app.push_screen(SourceScreen(leaves, self.detail.values, self._glyphs, self._query.sought))

    def action_value(self, way: int) -> None:
        """Choose the strike's next value (1) or the previous one (-1), in the detail."""
        if self.has_class("-single") and not self.has_class("-reading") and self.timeline.total:
            self._read(True)
        self.detail.choose(way)

    def action_explain(self) -> None:
        """Explain the chosen value, or the first."""
        if self.detail.values and (leaves := self._leaves()):
            from tui.screens.explanation_screen import Why

            self.app.push_screen(Why(leaves, self.detail.values, self.detail.chosen or 0, self._glyphs))

    def _leaves(self) -> list[Leaf]:
        """The sources of the strike under the cursor."""
        telling = self._telling()
        try:
            return self._teller.leaves(telling) if telling else []
        except LibraryError as error:
            self._fail(error)
            return []

    def action_copy(self) -> None:
        """Copy the strike with its sources, through the terminal (OSC 52)."""
        if telling := self._telling():
            text = telling.citation()
            self.app.copy_to_clipboard(text)
            self.status.say(f"Copied the strike and its sources, {len(text):,} characters, if the terminal allows it")

    # Leaving

    def back(self) -> None:
        """What q does: close the detail where it is on top, else quit."""
        if self.has_class("-reading"):
            self._read(False)
        else:
            self.app.exit()

    def leave(self) -> None:
        """What Esc does: close the detail, then end the search, then lift the filters."""
        if self.has_class("-reading") or self.detail.has_focus:
            self._read(False)
        elif self._query.words:
            self._change(self._query.search(""))
        elif self._query:
            self._change(Query())
