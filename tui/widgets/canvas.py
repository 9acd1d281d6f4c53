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
from tui.rendering.text_layout import padded


def changed_columns(old: Strip, new: Strip) -> tuple[int, int] | None:
    """The cells, first to last (exclusive), in which two lines of the same width differ; None where they do not."""
    if old == new:
        return None
    (before, joined), (after, joined_too) = _cells(old), _cells(new)
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


def _cells(line: Strip) -> tuple[list[tuple[str, Style | None]], bool]:
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
        self._lines: list[Strip] = []
        self._drawn_size: Size | None = None

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """The lines to show now, `height` of them at most."""
        raise NotImplementedError

    def _draw_all(self) -> None:
        width, height = self.size
        lines = [padded(strip, width).crop(0, width) for strip in self.draw(width, height)[:height]]
        self._lines = lines + [Strip.blank(width)] * (height - len(lines))
        self._drawn_size = self.size

    def render_line(self, y: int) -> Strip:
        """The line as it was last drawn (drawn now where the size is new)."""
        if self._drawn_size != self.size:
            self._draw_all()
        return self._lines[y] if y < len(self._lines) else Strip.blank(self.size.width)

    def redraw(self) -> None:
        """Draw again, and repaint the columns that changed."""
        if self._drawn_size != self.size:
            if self._drawn_size and not self.size:  # out of sight: what Textual keeps of it is shown on its return
                super().refresh()
            self._drawn_size = None  # the layout that gives the new size will have all painted
            return
        old = self._lines
        self._draw_all()
        regions = []
        for y, (before, after) in enumerate(zip(old, self._lines, strict=True)):
            if columns := changed_columns(before, after):
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

    BINDINGS = keys.bindings("pane")

    heading_lines = 0

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.top = 0

    @property
    def rows(self) -> int:
        """The lines between the heading and the bottom."""
        return max(1, self.size.height - self.heading_lines)

    def step(self, lines: int) -> None:
        """Move by so many lines, down where positive."""
        raise NotImplementedError

    def go_first(self) -> None:
        """Move to the beginning."""
        raise NotImplementedError

    def go_last(self) -> None:
        """Move to the end."""
        raise NotImplementedError

    def action_down(self) -> None:
        self.step(1)

    def action_up(self) -> None:
        self.step(-1)

    def action_page_down(self) -> None:
        self.step(max(1, self.rows - 1))

    def action_page_up(self) -> None:
        self.step(-max(1, self.rows - 1))

    def action_half_down(self) -> None:
        self.step(max(1, self.rows // 2))

    def action_half_up(self) -> None:
        self.step(-max(1, self.rows // 2))

    def action_first(self) -> None:
        self.go_first()

    def action_last(self) -> None:
        self.go_last()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.step(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.step(-3)


class LinesPane(Pane):
    """A pane over lines that are all known: the detail, the help, the list of problems."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._body: list[Strip] = []
        self._body_width = -1

    def lines(self, width: int) -> list[Strip]:
        """All lines of the pane, laid out in `width` cells."""
        raise NotImplementedError

    def heading(self, width: int, below: int) -> list[Strip]:
        """The `heading_lines` lines above them; `below` counts the lines that are out of sight under the pane."""
        return []

    def renew(self) -> None:
        """Show new lines from the beginning."""
        self._body_width = -1
        self.top = 0
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        if self._body_width != width:
            self._body, self._body_width = self.lines(width), width
        rows = max(1, height - self.heading_lines)
        self.top = max(0, min(self.top, len(self._body) - rows))
        below = max(0, len(self._body) - rows - self.top)
        return self.heading(width, below) + self._body[self.top : self.top + rows]

    def step(self, lines: int) -> None:
        self.top = max(0, min(self.top + lines, len(self._body) - self.rows))
        self.redraw()

    def go_first(self) -> None:
        self.step(-len(self._body))

    def go_last(self) -> None:
        self.step(len(self._body))
