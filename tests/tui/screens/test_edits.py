"""Edits by keys: what the screen shows of them, and what the library stores."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.library import Library
from model.query import Query
from tests.support.app_driver import AppDriver, drive_app
from tests.support.sample_library import make_story_library
from tui.rendering.glyphs import ASCII_GLYPHS


async def choose_value(app: AppDriver, label: str) -> None:
    """Choose the value with this path."""
    for _ in range(40):
        await app.press_keys("v")
        value = app.app.screen.detail.chosen_value  # type: ignore[attr-defined]
        if value and value.path == label:
            return
    raise AssertionError(f"no value {label}")


async def go_to_kharkiv(app: AppDriver) -> None:
    """Go to the strike that two documents report."""
    await app.press_keys("down")
    assert "Kharkiv" in app.cursor_line


async def answer_prompt(app: AppDriver, text: str) -> None:
    """Replace the text of the prompt, and press Enter."""
    await app.press_keys("ctrl+a", "ctrl+k")
    await app.type_text(text)
    await app.press_keys("enter")


def test_value_is_corrected_and_shown_beside_the_parsed_one() -> None:
    library = make_story_library()

    async def journey(app: AppDriver) -> None:
        await go_to_kharkiv(app)
        await choose_value(app, "killed")
        await app.press_keys("c")
        assert "killed, parsed: 2 or more. Type 5, >=5" in app.lines[-2]
        await answer_prompt(app, "many")
        assert "is not a count; write 5" in app.lines[-2]
        assert app.app.screen.query("#prompt")
        await answer_prompt(app, "7-9")
        assert not app.app.screen.query("#prompt")
        assert "killed: 2 or more -> 7 to 9" in app.lines[-2]
        assert "7–9" in app.cursor_line
        assert app.cursor_line.rstrip("│ ").count("✎") == 1
        assert "corrected by you" in app.text
        assert "parsed: 2 or more" in app.text
        await app.press_keys("c")
        await answer_prompt(app, "parsed")
        assert "✎" not in app.cursor_line
        await app.press_keys("u", "u")
        assert "Undone: correction" in app.text
        await app.press_keys("u")
        assert "There is nothing to undo" in app.text
        await app.press_keys("ctrl+r")
        assert "Redone: correction" in app.text
        assert "7–9" in app.cursor_line

    drive_app(library, journey)
    (strike,) = library.iter_strikes(Query.parse("has:correction"))
    assert strike.work.corrections[0].value == "7 to 9"


def test_escape_leaves_the_value_unchanged() -> None:
    library = make_story_library()

    async def journey(app: AppDriver) -> None:
        await go_to_kharkiv(app)
        await choose_value(app, "when")
        await app.press_keys("c", "1", "escape", "c", "enter")
        assert not app.app.screen.query("#prompt")
        await choose_value(app, "claims.0")
        await app.press_keys("c")
        assert "claims cannot be corrected" in app.text

    drive_app(library, journey)
    assert not list(library.iter_journal())


def test_name_is_typed_if_no_value_is_chosen() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("c")
        await answer_prompt(app, "injured")
        assert "write a name, = and a value" in app.text
        await answer_prompt(app, "injured=>=12")
        assert "12+" in app.cursor_line

    drive_app(make_story_library(), journey)


def test_marks_tags_and_notes() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("m")
        assert "★" in app.cursor_line
        await app.press_keys("m", "a")
        await answer_prompt(app, "Seen by two of us")
        assert "¶" in app.cursor_line
        assert "Seen by two of us (" in app.text
        await app.press_keys("t")
        await answer_prompt(app, "checked, to publish")
        assert "checked, to publish" in app.text
        await app.press_keys("t")
        await answer_prompt(app, "checked")
        assert "no longer tagged to publish" in app.text
        await app.press_keys("m")
        assert "⁂" in app.cursor_line
        await app.press_keys("slash")
        await app.type_text("tag:checked")
        await app.press_keys("enter")
        assert "hit 1 of 1" in app.lines[-2]

    drive_app(make_story_library(), journey)


def test_hidden_strike_leaves_the_list_and_the_cursor_moves_on() -> None:
    async def journey(app: AppDriver) -> None:
        await go_to_kharkiv(app)
        await app.press_keys("x")
        assert app.lines[-2].startswith("hidden")
        assert "Belgorod" in app.cursor_line
        await app.press_keys("up", "u")
        assert "Undone: hiding" in app.text
        await app.press_keys("down")
        assert "Kharkiv" in app.cursor_line

    drive_app(make_story_library(), journey)


def test_reports_are_split_off_and_strikes_merged() -> None:
    library = make_story_library()
    before = library.count_filters(Query()).total

    async def journey(app: AppDriver) -> None:
        await go_to_kharkiv(app)
        await app.press_keys("s")
        await answer_prompt(app, "9")
        assert "write a number from 1 to 2" in app.text
        await answer_prompt(app, "2")
        assert "is of another strike" in app.lines[-2]
        assert library.count_filters(Query()).total == before + 1
        await app.press_keys("s")
        assert "nothing to split off" in app.text
        await app.press_keys("M", "M")
        assert "Nothing is merged" in app.text
        await app.press_keys("M", "down")
        assert "M merges with the marked one" in app.lines[-2]
        await app.press_keys("M")
        assert "one strike with" in app.lines[-2]

    drive_app(library, journey)
    assert library.count_filters(Query()).total == before


def test_source_is_given_its_date() -> None:
    library = make_story_library()

    async def journey(app: AppDriver) -> None:
        await app.press_keys("down", "d")
        await answer_prompt(app, "soon")
        assert "is not a day; write YYYY-MM-DD" in app.text
        await answer_prompt(app, "2024-04-01")
        assert not app.app.screen.query("#prompt")

    drive_app(library, journey)
    assert [entry.edit.value for entry in library.iter_journal()] == ["2024-04-01"]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
def test_mark_fits_every_screen(size: tuple[int, int]) -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("m")
        assert "S*" in app.cursor_line
        assert len(app.cursor_line) <= size[0]

    drive_app(make_story_library(), journey, size=size, glyphs=ASCII_GLYPHS)


def test_read_only_library_is_edited_for_the_session(tmp_path: Path) -> None:
    make_story_library().save_copy(tmp_path / "kept.db")
    with Library(tmp_path / "kept.db", read_only=True) as library:

        async def journey(app: AppDriver) -> None:
            await app.press_keys("u")
            assert "nothing to undo" in app.text
            await app.press_keys("m")
            assert "★" in app.cursor_line
            assert "only `strikeview add` and --library save edits" in app.text

        drive_app(library, journey)
    with Library(tmp_path / "kept.db") as reopened:
        assert not list(reopened.iter_journal())


def test_corrected_value_is_still_explained_by_its_reports() -> None:
    async def journey(app: AppDriver) -> None:
        await go_to_kharkiv(app)
        for typed in ("places=Lviv; Sumy", "weapons=missile", "launched:missile=12", "launched=44", "killed="):
            await app.press_keys("c")
            await answer_prompt(app, typed)
        for path, expected in [
            ("places.0", "Why place: Kharkiv"),
            ("places.1", "Why place: Kharkiv"),
            ("weapons.0", "Why weapon: drone"),
            ("weapons.0.launched", "Why launched: not stated"),
            ("launched", "Why launched: not stated"),
            ("killed", "Why killed: 2"),
        ]:
            await choose_value(app, path)
            await app.press_keys("e")
            assert expected in app.text
            await app.press_keys("q", "o", "v", "q")

    drive_app(make_story_library(), journey)
