"""The strikes of a library, one per line: as a table on a terminal, plain and uncut elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from model.library.timeline.flags import BOOKMARKED_FLAG, CORRECTED_FLAG, NOTE_FLAG, TAG_FLAG
from model.text.sanitize import sanitize
from tui.cli.table_cells import UNKNOWN_CELL, list_weapons, mark_publication_day
from tui.rendering.phrases import SIDE_LETTERS, format_brief_days

if TYPE_CHECKING:
    from model.library import StrikeRow
    from tui.cli.table_layout import TableCell

_FLAG_WORDS: Final = (
    (CORRECTED_FLAG, "corrected"),
    (BOOKMARKED_FLAG, "bookmarked"),
    (NOTE_FLAG, "noted"),
    (TAG_FLAG, "tagged"),
)
_MIN_WIDE_CELLS: Final = 90  # terminal cells from which there is room for every column


def format_strike_table(rows: Iterable[StrikeRow], width: int) -> Iterator[str]:
    """A heading and a line for each strike, in at most `width` cells; on narrow terminals the main columns only."""
    from tui.cli.table_layout import TableColumn, format_table  # loads rich, which plain lines do without

    wide = width >= _MIN_WIDE_CELLS
    columns = [
        TableColumn("id", 16),
        TableColumn("when", 22) if wide else TableColumn("when", 11),
        TableColumn("side", 8) if wide else TableColumn("by", 2),
        TableColumn("weapons", 9 if wide else 7, share=4 if wide else 2, part_separator="; "),
        TableColumn("places", 8, share=4 if wide else 3, part_separator=", "),
        TableColumn("killed", 6, is_right_aligned=True),
    ]
    if wide:
        columns += [TableColumn(heading, 7, is_right_aligned=True) for heading in ("injured", "sources")]
    return format_table((_build_strike_row(row, wide) for row in rows), columns, width)


def format_plain_strikes(rows: Iterable[StrikeRow]) -> Iterator[str]:
    """A line for each strike, two spaces between its parts; what is not stated is left out."""
    for row in rows:
        casualties = [f"{count} {name}" for count, name in ((row.killed, "killed"), (row.injured, "injured")) if count]
        parts = [row.key, _format_days(row), _format_side(row), "; ".join(_list_weapons(row)), ", ".join(row.places)]
        parts += [*casualties, f"{row.sources} sources" * (row.sources > 1), "disputed" * row.is_disputed]
        parts += [word for bit, word in _FLAG_WORDS if row.flags & bit]
        yield sanitize("  ".join(filter(None, parts)))


def _build_strike_row(row: StrikeRow, wide: bool) -> list[TableCell]:
    weapons, killed = _list_weapons(row), row.killed or UNKNOWN_CELL
    if not wide:
        side = SIDE_LETTERS[row.side] + "?" * (row.is_side_inferred and row.side != "unknown")
        return [row.key, _format_brief_days(row), side, weapons, row.places, killed]
    sources = f"{row.sources}{'≠' * row.is_disputed}{'✎' * bool(row.flags & CORRECTED_FLAG)}"
    injured = row.injured or UNKNOWN_CELL
    return [row.key, _format_days(row), _format_side(row), weapons, row.places, killed, injured, sources]


def _list_weapons(row: StrikeRow) -> list[str]:
    return list_weapons(row.weapons, row.launched, row.intercepted, row.scope)


def _format_side(row: StrikeRow) -> str:
    return row.side + "?" * row.is_side_inferred


def _format_days(row: StrikeRow) -> str:
    start, end = (date.fromisoformat(day) if day else None for day in (row.start, row.end))
    return mark_publication_day(format_brief_days(start, end, row.precision), row.basis)


def _format_brief_days(row: StrikeRow) -> str:
    """One day where there are several: of a night its morning, under which it is counted."""
    if row.start and row.end and row.precision not in ("month", "year"):
        return mark_publication_day(row.end if row.precision == "night" else row.start, row.basis)
    return _format_days(row)
