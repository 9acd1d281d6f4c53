"""The detail pane: the strike under the cursor, told in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from tui.rendering.glyphs import BOLD, CURRENT, PLAIN, REVERSE, Glyphs
from tui.rendering.text_layout import Mark, fit, lay, segments
from tui.widgets.canvas import LinesPane

if TYPE_CHECKING:
    from tui.rendering.strike_text import Telling
    from tui.rendering.strike_values import Value


class Detail(LinesPane):
    """Shows one strike, one of its values chosen; beside the timeline a bar stands to its left."""

    heading_lines = 1

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._glyphs = glyphs
        self._telling: Telling | None = None
        self.values: list[Value] = []
        self.chosen: int | None = None  # the index of the chosen value
        self._chosen_line = 0
        self._sought = False  # the chosen value is to be in sight
        self.barred = False

    def show(self, telling: Telling | None) -> None:
        """Tell another strike, from its beginning; the same one stays as it stands; None leaves the pane empty."""
        from tui.rendering.strike_values import values_of

        if (
            telling
            and self._telling
            and (telling.strike, telling.sought) == (self._telling.strike, self._telling.sought)
        ):
            return
        same = telling and self._telling and telling.strike.id == self._telling.strike.id
        path = self.value.path if same and self.value else None  # what the user has just corrected stays chosen
        self._telling = telling
        self.values = values_of(telling.strike) if telling else []
        self.chosen = next((number for number, value in enumerate(self.values) if value.path == path), None)
        self.renew()
        if self.value:
            self._bring_into_sight()

    def choose(self, way: int) -> None:
        """Choose the next value (1) or the previous one (-1), and bring it into sight."""
        if self.values:
            before = self.chosen if self.chosen is not None else -1 if way > 0 else 0
            self.chosen = (before + way) % len(self.values)
            self._bring_into_sight()

    def _bring_into_sight(self) -> None:
        self._sought = True
        self.redraw()

    @property
    def value(self) -> Value | None:
        """The chosen value."""
        return None if self.chosen is None else self.values[self.chosen]

    def lines(self, width: int) -> list[Strip]:
        if self._telling is None:
            return []
        width = max(1, width - 2 * self.barred)
        strips: list[Strip] = []
        self._chosen_line = 0
        for paragraph in self._telling.paragraphs(self.value):
            if self.value and paragraph.value == self.value.path:
                self._chosen_line = len(strips)
                text = paragraph.text
                mark = Mark(len(text) - len(text.lstrip()), len(text), CURRENT)
                paragraph = paragraph._replace(marks=(*paragraph.marks, mark))
            strips += lay([paragraph], width)
        return strips

    def heading(self, width: int, below: int) -> list[Strip]:
        strike = self._telling.strike if self._telling else None
        total = strike is not None and strike.scope == "summary"
        title = f"{self._glyphs.summary} A total over several strikes" if total else "The strike"
        more = f"  {below} more" if below else ""
        room = width - 2 * self.barred
        text = fit(title, max(0, room - len(more)), self._glyphs.ellipsis) + more
        marks = [Mark(0, len(title), CURRENT)] if self.value and self.value.path == "scope" else []
        return [Strip(list(segments(text, 0, len(text), marks, REVERSE if self.has_focus else BOLD)))]

    def draw(self, width: int, height: int) -> list[Strip]:
        if self._sought:  # not before: a pane that is out of sight has no lines and no rows
            self._body, self._body_width, self._sought = self.lines(width), width, False
            if not self.top <= self._chosen_line < self.top + self.rows:
                self.top = max(0, self._chosen_line - self.rows // 2)
        lines = list(super().draw(width, height))
        if self.barred:
            bar = Segment(f"{self._glyphs.bar} ", PLAIN)
            lines += [Strip([])] * (height - len(lines))
            lines = [Strip([bar, *strip]) for strip in lines]
        return lines

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()
