"""The detail: everything known of the strike under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from tui.rendering.glyphs import BOLD_STYLE, CURRENT_STYLE, PLAIN_STYLE, REVERSE_STYLE, Glyphs
from tui.rendering.text_layout import StyledSpan, build_segments, lay_out_paragraphs
from tui.widgets.canvas import LinesPane

if TYPE_CHECKING:
    from tui.rendering.strike_text import StrikeText
    from tui.rendering.strike_values import StrikeValue


class StrikeDetail(LinesPane):
    """Shows one strike, with one of its values chosen; beside the timeline, a bar separates the two."""

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(glyphs, id=id)
        self._strike_text: StrikeText | None = None
        self.values: list[StrikeValue] = []
        self.chosen_index: int | None = None
        self._chosen_line = 0
        self._scrolls_to_chosen = False
        self.has_bar = False

    def show_strike(self, text: StrikeText | None) -> None:
        """Show another strike from its first line; the same strike is not scrolled; None empties the pane."""
        from tui.rendering.strike_values import list_strike_values

        before, path = self._strike_text, None
        if text and before:
            if (text.strike, text.search_phrases) == (before.strike, before.search_phrases):
                return
            if self.chosen_value and text.strike.id == before.strike.id:  # a value that was just corrected stays chosen
                path = self.chosen_value.path
        self._strike_text = text
        self.values = list_strike_values(text.strike) if text else []
        self.chosen_index = next((index for index, value in enumerate(self.values) if value.path == path), None)
        self._scrolls_to_chosen |= self.chosen_index is not None
        self.reset_lines()

    def step_value(self, way: int) -> None:
        """Choose the next value (1) or the previous one (-1), and scroll to it."""
        if self.values:
            before = self.chosen_index if self.chosen_index is not None else -1 if way > 0 else 0
            self.chosen_index = (before + way) % len(self.values)
            self._scrolls_to_chosen = True
            self.redraw()

    @property
    def chosen_value(self) -> StrikeValue | None:
        """The chosen value, if any."""
        return None if self.chosen_index is None else self.values[self.chosen_index]

    def build_lines(self, width: int) -> list[Strip]:
        if self._strike_text is None:
            return []
        width = max(1, width - 2 * self.has_bar)
        strips: list[Strip] = []
        self._chosen_line = 0
        for paragraph in self._strike_text.build_paragraphs(self.chosen_value):
            if self.chosen_value and paragraph.value_path == self.chosen_value.path:
                self._chosen_line = len(strips)
                text = paragraph.text
                span = StyledSpan(len(text) - len(text.lstrip()), len(text), CURRENT_STYLE)
                paragraph = paragraph._replace(styled_spans=(*paragraph.styled_spans, span))
            strips += lay_out_paragraphs([paragraph], width)
        return strips

    def build_heading(self, width: int, below: int) -> Strip:
        total = self._strike_text is not None and self._strike_text.strike.scope == "summary"
        title = f"{self._glyphs.summary} A total over several strikes" if total else "The strike"
        text = self._fit_heading(title, width - 2 * self.has_bar, below)
        is_chosen = self.chosen_value is not None and self.chosen_value.path == "scope"
        spans = [StyledSpan(0, len(title), CURRENT_STYLE)] if is_chosen else []
        return Strip(build_segments(text, 0, len(text), spans, REVERSE_STYLE if self.has_focus else BOLD_STYLE))

    def draw_lines(self, width: int, height: int) -> list[Strip]:
        if self._scrolls_to_chosen:  # only now: a hidden pane has no lines and no height
            self._body_lines, self._body_width, self._scrolls_to_chosen = self.build_lines(width), width, False
            if not self.top_line <= self._chosen_line < self.top_line + self.body_height:
                self.top_line = max(0, self._chosen_line - self.body_height // 2)
        lines = list(super().draw_lines(width, height))
        if self.has_bar:
            bar = Segment(f"{self._glyphs.bar} ", PLAIN_STYLE)
            lines += [Strip([])] * (height - len(lines))
            lines = [Strip([bar, *strip]) for strip in lines]
        return lines
