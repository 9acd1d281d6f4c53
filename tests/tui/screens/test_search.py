"""Searching: the timeline narrows to the strikes with all the words, n and N step through them, Esc ends it."""

from __future__ import annotations

from tests.support.app_driver import AppDriver, drive_app
from tests.support.sample_library import make_story_library


def test_words_narrow_the_timeline_and_hits_are_counted() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("slash")
        await app.type_text("drones")
        await app.press_keys("enter")
        assert "“drones” hit 1 of 2" in app.text
        assert "Kharkiv" in app.cursor_line
        await app.press_keys("n")
        assert "hit 2 of 2" in app.text
        assert "Belgorod" in app.cursor_line
        await app.press_keys("n")
        assert "hit 1 of 2" in app.text
        await app.press_keys("N")
        assert "hit 2 of 2" in app.text
        await app.press_keys("escape")
        assert "hit" not in app.lines[-2]
        assert "Odesa" in app.text
        assert "Belgorod" in app.cursor_line

    drive_app(make_story_library(), journey)


def test_escape_leaves_the_prompt_and_changes_nothing() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("slash", *"q12?", "escape")
        assert "[" not in app.lines[0]
        assert "6/6" not in app.text
        assert "1/6" in app.text
        assert not app.app.screen.query("#prompt")
        await app.press_keys("down")
        assert "Kharkiv" in app.cursor_line

    drive_app(make_story_library(), journey)


def test_earlier_searches_are_recalled() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("slash", *"odesa", "enter", "escape")
        await app.press_keys("slash", "up", "enter")
        assert "“odesa” hit 1 of 1" in app.text

    drive_app(make_story_library(), journey)


def test_n_without_a_search_is_explained() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("n")
        assert "No search; / searches" in app.text
        await app.press_keys("down")
        assert "No search" not in app.text

    drive_app(make_story_library(), journey)


def test_prompt_opened_twice_is_one_prompt() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("slash", "k", "tab", "slash", "slash")
        assert len(app.app.screen.query("#prompt")) == 1
        await app.press_keys("escape")
        assert not app.app.screen.query("#prompt")
        assert "q quit" in app.lines[-1]

    drive_app(make_story_library(), journey)


def test_footer_names_the_timeline_keys_after_a_search() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("slash")
        await app.type_text("drones")
        await app.press_keys("enter")
        assert "q quit" in app.lines[-1]

    drive_app(make_story_library(), journey)


def test_text_without_a_word_is_not_a_search() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("slash")
        await app.type_text("*-")
        await app.press_keys("enter")
        assert "No word to search" in app.text
        assert "hit" not in app.lines[-2]

    drive_app(make_story_library(), journey)


def test_mistake_is_marked_in_the_prompt_until_corrected() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("slash")
        await app.type_text("  wepon:drone")
        await app.press_keys("enter")
        assert "no field wepon; did you mean weapon?" in app.text
        assert app.app.screen.query("#prompt")
        await app.type_text("weapon")
        await app.press_keys("enter")
        assert not app.app.screen.query("#prompt")
        assert "2/2" in app.text or "1/2" in app.text
        assert "[5 drone 2]" in app.lines[0]

    drive_app(make_story_library(), journey)


def test_side_in_the_search_sets_its_filter() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("1", "slash")
        await app.type_text("side:ukraine nothing")
        await app.press_keys("enter")
        assert "[2 Ukraine" in app.lines[0]
        assert "[1 Russia" not in app.lines[0]
        assert "“nothing”" in app.text

    drive_app(make_story_library(), journey)


def test_fields_and_negations_narrow_the_timeline() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("slash")
        await app.type_text("since:2024-03-10 -place:Kharkiv killed:0")
        await app.press_keys("enter")
        assert "“since:2024-03-10 -place:Kharkiv killed:0” hit 1 of 1" in app.text
        assert "Belgorod" in app.cursor_line

    drive_app(make_story_library(), journey)


def test_whole_documents_are_offered_when_little_is_found() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("slash", *"ferries", "enter")
        await app.pilot.pause(0.2)
        assert "None of the 6 strikes is shown" in app.text
        assert "w: 6 in whole documents" in app.text
        await app.press_keys("w")
        assert "“text:ferries*” hit" in app.text
        assert "of 6" in app.text
        assert "whole documents" not in app.text
        await app.press_keys("escape", "w")
        assert "No words to search" in app.text
        await app.press_keys("slash", *"drones", "enter")
        await app.pilot.pause(0.2)
        assert "whole documents" not in app.text, "which find no more"

    drive_app(make_story_library(), journey)
