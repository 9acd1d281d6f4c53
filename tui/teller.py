"""Strikes and their sources asked of the library for the screens that tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.library import Library, Row
from tui.glyphs import Glyphs

if TYPE_CHECKING:
    from tui.source import Leaf
    from tui.telling import Imprint, Telling

IMPRINTS = 1024


class Teller:
    """Asks the library, and keeps the imprints of documents that it has seen."""

    def __init__(self, library: Library, glyphs: Glyphs) -> None:
        self._library = library
        self._glyphs = glyphs
        self._imprints: dict[str, Imprint] = {}

    def forget(self) -> None:
        """Forget the imprints: others have changed the library."""
        self._imprints = {}

    def telling(self, row: Row | None, sought: tuple[str, ...] = ()) -> Telling | None:
        """The strike of a row, with the words sought; None where there is none (any more). Raises LibraryError."""
        from tui.telling import Imprint, Telling

        if row is None:
            return None
        try:
            strike = self._library.strike(row.id)
            for name in {report.document for report in strike.reports} - self._imprints.keys():
                if len(self._imprints) >= IMPRINTS:
                    self._imprints.clear()
                self._imprints[name] = Imprint.of(self._library.document(name), self._glyphs.dot)
        except KeyError:  # another process has just taken it away, or joined it with another one
            return None
        return Telling(strike, self._imprints, self._glyphs, sought)

    def leaves(self, telling: Telling) -> list[Leaf]:
        """Its sources, to read; raises LibraryError."""
        from tui.source import Leaf

        try:
            return [
                Leaf(self._library.document(report.document), telling.imprints[report.document], report)
                for report in telling.strike.reports
            ]
        except KeyError:
            return []
