"""The help and the registry of keys: each action is bound, shown and implemented."""

from __future__ import annotations

import pytest

from tests.support.app_driver import AppDriver, drive_app
from tests.support.sample_library import make_story_library
from tui import actions as keys
from tui.app import StrikeviewApp
from tui.screens.explanation_screen import ExplanationScreen
from tui.screens.problems_screen import ProblemsScreen
from tui.screens.source_screen import SourceScreen
from tui.screens.timeline_screen import TimelineScreen
from tui.widgets.canvas import Pane

PLACES: dict[str, type] = {
    "app": StrikeviewApp,
    "browse": TimelineScreen,
    "pane": Pane,
    "source": SourceScreen,
    "why": ExplanationScreen,
    "problems": ProblemsScreen,
}


@pytest.mark.parametrize("action", keys.ACTIONS, ids=lambda action: action.id)
def test_every_action_is_implemented_by_its_owner(action: keys.Action) -> None:
    assert callable(getattr(PLACES[action.owner], f"action_{action.id.split('(')[0]}"))
    assert action.group in keys.ACTION_GROUPS
    assert action.description


def test_no_key_does_two_things_in_one_place() -> None:
    pressed = [(place, key) for place in PLACES for a in keys.ACTIONS if a.owner in (place, "app") for key in a.keys]
    both = [(place, key) for place, key in pressed if place != "app"]
    assert len(both) == len(set(both))


def test_help_lists_every_key_with_its_description() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("question_mark")
        screen_text = " ".join(app.text.split())
        for action in keys.ACTIONS:
            assert f"{keys.label_action_keys(action)} {action.description}" in screen_text
        assert "36 drones launched, 27 intercepted" in screen_text
        await app.press_keys("q")
        assert app.cursor_line

    drive_app(make_story_library(), journey, size=(140, 110))


def test_typing_narrows_the_help_and_escape_clears_it() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("question_mark")
        await app.type_text("month")
        assert "previous month" in app.text
        assert "copy the strike" not in app.text
        await app.press_keys("escape")
        await app.press_keys("slash")
        await app.type_text("month")
        assert "previous month" in app.text
        await app.press_keys("escape")
        assert "copy the strike" in app.text
        await app.press_keys("right_square_bracket")
        assert "next day" in app.text
        assert "copy the strike" not in app.text
        await app.press_keys("escape", "escape")
        assert app.cursor_line

    drive_app(make_story_library(), journey, size=(100, 80))


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
def test_footer_shows_the_relevant_keys(size: tuple[int, int]) -> None:
    async def journey(app: AppDriver) -> None:
        assert "? help  q quit  Enter open" in app.lines[-1]
        await app.press_keys("tab")
        assert "q back" in app.lines[-1]
        await app.press_keys("o")
        assert "n/N values" in app.lines[-1]
        assert len(app.lines[-1]) == size[0]
        await app.press_keys("q", "escape", "slash", *"drones", "enter")
        assert "n/N hits" in app.lines[-1]

    drive_app(make_story_library(), journey, size=size)


def test_problems_are_counted_and_listed() -> None:
    async def journey(app: AppDriver) -> None:
        assert "2 reading problems: !" in app.text
        await app.press_keys("exclamation_mark")
        assert "notes/\u2426.txt" not in app.text
        assert "a.txt: empty file; nothing to read" in app.text
        assert "b.jsonl:17: no JSON; mend the line" in app.text
        await app.press_keys("q")
        assert app.cursor_line

    drive_app(
        make_story_library(),
        journey,
        problems=["a.txt: empty file; nothing to read", "b.jsonl:17: no JSON; mend the line"],
    )


@pytest.mark.parametrize("key", ["q", "ctrl+c", "ctrl+q"])
def test_keys_that_quit(key: str) -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("o")
        await app.press_keys("q")
        assert app.app.is_running
        await app.press_keys(key)
        assert not app.app.is_running

    app = drive_app(make_story_library(), journey)
    assert not app.return_code


def test_help_lists_the_fields_of_a_search() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("question_mark", *"killed:")
        assert "killed:11+" in app.text
        assert "how many people were killed" in app.text
        assert "weapon:drone" not in app.text

    drive_app(make_story_library(), journey)
