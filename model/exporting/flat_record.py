"""A strike as one flat row: what a line of CSV and a place on a map hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from model.event import FIGURE_NAMES, Figure, Strike
from model.event.figures import short_form
from model.event.preferred_figure import preferred_figure
from model.exporting.nested_record import (
    DocumentLookup,
    ExportStamp,
    edtf_days,
    find_document,
    publication_date,
    side_basis,
    source_title,
)
from model.exporting.short_phrases import format_claim, format_damage, format_quoted_weapon

VALUE_COLUMNS: Final = (
    *("id", "scope", "edtf", "when_start", "when_end", "precision", "basis", "when_text", "side", "side_basis"),
    *("places", "regions", "countries", "latitude", "longitude", "coordinates", "weapons"),
    *(f"{figure}_{part}" for figure in FIGURE_NAMES for part in ("low", "high", "text", "first", "first_by")),
    *("damage", "claims", "disputed", "corrected", "tags", "notes"),
)
SOURCE_COLUMNS: Final = ("documents", "titles", "sources", "urls", "published", "excerpts", "unverified", "reasons")
STAMP_COLUMNS: Final = ("strikeview", "rules")
STRIKE_COLUMNS: Final = (*VALUE_COLUMNS, *SOURCE_COLUMNS, *STAMP_COLUMNS)


def flatten_values(strike: Strike) -> dict[str, Any]:
    """What the strike tells, under VALUES: numbers, booleans and text; None where unknown.

    Several of a kind stand in one text, "; " between them. `latitude` and `longitude` are those of the first place
    whose coordinates are known. Of several figures `…_first` is the one to show first, by the rule `…_first_by`.
    """
    when = strike.when
    known = [place for place in strike.places if place.latitude is not None and place.longitude is not None]
    told: dict[str, Any] = {
        "id": strike.id,
        "scope": strike.scope,
        "edtf": edtf_days(strike),
        "when_start": when.start.isoformat() if when.start else None,
        "when_end": when.end.isoformat() if when.end else None,
        "precision": when.precision,
        "basis": when.basis,
        "when_text": when.text,
        "side": strike.side,
        "side_basis": side_basis(strike),
        "places": _join_texts(place.name for place in strike.places),
        "regions": _join_texts(place.region or "" for place in strike.places),
        "countries": _join_texts(place.country or "" for place in strike.places),
        "latitude": known[0].latitude if known else None,
        "longitude": known[0].longitude if known else None,
        "coordinates": _join_texts(f"{place.name} {place.latitude} {place.longitude}" for place in known),
        "weapons": _join_texts(map(format_quoted_weapon, strike.weapons)),
    }
    for name in FIGURE_NAMES:
        figure: Figure | None = getattr(strike, name)
        for part in ("low", "high", "text"):
            told[f"{name}_{part}"] = getattr(figure, part) if figure else None
        first = preferred_figure(strike, name)
        told[f"{name}_first"] = short_form(first.figure) if first else None
        told[f"{name}_first_by"] = first.rule if first else None
    told["damage"] = _join_texts(map(format_damage, strike.damage))
    told["claims"] = _join_texts(map(format_claim, strike.claims))
    told["disputed"] = strike.disputed
    told["corrected"] = _join_texts(
        f"{each.path}: {each.value} (parsed: {each.parsed})" for each in strike.work.corrections
    )
    told["tags"] = _join_texts(strike.work.tags)
    told["notes"] = _join_texts(note.text for note in strike.work.notes)
    return told


def flatten_sources(strike: Strike, document: DocumentLookup) -> dict[str, str | None]:
    """Where the strike is told, under SOURCES; the texts of several sources are numbered, "[1] … [2] …"."""
    told = [(report, find_document(report.document, document)) for report in strike.reports]
    return {
        "documents": _number_texts([report.document for report, _ in told]),
        "titles": _number_texts([source_title(report, document) for report, document in told]),
        "sources": _number_texts([document and document.source for _, document in told]),
        "urls": _number_texts([document and document.url for _, document in told]),
        "published": _number_texts([publication_date(report, document) for report, document in told]),
        "excerpts": _number_texts([" […] ".join(span.text for span in report.excerpts) for report, _ in told]),
        "unverified": _number_texts([report.unverified and report.unverified.text for report, _ in told]),
        "reasons": _number_texts([None, *strike.reasons]),
    }


def flatten_strike(strike: Strike, document: DocumentLookup, stamp: ExportStamp) -> dict[str, Any]:
    """All of it, under COLUMNS."""
    made = dict(zip(STAMP_COLUMNS, (stamp.program, stamp.rules), strict=True))
    return {**flatten_values(strike), **flatten_sources(strike, document), **made}


def _join_texts(texts: Iterable[str]) -> str | None:
    told = list(texts)
    return "; ".join(told) if any(told) else None


def _number_texts(texts: Sequence[object]) -> str | None:
    if len(texts) == 1:
        return str(texts[0]) if texts[0] else None
    return " ".join(f"[{number}] {text}" for number, text in enumerate(texts, 1) if text) or None
