"""Reports and candidates, as `strikeview parse` prints them: JSON Lines, the public form, and CSV, one line each."""

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
    """The report as one line of JSON, keys always in the same order, null where unknown."""
    return to_json_line(report_values(report))


def candidate_to_json(candidate: Candidate) -> str:
    """The candidate as one line of JSON: `lacks` and the excerpts, then what it tells, under the keys of a report."""
    told = report_values(candidate.told)
    first = {key: told.pop(key) for key in ("document", "title", "published")}
    return to_json_line({**first, "lacks": candidate.lacks, "excerpts": told.pop("excerpts"), **told})


def report_csv_lines(reports: Iterable[Report]) -> Iterator[str]:
    """CSV lines without their line end: the names of the columns, then one line a report."""
    yield format_csv_line(REPORT_COLUMNS)
    for report in reports:
        yield format_csv_line(_report_cells(report))


def _report_cells(report: Report) -> Iterator[object]:
    when = report.when
    yield from (report.document, report.title, report.published, report.scope)
    yield from (when.start, when.end, when.precision, when.basis, when.text, report.side)
    yield "inferred" if report.side_is_inferred else "told" if report.side != "unknown" else None
    yield "; ".join(place.name for place in report.places)
    yield "; ".join(format_weapon(weapon) for weapon in report.weapons)
    for name in FIGURE_NAMES:
        figure: Figure | None = getattr(report, name)
        yield from (figure.low, figure.high, figure.text) if figure else (None, None, None)
    yield "; ".join(format_claim(claim) for claim in report.claims)
    yield " […] ".join(span.text for span in report.excerpts)
    yield report.unverified.text if report.unverified else None
    yield "; ".join(format_damage(damage) for damage in report.damage)
