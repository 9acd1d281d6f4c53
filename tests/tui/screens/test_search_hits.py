"""Hits of a search are marked in the excerpts of the detail and in the source, where n steps through them."""

from __future__ import annotations

from tests.support.app_driver import AppDriver, drive_app
from tests.support.sample_library import make_story_library
from tui.rendering.glyphs import ASCII_GLYPHS, HIT_STYLE, VALUE_STYLE


def list_marked_words(app: AppDriver, widget: str) -> list[str]:
    """The words marked as hits."""
    pane = app.app.screen.query_one(widget)
    strips = [pane.render_line(line) for line in range(1, pane.size.height)]
    return [
        segment.text
        for strip in strips
        for segment in strip
        if segment.style and segment.style.reverse and segment.text.strip()
    ]


async def search_words(app: AppDriver, words: str) -> None:
    await app.press_keys("slash")
    await app.type_text(words)
    await app.press_keys("enter")


def test_detail_marks_the_searched_words() -> None:
    async def journey(app: AppDriver) -> None:
        await search_words(app, 'DRONE "came in"')
        assert list_marked_words(app, "#detail") == ["drones", "drones", "came in"]
        await app.press_keys("escape")
        assert list_marked_words(app, "#detail") == []

    drive_app(make_story_library(), journey, size=(140, 90))


def test_accents_are_folded_and_names_searched_by_field_are_marked_too() -> None:
    async def journey(app: AppDriver) -> None:
        await search_words(app, "place:Хуст 東京")
        assert list_marked_words(app, "#detail") == ["東京", "Ху\u0301ст"]

    drive_app(make_story_library(), journey, size=(140, 90))


def test_source_opens_with_the_words_marked_and_n_steps_through_them() -> None:
    async def journey(app: AppDriver) -> None:
        await search_words(app, "text:ferr* drones")
        await app.press_keys("o")
        assert "“ferr drones” 22 hits, n goes there" in app.text
        assert "ferries" in list_marked_words(app, "#source")
        assert "drones" in list_marked_words(app, "#source")
        await app.press_keys("n")
        assert "hit 1 of 22" in app.text
        assert " ▸Along the river the ferries" in app.text
        await app.press_keys("v")
        assert "value 1 of" in app.text
        await app.press_keys("N", "N")
        assert "hit 22 of 22" in app.text
        await app.press_keys("slash", *"garages", "enter")
        assert "“garages” hit 1 of 1" in app.text
        await app.press_keys("right_square_bracket")
        assert "“ferr drones” 22 hits" in app.text
        await app.press_keys("escape")
        assert app.cursor_line

    drive_app(make_story_library(), journey)


def test_marks_are_the_same_without_colour_and_in_ascii() -> None:
    assert HIT_STYLE.color is None
    assert HIT_STYLE != VALUE_STYLE

    async def journey(app: AppDriver) -> None:
        await search_words(app, "drones")
        await app.press_keys("o", "n")
        assert "|>On the night" in app.text
        assert list_marked_words(app, "#source")

    drive_app(make_story_library(), journey, glyphs=ASCII_GLYPHS)
