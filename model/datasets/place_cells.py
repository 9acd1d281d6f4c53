"""The places of a row: through the parser's gazetteer, so that they are the places that articles name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from model.datasets.mapping import Cells, Places, fits
from model.datasets.row_document import Quote, shown
from model.event import Place
from model.gazetteer import Entry, fold, gazetteer

NEAR: Final = 0.4  # degrees: a town of the same name that stands so near to the coordinates of the row is that town


CITY: Final = " City"  # behind the name of a city that is a region of its own
Degrees = tuple[float, float]  # latitude and longitude, WGS 84


class WrongDegreesError(ValueError):
    """Coordinates that are none; the message names the column, `value` repeats the cell."""

    def __init__(self, what: str, value: str) -> None:
        super().__init__(what)
        self.value = value


def places(cell: Quote, spec: Places, cells: Cells, at: Degrees | None) -> Iterator[tuple[Place, Quote]]:
    """The places that a cell names, each with its words; `at` are the coordinates of the row."""
    country = _country(spec, cells)
    region = cells.get(spec.region or "", "")
    for words in _split(cell.text, spec):
        if not fits(words, spec.nowhere):
            name = spec.called.get(words, words)
            if land := spec.lands.get(name):
                yield Place(name=name, country=land), cell.part(words)
                continue
            yield _place(_entry(name, region, at), name, region, country, at), cell.part(words)


def only_region(spec: Places, cells: Cells) -> bool:
    """Whether the place of the row only stands for the region in which it lies."""
    return spec.precision is not None and fits(cells.get(spec.precision.column, ""), spec.precision.region)


def whole_region(name: str, spec: Places, cells: Cells) -> Place:
    """The region of this name as a place of its own; of a city that is one ("Kyiv City"), the city."""
    name = spec.called.get(name, name)
    city = name.removesuffix(CITY)
    found = gazetteer().entries(city) if city != name else _region_entries(name)
    entry = next((each for each in found if each.kind == "region"), found[0] if found else None)
    return _of(entry) if entry else Place(name=name, country=_country(spec, cells))


def _split(text: str, spec: Places) -> Iterator[str]:
    parts = re.split("|".join(map(re.escape, spec.separators)), text) if spec.separators else [text]
    return filter(None, (part.strip().strip(spec.strip).strip() for part in parts))


def degrees(spec: Places, cells: Cells) -> Degrees | None:
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
            raise WrongDegreesError(f"{column} is no number of degrees", shown(words or ""))
        found.append(value)
    return found[0], found[1]


def _country(spec: Places, cells: Cells) -> str | None:
    """The ISO code of the row's country; None where no column tells it, or the mapping knows no code for it."""
    return spec.countries.get(cells.get(spec.country or "", ""))


@lru_cache(maxsize=20_000)
def _region_entries(name: str) -> tuple[Entry, ...]:
    """What a name of a region means: "Kharkiv oblast", or "Kharkiv" where only a region can be meant."""
    name = name.removesuffix(CITY)
    return (*gazetteer().entries(f"{name} region"), *gazetteer().entries(name))


@lru_cache(maxsize=20_000)
def _entry(name: str, region: str, at: Degrees | None) -> Entry | None:
    """The place of the gazetteer: the one near the coordinates, else the one in the region, else the likeliest."""
    entries = gazetteer().entries(name)
    if at is not None:
        return next((entry for entry in entries if _is_near(entry, at)), None)
    if region:
        wanted = {fold(entry.region) for entry in _region_entries(region)[:1] if entry.region} or {fold(region)}
        return next((entry for entry in entries if entry.region and fold(entry.region) in wanted), None)
    return entries[0] if entries else None


def _is_near(entry: Entry, at: tuple[float, float]) -> bool:
    if entry.latitude is None or entry.longitude is None:
        return False
    return abs(entry.latitude - at[0]) <= NEAR and abs(entry.longitude - at[1]) <= NEAR


def _place(entry: Entry | None, name: str, region: str, country: str | None, at: Degrees | None) -> Place:
    if entry is not None:
        return _of(entry)
    known = _region_entries(region)[:1] if region else ()
    return Place(
        name=name,
        region=known[0].region if known else region or None,
        country=country or (known[0].country if known else None),
        latitude=at[0] if at else None,
        longitude=at[1] if at else None,
    )


def _of(entry: Entry) -> Place:
    return Place(
        name=entry.name,
        region=entry.region,
        country=entry.country,
        latitude=entry.latitude,
        longitude=entry.longitude,
    )
