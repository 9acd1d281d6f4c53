"""The progress of reading: counts of documents and of what was found, as words and as the progress line."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from model.phrasing import format_count
from tui.cli.console import draw_progress, is_progress_visible

if TYPE_CHECKING:
    from model.ingest.pipeline import IngestProgress
    from model.reading import Source

_UPDATE_INTERVAL_SECONDS: Final = 0.1  # often enough for the eye, little for the link
_SPEED_UPDATES: Final = 300  # updates over which the speed is averaged: half a minute at least


class ReadProgress:
    """Counts documents and the items found in them, and draws the progress line where somebody watches."""

    def __init__(self, item_noun: str = "report", total: int | None = None) -> None:
        """`item_noun` names what is found, in the singular; `total` is the number of documents, None if unknown."""
        self._item_noun = item_noun
        self._total = total
        self._is_visible = is_progress_visible()
        self._next_update_time = 0.0
        self._updates: deque[tuple[float, int]] = deque(maxlen=_SPEED_UPDATES)  # time, documents read by then
        self.documents = 0  # read so far, those that failed included
        self.failed_documents = 0
        self.items = 0
        self.ingest: IngestProgress | None = None

    def estimate_total(self, sources: Sequence[Source]) -> None:
        """Estimate the number of documents, where somebody watches."""
        if self._is_visible:
            from model.reading.document_count import estimate_documents

            self._total = estimate_documents(sources)

    def show_ingest(self, ingest: IngestProgress) -> None:
        """Take over the counts of an ingest, and draw them."""
        self.ingest = ingest
        self.documents = ingest.documents + ingest.skipped_files
        self.failed_documents = ingest.failed_documents
        self.items = ingest.reports
        self.draw_line()

    def draw_line(self) -> None:
        """Draw the progress line where somebody watches, ten times a second at most."""
        if not self._is_visible or (now := time.monotonic()) < self._next_update_time:
            return
        self._next_update_time = now + _UPDATE_INTERVAL_SECONDS
        self._updates.append((now, self.documents))
        parts = [f"reading {self.describe_documents()}", f"{self.describe_items()} found", "ctrl-C stops"]
        draw_progress(parts + self._describe_speed())

    def _describe_speed(self) -> list[str]:
        """The time left and the documents a second: "1:05 left", "310/s"."""
        (start, start_documents), (now, documents) = self._updates[0], self._updates[-1]
        if documents == start_documents:
            return []
        speed = (documents - start_documents) / (now - start)
        minutes, seconds = divmod(int(((self._total or 0) - documents) / speed), 60)
        return [f"{minutes}:{seconds:02} left"] * (minutes >= 0) + [f"{speed:,.0f}/s"]

    @property
    def parsed_documents(self) -> int:
        """How many documents were read and parsed."""
        return self.documents - self.failed_documents

    def describe_documents(self) -> str:
        """How many documents were read, and of how many: "312 of 9,700 documents"."""
        if self._total is None or self._total <= self.documents:  # the last one, or the estimate was too low
            return format_count(self.documents, "document")
        return f"{self.documents:,} of {format_count(self._total, 'document')}"

    def describe_items(self) -> str:
        """How many items were found: "204 reports"."""
        return format_count(self.items, self._item_noun)

    def describe_empty_result(self) -> str:
        """That nothing was found: "no strikes found in 3 documents"."""
        sought = "candidates" if self._item_noun == "candidate" else "strikes"
        return f"no {sought} found in {format_count(self.parsed_documents, 'document')}"
