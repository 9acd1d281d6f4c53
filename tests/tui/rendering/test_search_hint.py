"""What is said over the prompt while a search is typed."""

from __future__ import annotations

import pytest

from tests.support.app_driver import Driven, drive
from tests.support.sample_library import library
from tui.rendering.search_hint import NOTHING_TYPED, hint


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", NOTHING_TYPED),
        ("drones ", NOTHING_TYPED),
        ("zebra", NOTHING_TYPED),
        ('"power s', NOTHING_TYPED),
        ("Kyiv -pla", 'place: a place that was hit; for example place:"Kryvyi Rih"'),
        ("side:", "side: who attacked; one of russia, ukraine, other, unknown"),
        ("BY:r", "side: who attacked; one of russia, ukraine, other, unknown"),
        ("wepon:", NOTHING_TYPED),
        ("so", "source: the paper, site or channel, sources: how many documents tell of it"),
    ],
)
def test_the_fields_that_begin_so_are_told(typed: str, said: str) -> None:
    assert hint(typed) == said


def test_the_line_follows_what_is_typed_and_f1_lists_all_fields() -> None:
    async def journey(app: Driven) -> None:
        await app.press("slash")
        assert "Up and Down recall" in app.lines[-2]
        await app.type("kil")
        assert "killed: how many people were killed; for example killed:11+" in app.lines[-2]
        await app.press("f1")
        await app.type("kryvyi")
        assert 'place:"Kryvyi Rih"' in app.text
        await app.press("escape", "escape")
        assert app.app.screen.query("#prompt")
        await app.press("escape")
        assert "1/6" in app.lines[-2]

    drive(library(), journey)
