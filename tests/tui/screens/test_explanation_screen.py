"""The explanation of a chosen value: its words, its rule, and what was rejected."""

from __future__ import annotations

from datetime import date

import pytest
from rich.cells import cell_len

from model.event import Document, ExtractedDocument
from model.library import Library
from model.parsing import parse_document
from tests.support.app_driver import AppDriver, drive_app
from tests.support.sample_library import make_story_library
from tui.rendering.glyphs import ASCII_GLYPHS, CURRENT_STYLE

RAID = (
    "The harbour market was open.\n"
    "On Friday Russian missiles hit a depot in Odesa, 40 kilometres from the border, and killed four people. "
    "The death toll from the attack later rose to seven.\n"
)
LATER_RAID = "Russian \x1b[31mmissiles\x1b[0m hit a depot in Odesa on 8 March, and at least seven people were killed.\n"


def parse_library(*texts: str) -> Library:
    """A library of parsed documents."""
    documents = [Document(id=f"d{n}", text=text, published=date(2024, 3, 9)) for n, text in enumerate(texts)]
    library = Library(":memory:")
    library.add_documents(ExtractedDocument(document, tuple(parse_document(document))) for document in documents)
    return library


def flatten_screen(app: AppDriver) -> str:
    """The screen as one line, so that wrapping breaks no phrase."""
    return " ".join(app.text.split())


async def wait_for_explanation(app: AppDriver) -> None:
    """Wait for the explanation."""
    await app.app.workers.wait_for_complete()
    await app.pilot.pause()
    await app.pilot.pause()


def read_chosen_text(app: AppDriver) -> list[str]:
    """The text marked as chosen in the detail."""
    detail = app.app.screen.query_one("#detail")
    strips = [detail.render_line(line) for line in range(detail.size.height)]
    styled = [seg for strip in strips for seg in strip if seg.style and seg.style + CURRENT_STYLE == seg.style]
    return [seg.text.strip() for seg in styled if seg.text.strip()]


def test_v_steps_through_the_values_and_shows_their_words() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("v")
        assert read_chosen_text(app) == ["The strike", "missiles", "hit"]
        await app.press_keys("v")
        assert read_chosen_text(app)[:2] == ["when", "Fri 8 Mar 2024"]
        assert "On Friday" in read_chosen_text(app)
        await app.press_keys("V", "V")
        assert any("no speaker named" in text for text in read_chosen_text(app))

    drive_app(parse_library(RAID), journey, size=(120, 60))


def test_moving_to_another_strike_clears_the_chosen_value() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("v", "v")
        assert read_chosen_text(app)
        await app.press_keys("down")
        assert read_chosen_text(app) == []

    drive_app(make_story_library(), journey)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
def test_e_explains_the_chosen_value(size: tuple[int, int]) -> None:
    four = RAID.index("four") - RAID.index("\n")

    async def journey(app: AppDriver) -> None:
        await app.press_keys("v")
        for _ in range(5):
            if "killed" in " ".join(read_chosen_text(app)):
                break
            await app.press_keys("v")
        await app.press_keys("e")
        await wait_for_explanation(app)
        screen_text = flatten_screen(app)
        assert "Why killed: 7" in app.lines[0]
        for part in (
            "words “seven” (line 2, column",
            "rule killed.toll: this many people were killed, as “17” in",
            f"killed “four” (line 2, column {four}): a later passage reports more: “seven”",
            "figure “40 kilometres” (line 2, column",
            "it counts “kilometres”",
        ):
            assert part in screen_text, part
        assert {cell_len(line) for line in app.lines} == {size[0]}
        await app.press_keys("q")
        assert "Why" not in app.lines[0]

    drive_app(parse_library(RAID), journey, size=size)


def test_values_and_reports_are_stepped_through() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("e")
        await wait_for_explanation(app)
        assert "Why strike: one strike" in app.lines[0]
        assert "value 1 of" in app.text
        await app.press_keys("n", "n")
        assert "Why by: Russia" in app.lines[0]
        await app.press_keys("N", "V", "V", "V")
        await wait_for_explanation(app)
        assert "Why damage: other hit: a depot" in app.lines[0]
        await app.press_keys("V")
        await wait_for_explanation(app)
        assert "Why injured: not stated" in app.lines[0]
        await app.press_keys("V")
        assert "Why killed: 7" in app.lines[0]
        assert "report 1 of 2" in app.text
        assert "[ ] reports" in app.lines[-1]
        await app.press_keys("right_square_bracket")
        await wait_for_explanation(app)
        assert "Why killed: 7 or more" in app.lines[0]
        assert "report 2 of 2" in app.text
        assert "d1" in app.lines[-2]

    drive_app(parse_library(RAID, LATER_RAID), journey)


def test_source_explains_the_current_value() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("o", "n", "n", "e")
        await wait_for_explanation(app)
        assert "Why by: Russia" in app.lines[0]
        assert "words “Russian” (line 2, column 11)" in flatten_screen(app)
        assert "reports" not in app.lines[-1]
        await app.press_keys("q")
        assert "n/N values" in app.lines[-1]

    drive_app(parse_library(RAID), journey)


def test_report_the_rules_no_longer_make_is_explained_by_its_stored_trace() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("down", "down", "down", "v", "v", "v", "e")
        await wait_for_explanation(app)
        assert "words “Russian” (line 3, column 1)" in flatten_screen(app)
        assert "rule test.side" in flatten_screen(app)
        assert "rejected not known: the rules now read this document differently" in flatten_screen(app)

    drive_app(make_story_library(), journey)


def test_hostile_text_reaches_no_screen() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("e")
        for _ in range(12):
            await wait_for_explanation(app)
            assert not [letter for letter in app.text if letter < " " and letter != "\n"]
            await app.press_keys("v")

    drive_app(parse_library(LATER_RAID), journey)
    drive_app(make_story_library(), journey)


def test_ascii_terminal_gets_only_ascii() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("e")
        await wait_for_explanation(app)
        for _ in range(8):
            assert app.text.isascii()
            await app.press_keys("v")

    drive_app(parse_library(RAID), journey, glyphs=ASCII_GLYPHS)


def test_nothing_is_chosen_or_explained_without_a_strike() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("v", "V", "e")
        assert "No strikes." in app.text

    drive_app(Library(":memory:"), journey)
