"""Reports, or candidates, as an aligned table for people, one line each, no wider than the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from model.event import Candidate, Figure, Report, When
from model.event.figures import notation
from model.exporting.short_phrases import weapon_words
from tui.cli.table_layout import Cell, Column, table
from tui.rendering.phrases import brief_days, largest_first, one_line

_UNKNOWN: Final = "?"

_COLUMNS: Final = (
    Column("when", 22),
    Column("side", 8),  # "ukraine?"
    Column("weapons", 10, share=5, between="; "),
    Column("places", 8, share=3, between=", "),
    Column("killed", 6, right=True),
    Column("injured", 7, right=True),
    Column("document", 8, share=2),
)
_CANDIDATE_COLUMNS: Final = (
    Column("lacks", 24, share=3),
    Column("words", 24, share=6),
    Column("document", 8, share=1),
)


def table_lines(reports: Iterable[Report], width: int) -> Iterator[str]:
    """A heading and one line for each report, in at most `width` cells; nothing at all where there are none."""
    return table(map(_cells, reports), _COLUMNS, width)


def candidate_lines(candidates: Iterable[Candidate], width: int) -> Iterator[str]:
    """The same for candidates: what each lacks, and the words."""
    return table(map(_candidate_cells, candidates), _CANDIDATE_COLUMNS, width)


def when_words(when: When) -> str:
    """The days in few characters: "2023-12-29", "2023-12-29/30 night", "2023-12", "“On Friday”" if unplaced."""
    if when.start is None and when.end is None and when.text:
        return f"“{when.text}”"
    return brief_days(when.start, when.end, when.precision)


def _cells(report: Report) -> list[Cell]:
    told = [(weapon_words(weapon), weapon.launched or weapon.intercepted) for weapon in report.weapons]
    if report.launched or report.intercepted:
        launched = f"{notation(report.launched)} together" if report.launched else "together"
        intercepted = f", {notation(report.intercepted)} intercepted" if report.intercepted else ""
        told.append((launched + intercepted, report.launched or report.intercepted))
    weapons = largest_first((text, notation(figure) if figure else None) for text, figure in told)
    if report.scope == "summary":
        weapons = [f"total: {weapons[0]}" if weapons else "total:", *weapons[1:]]
    return [
        ("~" if report.when.basis in ("carried", "user") else "") + when_words(report.when),
        report.side + ("?" if report.side_is_inferred else ""),
        weapons,
        [place.name for place in report.places],
        _figure(report.killed),
        _figure(report.injured),
        report.document,
    ]


def _candidate_cells(candidate: Candidate) -> list[Cell]:
    words = " […] ".join(one_line(span.text) for span in candidate.told.excerpts)
    return ["; ".join(candidate.lacks), words, candidate.told.document]


def _figure(figure: Figure | None) -> str:
    return notation(figure) if figure else _UNKNOWN
