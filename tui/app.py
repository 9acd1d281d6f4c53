"""The Textual app: the timeline, and the screens that open on top of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events
from textual.app import App
from textual.screen import Screen

from model.library import Library
from tui import actions as keys
from tui.rendering.glyphs import Glyphs, detect_glyphs
from tui.screens.timeline_screen import TimelineScreen
from tui.terminal.driver import choose_driver_class


class StrikeviewApp(App[None]):
    """A library on the screen, in the terminal's own colours, without animation."""

    TITLE = "strikeview"
    BINDINGS = keys.build_bindings("app")
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    ESCAPE_TO_MINIMIZE = False

    def __init__(
        self, library: Library, problems: Sequence[str] = (), mouse: bool = False, glyphs: Glyphs | None = None
    ) -> None:
        """`problems` are the lines on what could not be read; `glyphs` None detects what the terminal can show."""
        super().__init__(driver_class=choose_driver_class(), ansi_color=True)
        self.animation_level = "none"
        self._library = library
        self._problems = problems
        self._is_mouse_enabled = mouse
        self._glyphs = glyphs or detect_glyphs()

    def get_default_screen(self) -> Screen[Any]:
        return TimelineScreen(self._library, self._problems, self._glyphs)

    async def run_async(self, *, mouse: bool = True, **settings: Any) -> None:
        """Run as `App.run_async`, with the mouse only if the app was made with it."""
        await super().run_async(mouse=mouse and self._is_mouse_enabled, **settings)

    def on_resize(self, event: events.Resize) -> None:
        """Repaint even if the size is the same: the terminal loses cells while its window is smaller for a moment."""
        if self.screen_stack and event.size == self.screen.region.size:
            self.action_repaint()

    def action_help(self) -> None:
        """Open the help, unless it is open."""
        from tui.screens.help_screen import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self._glyphs))

    def action_problems(self) -> None:
        """Open the list of what could not be read."""
        from tui.screens.problems_screen import ProblemsScreen

        if isinstance(self.screen, TimelineScreen):
            self.push_screen(ProblemsScreen(self._problems, self._library, self._glyphs))

    def action_repaint(self) -> None:
        """Repaint every cell, after another program has written over the screen."""
        screen: Any = self.screen
        screen.repaint_screen()

    def action_close(self) -> None:
        """Close what is on top; in the timeline, quit."""
        screen: Any = self.screen
        screen.close_current()

    def action_leave(self) -> None:
        """Leave a prompt, then clear the search, then the filters; never quit."""
        screen: Any = self.screen
        screen.leave_current()
