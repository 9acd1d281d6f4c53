"""Laying out text in cells, and finding the cells that changed."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from model.text.sanitize import sanitize
from tui.rendering.glyphs import UNICODE_GLYPHS
from tui.rendering.text_layout import (
    Paragraph,
    StyledSpan,
    build_segments,
    fit_text,
    lay_out_paragraphs,
    pad_strip,
    wrap_text,
)
from tui.rendering.wrapped_text import MAX_BLOCK_CHARS, WrappedText, split_blocks
from tui.widgets.canvas import find_changed_cells

TEXTS = st.text(st.sampled_from("ab Ж東é\u0301…–-"), max_size=120).map(sanitize)
WIDTHS = st.integers(2, 40)


@given(TEXTS, WIDTHS, st.integers(0, 10))
def test_wrapped_lines_fit_and_lose_only_spaces(text: str, width: int, hang: int) -> None:
    lines = wrap_text(text, width, min(hang, width - 2))
    assert all(cell_len(text[start:end]) <= width for start, end in lines)
    assert "".join("".join(text[start:end] for start, end in lines).split()) == "".join(text.split())


@given(TEXTS, st.integers(0, 40), st.booleans())
def test_fitted_text_has_exactly_the_width(text: str, width: int, right: bool) -> None:
    assert cell_len(fit_text(text, width, "…", right)) == width


def test_truncated_text_is_marked() -> None:
    assert fit_text("Kostiantynivka", 8, "…") == "Kostian…"
    assert fit_text("Kyiv", 8, "…") == "Kyiv    "


@given(TEXTS, st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120)), max_size=4))
def test_styling_changes_no_character(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [StyledSpan(min(span), max(span), Style(bold=True)) for span in spans]
    assert "".join(segment.text for segment in build_segments(text, 0, len(text), marks)) == text


def test_lines_after_the_first_are_indented() -> None:
    strips = lay_out_paragraphs([Paragraph("when  Monday and Tuesday", (), 6)], 18)
    assert [strip.text for strip in strips] == ["when  Monday and", "      Tuesday"]


@given(TEXTS, TEXTS)
@example("aa", "a\u0301a")
def test_changed_columns_cover_every_change(before: str, after: str) -> None:
    one, other = (pad_strip(Strip([Segment(text)]), 60).crop(0, 60) for text in (before, after))
    columns = find_changed_cells(one, other)
    if columns is None:
        assert one.text == other.text
        return
    left, right = columns
    assert one.crop(0, left).text == other.crop(0, left).text
    assert one.crop(right).text == other.crop(right).text


@given(st.text(st.sampled_from("ab \nЖ"), max_size=300), st.integers(1, 30))
def test_each_character_is_in_the_row_that_shows_it(text: str, width: int) -> None:
    pages = WrappedText(text, width, UNICODE_GLYPHS)
    for offset, letter in enumerate(text):
        if letter.isspace():
            continue
        block, row = pages.find_position(offset)
        start, end = pages.wrap_block(block)[1][row]
        assert start <= offset - pages.blocks[block][0] < end


@given(st.text(st.sampled_from("ab \n"), max_size=300), st.integers(1, 30), st.integers(0, 50))
def test_moving_down_and_up_returns(text: str, width: int, rows: int) -> None:
    pages = WrappedText(text, width, UNICODE_GLYPHS)
    end = pages.move_position((0, 0), rows)
    if end != pages.find_end():
        assert pages.move_position(end, -rows) == (0, 0)
    assert pages.move_position((0, 0), -3) == (0, 0)


def test_endless_paragraph_is_cut_into_blocks() -> None:
    text = "x" * (3 * MAX_BLOCK_CHARS) + "\n" + "word " * MAX_BLOCK_CHARS
    blocks = split_blocks(text)
    assert max(end - start for start, end in blocks) <= MAX_BLOCK_CHARS
    assert "".join(text[start:end] for start, end in blocks) == text.replace("\n", "")
