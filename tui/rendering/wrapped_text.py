"""A long text wrapped on demand: ten megabytes open as fast as one page.

The text is divided into blocks (a paragraph, or part of a very long one). A position is a (block, row in that block).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict

from model.phrasing import replace_line_breaks
from tui.rendering.glyphs import Glyphs
from tui.rendering.text_layout import wrap_text

MAX_BLOCK_CHARS = 4096
MAX_CACHED_BLOCKS = 256

RowPosition = tuple[int, int]


def split_blocks(text: str) -> list[tuple[int, int]]:
    """The (start, end) offsets of the blocks; long paragraphs are divided between words if possible."""
    blocks: list[tuple[int, int]] = []
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        while end - start > MAX_BLOCK_CHARS:
            limit = start + MAX_BLOCK_CHARS
            cut = text.rfind(" ", limit - MAX_BLOCK_CHARS // 2, limit) + 1 or limit
            blocks.append((start, cut))
            start = cut
        blocks.append((start, end))
        start = end + 1
    return blocks


class WrappedText:
    """A text wrapped to `width` cells, block by block."""

    def __init__(self, text: str, width: int, glyphs: Glyphs) -> None:
        self.text = text
        self.width = width
        self._glyphs = glyphs
        self.blocks = split_blocks(text)
        self._block_starts = [start for start, _ in self.blocks]
        self._wrapped_blocks: OrderedDict[int, tuple[str, list[tuple[int, int]]]] = OrderedDict()

    def wrap_block(self, index: int) -> tuple[str, list[tuple[int, int]]]:
        """The block's text, safe to draw, and the (start, end) offsets of its rows in the block."""
        if index not in self._wrapped_blocks:
            start, end = self.blocks[index]
            text = self._glyphs.sanitize_text(replace_line_breaks(self.text[start:end]))
            self._wrapped_blocks[index] = text, wrap_text(text, self.width)
            if len(self._wrapped_blocks) > MAX_CACHED_BLOCKS:
                self._wrapped_blocks.popitem(last=False)
        self._wrapped_blocks.move_to_end(index)
        return self._wrapped_blocks[index]

    def find_position(self, offset: int) -> RowPosition:
        """The position of the row that shows the character at this offset."""
        index = max(0, bisect_right(self._block_starts, offset) - 1)
        within = offset - self._block_starts[index]
        rows = self.wrap_block(index)[1]
        return index, max(0, bisect_right([start for start, _ in rows], within) - 1)

    def find_offset(self, position: RowPosition) -> int:
        """The offset of the first character of a row."""
        index, row = position
        return self._block_starts[index] + self.wrap_block(index)[1][row][0]

    def move_position(self, position: RowPosition, rows: int) -> RowPosition:
        """The position `rows` further down (up if negative), within the text."""
        index, row = position
        row += rows
        while row < 0 and index > 0:
            index -= 1
            row += len(self.wrap_block(index)[1])
        while row >= (size := len(self.wrap_block(index)[1])) and index < len(self.blocks) - 1:
            row -= size
            index += 1
        return index, max(0, min(row, len(self.wrap_block(index)[1]) - 1))

    def find_end(self) -> RowPosition:
        """The position of the last row."""
        index = len(self.blocks) - 1
        return index, len(self.wrap_block(index)[1]) - 1
