"""Do two tellings tell of one strike? What forbids it, and how strong the evidence for it is."""

from __future__ import annotations

from typing import Final

from model.merging.features import VAGUE_LOWER_BOUNDS, FigureBounds, FigureSlot, ReportFeatures

Figures = tuple[tuple[FigureSlot, FigureBounds], ...]

# What each piece of evidence weighs when two strikes want the same report; only their order matters.
FIGURE_WEIGHT, PLACE_WEIGHT, WEAPON_WEIGHT, SIDE_WEIGHT, DAY_WEIGHT = 16, 8, 2, 2, 1

MIN_DISTINCTIVE_COUNT: Final = 5  # a count from which on the same figure of one day is no chance
MIN_FRONT_PLACES: Final = 3  # shelling told of so many places is the day's survey of a front
CASUALTY_SLOTS: Final = ("killed", "injured")  # what rises as the day goes on
CONFUSABLE_KINDS: Final = frozenset(
    {"artillery", "missile", "bomb"}
)  # the press calls a rocket a missile, its fall shelling


def score_similarity(one: ReportFeatures, other: ReportFeatures) -> int:
    """How strongly two tellings speak of one strike; 0 where the evidence does not do, and where something forbids it.

    A place in common does, or that both are told of the whole country. Where only a region holds the other's town, a
    kind of weapon must agree too; where the side is open, the interval longer than two days, the models differ, one
    names no place or it is the shelling of a front, a figure. Figures more than half apart need another that agrees, or
    speakers of different sides; but a toll may rise, as long as the higher is published no earlier.
    """
    if cannot_link(one, other):
        return 0
    agreeing = [ours for _, ours, theirs in find_common_figures(one, other) if is_matching_figure(ours, theirs)]
    telling = any((ours[0] or 0) >= MIN_DISTINCTIVE_COUNT for ours in agreeing)
    same_side = one.side == other.side != "unknown"
    kinds = one.weapon_kinds & other.weapon_kinds
    if _has_different_weapons(one, other) and not telling:
        return 0
    if not agreeing and not _can_link_without_figure(one, other):
        return 0
    named = len(one.sites & other.sites)
    weight = (
        FIGURE_WEIGHT * len(agreeing)
        + WEAPON_WEIGHT * len(kinds)
        + SIDE_WEIGHT * same_side
        + DAY_WEIGHT * (one.first_day == other.first_day)
    )
    if one.is_nationwide and other.is_nationwide:
        return weight + PLACE_WEIGHT * max(named, 1) if same_side else 0
    if (
        not (one.sites or one.whole_regions)
        or not (other.sites or other.whole_regions)
        or (not named and not has_region_overlap(one, other))
    ):
        return weight if same_side and agreeing and (kinds or telling) else 0
    if not (named and kinds if not same_side else named or kinds):
        return 0
    if not agreeing and not _is_linked_by_place(one, other, named):
        return 0
    return weight + PLACE_WEIGHT * named


def cannot_link(one: ReportFeatures, other: ReportFeatures) -> bool:
    """Whether something forbids that the two are one strike, whatever else they share.

    The day (that of its end: a night counts for its morning), the side, the place or the weapon differ; or one voice
    gives two exact figures for one thing. Totals, and what has no day, are one with nothing; nor are two reports of one
    dataset, which has told its strikes apart itself.
    """
    if one.dataset and one.dataset == other.dataset:
        return True
    if one.last_day != other.last_day or not one.last_day or "summary" in (one.scope, other.scope):
        return True
    if one.side != other.side and "unknown" not in (one.side, other.side):
        return True
    if one.first_day != other.first_day and min(one.first_day, other.first_day) < one.last_day - 1:
        return True
    if _has_different_weapons(one, other) and not _can_be_same_weapon(one, other):
        return True
    if (
        one.sites
        and other.sites
        and not (one.is_nationwide or other.is_nationwide or one.sites & other.sites or has_region_overlap(one, other))
    ):
        return True
    return _has_contradiction(one, other)


def has_region_overlap(one: ReportFeatures, other: ReportFeatures) -> bool:
    """True where one names a region that holds a place of the other."""
    return not one.whole_regions.isdisjoint(other.regions) or not other.whole_regions.isdisjoint(one.regions)


def find_common_figures(
    one: ReportFeatures, other: ReportFeatures
) -> list[tuple[FigureSlot, FigureBounds, FigureBounds]]:
    """The figures that both tell of the same thing; what the models of a kind come to is a figure of the kind."""
    if not one.figures or not other.figures:
        return []
    return _in_common((*one.model_totals, *one.figures), (*other.model_totals, *other.figures))


def _in_common(ours: Figures, theirs: Figures) -> list[tuple[FigureSlot, FigureBounds, FigureBounds]]:
    """The figures of the same thing, side by side.

    "40 drones at Kyiv and 12 at Lviv" tells two of one thing: those that agree count, else the highest of each.
    """
    mine, others = dict(ours), dict(theirs)
    agreed: list[tuple[FigureSlot, FigureBounds, FigureBounds]] = []
    if len(mine) < len(ours) or len(others) < len(theirs):
        told: dict[tuple[FigureSlot, int | None], dict[FigureBounds, None]] = {}
        for slot, bounds in theirs:
            told.setdefault((slot, bounds[0]), {})[bounds] = None
        for slot, bounds in dict.fromkeys(ours):
            same = told.get((slot, bounds[0]), ())
            agreed += [(slot, bounds, other) for other in same if bounds == other or is_matching_figure(bounds, other)]
        mine, others = (dict(sorted(figures, key=_height)) for figures in (ours, theirs))  # of several the last stays
        for slot, *_ in agreed:
            mine.pop(slot, None)
    return agreed + [(slot, bounds, others[slot]) for slot, bounds in mine.items() if slot in others]


def _height(figure: tuple[FigureSlot, FigureBounds]) -> tuple[int, float]:
    low, high = figure[1]
    return low or 0, float("inf") if high is None else high


def is_matching_figure(ours: FigureBounds, theirs: FigureBounds) -> bool:
    """True for the same number, told exactly by one at least or as the same bound; 0, 1 and "dozens" prove nothing."""
    low = ours[0]
    if low is None or low < 2 or low != theirs[0]:
        return False
    return ours[0] == ours[1] or theirs[0] == theirs[1] or (ours == theirs and low not in VAGUE_LOWER_BOUNDS)


def _has_different_weapons(one: ReportFeatures, other: ReportFeatures) -> bool:
    return bool(one.weapon_kinds and other.weapon_kinds) and not one.weapon_kinds & other.weapon_kinds


def _can_be_same_weapon(one: ReportFeatures, other: ReportFeatures) -> bool:
    """Whether the two may call one weapon by two names: both are often confused, or a figure says so."""
    if one.weapon_kinds & CONFUSABLE_KINDS and other.weapon_kinds & CONFUSABLE_KINDS:
        return True
    return any(
        is_matching_figure(ours, theirs) and (ours[0] or 0) >= MIN_DISTINCTIVE_COUNT
        for _, ours, theirs in find_common_figures(one, other)
    )


def _can_link_without_figure(one: ReportFeatures, other: ReportFeatures) -> bool:
    """False where the side is open, the interval long, or each names other models than the other."""
    if one.side != other.side or one.side == "unknown" or one.last_day - one.first_day > 1:
        return False
    return (
        not one.weapon_models
        or not other.weapon_models
        or bool(one.weapon_models & other.weapon_models)
        or (one.is_nationwide and other.is_nationwide)
    )


def _is_linked_by_place(one: ReportFeatures, other: ReportFeatures, named: int) -> bool:
    """Whether the places tie the two where no figure does: not shelling that goes on all day along a front.

    Nor where all that one names is a part of the country.
    """
    shelling = one.weapon_kinds & other.weapon_kinds == {"artillery"}
    if shelling and max(len(one.sites), len(other.sites)) >= MIN_FRONT_PLACES:
        return False
    if "artillery" in one.weapon_kinds | other.weapon_kinds and not (one.sites and other.sites):
        return False
    if one.is_nationwide != other.is_nationwide and not named:
        return False
    one_voice = (
        not one.asserting_sides or not other.asserting_sides or bool(one.asserting_sides & other.asserting_sides)
    )
    return not (one_voice and _has_diverging_figures(one, other, shelling))


def _has_diverging_figures(one: ReportFeatures, other: ReportFeatures, shelling: bool) -> bool:
    """True where a figure of one is more than half as much again as the other's at least, and is no toll that rises."""
    for slot, ours, theirs in _in_common(one.figures, other.figures):
        if _is_far_apart(ours, theirs):
            if slot[0] not in CASUALTY_SLOTS or one.is_nationwide != other.is_nationwide or shelling:
                return True
            early, late = _order_by_figure(one, ours, other, theirs)
            if late.published_day < early.published_day:
                return True
    return False


def _has_contradiction(one: ReportFeatures, other: ReportFeatures) -> bool:
    """True where one voice gives two exact figures: a side what was launched and shot down, a speaker a toll.

    A toll that has risen is no contradiction, nor one that moved while the other (killed, or injured) stayed.
    """
    if not one.figures or not other.figures or not one.asserting_sides & other.asserting_sides:
        return False
    contradicted = stayed = False
    for slot, ours, theirs in _in_common(one.figures, other.figures):
        if ours[0] == ours[1] and theirs[0] == theirs[1] and ours != theirs:
            if slot[0] not in CASUALTY_SLOTS:
                return True
            early, late = _order_by_figure(one, ours, other, theirs)
            risen = late.has_risen_toll or early.published_day < late.published_day
            contradicted |= not risen and not one.speakers.isdisjoint(other.speakers)
        elif slot[0] in CASUALTY_SLOTS and is_matching_figure(ours, theirs):
            stayed = True
    return contradicted and not stayed


def _order_by_figure(
    one: ReportFeatures, ours: FigureBounds, other: ReportFeatures, theirs: FigureBounds
) -> tuple[ReportFeatures, ReportFeatures]:
    return (one, other) if (ours[0] or 0) < (theirs[0] or 0) else (other, one)


def _is_far_apart(ours: FigureBounds, theirs: FigureBounds) -> bool:
    """True where the one is more than half as much again as the other at the very least."""
    return any(
        high is not None and 2 * (low or 0) > 3 * high for high, low in ((ours[1], theirs[0]), (theirs[1], ours[0]))
    )
