"""Notices what other processes write to the library, counts the query again in the background, then shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual.message_pump import MessagePump

from model.library import Library, LibraryError
from model.library.search.incremental_scan import IncrementalScan
from model.query import Query
from tui.background.query_counter import OnError, QueryCounter

POLL_SECONDS: Final = 1.0


class LibraryWatcher:
    """Polls for changes; the screen stays as it is until the query is counted again."""

    def __init__(
        self, pump: MessagePump, library: Library, on_change: Callable[[IncrementalScan], None], on_error: OnError
    ) -> None:
        """`on_change` gets the new, complete scan; `on_error` is called if the library can no longer be read."""
        self._library = library
        self._counter = QueryCounter(pump, library, self._deliver_scan, on_error)
        self._on_change = on_change
        self._on_error = on_error
        self._has_changed = False

    def discard_changes(self) -> None:
        """Forget the changes: another query is shown, from the library as it is now."""
        self._counter.stop_count()
        self._has_changed = False

    def check_library(self, query: Query, busy: bool) -> None:
        """Look for changes, and count the query again if there are any; later, while the screen is `busy` counting."""
        try:
            self._has_changed |= self._library.has_changed()
            if self._has_changed and not busy and self._counter.is_complete:
                self._has_changed = False
                self._counter.count_query(query)
                self._deliver_scan()
        except LibraryError as error:
            self._on_error(error)

    def _deliver_scan(self) -> None:
        scan = self._counter.scan
        if scan and scan.is_complete:
            self._counter.stop_count()
            try:
                self._on_change(scan)
            except LibraryError as error:
                self._on_error(error)
