"""What the screens have in common, and the screens that lie on top of the timeline: q and Esc close them."""

from __future__ import annotations

from typing import Self

from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from tui.rendering.glyphs import Glyphs
from tui.widgets.status_bar import Footer, StatusBar


class UndrawnWidget(Widget):
    """Draws nothing itself: what Textual would repaint of it are the panes on it, which did not change."""

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        return super().refresh(*regions, repaint=False, layout=layout, recompose=recompose)

    def repaint_screen(self) -> None:
        """Repaint every cell."""
        super().refresh(layout=True)


class BaseScreen(UndrawnWidget, Screen[None]):
    """A screen that a change of focus or style does not repaint, only its coming back to the top."""

    DEFAULT_CSS = """
    BaseScreen { overflow: hidden; layers: base prompt; }
    """
    _has_been_shown = False

    def on_screen_resume(self) -> None:
        if self._has_been_shown:
            self.repaint_screen()
        self._has_been_shown = True


class OverlayScreen(BaseScreen):
    """A screen with a status line and a footer; `pane` names the footer's keys."""

    pane_name = ""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self.glyphs = glyphs
        self.status_bar = StatusBar(glyphs, id="status")
        self.footer = Footer(self.pane_name, id="footer")

    def leave_current(self) -> None:
        """What Esc does here."""
        self.close_current()

    def close_current(self) -> None:
        """What q does here."""
        self.app.pop_screen()
