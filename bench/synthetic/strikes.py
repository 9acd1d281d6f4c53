"""The strikes of a day in the generated library: distinct enough to stay unmerged, most reported several times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final, Literal, NamedTuple

from bench.synthetic.geography import NAMED_WEAPONS, PLAIN_WEAPON_NAMES, Town, load_town_map, weigh_kinds
from bench.synthetic.sentences import HIT_OBJECTS

FIRST_DAY: Final = date(2022, 2, 24)
LAST_DAY: Final = date(2026, 11, 20)
DAY_COUNT: Final = (LAST_DAY - FIRST_DAY).days + 1

# Reports per strike for a hundred strikes: 300 in all, most strikes with one or two, one with twenty.
REPORTS_PER_STRIKE: Final = (
    [1] * 41 + [2] * 21 + [3] * 13 + [4] * 8 + [5] * 5 + [6] * 3 + [8] * 3 + [10] * 2 + [12] * 2
) + [15, 20]

TimeExtent = Literal["day", "night", "week", "summary", "undated"]
RUSSIAN_SHARES: Final = {"front": 0.97, "rear": 1.0, "held": 0.6, "border": 0.02}  # of strikes by Russia, by theatre
SUMMARY_KINDS: Final = ("drone", "missile", "artillery", "bomb")  # kinds with reported totals
CASUALTY_CHANCES: Final = {"artillery": 0.3, "drone": 0.25, "missile": 0.5, "bomb": 0.45, "other": 0.3, "": 0.2}


class AirWave(NamedTuple):
    """The figures of a night of drones and missiles over many cities."""

    drones: int
    missiles: int
    drones_down: int
    missiles_down: int


@dataclass(slots=True, eq=False)
class SyntheticStrike:
    """The true facts of a strike, before any report; `report_count` documents report it.

    Fixed figures are the same in all reports: if the side is unknown, only they can link two reports.
    """

    side: str
    kind: str
    towns: list[Town]
    extent: TimeExtent
    report_count: int
    weapon_plural: str = ""
    weapon_model: str | None = None
    killed: int = 0
    injured: int = 0
    launched: int = 0
    hit_object: tuple[str, str] | None = None  # its words and its kind
    wave: AirWave | None = None
    has_fixed_figures: bool = False
    has_differing_toll: bool = False  # one document gives a different figure
    is_denied: bool = False


def count_day_strikes(number: int, strikes: int) -> int:
    """How many of `strikes` fall on the day of this number: more in later years, varying from day to day."""
    return round(strikes * _share_of_strikes(number + 1)) - round(strikes * _share_of_strikes(number))


def _share_of_strikes(days: int) -> float:
    """The cumulative share of strikes in the first days."""
    elapsed = days / DAY_COUNT
    return 0.7 * elapsed + 0.3 * elapsed * elapsed


def generate_strikes(random: Random, day: date, count: int) -> list[SyntheticStrike]:
    """The strikes of a day. No place is hit twice, by any side or weapon, since merging might link the two."""
    report_counts = [random.choice(REPORTS_PER_STRIKE) for _ in range(count % 100)] + REPORTS_PER_STRIKE * (
        count // 100
    )
    random.shuffle(report_counts)
    taken: set[str] = set()
    strikes: list[SyntheticStrike] = []
    if report_counts and random.random() < min(0.6, count / 33):
        strikes.append(_make_wave(random, report_counts.pop(report_counts.index(max(report_counts))), taken))
    for region in random.sample(load_town_map().regions, min(len(report_counts), round(count * 0.005))):
        taken.add(region.region)
        strikes.append(
            SyntheticStrike(
                "russia",
                kind := random.choice(("drone", "missile")),
                [region],
                "day",
                report_counts.pop(),
                PLAIN_WEAPON_NAMES[kind],
            )
        )
    while report_counts:
        (town,) = load_town_map().draw_towns(random, 1)
        if _claim_town(taken, town):
            strikes.append(_make_strike(random, day, town, report_counts.pop(), taken))
    return strikes


def _claim_town(taken: set[str], town: Town) -> bool:
    """Take a place if neither it nor its whole region is taken."""
    if town.name in taken or town.region in taken:
        return False
    taken.add(town.name)
    return True


def _make_wave(random: Random, report_count: int, taken: set[str]) -> SyntheticStrike:
    cities = random.sample(load_town_map().cities, random.randint(3, 6))
    taken.update(city.name for city in cities)
    drones, missiles = random.randint(55, 480), random.randint(51, 90)
    wave = AirWave(drones, missiles, round(drones * random.uniform(0.95, 0.99)), missiles - 1)
    plural, model = random.choice((("Shahed drones", "Shahed"), ("drones", None)))
    strike = SyntheticStrike("russia", "drone", cities, "night", report_count, plural, model, wave=wave)
    if random.random() < 0.4:
        strike.killed, strike.injured = random.randint(51, 70), random.randint(80, 300)
    return strike


def _make_strike(random: Random, day: date, town: Town, report_count: int, taken: set[str]) -> SyntheticStrike:
    (kind,) = random.choices(*weigh_kinds(town.theatre, day.year))
    chance = random.random() if report_count == 1 else 0.5
    if chance < 0.035 and kind in SUMMARY_KINDS:
        region = random.choice(load_town_map().regions)
        return SyntheticStrike(
            "russia", kind, [region], "summary", 1, PLAIN_WEAPON_NAMES[kind], launched=random.randint(20, 900)
        )
    extent: TimeExtent = "undated" if chance > 0.985 else "week" if chance > 0.975 else "day"
    if extent == "day" and random.random() < (0.6 if kind in ("drone", "missile") else 0.2):
        extent = "night"
    side = "russia" if random.random() < RUSSIAN_SHARES[town.theatre] else "ukraine"
    strike = SyntheticStrike(side, kind, [town], extent, report_count, PLAIN_WEAPON_NAMES.get(kind, ""))
    if kind and (named := NAMED_WEAPONS.get((side, kind))) and random.random() < 0.45:
        strike.weapon_plural, strike.weapon_model = random.choice(named)
    if extent != "week":
        strike.killed, strike.injured = _draw_toll(random, CASUALTY_CHANCES[kind])
    if random.random() < 0.35:
        strike.hit_object = random.choice(HIT_OBJECTS)
    _add_conflicts(random, strike)
    # Merging treats shelling of three or more places as a day's survey of the front.
    while len(strike.towns) < (2 if kind == "artillery" else 4) and random.random() < 0.15:
        (other,) = load_town_map().draw_towns(random, 1)
        if (other.theatre, other.country) == (town.theatre, town.country) and _claim_town(taken, other):
            strike.towns.append(other)
    return strike


def _add_conflicts(random: Random, strike: SyntheticStrike) -> None:
    """Leave some strikes unattributed, deny some, and vary the tolls of some."""
    chance = random.random()
    if chance < 0.02 and (strike.kind or strike.report_count == 1):
        strike.side = "other" if chance < 0.002 else "unknown"
        strike.weapon_model, strike.weapon_plural = None, PLAIN_WEAPON_NAMES.get(strike.kind, "")
        if strike.report_count > 1:
            strike.has_fixed_figures, strike.injured = True, max(strike.injured, random.randint(2, 19))
    elif chance < 0.035:
        strike.is_denied = True
    elif chance < 0.2 and strike.killed > 1 and strike.report_count > 1:
        strike.has_differing_toll = True


def _draw_toll(random: Random, chance: float) -> tuple[int, int]:
    """Draw the numbers of killed and injured, smaller than those of a wave."""
    if random.random() > chance:
        return 0, 0
    killed = min(40, int(random.expovariate(0.8))) if random.random() < 0.6 else 0
    return killed, min(50, int(random.expovariate(0.25)) + (not killed))
