"""The places of a report as merging compares them: one for all spellings, regions as a whole, the whole country."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from model.event import Place, Report
from model.gazetteer import Entry, gazetteer

Site = tuple[float, float] | tuple[str, str]  # degrees, else name and region: one for all spellings of a place

_WITHIN_TOWN: Final = 0.1  # degrees of latitude, 11 km; twice as many of longitude
_COUNTRIES: Final = ("Ukraine", "Russia")

# Words that tell an attack as one on the whole country: "across Ukraine", "six cities", "barrage on Ukraine".
_MANY: Final = (
    "(?:several|multiple|many|various|numerous|other|major|all|[0-9]+|two|three|four|five|six|seven|eight|nine|ten)"
)
_BLOWS: Final = (
    "(?:strikes|attacks|raids|missiles|rockets|drones|airstrikes|barrages?|assaults?|bombardments?|waves?|onslaught"
    "|blitz)"
)
_WIDE: Final = re.compile(
    r"\b(?:across|throughout|all over|all across|swarmed|pounded|blanketed)"
    r"(?: (?:much|most|all|parts|large parts|swathes|large swathes) of| the whole of| the)*"
    r" (?:Ukraine|Russia|country|nation)\b"
    r"|\b(?:countrywide|nationwide|country-wide|border-to-border)\b"
    rf"|\b(?:Ukrainian|Ukraine[’']s|Russian|Russia[’']s|border|{_MANY}|{_MANY} (?:major |other |Ukrainian |Russian )+)"
    r" ?(?:cities|regions|targets|oblasts|provinces|areas of the country|parts of the country)\b"
    r"|\b(?:cities|regions|targets)(?: and towns| and regions| and infrastructure)?"
    r" (?:across|of|in|around|throughout) (?:Ukraine|Russia|the country)\b"
    r"|\b(?:cities|regions) (?:such as|including)\b|\bUkraine cities\b"
    rf"|\b{_BLOWS}(?: attacks?| strikes?| assaults?)?"
    r" (?:on|at|against|targeting|in) (?:all of |the whole of )?Ukraine\b(?![’'])"
    rf"|\b{_BLOWS}(?: and {_BLOWS})* (?:hit|strike|struck|pound|pounded|target) Ukraine\b",
)
_MANY_BLOWS: Final = re.compile(rf"\b{_BLOWS}\b", re.IGNORECASE)
_UKRAINE: Final = re.compile(r"\b(?:Ukraine|Ukrainian|Zelensk\w+)\b")
_FAR: Final = frozenset({"missile", "drone"})


# The regions that a part of Ukraine holds, as the news parts it; those in between are of both.
_EAST: Final = ("Kharkiv", "Donetsk", "Luhansk", "Dnipropetrovsk", "Zaporizhzhia")
_SOUTH: Final = ("Odesa", "Mykolaiv", "Kherson", "Zaporizhzhia", "Crimea")
_WEST: Final = ("Lviv", "Volyn", "Rivne", "Ternopil", "Ivano-Frankivsk", "Zakarpattia", "Chernivtsi", "Khmelnytskyi")
_PARTS: Final = {
    "eastern": _EAST,
    "southern": _SOUTH,
    "western": _WEST,
    "northern": ("Kyiv", "Chernihiv", "Sumy", "Zhytomyr", "Kharkiv"),
    "central": ("Vinnytsia", "Cherkasy", "Kirovohrad", "Poltava", "Dnipropetrovsk", "Kyiv"),
    "northeastern": ("Kharkiv", "Sumy"),
    "southeastern": ("Zaporizhzhia", "Dnipropetrovsk", "Donetsk", "Kherson"),
    "southwestern": ("Odesa", "Mykolaiv"),
    "northwestern": ("Volyn", "Rivne", "Zhytomyr"),
}


def areas(report: Report) -> frozenset[str]:
    """The regions that a report names as a whole, and those of a part of Ukraine where it names no place but that."""
    named = frozenset(place.region for place in report.places if place.region and is_area(place.name))
    return named if named or sites(report) else parts(report)


def parts(report: Report) -> frozenset[str]:
    """The regions of the parts of Ukraine that a report names: "eastern Ukraine"."""
    words = (place.name.casefold().replace("-", "").partition(" ") for place in report.places if place.country == "UA")
    return frozenset(region for part, _, land in words if land == "ukraine" for region in _PARTS.get(part, ()))


def site(place: Place) -> Site:
    """What makes it this place: its degrees where known, else its name and region; namesakes elsewhere are others."""
    if place.latitude is None or place.longitude is None:
        return place.name.casefold(), place.region or ""
    return place.latitude, place.longitude


def sites(report: Report) -> frozenset[Site]:
    """The places of a report, without countries and parts of them ("eastern Ukraine"), nor the sea where land is named.

    A landmark in a town ("the Kremlin") is that town as well.
    """
    ashore = [place for place in report.places if _kind(place.name) != "sea"]
    return frozenset(found for place in ashore or report.places for found in _sites(place))


def is_area(name: str) -> bool:
    """True for the name of a region as a whole: "Kharkiv Oblast" and "Crimea", not the town of Kharkiv."""
    return _kind(name) == "region"


def is_wide(report: Report) -> bool:
    """Whether it is told of the whole country: as the place, in so many words, or as strikes that name no place."""
    if any(place.region is None and place.name in _COUNTRIES for place in report.places):
        return True
    texts = [excerpt.text for excerpt in report.excerpts]
    if any(map(_WIDE.search, texts)):
        return True
    if report.side != "russia" or sites(report) or parts(report) or not any(map(_MANY_BLOWS.search, texts)):
        return False
    counted = any(True for _ in report.figures()) and any(weapon.kind in _FAR for weapon in report.weapons)
    return counted or any(map(_UKRAINE.search, texts))


def _sites(place: Place) -> Iterator[Site]:
    if place.latitude is None and place.region is None and place.country and _kind(place.name) is None:
        return
    yield site(place)
    if place.region and _kind(place.name) == "site" and (town := _town(place.region)):
        north, east = town.latitude or 0.0, town.longitude or 0.0
        off = abs(north - (place.latitude or 0.0)), abs(east - (place.longitude or 0.0))
        if off[0] < _WITHIN_TOWN and off[1] < 2 * _WITHIN_TOWN:
            yield north, east


@cache
def _kind(name: str) -> str | None:
    """Whether the name is that of a town, a region, a sea or a site."""
    entries = gazetteer().entries(name)
    return entries[0].kind if entries else None


@cache
def _town(name: str) -> Entry | None:
    return next((entry for entry in gazetteer().entries(name) if entry.kind == "town"), None)
