"""The strikes of a library one a line: as a table on a terminal, plain and uncut elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from model.library.timeline.flags import BOOKMARKED_FLAG, CORRECTED_FLAG, NOTE_FLAG, TAG_FLAG
from model.text.sanitize import sanitize
from tui.rendering.phrases import SIDE_LETTERS, format_brief_days, sort_by_figure

if TYPE_CHECKING:
    from model.library import StrikeRow
    from tui.cli.table_layout import TableCell

_FLAG_WORDS: Final = (
    (CORRECTED_FLAG, "corrected"),
    (BOOKMARKED_FLAG, "bookmarked"),
    (NOTE_FLAG, "noted"),
    (TAG_FLAG, "tagged"),
)
_MIN_WIDE_CELLS: Final = 90  # cells from which a line has room for every column


def format_strike_table(rows: Iterable[StrikeRow], width: int) -> Iterator[str]:
    """A heading and a line for each strike, in at most `width` cells; on narrow terminals the main columns only."""
    from tui.cli.table_layout import TableColumn, format_table

    key, killed = TableColumn("id", 16), TableColumn("killed", 6, is_right_aligned=True)
    if width < _MIN_WIDE_CELLS:
        columns = [
            key,
            TableColumn("when", 11),
            TableColumn("by", 2),
            TableColumn("weapons", 7, share=2, part_separator="; "),
            TableColumn("places", 8, share=3, part_separator=", "),
        ]
        return format_table(map(_build_narrow_row, rows), [*columns, killed], width)
    columns = [
        key,
        TableColumn("when", 22),
        TableColumn("side", 8),
        TableColumn("weapons", 9, share=4, part_separator="; "),
        TableColumn("places", 8, share=4, part_separator=", "),
    ]
    further = [
        killed,
        TableColumn("injured", 7, is_right_aligned=True),
        TableColumn("sources", 7, is_right_aligned=True),
    ]
    return format_table(map(_build_wide_row, rows), [*columns, *further], width)


def format_plain_strikes(rows: Iterable[StrikeRow]) -> Iterator[str]:
    """A line for each strike, two blanks between its parts; what nobody tells is left out."""
    for row in rows:
        casualties = [f"{count} {name}" for count, name in ((row.killed, "killed"), (row.injured, "injured")) if count]
        parts = [
            row.key,
            _format_days(row),
            row.side + "?" * row.is_side_inferred,
            "; ".join(_format_weapons(row)),
            ", ".join(row.places),
            *casualties,
        ]
        parts += [f"{row.sources} sources" if row.sources > 1 else "", "disputed" if row.is_disputed else ""]
        parts += [word for bit, word in _FLAG_WORDS if row.flags & bit]
        yield sanitize("  ".join(part for part in parts if part))


def _build_narrow_row(row: StrikeRow) -> list[TableCell]:
    side = SIDE_LETTERS[row.side] + "?" * (row.is_side_inferred and row.side != "unknown")
    return [row.key, _format_days(row, brief=True), side, _format_weapons(row), row.places, row.killed or "?"]


def _build_wide_row(row: StrikeRow) -> list[TableCell]:
    return [
        row.key,
        _format_days(row),
        row.side + "?" * row.is_side_inferred,
        _format_weapons(row),
        row.places,
        row.killed or "?",
        row.injured or "?",
        f"{row.sources}{'≠' * row.is_disputed}{'✎' * bool(row.flags & CORRECTED_FLAG)}",
    ]


def _format_days(row: StrikeRow, *, brief: bool = False) -> str:
    start, end = (date.fromisoformat(day) if day else None for day in (row.start, row.end))
    carried = "~" if row.basis in ("carried", "user") else ""
    # A night is known by its morning, under which it is counted.
    if brief and start and end and row.precision not in ("month", "year"):
        return f"{carried}{end if row.precision == 'night' else start}"
    return carried + format_brief_days(start, end, row.precision)


def _format_weapons(row: StrikeRow) -> list[str]:
    figured = [(_format_weapon(*weapon), weapon[1] or weapon[2]) for weapon in row.weapons]
    if row.launched or row.intercepted:
        together = f"{row.launched} together" if row.launched else "together"
        together += f", {row.intercepted} intercepted" if row.intercepted else ""
        figured.append((together, row.launched or row.intercepted))
    told = sort_by_figure(figured)
    if row.scope == "summary":
        told = [f"total: {told[0]}" if told else "total:", *told[1:]]
    return told


def _format_weapon(kind: str, launched: str | None, intercepted: str | None) -> str:
    words = f"{kind} {launched}" if launched else kind
    return f"{words}, {intercepted} intercepted" if intercepted else words
