"""Why reports are one strike, and what they do not agree on, as sentences for people."""

from __future__ import annotations

from model.event import Report
from model.merging.features import FigureSlot, ReportFeatures
from model.merging.place_features import make_site_key
from model.merging.similarity import find_common_figures, has_region_overlap, is_matching_figure


def explain_link(one: Report, other: Report) -> str:
    """Why the two are one strike, for people: "same side and day, both name Kyiv, missile figures agree (122)"."""
    tellings = ReportFeatures.from_report(one), ReportFeatures.from_report(other)
    side = "same side" if one.side == other.side != "unknown" else "a side not told by both"
    said = [_describe_days(*tellings, side)]
    if names := [place.name for place in one.places if make_site_key(place) in tellings[1].sites]:
        said.append(f"both name {_join_words(names)}")
    elif has_region_overlap(*tellings):
        said.append("one names the region of the other's place")
    if tellings[0].is_nationwide and tellings[1].is_nationwide:
        said.append("both tell of the whole country")
    if models := tellings[0].weapon_models & tellings[1].weapon_models:
        said.append(f"both name {_join_words(sorted(model for _, model in models))}")
    agreeing = [pair for pair in find_common_figures(*tellings) if is_matching_figure(*pair[1:])]
    named = {kind for kind, _ in models} | {kind for (_, kind, _), *_ in agreeing}
    both = {weapon.kind for weapon in other.weapons}
    told = [weapon.kind for weapon in one.weapons if weapon.kind in both and weapon.kind not in named]
    if told:
        said.append(f"both tell of {_join_words([_KIND_PHRASES[kind] for kind in told])}")
    elif not named and tellings[0].weapon_kinds & tellings[1].weapon_kinds:
        said.append("the weapons of one may be those of the other")
    for slot, figure, theirs in agreeing:
        if slot[1] and not slot[2] and any(other[:2] == slot[:2] and other[2] for other, *_ in agreeing):
            continue  # the models' own figures say it already
        exact = figure if figure[0] == figure[1] else theirs
        said.append(f"{_describe_slot(slot)} figures agree ({exact[0]}{'+' * (exact[1] is None)})")
    return ", ".join(dict.fromkeys(said))


_KIND_PHRASES = {
    "drone": "drones",
    "missile": "missiles",
    "artillery": "artillery",
    "bomb": "bombs",
    "other": "an air strike or other arms",
}


def _describe_slot(slot: FigureSlot) -> str:
    """ "killed", "launched", "missile", "intercepted Shahed": what the figures of this slot count."""
    what, kind, model = slot
    arms = model or kind
    return arms if arms and what == "launched" else f"{what} {arms}".rstrip()


def _describe_days(one: ReportFeatures, other: ReportFeatures, side: str) -> str:
    if (one.first_day, one.last_day) == (other.first_day, other.last_day):
        span = "day" if one.first_day == one.last_day else "night" if one.is_night and other.is_night else "days"
        return f"{side} and {span}" if side == "same side" else f"{side}, same {span}"
    double = other if one.first_day == one.last_day else one
    return f"{side}, the {'night' if double.is_night else 'days'} of one and the day of the other meet"


def _join_words(words: list[str]) -> str:
    words = list(dict.fromkeys(words))
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]
