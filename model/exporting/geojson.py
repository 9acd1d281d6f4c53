"""GeoJSON (RFC 7946): a feature per strike; longitude before latitude, in degrees (WGS 84)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from model.event import Place, Strike
from model.exporting.flat_record import flatten_values
from model.exporting.json_values import to_json_line
from model.exporting.nested_record import DocumentLookup, ExportStamp, build_record

_SOURCE_KEYS = ("document", "title", "url", "source", "published", "claims", "unverified", "excerpts")


def render_geojson(strikes: Iterable[Strike], document: DocumentLookup, stamp: ExportStamp) -> Iterator[str]:
    """A feature collection, one feature a line; the geometry is null where no coordinates are known."""
    made_by = {"strikeview": stamp.program, "rules": stamp.rules, "query": stamp.query}
    yield f'{{"type": "FeatureCollection", "made_by": {to_json_line(made_by)}, "features": ['
    separator = "\n"
    for strike in strikes:
        yield separator + to_json_line(_build_feature(strike, document, stamp))
        separator = ",\n"
    yield "\n]}\n"


def _build_feature(strike: Strike, document: DocumentLookup, stamp: ExportStamp) -> dict[str, Any]:
    sources = build_record(strike, document, stamp)["sources"]
    return {
        "type": "Feature",
        "id": strike.id,
        "geometry": _build_geometry(strike.places),
        "properties": {
            **flatten_values(strike),
            "sources": [{name: source[name] for name in _SOURCE_KEYS} for source in sources],
        },
    }


def _build_geometry(places: Iterable[Place]) -> dict[str, Any] | None:
    located = (place for place in places if place.latitude is not None and place.longitude is not None)
    points = list(dict.fromkeys((place.longitude, place.latitude) for place in located))
    if not points:
        return None
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    return {"type": "MultiPoint", "coordinates": points}
