"""Do two tellings tell of one strike? What forbids it, and how strong the evidence for it is."""

from __future__ import annotations

from typing import Final

from model.merging.telling import VAGUE, WITHIN_TOWN, Bounds, Slot, Telling

# What each piece of evidence weighs when two strikes want the same report; only their order matters.
FIGURE, PLACE, WEAPON, SIDE, DAY = 16, 8, 2, 2, 1

TELLING: Final = 5  # a count from which on the same figure of one day is no chance
CONFUSED: Final = frozenset({"artillery", "missile", "bomb"})  # the press calls a rocket a missile, and its fall shelling
FRONT: Final = 3  # shelling told of so many places is the day's survey of a front
TOLLS: Final = ("killed", "injured")  # what rises as the day goes on


def likeness(one: Telling, other: Telling) -> int:
    """How strongly two tellings speak of one strike; 0 where the evidence does not do, and where something forbids it.

    A place and a kind of weapon in common do, or a place where one does not say with what; or that both are told of the
    whole country. Where the side is open, or the interval longer than two days, a figure must agree too; where one
    names no place, a figure; where only a region holds the other's town, a kind of weapon. Figures more than half apart
    need another that agrees, or speakers of different sides; but tolls may rise, as long as the higher comes no earlier.
    """
    if apart(one, other):
        return 0
    same_side = one.side == other.side != "unknown"
    kinds = one.kinds & other.kinds
    paired = paired_figures(one, other)
    agreeing = [pair for pair in paired if agree(*pair)]
    telling = any((ours[0] or 0) >= TELLING for ours, _ in agreeing)
    if _other_weapons(one, other) and not telling:
        return 0
    if not agreeing:
        if not same_side or one.last - one.first > 1 or one.last - one.first != other.last - other.first > 1:
            return 0
        if one.models and other.models and not one.models & other.models and not (one.wide and other.wide):
            return 0
    named = places_in_common(one, other)
    weight = FIGURE * len(agreeing) + WEAPON * len(kinds) + SIDE * same_side + DAY * (one.first == other.first)
    if one.wide and other.wide:
        return weight + PLACE * max(named, 1) if same_side else 0
    if not one.sites or not other.sites:
        return weight if same_side and agreeing and (kinds or telling) else 0
    if not agreeing and kinds == {"artillery"} and max(len(one.sites), len(other.sites)) >= FRONT:
        return 0
    if not agreeing and one.wide != other.wide and not named:
        return 0
    if not named and not kinds:
        return 0
    if not agreeing and of_one_voice(one, other) and _differ(one, other):
        return 0
    if not same_side and not (named and kinds):
        return 0
    return weight + PLACE * named


def apart(one: Telling, other: Telling) -> bool:
    """Whether something forbids that the two are one strike, whatever else they share.

    The day (that of its end: a night counts for its morning), the side, the place or the weapon differ; or one voice
    gives two exact figures for one thing. Totals, and what has no day, are one with nothing.
    """
    if one.last != other.last or not one.last or "summary" in (one.scope, other.scope):
        return True
    if one.side != other.side and "unknown" not in (one.side, other.side):
        return True
    spans = one.last - one.first, other.last - other.first
    if spans[0] != spans[1] and max(spans) > 1:
        return True
    if _other_weapons(one, other) and not (one.kinds & CONFUSED and other.kinds & CONFUSED):
        if not _agree_tellingly(one, other):
            return True
    if one.sites and other.sites and not one.wide and not other.wide:
        if not places_in_common(one, other) and not in_region(one, other):
            return True
    return _contradict(one, other)


def _other_weapons(one: Telling, other: Telling) -> bool:
    return bool(one.kinds and other.kinds) and not one.kinds & other.kinds


def _agree_tellingly(one: Telling, other: Telling) -> bool:
    return any(agree(*pair) and (pair[0][0] or 0) >= TELLING for pair in paired_figures(one, other))


def in_region(one: Telling, other: Telling) -> bool:
    """True where one names a region that holds a place of the other."""
    return not one.areas.isdisjoint(other.regions) or not other.areas.isdisjoint(one.regions)


def places_in_common(one: Telling, other: Telling) -> int:
    """How many places both name; two that lie within one town's bounds are one."""
    if named := len(one.sites & other.sites):
        return named
    return 0


def paired_figures(one: Telling, other: Telling) -> list[tuple[Bounds, Bounds]]:
    """The figures that both tell of the same thing; the sum over its models is a figure of the kind."""
    if not one.figures or not other.figures:
        return []
    theirs: dict[Slot, Bounds] = dict(other.totals)
    theirs.update(other.figures)
    ours: dict[Slot, Bounds] = dict(one.totals)
    ours.update(one.figures)
    return [(bounds, theirs[slot]) for slot, bounds in ours.items() if slot in theirs]


def agree(ours: Bounds, theirs: Bounds) -> bool:
    """True for the same number, told exactly by one at least or as the same bound; 0, 1 and "dozens" prove nothing."""
    low = ours[0]
    if low is None or low < 2 or low != theirs[0]:
        return False
    return ours[0] == ours[1] or theirs[0] == theirs[1] or (ours == theirs and low not in VAGUE)


def of_one_voice(one: Telling, other: Telling) -> bool:
    """True but where each is told by speakers of other sides than the other."""
    return not one.asserted or not other.asserted or bool(one.asserted & other.asserted)


def _contradict(one: Telling, other: Telling) -> bool:
    """True where one voice gives two exact figures: a side what was launched and shot down, a speaker a toll."""
    if not one.figures or not other.figures or not one.asserted & other.asserted:
        return False
    theirs = dict(other.figures)
    for slot, ours in one.figures:
        if slot in theirs and _exact(ours) and _exact(theirs[slot]) and ours != theirs[slot]:
            if slot[0] not in TOLLS:
                return True
            if one.speakers & other.speakers and not _rises(one, ours, other, theirs[slot]):
                return True
    return False


def _differ(one: Telling, other: Telling) -> bool:
    """True where a figure of one is more than half as much again as the other's at the least, and no toll that rises."""
    theirs = dict(other.figures)
    for slot, ours in one.figures:
        if slot in theirs and _far_apart(ours, theirs[slot]):
            if slot[0] not in TOLLS or one.wide != other.wide or "artillery" in one.kinds & other.kinds:
                return True
            if not _rises(one, ours, other, theirs[slot], same_day=True):
                return True
    return False


def _rises(one: Telling, ours: Bounds, other: Telling, theirs: Bounds, same_day: bool = False) -> bool:
    """Whether the higher figure is published after the lower, or on the same day if that will do."""
    early, late = (one, other) if (ours[0] or 0) < (theirs[0] or 0) else (other, one)
    return early.published < late.published or (same_day and early.published == late.published)


def _exact(bounds: Bounds) -> bool:
    return bounds[0] == bounds[1]


def _far_apart(ours: Bounds, theirs: Bounds) -> bool:
    """True where the one is more than half as much again as the other at the very least."""
    return any(
        high is not None and 2 * (low or 0) > 3 * high for high, low in ((ours[1], theirs[0]), (theirs[1], ours[0]))
    )
