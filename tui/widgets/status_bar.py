"""The two lines at the bottom: the current position, and the keys of the current pane."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from tui import actions as keys
from tui.rendering.glyphs import BOLD_STYLE, PLAIN_STYLE, Glyphs
from tui.rendering.text_layout import fit_text
from tui.widgets.canvas import Canvas


class StatusBar(Canvas):
    """One line of parts, the most important first; parts that do not fit are left out from the end."""

    DEFAULT_CSS = "StatusBar { height: 1; }"

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._glyphs = glyphs
        self._parts: Sequence[str] = ()
        self._message_line = ""

    def show_parts(self, parts: Sequence[str]) -> None:
        """Show the parts that are not empty, and no message."""
        self._parts, self._message_line = [part for part in parts if part], ""
        self.redraw()

    def show_message(self, message: str) -> None:
        """Show a message instead of the parts, until the next `show_parts`."""
        self._message_line = message
        self.redraw()

    def draw_lines(self, width: int, height: int) -> list[Strip]:
        gap = f" {self._glyphs.dot} "
        text = self._message_line
        for part in () if text else self._parts:
            longer = text + gap + part if text else part
            if text and cell_len(longer) > width:
                break
            text = longer
        return [Strip([Segment(fit_text(text, width, self._glyphs.ellipsis), PLAIN_STYLE)])]


class Footer(Canvas):
    """The keys of the focused pane, as many as fit."""

    DEFAULT_CSS = "Footer { height: 1; }"

    def __init__(self, pane: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._pane_name = pane
        self._extra_name = ""

    def show_keys(self, pane: str, extra: str = "") -> None:
        """Show the keys of a pane, and those of the footer `extra` ("hits", "sources", "reports")."""
        if (pane, extra) != (self._pane_name, self._extra_name):
            self._pane_name, self._extra_name = pane, extra
            self.redraw()

    def draw_lines(self, width: int, height: int) -> list[Strip]:
        segments: list[Segment] = []
        room = width
        pairs = keys.list_footer_keys(self._pane_name)
        for key, word in pairs[:2] + keys.list_footer_keys(self._extra_name) + pairs[2:]:
            size = len(key) + len(word) + 3
            if size - 2 > room:
                break
            segments += [Segment(key, BOLD_STYLE), Segment(f" {word}  ", PLAIN_STYLE)]
            room -= size
        return [Strip(segments)]
