"""The detail pane: the strike under the cursor, told in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from tui.rendering.glyphs import BOLD_STYLE, CURRENT_STYLE, PLAIN_STYLE, REVERSE_STYLE, Glyphs
from tui.rendering.text_layout import StyledSpan, build_segments, fit_text, lay_out_paragraphs
from tui.widgets.canvas import LinesPane

if TYPE_CHECKING:
    from tui.rendering.strike_text import StrikeText
    from tui.rendering.strike_values import StrikeValue


class StrikeDetail(LinesPane):
    """Shows one strike, one of its values chosen; beside the timeline a bar stands to its left."""

    heading_lines = 1

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._glyphs = glyphs
        self._strike_text: StrikeText | None = None
        self.values: list[StrikeValue] = []
        self.chosen_index: int | None = None  # the index of the chosen value
        self._chosen_line = 0
        self._sought = False  # the chosen value is to be in sight
        self.has_bar = False

    def show_strike(self, telling: StrikeText | None) -> None:
        """Tell another strike, from its beginning; the same one stays as it stands; None leaves the pane empty."""
        from tui.rendering.strike_values import list_strike_values

        if (
            telling
            and self._strike_text
            and (telling.strike, telling.search_phrases) == (self._strike_text.strike, self._strike_text.search_phrases)
        ):
            return
        same = telling and self._strike_text and telling.strike.id == self._strike_text.strike.id
        path = (
            self.chosen_value.path if same and self.chosen_value else None
        )  # what the user has just corrected stays chosen
        self._strike_text = telling
        self.values = list_strike_values(telling.strike) if telling else []
        self.chosen_index = next((number for number, value in enumerate(self.values) if value.path == path), None)
        self.reset_lines()
        if self.chosen_value:
            self._scroll_to_chosen()

    def step_value(self, way: int) -> None:
        """Choose the next value (1) or the previous one (-1), and bring it into sight."""
        if self.values:
            before = self.chosen_index if self.chosen_index is not None else -1 if way > 0 else 0
            self.chosen_index = (before + way) % len(self.values)
            self._scroll_to_chosen()

    def _scroll_to_chosen(self) -> None:
        self._sought = True
        self.redraw()

    @property
    def chosen_value(self) -> StrikeValue | None:
        """The chosen value."""
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
                mark = StyledSpan(len(text) - len(text.lstrip()), len(text), CURRENT_STYLE)
                paragraph = paragraph._replace(styled_spans=(*paragraph.styled_spans, mark))
            strips += lay_out_paragraphs([paragraph], width)
        return strips

    def build_heading(self, width: int, below: int) -> list[Strip]:
        strike = self._strike_text.strike if self._strike_text else None
        total = strike is not None and strike.scope == "summary"
        title = f"{self._glyphs.summary} A total over several strikes" if total else "The strike"
        more = f"  {below} more" if below else ""
        room = width - 2 * self.has_bar
        text = fit_text(title, max(0, room - len(more)), self._glyphs.ellipsis) + more
        marks = (
            [StyledSpan(0, len(title), CURRENT_STYLE)]
            if self.chosen_value and self.chosen_value.path == "scope"
            else []
        )
        return [Strip(list(build_segments(text, 0, len(text), marks, REVERSE_STYLE if self.has_focus else BOLD_STYLE)))]

    def draw_lines(self, width: int, height: int) -> list[Strip]:
        if self._sought:  # not before: a pane that is out of sight has no lines and no rows
            self._body_lines, self._body_width, self._sought = self.build_lines(width), width, False
            if not self.top_line <= self._chosen_line < self.top_line + self.body_height:
                self.top_line = max(0, self._chosen_line - self.body_height // 2)
        lines = list(super().draw_lines(width, height))
        if self.has_bar:
            bar = Segment(f"{self._glyphs.bar} ", PLAIN_STYLE)
            lines += [Strip([])] * (height - len(lines))
            lines = [Strip([bar, *strip]) for strip in lines]
        return lines

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()
