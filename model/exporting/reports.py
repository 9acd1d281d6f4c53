"""Reports and candidates as `strikeview parse` prints them: JSON Lines (the public form) and CSV, one line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from model.event import FIGURE_NAMES, Candidate, Figure, Report
from model.exporting.csv_cells import format_csv_line
from model.exporting.json_values import report_values, to_json_line
from model.exporting.short_phrases import format_claim, format_damage, format_weapon

REPORT_COLUMNS: Final = (
    *("document", "title", "published", "scope", "when_start", "when_end", "precision", "basis", "when_text"),
    *("side", "side_basis", "places", "weapons"),
    *(f"{figure}_{part}" for figure in FIGURE_NAMES for part in ("low", "high", "text")),
    *("claims", "excerpt", "unverified", "damage"),
)


def report_to_json(report: Report) -> str:
    """The report as one line of JSON: keys in a fixed order, null where unknown."""
    return to_json_line(report_values(report))


def candidate_to_json(candidate: Candidate) -> str:
    """The candidate as one line of JSON: the keys of a report, with `lacks` and the excerpts before the values."""
    values = report_values(candidate.report)
    header = {key: values.pop(key) for key in ("document", "title", "published")}
    return to_json_line({**header, "lacks": candidate.lacks, "excerpts": values.pop("excerpts"), **values})


def report_csv_lines(reports: Iterable[Report]) -> Iterator[str]:
    """CSV lines without line ends: the column names, then a line for each report."""
    yield format_csv_line(REPORT_COLUMNS)
    for report in reports:
        yield format_csv_line(_report_cells(report))


def _report_cells(report: Report) -> Iterator[object]:
    when = report.when
    yield from (report.document, report.title, report.published, report.scope)
    yield from (when.start, when.end, when.precision, when.basis, when.text, report.side)
    yield "inferred" if report.side_is_inferred else "told" if report.side != "unknown" else None
    yield "; ".join(place.name for place in report.places)
    yield "; ".join(map(format_weapon, report.weapons))
    for name in FIGURE_NAMES:
        figure: Figure | None = getattr(report, name)
        yield from (figure.low, figure.high, figure.text) if figure else (None, None, None)
    yield "; ".join(map(format_claim, report.claims))
    yield " […] ".join(span.text for span in report.excerpts)
    yield report.unverified.text if report.unverified else None
    yield "; ".join(map(format_damage, report.damage))
