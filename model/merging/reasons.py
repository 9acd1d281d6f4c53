"""Why reports are one strike, and what they do not agree on, as sentences for people."""

from __future__ import annotations

from model.event import Report
from model.merging.features import Slot, Telling
from model.merging.place_features import site
from model.merging.similarity import agree, figures_in_common, in_region


def reason(one: Report, other: Report) -> str:
    """Why the two are one strike, for people: "same side and day, both name Kyiv, missile figures agree (122)"."""
    tellings = Telling.of(one), Telling.of(other)
    side = "same side" if one.side == other.side != "unknown" else "a side not told by both"
    said = [_days(*tellings, side)]
    if names := [place.name for place in one.places if site(place) in tellings[1].sites]:
        said.append(f"both name {_listed(names)}")
    elif in_region(*tellings):
        said.append("one names the region of the other's place")
    if tellings[0].wide and tellings[1].wide:
        said.append("both tell of the whole country")
    if models := tellings[0].models & tellings[1].models:
        said.append(f"both name {_listed(sorted(model for _, model in models))}")
    agreeing = [pair for pair in figures_in_common(*tellings) if agree(*pair[1:])]
    named = {kind for kind, _ in models} | {kind for (_, kind, _), *_ in agreeing}
    both = {weapon.kind for weapon in other.weapons}
    told = [weapon.kind for weapon in one.weapons if weapon.kind in both and weapon.kind not in named]
    if told:
        said.append(f"both tell of {_listed([_KINDS[kind] for kind in told])}")
    elif not named and tellings[0].kinds & tellings[1].kinds:
        said.append("the weapons of one may be those of the other")
    for slot, figure, theirs in agreeing:
        if slot[1] and not slot[2] and any(other[:2] == slot[:2] and other[2] for other, *_ in agreeing):
            continue  # the models' own figures say it already
        exact = figure if figure[0] == figure[1] else theirs
        said.append(f"{_counted(slot)} figures agree ({exact[0]}{'+' * (exact[1] is None)})")
    return ", ".join(dict.fromkeys(said))


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
