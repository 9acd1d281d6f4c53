"""Where the generated strikes happen and with which weapons: gazetteer places, each region with its share of a day.

The shares only roughly follow the news: most strikes are along the front, every day; few are far behind it. Within a
region, longitude and latitude decide who attacks; no generated strike needs to be true.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any, Final, NamedTuple

from model.gazetteer import GazetteerEntry, load_gazetteer

# Per thousand strikes; the other regions have a share of their own below.
REGION_STRIKES_PER_THOUSAND: Final = {
    "Donetsk": 260, "Kharkiv": 125, "Zaporizhzhia": 115, "Kherson": 125, "Sumy": 95, "Dnipropetrovsk": 60,
    "Chernihiv": 40, "Luhansk": 30, "Mykolaiv": 18, "Odesa": 15, "Kyiv": 15, "Crimea": 12, "Poltava": 5,
    "Belgorod": 32, "Kursk": 18, "Bryansk": 14, "Rostov": 6, "Krasnodar": 5, "Voronezh": 4, "Moscow": 2,
}  # fmt: skip
OTHER_REGIONS_STRIKES_PER_THOUSAND: Final = 6  # all other regions of a country together
FRONT_REGIONS: Final = frozenset(
    {"Donetsk", "Kharkiv", "Zaporizhzhia", "Kherson", "Sumy", "Dnipropetrovsk", "Chernihiv"}
)

# Weights of weapon kinds by theatre, '' for an unnamed weapon; the weight of drones grows with the years.
KIND_WEIGHTS: Final[Mapping[str, Mapping[str, int]]] = {
    "front": {"artillery": 50, "drone": 26, "bomb": 12, "missile": 5, "other": 4, "": 3},
    "rear": {"drone": 60, "missile": 34, "other": 2, "": 4},
    "held": {"artillery": 35, "drone": 40, "missile": 18, "other": 4, "": 3},
    "border": {"drone": 68, "artillery": 20, "missile": 5, "other": 3, "": 4},
}
WeaponName = tuple[str, str | None]  # the plural used in the text, and the model it names
PLAIN_WEAPON_NAMES: Final[Mapping[str, str]] = {
    "artillery": "artillery", "drone": "drones", "missile": "missiles", "bomb": "guided bombs", "other": "air strikes",
}  # fmt: skip
NAMED_WEAPONS: Final[Mapping[tuple[str, str], Sequence[WeaponName]]] = {
    ("russia", "artillery"): (("Grad rockets", "Grad"), ("Smerch rockets", "Smerch"), ("Uragan rockets", "Uragan")),
    ("russia", "drone"): (("Shahed drones", "Shahed"), ("Lancet drones", "Lancet"), ("Geran-2 drones", "Geran-2")),
    ("russia", "missile"): (("Iskander missiles", "Iskander"), ("Kh-59 missiles", "Kh-59"),
                            ("Kalibr missiles", "Kalibr"), ("S-300 missiles", "S-300")),
    ("russia", "bomb"): (("KAB bombs", "KAB"), ("FAB-500 bombs", "FAB-500")),
    ("ukraine", "artillery"): (("HIMARS rockets", "HIMARS"),),
    ("ukraine", "missile"): (("Storm Shadow missiles", "Storm Shadow"), ("Neptune missiles", "Neptune"),
                             ("ATACMS missiles", "ATACMS")),
}  # fmt: skip


class Town(NamedTuple):
    """A place as a report names it: its values, and what decides who attacks it and with what."""

    place: dict[str, Any]  # as in the event model
    name: str
    region: str
    country: str
    theatre: str


class TownMap(NamedTuple):
    """All places with their cumulative weights, the regions behind the front, and the cities hit by large waves."""

    towns: list[Town]
    cumulative_weights: list[float]
    regions: list[Town]
    cities: list[Town]

    def draw_towns(self, random: Random, count: int) -> list[Town]:
        """Draw towns by weight, with replacement."""
        return random.choices(self.towns, cum_weights=self.cumulative_weights, k=count)


@cache
def load_town_map() -> TownMap:
    """The map of places; always the same."""
    gazetteer = load_gazetteer()
    entries = {entry for name in gazetteer.names() for entry in gazetteer.find_entries(name)}
    entries = {entry for entry in entries if entry.country and entry.region and not entry.is_guarded}
    # Only places the parser resolves their name to, so that generated documents can be parsed again.
    entries = {entry for entry in entries if gazetteer.find_entries(entry.name)[:1] == (entry,)}
    ordered = sorted(entries, key=lambda entry: (-entry.population, entry.name, entry.region, entry.is_guarded))
    sites: dict[tuple[float | None, float | None], GazetteerEntry] = {}
    for entry in ordered:
        if entry.kind == "town" and entry.latitude is not None:
            sites.setdefault((entry.latitude, entry.longitude), entry)
    by_region: dict[tuple[str, str], list[GazetteerEntry]] = {}
    for entry in sites.values():
        by_region.setdefault((entry.country or "", entry.region or ""), []).append(entry)
    others = {
        country: sum(key[0] == country and key[1] not in REGION_STRIKES_PER_THOUSAND for key in by_region)
        for country in ("UA", "RU")
    }
    towns: list[Town] = []
    weights: list[float] = []
    for (country, region), sites_here in sorted(by_region.items()):
        share = REGION_STRIKES_PER_THOUSAND.get(region, OTHER_REGIONS_STRIKES_PER_THOUSAND / others[country])
        town_weights = [1 / (rank + 4) ** 0.6 for rank in range(len(sites_here))]
        total = sum(town_weights)
        for entry, weight in zip(sites_here, town_weights, strict=True):
            towns.append(_make_town(entry))
            weights.append(share * weight / total)
    rear_regions = {entry.name: entry for entry in ordered if entry.kind == "region" and _find_theatre(entry) == "rear"}
    cities = [_make_town(entry) for entry in sites.values() if entry.country == "UA" and entry.population > 150_000]
    regions = [_make_town(entry) for _, entry in sorted(rear_regions.items())]
    return TownMap(towns, list(accumulate(weights)), regions, [city for city in cities if city.theatre != "held"])


def weigh_kinds(theatre: str, year: int) -> tuple[list[str], list[float]]:
    """The weapon kinds of a theatre and their weights in a year."""
    weights = KIND_WEIGHTS[theatre]
    return list(weights), [
        weight * (0.5 + 0.4 * (year - 2022) if kind == "drone" else 1) for kind, weight in weights.items()
    ]


def _make_town(entry: GazetteerEntry) -> Town:
    place: dict[str, Any] = {"name": entry.name, "region": entry.region, "country": entry.country}
    place |= {"latitude": entry.latitude, "longitude": entry.longitude}
    return Town(place, entry.name, entry.region or "", entry.country or "", _find_theatre(entry))


def _find_theatre(entry: GazetteerEntry) -> str:
    latitude, longitude = entry.latitude or 0, entry.longitude or 0
    if entry.country == "RU":
        return "border"
    bounds = {"Donetsk": (48.4, 37.95), "Zaporizhzhia": (47.45, 0), "Kherson": (46.55, 0)}
    north, west = bounds.get(entry.region or "", (0, 0))
    if entry.region in ("Luhansk", "Crimea", "Sevastopol") or (
        entry.kind == "town" and latitude < north and longitude > west
    ):
        return "held"
    return "front" if entry.region in FRONT_REGIONS else "rear"
