"""A strike's lines in the library: the only part that turns the event model into rows, columns and words."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple, get_args

from model.event import Figure, Strike
from model.event.figures import short_form
from model.event.preferred_figure import preferred_figure
from model.library.search.fts_phrase import SIDE_SEARCH_WORDS
from model.library.timeline.flags import HIDDEN_FLAG, flags_of
from model.library.timeline.row_ids import DAY_SHIFT_BITS, day_number, row_id_of
from model.library.timeline.rows import StrikeRow, row_to_json
from model.taxonomy import SIDES, WEAPON_KINDS, Precision
from model.text.folding import fold_text

CountChange = tuple[int, int, int, int]  # day, side, weapons, strikes more or fewer: what a tally counts

_PRECISIONS = get_args(Precision)
_STRIKE_COLUMNS = (
    *("id", "key", "side", "weapons", "scope", "until", "precision"),
    *(f"{figure}_{bound}" for figure in ("killed", "injured", "launched", "intercepted") for bound in ("low", "high")),
    *("sources", "disputed", "marks"),
)
_PHRASE_BREAK = " \ue000 "  # a word of its own that nobody types: no phrase reaches from one name into the next
_FTS_COLUMNS = ("place", "region", "model", "source", "speaker", "object", "tag", "words")
_INSERT_FTS_SQL = f"INSERT INTO told (rowid, {', '.join(_FTS_COLUMNS)}) VALUES (?{', ?' * len(_FTS_COLUMNS)})"
_INSERT_STRIKE_SQL = (
    f"INSERT INTO strikes ({', '.join(_STRIKE_COLUMNS)}) VALUES ({', '.join('?' * len(_STRIKE_COLUMNS))})"
)


class StrikeRecord(NamedTuple):
    """A strike as the library writes it: the row id that it asks for, its columns, its line and what it tells."""

    row_id: int
    columns: tuple[Any, ...]  # behind the id, in the order of the table
    row_json: str
    fts_values: tuple[str, ...]


def build_strike_record(strike: Strike, sources: Iterable[str], documents: int) -> StrikeRecord:
    """A strike that so many documents tell of, from these sources, ready to be written."""
    side = SIDES.index(strike.side)
    weapons = sum(1 << WEAPON_KINDS.index(kind) for kind in {weapon.kind for weapon in strike.weapons})
    row = build_row(strike)._replace(sources=documents)  # several may have one name
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


def write_strike(database: sqlite3.Connection, filled: StrikeRecord) -> tuple[int, CountChange]:
    """Write a strike; the row id that it gets, and what it counts for."""
    number = filled.row_id
    while database.execute("SELECT 1 FROM strikes WHERE id = ?", (number,)).fetchone():
        number += 1
    database.execute(_INSERT_STRIKE_SQL, (number, *filled.columns))
    database.execute("INSERT INTO lines (id, line) VALUES (?, ?)", (number, filled.row_json))
    database.execute(_INSERT_FTS_SQL, (number, *filled.fts_values))
    _, side, weapons, *_, marks = filled.columns
    return number, (number >> DAY_SHIFT_BITS, side, weapons, 0 if marks & HIDDEN_FLAG else 1)


def delete_strikes(database: sqlite3.Connection, numbers: Collection[int]) -> list[CountChange]:
    """Delete the strikes of these row ids, as far as there are any; what no longer counts."""
    changes: list[CountChange] = []
    for number in sorted(numbers):
        found = database.execute("SELECT side, weapons, marks FROM strikes WHERE id = ?", (number,)).fetchone()
        if found:
            side, weapons, marks = found
            changes.append((number >> DAY_SHIFT_BITS, side, weapons, 0 if marks & HIDDEN_FLAG else -1))
            for table, key in (("strikes", "id"), ("lines", "id"), ("told", "rowid")):
                database.execute(f"DELETE FROM {table} WHERE {key} = ?", (number,))
    return changes


def build_row(strike: Strike) -> StrikeRow:
    """The timeline's row of a strike, its id still 0."""
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
    """What a search looks through, in the order of the columns of `told`."""
    reports = strike.reports
    said = [SIDE_SEARCH_WORDS[strike.side], *(report.title or "" for report in reports)]
    said += [weapon.kind for weapon in strike.weapons]
    said += [note.text for note in strike.work.notes]
    said += [excerpt.text for report in reports for excerpt in report.excerpts]
    columns: tuple[Iterable[str], ...] = (
        [place.name for place in strike.places],
        [place.region or "" for place in strike.places],
        [weapon.model or "" for weapon in strike.weapons],
        sources,
        [claim.speaker or "" for claim in strike.claims],
        [damage.object.replace("_", " ") for damage in strike.damage],
        strike.work.tags,
        said,
    )
    return tuple(_PHRASE_BREAK.join(dict.fromkeys(map(fold_text, each))) for each in columns)


def _distinct_figures(strike: Strike, name: str) -> Iterator[Figure]:
    """The figures of the weapons, but those of a model where its kind as a whole has one: they are part of that."""
    told = [(weapon, figure) for weapon in strike.weapons if (figure := getattr(weapon, name)) is not None]
    whole = {weapon.kind for weapon, _ in told if weapon.model is None}
    return (figure for weapon, figure in told if weapon.model is None or weapon.kind not in whole)


def _sum_bounds(figures: Iterable[Figure | None]) -> tuple[int | None, int | None]:
    """The bounds of the sum of these figures, None where open or where nobody tells one."""
    told = [figure for figure in figures if figure]
    lows = [figure.low for figure in told if figure.low is not None]
    highs = [figure.high for figure in told if figure.high is not None]
    return sum(lows) if lows else None, sum(highs) if told and len(highs) == len(told) else None


def _weapon_cells(strike: Strike) -> tuple[tuple[str, str | None, str | None], ...]:
    """Each kind once, with the figures of the kind as a whole, else of its models together."""
    kinds = dict.fromkeys(weapon.kind for weapon in strike.weapons)
    return tuple(
        (kind, _kind_figure(strike, kind, "launched"), _kind_figure(strike, kind, "intercepted")) for kind in kinds
    )


def _kind_figure(strike: Strike, kind: str, name: str) -> str | None:
    told: dict[bool, list[Figure]] = {False: [], True: []}
    for number, weapon in enumerate(strike.weapons):
        if weapon.kind == kind and (shown := preferred_figure(strike, f"weapons.{number}.{name}")):
            told[weapon.model is None].append(shown.figure)
    figures = told[True] or told[False]
    if len(figures) < 2:
        return _optional_short_form(figures[0]) if figures else None
    low, high = _sum_bounds(figures)
    return None if low is None and high is None else short_form(Figure(low=low, high=high, text="together"))


def _preferred_short_form(strike: Strike, path: str) -> str | None:
    """The figure to show first, in short notation."""
    shown = preferred_figure(strike, path)
    return short_form(shown.figure) if shown else None


def _optional_short_form(figure: Figure | None) -> str | None:
    return None if figure is None else short_form(figure)
