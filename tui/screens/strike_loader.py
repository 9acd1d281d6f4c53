"""Strikes and their sources asked of the library for the screens that tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.library import Library, Row
from tui.rendering.glyphs import Glyphs

if TYPE_CHECKING:
    from tui.rendering.strike_sources import Imprint, Leaf
    from tui.rendering.strike_text import Telling

IMPRINTS = 1024  # kept, or as many as one strike has


class Teller:
    """Asks the library, and keeps the imprints of the documents that it has seen last."""

    def __init__(self, library: Library, glyphs: Glyphs) -> None:
        self._library = library
        self._glyphs = glyphs
        self._imprints: dict[str, Imprint] = {}

    def forget(self) -> None:
        """Forget the imprints: others have changed the library."""
        self._imprints = {}

    def telling(self, row: Row | None, sought: tuple[str, ...] = ()) -> Telling | None:
        """The strike of a row, with the words sought; None where there is none (any more). Raises LibraryError."""
        from tui.rendering.strike_sources import Imprint
        from tui.rendering.strike_text import Telling

        if row is None:
            return None
        try:
            strike = self._library.strike(row.id)
            imprints: dict[str, Imprint] = {}
            for name in dict.fromkeys(report.document for report in strike.reports):
                seen = self._imprints.pop(name, None)
                imprints[name] = seen or Imprint.of(self._library.document(name), self._glyphs.dot)
        except KeyError:  # another process has just taken it away, or joined it with another one
            return None
        self._imprints |= imprints  # the last asked for stand last
        for name in list(self._imprints)[: -max(IMPRINTS, len(imprints))]:
            del self._imprints[name]
        return Telling(strike, imprints, self._glyphs, sought)

    def leaves(self, telling: Telling) -> list[Leaf]:
        """Its sources, to read; raises LibraryError."""
        from tui.rendering.strike_sources import Leaf

        try:
            return [
                Leaf(self._library.document(report.document), telling.imprints[report.document], report)
                for report in telling.strike.reports
            ]
        except KeyError:
            return []
