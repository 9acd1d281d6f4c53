"""A strike as a flat row: the columns of CSV and the properties of a GeoJSON feature."""

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

STRIKE_COLUMNS: Final = (
    *("id", "scope", "edtf", "when_start", "when_end", "precision", "basis", "when_text", "side", "side_basis"),
    *("places", "regions", "countries", "latitude", "longitude", "coordinates", "weapons"),
    *(f"{figure}_{part}" for figure in FIGURE_NAMES for part in ("low", "high", "text", "first", "first_by")),
    *("damage", "claims", "disputed", "corrected", "tags", "notes"),
    *("documents", "titles", "sources", "urls", "published", "excerpts", "unverified", "reasons"),
    *("strikeview", "rules"),
)


def flatten_values(strike: Strike) -> dict[str, Any]:
    """The columns of the strike itself, `id` to `notes`: numbers, booleans and text; None where unknown.

    Several values of a kind are joined by "; ". `latitude` and `longitude` are those of the first place with known
    coordinates. `…_first` is the preferred one of several figures, chosen by the rule `…_first_by`.
    """
    when = strike.when
    located = [place for place in strike.places if place.latitude is not None and place.longitude is not None]
    values: dict[str, Any] = {
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
        "latitude": located[0].latitude if located else None,
        "longitude": located[0].longitude if located else None,
        "coordinates": _join_texts(f"{place.name} {place.latitude} {place.longitude}" for place in located),
        "weapons": _join_texts(map(format_quoted_weapon, strike.weapons)),
    }
    for name in FIGURE_NAMES:
        figure: Figure | None = getattr(strike, name)
        for part in ("low", "high", "text"):
            values[f"{name}_{part}"] = getattr(figure, part) if figure else None
        preferred = preferred_figure(strike, name)
        values[f"{name}_first"] = short_form(preferred.figure) if preferred else None
        values[f"{name}_first_by"] = preferred.rule if preferred else None
    corrections = (f"{item.path}: {item.value} (parsed: {item.parsed})" for item in strike.work.corrections)
    return {
        **values,
        "damage": _join_texts(map(format_damage, strike.damage)),
        "claims": _join_texts(map(format_claim, strike.claims)),
        "disputed": strike.disputed,
        "corrected": _join_texts(corrections),
        "tags": _join_texts(strike.work.tags),
        "notes": _join_texts(note.text for note in strike.work.notes),
    }


def flatten_strike(strike: Strike, document: DocumentLookup, stamp: ExportStamp) -> dict[str, Any]:
    """The strike, its sources and the stamp under STRIKE_COLUMNS."""
    reports = strike.reports
    documents = [find_document(report.document, document) for report in reports]
    return {
        **flatten_values(strike),
        "documents": _number_texts([report.document for report in reports]),
        "titles": _number_texts(list(map(source_title, reports, documents))),
        "sources": _number_texts([document and document.source for document in documents]),
        "urls": _number_texts([document and document.url for document in documents]),
        "published": _number_texts(list(map(publication_date, reports, documents))),
        "excerpts": _number_texts([" […] ".join(span.text for span in report.excerpts) for report in reports]),
        "unverified": _number_texts([report.unverified and report.unverified.text for report in reports]),
        "reasons": _number_texts([None, *strike.reasons]),
        "strikeview": stamp.program,
        "rules": stamp.rules,
    }


def _join_texts(texts: Iterable[str]) -> str | None:
    several = list(texts)
    return "; ".join(several) if any(several) else None


def _number_texts(texts: Sequence[object]) -> str | None:
    """Texts of several sources: "[1] … [2] …"; that of a single source is not numbered."""
    if len(texts) == 1:
        return str(texts[0]) if texts[0] else None
    return " ".join(f"[{number}] {text}" for number, text in enumerate(texts, 1) if text) or None
