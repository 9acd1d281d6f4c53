"""The places of a row: through the parser's gazetteer, so that they are the places that articles name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from model.datasets.mapping import Cells, PlaceMapping, is_cell_match
from model.datasets.row_document import CellQuote, shorten_cell
from model.event import Place
from model.gazetteer import GazetteerEntry, fold_place_name, load_gazetteer

MAX_TOWN_DISTANCE_DEGREES: Final = (
    0.4  # degrees: a town of the same name that stands so near to the coordinates of the row is that town
)


CITY_SUFFIX: Final = " City"  # behind the name of a city that is a region of its own
Coordinates = tuple[float, float]  # latitude and longitude, WGS 84


class InvalidCoordinatesError(ValueError):
    """Coordinates that are none; the message names the column, `value` repeats the cell."""

    def __init__(self, what: str, value: str) -> None:
        super().__init__(what)
        self.value = value


def read_place_cell(
    cell: CellQuote, spec: PlaceMapping, cells: Cells, at: Coordinates | None
) -> Iterator[tuple[Place, CellQuote]]:
    """The places that a cell names, each with its words; `at` are the coordinates of the row."""
    country = _look_up_country(spec, cells)
    region = cells.get(spec.region or "", "")
    for words in _split_names(cell.text, spec):
        if not is_cell_match(words, spec.nowhere):
            name = spec.called.get(words, words)
            if land := spec.lands.get(name):
                yield Place(name=name, country=land), cell.quote_part(words)
                continue
            yield _make_place(_find_entry(name, region, at), name, region, country, at), cell.quote_part(words)


def is_region_only(spec: PlaceMapping, cells: Cells) -> bool:
    """Whether the place of the row only stands for the region in which it lies."""
    return spec.precision is not None and is_cell_match(cells.get(spec.precision.column, ""), spec.precision.region)


def resolve_region(name: str, spec: PlaceMapping, cells: Cells) -> Place:
    """The region of this name as a place of its own; of a city that is one ("Kyiv City"), the city."""
    name = spec.called.get(name, name)
    city = name.removesuffix(CITY_SUFFIX)
    found = load_gazetteer().find_entries(city) if city != name else _find_region_entries(name)
    entry = next((each for each in found if each.kind == "region"), found[0] if found else None)
    return _place_from_entry(entry) if entry else Place(name=name, country=_look_up_country(spec, cells))


def _split_names(text: str, spec: PlaceMapping) -> Iterator[str]:
    parts = re.split("|".join(map(re.escape, spec.separators)), text) if spec.separators else [text]
    return filter(None, (part.strip().strip(spec.strip).strip() for part in parts))


def read_coordinates(spec: PlaceMapping, cells: Cells) -> Coordinates | None:
    """The coordinates of the row; None where it gives none. Raises WrongDegreesError."""
    written = cells.get(spec.latitude or ""), cells.get(spec.longitude or "")
    if not written[0] or not written[1]:
        return None
    found: list[float] = []
    for words, most, column in zip(written, (90, 180), (spec.latitude, spec.longitude), strict=True):
        try:
            value = float(words or "")
        except ValueError:
            value = float("nan")
        if not -most <= value <= most:
            raise InvalidCoordinatesError(f"{column} is no number of degrees", shorten_cell(words or ""))
        found.append(value)
    return found[0], found[1]


def _look_up_country(spec: PlaceMapping, cells: Cells) -> str | None:
    """The ISO code of the row's country; None where no column tells it, or the mapping knows no code for it."""
    return spec.countries.get(cells.get(spec.country or "", ""))


@lru_cache(maxsize=20_000)
def _find_region_entries(name: str) -> tuple[GazetteerEntry, ...]:
    """What a name of a region means: "Kharkiv oblast", or "Kharkiv" where only a region can be meant."""
    name = name.removesuffix(CITY_SUFFIX)
    return (*load_gazetteer().find_entries(f"{name} region"), *load_gazetteer().find_entries(name))


@lru_cache(maxsize=20_000)
def _find_entry(name: str, region: str, at: Coordinates | None) -> GazetteerEntry | None:
    """The place of the gazetteer: the one near the coordinates, else the one in the region, else the likeliest."""
    entries = load_gazetteer().find_entries(name)
    if at is not None:
        return next((entry for entry in entries if _is_near(entry, at)), None)
    if region:
        wanted = {fold_place_name(entry.region) for entry in _find_region_entries(region)[:1] if entry.region} or {
            fold_place_name(region)
        }
        return next((entry for entry in entries if entry.region and fold_place_name(entry.region) in wanted), None)
    return entries[0] if entries else None


def _is_near(entry: GazetteerEntry, at: tuple[float, float]) -> bool:
    if entry.latitude is None or entry.longitude is None:
        return False
    return (
        abs(entry.latitude - at[0]) <= MAX_TOWN_DISTANCE_DEGREES
        and abs(entry.longitude - at[1]) <= MAX_TOWN_DISTANCE_DEGREES
    )


def _make_place(
    entry: GazetteerEntry | None, name: str, region: str, country: str | None, at: Coordinates | None
) -> Place:
    if entry is not None:
        return _place_from_entry(entry)
    known = _find_region_entries(region)[:1] if region else ()
    return Place(
        name=name,
        region=known[0].region if known else region or None,
        country=country or (known[0].country if known else None),
        latitude=at[0] if at else None,
        longitude=at[1] if at else None,
    )


def _place_from_entry(entry: GazetteerEntry) -> Place:
    return Place(
        name=entry.name,
        region=entry.region,
        country=entry.country,
        latitude=entry.latitude,
        longitude=entry.longitude,
    )
