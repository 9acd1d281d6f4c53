"""The problems of reading: one line for each kind in each file, and all cases on request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from textual.app import ComposeResult
from textual.strip import Strip

from model.phrasing import format_count
from tui import actions as keys
from tui.rendering.glyphs import Glyphs
from tui.rendering.text_layout import Paragraph, lay_out_paragraphs
from tui.screens.base import OverlayScreen
from tui.widgets.canvas import LinesPane

if TYPE_CHECKING:
    from model.library import Library

MAX_CASES_SHOWN: Final = 1_000  # of one kind in one file; `--problems FILE` writes them all


class ProblemsPane(LinesPane):
    """The list of problems; with `has_all_cases`, those with several cases list them."""

    has_all_cases = False

    def __init__(self, problems: Sequence[str], library: Library, glyphs: Glyphs) -> None:
        super().__init__(glyphs, id="problems")
        self._problems = problems
        self._library = library

    def build_lines(self, width: int) -> list[Strip]:
        sanitize, paragraphs = self._glyphs.sanitize_text, []
        for number, problem in enumerate(self._problems, start=1):
            paragraphs.append(Paragraph(sanitize(problem), (), 2))
            if self.has_all_cases:
                paragraphs += [Paragraph(f"    {sanitize(case)}", (), 6) for case in self._list_cases(number)]
        return lay_out_paragraphs(paragraphs or [Paragraph("Everything was read.")], width)

    def _list_cases(self, number: int) -> Iterator[str]:
        """The cases of the nth problem, if it has several."""
        cases = list(self._library.iter_cases(number, MAX_CASES_SHOWN + 1))
        if len(cases) > 1:
            yield from cases[:MAX_CASES_SHOWN]
        if len(cases) > MAX_CASES_SHOWN:
            yield f"These are the first {MAX_CASES_SHOWN:,}; `strikeview --problems FILE PATH` writes them all."

    def format_title(self) -> str:
        return f"{format_count(len(self._problems), 'reading problem')}; the rest was opened"

    def build_heading(self, width: int, below: int) -> Strip:
        return super().build_heading(width, 0)


class ProblemsScreen(OverlayScreen):
    """Shows the list; Enter lists all cases, or one line for each kind."""

    BINDINGS = keys.build_bindings("problems")
    pane_name = "problems"

    def __init__(self, problems: Sequence[str], library: Library, glyphs: Glyphs) -> None:
        super().__init__(glyphs)
        self._pane = ProblemsPane(problems, library, glyphs)

    def compose(self) -> ComposeResult:
        yield self._pane
        yield self.footer

    def action_cases(self) -> None:
        self._pane.has_all_cases = not self._pane.has_all_cases
        self._pane.reset_lines()
