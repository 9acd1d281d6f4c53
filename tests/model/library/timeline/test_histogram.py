"""Counts of days as bars of days, weeks, months and years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.library.timeline.histogram import TIME_UNITS, TimeUnit, build_histogram, choose_unit

DAYS = [("2023-12-29", 3), ("2023-12-31", 1), ("2024-02-01", 2), (None, 4)]


@pytest.mark.parametrize(
    ("unit", "bars"),
    [
        ("day", [("2023-12-29", 3), ("2023-12-31", 1), ("2024-02-01", 2)]),
        (
            "week",
            [("2023-W52", 4), ("2024-W01", 0), ("2024-W02", 0), ("2024-W03", 0), ("2024-W04", 0), ("2024-W05", 2)],
        ),
        ("month", [("2023-12", 4), ("2024-01", 0), ("2024-02", 2)]),
        ("year", [("2023", 4), ("2024", 2)]),
    ],
)
def test_days_fall_into_their_bars_and_undated_strikes_have_their_own(
    unit: TimeUnit, bars: list[tuple[str, int]]
) -> None:
    assert build_histogram(DAYS, unit) == [*bars, ("undated", 4)]


def test_every_day_is_a_bar_on_request() -> None:
    bars = build_histogram(DAYS, "day", every_day=True)
    assert len(bars) == 36
    assert bars[:3] == [("2023-12-29", 3), ("2023-12-30", 0), ("2023-12-31", 1)]


def test_week_belongs_to_its_iso_year() -> None:
    assert build_histogram([("2024-12-30", 1), ("2023-01-01", 1)], "week")[0] == ("2022-W52", 1)
    assert build_histogram([("2024-12-30", 1)], "week") == [("2025-W01", 1)]


@given(
    st.lists(st.tuples(st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(date.isoformat), st.integers(1, 9))),
    st.sampled_from(TIME_UNITS),
)
def test_no_strike_is_lost_and_no_bar_is_repeated(days: list[tuple[str, int]], unit: TimeUnit) -> None:
    bars = build_histogram(days, unit)
    assert sum(strikes for _, strikes in bars) == sum(strikes for _, strikes in days)
    labels = [label for label, _ in bars]
    assert labels == sorted(set(labels))


def test_first_and_last_days_of_the_calendar_are_handled() -> None:
    for unit in TIME_UNITS:
        assert build_histogram([("0001-01-01", 1)], unit)[0][1] == 1
        assert build_histogram([("9999-12-01", 1), ("9999-12-31", 2)], unit)[-1][1] >= 2


def test_no_days_give_no_bars() -> None:
    assert [build_histogram([], unit) for unit in TIME_UNITS] == [[]] * 4


@pytest.mark.parametrize(("days", "unit"), [(1, "day"), (20, "day"), (21, "week"), (130, "week"), (150, "month")])
def test_finest_unit_that_fits_is_chosen(days: int, unit: str) -> None:
    first = date(2024, 1, 1)
    last = first + timedelta(days=days - 1)
    assert choose_unit([(first.isoformat(), 1), (last.isoformat(), 1), (None, 1)], 20) == unit


def test_ranges_too_long_for_months_use_years_and_undated_strikes_use_days() -> None:
    assert choose_unit([("1990-01-01", 1), ("2024-01-01", 1)], 20) == "year"
    assert choose_unit([(None, 5)], 20) == "day"
