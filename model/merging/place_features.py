"""The places of a report as merging compares them: sites, whole regions, the whole country."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from model.event import Place, Report
from model.gazetteer import GazetteerEntry, load_gazetteer

SiteKey = tuple[float, float] | tuple[str, str]  # latitude and longitude, else name and region

_TOWN_RADIUS_DEGREES: Final = 0.1  # of latitude, 11 km; twice as many of longitude
_COUNTRY_NAMES: Final = ("Ukraine", "Russia")

# Phrases for an attack on the whole country: "across Ukraine", "six cities", "barrage on Ukraine".
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

# The regions of each part of Ukraine in the usage of the news; some belong to two parts.
_REGIONS_BY_PART: Final = {
    "eastern": ("Kharkiv", "Donetsk", "Luhansk", "Dnipropetrovsk", "Zaporizhzhia"),
    "southern": ("Odesa", "Mykolaiv", "Kherson", "Zaporizhzhia", "Crimea"),
    "western": ("Lviv", "Volyn", "Rivne", "Ternopil", "Ivano-Frankivsk", "Zakarpattia", "Chernivtsi",
                "Khmelnytskyi"),
    "northern": ("Kyiv", "Chernihiv", "Sumy", "Zhytomyr", "Kharkiv"),
    "central": ("Vinnytsia", "Cherkasy", "Kirovohrad", "Poltava", "Dnipropetrovsk", "Kyiv"),
    "northeastern": ("Kharkiv", "Sumy"),
    "southeastern": ("Zaporizhzhia", "Dnipropetrovsk", "Donetsk", "Kherson"),
    "southwestern": ("Odesa", "Mykolaiv"),
    "northwestern": ("Volyn", "Rivne", "Zhytomyr"),
}  # fmt: skip


def find_whole_regions(report: Report) -> frozenset[str]:
    """The regions that a report names as a whole ("Kharkiv Oblast", "Crimea", but not the town of Kharkiv).

    Where it names no place but a part of Ukraine, the regions of that part.
    """
    named = (place.region for place in report.places if place.region and _look_up_kind(place.name) == "region")
    regions = frozenset(named)
    return regions if regions or collect_site_keys(report) else _expand_country_parts(report)


def _expand_country_parts(report: Report) -> frozenset[str]:
    """The regions of the parts of Ukraine that a report names: "eastern Ukraine"."""
    words = (place.name.casefold().replace("-", "").partition(" ") for place in report.places if place.country == "UA")
    parts = (part for part, _, country in words if country == "ukraine")
    return frozenset(region for part in parts for region in _REGIONS_BY_PART.get(part, ()))


def make_site_key(place: Place) -> SiteKey:
    """The coordinates where known, the same for every spelling; else name and region, which namesakes do not share."""
    if place.latitude is None or place.longitude is None:
        return place.name.casefold(), place.region or ""
    return place.latitude, place.longitude


def collect_site_keys(report: Report) -> frozenset[SiteKey]:
    """The keys of all places but countries and parts of them ("eastern Ukraine"), and of seas only if no land is named.

    A landmark ("the Kremlin") also gives the key of its town.
    """
    on_land = [place for place in report.places if _look_up_kind(place.name) != "sea"]
    return frozenset(key for place in on_land or report.places for key in _make_site_keys(place))


def is_nationwide(report: Report) -> bool:
    """Whether the attack is on the whole country: by its place, by a phrase, or because strikes name no place."""
    if any(place.region is None and place.name in _COUNTRY_NAMES for place in report.places):
        return True
    texts = [excerpt.text for excerpt in report.excerpts]
    if any(map(_NATIONWIDE_PATTERN.search, texts)):
        return True
    if report.side != "russia" or collect_site_keys(report) or _expand_country_parts(report):
        return False
    if not any(map(_ATTACK_PATTERN.search, texts)):
        return False
    is_long_range = any(weapon.kind in _LONG_RANGE_KINDS for weapon in report.weapons)
    return (is_long_range and any(report.iter_figures())) or any(map(_UKRAINE_PATTERN.search, texts))


def _make_site_keys(place: Place) -> Iterator[SiteKey]:
    if place.latitude is None and place.region is None and place.country and _look_up_kind(place.name) is None:
        return
    yield make_site_key(place)
    if place.region and _look_up_kind(place.name) == "site" and (town := _look_up_town(place.region)):
        latitude, longitude = town.latitude or 0.0, town.longitude or 0.0
        is_near = abs(latitude - (place.latitude or 0.0)) < _TOWN_RADIUS_DEGREES
        if is_near and abs(longitude - (place.longitude or 0.0)) < 2 * _TOWN_RADIUS_DEGREES:
            yield latitude, longitude


@cache
def _look_up_kind(name: str) -> str | None:
    """The kind of the first gazetteer entry of a name: a town, a region, a sea or a site."""
    entries = load_gazetteer().find_entries(name)
    return entries[0].kind if entries else None


@cache
def _look_up_town(name: str) -> GazetteerEntry | None:
    return next((entry for entry in load_gazetteer().find_entries(name) if entry.kind == "town"), None)
