"""What the library answers with: light tuples that hold all a line of the timeline shows."""

from __future__ import annotations

import json
from datetime import date
from typing import Final, NamedTuple, get_args

from model.library.database.errors import CorruptValueError
from model.taxonomy import SIDES, WEAPON_KINDS, Precision, Scope

_PRECISIONS: Final = get_args(Precision)
_SCOPES: Final = get_args(Scope)
_FIGURE_TYPES: Final = {str, type(None)}  # what a figure may be


class StrikeRow(NamedTuple):
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
    is_disputed: bool
    basis: str
    is_side_inferred: bool
    flags: int = 0


class DayStrikes(NamedTuple):
    """A day of the timeline (ISO; None for the undated) and how many strikes the query shows of it."""

    day: str | None
    strike_count: int


class FilterCounts(NamedTuple):
    """How many strikes are shown, how many there are, and what each filter would let in.

    Every side and kind of weapon is a key. Sides are counted under the query's weapons and words, weapons under its
    sides and words; a strike with two kinds of weapon counts for both.
    """

    matches: int
    total: int
    sides: dict[str, int]
    weapons: dict[str, int]


def row_to_json(row: StrikeRow) -> str:
    """The row without its id, as the library keeps it."""
    return json.dumps(row[1:], ensure_ascii=True, separators=(",", ":"))


def row_from_json(identifier: int, text: str) -> StrikeRow:
    """The row that `packed` has written; raises Damaged where it has not."""
    try:
        row = StrikeRow(identifier, *json.loads(text))
        weapons = tuple((kind, launched, intercepted) for kind, launched, intercepted in row.weapons)
        row = row._replace(weapons=weapons, places=tuple(row.places))
        sound = _is_valid(row)
    except (TypeError, ValueError, RecursionError):
        sound = False
    if not sound:
        raise CorruptValueError
    return row


def _is_valid(row: StrikeRow) -> bool:
    """Whether each value is of those that a row may have; raises TypeError or ValueError for some that are not."""
    for day in (row.start, row.end):
        if day is not None:
            date.fromisoformat(day)
    figures = [row.launched, row.intercepted, row.killed, row.injured]
    for kind, *told in row.weapons:
        if kind not in WEAPON_KINDS:
            return False
        figures += told
    return (
        row.side in SIDES
        and row.precision in _PRECISIONS
        and row.scope in _SCOPES
        and {*map(type, row.places), type(row.key), type(row.basis)} == {str}
        and {*map(type, figures)} <= _FIGURE_TYPES
        and type(row.sources) is type(row.flags) is int
        and type(row.is_disputed) is type(row.is_side_inferred) is bool
    )
