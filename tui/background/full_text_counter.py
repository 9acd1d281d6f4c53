"""Counts how many more strikes a search would find in whole documents, if it has found few."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from textual.message_pump import MessagePump

from model.library import Library, LibraryError
from model.query import Query
from tui.background.query_counter import OnError, QueryCounter

MAX_FEW_STRIKES: Final = 10  # strikes found, up to which whole documents are counted
MAX_COUNTED_STRIKES: Final = 1_000  # the count stops here
COUNT_TIMEOUT_SECONDS: Final = 3.0  # after which the count so far is offered


class FullTextCounter:
    """Counts a search through whole documents in slices, once the search itself is counted."""

    def __init__(self, pump: MessagePump, library: Library, on_result: Callable[[], None], on_error: OnError) -> None:
        """`on_result` is called when the number is known, `on_error` if the library can no longer be read."""
        self._counter = QueryCounter(pump, library, self._check_count, on_error)
        self._on_result = on_result
        self._on_error = on_error
        self._search_strike_count = 0
        self.offered_query: Query | None = None  # the search through whole documents, if it finds more
        self._full_text_query = Query()
        self.strike_count = 0
        self._has_more = False
        self._deadline = 0.0

    def stop_count(self) -> None:
        """Stop counting, and offer nothing."""
        self._counter.stop_count()
        self.offered_query, self.strike_count = None, 0

    def count_query(self, query: Query, found_strikes: int) -> None:
        """Start counting for a search, if it has found few strikes and can be widened."""
        self.stop_count()
        full_text_query = query.with_full_text() if found_strikes <= MAX_FEW_STRIKES else None
        if not full_text_query:
            return
        self._full_text_query = full_text_query
        self._search_strike_count = found_strikes
        self._deadline = time.monotonic() + COUNT_TIMEOUT_SECONDS
        try:
            self._counter.count_query(full_text_query, first_seconds=0)
        except LibraryError as error:
            self._on_error(error)

    def _check_count(self) -> None:
        if self._counter.scan is None:
            return
        self.strike_count = self._counter.scan.count_filters(self._full_text_query).matches
        self._has_more = not self._counter.is_complete
        if not self._has_more or self.strike_count >= MAX_COUNTED_STRIKES or time.monotonic() > self._deadline:
            self._counter.stop_count()
            self.offered_query = self._full_text_query if self.strike_count > self._search_strike_count else None
            self._on_result()

    def describe_offer(self, key: str) -> str:
        """The offer, as "w: 12 in whole documents"; '' if no more are found. `key` shows them."""
        return f"{key}: {self.strike_count:,}{'+' * self._has_more} in whole documents" if self.offered_query else ""
