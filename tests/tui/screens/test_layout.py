"""Screens of every size and kind: what stands where, hostile text, ASCII terminals, an empty library."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from model.library import Library
from tests.support.app_driver import Driven, drive
from tests.support.sample_library import library
from tui.rendering.glyphs import ASCII


def test_wide_screens_have_the_detail_beside() -> None:
    async def journey(app: Driven) -> None:
        head = 3 if app.app.size.height >= 30 else 1  # under the axis of time
        assert "when" in app.lines[head][:14]
        assert "A total over several strikes" in app.lines[head][60:]
        await app.press("down")
        assert "The strike" in app.lines[head][60:]

    for size in ((120, 40), (120, 18)):
        drive(library(), journey, size=size)


def test_narrow_screens_have_it_under() -> None:
    async def journey(app: Driven) -> None:
        await app.press("down")
        assert app.chosen
        assert any(line.startswith("The strike") for line in app.lines[10:])

    drive(library(), journey, size=(80, 24))


def test_small_screens_show_one_at_a_time() -> None:
    async def journey(app: Driven) -> None:
        assert "The strike" not in app.text
        await app.press("down", "enter")
        assert not app.chosen
        assert "The strike" in app.text
        await app.press("enter")
        assert "News of alpha" in app.lines[0]
        await app.press("q")
        assert "The strike" in app.text
        await app.press("q")
        assert "Kharkiv" in app.chosen
        await app.press("enter", "escape")
        assert "Kharkiv" in app.chosen

    drive(library(), journey, size=(60, 20))


@pytest.mark.parametrize("width", [60, 71, 80, 100, 120, 200])
def test_every_line_has_the_width_of_the_screen(width: int) -> None:
    async def journey(app: Driven) -> None:
        for _ in range(6):
            assert {cell_len(line) for line in app.lines} == {width}
            columns = {line[:width].find(" src") for line in app.lines if " src" in line}
            assert len(columns) == 1
            await app.press("down")
        await app.press("o")
        assert {cell_len(line) for line in app.lines} == {width}

    drive(library(), journey, size=(width, 30))


def test_hostile_text_reaches_no_screen() -> None:
    async def journey(app: Driven) -> None:
        await app.press("G", "up")
        for keys in ((), ("o",), ("n",), ("q",)):
            await app.press(*keys)
            assert not [letter for letter in app.text if letter < " " and letter != "\n"]
            assert "\u202e" not in app.text
        assert "␛[2J" in app.chosen

    drive(library(), journey)


def test_ascii_terminals_get_nothing_else() -> None:
    async def journey(app: Driven) -> None:
        assert app.text.isascii()
        await app.press("down")
        assert "drone 36/27" in app.chosen
        assert "( night" in app.chosen
        for keys in (("G",), ("o",), ("n",), ("q",), ("question_mark",)):
            await app.press(*keys)
            assert app.text.isascii()

    drive(library(), journey, marks=ASCII)


def test_sizes_change_under_way_down_to_nothing() -> None:
    async def journey(app: Driven) -> None:
        await app.press("down", "down")
        for width, height in ((60, 20), (20, 5), (1, 1), (3, 2), (300, 90), (80, 24)):
            await app.pilot.resize_terminal(width, height)
            await app.pilot.pause()
            assert len(app.lines) == height
        assert "Belgorod" in app.chosen
        await app.press("enter")
        for width, height in ((1, 1), (80, 24)):
            await app.pilot.resize_terminal(width, height)
            await app.pilot.pause()
        assert "News of charlie" in app.lines[0]

    drive(library(), journey)


def test_an_empty_library_says_so() -> None:
    async def journey(app: Driven) -> None:
        assert "No strikes." in app.text
        assert "none of them tells of a strike" in app.text
        await app.press("down", "G", "enter", "o", "y", "1", "tab", "slash", "a", "enter", "n", "escape", "0")
        assert "No strikes." in app.text

    drive(Library(":memory:"), journey)


def test_a_change_of_the_cursor_repaints_few_cells() -> None:
    async def journey(app: Driven) -> None:
        timeline = app.app.screen.query_one("#timeline")
        before = [timeline.render_line(line) for line in range(timeline.size.height)]
        await app.press("down")
        after = [timeline.render_line(line) for line in range(timeline.size.height)]
        changed = [(one, other) for one, other in zip(before, after, strict=True) if one.text != other.text]
        assert len(changed) == 2
        assert all(one.text[2:] == other.text[2:] for one, other in changed)

    drive(library(), journey)
