"""Whose a place is: by its country, and by who has held it for long (lexicon/sides.toml)."""

from __future__ import annotations

from datetime import date
from functools import cache

from model.gazetteer import Entry
from model.parsing.chunks.chunk import Chunk
from model.parsing.lexicon import lexicon
from model.taxonomy import Side

COUNTRY_SIDES: dict[str | None, Side] = {"UA": "ukraine", "RU": "russia"}


def holder(place: Entry, day: date | None) -> Side | None:
    """The side that held the place on the day (None: at no known time, when only what was held before 2022 counts)."""
    since = _held().get(place.name) or _held().get(place.region or "")
    if since and (day.isoformat() if day else "2022") >= since:
        return "russia"
    return COUNTRY_SIDES.get(place.country)


def is_home(chunk: Chunk, side: Side | None) -> bool:
    """A place that the side does not strike: Russia none of Russia's, Ukraine not Kyiv."""
    country = chunk.place.country if chunk.place else None
    if side == "ukraine":
        return country == "UA" and "capital" in chunk.tags
    return side == "russia" and country == "RU"


def wider_region(region: str | None) -> str | None:
    """The region that news counts a city's own region to: Sevastopol lies in Crimea."""
    within: dict[str | None, str] = lexicon().tables["sides"]["within"]
    return within.get(region, region)


@cache
def _held() -> dict[str, str]:
    """From which month on Russia has held a town or region."""
    table = lexicon().tables["sides"]["held"]
    return {name: item["since"] for item in table for name in (*item.get("towns", ()), *item.get("regions", ()))}
