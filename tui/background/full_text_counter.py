"""Where a search finds little: how many strikes the same words find in the whole documents."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from textual.message_pump import MessagePump

from model.library import Library, LibraryError
from model.query import Query
from tui.background.query_counter import Counting

LITTLE: Final = 10  # strikes found, up to which it is worth to look further
ENOUGH: Final = 1_000  # more are not counted
PATIENCE: Final = 3.0  # seconds after which it is left at what was found


class Wider:
    """Counts them between the keys, once the search itself is counted."""

    def __init__(
        self, pump: MessagePump, library: Library, tell: Callable[[], None], fail: Callable[[LibraryError], None]
    ) -> None:
        """`tell` is called when the number is known, `fail` where the library can no longer be read."""
        self._counting = Counting(pump, library, self._go_on, fail)
        self._tell = tell
        self._fail = fail
        self._found = 0
        self.query: Query | None = None  # the search through whole documents, where it is worth to offer it
        self._asked = Query()
        self.strikes = 0
        self._more = False
        self._until = 0.0

    def stop(self) -> None:
        """Count no more, and offer nothing."""
        self._counting.stop()
        self.query, self.strikes = None, 0

    def ask(self, query: Query, found: int) -> None:
        """Count for a search that has found so many strikes."""
        self.stop()
        if found <= LITTLE and (asked := query.through_documents()):
            self._asked, self._found, self._until = asked, found, time.monotonic() + PATIENCE
            try:
                self._counting.ask(asked, at_once=0)
            except LibraryError as error:
                self._fail(error)

    def _go_on(self) -> None:
        if self._counting.sweep is None:
            return
        self.strikes = self._counting.sweep.counts(self._asked).shown
        self._more = not self._counting.complete
        if not self._more or self.strikes >= ENOUGH or time.monotonic() > self._until:
            self._counting.stop()
            self.query = self._asked if self.strikes > self._found else None
            self._tell()

    def said(self, key: str) -> str:
        """What to say of it; '' where it finds no more. `key` shows them."""
        return f"{key}: {self.strikes:,}{'+' * self._more} in whole documents" if self.query else ""
