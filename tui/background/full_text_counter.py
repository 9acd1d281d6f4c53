"""Where a search finds little: how many strikes the same words find in the whole documents."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from textual.message_pump import MessagePump

from model.library import Library, LibraryError
from model.query import Query
from tui.background.query_counter import QueryCounter

MAX_FEW_STRIKES: Final = 10  # strikes found, up to which it is worth to look further
MAX_COUNTED_STRIKES: Final = 1_000  # more are not counted
COUNT_TIMEOUT_SECONDS: Final = 3.0  # seconds after which it is left at what was found


class FullTextCounter:
    """Counts them between the keys, once the search itself is counted."""

    def __init__(
        self, pump: MessagePump, library: Library, tell: Callable[[], None], fail: Callable[[LibraryError], None]
    ) -> None:
        """`tell` is called when the number is known, `fail` where the library can no longer be read."""
        self._counter = QueryCounter(pump, library, self._check_count, fail)
        self._on_result = tell
        self._on_error = fail
        self._search_strike_count = 0
        self.offered_query: Query | None = None  # the search through whole documents, where it is worth to offer it
        self._full_text_query = Query()
        self.strike_count = 0
        self._has_more = False
        self._deadline = 0.0

    def stop_count(self) -> None:
        """Count no more, and offer nothing."""
        self._counter.stop_count()
        self.offered_query, self.strike_count = None, 0

    def count_query(self, query: Query, found: int) -> None:
        """Count for a search that has found so many strikes."""
        self.stop_count()
        if found <= MAX_FEW_STRIKES and (asked := query.with_full_text()):
            self._full_text_query, self._search_strike_count, self._deadline = (
                asked,
                found,
                time.monotonic() + COUNT_TIMEOUT_SECONDS,
            )
            try:
                self._counter.count_query(asked, at_once=0)
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
        """What to say of it; '' where it finds no more. `key` shows them."""
        return f"{key}: {self.strike_count:,}{'+' * self._has_more} in whole documents" if self.offered_query else ""
