"""The list of what could not be read: a line for each kind in each file, and every case when asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from textual.app import ComposeResult
from textual.strip import Strip

from model.phrasing import format_count
from tui import actions as keys
from tui.rendering.glyphs import BOLD_STYLE, Glyphs
from tui.rendering.text_layout import Paragraph, fit_text, lay_out_paragraphs
from tui.screens.base import OverlayScreen
from tui.widgets.canvas import LinesPane

if TYPE_CHECKING:
    from model.library import Library

MAX_CASES_SHOWN: Final = 1_000  # of one kind in one file that the screen lists; `--problems FILE` writes them all


class ProblemsPane(LinesPane):
    """The lines; long ones are wrapped. `all_cases` lists under each its cases, where they are more than one."""

    heading_lines = 1

    def __init__(self, problems: Sequence[str], library: Library, glyphs: Glyphs) -> None:
        super().__init__(id="problems")
        self._problems = problems
        self._library = library
        self.has_all_cases = False
        self._glyphs = glyphs

    def build_lines(self, width: int) -> list[Strip]:
        told: list[Paragraph] = []
        for number, text in enumerate(self._problems, start=1):
            told.append(Paragraph(self._glyphs.sanitize_text(text), (), 2))
            if self.has_all_cases:
                told += [
                    Paragraph(f"    {self._glyphs.sanitize_text(case)}", (), 6) for case in self._list_cases(number)
                ]
        return lay_out_paragraphs(told or [Paragraph("Everything was read.")], width)

    def _list_cases(self, number: int) -> Iterator[str]:
        """The cases of the nth line, where it tells of several."""
        cases = list(self._library.cases(number, MAX_CASES_SHOWN + 1))
        if len(cases) > 1:
            yield from cases[:MAX_CASES_SHOWN]
        if len(cases) > MAX_CASES_SHOWN:
            yield f"These are the first {MAX_CASES_SHOWN:,}; `strikeview --problems FILE PATH` writes them all."

    def build_heading(self, width: int, below: int) -> list[Strip]:
        text = f"{format_count(len(self._problems), 'problem')} of reading; the rest was opened"
        return [Strip([Segment(fit_text(text, width, self._glyphs.ellipsis), BOLD_STYLE)])]


class ProblemsScreen(OverlayScreen):
    """The screen of the list."""

    pane_name = "problems"

    BINDINGS = keys.build_bindings("problems")

    def __init__(self, problems: Sequence[str], library: Library, glyphs: Glyphs) -> None:
        super().__init__(glyphs)
        self._problems = problems
        self._library = library

    def compose(self) -> ComposeResult:
        yield ProblemsPane(self._problems, self._library, self.glyphs)
        yield self.footer

    def action_cases(self) -> None:
        """Enter: list every case, or one line for each kind."""
        pane = self.query_one(ProblemsPane)
        pane.has_all_cases = not pane.has_all_cases
        pane.reset_lines()
