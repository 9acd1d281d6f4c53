"""Widgets that draw their own lines and repaint only the columns that changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui import actions as keys
from tui.rendering.glyphs import BOLD_STYLE, Glyphs
from tui.rendering.text_layout import fit_text, pad_strip


def find_changed_cells(old: Strip, new: Strip) -> tuple[int, int] | None:
    """The first and last (exclusive) cell in which two lines of the same width differ; None if they are equal."""
    if old == new:
        return None
    (before, old_combines), (after, new_combines) = _split_cells(old), _split_cells(new)
    if old_combines or new_combines:  # a crop would separate a letter from its combining characters
        return (0, new.cell_length) if before != after else None
    shorter = min(len(before), len(after))
    first = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    if first == len(before) == len(after):
        return None
    last = next((i for i in range(1, shorter - first + 1) if before[-i] != after[-i]), shorter - first + 1) - 1
    left = cell_len("".join(text for text, _ in after[:first]))
    right = cell_len("".join(text for text, _ in after[len(after) - last :]))
    return left, new.cell_length - right


def _split_cells(line: Strip) -> tuple[list[tuple[str, Style | None]], bool]:
    """The line's characters, each with its combining characters and style; and whether any combine."""
    cells: list[tuple[str, Style | None]] = []
    combines = False
    for segment in line:
        style = segment.style
        if segment.text.isascii():
            cells += [(character, style) for character in segment.text]
            continue
        for character in segment.text:
            if cells and not character.isascii() and cell_len(character) == 0:
                cells[-1] = cells[-1][0] + character, cells[-1][1]
                combines = True
            else:
                cells.append((character, style))
    return cells, combines


class Canvas(Widget):
    """Shows the lines of `draw_lines`; `redraw` repaints only the columns that differ from the lines on the screen."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Canvas { width: 1fr; height: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._drawn_lines: list[Strip] = []
        self._drawn_size: Size | None = None

    def draw_lines(self, width: int, height: int) -> Sequence[Strip]:
        """The lines to show, at most `height` of them."""
        raise NotImplementedError

    def _update_lines(self) -> None:
        width, height = self.size
        lines = [pad_strip(strip, width).crop(0, width) for strip in self.draw_lines(width, height)[:height]]
        self._drawn_lines = lines + [Strip.blank(width)] * (height - len(lines))
        self._drawn_size = self.size

    def render_line(self, y: int) -> Strip:
        """The line as it was last drawn; after a change of size, all lines are drawn first."""
        if self._drawn_size != self.size:
            self._update_lines()
        return self._drawn_lines[y] if y < len(self._drawn_lines) else Strip.blank(self.size.width)

    def redraw(self) -> None:
        """Draw the lines again, and repaint the columns that changed."""
        if self._drawn_size != self.size:
            if self._drawn_size and not self.size:  # hidden: Textual shows what it has cached when it returns
                super().refresh()
            self._drawn_size = None  # the layout that sets the new size repaints everything
            return
        old = self._drawn_lines
        self._update_lines()
        regions = []
        for y, (before, after) in enumerate(zip(old, self._drawn_lines, strict=True)):
            if columns := find_changed_cells(before, after):
                regions.append(Region(columns[0], y, columns[1] - columns[0], 1))
        if regions:
            super().refresh(*regions)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Repaint; where Textual asks for the whole widget (on focus, blur and its first size), only what changed."""
        if regions or recompose or not repaint:
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        if layout:  # repaints by itself what it moves or resizes
            super().refresh(repaint=False, layout=True)
        self.redraw()
        return self


class Pane(Canvas, can_focus=True):
    """A canvas that scrolls with the keys of the group "Move"; `top_line` is the first line in sight."""

    BINDINGS = keys.build_bindings("pane")
    heading_lines = 1
    top_line = 0

    @property
    def body_height(self) -> int:
        """The number of lines below the heading."""
        return max(1, self.size.height - self.heading_lines)

    def move_lines(self, lines: int) -> None:
        """Move down by this many lines, up if negative."""
        raise NotImplementedError

    def action_first(self) -> None:
        raise NotImplementedError

    def action_last(self) -> None:
        raise NotImplementedError

    def action_down(self) -> None:
        self.move_lines(1)

    def action_up(self) -> None:
        self.move_lines(-1)

    def action_page_down(self) -> None:
        self.move_lines(max(1, self.body_height - 1))

    def action_page_up(self) -> None:
        self.move_lines(-max(1, self.body_height - 1))

    def action_half_down(self) -> None:
        self.move_lines(max(1, self.body_height // 2))

    def action_half_up(self) -> None:
        self.move_lines(-max(1, self.body_height // 2))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.move_lines(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.move_lines(-3)


class LinesPane(Pane):
    """A pane that lays out all its lines at once: the detail, the help, an explanation, the problems."""

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._glyphs = glyphs
        self._body_lines: list[Strip] = []
        self._body_width = -1

    def build_lines(self, width: int) -> list[Strip]:
        """All lines below the heading, `width` cells wide."""
        raise NotImplementedError

    def format_title(self) -> str:
        """The text of the heading."""
        raise NotImplementedError

    def build_heading(self, width: int, below: int) -> Strip:
        """The heading, with the number of lines that are hidden `below` the pane."""
        return Strip([Segment(self._fit_heading(self.format_title(), width, below), BOLD_STYLE)])

    def _fit_heading(self, title: str, width: int, below: int) -> str:
        more = f"  {below} more" if below else ""
        return fit_text(title, max(0, width - len(more)), self._glyphs.ellipsis) + more

    def reset_lines(self) -> None:
        """Lay out the lines again, and show the first ones."""
        self._body_width = -1
        self.top_line = 0
        self.redraw()

    def draw_lines(self, width: int, height: int) -> Sequence[Strip]:
        if self._body_width != width:
            self._body_lines, self._body_width = self.build_lines(width), width
        rows = max(1, height - self.heading_lines)
        self.top_line = max(0, min(self.top_line, len(self._body_lines) - rows))
        below = max(0, len(self._body_lines) - rows - self.top_line)
        return [self.build_heading(width, below), *self._body_lines[self.top_line : self.top_line + rows]]

    def move_lines(self, lines: int) -> None:
        self.top_line = max(0, min(self.top_line + lines, len(self._body_lines) - self.body_height))
        self.redraw()

    def action_first(self) -> None:
        self.move_lines(-len(self._body_lines))

    def action_last(self) -> None:
        self.move_lines(len(self._body_lines))
