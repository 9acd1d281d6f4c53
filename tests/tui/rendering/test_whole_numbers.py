"""Half of a number is another number: a row shows a strike's numbers in full, and counts what it leaves out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.strip import Strip

from model.event import Figure, Report, Span, Weapon, When
from model.library import StrikeRow
from model.taxonomy import WEAPON_KINDS
from tests.tui.cli.test_strike_table import ROW
from tui.cli import report_table as table
from tui.cli import strike_table as listing
from tui.rendering.glyphs import ASCII_GLYPHS, UNICODE_GLYPHS, Glyphs
from tui.rendering.text_layout import fit_text, pad_strip
from tui.rendering.timeline_row import ColumnWidths, build_row_strip

WAVE = (("bomb", None, None), ("missile", "122", "87"), ("artillery", None, None), ("drone", "479", "461"))

COUNTS = st.integers(0, 99_999)
BOUNDS = st.tuples(COUNTS, COUNTS).map(sorted)
FIGURES = st.none() | COUNTS.map(str) | COUNTS.map("{}+".format) | BOUNDS.map(lambda two: f"{two[0]}–{two[1]}")
WEAPONS = st.lists(st.tuples(st.sampled_from(WEAPON_KINDS), FIGURES, FIGURES), max_size=6).map(tuple)
PLACES = st.lists(st.sampled_from(["Kyiv", "Kupiansk-2", "Mine 1718", "基辅", "Bila Tserkva"]), max_size=14).map(tuple)
ROWS = st.builds(
    ROW._replace,
    key=st.just("strike"),
    end=st.sampled_from(["2023-12-29", "2024-02-29", "2025-12-28"]),
    precision=st.sampled_from(["night", "days"]),
    weapons=WEAPONS,
    launched=FIGURES,
    intercepted=FIGURES,
    places=PLACES,
    killed=FIGURES,
    injured=FIGURES,
    sources=st.integers(1, 999),
)


def find_numbers(text: object) -> set[str]:
    """The numbers of a text, except the counts of what is left out."""
    return set(re.findall(r"\d+", re.sub(r"(?<!\S)\+\d+(?=[\s…]|$)", "", str(text))))


@given(ROWS, st.integers(1, 140), st.sampled_from([UNICODE_GLYPHS, ASCII_GLYPHS]))
def test_no_row_cuts_a_number_at_any_width(row: StrikeRow, width: int, glyphs: Glyphs) -> None:
    line = pad_strip(build_row_strip(row, ColumnWidths.from_width(width), glyphs, chosen=False), width)
    assert line.cell_length == width
    days = {str(number) for number in (2, 64, 732)}
    assert find_numbers(line.text) <= find_numbers(row) | days


@given(ROWS, st.integers(46, 140))
def test_launched_is_shown_with_intercepted(row: StrikeRow, width: int) -> None:
    columns = ColumnWidths.from_width(width)
    cell = build_row_strip(row, columns, UNICODE_GLYPHS, chosen=False).text[15 : 15 + columns.weapons]
    figures = [*row.weapons, ("together", row.launched, row.intercepted)]
    whole = {f"{launched or ''}{f'↓{down}' if down else ''}" for _, launched, down in figures}
    assert {word for word in cell.split() if re.search(r"^[^+]*\d", word)} <= whole


@given(ROWS, st.integers(10, 140))
def test_no_line_of_a_list_cuts_a_number_at_any_width(row: StrikeRow, width: int) -> None:
    _, line = listing.format_strike_table([row], width)
    assert find_numbers(line) <= find_numbers(row)


@given(st.lists(st.tuples(COUNTS, COUNTS), max_size=5), COUNTS, st.integers(20, 140))
def test_no_line_of_the_report_table_cuts_a_number(figures: list[tuple[int, int]], killed: int, width: int) -> None:
    def make_exact_figure(count: int) -> Figure:
        return Figure(low=count, high=count, text=str(count))

    weapons = (
        Weapon(kind="drone", launched=make_exact_figure(one), intercepted=make_exact_figure(other))
        for one, other in figures
    )
    report = Report(
        document="raid",
        when=When(),
        weapons=tuple(weapons),
        killed=make_exact_figure(killed),
        excerpts=(Span(start=0, end=9, text="A strike."),),
    )
    _, line = table.format_report_table([report], width)
    assert find_numbers(line) <= find_numbers(figures) | {str(killed)}


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (110, "drone 479↓461 missile 122↓87 bomb artillery"),
        (70, "drone 479↓461 +3"),
        (58, "drone … +3"),
        (46, "dr… +3"),
    ],
)
def test_largest_come_first_and_the_rest_is_counted(width: int, expected: str) -> None:
    columns = ColumnWidths.from_width(width)
    row = ROW._replace(weapons=WAVE, launched=None, intercepted=None)
    line = build_row_strip(row, columns, UNICODE_GLYPHS, chosen=False).text
    assert line[15 : 15 + columns.weapons].rstrip() == expected


@pytest.mark.parametrize(
    ("killed", "expected"), [("1200", "1200"), ("1200–1500", "1200+"), ("0–15000", "…"), ("≤100000000", "…")]
)
def test_range_without_room_is_shown_by_its_lower_bound(killed: str, expected: str) -> None:
    row = ROW._replace(killed=killed, weapons=(), launched=None, places=())
    line = build_row_strip(row, ColumnWidths.from_width(60), UNICODE_GLYPHS, chosen=False).text
    assert line[15:].split()[2] == expected


def test_list_counts_the_weapons_and_places_it_leaves_out() -> None:
    row = ROW._replace(launched=None, places=("Kyiv", "Odesa", "Zaporizhzhia"))
    _, line = listing.format_strike_table([row._replace(weapons=WAVE)], 108)
    assert re.search(r" drone 479, … \+3 +Kyiv, Odesa \+1 ", line)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("479 drones", 3, "…  "),
        ("sent 479 drones", 8, "sent … "),
        ("sent 1,479 drones", 9, "sent …"),
        ("in 2024, 15 fell", 9, "in 2024,…"),
    ],
)
def test_no_title_is_cut_inside_a_number(text: str, width: int, expected: str) -> None:
    assert fit_text(text, width, "…") == f"{expected:<{width}}"


def test_edge_of_a_pane_splits_no_number() -> None:
    assert pad_strip(Strip([Segment("1 May · "), Segment("1,234 strikes")]), 10).text == "1 May ·   "
