"""What a report tells, stripped to what merging compares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from model.event import FIGURES, Figure, Place, Report
from model.figures import ROUND
from model.parsing.gazetteer import gazetteer

Slot = tuple[str, str, str]  # "launched", "intercepted", "killed" or "injured"; kind and model of weapon or ''
Bounds = tuple[int | None, int | None]

VAGUE = frozenset({10, 12, 20, 24, 100, 1000})  # what "tens", "dozens", "scores", "hundreds" and so on are at least


Site = tuple[float, float] | tuple[str, str]  # degrees, else name and region: one for all spellings of a place

# An air strike may be of any of these, and a rocket of artillery is a missile to many.
_AIR_STRIKE: Final = frozenset({"missile", "bomb", "drone"})
_ROCKET: Final = re.compile(r"\brockets?\b", re.IGNORECASE)

# Words that tell an attack as one on the whole country.
_MANY = r"(?:several|multiple|many|various|numerous|other|major|all|\d+|two|three|four|five|six|seven|eight|nine|ten)"
_WIDE: Final = re.compile(
    r"\b(?:across|throughout|all over|all across|swarmed|pounded|blanketed)"
    r"(?: (?:much|most|all|parts|large parts|swathes|large swathes) of| the whole of| the)*"
    r" (?:Ukraine|Russia|country|nation)\b"
    r"|\b(?:countrywide|nationwide|country-wide|border-to-border)\b"
    rf"|\b(?:Ukrainian|Ukraine[’']s|Russian|Russia[’']s|border|{_MANY}|{_MANY} (?:major |other |Ukrainian |Russian )+)"
    r" ?(?:cities|regions|targets|oblasts|provinces|areas of the country|parts of the country)\b"
    r"|\b(?:cities|regions|targets)(?: and towns| and regions| and infrastructure)? (?:across|of|in|around|throughout)"
    r" (?:Ukraine|Russia|the country)\b"
    r"|\b(?:cities|regions) (?:such as|including)\b|\bUkraine cities\b"
    r"|\b(?:assault|barrages?|bombardments?|onslaught|blitz|raids?|strikes|waves?|missiles|drones|attacks)"
    r"(?: attacks?| strikes?| assaults?)?"
    r" (?:on|at|against|targeting|in) (?:all of |the whole of )?Ukraine\b(?![’'])"
    r"|\b(?:missiles|drones|rockets)(?: and (?:missiles|drones|rockets))* (?:hit|strike|struck|pound|pounded|target) Ukraine\b",
)
_MANY_BLOWS: Final = re.compile(
    r"\b(?:strikes|attacks|raids|missiles|rockets|drones|airstrikes|barrages?|assault|bombardments?|waves?|onslaught|blitz)\b",
    re.IGNORECASE,
)
_COUNTRY: Final = re.compile(r"\b(?:Ukraine|Ukrainian|Zelensk\w+)\b")
# Who speaks for many, for an office or for a side: offices mend their tolls all day, and are no one voice.
_OFFICE: Final = re.compile(
    r"\b(?:officials?|authorities|sources?|media|reports?|agenc(?:y|ies)|forces|analysts?|milbloggers?|claims?|police"
    r"|governors?|mayors?|heads?|leaders?|ministers?|ministry|presidents?|services?|prosecutors?|administrations?|office"
    r"|command|staff|military|force|army|navy|defen[cs]e|witnesses|residents|spokes\w+|advis[eo]rs?|aides?|commanders?"
    r"|ukraine|russia|moscow|kyiv|kiev|kremlin|reuters|afp|ap|tass|us|uk|un)$",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+")


class Telling(NamedTuple):
    """What a report tells of side, time, place, weapons and figures; `first` and `last` are proleptic day numbers.

    Both are 0 where the report has no date, or no end; so is `published`. `sites` are the places but parts of a country
    ("eastern Ukraine"), `areas` the regions named as a whole, `regions` those of all places; `wide` is that the words
    tell it of the whole country. `kinds` are all that the words leave open: an air strike may be of missiles. Figures
    are (slot, bounds); `totals` are what the exact figures of a kind's models come to. `asserted` are the sides of
    those who assert it, `speakers` who of them is one voice.
    """

    scope: str
    side: str
    first: int
    last: int
    is_night: bool
    published: int
    wide: bool
    sites: frozenset[Site]
    areas: frozenset[str]
    regions: frozenset[str]
    kinds: frozenset[str]
    models: frozenset[tuple[str, str]]
    figures: tuple[tuple[Slot, Bounds], ...]
    totals: tuple[tuple[Slot, Bounds], ...]
    asserted: frozenset[str]
    speakers: frozenset[str]

    @classmethod
    def of(cls, report: Report) -> Telling:
        """What this report tells."""
        start, end = report.when.start, report.when.end
        dated = start is not None and end is not None
        ashore = [place for place in report.places if _kind(place.name) != "sea"]
        places = ashore or report.places  # "off Crimea in the Black Sea": the sea is no place of its own there
        asserting = [claim for claim in report.claims if claim.stance == "asserts"]
        return cls(
            scope=report.scope,
            side=report.side,
            first=start.toordinal() if start and dated else 0,
            last=end.toordinal() if end and dated else 0,
            is_night=report.when.precision == "night",
            published=report.published.toordinal() if report.published else 0,
            wide=_is_wide(report),
            sites=frozenset(found for place in places for found in _sites(place)),
            areas=frozenset(place.region for place in report.places if place.region and _is_area(place.name)),
            regions=frozenset(place.region for place in report.places if place.region),
            kinds=_kinds(report),
            models=frozenset((weapon.kind, weapon.model) for weapon in report.weapons if weapon.model),
            figures=tuple((slot, _bounds(slot, figure)) for slot, figure in slots(report)),
            totals=tuple(_totals(report)),
            asserted=frozenset(claim.side for claim in asserting),
            speakers=frozenset(voice for claim in asserting if (voice := _voice(claim.speaker))),
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


def _sites(place: Place) -> Iterator[Site]:
    """The place, and the town that a landmark stands in; nothing for a country or a part of one."""
    if place.latitude is None and place.region is None and place.country and _kind(place.name) is None:
        return
    yield site(place)
    if place.region and _kind(place.name) == "site" and (town := _town(place.region)):
        if place.latitude is not None and place.longitude is not None:
            if abs(town[0] - place.latitude) < WITHIN_TOWN and abs(town[1] - place.longitude) < 2 * WITHIN_TOWN:
                yield town


WITHIN_TOWN: Final = 0.1  # degrees of latitude, 11 km


def _is_wide(report: Report) -> bool:
    """Whether it is told of the whole country: in so many words, or as the place."""
    if any(place.region is None and place.name in ("Ukraine", "Russia") for place in report.places):
        return True
    texts = [excerpt.text for excerpt in report.excerpts]
    if any(map(_WIDE.search, texts)):
        return True
    if report.side != "russia":
        return False
    return not any(True for place in report.places for _ in _sites(place)) and any(map(_MANY_BLOWS.search, texts)) and any(map(_COUNTRY.search, texts))


def _kinds(report: Report) -> frozenset[str]:
    kinds = {weapon.kind for weapon in report.weapons}
    if "other" in kinds:
        return frozenset(kinds | _AIR_STRIKE)
    if "artillery" in kinds and any(_ROCKET.search(excerpt.text) for excerpt in report.excerpts):
        return frozenset({*kinds, "missile"})
    return frozenset(kinds)


def _bounds(slot: Slot, figure: Figure) -> Bounds:
    """The bounds; "about 110" is open by a tenth, and "a missile hit" does not say that no other was launched."""
    if figure.low is None or figure.low != figure.high:
        return figure.low, figure.high
    if slot[0] == "launched" and figure.low == 1:
        return 1, None
    if figure.text.casefold().startswith(ROUND):
        return figure.low - figure.low // 10 - 1, figure.low + figure.low // 10 + 1
    return figure.low, figure.high


def _totals(report: Report) -> Iterator[tuple[Slot, Bounds]]:
    """What the models of a kind come to, where each has an exact figure and the kind none of its own."""
    for kind in dict.fromkeys(weapon.kind for weapon in report.weapons if weapon.model):
        models = [weapon for weapon in report.weapons if weapon.kind == kind]
        for name in ("launched", "intercepted"):
            figures = [getattr(weapon, name) for weapon in models if weapon.model]
            counts = [figure.low for figure in figures if figure and figure.low is not None and figure.low == figure.high]
            if len(counts) == len(models):
                yield (name, kind, ""), (sum(counts), sum(counts))


def _voice(speaker: str | None) -> str:
    """Who speaks, one for the ways of naming them: the last word of a name; '' for an office or a crowd."""
    if not speaker or _OFFICE.search(speaker):
        return ""
    words = _WORD.findall(speaker.casefold())
    return words[-1] if words else ""


@cache
def _kind(name: str) -> str | None:
    """Whether the name is that of a town, a region, a sea or a site."""
    entries = gazetteer().entries(name)
    return entries[0].kind if entries else None


@cache
def _town(name: str) -> tuple[float, float] | None:
    """Where the town of this name lies."""
    towns = [entry for entry in gazetteer().entries(name) if entry.kind == "town"]
    if towns and towns[0].latitude is not None and towns[0].longitude is not None:
        return towns[0].latitude, towns[0].longitude
    return None


def _is_area(name: str) -> bool:
    """True for the name of a region as a whole: "Kharkiv Oblast" and "Crimea", not the town of Kharkiv."""
    return _kind(name) == "region"
