"""Loads strikes and their sources from the library for the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.library import Library, StrikeRow
from tui.rendering.glyphs import Glyphs

if TYPE_CHECKING:
    from tui.rendering.strike_sources import DocumentHeader, StrikeSource
    from tui.rendering.strike_text import StrikeText

MAX_CACHED_HEADERS = 1024  # or more, if one strike has more documents


class StrikeLoader:
    """Loads strikes with their sources, and caches the headers of the documents seen last."""

    def __init__(self, library: Library, glyphs: Glyphs) -> None:
        self._library = library
        self._glyphs = glyphs
        self._document_headers: dict[str, DocumentHeader] = {}

    def clear_cache(self) -> None:
        """Forget the headers, after the library has changed."""
        self._document_headers = {}

    def load_strike_text(self, row: StrikeRow | None, search_phrases: tuple[str, ...] = ()) -> StrikeText | None:
        """The strike of a row; None without a row or if the strike is gone. Raises LibraryError."""
        from tui.rendering.strike_sources import DocumentHeader
        from tui.rendering.strike_text import StrikeText

        if row is None:
            return None
        try:
            strike = self._library.load_strike(row.id)
            headers: dict[str, DocumentHeader] = {}
            for name in dict.fromkeys(report.document for report in strike.reports):
                if not (header := self._document_headers.pop(name, None)):
                    header = DocumentHeader.from_document(self._library.load_document(name), self._glyphs.dot)
                headers[name] = header
        except KeyError:  # another process has just removed the strike or merged it with another
            return None
        self._document_headers |= headers  # in order of use
        for name in list(self._document_headers)[: -max(MAX_CACHED_HEADERS, len(headers))]:
            del self._document_headers[name]
        return StrikeText(strike, headers, self._glyphs, search_phrases)

    def load_sources(self, text: StrikeText) -> list[StrikeSource]:
        """The sources of a strike, with their documents; raises LibraryError."""
        from tui.rendering.strike_sources import StrikeSource

        load, headers, reports = self._library.load_document, text.document_headers, text.strike.reports
        try:
            return [StrikeSource(load(report.document), headers[report.document], report) for report in reports]
        except KeyError:
            return []
