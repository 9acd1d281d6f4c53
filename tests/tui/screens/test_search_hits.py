"""What was searched is marked where it stands: in the detail's excerpts and in the source, where n walks it."""

from __future__ import annotations

from tests.support.app_driver import Driven, drive
from tests.support.sample_library import library
from tui.rendering.glyphs import ASCII, HIT, VALUE


def marked(app: Driven, widget: str) -> list[str]:
    """The words that are marked as found."""
    pane = app.app.screen.query_one(widget)
    strips = [pane.render_line(line) for line in range(1, pane.size.height)]
    return [
        segment.text
        for strip in strips
        for segment in strip
        if segment.style and segment.style.reverse and segment.text.strip()
    ]


async def search(app: Driven, words: str) -> None:
    await app.press("slash")
    await app.type(words)
    await app.press("enter")


def test_the_detail_marks_what_was_searched() -> None:
    async def journey(app: Driven) -> None:
        await search(app, 'DRONE "came in"')
        assert marked(app, "#detail") == ["drones", "drones", "came in"]
        await app.press("escape")
        assert marked(app, "#detail") == []

    drive(library(), journey, size=(140, 90))


def test_accents_are_folded_and_names_asked_for_by_field_are_marked_too() -> None:
    async def journey(app: Driven) -> None:
        await search(app, "place:Хуст 東京")
        assert marked(app, "#detail") == ["東京", "Ху\u0301ст"]

    drive(library(), journey, size=(140, 90))


def test_the_source_opens_with_the_words_marked_and_n_walks_them() -> None:
    async def journey(app: Driven) -> None:
        await search(app, "text:ferr* drones")
        await app.press("o")
        assert "“ferr drones” 22 hits, n goes there" in app.text
        assert "ferries" in marked(app, "#source")
        assert "drones" in marked(app, "#source")
        await app.press("n")
        assert "hit 1 of 22" in app.text
        assert " ▸Along the river the ferries" in app.text
        await app.press("v")
        assert "value 1 of" in app.text
        await app.press("N", "N")
        assert "hit 22 of 22" in app.text
        await app.press("slash", *"garages", "enter")
        assert "“garages” hit 1 of 1" in app.text
        await app.press("right_square_bracket")
        assert "“ferr drones” 22 hits" in app.text
        await app.press("escape")
        assert app.chosen

    drive(library(), journey)


def test_without_colour_and_in_ascii_the_marks_are_the_same() -> None:
    assert HIT.color is None
    assert HIT != VALUE

    async def journey(app: Driven) -> None:
        await search(app, "drones")
        await app.press("o", "n")
        assert "|>On the night" in app.text
        assert marked(app, "#source")

    drive(library(), journey, marks=ASCII)
