"""A widget that draws its own lines and repaints only the columns that changed: the ground of every pane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui import actions as keys
from tui.rendering.text_layout import pad_strip


def find_changed_cells(old: Strip, new: Strip) -> tuple[int, int] | None:
    """The cells, first to last (exclusive), in which two lines of the same width differ; None where they do not."""
    if old == new:
        return None
    (before, joined), (after, joined_too) = _split_cells(old), _split_cells(new)
    if joined or joined_too:  # a crop would part a letter from its marks
        return (0, new.cell_length) if before != after else None
    shorter = min(len(before), len(after))
    first = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    if first == len(before) == len(after):
        return None
    last = next((i for i in range(1, shorter - first + 1) if before[-i] != after[-i]), shorter - first + 1) - 1
    left = cell_len("".join(character for character, _ in after[:first]))
    right = cell_len("".join(character for character, _ in after[len(after) - last :]))
    return left, new.cell_length - right


def _split_cells(line: Strip) -> tuple[list[tuple[str, Style | None]], bool]:
    """What stands in the line's cells: characters with the marks that combine with them (are there any?) and styles."""
    cells: list[tuple[str, Style | None]] = []
    joined = False
    for segment in line:
        style = segment.style
        if segment.text.isascii():
            cells += [(character, style) for character in segment.text]
            continue
        for character in segment.text:
            if cells and not character.isascii() and cell_len(character) == 0:
                base, of_base = cells[-1]
                cells[-1] = base + character, of_base
                joined = True
            else:
                cells.append((character, style))
    return cells, joined


class Canvas(Widget):
    """Lines drawn by `draw`; `redraw` sends what differs from the lines that stand on the screen."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Canvas { width: 1fr; height: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._drawn_lines: list[Strip] = []
        self._drawn_size: Size | None = None

    def draw_lines(self, width: int, height: int) -> Sequence[Strip]:
        """The lines to show now, `height` of them at most."""
        raise NotImplementedError

    def _update_lines(self) -> None:
        width, height = self.size
        lines = [pad_strip(strip, width).crop(0, width) for strip in self.draw_lines(width, height)[:height]]
        self._drawn_lines = lines + [Strip.blank(width)] * (height - len(lines))
        self._drawn_size = self.size

    def render_line(self, y: int) -> Strip:
        """The line as it was last drawn (drawn now where the size is new)."""
        if self._drawn_size != self.size:
            self._update_lines()
        return self._drawn_lines[y] if y < len(self._drawn_lines) else Strip.blank(self.size.width)

    def redraw(self) -> None:
        """Draw again, and repaint the columns that changed."""
        if self._drawn_size != self.size:
            if self._drawn_size and not self.size:  # out of sight: what Textual keeps of it is shown on its return
                super().refresh()
            self._drawn_size = None  # the layout that gives the new size will have all painted
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
        """Repaint; where Textual asks for the whole widget (on focus, blur and a first size), only what changed."""
        if regions or recompose or not repaint:
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        if layout:  # paints by itself what it moves or gives another size: once is enough
            super().refresh(repaint=False, layout=True)
        self.redraw()
        return self


class Pane(Canvas, can_focus=True):
    """A canvas that is walked with the keys of the group "Move"; `top` is its first line on the screen."""

    BINDINGS = keys.build_bindings("pane")

    heading_lines = 0

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.top_line = 0

    @property
    def body_height(self) -> int:
        """The lines between the heading and the bottom."""
        return max(1, self.size.height - self.heading_lines)

    def move_lines(self, lines: int) -> None:
        """Move by so many lines, down where positive."""
        raise NotImplementedError

    def go_to_first(self) -> None:
        """Move to the beginning."""
        raise NotImplementedError

    def go_to_last(self) -> None:
        """Move to the end."""
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

    def action_first(self) -> None:
        self.go_to_first()

    def action_last(self) -> None:
        self.go_to_last()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.move_lines(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.move_lines(-3)


class LinesPane(Pane):
    """A pane over lines that are all known: the detail, the help, the list of problems."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._body_lines: list[Strip] = []
        self._body_width = -1

    def build_lines(self, width: int) -> list[Strip]:
        """All lines of the pane, laid out in `width` cells."""
        raise NotImplementedError

    def build_heading(self, width: int, below: int) -> list[Strip]:
        """The `heading_lines` lines above them; `below` counts the lines that are out of sight under the pane."""
        return []

    def reset_lines(self) -> None:
        """Show new lines from the beginning."""
        self._body_width = -1
        self.top_line = 0
        self.redraw()

    def draw_lines(self, width: int, height: int) -> Sequence[Strip]:
        if self._body_width != width:
            self._body_lines, self._body_width = self.build_lines(width), width
        rows = max(1, height - self.heading_lines)
        self.top_line = max(0, min(self.top_line, len(self._body_lines) - rows))
        below = max(0, len(self._body_lines) - rows - self.top_line)
        return self.build_heading(width, below) + self._body_lines[self.top_line : self.top_line + rows]

    def move_lines(self, lines: int) -> None:
        self.top_line = max(0, min(self.top_line + lines, len(self._body_lines) - self.body_height))
        self.redraw()

    def go_to_first(self) -> None:
        self.move_lines(-len(self._body_lines))

    def go_to_last(self) -> None:
        self.move_lines(len(self._body_lines))
