"""Strikes and their sources asked of the library for the screens that tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.library import Library, StrikeRow
from tui.rendering.glyphs import Glyphs

if TYPE_CHECKING:
    from tui.rendering.strike_sources import DocumentHeader, StrikeSource
    from tui.rendering.strike_text import StrikeText

MAX_CACHED_HEADERS = 1024  # kept, or as many as one strike has


class StrikeLoader:
    """Asks the library, and keeps the imprints of the documents that it has seen last."""

    def __init__(self, library: Library, glyphs: Glyphs) -> None:
        self._library = library
        self._glyphs = glyphs
        self._document_headers: dict[str, DocumentHeader] = {}

    def clear_cache(self) -> None:
        """Forget the imprints: others have changed the library."""
        self._document_headers = {}

    def load_strike_text(self, row: StrikeRow | None, sought: tuple[str, ...] = ()) -> StrikeText | None:
        """The strike of a row, with the words sought; None where there is none (any more). Raises LibraryError."""
        from tui.rendering.strike_sources import DocumentHeader
        from tui.rendering.strike_text import StrikeText

        if row is None:
            return None
        try:
            strike = self._library.load_strike(row.id)
            imprints: dict[str, DocumentHeader] = {}
            for name in dict.fromkeys(report.document for report in strike.reports):
                seen = self._document_headers.pop(name, None)
                imprints[name] = seen or DocumentHeader.from_document(
                    self._library.load_document(name), self._glyphs.dot
                )
        except KeyError:  # another process has just taken it away, or joined it with another one
            return None
        self._document_headers |= imprints  # the last asked for stand last
        for name in list(self._document_headers)[: -max(MAX_CACHED_HEADERS, len(imprints))]:
            del self._document_headers[name]
        return StrikeText(strike, imprints, self._glyphs, sought)

    def load_sources(self, telling: StrikeText) -> list[StrikeSource]:
        """Its sources, to read; raises LibraryError."""
        from tui.rendering.strike_sources import StrikeSource

        try:
            return [
                StrikeSource(
                    self._library.load_document(report.document), telling.document_headers[report.document], report
                )
                for report in telling.strike.reports
            ]
        except KeyError:
            return []
