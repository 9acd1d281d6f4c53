"""Following what other processes write to the library: seen within a second or so, counted aside, then shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual.message_pump import MessagePump

from model.library import Library, LibraryError
from model.library.search.incremental_scan import IncrementalScan
from model.query import Query
from tui.background.query_counter import QueryCounter

POLL_SECONDS: Final = 1.0  # seconds between two looks


class LibraryWatcher:
    """Looks whether others have written; what stands on the screen stays until the query is counted anew."""

    def __init__(
        self,
        pump: MessagePump,
        library: Library,
        show: Callable[[IncrementalScan], None],
        fail: Callable[[LibraryError], None],
    ) -> None:
        """`show` is given the query's new sweep, complete; `fail` is called where the library can no longer be read."""
        self._library = library
        self._counter = QueryCounter(pump, library, self._deliver_scan, fail)
        self._on_change = show
        self._on_error = fail
        self._has_changed = False

    def discard_changes(self) -> None:
        """Another query is shown, as the library is now: nothing is left to count anew."""
        self._counter.stop_count()
        self._has_changed = False

    def check_library(self, query: Query, busy: bool) -> None:
        """Look, and begin to count where others have written; while the screen is `busy` counting, later."""
        try:
            self._has_changed |= self._library.has_changed()
            if self._has_changed and not busy and self._counter.is_complete:
                self._has_changed = False
                self._counter.count_query(query)
                self._deliver_scan()
        except LibraryError as error:
            self._on_error(error)

    def _deliver_scan(self) -> None:
        sweep = self._counter.scan
        if sweep and sweep.is_complete:
            self._counter.stop_count()
            try:
                self._on_change(sweep)
            except LibraryError as error:
                self._on_error(error)
