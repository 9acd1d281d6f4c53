"""A strike as one flat row: what a line of CSV and a place on a map hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from model.event import FIGURES, Figure, Strike
from model.event.figures import notation
from model.event.preferred_figure import shown_figure
from model.exporting.nested_record import Lookup, Stamp, days, held, published_of, side_basis, title_of
from model.exporting.short_phrases import claim_words, damage_words, weapon_told

VALUES: Final = (
    *("id", "scope", "edtf", "when_start", "when_end", "precision", "basis", "when_text", "side", "side_basis"),
    *("places", "regions", "countries", "latitude", "longitude", "coordinates", "weapons"),
    *(f"{figure}_{part}" for figure in FIGURES for part in ("low", "high", "text", "first", "first_by")),
    *("damage", "claims", "disputed", "corrected", "tags", "notes"),
)
SOURCES: Final = ("documents", "titles", "sources", "urls", "published", "excerpts", "unverified", "reasons")
MADE: Final = ("strikeview", "rules")
COLUMNS: Final = (*VALUES, *SOURCES, *MADE)


def values(strike: Strike) -> dict[str, Any]:
    """What the strike tells, under VALUES: numbers, booleans and text; None where unknown.

    Several of a kind stand in one text, "; " between them. `latitude` and `longitude` are those of the first place
    whose coordinates are known. Of several figures `…_first` is the one to show first, by the rule `…_first_by`.
    """
    when = strike.when
    known = [place for place in strike.places if place.latitude is not None and place.longitude is not None]
    told: dict[str, Any] = {
        "id": strike.id,
        "scope": strike.scope,
        "edtf": days(strike),
        "when_start": when.start.isoformat() if when.start else None,
        "when_end": when.end.isoformat() if when.end else None,
        "precision": when.precision,
        "basis": when.basis,
        "when_text": when.text,
        "side": strike.side,
        "side_basis": side_basis(strike),
        "places": _listed(place.name for place in strike.places),
        "regions": _listed(place.region or "" for place in strike.places),
        "countries": _listed(place.country or "" for place in strike.places),
        "latitude": known[0].latitude if known else None,
        "longitude": known[0].longitude if known else None,
        "coordinates": _listed(f"{place.name} {place.latitude} {place.longitude}" for place in known),
        "weapons": _listed(map(weapon_told, strike.weapons)),
    }
    for name in FIGURES:
        figure: Figure | None = getattr(strike, name)
        for part in ("low", "high", "text"):
            told[f"{name}_{part}"] = getattr(figure, part) if figure else None
        first = shown_figure(strike, name)
        told[f"{name}_first"] = notation(first.figure) if first else None
        told[f"{name}_first_by"] = first.rule if first else None
    told["damage"] = _listed(map(damage_words, strike.damage))
    told["claims"] = _listed(map(claim_words, strike.claims))
    told["disputed"] = strike.disputed
    told["corrected"] = _listed(
        f"{each.path}: {each.value} (parsed: {each.parsed})" for each in strike.work.corrections
    )
    told["tags"] = _listed(strike.work.tags)
    told["notes"] = _listed(note.text for note in strike.work.notes)
    return told


def sources(strike: Strike, document: Lookup) -> dict[str, str | None]:
    """Where the strike is told, under SOURCES; the texts of several sources are numbered, "[1] … [2] …"."""
    told = [(report, held(report.document, document)) for report in strike.reports]
    return {
        "documents": _numbered([report.document for report, _ in told]),
        "titles": _numbered([title_of(report, document) for report, document in told]),
        "sources": _numbered([document and document.source for _, document in told]),
        "urls": _numbered([document and document.url for _, document in told]),
        "published": _numbered([published_of(report, document) for report, document in told]),
        "excerpts": _numbered([" […] ".join(span.text for span in report.excerpts) for report, _ in told]),
        "unverified": _numbered([report.unverified and report.unverified.text for report, _ in told]),
        "reasons": _numbered([None, *strike.reasons]),
    }


def row(strike: Strike, document: Lookup, stamp: Stamp) -> dict[str, Any]:
    """All of it, under COLUMNS."""
    made = dict(zip(MADE, (stamp.program, stamp.rules), strict=True))
    return {**values(strike), **sources(strike, document), **made}


def _listed(texts: Iterable[str]) -> str | None:
    told = list(texts)
    return "; ".join(told) if any(told) else None


def _numbered(texts: Sequence[object]) -> str | None:
    if len(texts) == 1:
        return str(texts[0]) if texts[0] else None
    return " ".join(f"[{number}] {text}" for number, text in enumerate(texts, 1) if text) or None
