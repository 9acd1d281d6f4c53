"""Reports, or candidates, as an aligned table for people, one line each, no wider than the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from rich.cells import cell_len, set_cell_size

from model.event import Candidate, Figure, Report, When
from model.exporting.terse import weapon_words
from model.figures import notation
from model.visible import visible
from tui.words import one_line

_UNKNOWN: Final = "?"


class _Column(NamedTuple):
    head: str
    width: int  # cells; of the columns that stretch, the least
    share: int = 0  # of the cells that are left over
    right: bool = False


_COLUMNS: Final = (
    _Column("when", 19),
    _Column("side", 8),  # "ukraine?"
    _Column("weapons", 10, share=5),
    _Column("places", 8, share=3),
    _Column("killed", 6, right=True),
    _Column("injured", 7, right=True),
    _Column("document", 8, share=2),
)
_CANDIDATE_COLUMNS: Final = (
    _Column("lacks", 24, share=3),
    _Column("words", 24, share=6),
    _Column("document", 8, share=1),
)
_GAP: Final = " "


def table_lines(reports: Iterable[Report], width: int) -> Iterator[str]:
    """A heading and one line for each report, in at most `width` cells; nothing at all where there are none."""
    return _table(map(_cells, reports), _COLUMNS, width)


def candidate_lines(candidates: Iterable[Candidate], width: int) -> Iterator[str]:
    """The same for candidates: what each lacks, and the words."""
    return _table(map(_candidate_cells, candidates), _CANDIDATE_COLUMNS, width)


def _table(rows: Iterable[list[str]], columns: Sequence[_Column], width: int) -> Iterator[str]:
    widths = _widths(columns, width)
    for number, cells in enumerate(rows):
        if number == 0:
            yield _line([column.head for column in columns], widths, columns, width)
        yield _line(cells, widths, columns, width)


def when_words(when: When) -> str:
    """The days in few characters: "2023-12-29", "2023-12-29/30 night", "2023-12", "“On Friday”" if unplaced."""
    start, end = when.start, when.end
    if start is None and end is None:
        return f"“{when.text}”" if when.text else "undated"
    if start is None or end is None:
        return f"{start}/.." if start else f"../{end}"
    if when.precision in ("month", "year"):
        return start.strftime("%Y-%m") if when.precision == "month" else str(start.year)
    if start == end:
        return str(start)
    rest = f"{end.day:02}" if (start.year, start.month) == (end.year, end.month) else f"{end.month:02}-{end.day:02}"
    days = f"{start}/{rest if start.year == end.year else end}"
    return f"{days} night" if when.precision == "night" else days


def _cells(report: Report) -> list[str]:
    weapons = "; ".join(weapon_words(weapon) for weapon in report.weapons)
    if report.launched or report.intercepted:
        launched = f"{notation(report.launched)} together" if report.launched else "together"
        intercepted = f", {notation(report.intercepted)} intercepted" if report.intercepted else ""
        weapons = f"{weapons}; {launched}{intercepted}" if weapons else f"{launched}{intercepted}"
    return [
        ("~" if report.when.basis in ("carried", "user") else "") + when_words(report.when),
        report.side + ("?" if report.side_is_inferred else ""),
        f"total: {weapons}" if report.scope == "summary" else weapons,
        ", ".join(place.name for place in report.places),
        _figure(report.killed),
        _figure(report.injured),
        report.document,
    ]


def _candidate_cells(candidate: Candidate) -> list[str]:
    words = " […] ".join(one_line(span.text) for span in candidate.told.excerpts)
    return ["; ".join(candidate.lacks), words, candidate.told.document]


def _figure(figure: Figure | None) -> str:
    return notation(figure) if figure else _UNKNOWN


def _widths(columns: Sequence[_Column], width: int) -> list[int]:
    taken = sum(column.width for column in columns) + len(_GAP) * (len(columns) - 1)
    spare = max(0, width - taken)
    shares = sum(column.share for column in columns)
    return [column.width + spare * column.share // shares for column in columns]


def _line(cells: list[str], widths: list[int], columns: Sequence[_Column], width: int) -> str:
    fitted = (
        _fit(visible(cell), size, column.right) for cell, size, column in zip(cells, widths, columns, strict=True)
    )
    return _fit(_GAP.join(fitted).rstrip(), width).rstrip()


def _fit(text: str, width: int, right: bool = False) -> str:
    """The text in exactly `width` terminal cells: padded, or cut with an ellipsis."""
    size = cell_len(text)
    if size > width:
        return set_cell_size(text, width - 1) + "…"
    return " " * (width - size) + text if right else text + " " * (width - size)
