"""A strike with its sources as a nested record: the rows of JSON Lines and Parquet, and the sources of GeoJSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final, NamedTuple

from model.event import FIGURE_NAMES, Document, Report, Strike
from model.event.preferred_figure import preferred_figure
from model.event.user_edits import UserEdits
from model.exporting.edtf import format_edtf
from model.exporting.json_values import report_values

_COMMON_FIELDS: Final = {"places", "weapons", *FIGURE_NAMES, "damage", "claims"}  # of reports and strikes

DocumentLookup = Callable[[str], Document]
"""Returns the document of this name; raises KeyError where the library does not have it."""


class ExportStamp(NamedTuple):
    """The provenance of an export: the versions of the program and of its rules, and the query as typed."""

    program: str
    rules: str
    query: str = ""


def build_record(strike: Strike, document: DocumentLookup, stamp: ExportStamp) -> dict[str, Any]:
    """The values of the strike over all sources, then those of each source, then the stamp.

    Weapons in a claim's `of` are numbered within the strike, or within the source that has the claim. `shown` has the
    preferred one of several figures, its document, and the rule that chose it (see `model.event.PreferredFigure`).
    """
    return {
        "id": strike.id,
        "scope": strike.scope,
        "when": {**strike.when.model_dump(mode="json"), "edtf": edtf_days(strike)},
        "side": strike.side,
        "side_basis": side_basis(strike),
        **strike.model_dump(mode="json", include=_COMMON_FIELDS),
        "shown": {path: _preferred_values(strike, path) for path in strike.shown},
        "disputed": strike.disputed,
        "reasons": list(strike.reasons),
        "work": _edit_values(strike.work),
        "sources": [_build_source(report, find_document(report.document, document)) for report in strike.reports],
        "strikeview": stamp.program,
        "rules": stamp.rules,
    }


def _preferred_values(strike: Strike, path: str) -> dict[str, Any] | None:
    preferred = preferred_figure(strike, path)
    if preferred is None:
        return None
    return {**preferred.figure.model_dump(), "document": preferred.document, "rule": preferred.rule}


def edtf_days(strike: Strike) -> str:
    """The days of the strike as EDTF."""
    return format_edtf(strike.when, corrected=strike.work.find_correction("when") is not None)


def side_basis(strike: Strike) -> str | None:
    """How the side is known: "told" by a source, "inferred" by the rules, "corrected" by the user; None if unknown."""
    if strike.work.find_correction("side"):
        return "corrected"
    if strike.side == "unknown":
        return None
    return "inferred" if strike.side_is_inferred else "told"


def _edit_values(work: UserEdits) -> dict[str, Any]:
    """The user's edits of the strike, without their times."""
    return {
        "corrections": [correction.model_dump(exclude={"made"}) for correction in work.corrections],
        "tags": list(work.tags),
        "notes": [note.text for note in work.notes],
        "bookmarked": work.bookmarked,
    }


def find_document(name: str, document: DocumentLookup) -> Document | None:
    """The document of this name; None where the library does not have it."""
    try:
        return document(name)
    except KeyError:
        return None


def source_title(report: Report, document: Document | None) -> str | None:
    """The title of a source; that of the report where the library has no document."""
    return (document.title if document else None) or report.title


def publication_date(report: Report, document: Document | None) -> date | None:
    """The day of publication of a source."""
    return document.published if document else report.published


def _build_source(report: Report, document: Document | None) -> dict[str, Any]:
    published = publication_date(report, document)
    document_values = {
        "document": report.document,
        "digest": document.digest if document else None,
        "title": source_title(report, document),
        "url": document.url if document else None,
        "source": document.source if document else None,
        "published": published.isoformat() if published else None,
        "published_weak": document.published_weak if document else False,
    }
    return document_values | report_values(report) | document_values  # the document's values come first, and win
