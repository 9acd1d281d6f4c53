"""The list of what could not be read: one line each."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.app import ComposeResult
from textual.strip import Strip

from tui.canvas import LinesPane
from tui.glyphs import BOLD, Glyphs
from tui.sheet import Sheet
from tui.text import Paragraph, fit, lay
from tui.words import counted


class ProblemsPane(LinesPane):
    """The lines; long ones are wrapped."""

    heading_lines = 1

    def __init__(self, problems: Sequence[str], glyphs: Glyphs) -> None:
        super().__init__(id="problems")
        self._problems = problems
        self._glyphs = glyphs

    def lines(self, width: int) -> list[Strip]:
        told = [Paragraph(self._glyphs.shown(text), (), 2) for text in self._problems]
        return lay(told or [Paragraph("Everything was read.")], width)

    def heading(self, width: int, below: int) -> list[Strip]:
        text = f"{counted(len(self._problems), 'problem')} of reading; the rest was opened"
        return [Strip([Segment(fit(text, width, self._glyphs.ellipsis), BOLD)])]


class Problems(Sheet):
    """The screen of the list."""

    pane = "problems"

    def __init__(self, problems: Sequence[str], glyphs: Glyphs) -> None:
        super().__init__(glyphs)
        self._problems = problems

    def compose(self) -> ComposeResult:
        yield ProblemsPane(self._problems, self.glyphs)
        yield self.footer
