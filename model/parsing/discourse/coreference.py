"""The document: clauses on the same strike become one report; a total over a period stays a summary.

A clause joins a draft unless side, day, weapon and place tell them apart, as MUC-4 defines one event. What only tells
of the hurt, or takes the attack up again, joins the strike told last.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice

from model.event import Figure, When
from model.gazetteer import GazetteerEntry
from model.parsing.chunks.chunk import Chunk
from model.parsing.clauses.attacker import place_key, resolve_attacker
from model.parsing.clauses.clause import PARAGRAPH_WINDOW, STRENGTH_DISPUTED, STRENGTH_INFERRED, STRENGTH_NAMED, Clause
from model.parsing.clauses.territorial_control import find_wider_region
from model.parsing.clauses.time_roles import COARSE_PRECISIONS
from model.parsing.discourse.event_template import EventTemplate

MAX_UNDATED_NEWS_AGE = timedelta(days=2)  # how old news without a day can be
MIN_WAVE_COUNT = 10  # drones or missiles that make a wave
MAX_REMEMBERED_ITEMS = 50  # strikes, and places of a strike, told last, that a clause may go on with
_QUARTER_RADIUS_DEGREES = 0.1  # degrees of latitude, some 11 km: how far a quarter lies from the middle of its town
_MIN_LARGE_TOWN_POPULATION = 400_000  # inhabitants of a town whose quarters make the news
MAX_ADJACENT_GAP_CHARS = 4  # characters between two sentences that stand side by side


def resolve_coreference(clauses: Iterable[Clause]) -> list[EventTemplate]:
    """The drafts of a document, in the order in which their strikes are first told."""
    drafts: list[EventTemplate] = []
    recent: list[EventTemplate] = []  # the one told last stands last
    for said in clauses:
        opens = bool(recent) and _is_roundup_start(recent[-1], said)
        if said.strike_evidence is None and not opens:
            if recent and said.is_relevant:
                _attach_clause(recent[-1], said)
            elif recent and said.is_comment and _is_adjacent(recent[-1], said):
                recent[-1].add_comment(said)
            elif recent and said.damage:
                _attach_aftermath(recent[-1], said)
            continue
        if said.is_foreign and not said.is_of_this_war:
            continue
        if (
            recent
            and said.is_comment
            and said.is_denied
            and not (said.places or said.time)
            and _is_adjacent(recent[-1], said)
        ):
            recent[-1].claims += said.claims
            continue
        news = said.is_earlier and bool(recent) and not _is_recalled(recent[-1], said)  # an earlier strike is another
        draft = EventTemplate() if opens else _find_template(said, recent[:-1] if news else recent)
        if draft in recent:
            recent.remove(draft)
        else:
            drafts.append(draft)
        recent.insert(len(recent) - news, draft)  # the text goes on with the strike of the news
        del recent[:-MAX_REMEMBERED_ITEMS]
        draft.add_clause(said)
    drafts = [draft for draft in drafts if any(said.strike_evidence for said in draft.clauses)]
    totals = [draft for draft in drafts if draft.is_total and draft.has_figures]
    return [draft for draft in drafts if not any(_is_announcement(draft, total) for total in totals)]


def _is_recalled(draft: EventTemplate, earlier: Clause) -> bool:
    """Whether a bare remark ("the strikes followed ...") was taken for the very strike that it comes back to."""
    return draft.last_clause.is_vague and _has_place_overlap(draft, earlier)


def _is_announcement(draft: EventTemplate, total: EventTemplate) -> bool:
    """Whether a lead without a day, a place or a count only announces the total that is told behind it."""
    if draft.is_total or draft.has_figures or draft.time or draft.places:
        return False
    kinds = {arm.kind for arm in draft.weapons}
    return draft.side == total.side and bool(kinds) and kinds <= {arm.kind for arm in total.weapons}


def _is_adjacent(draft: EventTemplate, said: Clause) -> bool:
    """Whether the clause stands side by side with the last one of the draft."""
    return said.start - draft.last_clause.end < MAX_ADJACENT_GAP_CHARS


def _find_template(said: Clause, recent: list[EventTemplate]) -> EventTemplate:
    """The draft that the clause goes on with, one on the same place before others; a new one where there is none."""
    nearest: EventTemplate | None = None
    for draft in reversed(recent):
        if _is_same_strike(draft, said):
            if _has_place_overlap(draft, said):
                return draft
            nearest = nearest or draft
    return nearest or EventTemplate()


def _is_roundup_start(draft: EventTemplate, said: Clause) -> bool:
    """Whether the hurt of a day are told beside those of a strike: "six died in the past 24 hours" opens a round-up."""
    counted = said.strike_evidence is None and (draft.killed or draft.injured) and (said.killed or said.injured)
    rounds = [bool(time and time.rule == "time.past_day") for time in (draft.time, said.time)]
    return bool(counted) and rounds == [False, True]


def _attach_clause(draft: EventTemplate, said: Clause) -> None:
    """Add what tells of no strike of its own to the strike told last, where nothing speaks against it."""
    if (
        said.is_total
        or said.is_foreign
        or said.is_combat
        or draft.is_total
        or said.paragraph - draft.last_clause.paragraph > PARAGRAPH_WINDOW
    ):
        return
    if said.time and draft.time and not _has_day_overlap(said.time.when, draft.time.when):
        return
    if _has_side_conflict(draft, said):
        return
    if not said.resumption_evidence:
        located = any(chunk.place and chunk.place.region for chunk in said.places)  # else it may be in the same town
        if located and draft.places and not _has_place_overlap(draft, said):
            return
        hurt_there = bool(said.killed or said.injured) and not draft.other_places  # "six died in Odesa, two in Kherson"
        said.places, said.weapons = said.places if draft.places or hurt_there else [], []
    draft.add_clause(said)


def _attach_aftermath(draft: EventTemplate, said: Clause) -> None:
    """Add what a sentence says of the damage alone to the strike told last, unless its day or its one place differs."""
    if (
        said.is_total
        or said.is_foreign
        or draft.is_total
        or said.paragraph - draft.last_clause.paragraph >= PARAGRAPH_WINDOW
    ):
        return
    if said.time and draft.time and not _has_day_overlap(said.time.when, draft.time.when):
        return
    if not said.places or len(draft.places) != 1 or _has_place_overlap(draft, said):
        draft.aftermath.append(said)
        draft.damage += said.damage


def _is_same_strike(draft: EventTemplate, said: Clause) -> bool:
    side, _, strength = resolve_attacker(said)
    if draft.is_total != said.is_total or (said.is_of_both_sides and draft.side) or (side and draft.is_of_both_sides):
        return False
    meet = _has_place_overlap(draft, said)
    if said.is_earlier and not meet:
        return False
    if said.is_dateless != draft.is_dateless and said.places and draft.places and not meet:
        return False  # what has been going on elsewhere
    open_side = STRENGTH_INFERRED in (strength, draft.side_strength) or "unknown" in (side, draft.side)
    if _has_side_conflict(draft, said) and not (meet and open_side):
        return False
    if said.time and draft.time and not _has_time_overlap(draft.time.when, said.time.when):
        return False
    if _is_older(draft, said) and not meet:
        return False
    if (
        said.time
        and draft.time
        and not meet
        and (said.time.when.precision in COARSE_PRECISIONS) != (draft.time.when.precision in COARSE_PRECISIONS)
    ):
        return False  # a month's count is not a day's
    same_kinds = _has_compatible_kinds(draft, said)
    if _has_count_conflict(draft, said):
        return same_kinds is False and meet
    if _has_matching_counts(draft, said):
        return True
    if said.places and draft.places and not meet:
        return same_kinds and _is_same_wave(draft, said)
    return same_kinds or meet


def _has_side_conflict(draft: EventTemplate, said: Clause) -> bool:
    """Whether they name different attackers; one that is left open can be any, one in dispute is none that is named."""
    side, _, strength = resolve_attacker(said)
    if not side or not draft.side or side == draft.side:
        return False
    return "unknown" not in (side, draft.side) or {strength, draft.side_strength} == {STRENGTH_DISPUTED, STRENGTH_NAMED}


def _is_older(draft: EventTemplate, said: Clause) -> bool:
    """Whether the clause names a day long before that of news told without one, of a place or a count of its own."""
    if draft.time or said.resumption_evidence or not said.time or not (draft.places or _list_weapon_counts(draft)):
        return False
    told, then = draft.clauses[0].day, said.time.when
    old = told and then.end and told - then.end > MAX_UNDATED_NEWS_AGE
    return bool(old) and then.basis != "weekday"  # "on Saturday": the same story


def _has_compatible_kinds(draft: EventTemplate, said: Clause) -> bool:
    """Whether they can tell of the same weapons; strikes "from the air" are the missiles and drones told near by."""
    kinds = frozenset().union(*(arm.possible_kinds for arm in said.weapons))
    known = frozenset().union(*(arm.possible_kinds for arm in draft.weapons))
    if not kinds or not known or kinds & known:
        return True
    near = said.paragraph - draft.last_clause.paragraph <= PARAGRAPH_WINDOW and "artillery" not in kinds | known
    return near and ("other" in kinds | known) and not (said.places and draft.places)


def _is_same_wave(draft: EventTemplate, said: Clause) -> bool:
    """Whether a clause on other places goes on with the same wave, with no day and no toll of its own.

    It does so in the same paragraph; further on where the headline told of it, or where many were launched or stopped.
    """
    if said.time and said.time.when.start and draft.time is None:
        return False
    tolls = (said.killed and draft.killed) or (said.injured and draft.injured)
    apart = said.paragraph - draft.last_clause.paragraph
    return not tolls and (
        apart == 0 or (apart <= PARAGRAPH_WINDOW and (draft.last_clause.paragraph == 0 or _is_wave(draft)))
    )


def _is_wave(draft: EventTemplate) -> bool:
    """Whether a draft tells of a wave: of many, or of missiles and drones together."""
    if {"missile", "drone"} <= {arm.kind for arm in draft.weapons}:
        return not draft.is_dateless
    return any((figure.low or 0) >= MIN_WAVE_COUNT for figure in _list_weapon_counts(draft))


def _list_weapon_counts(draft: EventTemplate) -> list[Figure]:
    """What was launched and what was stopped."""
    counts = [draft.launched, draft.intercepted]
    counts += [told for arm in draft.weapons for told in (arm.launched, arm.intercepted)]
    return [told.figure for told in counts if told]


def _has_count_conflict(draft: EventTemplate, said: Clause) -> bool:
    """Both count the same thing and differ: a toll may rise, but what was launched does not."""
    for arm in said.weapons:
        for other in draft.weapons:
            if (arm.kind, arm.model) != (other.kind, other.model):
                continue
            for mine, theirs in ((arm.launched, other.launched), (arm.intercepted, other.intercepted)):
                if mine and theirs and not _has_figure_overlap(mine.figure, theirs.figure):
                    return True
    return False


def _has_matching_counts(draft: EventTemplate, said: Clause) -> bool:
    """Both count the same kind launched and intercepted, and agree: one strike told twice."""
    return any(
        (arm.kind, arm.launched.figure, arm.intercepted.figure)
        == (other.kind, other.launched.figure, other.intercepted.figure)
        for arm in said.weapons
        for other in draft.weapons
        if arm.launched and arm.intercepted and other.launched and other.intercepted
    )


def _has_figure_overlap(a: Figure, b: Figure) -> bool:
    low = max(a.low or 0, b.low or 0)
    highs = [figure.high for figure in (a, b) if figure.high is not None]
    return low <= min(highs, default=low) or 1 in highs


def _has_time_overlap(a: When, b: When) -> bool:
    if a.start and b.start:
        return _has_day_overlap(a, b)
    same_words = (a.text or "").casefold() == (b.text or "").casefold()
    return bool(a.start or b.start) or same_words or a.precision != b.precision


def _has_day_overlap(a: When, b: When) -> bool:
    if not (a.start and a.end and b.start and b.end):
        return True
    return a.start <= b.end and b.start <= a.end


def _is_quarter(one: GazetteerEntry, other: GazetteerEntry) -> bool:
    """Whether one is a large town and the other lies so near its middle that it can be a quarter of it."""
    if one.latitude is None or other.latitude is None or one.longitude is None or other.longitude is None:
        return False
    near = (
        abs(one.latitude - other.latitude) < _QUARTER_RADIUS_DEGREES
        and abs(one.longitude - other.longitude) < 2 * _QUARTER_RADIUS_DEGREES
    )
    return near and max(one.population, other.population) > _MIN_LARGE_TOWN_POPULATION


def _is_region_of(mine: GazetteerEntry, theirs: GazetteerEntry, draft: EventTemplate, said: Clause) -> bool:
    """Whether one is the region of the other, and does not only say where another of its towns lies."""
    if "region" not in (mine.kind, theirs.kind):
        return False
    if mine.kind == theirs.kind or mine.region in (mine.name, theirs.name):  # "Kharkiv" may be said of all its region
        return True
    chunks = _list_recent_places(draft) if theirs.kind == "region" else said.places
    return not any(c.place and c.place.kind == "town" and c.place.region == mine.region for c in chunks)


def _list_recent_places(draft: EventTemplate) -> Iterable[Chunk]:
    """The places of the draft told last: a list without end must not be gone through for each sentence."""
    return islice(reversed(draft.places.values()), MAX_REMEMBERED_ITEMS)


def _has_place_overlap(draft: EventTemplate, said: Clause) -> bool:
    """Whether they share a place, or one names the region of the other's town."""
    if any(place_key(chunk) in draft.places for chunk in said.places):
        return True
    for mine in (chunk.place for chunk in said.places):
        for theirs in (chunk.place for chunk in _list_recent_places(draft)):
            if (
                not mine
                or not theirs
                or mine.region is None
                or find_wider_region(mine.region) != find_wider_region(theirs.region)
            ):
                continue
            if _is_region_of(mine, theirs, draft, said) or _is_quarter(mine, theirs):
                return True
    return False
