"""The gazetteer: places of Ukraine and Russia under all spellings of English news, with region and coordinates.

The table `places.tsv.gz` is built by `python -m model.gazetteer.build` from GeoNames, `regions.toml`, `places.toml` and
`villages.toml` (sources in NOTICE.md). `load_gazetteer` reads it as columns of strings; entries are made on look-up.
"""

from __future__ import annotations

import gzip
from collections.abc import Container
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from model.gazetteer.romanization import fold_place_name

PlaceKind = Literal["town", "region", "sea", "site"]
_KINDS_BY_CODE: dict[str, PlaceKind] = {"t": "town", "r": "region", "s": "sea", "b": "site"}
SECTION_SEPARATOR = "\n\f\n"


class GazetteerEntry(NamedTuple):
    """A place. `name` is the current spelling in the news; degrees are WGS 84; `population` is 0 if unknown.

    `is_guarded` means that the spelling looked up is also a word or a personal name, and counts as a place only after a
    frame such as "in" or "the city of".
    """

    name: str
    region: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    population: int
    kind: PlaceKind
    is_guarded: bool


class Gazetteer:
    """Looks up places by name. `source_release` is the package and release of the data."""

    def __init__(self, table: str) -> None:
        head, records, names, numbers, guarded, first = table.split(SECTION_SEPARATOR)
        _, longest, self.source_release = head.split("\t")
        self.max_name_words: int = int(longest)
        self._records = records.split("\n")
        self._record_numbers = dict(zip(names.split("\n"), numbers.split("\n"), strict=True))
        self._guarded_names = frozenset(guarded.split("\n"))
        self._first_words = frozenset(first.split("\n"))

    def __len__(self) -> int:
        return len(self._records)

    def first_words(self) -> Container[str]:
        """The folded first word of each name: a quick test before a look-up."""
        return self._first_words

    def names(self) -> tuple[str, ...]:
        """All folded names, in alphabetical order."""
        return tuple(self._record_numbers)

    def find_entries(self, name: str) -> tuple[GazetteerEntry, ...]:
        """The places of this name in any spelling, the most likely (usually the most populous) first."""
        folded = fold_place_name(name)
        is_guarded = folded in self._guarded_names
        numbers = self._record_numbers.get(folded, "").split()
        return tuple(self._read_entry(int(number), is_guarded) for number in numbers)

    def _read_entry(self, number: int, is_guarded: bool) -> GazetteerEntry:
        name, region, country, latitude, longitude, population, kind = self._records[number].split("\t")
        where = (region or None, country or None, _parse_degrees(latitude), _parse_degrees(longitude))
        return GazetteerEntry(name, *where, int(population), _KINDS_BY_CODE[kind], is_guarded)


def _parse_degrees(text: str) -> float | None:
    return float(text) if text else None


@cache
def load_gazetteer() -> Gazetteer:
    """The bundled gazetteer, read on the first call."""
    return Gazetteer(gzip.decompress(Path(__file__).with_name("places.tsv.gz").read_bytes()).decode())


__all__ = ["Gazetteer", "GazetteerEntry", "PlaceKind", "fold_place_name", "load_gazetteer"]
