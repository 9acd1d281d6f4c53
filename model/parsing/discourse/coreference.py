"""Coreference: which clauses of a document are about the same strike, or the same total over a period.

A clause joins a template unless side, day, weapon or place differs, as in the MUC-4 definition of one event.
One with only casualties, or that refers back to the attack, joins the latest strike.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice

from model.event import Figure
from model.gazetteer import GazetteerEntry
from model.parsing.chunks.chunk import Chunk
from model.parsing.chunks.temporal_expressions import TemporalExpression
from model.parsing.clauses.attacker import place_key, resolve_attacker
from model.parsing.clauses.clause import PARAGRAPH_WINDOW, STRENGTH_DISPUTED, STRENGTH_INFERRED, STRENGTH_NAMED, Clause
from model.parsing.clauses.territorial_control import find_wider_region
from model.parsing.clauses.time_roles import COARSE_PRECISIONS
from model.parsing.discourse.event_template import EventTemplate

_MAX_UNDATED_NEWS_AGE = timedelta(days=2)  # how long before its publication undated news can have happened
_MIN_WAVE_COUNT = 10  # drones or missiles that make a wave
_MAX_COMPARED_ITEMS = 50  # last strikes, and last places of a strike, with which a clause is compared
_DISTRICT_RADIUS_DEGREES = 0.1  # of latitude, some 11 km: how far a district is from the centre of its city
_MIN_CITY_POPULATION = 400_000  # inhabitants of a city whose districts are named in the news
_MAX_ADJACENT_GAP_CHARS = 4  # characters between two adjacent sentences


def resolve_coreference(clauses: Iterable[Clause]) -> list[EventTemplate]:
    """The templates of a document, in the order in which it first reports their strikes."""
    templates: list[EventTemplate] = []
    recent: list[EventTemplate] = []  # latest strike last
    for clause in clauses:
        latest = recent[-1] if recent else None
        opens = latest is not None and _is_roundup_start(latest, clause)
        if clause.strike_evidence is None and not opens:
            if latest:
                _attach_clause(latest, clause)
            continue
        if clause.is_foreign and not clause.is_of_this_war:
            continue
        is_bare_denial = clause.is_comment and clause.is_denied and not (clause.places or clause.time)
        if latest and is_bare_denial and _is_adjacent(latest, clause):
            latest.claims += clause.claims
            continue
        is_background = clause.is_earlier and latest is not None and not _is_recalled(latest, clause)
        template = EventTemplate() if opens else _find_template(clause, recent[:-1] if is_background else recent)
        if template in recent:
            recent.remove(template)
        else:
            templates.append(template)
        recent.insert(len(recent) - is_background, template)  # after background, the text returns to the news
        del recent[:-_MAX_COMPARED_ITEMS]
        template.add_clause(clause)
    templates = [template for template in templates if any(clause.strike_evidence for clause in template.clauses)]
    totals = [template for template in templates if template.is_total and template.has_figures]
    return [template for template in templates if not any(_is_announcement(template, total) for total in totals)]


def _is_recalled(template: EventTemplate, clause: Clause) -> bool:
    """Whether the earlier strike is the one just mentioned in passing: "the strikes followed ..."."""
    return template.last_clause.is_vague and _has_place_overlap(template, clause)


def _is_announcement(template: EventTemplate, total: EventTemplate) -> bool:
    """Whether it is a lead without day, place or count that only announces the total."""
    if template.is_total or template.has_figures or template.time or template.places:
        return False
    kinds = {weapon.kind for weapon in template.weapons}
    return template.side == total.side and bool(kinds) and kinds <= {weapon.kind for weapon in total.weapons}


def _is_adjacent(template: EventTemplate, clause: Clause) -> bool:
    """Whether the clause directly follows the last one of the template."""
    return clause.start - template.last_clause.end < _MAX_ADJACENT_GAP_CHARS


def _find_template(clause: Clause, recent: list[EventTemplate]) -> EventTemplate:
    """The latest template of the same strike, preferably in the same place; else a new one."""
    latest: EventTemplate | None = None
    for template in reversed(recent):
        if _is_same_strike(template, clause):
            if _has_place_overlap(template, clause):
                return template
            latest = latest or template
    return latest or EventTemplate()


def _is_roundup_start(template: EventTemplate, clause: Clause) -> bool:
    """Whether casualties of a day follow those of a strike: "six died in the past 24 hours" starts a round-up."""
    counted = (template.killed or template.injured) and (clause.killed or clause.injured)
    is_daily = [bool(time and time.rule == "time.past_day") for time in (template.time, clause.time)]
    return clause.strike_evidence is None and bool(counted) and is_daily == [False, True]


def _attach_clause(template: EventTemplate, clause: Clause) -> None:
    """Add a clause that reports no strike to the latest strike, if it can be about it."""
    if clause.is_relevant:
        if _can_continue(template, clause, PARAGRAPH_WINDOW) and not clause.is_combat:
            _attach_details(template, clause)
    elif clause.is_comment and _is_adjacent(template, clause):
        template.add_comment(clause)
    elif clause.damage and _can_continue(template, clause, PARAGRAPH_WINDOW - 1):
        is_elsewhere = clause.places and len(template.places) == 1 and not _has_place_overlap(template, clause)
        if not is_elsewhere:
            template.aftermath.append(clause)
            template.damage += clause.damage


def _can_continue(template: EventTemplate, clause: Clause, max_distance: int) -> bool:
    """Whether it is at most so many paragraphs after the strike, and neither a total nor of another day or war."""
    if clause.is_total or clause.is_foreign or template.is_total:
        return False
    distance = clause.paragraph - template.last_clause.paragraph
    return distance <= max_distance and _has_day_overlap(clause.time, template.time)


def _attach_details(template: EventTemplate, clause: Clause) -> None:
    """Add casualties, or a clause that refers back to the attack, unless the side or the place differs."""
    if _has_side_conflict(template, clause):
        return
    if not clause.resumption_evidence:
        is_located = any(chunk.place and chunk.place.region for chunk in clause.places)  # else maybe in the same town
        if is_located and template.places and not _has_place_overlap(template, clause):
            return
        has_casualties = bool(clause.killed or clause.injured)
        if not template.places and (template.other_places or not has_casualties):
            clause.places = []  # but not in "six died in Odesa, two in Kherson"
        clause.weapons = []
    template.add_clause(clause)


def _is_same_strike(template: EventTemplate, clause: Clause) -> bool:
    """Whether nothing in the clause contradicts that it is about the strike of the template."""
    side, _, strength = resolve_attacker(clause)
    if template.is_total != clause.is_total:
        return False
    if (clause.is_of_both_sides and template.side) or (side and template.is_of_both_sides):
        return False
    same_place = _has_place_overlap(template, clause)
    other_place = bool(clause.places and template.places) and not same_place
    if clause.is_earlier and not same_place:
        return False
    if clause.is_dateless != template.is_dateless and other_place:
        return False  # constant shelling elsewhere
    is_open = STRENGTH_INFERRED in (strength, template.side_strength) or "unknown" in (side, template.side)
    if _has_side_conflict(template, clause) and not (same_place and is_open):
        return False
    if not _has_time_overlap(template.time, clause.time):
        return False
    if not same_place and (_is_older(template, clause) or _is_other_precision(template.time, clause.time)):
        return False
    same_kinds = _has_compatible_kinds(template, clause)
    if _has_count_conflict(template, clause):
        return not same_kinds and same_place
    if _has_matching_counts(template, clause):
        return True
    if other_place:
        return same_kinds and _is_same_wave(template, clause)
    return same_kinds or same_place


def _has_side_conflict(template: EventTemplate, clause: Clause) -> bool:
    """Whether the attackers differ; an unknown one can be either, but a disputed one is no named one."""
    side, _, strength = resolve_attacker(clause)
    if not side or not template.side or side == template.side:
        return False
    strengths = {strength, template.side_strength}
    return "unknown" not in (side, template.side) or strengths == {STRENGTH_DISPUTED, STRENGTH_NAMED}


def _is_older(template: EventTemplate, clause: Clause) -> bool:
    """Whether the clause is about a day long before the template, which is undated news with a place or a count."""
    if template.time or clause.resumption_evidence or not clause.time:
        return False
    day, when = template.clauses[0].day, clause.time.when
    if not (day and when.end and day - when.end > _MAX_UNDATED_NEWS_AGE) or when.basis == "weekday":
        return False  # "on Saturday": the same strike
    return bool(template.places or template.list_weapon_counts())


def _has_compatible_kinds(template: EventTemplate, clause: Clause) -> bool:
    """Whether the weapons can be the same; nearby, strikes "from the air" are by the missiles and drones named."""
    kinds = frozenset().union(*(weapon.possible_kinds for weapon in clause.weapons))
    known = frozenset().union(*(weapon.possible_kinds for weapon in template.weapons))
    if not kinds or not known or kinds & known:
        return True
    is_near = clause.paragraph - template.last_clause.paragraph <= PARAGRAPH_WINDOW
    is_vague = "other" in kinds | known and "artillery" not in kinds | known
    return is_near and is_vague and not (clause.places and template.places)


def _is_same_wave(template: EventTemplate, clause: Clause) -> bool:
    """Whether a clause on other places, without a day or toll of its own, is about the same wave.

    It is in the same paragraph, or near by after the headline or after a large attack.
    """
    if clause.time and clause.time.when.start and template.time is None:
        return False
    if (clause.killed and template.killed) or (clause.injured and template.injured):
        return False
    last = template.last_clause.paragraph
    distance = clause.paragraph - last
    return distance == 0 or (distance <= PARAGRAPH_WINDOW and (last == 0 or _is_wave(template)))


def _is_wave(template: EventTemplate) -> bool:
    """Whether it is a large attack: many weapons, or missiles and drones together."""
    if {"missile", "drone"} <= {weapon.kind for weapon in template.weapons}:
        return not template.is_dateless
    return any((mention.figure.low or 0) >= _MIN_WAVE_COUNT for mention in template.list_weapon_counts())


def _has_count_conflict(template: EventTemplate, clause: Clause) -> bool:
    """Whether counts of the same weapons differ: unlike a toll, what was launched does not rise."""
    return any(
        count and other_count and not _has_figure_overlap(count.figure, other_count.figure)
        for weapon in clause.weapons
        for other in template.weapons
        if (weapon.kind, weapon.model) == (other.kind, other.model)
        for count, other_count in ((weapon.launched, other.launched), (weapon.intercepted, other.intercepted))
    )


def _has_matching_counts(template: EventTemplate, clause: Clause) -> bool:
    """Whether both count the same kind launched and intercepted, and agree: one strike reported twice."""
    return any(
        (weapon.kind, weapon.launched.figure, weapon.intercepted.figure)
        == (other.kind, other.launched.figure, other.intercepted.figure)
        for weapon in clause.weapons
        for other in template.weapons
        if weapon.launched and weapon.intercepted and other.launched and other.intercepted
    )


def _has_figure_overlap(one: Figure, other: Figure) -> bool:
    low = max(one.low or 0, other.low or 0)
    highs = [figure.high for figure in (one, other) if figure.high is not None]
    return low <= min(highs, default=low) or 1 in highs


def _has_time_overlap(one: TemporalExpression | None, other: TemporalExpression | None) -> bool:
    """Whether both can mean the same time: by their days, or by their words if neither has a day."""
    if one is None or other is None:
        return True
    a, b = one.when, other.when
    if a.start or b.start:
        return _has_day_overlap(one, other)
    return (a.text or "").casefold() == (b.text or "").casefold() or a.precision != b.precision


def _has_day_overlap(one: TemporalExpression | None, other: TemporalExpression | None) -> bool:
    """Whether the days overlap; a missing one can be any."""
    if one is None or other is None:
        return True
    a, b = one.when, other.when
    return not (a.start and a.end and b.start and b.end) or (a.start <= b.end and b.start <= a.end)


def _is_other_precision(one: TemporalExpression | None, other: TemporalExpression | None) -> bool:
    """Whether only one is a month or a year, whose counts are not those of a day."""
    if one is None or other is None:
        return False
    return (one.when.precision in COARSE_PRECISIONS) != (other.when.precision in COARSE_PRECISIONS)


def _is_city_district(one: GazetteerEntry, other: GazetteerEntry) -> bool:
    """Whether one is a large city and the other is so close to its centre that it can be a district of it."""
    if one.latitude is None or other.latitude is None or one.longitude is None or other.longitude is None:
        return False
    is_near_north = abs(one.latitude - other.latitude) < _DISTRICT_RADIUS_DEGREES
    is_near_east = abs(one.longitude - other.longitude) < 2 * _DISTRICT_RADIUS_DEGREES
    return is_near_north and is_near_east and max(one.population, other.population) > _MIN_CITY_POPULATION


def _is_region_of(place: GazetteerEntry, known: GazetteerEntry, template: EventTemplate, clause: Clause) -> bool:
    """Whether one is the region of the other, and is not there only to locate another town in it."""
    if "region" not in (place.kind, known.kind):
        return False
    if place.kind == known.kind or place.region in (place.name, known.name):  # "Kharkiv" can mean its whole region
        return True
    chunks = _list_recent_places(template) if known.kind == "region" else clause.places
    return not any(c.place and c.place.kind == "town" and c.place.region == place.region for c in chunks)


def _list_recent_places(template: EventTemplate) -> Iterable[Chunk]:
    """The last places of the template, limited so that long lists stay fast."""
    return islice(reversed(template.places.values()), _MAX_COMPARED_ITEMS)


def _has_place_overlap(template: EventTemplate, clause: Clause) -> bool:
    """Whether they share a place, or one has the region or the city of the other's place."""
    if any(place_key(chunk) in template.places for chunk in clause.places):
        return True
    for place in (chunk.place for chunk in clause.places):
        if place is None or place.region is None:
            continue
        region = find_wider_region(place.region)
        for known in (chunk.place for chunk in _list_recent_places(template)):
            if known is None or region != find_wider_region(known.region):
                continue
            if _is_region_of(place, known, template, clause) or _is_city_district(place, known):
                return True
    return False
