"""One document, values and hits marked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from model.library.search.hit_spans import MAX_HITS, find_hits
from model.phrasing import format_count, replace_line_breaks
from tui.rendering.glyphs import BOLD_STYLE, CURRENT_STYLE, HIT_STYLE, PLAIN_STYLE, VALUE_STYLE, Glyphs
from tui.rendering.strike_text import name_traced_value
from tui.rendering.text_layout import StyledSpan, build_segments, fit_text
from tui.rendering.wrapped_text import RowPosition, WrappedText
from tui.widgets.canvas import Pane

if TYPE_CHECKING:
    pass
from tui.rendering.strike_sources import StrikeSource

MARGIN_CELLS = 2  # cells left of the text, where the excerpt's bar stands


class SourceView(Pane):
    """The text of one document, a row at a time; `look` steps through the hits of a search, or through the values.

    `sought` are the words and phrases of the query that led here: they are hits until others are searched.
    """

    heading_lines = 2

    class PositionChanged(Message):
        """What is in sight has moved."""

    def __init__(self, leaf: StrikeSource, glyphs: Glyphs, sought: tuple[str, ...] = ()) -> None:
        super().__init__(id="source")
        self._glyphs = glyphs
        self._search_phrases = sought
        self._wrapped_text: WrappedText | None = None
        self.open_source(leaf)

    def open_source(self, leaf: StrikeSource) -> None:
        """Show another document, at the first excerpt."""
        self._source = leaf
        self._wrapped_text = None
        self.search_text = ""
        self._set_hits(find_hits(leaf.document.text, self._search_phrases))
        traces = sorted((t.start, t.end, path, t.rule) for path, t in leaf.report.trace.items() if t.within == "text")
        self.traced_values = traces
        self._excerpt_spans = [(span.start, span.end) for span in leaf.report.excerpts if span.within == "text"]
        self.current_span: tuple[int, int] | None = None
        self._is_on_value = False
        self._top_position: RowPosition = (0, 0)
        self._target_offset: int | None = self._excerpt_spans[0][0] if self._excerpt_spans else 0

    def _wrap_text(self, width: int) -> WrappedText:
        """The text wrapped to the width; another width keeps the same words at the top."""
        room = max(1, width - MARGIN_CELLS)
        if self._wrapped_text is None or self._wrapped_text.width != room:
            before, self._wrapped_text = self._wrapped_text, WrappedText(self._source.document.text, room, self._glyphs)
            self._top_position = (
                self._wrapped_text.find_position(before.find_offset(self._top_position)) if before else (0, 0)
            )
        return self._wrapped_text

    def draw_lines(self, width: int, height: int) -> list[Strip]:
        pages = self._wrap_text(width)
        if self._target_offset is not None:
            self._top_position = pages.move_position(
                pages.find_position(self._target_offset), -min(self.body_height // 3, 8)
            )
            self._target_offset = None
        self._top_position = min(
            self._top_position, max((0, 0), pages.move_position(pages.find_end(), 1 - self.body_height))
        )
        lines = self._draw_heading(width)
        index, row = self._top_position
        while len(lines) < height and index < len(pages.blocks):
            shown, rows = pages.wrap_block(index)
            marks = self._style_block(*pages.blocks[index])
            for start, end in rows[row : row + height - len(lines)]:
                lines.append(self._draw_line(pages.blocks[index][0], shown, start, end, marks))
            index, row = index + 1, 0
        return lines

    def _draw_heading(self, width: int) -> list[Strip]:
        cut, shown = self._glyphs.ellipsis, self._glyphs.sanitize_text
        imprint, report = self._source.header, self._source.report
        title = shown(replace_line_breaks(imprint.title or report.document))
        marks = [StyledSpan(t.start, t.end, VALUE_STYLE) for t in report.trace.values() if t.within == "title"]
        text = fit_text(title, width, cut)
        about = f" {self._glyphs.dot} ".join(shown(part) for part in (imprint.description, imprint.url) if part)
        return [
            Strip(list(build_segments(text, 0, len(text), marks, BOLD_STYLE))),
            Strip([Segment(fit_text(about, width, cut), PLAIN_STYLE)]),
        ]

    def _style_block(self, start: int, end: int) -> list[StyledSpan]:
        """The marks that touch a block, counted from its beginning."""
        told = [(left, right, VALUE_STYLE) for left, right, _, _ in self.traced_values]
        told += [(left, right, HIT_STYLE) for left, right in self._find_block_hits(start, end)]
        if self.current_span:
            told.append((*self.current_span, CURRENT_STYLE))
        return [
            StyledSpan(left - start, right - start, style)
            for left, right, style in told
            if left < end and right > start
        ]

    def _find_block_hits(self, start: int, end: int) -> list[tuple[int, int]]:
        first = bisect_left(self.hit_spans, (start - self._max_hit_chars, 0))
        last = bisect_left(self.hit_spans, (end, 0))
        return self.hit_spans[first:last]

    def _draw_line(self, base: int, shown: str, start: int, end: int, marks: Sequence[StyledSpan]) -> Strip:
        quoted = any(left < base + max(end, start + 1) and right > base + start for left, right in self._excerpt_spans)
        here = self.current_span and start <= self.current_span[0] - base < max(end, start + 1)
        margin = (self._glyphs.excerpt if quoted else " ") + (self._glyphs.cursor if here else " ")
        return Strip([Segment(margin, PLAIN_STYLE), *build_segments(shown, start, end, marks)])

    def on_resize(self) -> None:
        self.post_message(self.PositionChanged())

    # Moving

    def _move_to(self, place: RowPosition) -> None:
        self._top_position = place
        self.redraw()
        self.post_message(self.PositionChanged())

    def move_lines(self, lines: int) -> None:
        self._move_to(self._wrap_text(self.size.width).move_position(self._top_position, lines))

    def go_to_first(self) -> None:
        self._move_to((0, 0))

    def go_to_last(self) -> None:
        self._move_to(self._wrap_text(self.size.width).find_end())

    def find_words(self, words: str) -> None:
        """Find the words as the library does, and go to the first hit from the top of the screen; '' ends it.

        Neither case nor accents count; the last word is the beginning of one, unless a quotation mark closes it.
        """
        self.search_text = words
        self._set_hits(find_hits(self._source.document.text, [words if words.endswith('"') else f"{words}*"]))
        self.current_span = None
        if words:
            self.step_match(1)
            return
        self.redraw()
        self.post_message(self.PositionChanged())

    def _set_hits(self, found: list[tuple[int, int]]) -> None:
        self.hit_spans = found
        self._max_hit_chars = max((end - start for start, end in found), default=0)

    def step_match(self, way: int, values: bool = False) -> None:
        """Step to the next hit (1) or the previous one (-1), around the ends; to values where nothing is sought."""
        self._is_on_value = values or not (self.hit_spans or self.search_text)
        stops = (
            sorted({(start, end) for start, end, _, _ in self.traced_values}) if self._is_on_value else self.hit_spans
        )
        if stops:
            here = self.current_span or ((self._find_top_offset(), -1) if way > 0 else (self._find_top_offset(), 0))
            after = [stop for stop in stops if stop > here] if way > 0 else [stop for stop in stops if stop < here]
            self.current_span = (after or stops)[0 if way > 0 else -1]
            self._scroll_to_offset(self.current_span[0])
        self.redraw()
        self.post_message(self.PositionChanged())

    def _find_top_offset(self) -> int:
        return self._wrap_text(self.size.width).find_offset(self._top_position)

    def _scroll_to_offset(self, offset: int) -> None:
        """Scroll only where the character is out of sight."""
        pages = self._wrap_text(self.size.width)
        place = pages.find_position(offset)
        if not self._top_position <= place < pages.move_position(self._top_position, self.body_height - 1):
            self._target_offset = offset

    def describe_position(self) -> list[str]:
        """What the status line says: the hit or value one stands on, and how far into the text the screen is."""
        length = len(self._source.document.text)
        parts = []
        if (self.search_text or self.hit_spans) and not self._is_on_value:
            parts.append(self._describe_hit())
        elif self.current_span:
            stops = sorted({(start, end) for start, end, _, _ in self.traced_values})
            told = ", ".join(
                f"{name_traced_value(path)} by {rule}"
                for s, e, path, rule in self.traced_values
                if (s, e) == self.current_span
            )
            parts.append(
                f"value {stops.index(self.current_span) + 1} of {len(stops)}: {self._glyphs.sanitize_text(told)}"
            )
        else:
            parts.append(f"{len({value[:2] for value in self.traced_values})} values")
        if self._wrapped_text is not None and self._target_offset is None:
            below = self._wrapped_text.move_position(self._top_position, self.body_height - 1)
            end = self._wrapped_text.find_offset(below) if below != self._wrapped_text.find_end() else length
            parts.append(f"{100 * end // max(1, length)}% of {length:,} characters")
        return parts

    def _describe_hit(self) -> str:
        quoted = self._glyphs.quote_text(
            self.search_text or " ".join(each.removesuffix("*") for each in self._search_phrases)
        )
        if not self.hit_spans:
            return f"{quoted} does not stand here; Esc ends the search"
        more = " or more" if len(self.hit_spans) == MAX_HITS else ""
        if self.current_span not in self.hit_spans:
            return f"{quoted} {format_count(len(self.hit_spans), 'hit')}{more}, n goes there"
        return f"{quoted} hit {self.hit_spans.index(self.current_span) + 1:,} of {len(self.hit_spans):,}{more}"
