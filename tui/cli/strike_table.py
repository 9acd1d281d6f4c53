"""The strikes of a library one a line: as a table on a terminal, plain and uncut elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from model.library.timeline.flags import BOOKMARKED, CORRECTED, NOTE, TAG
from model.text.sanitize import visible
from tui.rendering.phrases import SIDE_LETTERS, brief_days, largest_first

if TYPE_CHECKING:
    from model.library import Row
    from tui.cli.table_layout import Cell

_MARKS: Final = ((CORRECTED, "corrected"), (BOOKMARKED, "bookmarked"), (NOTE, "noted"), (TAG, "tagged"))
_WIDE: Final = 90  # cells from which a line has room for every column


def table_lines(rows: Iterable[Row], width: int) -> Iterator[str]:
    """A heading and a line for each strike, in at most `width` cells; on narrow terminals the main columns only."""
    from tui.cli.table_layout import Column, table

    key, killed = Column("id", 16), Column("killed", 6, right=True)
    if width < _WIDE:
        columns = [
            key,
            Column("when", 11),
            Column("by", 2),
            Column("weapons", 7, share=2, between="; "),
            Column("places", 8, share=3, between=", "),
        ]
        return table(map(_narrow, rows), [*columns, killed], width)
    columns = [
        key,
        Column("when", 22),
        Column("side", 8),
        Column("weapons", 9, share=4, between="; "),
        Column("places", 8, share=4, between=", "),
    ]
    further = [killed, Column("injured", 7, right=True), Column("sources", 7, right=True)]
    return table(map(_wide, rows), [*columns, *further], width)


def plain_lines(rows: Iterable[Row]) -> Iterator[str]:
    """A line for each strike, two blanks between its parts; what nobody tells is left out."""
    for row in rows:
        casualties = [f"{count} {name}" for count, name in ((row.killed, "killed"), (row.injured, "injured")) if count]
        parts = [
            row.key,
            _days(row),
            row.side + "?" * row.inferred,
            "; ".join(_weapons(row)),
            ", ".join(row.places),
            *casualties,
        ]
        parts += [f"{row.sources} sources" if row.sources > 1 else "", "disputed" if row.disputed else ""]
        parts += [word for bit, word in _MARKS if row.marks & bit]
        yield visible("  ".join(part for part in parts if part))


def _narrow(row: Row) -> list[Cell]:
    side = SIDE_LETTERS[row.side] + "?" * (row.inferred and row.side != "unknown")
    return [row.key, _days(row, brief=True), side, _weapons(row), row.places, row.killed or "?"]


def _wide(row: Row) -> list[Cell]:
    return [
        row.key,
        _days(row),
        row.side + "?" * row.inferred,
        _weapons(row),
        row.places,
        row.killed or "?",
        row.injured or "?",
        f"{row.sources}{'≠' * row.disputed}{'✎' * bool(row.marks & CORRECTED)}",
    ]


def _days(row: Row, *, brief: bool = False) -> str:
    start, end = (date.fromisoformat(day) if day else None for day in (row.start, row.end))
    carried = "~" if row.basis in ("carried", "user") else ""
    # A night is known by its morning, under which it is counted.
    if brief and start and end and row.precision not in ("month", "year"):
        return f"{carried}{end if row.precision == 'night' else start}"
    return carried + brief_days(start, end, row.precision)


def _weapons(row: Row) -> list[str]:
    figured = [(_weapon(*weapon), weapon[1] or weapon[2]) for weapon in row.weapons]
    if row.launched or row.intercepted:
        together = f"{row.launched} together" if row.launched else "together"
        together += f", {row.intercepted} intercepted" if row.intercepted else ""
        figured.append((together, row.launched or row.intercepted))
    told = largest_first(figured)
    if row.scope == "summary":
        told = [f"total: {told[0]}" if told else "total:", *told[1:]]
    return told


def _weapon(kind: str, launched: str | None, intercepted: str | None) -> str:
    words = f"{kind} {launched}" if launched else kind
    return f"{words}, {intercepted} intercepted" if intercepted else words
