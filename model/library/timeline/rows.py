"""Answers of the library as light tuples, which hold everything that a line of the timeline shows."""

from __future__ import annotations

import json
from datetime import date
from typing import Final, NamedTuple, get_args

from model.library.database.errors import CorruptValueError
from model.taxonomy import SIDES, WEAPON_KINDS, Precision, Scope

_PRECISIONS: Final = get_args(Precision)
_SCOPES: Final = get_args(Scope)
_FIGURE_TYPES: Final = {str, type(None)}


class StrikeRow(NamedTuple):
    """One strike as the timeline shows it; `id` is its row id, `key` its permanent id.

    `start` and `end` are ISO days, None if unknown. Figures are in short form ("122", "30+", "≤20", "20–30"), None if
    not stated. `weapons` holds (kind, launched, intercepted), one entry per kind; `launched` and `intercepted` of the
    row are figures for several kinds together. `sources` counts documents. `basis` is how the day is known (see
    `When`), or "corrected" if the user set it. `flags` are the bits of flags.py.
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
    """A day of the timeline (ISO; None for undated) and how many of its strikes match the query."""

    day: str | None
    strike_count: int


class FilterCounts(NamedTuple):
    """How many strikes match, how many there are in total, and how many each filter would show.

    Every side and weapon kind is a key. Sides are counted under the query's weapons and terms, weapons under its sides
    and terms. A strike with two weapon kinds counts for both.
    """

    matches: int
    total: int
    sides: dict[str, int]
    weapons: dict[str, int]


def row_to_json(row: StrikeRow) -> str:
    """The stored form of a row, without its id."""
    return json.dumps(row[1:], ensure_ascii=True, separators=(",", ":"))


def row_from_json(row_id: int, text: str) -> StrikeRow:
    """The row that `row_to_json` wrote; raises CorruptValueError for anything else."""
    try:
        row = StrikeRow(row_id, *json.loads(text))
        weapons = tuple((kind, launched, intercepted) for kind, launched, intercepted in row.weapons)
        row = row._replace(weapons=weapons, places=tuple(row.places))
        if _is_valid(row):
            return row
    except (TypeError, ValueError, RecursionError):
        pass
    raise CorruptValueError


def _is_valid(row: StrikeRow) -> bool:
    """Whether a row can have these values; raises TypeError or ValueError for some that it cannot."""
    for day in (row.start, row.end):
        if day is not None:
            date.fromisoformat(day)
    figures = [row.launched, row.intercepted, row.killed, row.injured]
    for kind, *weapon_figures in row.weapons:
        if kind not in WEAPON_KINDS:
            return False
        figures += weapon_figures
    return (
        row.side in SIDES
        and row.precision in _PRECISIONS
        and row.scope in _SCOPES
        and {*map(type, row.places), type(row.key), type(row.basis)} == {str}
        and {*map(type, figures)} <= _FIGURE_TYPES
        and type(row.sources) is type(row.flags) is int
        and type(row.is_disputed) is type(row.is_side_inferred) is bool
    )
