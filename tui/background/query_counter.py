"""Counts what a query finds in slices between key presses, so that the first strikes show while the rest is counted.

The slices run on the event loop, on the connection that also reads the rows, so that all on the screen comes from one
snapshot of the file; a key waits for one slice at most.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from textual.message_pump import MessagePump

from model.library import Library, LibraryError
from model.library.search.incremental_scan import IncrementalScan
from model.query import Query

INITIAL_COUNT_SECONDS: Final = 0.03  # before the first update
SLICE_SECONDS: Final = 0.02
PAUSE_SECONDS: Final = 0.005  # between slices: keys come first
UPDATE_INTERVAL_SECONDS: Final = 0.25  # each update costs bytes on the line to the terminal

OnError = Callable[[LibraryError], None]


class QueryCounter:
    """Counts one query at a time."""

    def __init__(self, pump: MessagePump, library: Library, on_progress: Callable[[], None], on_error: OnError) -> None:
        """`on_progress` is called whenever more is known, `on_error` if the library can no longer be read."""
        self._pump = pump
        self._library = library
        self._on_progress = on_progress
        self._on_error = on_error
        self._last_update_time = 0.0
        self._is_scheduled = False
        self.scan: IncrementalScan | None = None

    def count_query(self, query: Query, first_seconds: float = INITIAL_COUNT_SECONDS) -> IncrementalScan:
        """Count this query in place of the last one, the first seconds at once; raises LibraryError."""
        self.scan = self._library.get_scan(query)
        self.scan.scan_all(first_seconds)
        self._last_update_time = time.monotonic()
        self._schedule_slice()
        return self.scan

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to count."""
        return self.scan is None or self.scan.is_complete

    @property
    def is_list_complete(self) -> bool:
        """Whether the list is known, and only the filter counts are still counted."""
        return self.scan is None or self.scan.is_list_complete

    def stop_count(self) -> None:
        """Stop counting."""
        self.scan = None

    def _schedule_slice(self) -> None:
        if self.scan and not self.scan.is_complete and not self._is_scheduled:
            self._is_scheduled = True
            self._pump.set_timer(PAUSE_SECONDS, self._count_slice)

    def _count_slice(self) -> None:
        self._is_scheduled = False
        if self.scan is None or self.scan.is_complete:
            return
        try:
            self.scan.scan_all(SLICE_SECONDS)
        except LibraryError as error:
            self.scan = None
            self._on_error(error)
            return
        if self.scan.is_complete or time.monotonic() - self._last_update_time >= UPDATE_INTERVAL_SECONDS:
            self._last_update_time = time.monotonic()
            self._on_progress()
        self._schedule_slice()
