"""Do two tellings tell of one strike? What forbids it, and how strong the evidence for it is."""

from __future__ import annotations

from typing import Final

from model.merging.features import VAGUE, Bounds, Slot, Telling

Figures = tuple[tuple[Slot, Bounds], ...]

# What each piece of evidence weighs when two strikes want the same report; only their order matters.
FIGURE, PLACE, WEAPON, SIDE, DAY = 16, 8, 2, 2, 1

TELLING: Final = 5  # a count from which on the same figure of one day is no chance
FRONT: Final = 3  # shelling told of so many places is the day's survey of a front
TOLLS: Final = ("killed", "injured")  # what rises as the day goes on
CONFUSED: Final = frozenset({"artillery", "missile", "bomb"})  # the press calls a rocket a missile, its fall shelling


def likeness(one: Telling, other: Telling) -> int:
    """How strongly two tellings speak of one strike; 0 where the evidence does not do, and where something forbids it.

    A place in common does, or that both are told of the whole country. Where only a region holds the other's town, a
    kind of weapon must agree too; where the side is open, the interval longer than two days, the models differ, one
    names no place or it is the shelling of a front, a figure. Figures more than half apart need another that agrees, or
    speakers of different sides; but a toll may rise, as long as the higher is published no earlier.
    """
    if apart(one, other):
        return 0
    agreeing = [ours for _, ours, theirs in figures_in_common(one, other) if agree(ours, theirs)]
    telling = any((ours[0] or 0) >= TELLING for ours in agreeing)
    same_side = one.side == other.side != "unknown"
    kinds = one.kinds & other.kinds
    if _other_weapons(one, other) and not telling:
        return 0
    if not agreeing and not _may_do_without_a_figure(one, other):
        return 0
    named = len(one.sites & other.sites)
    weight = FIGURE * len(agreeing) + WEAPON * len(kinds) + SIDE * same_side + DAY * (one.first == other.first)
    if one.wide and other.wide:
        return weight + PLACE * max(named, 1) if same_side else 0
    if not (one.sites or one.areas) or not (other.sites or other.areas) or (not named and not in_region(one, other)):
        return weight if same_side and agreeing and (kinds or telling) else 0
    if not (named and kinds if not same_side else named or kinds):
        return 0
    if not agreeing and not _tied_by_place(one, other, named):
        return 0
    return weight + PLACE * named


def apart(one: Telling, other: Telling) -> bool:
    """Whether something forbids that the two are one strike, whatever else they share.

    The day (that of its end: a night counts for its morning), the side, the place or the weapon differ; or one voice
    gives two exact figures for one thing. Totals, and what has no day, are one with nothing; nor are two reports of one
    dataset, which has told its strikes apart itself.
    """
    if one.dataset and one.dataset == other.dataset:
        return True
    if one.last != other.last or not one.last or "summary" in (one.scope, other.scope):
        return True
    if one.side != other.side and "unknown" not in (one.side, other.side):
        return True
    if one.first != other.first and min(one.first, other.first) < one.last - 1:
        return True
    if _other_weapons(one, other) and not _may_be_one_weapon(one, other):
        return True
    if one.sites and other.sites and not (one.wide or other.wide or one.sites & other.sites or in_region(one, other)):
        return True
    return _contradict(one, other)


def in_region(one: Telling, other: Telling) -> bool:
    """True where one names a region that holds a place of the other."""
    return not one.areas.isdisjoint(other.regions) or not other.areas.isdisjoint(one.regions)


def figures_in_common(one: Telling, other: Telling) -> list[tuple[Slot, Bounds, Bounds]]:
    """The figures that both tell of the same thing; what the models of a kind come to is a figure of the kind."""
    if not one.figures or not other.figures:
        return []
    return _in_common((*one.totals, *one.figures), (*other.totals, *other.figures))


def _in_common(ours: Figures, theirs: Figures) -> list[tuple[Slot, Bounds, Bounds]]:
    """The figures of the same thing, side by side.

    "40 drones at Kyiv and 12 at Lviv" tells two of one thing: those that agree count, else the highest of each.
    """
    mine, others = dict(ours), dict(theirs)
    agreed: list[tuple[Slot, Bounds, Bounds]] = []
    if len(mine) < len(ours) or len(others) < len(theirs):
        told: dict[tuple[Slot, int | None], dict[Bounds, None]] = {}
        for slot, bounds in theirs:
            told.setdefault((slot, bounds[0]), {})[bounds] = None
        for slot, bounds in dict.fromkeys(ours):
            same = told.get((slot, bounds[0]), ())
            agreed += [(slot, bounds, other) for other in same if bounds == other or agree(bounds, other)]
        mine, others = (dict(sorted(figures, key=_height)) for figures in (ours, theirs))  # of several the last stays
        for slot, *_ in agreed:
            mine.pop(slot, None)
    return agreed + [(slot, bounds, others[slot]) for slot, bounds in mine.items() if slot in others]


def _height(figure: tuple[Slot, Bounds]) -> tuple[int, float]:
    low, high = figure[1]
    return low or 0, float("inf") if high is None else high


def agree(ours: Bounds, theirs: Bounds) -> bool:
    """True for the same number, told exactly by one at least or as the same bound; 0, 1 and "dozens" prove nothing."""
    low = ours[0]
    if low is None or low < 2 or low != theirs[0]:
        return False
    return ours[0] == ours[1] or theirs[0] == theirs[1] or (ours == theirs and low not in VAGUE)


def _other_weapons(one: Telling, other: Telling) -> bool:
    return bool(one.kinds and other.kinds) and not one.kinds & other.kinds


def _may_be_one_weapon(one: Telling, other: Telling) -> bool:
    """Whether the two may call one weapon by two names: both are often confused, or a figure says so."""
    if one.kinds & CONFUSED and other.kinds & CONFUSED:
        return True
    return any(agree(ours, theirs) and (ours[0] or 0) >= TELLING for _, ours, theirs in figures_in_common(one, other))


def _may_do_without_a_figure(one: Telling, other: Telling) -> bool:
    """False where the side is open, the interval long, or each names other models than the other."""
    if one.side != other.side or one.side == "unknown" or one.last - one.first > 1:
        return False
    return not one.models or not other.models or bool(one.models & other.models) or (one.wide and other.wide)


def _tied_by_place(one: Telling, other: Telling, named: int) -> bool:
    """Whether the places tie the two where no figure does: not shelling that goes on all day along a front.

    Nor where all that one names is a part of the country.
    """
    shelling = one.kinds & other.kinds == {"artillery"}
    if shelling and max(len(one.sites), len(other.sites)) >= FRONT:
        return False
    if "artillery" in one.kinds | other.kinds and not (one.sites and other.sites):
        return False
    if one.wide != other.wide and not named:
        return False
    one_voice = not one.asserted or not other.asserted or bool(one.asserted & other.asserted)
    return not (one_voice and _differ(one, other, shelling))


def _differ(one: Telling, other: Telling, shelling: bool) -> bool:
    """True where a figure of one is more than half as much again as the other's at least, and is no toll that rises."""
    for slot, ours, theirs in _in_common(one.figures, other.figures):
        if _far_apart(ours, theirs):
            if slot[0] not in TOLLS or one.wide != other.wide or shelling:
                return True
            early, late = _lower_first(one, ours, other, theirs)
            if late.published < early.published:
                return True
    return False


def _contradict(one: Telling, other: Telling) -> bool:
    """True where one voice gives two exact figures: a side what was launched and shot down, a speaker a toll.

    A toll that has risen is no contradiction, nor one that moved while the other (killed, or injured) stayed.
    """
    if not one.figures or not other.figures or not one.asserted & other.asserted:
        return False
    contradicted = stayed = False
    for slot, ours, theirs in _in_common(one.figures, other.figures):
        if ours[0] == ours[1] and theirs[0] == theirs[1] and ours != theirs:
            if slot[0] not in TOLLS:
                return True
            early, late = _lower_first(one, ours, other, theirs)
            risen = late.risen or early.published < late.published
            contradicted |= not risen and not one.speakers.isdisjoint(other.speakers)
        elif slot[0] in TOLLS and agree(ours, theirs):
            stayed = True
    return contradicted and not stayed


def _lower_first(one: Telling, ours: Bounds, other: Telling, theirs: Bounds) -> tuple[Telling, Telling]:
    return (one, other) if (ours[0] or 0) < (theirs[0] or 0) else (other, one)


def _far_apart(ours: Bounds, theirs: Bounds) -> bool:
    """True where the one is more than half as much again as the other at the very least."""
    return any(
        high is not None and 2 * (low or 0) > 3 * high for high, low in ((ours[1], theirs[0]), (theirs[1], ours[0]))
    )
