"""Laying text out in cells, and knowing which cells changed."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from model.text.sanitize import visible
from tui.rendering.glyphs import UNICODE
from tui.rendering.text_layout import Mark, Paragraph, fit, lay, padded, segments, wrap
from tui.rendering.wrapped_text import LONGEST, Pages, blocks_of
from tui.widgets.canvas import changed_columns

TEXTS = st.text(st.sampled_from("ab Ж東é\u0301…–-"), max_size=120).map(visible)
WIDTHS = st.integers(2, 40)


@given(TEXTS, WIDTHS, st.integers(0, 10))
def test_wrapped_lines_fit_and_lose_nothing_but_spaces(text: str, width: int, hang: int) -> None:
    lines = wrap(text, width, min(hang, width - 2))
    assert all(cell_len(text[start:end]) <= width for start, end in lines)
    assert "".join("".join(text[start:end] for start, end in lines).split()) == "".join(text.split())


@given(TEXTS, st.integers(0, 40), st.booleans())
def test_fitted_text_has_exactly_the_width(text: str, width: int, right: bool) -> None:
    assert cell_len(fit(text, width, "…", right)) == width


def test_what_is_cut_says_so() -> None:
    assert fit("Kostiantynivka", 8, "…") == "Kostian…"
    assert fit("Kyiv", 8, "…") == "Kyiv    "


@given(TEXTS, st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120)), max_size=4))
def test_marks_change_no_character(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(min(span), max(span), Style(bold=True)) for span in spans]
    assert "".join(segment.text for segment in segments(text, 0, len(text), marks)) == text


def test_lines_after_the_first_hang() -> None:
    strips = lay([Paragraph("when  Monday and Tuesday", (), 6)], 18)
    assert [strip.text for strip in strips] == ["when  Monday and", "      Tuesday"]


@given(TEXTS, TEXTS)
@example("aa", "a\u0301a")
def test_the_changed_columns_are_all_that_changed(before: str, after: str) -> None:
    one, other = (padded(Strip([Segment(text)]), 60).crop(0, 60) for text in (before, after))
    columns = changed_columns(one, other)
    if columns is None:
        assert one.text == other.text
        return
    left, right = columns
    assert one.crop(0, left).text == other.crop(0, left).text
    assert one.crop(right).text == other.crop(right).text


@given(st.text(st.sampled_from("ab \nЖ"), max_size=300), st.integers(1, 30))
def test_each_character_has_a_row_that_shows_it(text: str, width: int) -> None:
    pages = Pages(text, width, UNICODE)
    for offset, letter in enumerate(text):
        if letter.isspace():
            continue
        block, row = pages.place(offset)
        start, end = pages.block(block)[1][row]
        assert start <= offset - pages.blocks[block][0] < end


@given(st.text(st.sampled_from("ab \n"), max_size=300), st.integers(1, 30), st.integers(0, 50))
def test_moving_down_and_up_comes_back(text: str, width: int, rows: int) -> None:
    pages = Pages(text, width, UNICODE)
    end = pages.move((0, 0), rows)
    if end != pages.end():
        assert pages.move(end, -rows) == (0, 0)
    assert pages.move((0, 0), -3) == (0, 0)


def test_a_paragraph_without_end_is_cut_into_blocks() -> None:
    text = "x" * (3 * LONGEST) + "\n" + "word " * LONGEST
    blocks = blocks_of(text)
    assert max(end - start for start, end in blocks) <= LONGEST
    assert "".join(text[start:end] for start, end in blocks) == text.replace("\n", "")
