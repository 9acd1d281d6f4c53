"""Reports, or candidates, as an aligned table for people, one line each, no wider than the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from model.event import Candidate, Figure, Report, When
from model.event.figures import short_form
from model.exporting.short_phrases import format_weapon
from model.phrasing import replace_line_breaks
from tui.cli.table_layout import TableCell, TableColumn, format_table
from tui.rendering.phrases import format_brief_days, sort_by_figure

_UNKNOWN_CELL: Final = "?"

_REPORT_COLUMNS: Final = (
    TableColumn("when", 22),
    TableColumn("side", 8),  # "ukraine?"
    TableColumn("weapons", 10, share=5, part_separator="; "),
    TableColumn("places", 8, share=3, part_separator=", "),
    TableColumn("killed", 6, is_right_aligned=True),
    TableColumn("injured", 7, is_right_aligned=True),
    TableColumn("document", 8, share=2),
)
_CANDIDATE_COLUMNS: Final = (
    TableColumn("lacks", 24, share=3),
    TableColumn("words", 24, share=6),
    TableColumn("document", 8, share=1),
)


def format_report_table(reports: Iterable[Report], width: int) -> Iterator[str]:
    """A heading and one line for each report, in at most `width` cells; nothing at all where there are none."""
    return format_table(map(_build_report_row, reports), _REPORT_COLUMNS, width)


def format_candidate_table(candidates: Iterable[Candidate], width: int) -> Iterator[str]:
    """The same for candidates: what each lacks, and the words."""
    return format_table(map(_build_candidate_row, candidates), _CANDIDATE_COLUMNS, width)


def format_when(when: When) -> str:
    """The days in few characters: "2023-12-29", "2023-12-29/30 night", "2023-12", "“On Friday”" if unplaced."""
    if when.start is None and when.end is None and when.text:
        return f"“{when.text}”"
    return format_brief_days(when.start, when.end, when.precision)


def _build_report_row(report: Report) -> list[TableCell]:
    told = [(format_weapon(weapon), weapon.launched or weapon.intercepted) for weapon in report.weapons]
    if report.launched or report.intercepted:
        launched = f"{short_form(report.launched)} together" if report.launched else "together"
        intercepted = f", {short_form(report.intercepted)} intercepted" if report.intercepted else ""
        told.append((launched + intercepted, report.launched or report.intercepted))
    weapons = sort_by_figure((text, short_form(figure) if figure else None) for text, figure in told)
    if report.scope == "summary":
        weapons = [f"total: {weapons[0]}" if weapons else "total:", *weapons[1:]]
    return [
        ("~" if report.when.basis in ("carried", "user") else "") + format_when(report.when),
        report.side + ("?" if report.side_is_inferred else ""),
        weapons,
        [place.name for place in report.places],
        _format_figure(report.killed),
        _format_figure(report.injured),
        report.document,
    ]


def _build_candidate_row(candidate: Candidate) -> list[TableCell]:
    words = " […] ".join(replace_line_breaks(span.text) for span in candidate.told.excerpts)
    return ["; ".join(candidate.lacks), words, candidate.told.document]


def _format_figure(figure: Figure | None) -> str:
    return short_form(figure) if figure else _UNKNOWN_CELL
