"""What the library answers with: light tuples that hold all a line of the timeline shows."""

from __future__ import annotations

import json
from typing import NamedTuple


class Row(NamedTuple):
    """One strike as the timeline shows it; `id` asks for the rest, `key` is the strike's own lasting id.

    `start` and `end` are ISO days, None where unknown. Figures are in short notation ("122", "30+", "≤20", "20–30"),
    None where nobody tells one. `weapons` holds (kind, launched, intercepted), a kind without figures once;
    `launched` and `intercepted` of the row are those told of several kinds together. `sources` counts documents.
    `basis` is how the day is known (see `When`; "corrected": the user has set it), and `inferred` says that no words
    tell the side. `marks` are the bits of what the user has done to it (`model.library.marks`).
    """

    id: int
    key: str
    start: str | None
    end: str | None
    precision: str
    scope: str
    side: str
    weapons: tuple[tuple[str, str | None, str | None], ...]
    launched: str | None
    intercepted: str | None
    places: tuple[str, ...]
    killed: str | None
    injured: str | None
    sources: int
    disputed: bool
    basis: str
    inferred: bool
    marks: int = 0


class Day(NamedTuple):
    """A day of the timeline (ISO; None for the undated) and how many strikes the query shows of it."""

    day: str | None
    strikes: int


class Counts(NamedTuple):
    """How many strikes are shown, how many there are, and what each filter would let in.

    Every side and kind of weapon is a key. Sides are counted under the query's weapons and words, weapons under its
    sides and words; a strike with two kinds of weapon counts for both.
    """

    shown: int
    total: int
    sides: dict[str, int]
    weapons: dict[str, int]


def packed(row: Row) -> str:
    """The row without its id, as the library keeps it."""
    return json.dumps(row[1:], ensure_ascii=True, separators=(",", ":"))


def unpacked(identifier: int, text: str) -> Row:
    """The row that `packed` has written."""
    row = Row(identifier, *json.loads(text))
    weapons = tuple((kind, launched, intercepted) for kind, launched, intercepted in row.weapons)
    return row._replace(weapons=weapons, places=tuple(row.places))
