"""Explains why two reports are one strike."""

from __future__ import annotations

from model.event import Report
from model.merging.features import FigureSlot, ReportFeatures
from model.merging.place_features import make_site_key
from model.merging.similarity import find_common_figures, has_region_overlap, is_matching_figure


def explain_link(one: Report, other: Report) -> str:
    """The evidence that links two reports: "same side and day, both name Kyiv, missile figures agree (122)"."""
    ours, theirs = ReportFeatures.from_report(one), ReportFeatures.from_report(other)
    side = "same side" if one.side == other.side != "unknown" else "not both state the side"
    reasons = [_describe_days(ours, theirs, side)]
    if names := [place.name for place in one.places if make_site_key(place) in theirs.sites]:
        reasons.append(f"both name {_join_words(names)}")
    elif has_region_overlap(ours, theirs):
        reasons.append("one names the region of the other's place")
    if ours.is_nationwide and theirs.is_nationwide:
        reasons.append("both cover the whole country")
    if models := ours.weapon_models & theirs.weapon_models:
        reasons.append(f"both name {_join_words(sorted(model for _, model in models))}")
    agreeing = [pair for pair in find_common_figures(ours, theirs) if is_matching_figure(*pair[1:])]
    explained_kinds = {kind for kind, _ in models} | {kind for (_, kind, _), *_ in agreeing}
    other_kinds = {weapon.kind for weapon in other.weapons} - explained_kinds
    if kinds := [weapon.kind for weapon in one.weapons if weapon.kind in other_kinds]:
        reasons.append(f"both report {_join_words([_KIND_PHRASES[kind] for kind in kinds])}")
    elif not explained_kinds and ours.weapon_kinds & theirs.weapon_kinds:
        reasons.append("their weapons may be the same")
    for slot, our_bounds, their_bounds in agreeing:
        if slot[1] and not slot[2] and any(finer[:2] == slot[:2] and finer[2] for finer, *_ in agreeing):
            continue  # the figures of the models include it
        low, high = our_bounds if our_bounds[0] == our_bounds[1] else their_bounds
        reasons.append(f"{_describe_slot(slot)} figures agree ({low}{'+' * (high is None)})")
    return ", ".join(dict.fromkeys(reasons))


_KIND_PHRASES = {
    "drone": "drones", "missile": "missiles", "artillery": "artillery", "bomb": "bombs",
    "other": "an air strike or other weapons",
}  # fmt: skip


def _describe_slot(slot: FigureSlot) -> str:
    """What the figures of a slot count: "killed", "launched", "missile", "intercepted Shahed"."""
    name, kind, model = slot
    weapon = model or kind
    return weapon if weapon and name == "launched" else f"{name} {weapon}".rstrip()


def _describe_days(one: ReportFeatures, other: ReportFeatures, side: str) -> str:
    if (one.first_day, one.last_day) == (other.first_day, other.last_day):
        span = "day" if one.first_day == one.last_day else "night" if one.is_night and other.is_night else "days"
        return f"{side} and {span}" if side == "same side" else f"{side}, same {span}"
    longer = other if one.first_day == one.last_day else one
    return f"{side}, the {'night' if longer.is_night else 'days'} of one and the day of the other overlap"


def _join_words(words: list[str]) -> str:
    words = list(dict.fromkeys(words))
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]
