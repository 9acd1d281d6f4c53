"""GeoJSON of strikes (RFC 7946): a feature each, at its places, longitude first, in degrees of WGS 84."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from model.event import Place, Strike
from model.exporting.flat_record import values
from model.exporting.json_values import json_line
from model.exporting.nested_record import Lookup, Stamp, record

_OF_SOURCE = ("document", "title", "url", "source", "published", "claims", "unverified", "excerpts")


def geojson_of(strikes: Iterable[Strike], document: Lookup, stamp: Stamp) -> Iterator[str]:
    """A feature collection, one feature a line; a strike without coordinates has the geometry null."""
    made = {"strikeview": stamp.program, "rules": stamp.rules, "query": stamp.query}
    yield f'{{"type": "FeatureCollection", "made_by": {json_line(made)}, "features": ['
    between = "\n"
    for strike in strikes:
        yield between + json_line(_feature(strike, document, stamp))
        between = ",\n"
    yield "\n]}\n"


def _feature(strike: Strike, document: Lookup, stamp: Stamp) -> dict[str, Any]:
    told = [{name: source[name] for name in _OF_SOURCE} for source in record(strike, document, stamp)["sources"]]
    return {
        "type": "Feature",
        "id": strike.id,
        "geometry": _geometry(strike.places),
        "properties": {**values(strike), "sources": told},
    }


def _geometry(places: Iterable[Place]) -> dict[str, Any] | None:
    known = (place for place in places if place.latitude is not None and place.longitude is not None)
    points = list(dict.fromkeys((place.longitude, place.latitude) for place in known))
    if not points:
        return None
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    return {"type": "MultiPoint", "coordinates": points}
