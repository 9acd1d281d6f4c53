"""Looks up which side controls a place: by country, or by long-term occupation (lexicon/sides.toml)."""

from __future__ import annotations

from datetime import date
from functools import cache

from model.gazetteer import GazetteerEntry
from model.parsing.chunks.chunk import Chunk
from model.parsing.lexicon import load_lexicon
from model.taxonomy import Side

COUNTRY_SIDES: dict[str | None, Side] = {"UA": "ukraine", "RU": "russia"}


def find_controlling_side(place: GazetteerEntry, day: date | None) -> Side | None:
    """The side that held the place on the day; without a day, only occupation before 2022 counts."""
    since = _load_occupation_dates().get(place.name) or _load_occupation_dates().get(place.region or "")
    if since and (day.isoformat() if day else "2022") >= since:
        return "russia"
    return COUNTRY_SIDES.get(place.country)


def is_own_territory(chunk: Chunk, side: Side | None) -> bool:
    """Whether the side does not strike the place: Russia not Russian territory, Ukraine not Kyiv."""
    country = chunk.place.country if chunk.place else None
    if side == "ukraine":
        return country == "UA" and "capital" in chunk.tags
    return side == "russia" and country == "RU"


def find_wider_region(region: str | None) -> str | None:
    """The region under which news reports a city with a region of its own: Sevastopol under Crimea."""
    within: dict[str | None, str] = load_lexicon().tables["sides"]["within"]
    return within.get(region, region)


@cache
def _load_occupation_dates() -> dict[str, str]:
    """The month since which Russia has held each occupied town or region."""
    table = load_lexicon().tables["sides"]["held"]
    return {name: item["since"] for item in table for name in (*item.get("towns", ()), *item.get("regions", ()))}
