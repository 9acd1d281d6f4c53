"""The table of reports: one line each, aligned in cells, no wider than the terminal."""

from __future__ import annotations

from datetime import date

import pytest
from rich.cells import cell_len

from model.event import Figure, Place, Report, Span, Trace, Weapon, When
from tui.cli.report_table import format_report_table, format_when


def make_report(place: str = "Kyiv", document: str = "raid") -> Report:
    return Report(
        document=document,
        when=When(start=date(2023, 12, 29), end=date(2023, 12, 29), precision="day", basis="explicit"),
        side="russia",
        places=(Place(name=place), Place(name="Odesa")),
        weapons=(Weapon(kind="drone", model="Shahed", launched=Figure(low=36, high=36, text="36")),),
        killed=Figure(low=30, high=None, text="at least 30"),
        injured=Figure(low=0, high=0, text="nobody"),
        excerpts=(Span(start=0, end=9, text="A strike."),),
    )


def test_line_summarises_the_report() -> None:
    head, line = format_report_table([make_report()], 120)
    assert head.split() == ["when", "side", "weapons", "places", "killed", "injured", "document"]
    assert line.split() == ["2023-12-29", "russia", "drone", "Shahed", "36", "Kyiv,", "Odesa", "30+", "0", "raid"]


def test_unknown_and_zero_differ() -> None:
    unknown = make_report().model_copy(update={"killed": None, "injured": None})
    assert [line.split()[-3:-1] for line in format_report_table([make_report(), unknown], 120)][1:] == [
        ["30+", "0"],
        ["?", "?"],
    ]


@pytest.mark.parametrize("width", [20, 60, 80, 120, 250])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    wide_report = make_report("基辅和敖德萨以及其他许多城市" * 3, "документ" * 9)
    assert all(cell_len(line) <= width for line in format_report_table([make_report(), wide_report], width))


@pytest.mark.parametrize(
    "place", ["基辅", "Ky\u0301iv", "Kyi\u202ev", "Ky\x1b[31miv", "Ky\u200biv", "a\nb", "🇺🇦 x", "x" * 300]
)
def test_no_name_shifts_a_column_or_controls_the_terminal(place: str) -> None:
    plain, hostile = list(format_report_table([make_report(), make_report(place)], 100))[1:]
    assert cell_len(plain[: plain.index("30+")]) == cell_len(hostile[: hostile.index("30+")])
    assert all(character.isprintable() for character in hostile)


def test_figures_over_several_kinds_and_totals_are_marked() -> None:
    joint = make_report().model_copy(
        update={"scope": "summary", "launched": Figure(low=500, high=None, text="over 500")}
    )
    line = list(format_report_table([joint], 200))[1]
    assert "total: 500+ together; drone Shahed 36" in line


@pytest.mark.parametrize("side", ["russia", "ukraine", "other", "unknown"])
def test_inferred_side_is_written_in_full(side: str) -> None:
    trace = {"side": Trace(rule="side.inferred_from.target", start=0, end=1)}
    inferred = make_report().model_copy(update={"side": side, "trace": trace})
    assert list(format_report_table([inferred], 80))[1].split()[1] == f"{side}?"


def test_no_reports_no_header() -> None:
    assert list(format_report_table([], 80)) == []


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (("2023-12-29", "2023-12-29", "day"), "2023-12-29"),
        (("2023-12-29", "2023-12-30", "night"), "2023-12-29/30 night"),
        (("2023-11-28", "2023-12-02", "days"), "2023-11-28/12-02"),
        (("2023-12-31", "2024-01-01", "days"), "2023-12-31/2024-01-01"),
        (("2023-12-01", "2023-12-31", "month"), "2023-12"),
        (("2023-01-01", "2023-12-31", "year"), "2023"),
        (("2022-02-24", None, "open"), "2022-02-24/.."),
        ((None, "2022-02-24", "open"), "../2022-02-24"),
        ((None, None, "unknown"), "undated"),
    ],
)
def test_dates_are_short(when: tuple[str | None, str | None, str], words: str) -> None:
    start, end, precision = when
    assert format_when(When.model_validate({"start": start, "end": end, "precision": precision})) == words


def test_unresolved_day_stays_in_the_words_of_the_source() -> None:
    assert format_when(When(precision="day", text="On Friday")) == "“On Friday”"
