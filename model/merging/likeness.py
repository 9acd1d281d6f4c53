"""Do two reports tell of one strike? How strong the evidence is, and the reasons as a sentence for people."""

from __future__ import annotations

from model.event import Report
from model.merging.telling import VAGUE, Bounds, Slot, Telling, site

# What each piece of evidence weighs when two strikes want the same report; only their order matters.
FIGURE, PLACE, WEAPON, SIDE, DAY = 16, 8, 2, 2, 1


def likeness(one: Telling, other: Telling) -> int:
    """How strongly two tellings speak of one strike; 0 keeps them apart.

    Side, day, weapon and place must not differ, and no speaker's side may give two exact figures for one thing. Where
    the side is open, the interval longer than two days, or the day only touches the night's eve, a figure must agree;
    where one names no place, a figure and a kind of weapon; where only a region holds the other's town, a kind. Figures
    more than half apart (tolls rise, and sources differ) need another that agrees, or speakers of different sides.
    """
    if one.scope == "summary" or other.scope == "summary":
        return 0
    same_side = one.side == other.side != "unknown"
    if not same_side and "unknown" not in (one.side, other.side):
        return 0
    day = same_day(one, other)
    kinds = one.kinds & other.kinds
    if not day or (one.kinds and other.kinds and not kinds):
        return 0
    named = len(one.sites & other.sites)
    if one.sites and other.sites and not named and not in_region(one, other):
        return 0
    paired = _paired(one, other)
    if paired and one.asserted & other.asserted and any(_contradict(*pair) for pair in paired):
        return 0
    agreeing = sum([_agree(*pair) for pair in paired])
    if not agreeing and _of_one_voice(one, other) and any(_far_apart(*pair) for pair in paired):
        return 0
    models_differ = bool(one.models and other.models) and not one.models & other.models
    if not agreeing and (models_differ or not same_side or day == "touching"):
        return 0
    if not named and not kinds:
        return 0
    if not one.sites or not other.sites:
        return FIGURE * agreeing + WEAPON * len(kinds) + DAY if agreeing and same_side else 0
    if not same_side and not (named and kinds):
        return 0
    return FIGURE * agreeing + PLACE * named + WEAPON * len(kinds) + SIDE * same_side + DAY * (day == "same")


def same_day(one: Telling, other: Telling) -> str:
    """'same', 'within' (a day in a night or in two days), 'touching' (weak: the eve of a night, or a week), '' apart.

    Intervals of two days or more must be equal: two nights that share a day are two. No date is like no other, not
    even like none.
    """
    if not one.first or not other.first:
        return ""
    if (one.first, one.last) == (other.first, other.last):
        return "same" if one.last - one.first <= 1 else "touching"
    single, double = (one, other) if one.first == one.last else (other, one)
    if single.first != single.last or double.last - double.first != 1:
        return ""
    if single.first == double.last:
        return "within"
    if single.first == double.first:
        return "touching" if double.is_night else "within"
    return ""


def in_region(one: Telling, other: Telling) -> bool:
    """True where one names a region that holds a place of the other."""
    return not one.areas.isdisjoint(other.regions) or not other.areas.isdisjoint(one.regions)


def reason(one: Report, other: Report) -> str:
    """Why the two are one strike, for people: "same side and day, both name Kyiv, missile figures agree (122)"."""
    tellings = Telling.of(one), Telling.of(other)
    side = "same side" if one.side == other.side != "unknown" else "a side not told by both"
    said = [_days(*tellings, side)]
    theirs = tellings[1].sites
    if names := [place.name for place in one.places if site(place) in theirs]:
        said.append(f"both name {_listed(names)}")
    elif in_region(*tellings):
        said.append("one names the region of the other's place")
    if models := tellings[0].models & tellings[1].models:
        said.append(f"both name {_listed(sorted(model for _, model in models))}")
    bounds = dict(tellings[1].figures)
    agreeing = {slot: both for slot, both in tellings[0].figures if slot in bounds and _agree(both, bounds[slot])}
    named = {kind for kind, _ in models} | {kind for _, kind, _ in agreeing}
    told = (tellings[0].kinds & tellings[1].kinds) - named
    if kinds := [_KINDS[weapon.kind] for weapon in one.weapons if weapon.kind in told]:
        said.append(f"both tell of {_listed(kinds)}")
    for slot, ours in agreeing.items():
        exact = ours if ours[0] == ours[1] else bounds[slot]
        said.append(f"{_counted(slot)} figures agree ({exact[0]}{'+' * (exact[1] is None)})")
    return ", ".join(said)


_KINDS = {
    "drone": "drones",
    "missile": "missiles",
    "artillery": "artillery",
    "bomb": "bombs",
    "other": "an air strike or other arms",
}


def _counted(slot: Slot) -> str:
    """ "killed", "launched", "missile", "intercepted Shahed": what the figures of this slot count."""
    what, kind, model = slot
    arms = model or kind
    return arms if arms and what == "launched" else f"{what} {arms}".rstrip()


def _days(one: Telling, other: Telling, side: str) -> str:
    if (one.first, one.last) == (other.first, other.last):
        span = "day" if one.first == one.last else "night" if one.is_night and other.is_night else "days"
        return f"{side} and {span}" if side == "same side" else f"{side}, same {span}"
    double = other if one.first == one.last else one
    return f"{side}, the {'night' if double.is_night else 'days'} of one and the day of the other meet"


def _listed(words: list[str]) -> str:
    words = list(dict.fromkeys(words))
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def _paired(one: Telling, other: Telling) -> list[tuple[Bounds, Bounds]]:
    """The figures that both tell of the same thing."""
    if not one.figures or not other.figures:
        return []
    theirs = dict(other.figures)
    return [(bounds, theirs[slot]) for slot, bounds in one.figures if slot in theirs]


def _contradict(ours: Bounds, theirs: Bounds) -> bool:
    """True for two different exact figures."""
    return ours != theirs and ours[0] == ours[1] and theirs[0] == theirs[1]


def _far_apart(ours: Bounds, theirs: Bounds) -> bool:
    """True where the one is more than half as much again as the other at the very least."""
    return any(
        high is not None and 2 * (low or 0) > 3 * high for high, low in ((ours[1], theirs[0]), (theirs[1], ours[0]))
    )


def _of_one_voice(one: Telling, other: Telling) -> bool:
    """True but where each is told by speakers of other sides than the other."""
    return not one.asserted or not other.asserted or bool(one.asserted & other.asserted)


def _agree(ours: Bounds, theirs: Bounds) -> bool:
    """True for the same number, told exactly by one at least or as the same bound; 0, 1 and "dozens" prove nothing."""
    low = ours[0]
    if low is None or low < 2 or low != theirs[0]:
        return False
    return ours[0] == ours[1] or theirs[0] == theirs[1] or (ours == theirs and low not in VAGUE)
