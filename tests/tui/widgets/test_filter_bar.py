"""The filter bar: single keys with their counts, which keep the cursor on its strike and say what they hide."""

from __future__ import annotations

from tests.support.app_driver import AppDriver, drive_app
from tests.support.sample_library import make_shell_library, make_story_library


def test_each_filter_counts_under_the_others() -> None:
    async def journey(app: AppDriver) -> None:
        assert " 1 Russia 3  2 Ukraine 1  3 other 1  4 unknown 1  5 drone 2  6 missile 1" in app.lines[0]
        await app.press_keys("5")
        assert "[5 drone 2]" in app.lines[0]
        assert " 1 Russia 1  2 Ukraine 1  3 other 0  4 unknown 0" in app.lines[0]
        assert " 6 missile 1 " in app.lines[0]
        await app.press_keys("2")
        assert "[2 Ukraine 1]" in app.lines[0]
        assert "[5 drone 1] 6 missile 0" in app.lines[0]
        assert "Belgorod" in app.cursor_line
        assert "1 of 6 shown" in app.text
        await app.press_keys("0")
        assert "[" not in app.lines[0]
        assert "Odesa" in app.text

    drive_app(make_story_library(), journey)


def test_filter_keeps_the_cursor_on_its_strike() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("down", "down", "down", "1")
        assert "Odesa" in app.cursor_line
        await app.press_keys("5")
        assert "Kharkiv" in app.cursor_line  # the nearest remaining strike
        await app.press_keys("5", "1")
        assert "Kharkiv" in app.cursor_line

    drive_app(make_story_library(), journey)


def test_empty_list_names_the_filter_and_the_key_that_removes_it() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("2", "7", "slash", *"rain", "enter")
        for line in (
            "None of the 6 strikes is shown.",
            "2 clears the filter: by Ukraine",
            "7 clears the filter: with artillery",
            "Esc ends the search: “rain”",
            "0 shows all",
        ):
            assert line in app.text
        await app.press_keys(
            "down", "pagedown", "G", "enter", "o", "y", "n", "right_square_bracket", "left_curly_bracket"
        )
        await app.press_keys("0")
        assert app.cursor_line

    drive_app(make_story_library(), journey)


def test_all_filters_are_removed_and_restored_in_place() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("6", "1")
        place = app.cursor_line.split("│")[0]
        assert "Odesa" in place
        await app.press_keys("ctrl+f")
        assert "(1 Russia 3)" in app.lines[0]
        assert "Kharkiv" in app.text
        assert "Ctrl+F restores them" in app.text
        assert app.cursor_line.split("│")[0] == place
        await app.press_keys("ctrl+f")
        assert "[6 missile 1]" in app.lines[0]
        assert "Kharkiv" not in app.text
        assert app.cursor_line.split("│")[0] == place

    drive_app(make_story_library(), journey)


def test_escape_clears_filters_and_never_quits() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("1", "escape")
        assert "[" not in app.lines[0]
        await app.press_keys("escape", "escape", "escape")
        assert app.app.is_running
        assert app.cursor_line

    drive_app(make_story_library(), journey)


def test_large_counts_still_fit() -> None:
    async def journey(app: AppDriver) -> None:
        for number in "123456789":
            assert f"{number} " in "".join(app.lines[:2])
        assert max(map(len, app.lines)) == 60

    drive_app(make_shell_library(1_200), journey, size=(60, 20))


def test_click_sets_a_filter() -> None:
    async def journey(app: AppDriver) -> None:
        await app.pilot.click(offset=(app.lines[0].index("Ukraine"), 0))
        await app.pilot.pause()
        await app.pilot.pause()
        assert "[2 Ukraine 1]" in app.lines[0]

    drive_app(make_story_library(), journey)
