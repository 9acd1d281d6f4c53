"""Lays out text in terminal cells: fits it to a width, wraps it with its offsets, and styles lines.

Widths are in cells, not characters: a wide character takes two cells, a combining one none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from rich.style import Style

from tui.rendering.glyphs import PLAIN_STYLE

if TYPE_CHECKING:
    from textual.strip import Strip

_WORD_PATTERN = re.compile(r"\S+")
_NUMBER_START_PATTERN = re.compile(r"\d[\d.,]*$")
_NUMBER_END_PATTERN = re.compile(r"[.,]?\d")


class StyledSpan(NamedTuple):
    """The characters `start` to `end` (exclusive) of a text, and their style."""

    start: int
    end: int
    style: Style


class Paragraph(NamedTuple):
    """A text with its styles, the indent of its lines after the first in cells, and the path of the value it shows."""

    text: str
    styled_spans: tuple[StyledSpan, ...] = ()
    hanging_indent: int = 0
    value_path: str = ""


def count_fitting_characters(text: str, width: int) -> int:
    """The number of leading characters that fit into `width` cells."""
    if text.isascii():
        return min(width, len(text))
    used = 0
    for i, character in enumerate(text):
        used += get_character_cell_size(character)
        if used > width:
            return i
    return len(text)


def cut_to_width(text: str, width: int) -> str:
    """The start of the text that fits into `width` cells; a number is cut off whole, as half of it is another one."""
    end = count_fitting_characters(text, width)
    split_number = _NUMBER_END_PATTERN.match(text, end) and _NUMBER_START_PATTERN.search(text[:end])
    return text[: split_number.start() if split_number else end]


def fit_text(text: str, width: int, ellipsis: str, right: bool = False) -> str:
    """The text in exactly `width` cells: padded, or cut (never inside a number) and marked with the ellipsis."""
    size = cell_len(text)
    if size > width:
        text = cut_to_width(text, width - cell_len(ellipsis)) + ellipsis if width > 0 else ""
        size = cell_len(text)
    padding = " " * (width - size)
    return padding + text if right else text + padding


def fit_figure(notation: str, width: int, ellipsis: str) -> str:
    """A figure at the right of `width` cells: whole, else a range by its low bound ("1200+"), else the ellipsis."""
    low = re.split("[–-]", notation)[0]
    at_least = f"{low}+" if low != "0" else ellipsis  # "0+" would look like none
    text = next((text for text in (notation, at_least) if cell_len(text) <= width), ellipsis)
    return fit_text(text, width, "", right=True)


def fit_first_part(part: str, left_out: int, width: int, ellipsis: str) -> str:
    """The part and how many others are left out ("Odesa +2"); a part with figures is cut only between words."""
    more = f" +{left_out}" if left_out else ""
    room = width - len(more)
    if more and room < 2:
        return fit_text(f"+{left_out + 1}", width, ellipsis)
    # "36…" may be 360, and "36" without "↓27" says that none was downed.
    if cell_len(part) > room and re.search(r"\d", part):
        words, gap, _ = part[: count_fitting_characters(part, room - cell_len(ellipsis))].rpartition(" ")
        part = words + gap + ellipsis if words else part
    return fit_text(fit_text(part, room, ellipsis).rstrip() + more, width, "")


def fit_parts(parts: Sequence[str], width: int, ellipsis: str, gap: str) -> str:
    """As many of the parts as fit, each of them whole, and how many are left out."""
    for count in range(len(parts), 1, -1):
        text = gap.join(parts[:count]) + (f" +{len(parts) - count}" if count < len(parts) else "")
        if cell_len(text) <= width:
            return fit_text(text, width, "")
    return fit_first_part(parts[0], len(parts) - 1, width, ellipsis) if parts else fit_text("", width, "")


def wrap_text(text: str, width: int, hang: int = 0) -> list[tuple[int, int]]:
    """The (start, end) offsets of the lines of `width` cells; those after the first are `hang` cells shorter.

    Lines break between words; a word is broken only if it is longer than a line.
    """
    lines: list[tuple[int, int]] = []
    start = end = 0
    room = max(1, width)
    for match in _WORD_PATTERN.finditer(text):
        word_start, word_end = match.span()
        if cell_len(text[start:word_end]) <= room:
            end = word_end
            continue
        if end > start:
            lines.append((start, end))
            start, room = word_start, max(1, width - hang)
        while cell_len(text[start:word_end]) > room:
            cut = start + max(1, count_fitting_characters(text[start:word_end], room))
            lines.append((start, cut))
            start, room = cut, max(1, width - hang)
        end = word_end
    if end > start or not lines:
        lines.append((start, end))
    return lines


def build_segments(
    text: str, start: int, end: int, spans: Iterable[StyledSpan], base: Style = PLAIN_STYLE
) -> Iterator[Segment]:
    """The characters `start` to `end` of the text; where styled spans overlap, their styles add up."""
    spans = [span for span in spans if span.start < end and span.end > start]
    edges = {start, end}
    for span in spans:
        edges.update((max(start, span.start), min(end, span.end)))
    for left, right in pairwise(sorted(edges)):
        style = base
        for span in spans:
            if span.start <= left and span.end >= right:
                style += span.style
        yield Segment(text[left:right], style)


def lay_out_paragraphs(paragraphs: Sequence[Paragraph], width: int) -> list[Strip]:
    """The paragraphs as lines of at most `width` cells."""
    from textual.strip import Strip  # commands that wrap text load no Textual

    strips: list[Strip] = []
    for text, spans, hang, _ in paragraphs:
        hang = min(hang, width // 3)
        for number, (start, end) in enumerate(wrap_text(text, width, hang)):
            indent = [Segment(" " * hang, PLAIN_STYLE)] if number and hang else []
            strips.append(Strip([*indent, *build_segments(text, start, end, spans)]))
    return strips


def pad_strip(strip: Strip, width: int) -> Strip:
    """The strip in exactly `width` cells, padded or cut (never inside a number)."""
    if strip.cell_length > width:
        strip = strip.crop(0, cell_len(cut_to_width(strip.text, width)))
    return strip.adjust_cell_length(width, PLAIN_STYLE)
