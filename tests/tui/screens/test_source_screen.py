"""The source screen: the whole text, opened at the excerpt, its values, and the way back."""

from __future__ import annotations

from datetime import date

from model.event import Document, Report, Span, Trace, When
from model.library import Library
from tests.support.app_driver import AppDriver, drive_app
from tests.support.event_factories import fill_library, make_report
from tests.support.sample_library import make_story_library, make_strike
from tui.rendering.glyphs import CURRENT_STYLE, VALUE_STYLE


def read_current_match(app: AppDriver) -> str:
    """The text of the current match."""
    source = app.app.screen.query_one("#source")
    strips = [source.render_line(line) for line in range(source.size.height)]
    return " ".join(
        seg.text for strip in strips for seg in strip if seg.style in (CURRENT_STYLE, VALUE_STYLE + CURRENT_STYLE)
    )


def test_source_opens_at_the_excerpt_and_returns() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("down", "down", "down")
        chosen_line = app.cursor_line
        await app.press_keys("enter")
        assert app.lines[0].startswith("News of delta")
        assert "delta · Harbour Courier · published Tue 12 Mar 2024 · https://example.org/delta" in app.lines[1]
        assert "▌ Russian ships fired five missiles at Odesa" in app.text
        await app.press_keys("q")
        assert app.cursor_line == chosen_line

    drive_app(make_story_library(), journey)


def test_n_steps_through_the_values_and_names_their_rule() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("down", "down", "down", "o", "n")
        assert read_current_match(app) == "Russian"
        assert "value 1 of 8: side by test.side" in app.text
        await app.press_keys("n")
        assert read_current_match(app) == "five"
        await app.press_keys("N", "N")
        assert read_current_match(app) == "a minimum of 11"

    drive_app(make_story_library(), journey)


def test_sources_of_a_strike_are_stepped_through() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("down", "o")
        assert "source 1 of 2" in app.text
        assert "[ ] sources" in app.lines[-1]
        await app.press_keys("right_square_bracket")
        assert "News of bravo" in app.lines[0]
        assert "source 2 of 2" in app.text
        await app.press_keys("left_square_bracket")
        assert "News of alpha" in app.lines[0]

    drive_app(make_story_library(), journey)


def test_single_source_offers_no_other() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("down", "down", "down", "o")
        assert "n/N values" in app.lines[-1]
        assert "sources" not in app.lines[-1]

    drive_app(make_story_library(), journey)


def test_v_steps_through_the_values_here_too() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("down", "down", "down", "o", "v", "v")
        assert read_current_match(app) == "five"
        await app.press_keys("V")
        assert read_current_match(app) == "Russian"

    drive_app(make_story_library(), journey)


def test_source_is_searched_and_escape_ends_the_search_first() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("down", "o", "slash", *"FERRIES", "space", *"kept", "enter")
        assert "hit 1 of 21" in app.text or "hit 2 of 21" in app.text
        assert read_current_match(app) == "ferries kept"
        await app.press_keys("G", "n", "g", "N")
        assert "of 21" in app.text
        await app.press_keys("slash", *"zebra", "enter")
        assert "is not in this text" in app.text
        await app.press_keys("escape")
        assert "values" in app.lines[-2]
        assert "News of alpha" in app.lines[0]
        await app.press_keys("escape")
        assert app.cursor_line

    drive_app(make_story_library(), journey)


def test_source_search_follows_the_rules_of_the_library() -> None:
    text = "Кривий Рiг; a café near Cafétown,\nwhere Shahed-136s fell.\n"
    library = Library(":memory:")
    fill_library(library, [Document(id="one", text=text)], [make_strike(make_report("one", text="A café."))])

    async def journey(app: AppDriver) -> None:
        await app.press_keys("o")
        for typed, hit, of in [
            ("CAFE", "café", 2),  # ignores case and accents; a prefix is enough
            ('"cafe"', "café", 1),
            ("кривии", "Кривий", 1),
            ("cafetown  where shahed 13", "Cafétown, where Shahed-136s", 1),  # any separators, also line breaks
        ]:
            await app.press_keys("slash")
            await app.type_text(typed)
            await app.press_keys("enter")
            assert f"hit 1 of {of}" in app.text
            assert " ".join(read_current_match(app).split()) == hit
            await app.press_keys("escape")
        await app.press_keys("slash")
        await app.type_text("hahed")  # nor does the library match inside words
        await app.press_keys("enter")
        assert "is not in this text" in app.text

    drive_app(library, journey)


def test_source_without_values_has_nothing_to_step_to() -> None:
    library = Library(":memory:")
    fill_library(library, [Document(id="one", text="A café.")], [make_strike(make_report("one", text="A café."))])

    async def journey(app: AppDriver) -> None:
        await app.press_keys("o", "slash", *"cafe", "enter", "v")
        assert "0 values" in app.text
        await app.press_keys("n")
        assert "hit 1 of 1" in app.text

    drive_app(library, journey)


def test_ten_megabytes_in_one_paragraph_open_at_their_middle() -> None:
    words = "The grey harbour lay still that day. " * 150_000
    sentence = "Two drones hit Reni."
    text = words + sentence + words
    start = len(words)
    document = Document(id="long", text=text, published=date(2024, 5, 1))
    told_by = Report(
        document="long",
        when=When(start=date(2024, 5, 1), end=date(2024, 5, 1), precision="day", basis="carried"),
        excerpts=(Span(start=start, end=start + len(sentence), text=sentence),),
        trace={"places.0": Trace(rule="test", start=start + 15, end=start + 19)},
    )
    library = Library(":memory:")
    fill_library(library, [document], [make_strike(told_by)])

    async def journey(app: AppDriver) -> None:
        await app.press_keys("o")
        assert sentence in " ".join(" ".join(line[2:] for line in app.lines).split())
        await app.press_keys("G")
        assert "100%" in app.text
        await app.press_keys("g", "n")
        assert read_current_match(app) == "Reni"

    drive_app(library, journey, size=(80, 24))


def test_resizing_keeps_the_same_words_at_the_top() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("down", "o", "pagedown")
        first = app.lines[2].split()[:2]
        await app.pilot.resize_terminal(60, 24)
        await app.pilot.pause()
        assert app.lines[2].split()[:2] == first

    drive_app(make_story_library(), journey, size=(100, 12))
