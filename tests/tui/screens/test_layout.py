"""Screens of every size and kind: the layout, hostile text, ASCII terminals, an empty library."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from model.library import Library
from tests.support.app_driver import AppDriver, drive_app
from tests.support.sample_library import make_story_library
from tui.rendering.glyphs import ASCII_GLYPHS


def test_wide_screen_has_the_detail_beside_the_timeline() -> None:
    async def journey(app: AppDriver) -> None:
        head = 3 if app.app.size.height >= 30 else 1  # below the time axis
        assert "when" in app.lines[head][:14]
        assert "A total over several strikes" in app.lines[head][60:]
        await app.press_keys("down")
        assert "The strike" in app.lines[head][60:]

    for size in ((120, 40), (120, 18)):
        drive_app(make_story_library(), journey, size=size)


def test_narrow_screen_has_the_detail_below() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("down")
        assert app.cursor_line
        assert any(line.startswith("The strike") for line in app.lines[10:])

    drive_app(make_story_library(), journey, size=(80, 24))


def test_small_screen_shows_one_pane_at_a_time() -> None:
    async def journey(app: AppDriver) -> None:
        assert "The strike" not in app.text
        await app.press_keys("down", "enter")
        assert not app.cursor_line
        assert "The strike" in app.text
        await app.press_keys("enter")
        assert "News of alpha" in app.lines[0]
        await app.press_keys("q")
        assert "The strike" in app.text
        await app.press_keys("q")
        assert "Kharkiv" in app.cursor_line
        await app.press_keys("enter", "escape")
        assert "Kharkiv" in app.cursor_line

    drive_app(make_story_library(), journey, size=(60, 20))


@pytest.mark.parametrize("width", [60, 71, 80, 100, 120, 200])
def test_every_line_has_the_width_of_the_screen(width: int) -> None:
    async def journey(app: AppDriver) -> None:
        for _ in range(6):
            assert {cell_len(line) for line in app.lines} == {width}
            columns = {line[:width].find(" src") for line in app.lines if " src" in line}
            assert len(columns) == 1
            await app.press_keys("down")
        await app.press_keys("o")
        assert {cell_len(line) for line in app.lines} == {width}

    drive_app(make_story_library(), journey, size=(width, 30))


def test_hostile_text_reaches_no_screen() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("G", "up")
        for keys in ((), ("o",), ("n",), ("q",)):
            await app.press_keys(*keys)
            assert not [letter for letter in app.text if letter < " " and letter != "\n"]
            assert "\u202e" not in app.text
        assert "␛[2J" in app.cursor_line

    drive_app(make_story_library(), journey)


def test_ascii_terminal_gets_only_ascii() -> None:
    async def journey(app: AppDriver) -> None:
        assert app.text.isascii()
        await app.press_keys("down")
        assert "drone 36/27" in app.cursor_line
        assert "( night" in app.cursor_line
        for keys in (("G",), ("o",), ("n",), ("q",), ("question_mark",)):
            await app.press_keys(*keys)
            assert app.text.isascii()

    drive_app(make_story_library(), journey, glyphs=ASCII_GLYPHS)


def test_app_survives_resizing_down_to_one_cell() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("down", "down")
        for width, height in ((60, 20), (20, 5), (1, 1), (3, 2), (300, 90), (80, 24)):
            await app.pilot.resize_terminal(width, height)
            await app.pilot.pause()
            assert len(app.lines) == height
        assert "Belgorod" in app.cursor_line
        await app.press_keys("enter")
        for width, height in ((1, 1), (80, 24)):
            await app.pilot.resize_terminal(width, height)
            await app.pilot.pause()
        assert "News of charlie" in app.lines[0]

    drive_app(make_story_library(), journey)


def test_empty_library_is_announced() -> None:
    async def journey(app: AppDriver) -> None:
        assert "No strikes." in app.text
        assert "none of them reports a strike" in app.text
        await app.press_keys("down", "G", "enter", "o", "y", "1", "tab", "slash", "a", "enter", "n", "escape", "0")
        assert "No strikes." in app.text

    drive_app(Library(":memory:"), journey)


def test_cursor_move_repaints_few_cells() -> None:
    async def journey(app: AppDriver) -> None:
        timeline = app.app.screen.query_one("#timeline")
        before = [timeline.render_line(line) for line in range(timeline.size.height)]
        await app.press_keys("down")
        after = [timeline.render_line(line) for line in range(timeline.size.height)]
        changed = [(one, other) for one, other in zip(before, after, strict=True) if one.text != other.text]
        assert len(changed) == 2
        assert all(one.text[2:] == other.text[2:] for one, other in changed)

    drive_app(make_story_library(), journey)
