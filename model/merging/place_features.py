"""The places of a report as merging compares them: one for all spellings, regions as a whole, the whole country."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from model.event import Place, Report
from model.gazetteer import GazetteerEntry, load_gazetteer

SiteKey = tuple[float, float] | tuple[str, str]  # degrees, else name and region: one for all spellings of a place

_TOWN_RADIUS_DEGREES: Final = 0.1  # degrees of latitude, 11 km; twice as many of longitude
_COUNTRY_NAMES: Final = ("Ukraine", "Russia")

# Words that tell an attack as one on the whole country: "across Ukraine", "six cities", "barrage on Ukraine".
_QUANTIFIERS: Final = (
    "(?:several|multiple|many|various|numerous|other|major|all|[0-9]+|two|three|four|five|six|seven|eight|nine|ten)"
)
_ATTACK_NOUNS: Final = (
    "(?:strikes|attacks|raids|missiles|rockets|drones|airstrikes|barrages?|assaults?|bombardments?|waves?|onslaught"
    "|blitz)"
)
_NATIONWIDE_PATTERN: Final = re.compile(
    r"\b(?:across|throughout|all over|all across|swarmed|pounded|blanketed)"
    r"(?: (?:much|most|all|parts|large parts|swathes|large swathes) of| the whole of| the)*"
    r" (?:Ukraine|Russia|country|nation)\b"
    r"|\b(?:countrywide|nationwide|country-wide|border-to-border)\b"
    rf"|\b(?:Ukrainian|Ukraine[’']s|Russian|Russia[’']s|border"
    rf"|{_QUANTIFIERS}|{_QUANTIFIERS} (?:major |other |Ukrainian |Russian )+)"
    r" ?(?:cities|regions|targets|oblasts|provinces|areas of the country|parts of the country)\b"
    r"|\b(?:cities|regions|targets)(?: and towns| and regions| and infrastructure)?"
    r" (?:across|of|in|around|throughout) (?:Ukraine|Russia|the country)\b"
    r"|\b(?:cities|regions) (?:such as|including)\b|\bUkraine cities\b"
    rf"|\b{_ATTACK_NOUNS}(?: attacks?| strikes?| assaults?)?"
    r" (?:on|at|against|targeting|in) (?:all of |the whole of )?Ukraine\b(?![’'])"
    rf"|\b{_ATTACK_NOUNS}(?: and {_ATTACK_NOUNS})* (?:hit|strike|struck|pound|pounded|target) Ukraine\b",
)
_ATTACK_PATTERN: Final = re.compile(rf"\b{_ATTACK_NOUNS}\b", re.IGNORECASE)
_UKRAINE_PATTERN: Final = re.compile(r"\b(?:Ukraine|Ukrainian|Zelensk\w+)\b")
_LONG_RANGE_KINDS: Final = frozenset({"missile", "drone"})


# The regions that a part of Ukraine holds, as the news parts it; those in between are of both.
_EASTERN_REGIONS: Final = ("Kharkiv", "Donetsk", "Luhansk", "Dnipropetrovsk", "Zaporizhzhia")
_SOUTHERN_REGIONS: Final = ("Odesa", "Mykolaiv", "Kherson", "Zaporizhzhia", "Crimea")
_WESTERN_REGIONS: Final = (
    "Lviv",
    "Volyn",
    "Rivne",
    "Ternopil",
    "Ivano-Frankivsk",
    "Zakarpattia",
    "Chernivtsi",
    "Khmelnytskyi",
)
_REGIONS_BY_PART: Final = {
    "eastern": _EASTERN_REGIONS,
    "southern": _SOUTHERN_REGIONS,
    "western": _WESTERN_REGIONS,
    "northern": ("Kyiv", "Chernihiv", "Sumy", "Zhytomyr", "Kharkiv"),
    "central": ("Vinnytsia", "Cherkasy", "Kirovohrad", "Poltava", "Dnipropetrovsk", "Kyiv"),
    "northeastern": ("Kharkiv", "Sumy"),
    "southeastern": ("Zaporizhzhia", "Dnipropetrovsk", "Donetsk", "Kherson"),
    "southwestern": ("Odesa", "Mykolaiv"),
    "northwestern": ("Volyn", "Rivne", "Zhytomyr"),
}


def find_whole_regions(report: Report) -> frozenset[str]:
    """The regions that a report names as a whole, and those of a part of Ukraine where it names no place but that."""
    named = frozenset(place.region for place in report.places if place.region and is_whole_region(place.name))
    return named if named or collect_site_keys(report) else expand_country_parts(report)


def expand_country_parts(report: Report) -> frozenset[str]:
    """The regions of the parts of Ukraine that a report names: "eastern Ukraine"."""
    words = (place.name.casefold().replace("-", "").partition(" ") for place in report.places if place.country == "UA")
    return frozenset(
        region for part, _, land in words if land == "ukraine" for region in _REGIONS_BY_PART.get(part, ())
    )


def make_site_key(place: Place) -> SiteKey:
    """What makes it this place: its degrees where known, else its name and region; namesakes elsewhere are others."""
    if place.latitude is None or place.longitude is None:
        return place.name.casefold(), place.region or ""
    return place.latitude, place.longitude


def collect_site_keys(report: Report) -> frozenset[SiteKey]:
    """The places of a report, without countries and parts of them ("eastern Ukraine"), nor the sea where land is named.

    A landmark in a town ("the Kremlin") is that town as well.
    """
    ashore = [place for place in report.places if _look_up_kind(place.name) != "sea"]
    return frozenset(found for place in ashore or report.places for found in _make_site_keys(place))


def is_whole_region(name: str) -> bool:
    """True for the name of a region as a whole: "Kharkiv Oblast" and "Crimea", not the town of Kharkiv."""
    return _look_up_kind(name) == "region"


def is_nationwide(report: Report) -> bool:
    """Whether it is told of the whole country: as the place, in so many words, or as strikes that name no place."""
    if any(place.region is None and place.name in _COUNTRY_NAMES for place in report.places):
        return True
    texts = [excerpt.text for excerpt in report.excerpts]
    if any(map(_NATIONWIDE_PATTERN.search, texts)):
        return True
    if (
        report.side != "russia"
        or collect_site_keys(report)
        or expand_country_parts(report)
        or not any(map(_ATTACK_PATTERN.search, texts))
    ):
        return False
    counted = any(True for _ in report.iter_figures()) and any(
        weapon.kind in _LONG_RANGE_KINDS for weapon in report.weapons
    )
    return counted or any(map(_UKRAINE_PATTERN.search, texts))


def _make_site_keys(place: Place) -> Iterator[SiteKey]:
    if place.latitude is None and place.region is None and place.country and _look_up_kind(place.name) is None:
        return
    yield make_site_key(place)
    if place.region and _look_up_kind(place.name) == "site" and (town := _look_up_town(place.region)):
        north, east = town.latitude or 0.0, town.longitude or 0.0
        off = abs(north - (place.latitude or 0.0)), abs(east - (place.longitude or 0.0))
        if off[0] < _TOWN_RADIUS_DEGREES and off[1] < 2 * _TOWN_RADIUS_DEGREES:
            yield north, east


@cache
def _look_up_kind(name: str) -> str | None:
    """Whether the name is that of a town, a region, a sea or a site."""
    entries = load_gazetteer().find_entries(name)
    return entries[0].kind if entries else None


@cache
def _look_up_town(name: str) -> GazetteerEntry | None:
    return next((entry for entry in load_gazetteer().find_entries(name) if entry.kind == "town"), None)
