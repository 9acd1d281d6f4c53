"""Counting a query in the background: known results are shown at once, and nothing on screen jumps."""

from __future__ import annotations

import pytest

from model.library import Library, LibraryError
from model.library.search.incremental_scan import IncrementalScan
from model.query import Query
from tests.support.app_driver import AppDriver, drive_app
from tests.support.sample_library import make_shell_library
from tui.background.query_counter import QueryCounter
from tui.widgets.timeline import Timeline

SHELLS = 1_200  # more than are looked at in one slice


@pytest.fixture(scope="module")
def shells() -> Library:
    return make_shell_library(SHELLS)


def fresh(library: Library, words: str) -> tuple[Query, IncrementalScan]:
    """A query with no stored result, and its scan, not yet started."""
    query = Query.parse(words)
    return query, library.get_scan(query)


def look_at_some(sweep: IncrementalScan, query: Query) -> None:
    """Scan the first slice."""
    while not sweep.list_days(query):
        sweep.scan_all(0.0005)
    assert not sweep.is_complete


def test_list_grows_at_its_end_and_the_cursor_finds_its_strike_again(shells: Library) -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("end")
        last = app.cursor_line.split("│")[0]
        timeline = app.app.screen.query_one(Timeline)
        query, sweep = fresh(shells, "fell killed:?")
        timeline.show_query(query, sweep)
        assert timeline.is_waiting
        assert timeline.strike_count == 0
        look_at_some(sweep, query)
        timeline.extend_list()
        assert 0 < timeline.strike_count < SHELLS
        assert timeline.is_waiting
        first = app.cursor_line
        sweep.scan_all()
        timeline.extend_list()
        assert timeline.strike_count == SHELLS
        assert not timeline.is_waiting
        await app.press_keys()
        assert app.cursor_line.split("│")[0] == last
        assert first != app.cursor_line

    drive_app(shells, journey)


def test_key_pressed_meanwhile_is_obeyed_and_the_cursor_stays_there(shells: Library) -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("end")
        timeline = app.app.screen.query_one(Timeline)
        query, sweep = fresh(shells, "fell injured:?")
        look_at_some(sweep, query)
        timeline.show_query(query, sweep)
        await app.press_keys("down", "down")
        assert not timeline.is_waiting
        chosen = app.cursor_line
        sweep.scan_all()
        timeline.extend_list()
        await app.press_keys()
        assert timeline.cursor_index == 2
        assert app.cursor_line == chosen

    drive_app(shells, journey)


def test_cursor_goes_to_the_end_once_it_is_known(shells: Library) -> None:
    async def journey(app: AppDriver) -> None:
        timeline = app.app.screen.query_one(Timeline)
        query, sweep = fresh(shells, "fell launched:?")
        look_at_some(sweep, query)
        timeline.show_query(query, sweep)
        await app.press_keys("end")
        assert timeline.cursor_index == 0
        assert "still counting; the cursor moves to its place afterwards" in app.text
        sweep.scan_all()
        timeline.extend_list()
        assert timeline.cursor_index == SHELLS - 1

    drive_app(shells, journey)


def test_another_query_replaces_the_one_being_counted(shells: Library) -> None:
    told: list[int] = []

    async def journey(app: AppDriver) -> None:
        counting = QueryCounter(app.app, shells, lambda: told.append(1), failed.append)
        old = counting.count_query(Query.parse("fell intercepted:?"), first_seconds=0)
        new = counting.count_query(Query.parse("shell intercepted:?"), first_seconds=0)
        assert not counting.is_complete
        while not counting.is_complete:
            await app.pilot.pause(0.01)
        assert new.is_complete
        assert not old.is_complete
        assert new.count_filters(Query()).matches == SHELLS
        assert told

    failed: list[LibraryError] = []
    drive_app(shells, journey)
    assert failed == []


def test_search_and_filters_keep_the_cursor_on_its_strike(shells: Library) -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("end", "up")
        chosen, place = app.cursor_line.split("│")[0], app.cursor_line
        await app.press_keys("slash", *"fell", "enter")
        assert app.cursor_line.split("│")[0] == chosen
        assert f"of {SHELLS:,}" in app.text
        await app.press_keys("slash", *"zeppelin", "enter")
        assert "None of the 1,200 strikes is shown" in app.text
        await app.press_keys("escape")
        assert app.cursor_line == place

    drive_app(shells, journey)
