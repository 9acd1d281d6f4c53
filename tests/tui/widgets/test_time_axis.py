"""The time axis: the bars of the list, a mark at the cursor's bar, and a key that hides it."""

from __future__ import annotations

import re

import pytest

from tests.support.app_driver import AppDriver, drive_app
from tests.support.sample_library import make_shell_library, make_story_library
from tui.rendering.glyphs import ASCII_GLYPHS
from tui.widgets.time_axis import TimeAxis


def read_axis_lines(app: AppDriver) -> list[str]:
    axis = app.app.screen.query_one(TimeAxis)
    return [axis.render_line(line).text.rstrip() for line in range(axis.size.height)] if axis.display else []


def test_bars_count_the_strikes_shown_and_the_mark_follows_the_cursor() -> None:
    async def journey(app: AppDriver) -> None:
        bars, scale = read_axis_lines(app)
        assert bars.split()[0].startswith("▄")
        assert bars.endswith("up to 2 a day")
        assert bars.count("█") == 1
        assert scale.startswith(" ▲2024-02")
        assert "2024-03" in scale
        await app.press_keys("right_square_bracket")
        assert read_axis_lines(app)[1].startswith(" 2024-02")
        assert read_axis_lines(app)[1].index("▲") == bars.index("▄", 10)
        await app.press_keys("end")
        assert "▲" not in read_axis_lines(app)[1], "the undated stand on no axis"
        await app.press_keys("2")
        assert read_axis_lines(app)[0].strip().split()[0] == "█" * 6

    drive_app(make_story_library(), journey)


def test_mark_covers_no_digit_of_a_year_or_month() -> None:
    async def journey(app: AppDriver) -> None:
        for _ in range(34):
            assert set(re.findall(r"[\d-]+", read_axis_lines(app)[1])) <= {"2023-01", "2023-02"}
            await app.press_keys("right_square_bracket")

    drive_app(make_shell_library(340), journey)


def test_click_on_a_bar_goes_to_its_first_strike() -> None:
    async def journey(app: AppDriver) -> None:
        bars, _ = read_axis_lines(app)
        last = bars.index("  up to") - 1
        await app.pilot.click(offset=(last, 1))
        await app.pilot.pause()
        assert read_axis_lines(app)[1].index("▲") == bars.rindex(" ", 0, last) + 1
        chosen_line = app.cursor_line
        await app.pilot.click(offset=(last, 2))
        await app.pilot.pause()
        assert app.cursor_line == chosen_line
        await app.pilot.click(offset=(1, 2))
        await app.pilot.pause()
        assert "▲" in read_axis_lines(app)[1][:2]
        await app.pilot.click(offset=(110, 1))
        await app.pilot.pause()
        assert "▲" in read_axis_lines(app)[1][:2], "beside the bars nothing is pointed at"

    drive_app(make_story_library(), journey)


def test_key_hides_the_axis_and_shows_it_again() -> None:
    async def journey(app: AppDriver) -> None:
        below = app.lines[3]
        await app.press_keys("h")
        assert read_axis_lines(app) == []
        assert app.lines[1] == below
        await app.press_keys("h")
        assert len(read_axis_lines(app)) == 2

    drive_app(make_story_library(), journey)


@pytest.mark.parametrize("size", [(80, 24), (120, 29)])
def test_small_screen_has_no_axis(size: tuple[int, int]) -> None:
    async def journey(app: AppDriver) -> None:
        assert read_axis_lines(app) == []
        await app.press_keys("h", "h")
        assert read_axis_lines(app) == []
        assert "needs a screen of 60 columns and 30 rows" in app.text

    drive_app(make_story_library(), journey, size=size)


def test_only_ascii_is_drawn_in_ascii_mode() -> None:
    async def journey(app: AppDriver) -> None:
        assert all(line.isascii() for line in read_axis_lines(app))
        assert read_axis_lines(app)[1].startswith(" ^")

    drive_app(make_story_library(), journey, glyphs=ASCII_GLYPHS)


def test_empty_list_gives_an_empty_axis() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("slash", *"zeppelin", "enter")
        assert read_axis_lines(app) == ["", ""]

    drive_app(make_shell_library(3), journey)
