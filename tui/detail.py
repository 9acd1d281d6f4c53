"""The detail pane: the strike under the cursor, told in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from tui.canvas import LinesPane
from tui.glyphs import BOLD, PLAIN, REVERSE, Glyphs
from tui.text import fit, lay

if TYPE_CHECKING:
    from tui.telling import Telling


class Detail(LinesPane):
    """Shows one strike; beside the timeline a bar stands to its left."""

    heading_lines = 1

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._glyphs = glyphs
        self._telling: Telling | None = None
        self.barred = False

    def show(self, telling: Telling | None) -> None:
        """Tell another strike, from its beginning; None leaves the pane empty."""
        self._telling = telling
        self.renew()

    def lines(self, width: int) -> list[Strip]:
        if self._telling is None:
            return []
        return lay(list(self._telling.paragraphs()), max(1, width - 2 * self.barred))

    def heading(self, width: int, below: int) -> list[Strip]:
        strike = self._telling.strike if self._telling else None
        total = strike is not None and strike.scope == "summary"
        title = f"{self._glyphs.summary} A total over several strikes" if total else "The strike"
        more = f"{below} more" if below else ""
        room = width - 2 * self.barred
        text = fit(title, max(0, room - len(more)), self._glyphs.ellipsis) + more
        return [Strip([Segment(text, REVERSE if self.has_focus else BOLD)])]

    def draw(self, width: int, height: int) -> list[Strip]:
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
