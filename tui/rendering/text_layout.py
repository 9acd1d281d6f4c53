"""Text laid out in terminal cells: wrapping that keeps offsets, fitting to a width, and styled lines.

Widths are cells, not characters: a wide character takes two and a combining one none.
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
_TRAILING_NUMBER_PATTERN = re.compile(r"\d[\d.,]*$")
_NUMBER_CONTINUATION_PATTERN = re.compile(r"[.,]?\d")
_DIGIT_PATTERN = re.compile(r"\d")


class StyledSpan(NamedTuple):
    """A stretch of a text, `start` to `end` in characters, with the style that it is drawn in."""

    start: int
    end: int
    style: Style


class Paragraph(NamedTuple):
    """Text for a pane: its marks, how far the lines after the first are indented, and the path of the value it says."""

    text: str
    styled_spans: tuple[StyledSpan, ...] = ()
    hanging_indent: int = 0
    value_path: str = ""


def count_fitting_characters(text: str, width: int) -> int:
    """How many characters of the text fit into `width` cells."""
    if text.isascii():
        return min(width, len(text))
    used = 0
    for i, character in enumerate(text):
        used += get_character_cell_size(character)
        if used > width:
            return i
    return len(text)


def cut_to_width(text: str, width: int) -> str:
    """What of the text fits into `width` cells; a number is left off whole, for half of one is another number."""
    end = count_fitting_characters(text, width)
    begun = (
        _TRAILING_NUMBER_PATTERN.search(text[:end]) if _NUMBER_CONTINUATION_PATTERN.match(text[end : end + 2]) else None
    )
    return text[: begun.start() if begun else end]


def fit_text(text: str, width: int, ellipsis: str, right: bool = False) -> str:
    """The text in exactly `width` cells: padded, or cut with an ellipsis, though never inside a number."""
    size = cell_len(text)
    if size > width:
        text = cut_to_width(text, width - cell_len(ellipsis)) + ellipsis if width > 0 else ""
        size = cell_len(text)
    padding = " " * (width - size)
    return padding + text if right else text + padding


def fit_figure(notation: str, width: int, ellipsis: str) -> str:
    """A figure at the right of `width` cells: whole, else a range by its low bound ("1200+"), else left out."""
    low = re.split("[–-]", notation)[0]
    at_least = f"{low}+" if low != "0" else ellipsis  # "0+" would look like none
    return fit_text(
        next((each for each in (notation, at_least) if cell_len(each) <= width), ellipsis), width, "", right=True
    )


def fit_first_part(part: str, left_out: int, width: int, ellipsis: str) -> str:
    """The part and how many are left out beside it ("Odesa +2"); what holds figures is cut between words alone."""
    more = f" +{left_out}" if left_out else ""
    room = width - len(more)
    if more and room < 2:
        return fit_text(f"+{left_out + 1}", width, ellipsis)
    if cell_len(part) > room and _DIGIT_PATTERN.search(part):  # "36…" may be 360, and "36↓27" without "↓27" denies it
        words, gap, _ = part[: count_fitting_characters(part, room - cell_len(ellipsis))].rpartition(" ")
        part = words + gap + ellipsis if words else part
    return fit_text(fit_text(part, room, ellipsis).rstrip() + more, width, "")


def fit_parts(parts: Sequence[str], width: int, ellipsis: str, gap: str) -> str:
    """The first of the parts, as many as there is room for, each whole, and how many are left out."""
    for shown in range(len(parts), 1, -1):
        text = gap.join(parts[:shown]) + (f" +{len(parts) - shown}" if shown < len(parts) else "")
        if cell_len(text) <= width:
            return fit_text(text, width, "")
    return fit_first_part(parts[0], len(parts) - 1, width, ellipsis) if parts else fit_text("", width, "")


def wrap_text(text: str, width: int, hang: int = 0) -> list[tuple[int, int]]:
    """The (start, end) of each line of the text in `width` cells; lines after the first are `hang` cells shorter.

    Breaks stand between words, and inside a word only where it is longer than a line.
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
    text: str, start: int, end: int, marks: Iterable[StyledSpan], base: Style = PLAIN_STYLE
) -> Iterator[Segment]:
    """The characters `start` to `end` of the text with the styles of the marks that touch them."""
    touching = [mark for mark in marks if mark.start < end and mark.end > start]
    edges = {start, end}
    for mark in touching:
        edges.update((max(start, mark.start), min(end, mark.end)))
    ordered = sorted(edges)
    for left, right in pairwise(ordered):
        style = base
        for mark in touching:
            if mark.start <= left and mark.end >= right:
                style += mark.style
        yield Segment(text[left:right], style)


def lay_out_paragraphs(paragraphs: Sequence[Paragraph], width: int) -> list[Strip]:
    """The paragraphs as lines of at most `width` cells."""
    from textual.strip import Strip  # what prints without the app wraps too

    strips: list[Strip] = []
    for text, marks, hang, _ in paragraphs:
        hang = min(hang, width // 3)
        for number, (start, end) in enumerate(wrap_text(text, width, hang)):
            lead = [Segment(" " * hang, PLAIN_STYLE)] if number and hang else []
            strips.append(Strip([*lead, *build_segments(text, start, end, marks)]))
    return strips


def pad_strip(strip: Strip, width: int) -> Strip:
    """The strip in exactly `width` cells, in the terminal's own background; its edge parts no number."""
    if strip.cell_length > width:
        strip = strip.crop(0, cell_len(cut_to_width(strip.text, width)))
    return strip.adjust_cell_length(width, PLAIN_STYLE)
