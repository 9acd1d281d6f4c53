"""The hint above the prompt while a search is typed."""

from __future__ import annotations

import pytest

from tests.support.app_driver import AppDriver, drive_app
from tests.support.sample_library import make_story_library
from tui.rendering.search_hint import EMPTY_SEARCH_HINT, build_search_hint


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", EMPTY_SEARCH_HINT),
        ("drones ", EMPTY_SEARCH_HINT),
        ("zebra", EMPTY_SEARCH_HINT),
        ('"power s', EMPTY_SEARCH_HINT),
        ("Kyiv -pla", 'place: a place that was hit; for example place:"Kryvyi Rih"'),
        ("side:", "side: who attacked; one of russia, ukraine, other, unknown"),
        ("BY:r", "side: who attacked; one of russia, ukraine, other, unknown"),
        ("wepon:", EMPTY_SEARCH_HINT),
        ("so", "source: the paper, site or channel, sources: how many documents report it"),
    ],
)
def test_fields_with_this_prefix_are_listed(typed: str, expected: str) -> None:
    assert build_search_hint(typed) == expected


def test_hint_follows_the_typing_and_f1_lists_all_fields() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("slash")
        assert "Up/Down recall" in app.lines[-2]
        await app.type_text("kil")
        assert "killed: how many people were killed; for example killed:11+" in app.lines[-2]
        await app.press_keys("f1")
        await app.type_text("kryvyi")
        assert 'place:"Kryvyi Rih"' in app.text
        await app.press_keys("escape", "escape")
        assert app.app.screen.query("#prompt")
        await app.press_keys("escape")
        assert "1/6" in app.lines[-2]

    drive_app(make_story_library(), journey)
