"""Which strikes a document tells of, and on which day each was: sentences made for it."""

from __future__ import annotations

from datetime import date

import pytest

from model.event import Document, Report
from model.parsing import parse

DAY = date(2024, 3, 9)  # a Saturday


def reports(text: str, title: str | None = None, published: date | None = DAY) -> list[Report]:
    return parse(Document(id="d", text=text, title=title, published=published))


def days(report: Report) -> tuple[str, str] | None:
    start, end = report.when.start, report.when.end
    return (start.isoformat(), end.isoformat()) if start and end else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russian missiles hit Odesa over the weekend.", ("2024-03-09", "2024-03-09")),
        ("Last weekend Russian missiles hit Odesa.", ("2024-03-02", "2024-03-03")),
        ("It was the largest drone attack on Odesa since last Monday.", ("2024-03-09", "2024-03-09")),
        (
            "He said on Friday that Thursday's missile attack on Odesa hit a port.",
            ("2024-03-07", "2024-03-07"),
        ),
        ("At a briefing on Friday he spoke of the drone strike on Odesa.", ("2024-03-09", "2024-03-09")),
        ("The people of Odesa live under constant Russian shelling.", None),
        ("A recent drone attack on Odesa damaged the port.", None),
    ],
)
def test_the_day_is_that_of_the_strike(text: str, expected: tuple[str, str] | None) -> None:
    (report,) = reports(text)
    assert days(report) == expected


def test_what_the_news_came_after_is_an_earlier_strike() -> None:
    news, earlier = reports(
        "Russian drones hit Odesa on Friday. The attack came a day after a missile killed six people in Kharkiv. "
        "Two people were injured."
    )
    assert (days(news), news.injured and news.injured.low) == (("2024-03-08", "2024-03-08"), 2)
    assert (days(earlier), earlier.killed and earlier.killed.low) == (None, 6)
