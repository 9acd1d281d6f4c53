"""The timeline: its rows, its keys, and that only the rows in sight are loaded."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from model.library import Library, StrikeRow
from model.query import Query
from tests.support.app_driver import AppDriver, drive_app
from tests.support.sample_library import make_shell_library, make_story_library


def test_rows_are_under_their_days_and_undated_strikes_come_last() -> None:
    async def journey(app: AppDriver) -> None:
        heads = [line.split("│")[0].strip() for line in app.lines[4:14]]
        assert heads[0].startswith("Thu 1 Feb 2024 · 1 strike")
        assert heads[2].startswith("Sat 9 Mar 2024 · 1 strike")
        assert heads[4].startswith("Mon 11 Mar 2024 · 2 strikes")
        assert heads[7].startswith("Tue 2 Apr 2024 · 1 strike")
        assert heads[9].startswith("Undated · 1 strike, by place")

    drive_app(make_story_library(), journey)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("Kharkiv", ["☾ night", " R ", "drone 36↓27", " 5+ ", " · ", " 2 ≠"]),
        ("Belgorod", ["● day", " U ", "drone ", " 0 "]),
        ("Odesa", ["missile 5 ", "Odesa +2", " 11+ "]),
        ("guided", []),
        ("Kherson", ["? unknown", " ? ", "artillery"]),
    ],
)
def test_row_summarises_the_strike(place: str, expected: list[str]) -> None:
    async def journey(app: AppDriver) -> None:
        row = next((line.split("│")[0] for line in app.lines[4:16] if place in line.split("│")[0]), "")
        assert [part for part in expected if part not in row] == []

    drive_app(make_story_library(), journey)


def test_totals_and_months_are_marked_without_colour() -> None:
    async def journey(app: AppDriver) -> None:
        row = next(
            line.split("│")[0] for line in app.lines if "bomb" in line.split("│")[0] and "month" in line.split("│")[0]
        )
        assert "▤ month" in row
        assert "≤20" in row
        assert row.rstrip().endswith("Σ")

    drive_app(make_story_library(), journey)


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ("down", "Kharkiv"),
        ("j,j", "Belgorod"),
        ("j,j,k", "Kharkiv"),
        ("G", "Kherson"),
        ("end", "Kherson"),
        ("G,g", "bomb"),
        ("G,home", "bomb"),
        ("pagedown", "Kherson"),
        ("space", "Kherson"),
        ("G,pageup", "bomb"),
        ("G,b", "bomb"),
        ("ctrl+d", "Kherson"),
        ("G,ctrl+u", "bomb"),
        ("right_square_bracket,right_square_bracket", "Belgorod"),
        ("G,left_square_bracket", "東|Ху"),
        ("j,j,j,left_square_bracket", "Belgorod"),
        ("right_curly_bracket", "Kharkiv"),
        ("right_curly_bracket,right_curly_bracket", "Ху"),
        ("j,j,j,left_curly_bracket", "Kharkiv"),
        ("j,j,j,left_curly_bracket,left_curly_bracket", "bomb"),
    ],
)
def test_keys_move_to_rows(keys: str, place: str) -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys(*keys.split(","))
        assert any(each in app.cursor_line.split("│")[0] for each in place.split("|")), app.cursor_line

    drive_app(make_story_library(), journey)


def test_paging_skips_no_strike() -> None:
    seen: list[str] = []

    async def journey(app: AppDriver) -> None:
        for _ in range(12):
            seen.extend(word for line in app.lines for word in line.split("│")[0].split() if word.isdigit())
            await app.press_keys("pagedown")

    drive_app(make_shell_library(150), journey)
    assert {str(number) for number in range(150)} <= set(seen)


class RecordingLibrary(Library):
    """A library that records its queries."""

    rows_read = 0

    def read_page(self, query: Query, since: str | None, until: str | None, first: int, count: int) -> list[StrikeRow]:
        self.rows_read += count
        return super().read_page(query, since, until, first, count)


def test_only_visible_rows_are_loaded(tmp_path: Path) -> None:
    path = tmp_path / "many.db"
    library = make_shell_library(3_000)
    library.save_copy(path)
    recording_library = RecordingLibrary(path)

    async def journey(app: AppDriver) -> None:
        await app.press_keys("G")
        assert re.search(r"Place 299\d", app.cursor_line)
        assert "3,000/3,000" in app.text
        await app.press_keys("g")
        assert re.search(r"Place \d ", app.cursor_line)

    drive_app(recording_library, journey)
    assert recording_library.rows_read < 1_000


def test_first_row_of_a_day_shows_its_header() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("G", *["left_square_bracket"] * 3)
        place = next(number for number, line in enumerate(app.lines) if line.startswith("▸"))
        assert "10 strikes" in app.lines[place - 1]

    drive_app(make_shell_library(300), journey, size=(80, 24))


def test_mouse_selects_a_row_and_opens_it() -> None:
    async def journey(app: AppDriver) -> None:
        place = next(number for number, line in enumerate(app.lines) if "Odesa" in line.split("│")[0])
        await app.pilot.click(offset=(30, place))
        await app.pilot.pause()
        assert "Odesa" in app.cursor_line
        await app.pilot.click(offset=(30, place))
        await app.pilot.pause()
        await app.pilot.pause()
        assert "News of delta" in app.lines[0]

    drive_app(make_story_library(), journey)
