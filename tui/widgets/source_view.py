"""The source view: the text of one document, its values and hits marked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from model.library.search.hit_spans import MAX_HITS, find_hits
from model.phrasing import format_count, replace_line_breaks
from tui.rendering.glyphs import BOLD_STYLE, CURRENT_STYLE, HIT_STYLE, PLAIN_STYLE, VALUE_STYLE, Glyphs
from tui.rendering.strike_sources import StrikeSource
from tui.rendering.strike_text import name_traced_value
from tui.rendering.text_layout import StyledSpan, build_segments, fit_text
from tui.rendering.wrapped_text import RowPosition, WrappedText
from tui.widgets.canvas import Pane

MARGIN_CELLS = 2  # left of the text: the bar of an excerpt and the cursor


class SourceView(Pane):
    """Shows a document below its title and source; n and N step through the hits of a search, else the values.

    `search_phrases` come from the query of the timeline: they are hits until other words are searched here.
    """

    heading_lines = 2

    class PositionChanged(Message):
        """Other text is in sight, or another match is current."""

    def __init__(self, source: StrikeSource, glyphs: Glyphs, search_phrases: tuple[str, ...] = ()) -> None:
        super().__init__(id="source")
        self._glyphs = glyphs
        self._search_phrases = search_phrases
        self.open_source(source)

    def open_source(self, source: StrikeSource) -> None:
        """Show another document, from its first excerpt."""
        self._source = source
        self._wrapped_text: WrappedText | None = None
        self.search_text = ""
        self._set_hits(find_hits(source.document.text, self._search_phrases))
        traces = source.report.trace.items()
        self.traced_values = sorted((t.start, t.end, path, t.rule) for path, t in traces if t.within == "text")
        self._value_spans = sorted({value[:2] for value in self.traced_values})
        self._excerpt_spans = [(span.start, span.end) for span in source.report.excerpts if span.within == "text"]
        self.current_span: tuple[int, int] | None = None
        self._is_on_value = False
        self._top_position: RowPosition = (0, 0)
        self._target_offset: int | None = self._excerpt_spans[0][0] if self._excerpt_spans else 0

    def _wrap_text(self, width: int) -> WrappedText:
        """The text wrapped to the width; after a change of width, the same words are at the top."""
        room = max(1, width - MARGIN_CELLS)
        if self._wrapped_text is None or self._wrapped_text.width != room:
            before, text = self._wrapped_text, WrappedText(self._source.document.text, room, self._glyphs)
            self._top_position = text.find_position(before.find_offset(self._top_position)) if before else (0, 0)
            self._wrapped_text = text
        return self._wrapped_text

    def draw_lines(self, width: int, height: int) -> list[Strip]:
        text = self._wrap_text(width)
        if self._target_offset is not None:
            target, self._target_offset = text.find_position(self._target_offset), None
            self._top_position = text.move_position(target, -min(self.body_height // 3, 8))
        last_top = text.move_position(text.find_end(), 1 - self.body_height)
        self._top_position = min(self._top_position, last_top)
        lines = self._draw_heading(width)
        index, row = self._top_position
        while len(lines) < height and index < len(text.blocks):
            shown, rows = text.wrap_block(index)
            spans = self._style_block(*text.blocks[index])
            for start, end in rows[row : row + height - len(lines)]:
                lines.append(self._draw_line(text.blocks[index][0], shown, start, end, spans))
            index, row = index + 1, 0
        return lines

    def _draw_heading(self, width: int) -> list[Strip]:
        sanitize, ellipsis = self._glyphs.sanitize_text, self._glyphs.ellipsis
        header, report = self._source.header, self._source.report
        title = fit_text(sanitize(replace_line_breaks(header.title or report.document)), width, ellipsis)
        spans = [StyledSpan(t.start, t.end, VALUE_STYLE) for t in report.trace.values() if t.within == "title"]
        about = f" {self._glyphs.dot} ".join(sanitize(part) for part in (header.description, header.url) if part)
        return [
            Strip(build_segments(title, 0, len(title), spans, BOLD_STYLE)),
            Strip([Segment(fit_text(about, width, ellipsis), PLAIN_STYLE)]),
        ]

    def _style_block(self, start: int, end: int) -> list[StyledSpan]:
        """The values and hits in the block from `start` to `end`, with offsets in the block."""
        spans = [(left, right, VALUE_STYLE) for left, right, _, _ in self.traced_values]
        spans += [(left, right, HIT_STYLE) for left, right in self._find_block_hits(start, end)]
        spans += [(*self.current_span, CURRENT_STYLE)] if self.current_span else []
        spans = [span for span in spans if span[0] < end and span[1] > start]
        return [StyledSpan(left - start, right - start, style) for left, right, style in spans]

    def _find_block_hits(self, start: int, end: int) -> list[tuple[int, int]]:
        first = bisect_left(self.hit_spans, (start - self._max_hit_chars, 0))
        last = bisect_left(self.hit_spans, (end, 0))
        return self.hit_spans[first:last]

    def _draw_line(self, base: int, text: str, start: int, end: int, spans: Sequence[StyledSpan]) -> Strip:
        quoted = any(left < base + max(end, start + 1) and right > base + start for left, right in self._excerpt_spans)
        here = self.current_span and start <= self.current_span[0] - base < max(end, start + 1)
        margin = (self._glyphs.excerpt if quoted else " ") + (self._glyphs.cursor if here else " ")
        return Strip([Segment(margin, PLAIN_STYLE), *build_segments(text, start, end, spans)])

    def on_resize(self) -> None:
        self.post_message(self.PositionChanged())

    # Moving

    def _move_to(self, position: RowPosition) -> None:
        self._top_position = position
        self.redraw()
        self.post_message(self.PositionChanged())

    def move_lines(self, lines: int) -> None:
        self._move_to(self._wrap_text(self.size.width).move_position(self._top_position, lines))

    def action_first(self) -> None:
        self._move_to((0, 0))

    def action_last(self) -> None:
        self._move_to(self._wrap_text(self.size.width).find_end())

    def find_words(self, words: str) -> None:
        """Search the text as the library does, and go to the first hit from the top of the screen; "" ends the search.

        Case and accents are ignored; the last word is a prefix, unless a quotation mark follows it.
        """
        self.search_text = words
        self._set_hits(find_hits(self._source.document.text, [words if words.endswith('"') else f"{words}*"]))
        self.current_span = None
        if words:
            self.step_match(1)
            return
        self.redraw()
        self.post_message(self.PositionChanged())

    def _set_hits(self, spans: list[tuple[int, int]]) -> None:
        self.hit_spans = spans
        self._max_hit_chars = max((end - start for start, end in spans), default=0)

    def step_match(self, way: int, values: bool = False) -> None:
        """Go to the next hit (1) or the previous one (-1), around the ends; to a value if nothing is searched."""
        self._is_on_value = values or not (self.hit_spans or self.search_text)
        spans = self._value_spans if self._is_on_value else self.hit_spans
        if spans:
            text = self._wrap_text(self.size.width)
            here = self.current_span or (text.find_offset(self._top_position), -1 if way > 0 else 0)
            ahead = [span for span in spans if (span > here if way > 0 else span < here)]
            self.current_span = (ahead or spans)[0 if way > 0 else -1]
            position = text.find_position(self.current_span[0])
            if not self._top_position <= position < text.move_position(self._top_position, self.body_height - 1):
                self._target_offset = self.current_span[0]
        self.redraw()
        self.post_message(self.PositionChanged())

    def describe_position(self) -> list[str]:
        """The parts of the status bar: the current hit or value, and how far the text has been scrolled."""
        length = len(self._source.document.text)
        parts = []
        if (self.search_text or self.hit_spans) and not self._is_on_value:
            parts.append(self._describe_hit())
        elif self.current_span and self.current_span in self._value_spans:
            values = [value[2:] for value in self.traced_values if value[:2] == self.current_span]
            names = ", ".join(f"{name_traced_value(path)} by {rule}" for path, rule in values)
            number = self._value_spans.index(self.current_span) + 1
            parts.append(f"value {number} of {len(self._value_spans)}: {self._glyphs.sanitize_text(names)}")
        else:
            parts.append(f"{len(self._value_spans)} values")
        if self._wrapped_text is not None and self._target_offset is None:
            below = self._wrapped_text.move_position(self._top_position, self.body_height - 1)
            end = self._wrapped_text.find_offset(below) if below != self._wrapped_text.find_end() else length
            parts.append(f"{100 * end // max(1, length)}% of {length:,} characters")
        return parts

    def _describe_hit(self) -> str:
        search = self.search_text or " ".join(phrase.removesuffix("*") for phrase in self._search_phrases)
        quoted = self._glyphs.quote_text(search)
        if not self.hit_spans:
            return f"{quoted} is not in this text; Esc ends the search"
        more = " or more" if len(self.hit_spans) == MAX_HITS else ""
        if self.current_span not in self.hit_spans:
            return f"{quoted} {format_count(len(self.hit_spans), 'hit')}{more}, n goes there"
        return f"{quoted} hit {self.hit_spans.index(self.current_span) + 1:,} of {len(self.hit_spans):,}{more}"
