"""Reports and candidates, as `strikeview parse` prints them: JSON Lines, the public form, and CSV, one line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from model.event import FIGURES, Candidate, Figure, Report
from model.exporting.csv_cells import csv_line
from model.exporting.json_values import json_line, report_values
from model.exporting.short_phrases import claim_words, damage_words, weapon_words

COLUMNS: Final = (
    *("document", "title", "published", "scope", "when_start", "when_end", "precision", "basis", "when_text"),
    *("side", "side_basis", "places", "weapons"),
    *(f"{figure}_{part}" for figure in FIGURES for part in ("low", "high", "text")),
    *("claims", "excerpt", "unverified", "damage"),
)


def report_json(report: Report) -> str:
    """The report as one line of JSON, keys always in the same order, null where unknown."""
    return json_line(report_values(report))


def candidate_json(candidate: Candidate) -> str:
    """The candidate as one line of JSON: `lacks` and the excerpts, then what it tells, under the keys of a report."""
    told = report_values(candidate.told)
    first = {key: told.pop(key) for key in ("document", "title", "published")}
    return json_line({**first, "lacks": candidate.lacks, "excerpts": told.pop("excerpts"), **told})


def csv_rows(reports: Iterable[Report]) -> Iterator[str]:
    """CSV lines without their line end: the names of the columns, then one line a report."""
    yield csv_line(COLUMNS)
    for report in reports:
        yield csv_line(_cells(report))


def _cells(report: Report) -> Iterator[object]:
    when = report.when
    yield from (report.document, report.title, report.published, report.scope)
    yield from (when.start, when.end, when.precision, when.basis, when.text, report.side)
    yield "inferred" if report.side_is_inferred else "told" if report.side != "unknown" else None
    yield "; ".join(place.name for place in report.places)
    yield "; ".join(weapon_words(weapon) for weapon in report.weapons)
    for name in FIGURES:
        figure: Figure | None = getattr(report, name)
        yield from (figure.low, figure.high, figure.text) if figure else (None, None, None)
    yield "; ".join(claim_words(claim) for claim in report.claims)
    yield " […] ".join(span.text for span in report.excerpts)
    yield report.unverified.text if report.unverified else None
    yield "; ".join(damage_words(damage) for damage in report.damage)
