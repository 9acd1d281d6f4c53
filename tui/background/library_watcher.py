"""Following what other processes write to the library: seen within a second or so, counted aside, then shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual.message_pump import MessagePump

from model.library import Library, LibraryError
from model.library.search.incremental_scan import Sweep
from model.query import Query
from tui.background.query_counter import Counting

LOOK: Final = 1.0  # seconds between two looks


class Following:
    """Looks whether others have written; what stands on the screen stays until the query is counted anew."""

    def __init__(
        self, pump: MessagePump, library: Library, show: Callable[[Sweep], None], fail: Callable[[LibraryError], None]
    ) -> None:
        """`show` is given the query's new sweep, complete; `fail` is called where the library can no longer be read."""
        self._library = library
        self._counting = Counting(pump, library, self._shown, fail)
        self._show = show
        self._fail = fail
        self._changed = False

    def stop(self) -> None:
        """Another query is shown, as the library is now: nothing is left to count anew."""
        self._counting.stop()
        self._changed = False

    def look(self, query: Query, busy: bool) -> None:
        """Look, and begin to count where others have written; while the screen is `busy` counting, later."""
        try:
            self._changed |= self._library.changed()
            if self._changed and not busy and self._counting.complete:
                self._changed = False
                self._counting.ask(query)
                self._shown()
        except LibraryError as error:
            self._fail(error)

    def _shown(self) -> None:
        sweep = self._counting.sweep
        if sweep and sweep.complete:
            self._counting.stop()
            try:
                self._show(sweep)
            except LibraryError as error:
                self._fail(error)
