"""A library's strikes, one per line: no name shifts a column, controls the terminal or adds a line."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from model.library import StrikeRow
from tui.cli.strike_table import format_plain_strikes, format_strike_table

ROW = StrikeRow(
    id=1,
    key="1a2b3c4d5e6f7788",
    start="2023-12-28",
    end="2023-12-29",
    precision="night",
    scope="strike",
    side="russia",
    weapons=(("drone", "36", "27"), ("missile", None, None)),
    launched="40+",
    intercepted=None,
    places=("Kyiv", "Odesa"),
    killed="30+",
    injured="0",
    sources=3,
    is_disputed=True,
    basis="weekday",
    is_side_inferred=False,
)
BARE_ROW = ROW._replace(
    key="0" * 16, start=None, end=None, side="unknown", weapons=(), launched=None, places=(), killed=None, injured=None,
    sources=1, is_disputed=False, basis="unresolved",
)  # fmt: skip
HOSTILE_NAMES = (
    "基辅" * 40,
    "Ky\u0301iv",
    "Kyi\u202ev",
    "Ky\x1b[31miv",
    "Ky\u200biv",
    "a\nb",
    "a\tb",
    "🇺🇦 x",
    "x" * 300,
)


def test_plain_line_holds_the_whole_row() -> None:
    assert list(format_plain_strikes([ROW, BARE_ROW])) == [
        "1a2b3c4d5e6f7788  2023-12-28/29 night  russia  40+ together; drone 36, 27 intercepted; missile  Kyiv, Odesa"
        "  30+ killed  0 injured  3 sources  disputed",
        "0000000000000000  undated  unknown",
    ]


def test_totals_and_inferred_values_are_marked() -> None:
    row = ROW._replace(scope="summary", basis="carried", is_side_inferred=True)
    (line,) = format_plain_strikes([row])
    assert "  ~2023-12-28/29 night  russia?  total: 40+ together; drone 36" in line


@pytest.mark.parametrize("width", [40, 60, 75, 89, 90, 120, 250])
@pytest.mark.parametrize("place", HOSTILE_NAMES)
def test_no_line_is_shifted_or_wider_than_the_terminal(width: int, place: str) -> None:
    head, plain, hostile = format_strike_table([ROW, ROW._replace(places=(place,))], width)
    assert all(cell_len(line) <= width for line in (head, plain, hostile))
    assert hostile.isprintable()
    if width >= 60:
        assert cell_len(plain[: plain.rindex("30+")]) == cell_len(hostile[: hostile.rindex("30+")])


@pytest.mark.parametrize("place", HOSTILE_NAMES)
def test_plain_line_stays_one_line(place: str) -> None:
    (line,) = format_plain_strikes([ROW._replace(places=(place,))])
    assert line.isprintable()


def test_narrow_table_names_a_night_by_its_morning_and_a_side_by_its_letter() -> None:
    line = list(format_strike_table([ROW, ROW._replace(is_side_inferred=True, precision="month")], 60))[1:]
    assert line[0].split()[:3] == ["1a2b3c4d5e6f7788", "2023-12-29", "R"]
    assert line[1].split()[:3] == ["1a2b3c4d5e6f7788", "2023-12", "R?"]


def test_unknown_value_is_a_question_mark_and_none_is_zero() -> None:
    full_line, bare_line = list(format_strike_table([ROW, BARE_ROW], 120))[1:]
    assert full_line.split()[-3:] == ["30+", "0", "3≠"]
    assert bare_line.split() == ["0000000000000000", "undated", "unknown", "?", "?", "1"]


def test_no_strikes_no_header() -> None:
    assert list(format_strike_table([], 80)) == list(format_plain_strikes([])) == []
