"""A query that is counted while the app goes on: what is known stands there, and nothing that stands moves."""

from __future__ import annotations

import pytest

from model.library import Library, LibraryError
from model.library.search.incremental_scan import Sweep
from model.query import Query
from tests.support.app_driver import Driven, drive
from tests.support.sample_library import many
from tui.background.query_counter import Counting
from tui.widgets.timeline import Timeline

SHELLS = 1_200  # more than are looked at in one slice


@pytest.fixture(scope="module")
def shells() -> Library:
    return many(SHELLS)


def fresh(library: Library, words: str) -> tuple[Query, Sweep]:
    """A query that nobody has asked yet, and its sweep, which has looked at nothing."""
    query = Query.parse(words)
    return query, library.sweep(query)


def look_at_some(sweep: Sweep, query: Query) -> None:
    """Look at the first slice."""
    while not sweep.days(query):
        sweep.go_on(0.0005)
    assert not sweep.complete


def test_the_list_grows_at_its_end_and_the_cursor_finds_its_strike_again(shells: Library) -> None:
    async def journey(app: Driven) -> None:
        await app.press("end")
        last = app.chosen.split("│")[0]
        timeline = app.app.screen.query_one(Timeline)
        query, sweep = fresh(shells, "fell killed:?")
        timeline.show(query, sweep)
        assert timeline.waiting
        assert timeline.total == 0
        look_at_some(sweep, query)
        timeline.grow()
        assert 0 < timeline.total < SHELLS
        assert timeline.waiting
        first = app.chosen
        sweep.go_on()
        timeline.grow()
        assert timeline.total == SHELLS
        assert not timeline.waiting
        await app.press()
        assert app.chosen.split("│")[0] == last
        assert first != app.chosen

    drive(shells, journey)


def test_a_key_pressed_meanwhile_is_obeyed_and_the_cursor_stays_there(shells: Library) -> None:
    async def journey(app: Driven) -> None:
        await app.press("end")
        timeline = app.app.screen.query_one(Timeline)
        query, sweep = fresh(shells, "fell injured:?")
        look_at_some(sweep, query)
        timeline.show(query, sweep)
        await app.press("down", "down")
        assert not timeline.waiting
        chosen = app.chosen
        sweep.go_on()
        timeline.grow()
        await app.press()
        assert timeline.at == 2
        assert app.chosen == chosen

    drive(shells, journey)


def test_the_end_is_gone_to_when_it_is_known(shells: Library) -> None:
    async def journey(app: Driven) -> None:
        timeline = app.app.screen.query_one(Timeline)
        query, sweep = fresh(shells, "fell launched:?")
        look_at_some(sweep, query)
        timeline.show(query, sweep)
        await app.press("end")
        assert timeline.at == 0
        assert "counting on; the cursor goes to its place then" in app.text
        sweep.go_on()
        timeline.grow()
        assert timeline.at == SHELLS - 1

    drive(shells, journey)


def test_another_query_takes_the_place_of_the_one_that_is_counted(shells: Library) -> None:
    told: list[int] = []

    async def journey(app: Driven) -> None:
        counting = Counting(app.app, shells, lambda: told.append(1), failed.append)
        old = counting.ask(Query.parse("fell intercepted:?"), at_once=0)
        new = counting.ask(Query.parse("shell intercepted:?"), at_once=0)
        assert not counting.complete
        while not counting.complete:
            await app.pilot.pause(0.01)
        assert new.complete
        assert not old.complete
        assert new.counts(Query()).shown == SHELLS
        assert told

    failed: list[LibraryError] = []
    drive(shells, journey)
    assert failed == []


def test_a_search_and_filters_leave_the_cursor_on_its_strike(shells: Library) -> None:
    async def journey(app: Driven) -> None:
        await app.press("end", "up")
        chosen, place = app.chosen.split("│")[0], app.chosen
        await app.press("slash", *"fell", "enter")
        assert app.chosen.split("│")[0] == chosen
        assert f"of {SHELLS:,}" in app.text
        await app.press("slash", *"zeppelin", "enter")
        assert "None of the 1,200 strikes is shown" in app.text
        await app.press("escape")
        assert app.chosen == place

    drive(shells, journey)
