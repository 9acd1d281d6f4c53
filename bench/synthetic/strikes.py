"""What happens on a day of the generated library: strikes that the merging keeps apart, each told so many times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final, Literal, NamedTuple

from bench.synthetic.geography import NAMED, PLAIN, Town, ground, kind_weights
from bench.synthetic.sentences import OBJECTS

FIRST: Final = date(2022, 2, 24)
LAST: Final = date(2026, 11, 20)
DAYS: Final = (LAST - FIRST).days + 1

# How many documents tell of a hundred strikes: 300 reports, most strikes told once, a few by twenty.
TOLD: Final = ([1] * 41 + [2] * 21 + [3] * 13 + [4] * 8 + [5] * 5 + [6] * 3 + [8] * 3 + [10] * 2 + [12] * 2) + [15, 20]

Extent = Literal["day", "night", "week", "summary", "undated"]
ATTACKERS: Final = {"front": 0.97, "rear": 1.0, "held": 0.6, "border": 0.02}  # the share that Russia's forces do
SUMMED: Final = ("drone", "missile", "artillery", "bomb")  # kinds of which totals are told
HURT: Final = {"artillery": 0.3, "drone": 0.25, "missile": 0.5, "bomb": 0.45, "other": 0.3, "": 0.2}


class Wave(NamedTuple):
    """The figures of a night of drones and missiles over many cities."""

    drones: int
    missiles: int
    drones_down: int
    missiles_down: int


@dataclass(slots=True, eq=False)
class Happened:
    """A strike as it was, before anybody tells of it; `told` is by how many documents.

    `firm` figures are told alike by all: where the side is open, nothing else makes two reports one strike.
    """

    side: str
    kind: str
    towns: list[Town]
    extent: Extent
    told: int
    plural: str = ""
    model: str | None = None
    killed: int = 0
    injured: int = 0
    launched: int = 0
    hit: tuple[str, str] | None = None  # words and kind of an object
    wave: Wave | None = None
    firm: bool = False
    differing: bool = False  # one document gives another figure
    denied: bool = False


def strikes_on(number: int, strikes: int) -> int:
    """How many of `strikes` fall on the day of this number: more with the years, and never the same, but always."""
    return round(strikes * _share(number + 1)) - round(strikes * _share(number))


def _share(days: int) -> float:
    """The share of all strikes on the first so many days."""
    done = days / DAYS
    return 0.7 * done + 0.3 * done * done


def happened(random: Random, day: date, count: int) -> list[Happened]:
    """The strikes of a day. No place is hit twice, whoever attacks with what: the merging might make the two one."""
    told = [random.choice(TOLD) for _ in range(count % 100)] + TOLD * (count // 100)
    random.shuffle(told)
    taken: set[str] = set()
    found: list[Happened] = []
    if told and random.random() < min(0.6, count / 33):
        found.append(_wave(random, told.pop(told.index(max(told))), taken))
    for region in random.sample(ground().regions, min(len(told), round(count * 0.005))):
        taken.add(region.region)
        found.append(
            Happened("russia", kind := random.choice(("drone", "missile")), [region], "day", told.pop(), PLAIN[kind])
        )
    while told:
        (town,) = ground().draw(random, 1)
        if _take(taken, town):
            found.append(_strike(random, day, town, told.pop(), taken))
    return found


def _take(taken: set[str], town: Town) -> bool:
    """Take a place, where neither it nor its whole region is taken."""
    if town.name in taken or town.region in taken:
        return False
    taken.add(town.name)
    return True


def _wave(random: Random, told: int, taken: set[str]) -> Happened:
    cities = random.sample(ground().cities, random.randint(3, 6))
    taken.update(city.name for city in cities)
    drones, missiles = random.randint(55, 480), random.randint(51, 90)
    down = Wave(drones, missiles, round(drones * random.uniform(0.95, 0.99)), missiles - 1)
    plural, model = random.choice((("Shahed drones", "Shahed"), ("drones", None)))
    one = Happened("russia", "drone", cities, "night", told, plural, model, wave=down)
    if random.random() < 0.4:
        one.killed, one.injured = random.randint(51, 70), random.randint(80, 300)
    return one


def _strike(random: Random, day: date, town: Town, told: int, taken: set[str]) -> Happened:
    (kind,) = random.choices(*kind_weights(town.theatre, day.year))
    odd = random.random() if told == 1 else 0.5
    if odd < 0.035 and kind in SUMMED:
        region = random.choice(ground().regions)
        return Happened("russia", kind, [region], "summary", 1, PLAIN[kind], launched=random.randint(20, 900))
    extent: Extent = "undated" if odd > 0.985 else "week" if odd > 0.975 else "day"
    if extent == "day" and random.random() < (0.6 if kind in ("drone", "missile") else 0.2):
        extent = "night"
    side = "russia" if random.random() < ATTACKERS[town.theatre] else "ukraine"
    one = Happened(side, kind, [town], extent, told, PLAIN.get(kind, ""))
    if kind and (named := NAMED.get((side, kind))) and random.random() < 0.45:
        one.plural, one.model = random.choice(named)
    if extent != "week":
        one.killed, one.injured = _toll(random, HURT[kind])
    if random.random() < 0.35:
        one.hit = random.choice(OBJECTS)
    _trouble(random, one)
    # Shelling of three places and more is the day's survey of a front to the merging.
    while len(one.towns) < (2 if kind == "artillery" else 4) and random.random() < 0.15:
        (other,) = ground().draw(random, 1)
        if (other.theatre, other.country) == (town.theatre, town.country) and _take(taken, other):
            one.towns.append(other)
    return one


def _trouble(random: Random, one: Happened) -> None:
    """Some strikes nobody owns to, some are denied, and of some the tolls differ."""
    chance = random.random()
    if chance < 0.02 and (one.kind or one.told == 1):
        one.side = "other" if chance < 0.002 else "unknown"
        one.model, one.plural = None, PLAIN.get(one.kind, "")
        if one.told > 1:
            one.firm, one.injured = True, max(one.injured, random.randint(2, 19))
    elif chance < 0.035:
        one.denied = True
    elif chance < 0.2 and one.killed > 1 and one.told > 1:
        one.differing = True


def _toll(random: Random, chance: float) -> tuple[int, int]:
    """Who was killed and injured, fewer than in a wave."""
    if random.random() > chance:
        return 0, 0
    killed = min(40, int(random.expovariate(0.8))) if random.random() < 0.6 else 0
    return killed, min(50, int(random.expovariate(0.25)) + (not killed))
