"""Writes strikes: turns the event model into filter columns, timeline rows and full-text columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, get_args

from model.event import Figure, Strike
from model.event.figures import short_form
from model.event.preferred_figure import preferred_figure
from model.library.database.sql_params import placeholders
from model.library.search.fts_phrase import SIDE_SEARCH_WORDS
from model.library.timeline.flags import HIDDEN_FLAG, flags_of
from model.library.timeline.row_ids import DAY_SHIFT_BITS, day_number, row_id_of
from model.library.timeline.rows import StrikeRow, row_to_json
from model.taxonomy import SIDES, WEAPON_KINDS, Precision
from model.text.folding import fold_text

CountChange = tuple[int, int, int, int]  # day, side, weapons, number of strikes: see facet_counts.py

_PRECISIONS = get_args(Precision)
_STRIKE_COLUMNS = (
    *("id", "key", "side", "weapons", "scope", "until", "precision"),
    *(f"{figure}_{bound}" for figure in ("killed", "injured", "launched", "intercepted") for bound in ("low", "high")),
    *("sources", "disputed", "marks"),
)
_PHRASE_BREAK = " \ue000 "  # a word that nobody types, so that no phrase matches across two names
_FTS_COLUMNS = ("rowid", "place", "region", "model", "source", "speaker", "object", "tag", "words")
_INSERT_FTS_SQL = f"INSERT INTO told ({', '.join(_FTS_COLUMNS)}) VALUES ({placeholders(_FTS_COLUMNS)})"
_INSERT_STRIKE_SQL = f"INSERT INTO strikes ({', '.join(_STRIKE_COLUMNS)}) VALUES ({placeholders(_STRIKE_COLUMNS)})"


class StrikeRecord(NamedTuple):
    """A strike ready to be stored; `row_id` is the id computed for it, which may be in use."""

    row_id: int
    columns: tuple[Any, ...]  # of `strikes`, without the id
    row_json: str
    fts_values: tuple[str, ...]


def build_strike_record(strike: Strike, sources: Iterable[str], documents: int) -> StrikeRecord:
    """The record of a strike, with the names of its sources and the number of documents that report it."""
    side = SIDES.index(strike.side)
    weapons = sum(1 << WEAPON_KINDS.index(kind) for kind in {weapon.kind for weapon in strike.weapons})
    row = build_row(strike)._replace(sources=documents)  # several documents may have one name
    columns = (
        *(strike.id, side, weapons, int(strike.scope == "summary"), day_number(strike.when.end)),
        _PRECISIONS.index(strike.when.precision),
        *_sum_bounds([strike.killed]),
        *_sum_bounds([strike.injured]),
        *_sum_bounds([strike.launched] if strike.launched else _distinct_figures(strike, "launched")),
        *_sum_bounds([strike.intercepted] if strike.intercepted else _distinct_figures(strike, "intercepted")),
        *(row.sources, int(strike.disputed), row.flags),
    )
    return StrikeRecord(row_id_of(strike), columns, row_to_json(row), _build_fts_values(strike, sources))


def write_strike(database: sqlite3.Connection, record: StrikeRecord) -> tuple[int, CountChange]:
    """Insert a strike under the next free row id; returns that id, and the change of the facet counts."""
    row_id = record.row_id
    while database.execute("SELECT 1 FROM strikes WHERE id = ?", (row_id,)).fetchone():
        row_id += 1
    database.execute(_INSERT_STRIKE_SQL, (row_id, *record.columns))
    database.execute("INSERT INTO lines (id, line) VALUES (?, ?)", (row_id, record.row_json))
    database.execute(_INSERT_FTS_SQL, (row_id, *record.fts_values))
    _, side, weapons, *_, flags = record.columns
    return row_id, (row_id >> DAY_SHIFT_BITS, side, weapons, 0 if flags & HIDDEN_FLAG else 1)


def delete_strikes(database: sqlite3.Connection, row_ids: Iterable[int]) -> list[CountChange]:
    """Delete the strikes with these row ids, as far as they exist; returns the changes of the facet counts."""
    changes: list[CountChange] = []
    for row_id in sorted(row_ids):
        row = database.execute("SELECT side, weapons, marks FROM strikes WHERE id = ?", (row_id,)).fetchone()
        if row:
            side, weapons, flags = row
            changes.append((row_id >> DAY_SHIFT_BITS, side, weapons, 0 if flags & HIDDEN_FLAG else -1))
            for table, key in (("strikes", "id"), ("lines", "id"), ("told", "rowid")):
                database.execute(f"DELETE FROM {table} WHERE {key} = ?", (row_id,))
    return changes


def build_row(strike: Strike) -> StrikeRow:
    """The timeline row of a strike, with row id 0."""
    when = strike.when
    return StrikeRow(
        id=0,
        key=strike.id,
        start=when.start.isoformat() if when.start else None,
        end=when.end.isoformat() if when.end else None,
        precision=when.precision,
        scope=strike.scope,
        side=strike.side,
        weapons=_weapon_cells(strike),
        launched=_preferred_short_form(strike, "launched"),
        intercepted=_preferred_short_form(strike, "intercepted"),
        places=tuple(place.name for place in strike.places),
        killed=_preferred_short_form(strike, "killed"),
        injured=_preferred_short_form(strike, "injured"),
        sources=len({report.document for report in strike.reports}),
        is_disputed=strike.disputed,
        basis="corrected" if strike.work.find_correction("when") else when.basis,
        is_side_inferred=strike.side_is_inferred,
        flags=flags_of(strike.work),
    )


def _build_fts_values(strike: Strike, sources: Iterable[str]) -> tuple[str, ...]:
    """The columns of the full-text table, in order."""
    reports = strike.reports
    words = [SIDE_SEARCH_WORDS[strike.side], *(report.title or "" for report in reports)]
    words += [weapon.kind for weapon in strike.weapons]
    words += [note.text for note in strike.work.notes]
    words += [excerpt.text for report in reports for excerpt in report.excerpts]
    columns: tuple[Iterable[str], ...] = (
        [place.name for place in strike.places],
        [place.region or "" for place in strike.places],
        [weapon.model or "" for weapon in strike.weapons],
        sources,
        [claim.speaker or "" for claim in strike.claims],
        [damage.object.replace("_", " ") for damage in strike.damage],
        strike.work.tags,
        words,
    )
    return tuple(_PHRASE_BREAK.join(dict.fromkeys(map(fold_text, texts))) for texts in columns)


def _distinct_figures(strike: Strike, name: str) -> Iterator[Figure]:
    """The figures of the weapons; the figure of a kind as a whole includes those of its models."""
    figures = [(weapon, figure) for weapon in strike.weapons if (figure := getattr(weapon, name)) is not None]
    whole_kinds = {weapon.kind for weapon, _ in figures if weapon.model is None}
    return (figure for weapon, figure in figures if weapon.model is None or weapon.kind not in whole_kinds)


def _sum_bounds(figures: Iterable[Figure | None]) -> tuple[int | None, int | None]:
    """The bounds of the sum of the figures, None if open or not stated."""
    stated = [figure for figure in figures if figure]
    lows = [figure.low for figure in stated if figure.low is not None]
    highs = [figure.high for figure in stated if figure.high is not None]
    return sum(lows) if lows else None, sum(highs) if stated and len(highs) == len(stated) else None


def _weapon_cells(strike: Strike) -> tuple[tuple[str, str | None, str | None], ...]:
    """Each weapon kind once, with its launched and intercepted figures."""
    kinds = dict.fromkeys(weapon.kind for weapon in strike.weapons)
    return tuple(
        (kind, _kind_figure(strike, kind, "launched"), _kind_figure(strike, kind, "intercepted")) for kind in kinds
    )


def _kind_figure(strike: Strike, kind: str, name: str) -> str | None:
    """The figure of a kind as a whole, else the sum of its models, in short form."""
    figures: dict[bool, list[Figure]] = {False: [], True: []}  # by whether they are of the kind as a whole
    for index, weapon in enumerate(strike.weapons):
        if weapon.kind == kind and (preferred := preferred_figure(strike, f"weapons.{index}.{name}")):
            figures[weapon.model is None].append(preferred.figure)
    summands = figures[True] or figures[False]
    if len(summands) < 2:
        return short_form(summands[0]) if summands else None
    low, high = _sum_bounds(summands)
    return None if low is None and high is None else short_form(Figure(low=low, high=high, text="together"))


def _preferred_short_form(strike: Strike, path: str) -> str | None:
    """The preferred figure at a path, in short form."""
    preferred = preferred_figure(strike, path)
    return short_form(preferred.figure) if preferred else None
