"""What happens on a day of the generated library: strikes that the merging keeps apart, each told so many times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final, Literal, NamedTuple

from bench.ground import NAMED, PLAIN, Town, ground, kind_weights
from bench.wording import OBJECTS

FIRST: Final = date(2022, 2, 24)
LAST: Final = date(2026, 11, 20)
DAYS: Final = (LAST - FIRST).days + 1

# How many documents tell of a hundred strikes: 300 reports, most strikes told once, a few by twenty.
TOLD: Final = ([1] * 41 + [2] * 21 + [3] * 13 + [4] * 8 + [5] * 5 + [6] * 3 + [8] * 3 + [10] * 2 + [12] * 2) + [15, 20]

Extent = Literal["day", "night", "week", "summary", "undated"]
ATTACKERS: Final = {"front": 0.97, "rear": 1.0, "held": 0.4, "border": 0.02}  # the share that Russia's forces do
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
    """The strikes of a day. No two share a place and a kind of weapon, whoever attacks: the merging would join them."""
    told = [random.choice(TOLD) for _ in range(count % 100)] + TOLD * (count // 100)
    random.shuffle(told)
    taken: set[tuple[str, str]] = set()
    found: list[Happened] = []
    if told and random.random() < min(0.6, count / 33):
        found.append(_wave(random, told.pop(told.index(max(told))), taken))
    for _ in range(round(count * 0.02)):
        found += _of_region(random, told, taken)
    while told:
        for town in ground().draw(random, len(told) + 8):
            (kind,) = random.choices(*kind_weights(town.theatre, day.year))
            if told and _take(taken, town, kind):
                found.append(_strike(random, town, kind, told.pop(), taken))
    return found


def _take(taken: set[tuple[str, str]], town: Town, kind: str) -> bool:
    """Take a place for a kind of weapon; False where another strike has it. One without a kind needs all of them."""
    if any((town.name, each) in taken for each in ((kind, "") if kind else ("", *PLAIN))):
        return False
    if (f"all of {town.region}", kind) in taken:
        return False
    taken.add((town.name, kind))
    return True


def _wave(random: Random, told: int, taken: set[tuple[str, str]]) -> Happened:
    cities = random.sample(ground().cities, random.randint(3, 6))
    taken.update((city.name, kind) for city in cities for kind in ("drone", "missile", ""))
    drones, missiles = random.randint(25, 480), random.randint(10, 90)
    down = Wave(drones, missiles, round(drones * random.uniform(0.6, 0.95)), round(missiles * random.uniform(0.3, 0.9)))
    plural, model = random.choice((("Shahed drones", "Shahed"), ("drones", None)))
    killed, injured = _toll(random, 0.6, 4)
    return Happened("russia", "drone", cities, "night", told, plural, model, killed, injured, wave=down)


def _of_region(random: Random, told: list[int], taken: set[tuple[str, str]]) -> list[Happened]:
    """A strike on "the Kherson region": no town of it may be hit with the same arms on that day, if there is room."""
    region, kind = random.choice(ground().regions), random.choice(("other", "bomb"))
    if not told or (f"all of {region.region}", kind) in taken:
        return []
    taken.add((f"all of {region.region}", kind))
    return [Happened("russia", kind, [region], "day", told.pop(), PLAIN[kind])]


def _strike(random: Random, town: Town, kind: str, told: int, taken: set[tuple[str, str]]) -> Happened:
    odd = random.random() if told == 1 else 1.0
    if odd < 0.035 and kind in ("drone", "missile", "artillery", "bomb"):
        region = random.choice(ground().regions)
        return Happened("russia", kind, [region], "summary", 1, PLAIN[kind], launched=random.randint(20, 900))
    extent: Extent = "undated" if odd > 0.985 and told == 1 else "week" if odd > 0.975 and told == 1 else "day"
    if extent == "day" and random.random() < (0.6 if kind in ("drone", "missile") else 0.2):
        extent = "night"
    side = "russia" if random.random() < ATTACKERS[town.theatre] else "ukraine"
    one = Happened(side, kind, [town], extent, told, PLAIN.get(kind, ""))
    if kind and (named := NAMED.get((side, kind))) and random.random() < 0.45:
        one.plural, one.model = random.choice(named)
    if extent != "week":
        one.killed, one.injured = _toll(random, HURT[kind], 1)
    if random.random() < 0.35:
        one.hit = random.choice(OBJECTS)
    _trouble(random, one)
    while len(one.towns) < 5 and random.random() < 0.25:
        other = random.choice(ground().draw(random, 1))
        if (other.theatre, other.country) == (town.theatre, town.country) and _take(taken, other, kind):
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


def _toll(random: Random, chance: float, scale: float) -> tuple[int, int]:
    if random.random() > chance:
        return 0, 0
    killed = int(random.expovariate(0.8 / scale)) if random.random() < 0.6 else 0
    injured = int(random.expovariate(0.25 / scale)) + (0 if killed else 1)
    return killed, injured
