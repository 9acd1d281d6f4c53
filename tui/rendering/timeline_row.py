"""Rows of the timeline: the widths of the columns, and the lines of strikes and days."""

from __future__ import annotations

from typing import NamedTuple

from rich.segment import Segment
from textual.strip import Strip

from model.library import DayStrikes, StrikeRow
from model.library.timeline.flags import BOOKMARKED_FLAG, CORRECTED_FLAG, NOTE_FLAG, TAG_FLAG
from model.phrasing import format_count
from tui.rendering.glyphs import BOLD_STYLE, PLAIN_STYLE, REVERSE_STYLE, SIDE_STYLES, Glyphs
from tui.rendering.phrases import SIDE_LETTERS, describe_list_day, format_row_time, sort_by_figure
from tui.rendering.text_layout import fit_figure, fit_first_part, fit_parts, fit_text

TIME_CELLS = 9  # a glyph, a space and up to seven letters
SOURCE_COUNT_CELLS = 3
FLAG_CELLS = 3
GAP_CELLS = 11  # the cursor, the side and the spaces between the columns


class ColumnWidths(NamedTuple):
    """The widths, in cells, of the columns that depend on the width of the list."""

    weapons: int
    places: int
    killed: int
    injured: int

    @classmethod
    def from_width(cls, width: int) -> ColumnWidths:
        """The columns of a list that is `width` cells wide."""
        killed, injured = (6, 7) if width >= 70 else (5, 5)
        room = max(10, width - (GAP_CELLS + TIME_CELLS + killed + injured + SOURCE_COUNT_CELLS + FLAG_CELLS))
        places = max(4, min(24, room * 3 // 8))
        return cls(room - places, places, killed, injured)


def format_heading(columns: ColumnWidths, glyphs: Glyphs) -> str:
    """The heading of the columns."""
    killed, injured = ("killed", "injured") if columns.injured >= 7 else ("kill.", "inj.")
    down = glyphs.down_arrow
    names = (f"weapons launched{down}intercepted", f"weapons sent{down}downed", f"weapons {down}downed")
    weapons = fit_text(next((name for name in names if len(name) <= columns.weapons), "weapons"), columns.weapons, "")
    return (
        f"  {'when':<{TIME_CELLS}} by {weapons} {fit_text('places', columns.places, '')} "
        f"{killed:>{columns.killed}} {injured:>{columns.injured}} {'src':>{SOURCE_COUNT_CELLS}}"
    )


def format_weapons(row: StrikeRow, glyphs: Glyphs) -> list[str]:
    """Weapons with their figures: "drone 36↓27" is 36 launched, 27 intercepted; "drone ↓27" states no launches."""

    def with_figures(name: str, launched: str | None, intercepted: str | None) -> str:
        down = "" if intercepted is None else f"{glyphs.down_arrow}{glyphs.format_figure(intercepted)}"
        return f"{name} {glyphs.format_figure(launched or '')}{down}" if launched is not None or down else name

    weapons = [(with_figures(*weapon), weapon[1] or weapon[2]) for weapon in row.weapons]
    if row.launched is not None or row.intercepted is not None:
        bare = [kind for kind, launched, intercepted in row.weapons if launched is None and intercepted is None]
        weapons = [(text, figure) for text, figure in weapons if text not in bare]
        together = with_figures("+".join(bare) if bare else "together", row.launched, row.intercepted)
        weapons.append((together, row.launched or row.intercepted))
    return sort_by_figure(weapons) or [glyphs.unknown]


def format_places(row: StrikeRow, glyphs: Glyphs, width: int) -> str:
    """The first place, and how many others there are; this count is never cut off."""
    first = glyphs.sanitize_text(row.places[0]) if row.places else glyphs.unknown
    return fit_first_part(first, max(0, len(row.places) - 1), width, glyphs.ellipsis)


def build_row_strip(row: StrikeRow, columns: ColumnWidths, glyphs: Glyphs, chosen: bool) -> Strip:
    """The line of a strike; the one under the cursor has the cursor glyph, and its time is reversed."""
    mark = glyphs.carried if row.basis in ("carried", "user") else glyphs.precisions[row.precision]
    if row.start is None and row.end is None:
        mark = glyphs.precisions["unknown"]  # "on Tuesday" without a date to count from
    time = f"{mark} {format_row_time(row.precision, row.start, row.end)}"
    cut = glyphs.ellipsis
    figures = [
        fit_figure(glyphs.unknown if text is None else glyphs.format_figure(text), width, cut)
        for text, width in ((row.killed, columns.killed), (row.injured, columns.injured))
    ]
    weapons = fit_parts(format_weapons(row, glyphs), columns.weapons, cut, " ")
    places = format_places(row, glyphs, columns.places)
    rest = f" {weapons} {places} {' '.join(figures)} {row.sources:>{SOURCE_COUNT_CELLS}} "
    marks = (glyphs.disputed if row.is_disputed else " ") + (glyphs.summary if row.scope == "summary" else " ")
    marks += choose_edit_glyph(row.flags, glyphs)
    return Strip(
        [
            Segment(f"{glyphs.cursor if chosen else ' '} ", BOLD_STYLE if chosen else PLAIN_STYLE),
            Segment(fit_text(time, TIME_CELLS, cut), REVERSE_STYLE if chosen else PLAIN_STYLE),
            Segment(" ", PLAIN_STYLE),
            Segment(f"{SIDE_LETTERS[row.side]}{'?' if row.is_side_inferred else ' '}", SIDE_STYLES[row.side]),
            Segment(rest, PLAIN_STYLE),
            Segment(marks, BOLD_STYLE if marks.strip() else PLAIN_STYLE),
        ]
    )


def choose_edit_glyph(flags: int, glyphs: Glyphs) -> str:
    """The glyph of the user's edits to a strike, a space if there are none."""
    marks = glyphs.corrected if flags & CORRECTED_FLAG else ""
    marks += glyphs.bookmarked if flags & BOOKMARKED_FLAG else ""
    marks += glyphs.noted if flags & (NOTE_FLAG | TAG_FLAG) else ""
    return glyphs.several_edits if len(marks) > 1 else marks or " "


def build_day_strip(day: DayStrikes, glyphs: Glyphs) -> Strip:
    """The header of a day: its weekday, date and number of strikes."""
    note = ", by place" if day.day is None else ""
    count = f" {glyphs.dot} {format_count(day.strike_count, 'strike')}{note}"
    return Strip([Segment(describe_list_day(day.day), BOLD_STYLE), Segment(count, PLAIN_STYLE)])
