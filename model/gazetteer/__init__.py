"""The places of Ukraine and Russia under every spelling of English news, with region, coordinates and population.

The table `places.tsv.gz` is made by `python -m model.gazetteer.build` from GeoNames and from the lexicon's
`regions.toml`, `places.toml` and `villages.toml`; NOTICE.md says where each comes from. It is read once, on
the first call of `gazetteer()`, as columns of plain strings: an Entry is made only when a name is looked up.
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
    """One place. `name` is the spelling of today's news; degrees are WGS 84; `population` is 0 where unknown.

    `guarded` is about the spelling that was looked up: it is also a word, a given name or a surname, and counts as
    a place only behind a frame such as "in" or "the city of".
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
    """Looks places up by name. Immutable; made by `gazetteer()`.

    `longest` is the most words in a name; `made_from` is the package and release whose data the table holds.
    """

    def __init__(self, table: str) -> None:
        """Read the columns that the build script wrote: head, records, names, numbers, guarded names, first words."""
        head, records, names, numbers, guarded, first = table.split(SECTION_SEPARATOR)
        _, longest, self.source_release = head.split("\t")
        self.max_name_words: int = int(longest)
        self._records = records.split("\n")
        self._record_numbers = dict(zip(names.split("\n"), numbers.split("\n"), strict=True))
        self._guarded_names = frozenset(guarded.split("\n"))
        self._first_words = frozenset(first.split("\n"))

    def __len__(self) -> int:
        """How many places there are."""
        return len(self._records)

    def first_words(self) -> Container[str]:
        """The first word of each name, folded as `fold` does: a quick test before a look-up."""
        return self._first_words

    def names(self) -> tuple[str, ...]:
        """Every name that can be looked up, folded, in alphabetical order."""
        return tuple(self._record_numbers)

    def find_entries(self, name: str) -> tuple[GazetteerEntry, ...]:
        """All places of a name as a text spells it, the likeliest (mostly the most populous) first; () for none."""
        folded = fold_place_name(name)
        numbers = self._record_numbers.get(folded)
        if numbers is None:
            return ()
        guarded = folded in self._guarded_names
        return tuple(self._read_entry(int(number), guarded) for number in numbers.split(" "))

    def _read_entry(self, number: int, guarded: bool) -> GazetteerEntry:
        name, region, country, latitude, longitude, population, kind = self._records[number].split("\t")
        return GazetteerEntry(
            name,
            region or None,
            country or None,
            float(latitude) if latitude else None,
            float(longitude) if longitude else None,
            int(population),
            _KINDS_BY_CODE[kind],
            guarded,
        )


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer that ships with the package, read on the first call."""
    return Gazetteer(gzip.decompress(Path(__file__).with_name("places.tsv.gz").read_bytes()).decode())


__all__ = ["Gazetteer", "GazetteerEntry", "PlaceKind", "fold_place_name", "load_gazetteer"]
