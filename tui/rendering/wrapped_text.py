"""A long text as lines of a screen, wrapped only where it is looked at: ten megabytes open as fast as one page.

The text falls into blocks (a paragraph, or part of a very long one). A place in it is a (block, row of that block).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict

from tui.rendering.glyphs import Glyphs
from tui.rendering.phrases import one_line
from tui.rendering.text_layout import wrap

LONGEST = 4096  # characters of a block
KEPT = 256  # wrapped blocks

Place = tuple[int, int]


def blocks_of(text: str) -> list[tuple[int, int]]:
    """The (start, end) of each paragraph, long ones cut between words where they can be."""
    blocks: list[tuple[int, int]] = []
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        while end - start > LONGEST:
            cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST) + 1 or start + LONGEST
            blocks.append((start, cut))
            start = cut
        blocks.append((start, end))
        start = end + 1
    return blocks


class Pages:
    """A text wrapped to `width` cells on demand."""

    def __init__(self, text: str, width: int, glyphs: Glyphs) -> None:
        self.text = text
        self.width = width
        self._glyphs = glyphs
        self.blocks = blocks_of(text)
        self._starts = [start for start, _ in self.blocks]
        self._wrapped: OrderedDict[int, tuple[str, list[tuple[int, int]]]] = OrderedDict()

    def block(self, index: int) -> tuple[str, list[tuple[int, int]]]:
        """What is shown of a block, and the (start, end) of its rows in that."""
        if index not in self._wrapped:
            start, end = self.blocks[index]
            shown = self._glyphs.shown(one_line(self.text[start:end]))
            self._wrapped[index] = shown, wrap(shown, self.width)
            if len(self._wrapped) > KEPT:
                self._wrapped.popitem(last=False)
        self._wrapped.move_to_end(index)
        return self._wrapped[index]

    def place(self, offset: int) -> Place:
        """The row that shows the character at this offset of the text."""
        index = max(0, bisect_right(self._starts, offset) - 1)
        within = offset - self._starts[index]
        rows = self.block(index)[1]
        return index, max(0, bisect_right([start for start, _ in rows], within) - 1)

    def offset(self, place: Place) -> int:
        """The offset in the text at which a row begins."""
        return self._starts[place[0]] + self.block(place[0])[1][place[1]][0]

    def move(self, place: Place, rows: int) -> Place:
        """The place so many rows further down (up where negative), within the text."""
        index, row = place
        row += rows
        while row < 0 and index > 0:
            index -= 1
            row += len(self.block(index)[1])
        while row >= (size := len(self.block(index)[1])) and index < len(self.blocks) - 1:
            row -= size
            index += 1
        return index, max(0, min(row, len(self.block(index)[1]) - 1))

    def end(self) -> Place:
        """The last row."""
        index = len(self.blocks) - 1
        return index, len(self.block(index)[1]) - 1
