"""One document, values and hits marked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from model.library.search.hit_spans import MOST_HITS, hits
from tui.rendering.glyphs import BOLD, CURRENT, HIT, PLAIN, VALUE, Glyphs
from tui.rendering.phrases import counted, one_line
from tui.rendering.strike_text import value_of
from tui.rendering.text_layout import Mark, fit, segments
from tui.rendering.wrapped_text import Pages, Place
from tui.widgets.canvas import Pane

if TYPE_CHECKING:
    pass
from tui.rendering.strike_sources import Leaf

MARGIN = 2  # cells left of the text, where the excerpt's bar stands


class SourceView(Pane):
    """The text of one document, a row at a time; `look` steps through the hits of a search, or through the values.

    `sought` are the words and phrases of the query that led here: they are hits until others are searched.
    """

    heading_lines = 2

    class Looked(Message):
        """What is in sight has moved."""

    def __init__(self, leaf: Leaf, glyphs: Glyphs, sought: tuple[str, ...] = ()) -> None:
        super().__init__(id="source")
        self._glyphs = glyphs
        self._sought_words = sought
        self._pages: Pages | None = None
        self.open(leaf)

    def open(self, leaf: Leaf) -> None:
        """Show another document, at the first excerpt."""
        self._leaf = leaf
        self._pages = None
        self.words = ""
        self._mark(hits(leaf.document.text, self._sought_words))
        traces = sorted((t.start, t.end, path, t.rule) for path, t in leaf.report.trace.items() if t.within == "text")
        self.values = traces
        self._excerpts = [(span.start, span.end) for span in leaf.report.excerpts if span.within == "text"]
        self.current: tuple[int, int] | None = None
        self._on_value = False
        self._place: Place = (0, 0)
        self._sought: int | None = self._excerpts[0][0] if self._excerpts else 0

    def _pages_for(self, width: int) -> Pages:
        """The text wrapped to the width; another width keeps the same words at the top."""
        room = max(1, width - MARGIN)
        if self._pages is None or self._pages.width != room:
            before, self._pages = self._pages, Pages(self._leaf.document.text, room, self._glyphs)
            self._place = self._pages.place(before.offset(self._place)) if before else (0, 0)
        return self._pages

    def draw(self, width: int, height: int) -> list[Strip]:
        pages = self._pages_for(width)
        if self._sought is not None:
            self._place = pages.move(pages.place(self._sought), -min(self.rows // 3, 8))
            self._sought = None
        self._place = min(self._place, max((0, 0), pages.move(pages.end(), 1 - self.rows)))
        lines = self._heading(width)
        index, row = self._place
        while len(lines) < height and index < len(pages.blocks):
            shown, rows = pages.block(index)
            marks = self._marks(*pages.blocks[index])
            for start, end in rows[row : row + height - len(lines)]:
                lines.append(self._line(pages.blocks[index][0], shown, start, end, marks))
            index, row = index + 1, 0
        return lines

    def _heading(self, width: int) -> list[Strip]:
        cut, shown = self._glyphs.ellipsis, self._glyphs.shown
        imprint, report = self._leaf.imprint, self._leaf.report
        title = shown(one_line(imprint.title or report.document))
        marks = [Mark(t.start, t.end, VALUE) for t in report.trace.values() if t.within == "title"]
        text = fit(title, width, cut)
        about = f" {self._glyphs.dot} ".join(shown(part) for part in (imprint.about, imprint.url) if part)
        return [
            Strip(list(segments(text, 0, len(text), marks, BOLD))),
            Strip([Segment(fit(about, width, cut), PLAIN)]),
        ]

    def _marks(self, start: int, end: int) -> list[Mark]:
        """The marks that touch a block, counted from its beginning."""
        told = [(left, right, VALUE) for left, right, _, _ in self.values]
        told += [(left, right, HIT) for left, right in self._hits_in(start, end)]
        if self.current:
            told.append((*self.current, CURRENT))
        return [Mark(left - start, right - start, style) for left, right, style in told if left < end and right > start]

    def _hits_in(self, start: int, end: int) -> list[tuple[int, int]]:
        first = bisect_left(self.hits, (start - self._longest, 0))
        last = bisect_left(self.hits, (end, 0))
        return self.hits[first:last]

    def _line(self, base: int, shown: str, start: int, end: int, marks: Sequence[Mark]) -> Strip:
        quoted = any(left < base + max(end, start + 1) and right > base + start for left, right in self._excerpts)
        here = self.current and start <= self.current[0] - base < max(end, start + 1)
        margin = (self._glyphs.excerpt if quoted else " ") + (self._glyphs.cursor if here else " ")
        return Strip([Segment(margin, PLAIN), *segments(shown, start, end, marks)])

    def on_resize(self) -> None:
        self.post_message(self.Looked())

    # Moving

    def _go(self, place: Place) -> None:
        self._place = place
        self.redraw()
        self.post_message(self.Looked())

    def step(self, lines: int) -> None:
        self._go(self._pages_for(self.size.width).move(self._place, lines))

    def go_first(self) -> None:
        self._go((0, 0))

    def go_last(self) -> None:
        self._go(self._pages_for(self.size.width).end())

    def search(self, words: str) -> None:
        """Find the words as the library does, and go to the first hit from the top of the screen; '' ends it.

        Neither case nor accents count; the last word is the beginning of one, unless a quotation mark closes it.
        """
        self.words = words
        self._mark(hits(self._leaf.document.text, [words if words.endswith('"') else f"{words}*"]))
        self.current = None
        if words:
            self.look(1)
            return
        self.redraw()
        self.post_message(self.Looked())

    def _mark(self, found: list[tuple[int, int]]) -> None:
        self.hits = found
        self._longest = max((end - start for start, end in found), default=0)

    def look(self, way: int, values: bool = False) -> None:
        """Step to the next hit (1) or the previous one (-1), around the ends; to values where nothing is sought."""
        self._on_value = values or not (self.hits or self.words)
        stops = sorted({(start, end) for start, end, _, _ in self.values}) if self._on_value else self.hits
        if stops:
            here = self.current or ((self._top_offset(), -1) if way > 0 else (self._top_offset(), 0))
            after = [stop for stop in stops if stop > here] if way > 0 else [stop for stop in stops if stop < here]
            self.current = (after or stops)[0 if way > 0 else -1]
            self._reveal(self.current[0])
        self.redraw()
        self.post_message(self.Looked())

    def _top_offset(self) -> int:
        return self._pages_for(self.size.width).offset(self._place)

    def _reveal(self, offset: int) -> None:
        """Scroll only where the character is out of sight."""
        pages = self._pages_for(self.size.width)
        place = pages.place(offset)
        if not self._place <= place < pages.move(self._place, self.rows - 1):
            self._sought = offset

    def standing(self) -> list[str]:
        """What the status line says: the hit or value one stands on, and how far into the text the screen is."""
        length = len(self._leaf.document.text)
        parts = []
        if (self.words or self.hits) and not self._on_value:
            parts.append(self._standing_hit())
        elif self.current:
            stops = sorted({(start, end) for start, end, _, _ in self.values})
            told = ", ".join(
                f"{value_of(path)} by {rule}" for s, e, path, rule in self.values if (s, e) == self.current
            )
            parts.append(f"value {stops.index(self.current) + 1} of {len(stops)}: {self._glyphs.shown(told)}")
        else:
            parts.append(f"{len({value[:2] for value in self.values})} values")
        if self._pages is not None and self._sought is None:
            below = self._pages.move(self._place, self.rows - 1)
            end = self._pages.offset(below) if below != self._pages.end() else length
            parts.append(f"{100 * end // max(1, length)}% of {length:,} characters")
        return parts

    def _standing_hit(self) -> str:
        quoted = self._glyphs.quote(self.words or " ".join(each.removesuffix("*") for each in self._sought_words))
        if not self.hits:
            return f"{quoted} does not stand here; Esc ends the search"
        more = " or more" if len(self.hits) == MOST_HITS else ""
        if self.current not in self.hits:
            return f"{quoted} {counted(len(self.hits), 'hit')}{more}, n goes there"
        return f"{quoted} hit {self.hits.index(self.current) + 1:,} of {len(self.hits):,}{more}"
