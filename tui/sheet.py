"""What the screens have in common, and the screens that lie on top of the timeline: q and Esc close them."""

from __future__ import annotations

from typing import Self

from textual.geometry import Region
from textual.screen import Screen

from tui.glyphs import Glyphs
from tui.status import Footer, Status


class Ground(Screen[None]):
    """A screen that draws nothing itself, so that a change of focus repaints no more than the panes concerned."""

    DEFAULT_CSS = """
    Ground { overflow: hidden; layers: base prompt; }
    """

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        if regions or layout or recompose:
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self


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
