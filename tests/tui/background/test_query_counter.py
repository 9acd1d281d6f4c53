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

SHELL_COUNT = 1_200  # more than one slice scans


@pytest.fixture(scope="module")
def shell_library() -> Library:
    return make_shell_library(SHELL_COUNT)


def start_scan(library: Library, words: str) -> tuple[Query, IncrementalScan]:
    """A query with no stored result, and its scan, not yet started."""
    query = Query.parse(words)
    return query, library.get_scan(query)


def scan_first_slice(scan: IncrementalScan, query: Query) -> None:
    """Scan the first slice."""
    while not scan.list_days(query):
        scan.scan_all(0.0005)
    assert not scan.is_complete


def test_list_grows_at_its_end_and_the_cursor_finds_its_strike_again(shell_library: Library) -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("end")
        last = app.cursor_line.split("│")[0]
        timeline = app.app.screen.query_one(Timeline)
        query, scan = start_scan(shell_library, "fell killed:?")
        timeline.show_query(query, scan)
        assert timeline.is_waiting
        assert timeline.strike_count == 0
        scan_first_slice(scan, query)
        timeline.extend_list()
        assert 0 < timeline.strike_count < SHELL_COUNT
        assert timeline.is_waiting
        first = app.cursor_line
        scan.scan_all()
        timeline.extend_list()
        assert timeline.strike_count == SHELL_COUNT
        assert not timeline.is_waiting
        await app.press_keys()
        assert app.cursor_line.split("│")[0] == last
        assert first != app.cursor_line

    drive_app(shell_library, journey)


def test_key_pressed_meanwhile_is_obeyed_and_the_cursor_stays_there(shell_library: Library) -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("end")
        timeline = app.app.screen.query_one(Timeline)
        query, scan = start_scan(shell_library, "fell injured:?")
        scan_first_slice(scan, query)
        timeline.show_query(query, scan)
        await app.press_keys("down", "down")
        assert not timeline.is_waiting
        chosen_line = app.cursor_line
        scan.scan_all()
        timeline.extend_list()
        await app.press_keys()
        assert timeline.cursor_index == 2
        assert app.cursor_line == chosen_line

    drive_app(shell_library, journey)


def test_cursor_goes_to_the_end_once_it_is_known(shell_library: Library) -> None:
    async def journey(app: AppDriver) -> None:
        timeline = app.app.screen.query_one(Timeline)
        query, scan = start_scan(shell_library, "fell launched:?")
        scan_first_slice(scan, query)
        timeline.show_query(query, scan)
        await app.press_keys("end")
        assert timeline.cursor_index == 0
        assert "still counting; the cursor moves to its place afterwards" in app.text
        scan.scan_all()
        timeline.extend_list()
        assert timeline.cursor_index == SHELL_COUNT - 1

    drive_app(shell_library, journey)


def test_another_query_replaces_the_one_being_counted(shell_library: Library) -> None:
    calls: list[int] = []

    async def journey(app: AppDriver) -> None:
        counting = QueryCounter(app.app, shell_library, lambda: calls.append(1), failed.append)
        old = counting.count_query(Query.parse("fell intercepted:?"), first_seconds=0)
        new = counting.count_query(Query.parse("shell intercepted:?"), first_seconds=0)
        assert not counting.is_complete
        while not counting.is_complete:
            await app.pilot.pause(0.01)
        assert new.is_complete
        assert not old.is_complete
        assert new.count_filters(Query()).matches == SHELL_COUNT
        assert calls

    failed: list[LibraryError] = []
    drive_app(shell_library, journey)
    assert failed == []


def test_search_and_filters_keep_the_cursor_on_its_strike(shell_library: Library) -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("end", "up")
        chosen_time, place = app.cursor_line.split("│")[0], app.cursor_line
        await app.press_keys("slash", *"fell", "enter")
        assert app.cursor_line.split("│")[0] == chosen_time
        assert f"of {SHELL_COUNT:,}" in app.text
        await app.press_keys("slash", *"zeppelin", "enter")
        assert "None of the 1,200 strikes is shown" in app.text
        await app.press_keys("escape")
        assert app.cursor_line == place

    drive_app(shell_library, journey)
