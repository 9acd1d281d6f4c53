"""The places of a row, looked up in the parser's gazetteer, so that they match the places named in articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from model.datasets.mapping import Cells, PlaceMapping, is_cell_match
from model.datasets.row_document import CellQuote, shorten_cell
from model.event import Place
from model.gazetteer import GazetteerEntry, fold_place_name, load_gazetteer
from model.problem import InputError

MAX_TOWN_DISTANCE_DEGREES: Final = 0.4  # between the row's coordinates and a town of the same name
CITY_SUFFIX: Final = " City"  # after the name of a city that is also a region
Coordinates = tuple[float, float]  # latitude and longitude, WGS 84


def read_place_cell(
    cell: CellQuote, spec: PlaceMapping, cells: Cells, point: Coordinates | None
) -> Iterator[tuple[Place, CellQuote]]:
    """The places that a cell names, each with its words; `point` has the coordinates of the row."""
    country = _look_up_country(spec, cells)
    region = cells.get(spec.region or "", "")
    for words in _split_names(cell.text, spec):
        if not is_cell_match(words, spec.nowhere):
            name = spec.called.get(words, words)
            if land := spec.lands.get(name):
                yield Place(name=name, country=land), cell.quote_part(words)
                continue
            yield _make_place(_find_entry(name, region, point), name, region, country, point), cell.quote_part(words)


def is_region_only(spec: PlaceMapping, cells: Cells) -> bool:
    """Whether the row's place only represents the region around it."""
    return spec.precision is not None and is_cell_match(cells.get(spec.precision.column, ""), spec.precision.region)


def resolve_region(name: str, spec: PlaceMapping, cells: Cells) -> Place:
    """The region of this name as a place; a city that is a region ("Kyiv City") is the city."""
    name = spec.called.get(name, name)
    city = name.removesuffix(CITY_SUFFIX)
    entries = load_gazetteer().find_entries(city) if city != name else _find_region_entries(name)
    entry = next((entry for entry in entries if entry.kind == "region"), entries[0] if entries else None)
    return _place_from_entry(entry) if entry else Place(name=name, country=_look_up_country(spec, cells))


def _split_names(text: str, spec: PlaceMapping) -> Iterator[str]:
    parts = re.split("|".join(map(re.escape, spec.separators)), text) if spec.separators else [text]
    return filter(None, (part.strip().strip(spec.strip).strip() for part in parts))


def read_coordinates(spec: PlaceMapping, cells: Cells) -> Coordinates | None:
    """The coordinates of the row; None if they are empty. Raises InputError."""
    if not cells.get(spec.latitude or "") or not cells.get(spec.longitude or ""):
        return None
    return _read_degrees(spec.latitude, cells, 90), _read_degrees(spec.longitude, cells, 180)


def _read_degrees(column: str | None, cells: Cells, limit: int) -> float:
    words = cells[column or ""]
    try:
        degrees = float(words)
    except ValueError:
        degrees = float("nan")
    if not -limit <= degrees <= limit:
        remedy = "correct the cell; the place is kept without it"
        raise InputError(f"{column} is not a number of degrees", remedy, shorten_cell(words))
    return degrees


def _look_up_country(spec: PlaceMapping, cells: Cells) -> str | None:
    return spec.countries.get(cells.get(spec.country or "", ""))


@lru_cache(maxsize=20_000)
def _find_region_entries(name: str) -> tuple[GazetteerEntry, ...]:
    """The entries for a region's name: "Kharkiv oblast", or just "Kharkiv"."""
    name = name.removesuffix(CITY_SUFFIX)
    return (*load_gazetteer().find_entries(f"{name} region"), *load_gazetteer().find_entries(name))


@lru_cache(maxsize=20_000)
def _find_entry(name: str, region: str, point: Coordinates | None) -> GazetteerEntry | None:
    """The gazetteer entry: the one near the coordinates, else the one in the region, else the most likely."""
    entries = load_gazetteer().find_entries(name)
    if point is not None:
        return next((entry for entry in entries if _is_near(entry, point)), None)
    if region:
        region = next((entry.region for entry in _find_region_entries(region)[:1] if entry.region), region)
        folded = fold_place_name(region)
        return next((entry for entry in entries if entry.region and fold_place_name(entry.region) == folded), None)
    return entries[0] if entries else None


def _is_near(entry: GazetteerEntry, point: Coordinates) -> bool:
    if entry.latitude is None or entry.longitude is None:
        return False
    return max(abs(entry.latitude - point[0]), abs(entry.longitude - point[1])) <= MAX_TOWN_DISTANCE_DEGREES


def _make_place(
    entry: GazetteerEntry | None, name: str, region: str, country: str | None, point: Coordinates | None
) -> Place:
    if entry is not None:
        return _place_from_entry(entry)
    known = next(iter(_find_region_entries(region)), None) if region else None
    latitude, longitude = point or (None, None)
    region_name = known.region if known else region or None
    country = country or (known.country if known else None)
    return Place(name=name, region=region_name, country=country, latitude=latitude, longitude=longitude)


def _place_from_entry(entry: GazetteerEntry) -> Place:
    name, region, country, latitude, longitude, *_ = entry
    return Place(name=name, region=region, country=country, latitude=latitude, longitude=longitude)
