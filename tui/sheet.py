"""A screen that lies on top of the timeline: it closes with q or Esc and says so at its foot."""

from __future__ import annotations

from textual.screen import Screen

from tui.glyphs import Glyphs
from tui.status import Footer, Status


class Sheet(Screen[None]):
    """A screen with a status line and a footer; `pane` names the footer's keys."""

    DEFAULT_CSS = """
    Sheet { overflow: hidden; layers: base prompt; }
    """
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
