"""Putting documents and strikes into the library: the only part that turns the event model into rows and words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from model.event import Document, Figure, Strike
from model.figures import notation
from model.library.rows import Row, packed
from model.library.schema import UNDATED
from model.library.words import folded
from model.terms import WEAPON_KINDS

SIDE_WORDS = {"russia": "Russia Russian", "ukraine": "Ukraine Ukrainian", "other": "other", "unknown": "unknown"}


def add_documents(database: sqlite3.Connection, documents: Iterable[Document]) -> None:
    """Write the documents as they come; of two with one id the first stays."""
    database.executemany(
        "INSERT OR IGNORE INTO documents (id, source, body) VALUES (?, ?, ?)",
        ((document.id, document.source, document.model_dump_json(exclude_defaults=True)) for document in documents),
    )


def add_strikes(database: sqlite3.Connection, strikes: Iterable[Strike]) -> None:
    """Write the strikes as they come, after their documents: those give the undated their order."""
    for strike in strikes:
        named = dict.fromkeys(report.document for report in strike.reports)
        known = [_document(database, name) for name in named]
        start, end = strike.when.start, strike.when.end
        written = database.execute(
            "INSERT INTO strikes (day, until, seq, side, weapons, line, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                start.isoformat() if start else UNDATED,
                end.isoformat() if start and end else UNDATED,
                min(seq for seq, _ in known),
                strike.side,
                sum(1 << WEAPON_KINDS.index(kind) for kind in {weapon.kind for weapon in strike.weapons}),
                packed(row_of(strike)),
                strike.model_dump_json(exclude_defaults=True),
            ),
        )
        words = folded("\n".join((*words_of(strike), *(source for _, source in known))))
        database.execute("INSERT INTO told (rowid, words) VALUES (?, ?)", (written.lastrowid, words))


def _document(database: sqlite3.Connection, name: str) -> tuple[int, str]:
    """The document's place in the order of reading and its source; (0, '') for one that the library does not hold."""
    found = database.execute("SELECT seq, source FROM documents WHERE id = ?", (name,)).fetchone()
    return (found[0], found[1] or "") if found else (0, "")


def row_of(strike: Strike) -> Row:
    """The timeline's row of a strike, its id still 0."""
    when = strike.when
    return Row(
        id=0,
        key=strike.id,
        start=when.start.isoformat() if when.start else None,
        end=when.end.isoformat() if when.end else None,
        precision=when.precision,
        scope=strike.scope,
        side=strike.side,
        weapons=_weapons(strike),
        launched=_short(strike.launched),
        intercepted=_short(strike.intercepted),
        places=tuple(place.name for place in strike.places),
        killed=_short(strike.killed),
        injured=_short(strike.injured),
        sources=len({report.document for report in strike.reports}),
        disputed=strike.disputed,
        basis=when.basis,
        inferred=all(report.side_is_inferred for report in strike.reports),
    )


def words_of(strike: Strike) -> Iterator[str]:
    """All that a search looks through, but the sources, which the documents hold."""
    yield SIDE_WORDS[strike.side]
    for place in strike.places:
        yield f"{place.name} {place.region or ''}"
    for weapon in strike.weapons:
        yield f"{weapon.kind} {weapon.model or ''}"
    for damage in strike.damage:
        yield damage.object.replace("_", " ")
    for claim in strike.claims:
        yield claim.speaker or ""
    for report in strike.reports:
        yield report.title or ""
        for excerpt in report.excerpts:
            yield excerpt.text


def _weapons(strike: Strike) -> tuple[tuple[str, str | None, str | None], ...]:
    told = [(weapon.kind, _short(weapon.launched), _short(weapon.intercepted)) for weapon in strike.weapons]
    counted = {kind for kind, launched, intercepted in told if launched or intercepted}
    return tuple(dict.fromkeys(each for each in told if each[1] or each[2] or each[0] not in counted))


def _short(figure: Figure | None) -> str | None:
    return None if figure is None else notation(figure)
