"""Scores whether two reports describe one strike: what forbids it, and how strong the evidence is."""

from __future__ import annotations

from typing import Final

from model.merging.features import VAGUE_LOWER_BOUNDS, BoundedFigures, FigureBounds, FigureSlot, ReportFeatures

FigurePair = tuple[FigureSlot, FigureBounds, FigureBounds]  # the bounds that two reports give for one slot

# Weights of the evidence where two strikes compete for a report; only the order of the sums matters.
FIGURE_WEIGHT, PLACE_WEIGHT, WEAPON_WEIGHT, SIDE_WEIGHT, DAY_WEIGHT = 16, 8, 2, 2, 1

MIN_DISTINCTIVE_COUNT: Final = 5  # from here on, equal figures on one day are no coincidence
MIN_FRONT_PLACES: Final = 3  # shelling of so many places is a daily survey of a front
CASUALTY_SLOTS: Final = ("killed", "injured")  # figures that rise as the day goes on
CONFUSABLE_KINDS: Final = frozenset({"artillery", "missile", "bomb"})  # the press calls a rocket a missile or a shell


def score_similarity(one: ReportFeatures, other: ReportFeatures) -> int:
    """The evidence that two reports describe one strike; 0 where it is not enough, or where a link is forbidden.

    A common place is enough, or that both report on the whole country. If one only names the region of the other's
    place, a kind of weapon must agree too. A figure must agree if the side is open, the interval longer than two days,
    the models differ, one names no place, or it is the shelling of a front. Figures that differ by more than half need
    another that agrees, or speakers of different sides; but a toll may rise if the higher is not published earlier.
    """
    if cannot_link(one, other):
        return 0
    agreeing = [ours for _, ours, theirs in find_common_figures(one, other) if is_matching_figure(ours, theirs)]
    is_distinctive = any((low or 0) >= MIN_DISTINCTIVE_COUNT for low, _ in agreeing)
    same_side = one.side == other.side != "unknown"
    kinds = one.weapon_kinds & other.weapon_kinds
    if _has_different_weapons(one, other) and not is_distinctive:
        return 0
    if not (agreeing or _can_link_without_figure(one, other)):
        return 0
    common_sites = len(one.sites & other.sites)
    weight = FIGURE_WEIGHT * len(agreeing) + WEAPON_WEIGHT * len(kinds) + SIDE_WEIGHT * same_side
    weight += DAY_WEIGHT * (one.first_day == other.first_day)
    if one.is_nationwide and other.is_nationwide:
        return weight + PLACE_WEIGHT * max(common_sites, 1) if same_side else 0
    both_placed = (one.sites or one.whole_regions) and (other.sites or other.whole_regions)
    if not both_placed or not (common_sites or has_region_overlap(one, other)):
        return weight if same_side and agreeing and (kinds or is_distinctive) else 0
    if not (common_sites or kinds if same_side else common_sites and kinds):
        return 0
    if not agreeing and not _is_linked_by_place(one, other, common_sites):
        return 0
    return weight + PLACE_WEIGHT * common_sites


def cannot_link(one: ReportFeatures, other: ReportFeatures) -> bool:
    """Whether something forbids that two reports are one strike, whatever else they share.

    Forbidden are different days (a night counts as its morning), sides, places or weapons, and two exact figures from
    one speaker or side. Totals and undated reports link with nothing, and two reports of one dataset never link, since
    a dataset separates its strikes itself.
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
    is_local = one.sites and other.sites and not (one.is_nationwide or other.is_nationwide)
    if is_local and not (one.sites & other.sites or has_region_overlap(one, other)):
        return True
    return _has_contradiction(one, other)


def has_region_overlap(one: ReportFeatures, other: ReportFeatures) -> bool:
    """Whether one names a whole region in which the other has a place."""
    return not one.whole_regions.isdisjoint(other.regions) or not other.whole_regions.isdisjoint(one.regions)


def find_common_figures(one: ReportFeatures, other: ReportFeatures) -> list[FigurePair]:
    """The figures that both have of one slot; the sum of a kind's models counts for the kind."""
    if not one.figures or not other.figures:
        return []
    return _pair_figures((*one.model_totals, *one.figures), (*other.model_totals, *other.figures))


def _pair_figures(ours: BoundedFigures, theirs: BoundedFigures) -> list[FigurePair]:
    """The figures of the same slot, side by side.

    "40 drones at Kyiv and 12 at Lviv" gives two of one slot: those that agree count, else the highest of each.
    """
    our_bounds, their_bounds = dict(ours), dict(theirs)
    agreeing: list[FigurePair] = []
    if len(our_bounds) < len(ours) or len(their_bounds) < len(theirs):
        by_low: dict[tuple[FigureSlot, int | None], dict[FigureBounds, None]] = {}
        for slot, bounds in theirs:
            by_low.setdefault((slot, bounds[0]), {})[bounds] = None
        for slot, bounds in dict.fromkeys(ours):
            same = by_low.get((slot, bounds[0]), ())
            agreeing += [(slot, bounds, twin) for twin in same if bounds == twin or is_matching_figure(bounds, twin)]
        our_bounds, their_bounds = (dict(sorted(figures, key=_rank_height)) for figures in (ours, theirs))
        for slot, *_ in agreeing:
            our_bounds.pop(slot, None)
    highest = [(slot, our_bounds[slot], their_bounds[slot]) for slot in our_bounds if slot in their_bounds]
    return agreeing + highest


def _rank_height(figure: tuple[FigureSlot, FigureBounds]) -> tuple[int, float]:
    low, high = figure[1]
    return low or 0, float("inf") if high is None else high


def is_matching_figure(ours: FigureBounds, theirs: FigureBounds) -> bool:
    """Whether both give one number, one of them exactly, or one lower bound; 0, 1 and "dozens" prove nothing."""
    low = ours[0]
    if low is None or low < 2 or low != theirs[0]:
        return False
    return low in (ours[1], theirs[1]) or (ours == theirs and low not in VAGUE_LOWER_BOUNDS)


def _has_different_weapons(one: ReportFeatures, other: ReportFeatures) -> bool:
    return bool(one.weapon_kinds and other.weapon_kinds) and not one.weapon_kinds & other.weapon_kinds


def _can_be_same_weapon(one: ReportFeatures, other: ReportFeatures) -> bool:
    """Whether two kinds may be one weapon: they are often confused, or a distinctive figure agrees."""
    if one.weapon_kinds & CONFUSABLE_KINDS and other.weapon_kinds & CONFUSABLE_KINDS:
        return True
    return any(
        is_matching_figure(ours, theirs) and (ours[0] or 0) >= MIN_DISTINCTIVE_COUNT
        for _, ours, theirs in find_common_figures(one, other)
    )


def _can_link_without_figure(one: ReportFeatures, other: ReportFeatures) -> bool:
    """False where the side is open, the interval long, or the models differ."""
    if one.side != other.side or one.side == "unknown" or one.last_day - one.first_day > 1:
        return False
    models_differ = one.weapon_models and other.weapon_models and not one.weapon_models & other.weapon_models
    return not models_differ or (one.is_nationwide and other.is_nationwide)


def _is_linked_by_place(one: ReportFeatures, other: ReportFeatures, common_sites: int) -> bool:
    """Whether the places link two reports without an agreeing figure.

    They do not for shelling, which goes on all day along a front, nor if only one report is nationwide.
    """
    shelling = one.weapon_kinds & other.weapon_kinds == {"artillery"}
    if shelling and max(len(one.sites), len(other.sites)) >= MIN_FRONT_PLACES:
        return False
    if "artillery" in one.weapon_kinds | other.weapon_kinds and not (one.sites and other.sites):
        return False
    if one.is_nationwide != other.is_nationwide and not common_sites:
        return False
    sides, other_sides = one.asserting_sides, other.asserting_sides
    are_opponents = sides and other_sides and not sides & other_sides
    return bool(are_opponents) or not _has_diverging_figures(one, other, shelling)


def _has_diverging_figures(one: ReportFeatures, other: ReportFeatures, shelling: bool) -> bool:
    """Whether two figures differ by more than half, and not as a rising toll does."""
    for slot, ours, theirs in _pair_figures(one.figures, other.figures):
        if _is_far_apart(ours, theirs):
            if slot[0] not in CASUALTY_SLOTS or one.is_nationwide != other.is_nationwide or shelling:
                return True
            early, late = (one, other) if (ours[0] or 0) < (theirs[0] or 0) else (other, one)
            if late.published_day < early.published_day:
                return True
    return False


def _has_contradiction(one: ReportFeatures, other: ReportFeatures) -> bool:
    """Whether a side gives two exact counts of weapons, or one speaker two exact tolls.

    A toll may rise, and one of killed and injured may change while the other stays.
    """
    if not one.figures or not other.figures or not one.asserting_sides & other.asserting_sides:
        return False
    is_contradicted = is_confirmed = False
    for slot, ours, theirs in _pair_figures(one.figures, other.figures):
        if ours[0] == ours[1] and theirs[0] == theirs[1] and ours != theirs:
            if slot[0] not in CASUALTY_SLOTS:
                return True
            early, late = (one, other) if (ours[0] or 0) < (theirs[0] or 0) else (other, one)
            has_risen = late.has_risen_toll or early.published_day < late.published_day
            is_contradicted |= not has_risen and not one.speakers.isdisjoint(other.speakers)
        elif slot[0] in CASUALTY_SLOTS and is_matching_figure(ours, theirs):
            is_confirmed = True
    return is_contradicted and not is_confirmed


def _is_far_apart(ours: FigureBounds, theirs: FigureBounds) -> bool:
    """Whether the low bound of one is more than one and a half times the high bound of the other."""
    pairs = (ours[1], theirs[0]), (theirs[1], ours[0])
    return any(high is not None and 2 * (low or 0) > 3 * high for high, low in pairs)
