"""Times in the Extended Date/Time Format (ISO 8601-2)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from model.event import When
from model.exporting.edtf import format_edtf


def make_when(start: str | None, end: str | None, precision: Any, basis: Any = "explicit") -> When:
    first, last = (date.fromisoformat(when) if when else None for when in (start, end))
    return When(start=first, end=last, precision=precision, basis=basis)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (make_when("2023-12-29", "2023-12-29", "day"), "2023-12-29"),
        (make_when("2023-12-29", "2023-12-29", "time"), "2023-12-29"),
        (make_when("2023-12-28", "2023-12-29", "night"), "2023-12-28/2023-12-29"),
        (make_when("2023-12-25", "2023-12-31", "week"), "2023-12-25/2023-12-31"),
        (make_when("2023-12-01", "2023-12-31", "month"), "2023-12"),
        (make_when("2024-02-01", "2024-02-29", "month"), "2024-02"),
        (make_when("2023-01-01", "2023-12-31", "year"), "2023"),
        (make_when("2022-02-24", None, "open"), "2022-02-24/.."),
        (make_when(None, "2022-02-24", "open"), "../2022-02-24"),
        (make_when(None, None, "unknown", "unresolved"), "XXXX"),
    ],
)
def test_each_precision_has_its_form(when: When, expected: str) -> None:
    assert format_edtf(when) == expected


def test_partial_month_is_an_interval() -> None:
    assert format_edtf(make_when("2024-02-01", "2024-02-28", "month")) == "2024-02-01/2024-02-28"
    assert format_edtf(make_when("2023-01-01", "2023-11-30", "year")) == "2023-01-01/2023-11-30"


@pytest.mark.parametrize("basis", ["carried", "user"])
def test_inferred_day_is_uncertain(basis: str) -> None:
    assert format_edtf(make_when("2023-12-29", "2023-12-29", "day", basis)) == "2023-12-29?"
    assert format_edtf(make_when("2023-12-28", "2023-12-29", "night", basis)) == "2023-12-28?/2023-12-29?"
    assert format_edtf(make_when("2023-01-01", "2023-12-31", "year", basis)) == "2023?"
