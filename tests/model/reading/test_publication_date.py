"""The publication date of a document: from its record, its first lines or its file name, never from prose."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.reading import publication_date as dates

DAY = date(2023, 12, 30)


@pytest.mark.parametrize(
    "value",
    [
        "2023-12-30",
        " 2023-12-30 ",
        "2023-12-30T23:59:59Z",
        "2023-12-30T00:10:00+03:00",  # 29 December in UTC, but the date is taken as written
        "2023-12-30T23:59:59.123456",
        "2023-12-30 23:59",
        "20231230",
        "20231230T235959Z",
        "2023/12/30",
        "Sat, 30 Dec 2023 23:59:59 +0200",
        "Sat, 30 Dec 2023 23:59:59 GMT",
        "December 30, 2023",
        "30 December 2023",
        "30.12.2023",
        "30/12/2023",
        "12/30/2023",
        "30 грудня 2023",
        "30 декабря 2023 г., 14:05",
        "30. Dezember 2023",
        "Dec 30 2023 4:05PM EST",
    ],
)
def test_stated_date_is_taken_as_written(value: str) -> None:
    publication_date = dates.parse_publication_date(value)
    assert publication_date is not None
    assert publication_date.day == DAY


@pytest.mark.parametrize(
    "value",
    [
        "",
        "yesterday",
        "2023-13-01",
        "2023-02-30",
        "2023-12",
        "2023",
        "03/04/2023",
        "2023-12-30 or so",
        "December 2023",
        "30 грудня",
        "2 days ago in 2023",
        "12345678901",
        7,
        None,
    ],
)
def test_incomplete_date_is_no_date(value: object) -> None:
    assert dates.parse_publication_date(value) is None


@given(st.text())
def test_no_text_makes_a_date_reader_fail(text: str) -> None:
    dates.parse_publication_date(text)
    dates.find_header_date(text)
    dates.find_file_name_date(text)


@pytest.mark.parametrize(
    ("text", "is_weak"),
    [
        (" date 2023-12-30 A Night of Sirens\n\nThree towns were hit.", False),
        ("Sirens over three towns\n\nPublished: December 30, 2023\n\nThree towns were hit.", False),
        ("Sirens\nPublished on Saturday, 30 December 2023 by the night desk\nThree towns were hit.", False),
        ("**Published:** Dec. 30th, 2023 10:15 GMT\n\nThree towns were hit.", False),
        ("Updated: 4:25 AM, Sat December 30, 2023\n\nThree towns were hit.", True),
        ("Last updated 2023-12-30 04:25 UTC\nThree towns were hit.", True),
        ("Sirens\n30 December 2023\n\nThree towns were hit.", False),
        ("---\ntitle: Sirens\ndate: 2023-12-30T08:00:00Z\n---\nThree towns were hit.", False),
        ("---\r\ndate: '2023-12-30'\r\n---\r\nThree towns were hit.", False),
    ],
)
def test_header_gives_the_date(text: str, is_weak: bool) -> None:
    publication_date = dates.find_header_date(text)
    assert publication_date is not None
    assert (publication_date.day, publication_date.is_weak) == (DAY, is_weak)
    assert publication_date.text in text


@pytest.mark.parametrize(
    "text",
    [
        "On December 30, 2023, three towns were hit.",
        "2023-12-30 was the worst night of the year.",
        "Three towns were hit on December 30, 2023",
        "Published on December 30, 2023, the ministry's count put the drones at forty.",
        "Updated figures of December 30, 2023 put the drones at forty.",
        "Updated: Saturday, 4:25 AM",
        "Published: December 30\n",
        "\n".join(
            ["One town was hit.", "Another was hit.", "A third was.", "And a fourth.", "A fifth.", "Date: 2023-12-30"]
        ),
    ],
)
def test_date_in_the_prose_is_not_the_publication_date(text: str) -> None:
    assert dates.find_header_date(text) is None


def test_publication_date_is_preferred_to_an_update_stamp() -> None:
    publication_date = dates.find_header_date(
        "Updated: January 2, 2024\nPublished: December 30, 2023\nThree towns were hit."
    )
    assert publication_date is not None
    assert (publication_date.day, publication_date.is_weak) == (DAY, False)


@pytest.mark.parametrize(
    "stem", ["2023-12-30", "2023-12-30-sirens", "sirens_20231230", "a.20231230.b", "2023_12_30", "v2-20231230"]
)
def test_file_name_can_give_the_date(stem: str) -> None:
    publication_date = dates.find_file_name_date(stem)
    assert publication_date is not None
    assert publication_date.day == DAY
    assert publication_date.text in stem


@pytest.mark.parametrize(
    "stem", ["120231230", "202312301", "2023-13-30", "2023-12-30_2024-01-02", "97fa8f4b06e2bcb4", "2023-12"]
)
def test_other_digits_in_a_file_name_give_no_date(stem: str) -> None:
    assert dates.find_file_name_date(stem) is None
