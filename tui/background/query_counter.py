"""Counting on what a query shows, in slices between the keys: the first strikes stand there while the rest is counted.

The slices run on the event loop, over the one connection that draws the rows, so that all on the screen comes from one
reading of the file; a key waits for one slice at most.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from textual.message_pump import MessagePump

from model.library import Library, LibraryError
from model.library.search.incremental_scan import Sweep
from model.query import Query

AT_ONCE: Final = 0.03  # seconds of counting before the first picture
SLICE: Final = 0.02
PAUSE: Final = 0.005  # between slices: keys come first
TOLD: Final = 0.25  # between pictures of what is counted so far: each costs bytes


class Counting:
    """One query that is counted; another takes its place."""

    def __init__(
        self, pump: MessagePump, library: Library, tell: Callable[[], None], fail: Callable[[LibraryError], None]
    ) -> None:
        """`tell` is called whenever more is known, `fail` where the library can no longer be read."""
        self._pump = pump
        self._library = library
        self._tell = tell
        self._fail = fail
        self._told = 0.0
        self._planned = False
        self.sweep: Sweep | None = None

    def ask(self, query: Query, at_once: float = AT_ONCE) -> Sweep:
        """Count another query from now on; raises LibraryError."""
        self.sweep = self._library.sweep(query)
        self.sweep.go_on(at_once)
        self._told = time.monotonic()
        self._plan()
        return self.sweep

    @property
    def complete(self) -> bool:
        """Whether nothing is counted any more."""
        return self.sweep is None or self.sweep.complete

    @property
    def listed(self) -> bool:
        """Whether all that is shown is known, and only the filters are counted on."""
        return self.sweep is None or self.sweep.listed

    def stop(self) -> None:
        """Count no more."""
        self.sweep = None

    def _plan(self) -> None:
        if self.sweep and not self.sweep.complete and not self._planned:
            self._planned = True
            self._pump.set_timer(PAUSE, self._go_on)

    def _go_on(self) -> None:
        self._planned = False
        if self.sweep is None or self.sweep.complete:
            return
        try:
            self.sweep.go_on(SLICE)
        except LibraryError as error:
            self.sweep = None
            self._fail(error)
            return
        if self.sweep.complete or time.monotonic() - self._told >= TOLD:
            self._told = time.monotonic()
            self._tell()
        self._plan()
