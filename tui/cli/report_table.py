"""Reports, or candidates, as an aligned table for people, one line each, no wider than the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from model.event import Candidate, Figure, Report, When
from model.event.figures import short_form
from model.phrasing import replace_line_breaks
from tui.cli.table_cells import UNKNOWN_CELL, list_weapons, mark_publication_day
from tui.cli.table_layout import TableCell, TableColumn, format_table
from tui.rendering.phrases import format_brief_days

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
    """A heading and one line for each report, in at most `width` cells; nothing if there are no reports."""
    return format_table(map(_build_report_row, reports), _REPORT_COLUMNS, width)


def format_candidate_table(candidates: Iterable[Candidate], width: int) -> Iterator[str]:
    """The same for candidates: what each lacks, and its words."""
    return format_table(map(_build_candidate_row, candidates), _CANDIDATE_COLUMNS, width)


def format_when(when: When) -> str:
    """The days in few characters: "2023-12-29", "2023-12-29/30 night", "2023-12", "“On Friday”" if unresolved."""
    if when.start is None and when.end is None and when.text:
        return f"“{when.text}”"
    return format_brief_days(when.start, when.end, when.precision)


def _build_report_row(report: Report) -> list[TableCell]:
    weapons = [
        (f"{weapon.kind} {weapon.model or ''}".rstrip(), _short_form(weapon.launched), _short_form(weapon.intercepted))
        for weapon in report.weapons
    ]
    return [
        mark_publication_day(format_when(report.when), report.when.basis),
        report.side + "?" * report.side_is_inferred,
        list_weapons(weapons, _short_form(report.launched), _short_form(report.intercepted), report.scope),
        [place.name for place in report.places],
        _short_form(report.killed) or UNKNOWN_CELL,
        _short_form(report.injured) or UNKNOWN_CELL,
        report.document,
    ]


def _build_candidate_row(candidate: Candidate) -> list[TableCell]:
    words = " […] ".join(replace_line_breaks(span.text) for span in candidate.report.excerpts)
    return ["; ".join(candidate.lacks), words, candidate.report.document]


def _short_form(figure: Figure | None) -> str | None:
    return short_form(figure) if figure else None
