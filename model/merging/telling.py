"""What a report tells, stripped to what merging compares, and the keys under which like tellings meet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from model.event import FIGURES, Figure, Place, Report
from model.parsing.gazetteer import gazetteer

Slot = tuple[str, str, str]  # "launched", "intercepted", "killed" or "injured"; kind and model of weapon or ''
Bounds = tuple[int | None, int | None]

VAGUE = frozenset({10, 12, 20, 24, 100, 1000})  # what "tens", "dozens", "scores", "hundreds" and so on are at least


Site = tuple[float, float] | tuple[str, str]  # degrees, else name and region: one for all spellings of a place


class Telling(NamedTuple):
    """What a report tells of side, time, place, weapons and figures; `first` and `last` are proleptic day numbers.

    Both are 0 where the report has no date, or no end. `areas` are the regions named as a whole, `regions` those of all
    places named. Figures are (slot, bounds); `asserted` are the sides of those who assert it.
    """

    scope: str
    side: str
    first: int
    last: int
    is_night: bool
    sites: frozenset[Site]
    areas: frozenset[str]
    regions: frozenset[str]
    kinds: frozenset[str]
    models: frozenset[tuple[str, str]]
    figures: tuple[tuple[Slot, Bounds], ...]
    asserted: frozenset[str]

    @classmethod
    def of(cls, report: Report) -> Telling:
        """What this report tells."""
        start, end = report.when.start, report.when.end
        dated = start is not None and end is not None
        return cls(
            scope=report.scope,
            side=report.side,
            first=start.toordinal() if start and dated else 0,
            last=end.toordinal() if end and dated else 0,
            is_night=report.when.precision == "night",
            sites=frozenset(map(site, report.places)),
            areas=frozenset(place.region for place in report.places if place.region and _is_area(place.name)),
            regions=frozenset(place.region for place in report.places if place.region),
            kinds=frozenset(weapon.kind for weapon in report.weapons),
            models=frozenset((weapon.kind, weapon.model) for weapon in report.weapons if weapon.model),
            figures=tuple((slot, (figure.low, figure.high)) for slot, figure in slots(report)),
            asserted=frozenset(claim.side for claim in report.claims if claim.stance == "asserts"),
        )


def slots(report: Report) -> Iterator[tuple[Slot, Figure]]:
    """Each figure of a report under what it counts."""
    for name in FIGURES:
        if (figure := getattr(report, name)) is not None:
            yield (name, "", ""), figure
    for weapon in report.weapons:
        for name, figure in (("launched", weapon.launched), ("intercepted", weapon.intercepted)):
            if figure is not None:
                yield (name, weapon.kind, weapon.model or ""), figure


def site(place: Place) -> Site:
    """What makes it this place: its degrees where known, else its name and region; namesakes elsewhere are others."""
    if place.latitude is None or place.longitude is None:
        return place.name.casefold(), place.region or ""
    return place.latitude, place.longitude


@cache
def _is_area(name: str) -> bool:
    """True for the name of a region as a whole: "Kharkiv Oblast" and "Crimea", not the town of Kharkiv."""
    entries = gazetteer().entries(name)
    return bool(entries) and entries[0].kind == "region"
