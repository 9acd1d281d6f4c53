"""What the screens have in common, and the screens that lie on top of the timeline: q and Esc close them."""

from __future__ import annotations

from typing import Self

from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from tui.rendering.glyphs import Glyphs
from tui.widgets.status_bar import Footer, Status


class Undrawn(Widget):
    """Draws nothing itself: what Textual would repaint of it are the panes on it, which did not change."""

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        return super().refresh(*regions, repaint=False, layout=layout, recompose=recompose)

    def paint_all(self) -> None:
        """Repaint every cell."""
        super().refresh(layout=True)


class Ground(Undrawn, Screen[None]):
    """A screen that a change of focus or style does not repaint, only its coming back to the top."""

    DEFAULT_CSS = """
    Ground { overflow: hidden; layers: base prompt; }
    """
    _shown = False

    def on_screen_resume(self) -> None:
        if self._shown:
            self.paint_all()
        self._shown = True


class Sheet(Ground):
    """A screen with a status line and a footer; `pane` names the footer's keys."""

    pane = ""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self.glyphs = glyphs
        self.status = Status(glyphs, id="status")
        self.footer = Footer(self.pane, id="footer")

    def leave(self) -> None:
        """What Esc does here."""
        self.back()

    def back(self) -> None:
        """What q does here."""
        self.app.pop_screen()
