"""A strike with its sources as nested values: what JSON Lines and Parquet hold, and where the others take theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from model.event import Document, Report, Strike
from model.event.preferred_figure import preferred_figure
from model.event.user_edits import UserEdits
from model.exporting.edtf import format_edtf
from model.exporting.json_values import common_values, report_values, when_values

DocumentLookup = Callable[[str], Document]
"""Gives the document of a name; KeyError where it is not held."""


class ExportStamp(NamedTuple):
    """What an export says of its making: the version of the program, that of its rules, and the query as typed."""

    program: str
    rules: str
    query: str = ""


def build_record(strike: Strike, document: DocumentLookup, stamp: ExportStamp) -> dict[str, Any]:
    """The strike: its values over all sources, then each source with what it tells, then who made the record.

    A claim's `of` counts the weapons of the strike, or of the source in which it stands. `shown` is which of several
    figures is to be shown first, whose it is, and the rule that chose it (see `model.event.Shown`).
    """
    return {
        "id": strike.id,
        "scope": strike.scope,
        "when": {**when_values(strike.when), "edtf": edtf_days(strike)},
        "side": strike.side,
        "side_basis": side_basis(strike),
        **common_values(strike),
        "shown": {path: _preferred_values(strike, path) for path in strike.shown},
        "disputed": strike.disputed,
        "reasons": list(strike.reasons),
        "work": _edit_values(strike.work),
        "sources": [_build_source(report, find_document(report.document, document)) for report in strike.reports],
        "strikeview": stamp.program,
        "rules": stamp.rules,
    }


def _preferred_values(strike: Strike, path: str) -> dict[str, Any] | None:
    first = preferred_figure(strike, path)
    return {**first.figure.model_dump(), "document": first.document, "rule": first.rule} if first else None


def edtf_days(strike: Strike) -> str:
    """The days of the strike as EDTF."""
    return format_edtf(strike.when, corrected=strike.work.find_correction("when") is not None)


def side_basis(strike: Strike) -> str | None:
    """How the side is known: "told", "inferred" where no words of any source tell it, "corrected" by the user.

    None for an unknown one.
    """
    if strike.work.find_correction("side"):
        return "corrected"
    if strike.side == "unknown":
        return None
    return "inferred" if strike.side_is_inferred else "told"


def _edit_values(work: UserEdits) -> dict[str, Any]:
    """What the user has done to the strike, without the times at which it was done."""
    return {
        "corrections": [{"path": each.path, "value": each.value, "parsed": each.parsed} for each in work.corrections],
        "tags": list(work.tags),
        "notes": [note.text for note in work.notes],
        "bookmarked": work.bookmarked,
    }


def find_document(name: str, document: DocumentLookup) -> Document | None:
    """The document of this name; None where it is not held."""
    try:
        return document(name)
    except KeyError:
        return None


def source_title(report: Report, document: Document | None) -> str | None:
    """The title of a source."""
    return (document.title if document else None) or report.title


def publication_date(report: Report, document: Document | None) -> date | None:
    """The day on which a source was published."""
    return document.published if document else report.published


def _build_source(report: Report, document: Document | None) -> dict[str, Any]:
    published = publication_date(report, document)
    told = report_values(report)
    of_document = {
        "document": report.document,
        "digest": document.digest if document else None,
        "title": source_title(report, document),
        "url": document.url if document else None,
        "source": document.source if document else None,
        "published": published.isoformat() if published else None,
        "published_weak": document.published_weak if document else False,
    }
    return {**of_document, **{name: value for name, value in told.items() if name not in of_document}}
