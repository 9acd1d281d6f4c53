"""A row of the timeline: what stands in which column, and how wide each is on a screen of so many columns."""

from __future__ import annotations

from typing import NamedTuple

from rich.segment import Segment
from textual.strip import Strip

from model.library import Day, Row
from model.library.timeline.flags import BOOKMARKED, CORRECTED, NOTE, TAG
from tui.rendering.glyphs import BOLD, PLAIN, REVERSE, SIDE_STYLES, Glyphs
from tui.rendering.phrases import SIDE_LETTERS, counted, day_of, largest_first, row_time
from tui.rendering.text_layout import fit, fit_figure, fit_first, fit_parts

TIME = 9  # a mark, a space and up to seven letters
SOURCES = 3
MARKS = 3


class Columns(NamedTuple):
    """The widths of the columns that are not always the same."""

    weapons: int
    places: int
    killed: int
    injured: int

    @classmethod
    def of(cls, width: int) -> Columns:
        """The columns of a list `width` cells wide."""
        killed, injured = (6, 7) if width >= 70 else (5, 5)
        room = max(10, width - (2 + TIME + 1 + 2 + 1 + 1 + killed + 1 + injured + 1 + 1 + SOURCES + 1 + MARKS))
        places = max(4, min(24, room * 3 // 8))
        return cls(room - places, places, killed, injured)


def heading(columns: Columns, glyphs: Glyphs) -> str:
    """The line over the columns."""
    killed, injured, sources = ("killed", "injured", "src") if columns.injured >= 7 else ("kill.", "inj.", "src")
    names = (
        f"weapons launched{glyphs.down}intercepted",
        f"weapons sent{glyphs.down}downed",
        f"weapons {glyphs.down}downed",
        "weapons",
    )
    weapons = next((name for name in names if len(name) <= columns.weapons), "weapons")
    return (
        f"  {'when':<{TIME}} by {fit(weapons, columns.weapons, '')} {fit('places', columns.places, '')} "
        f"{killed:>{columns.killed}} {injured:>{columns.injured}} {sources:>{SOURCES}}"
    )


def weapons_told(row: Row, glyphs: Glyphs) -> list[str]:
    """Kinds with their figures: "drone 36↓27" is 36 launched, 27 intercepted; "drone ↓27" leaves the first untold."""

    def with_figures(name: str, launched: str | None, intercepted: str | None) -> str:
        down = "" if intercepted is None else f"{glyphs.down}{glyphs.figure(intercepted)}"
        return f"{name} {glyphs.figure(launched or '')}{down}" if launched is not None or down else name

    told = [(with_figures(*weapon), weapon[1] or weapon[2]) for weapon in row.weapons]
    if row.launched is not None or row.intercepted is not None:
        bare = [kind for kind, launched, intercepted in row.weapons if launched is None and intercepted is None]
        told = [(text, figure) for text, figure in told if text not in bare]
        together = with_figures("+".join(bare) if bare else "together", row.launched, row.intercepted)
        told.append((together, row.launched or row.intercepted))
    return largest_first(told) or [glyphs.unknown]


def places_told(row: Row, glyphs: Glyphs, width: int) -> str:
    """The first place, and how many more; the count is never what is cut off."""
    first = glyphs.shown(row.places[0]) if row.places else glyphs.unknown
    return fit_first(first, max(0, len(row.places) - 1), width, glyphs.ellipsis)


def row_strip(row: Row, columns: Columns, glyphs: Glyphs, chosen: bool) -> Strip:
    """The line of a strike; the one under the cursor is told by its mark and its reversed time."""
    mark = glyphs.carried if row.basis in ("carried", "user") else glyphs.precision[row.precision]
    if row.start is None and row.end is None:
        mark = glyphs.precision["unknown"]  # "on Tuesday", and no day to count from
    time = f"{mark} {row_time(row.precision, row.start, row.end)}"
    cut = glyphs.ellipsis
    figures = [
        fit_figure(glyphs.unknown if text is None else glyphs.figure(text), width, cut)
        for text, width in ((row.killed, columns.killed), (row.injured, columns.injured))
    ]
    rest = " ".join(
        (
            "",
            fit_parts(weapons_told(row, glyphs), columns.weapons, cut, " "),
            places_told(row, glyphs, columns.places),
            *figures,
            f"{row.sources:>{SOURCES}}",
            "",
        )
    )
    marks = (glyphs.disputed if row.disputed else " ") + (glyphs.summary if row.scope == "summary" else " ")
    marks += work_mark(row.marks, glyphs)
    return Strip(
        [
            Segment(f"{glyphs.cursor if chosen else ' '} ", BOLD if chosen else PLAIN),
            Segment(fit(time, TIME, cut), REVERSE if chosen else PLAIN),
            Segment(" ", PLAIN),
            Segment(f"{SIDE_LETTERS[row.side]}{'?' if row.inferred else ' '}", SIDE_STYLES[row.side]),
            Segment(rest, PLAIN),
            Segment(marks, BOLD if marks.strip() else PLAIN),
        ]
    )


def work_mark(bits: int, glyphs: Glyphs) -> str:
    """The sign of what the user has done to a strike: one cell, blank where nothing."""
    signs = [
        sign
        for bit, sign in ((CORRECTED, glyphs.corrected), (BOOKMARKED, glyphs.bookmarked), (NOTE | TAG, glyphs.noted))
        if bits & bit
    ]
    return glyphs.several if len(signs) > 1 else signs[0] if signs else " "


def day_strip(day: Day, glyphs: Glyphs) -> Strip:
    """The header of a day: weekday, date and how many strikes."""
    note = ", by place" if day.day is None else ""
    return Strip(
        [Segment(day_of(day.day), BOLD), Segment(f" {glyphs.dot} {counted(day.strikes, 'strike')}{note}", PLAIN)]
    )
