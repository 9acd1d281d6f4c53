"""The document: clauses on the same strike become one report; a total over a period stays a summary.

A clause joins a draft unless side, day, weapon and place tell them apart, as MUC-4 defines one event. What only tells
of the hurt, or takes the attack up again, joins the strike told last.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice

from model.event import Figure, When
from model.gazetteer import Entry
from model.parsing.chunks.chunk import Chunk
from model.parsing.clauses.attacker import place_key, side_of
from model.parsing.clauses.clause import DISPUTED, INFERRED, NAMED, NEAR, Clause
from model.parsing.clauses.territorial_control import wider_region
from model.parsing.clauses.time_roles import COARSE
from model.parsing.discourse.event_template import Draft

NEWS = timedelta(days=2)  # how old news without a day can be
MANY = 10  # drones or missiles that make a wave
REMEMBERED = 50  # strikes, and places of a strike, told last, that a clause may go on with
_QUARTER = 0.1  # degrees of latitude, some 11 km: how far a quarter lies from the middle of its town
_LARGE = 400_000  # inhabitants of a town whose quarters make the news
ADJACENT = 4  # characters between two sentences that stand side by side


def join(clauses: Iterable[Clause]) -> list[Draft]:
    """The drafts of a document, in the order in which their strikes are first told."""
    drafts: list[Draft] = []
    recent: list[Draft] = []  # the one told last stands last
    for said in clauses:
        opens = bool(recent) and _opens_a_round(recent[-1], said)
        if said.strike is None and not opens:
            if recent and said.tells:
                _attach(recent[-1], said)
            elif recent and said.comment and _is_next(recent[-1], said):
                recent[-1].remark(said)
            elif recent and said.damage:
                _attach_aftermath(recent[-1], said)
            continue
        if said.foreign and not said.ours:
            continue
        if recent and said.comment and said.denies and not (said.places or said.time) and _is_next(recent[-1], said):
            recent[-1].claims += said.claims
            continue
        news = said.earlier and bool(recent) and not _is_recalled(recent[-1], said)  # an earlier strike is another
        draft = Draft() if opens else _draft_of(said, recent[:-1] if news else recent)
        if draft in recent:
            recent.remove(draft)
        else:
            drafts.append(draft)
        recent.insert(len(recent) - news, draft)  # the text goes on with the strike of the news
        del recent[:-REMEMBERED]
        draft.absorb(said)
    drafts = [draft for draft in drafts if any(said.strike for said in draft.clauses)]
    totals = [draft for draft in drafts if draft.total and draft.counted]
    return [draft for draft in drafts if not any(_announces(draft, total) for total in totals)]


def _is_recalled(draft: Draft, earlier: Clause) -> bool:
    """Whether a bare remark ("the strikes followed ...") was taken for the very strike that it comes back to."""
    return draft.last.vague and _places_meet(draft, earlier)


def _announces(draft: Draft, total: Draft) -> bool:
    """Whether a lead without a day, a place or a count only announces the total that is told behind it."""
    if draft.total or draft.counted or draft.time or draft.places:
        return False
    kinds = {arm.kind for arm in draft.arms}
    return draft.side == total.side and bool(kinds) and kinds <= {arm.kind for arm in total.arms}


def _is_next(draft: Draft, said: Clause) -> bool:
    """Whether the clause stands side by side with the last one of the draft."""
    return said.start - draft.last.end < ADJACENT


def _draft_of(said: Clause, recent: list[Draft]) -> Draft:
    """The draft that the clause goes on with, one on the same place before others; a new one where there is none."""
    nearest: Draft | None = None
    for draft in reversed(recent):
        if _is_one_strike(draft, said):
            if _places_meet(draft, said):
                return draft
            nearest = nearest or draft
    return nearest or Draft()


def _opens_a_round(draft: Draft, said: Clause) -> bool:
    """Whether the hurt of a day are told beside those of a strike: "six died in the past 24 hours" opens a round-up."""
    counted = said.strike is None and (draft.killed or draft.injured) and (said.killed or said.injured)
    rounds = [bool(time and time.rule == "time.past_day") for time in (draft.time, said.time)]
    return bool(counted) and rounds == [False, True]


def _attach(draft: Draft, said: Clause) -> None:
    """Add what tells of no strike of its own to the strike told last, where nothing speaks against it."""
    if said.total or said.foreign or said.combat or draft.total or said.paragraph - draft.last.paragraph > NEAR:
        return
    if said.time and draft.time and not _days_meet(said.time.when, draft.time.when):
        return
    if _sides_differ(draft, said):
        return
    if not said.again:
        located = any(chunk.place and chunk.place.region for chunk in said.places)  # else it may be in the same town
        if located and draft.places and not _places_meet(draft, said):
            return
        hurt_there = bool(said.killed or said.injured) and not draft.elsewhere  # "six died in Odesa, two in Kherson"
        said.places, said.arms = said.places if draft.places or hurt_there else [], []
    draft.absorb(said)


def _attach_aftermath(draft: Draft, said: Clause) -> None:
    """Add what a sentence says of the damage alone to the strike told last, unless its day or its one place differs."""
    if said.total or said.foreign or draft.total or said.paragraph - draft.last.paragraph >= NEAR:
        return
    if said.time and draft.time and not _days_meet(said.time.when, draft.time.when):
        return
    if not said.places or len(draft.places) != 1 or _places_meet(draft, said):
        draft.aftermath.append(said)
        draft.damage += said.damage


def _is_one_strike(draft: Draft, said: Clause) -> bool:
    side, _, strength = side_of(said)
    if draft.total != said.total or (said.both and draft.side) or (side and draft.both):
        return False
    meet = _places_meet(draft, said)
    if said.earlier and not meet:
        return False
    if said.dateless != draft.dateless and said.places and draft.places and not meet:
        return False  # what has been going on elsewhere
    open_side = INFERRED in (strength, draft.strength) or "unknown" in (side, draft.side)
    if _sides_differ(draft, said) and not (meet and open_side):
        return False
    if said.time and draft.time and not _times_meet(draft.time.when, said.time.when):
        return False
    if _is_older(draft, said) and not meet:
        return False
    if (
        said.time
        and draft.time
        and not meet
        and (said.time.when.precision in COARSE) != (draft.time.when.precision in COARSE)
    ):
        return False  # a month's count is not a day's
    same_kinds = _kinds_meet(draft, said)
    if _counts_differ(draft, said):
        return same_kinds is False and meet
    if _counts_agree(draft, said):
        return True
    if said.places and draft.places and not meet:
        return same_kinds and _is_one_wave(draft, said)
    return same_kinds or meet


def _sides_differ(draft: Draft, said: Clause) -> bool:
    """Whether they name different attackers; one that is left open can be any, one in dispute is none that is named."""
    side, _, strength = side_of(said)
    if not side or not draft.side or side == draft.side:
        return False
    return "unknown" not in (side, draft.side) or {strength, draft.strength} == {DISPUTED, NAMED}


def _is_older(draft: Draft, said: Clause) -> bool:
    """Whether the clause names a day long before that of news told without one, of a place or a count of its own."""
    if draft.time or said.again or not said.time or not (draft.places or _counts(draft)):
        return False
    told, then = draft.clauses[0].day, said.time.when
    old = told and then.end and told - then.end > NEWS
    return bool(old) and then.basis != "weekday"  # "on Saturday": the same story


def _kinds_meet(draft: Draft, said: Clause) -> bool:
    """Whether they can tell of the same weapons; strikes "from the air" are the missiles and drones told near by."""
    kinds = frozenset().union(*(arm.kinds for arm in said.arms))
    known = frozenset().union(*(arm.kinds for arm in draft.arms))
    if not kinds or not known or kinds & known:
        return True
    near = said.paragraph - draft.last.paragraph <= NEAR and "artillery" not in kinds | known
    return near and ("other" in kinds | known) and not (said.places and draft.places)


def _is_one_wave(draft: Draft, said: Clause) -> bool:
    """Whether a clause on other places goes on with the same wave, with no day and no toll of its own.

    It does so in the same paragraph; further on where the headline told of it, or where many were launched or stopped.
    """
    if said.time and said.time.when.start and draft.time is None:
        return False
    tolls = (said.killed and draft.killed) or (said.injured and draft.injured)
    apart = said.paragraph - draft.last.paragraph
    return not tolls and (apart == 0 or (apart <= NEAR and (draft.last.paragraph == 0 or _are_many(draft))))


def _are_many(draft: Draft) -> bool:
    """Whether a draft tells of a wave: of many, or of missiles and drones together."""
    if {"missile", "drone"} <= {arm.kind for arm in draft.arms}:
        return not draft.dateless
    return any((figure.low or 0) >= MANY for figure in _counts(draft))


def _counts(draft: Draft) -> list[Figure]:
    """What was launched and what was stopped."""
    counts = [draft.launched, draft.intercepted]
    counts += [told for arm in draft.arms for told in (arm.launched, arm.intercepted)]
    return [told.figure for told in counts if told]


def _counts_differ(draft: Draft, said: Clause) -> bool:
    """Both count the same thing and differ: a toll may rise, but what was launched does not."""
    for arm in said.arms:
        for other in draft.arms:
            if (arm.kind, arm.model) != (other.kind, other.model):
                continue
            for mine, theirs in ((arm.launched, other.launched), (arm.intercepted, other.intercepted)):
                if mine and theirs and not _figures_meet(mine.figure, theirs.figure):
                    return True
    return False


def _counts_agree(draft: Draft, said: Clause) -> bool:
    """Both count the same kind launched and intercepted, and agree: one strike told twice."""
    return any(
        (arm.kind, arm.launched.figure, arm.intercepted.figure)
        == (other.kind, other.launched.figure, other.intercepted.figure)
        for arm in said.arms
        for other in draft.arms
        if arm.launched and arm.intercepted and other.launched and other.intercepted
    )


def _figures_meet(a: Figure, b: Figure) -> bool:
    low = max(a.low or 0, b.low or 0)
    highs = [figure.high for figure in (a, b) if figure.high is not None]
    return low <= min(highs, default=low) or 1 in highs


def _times_meet(a: When, b: When) -> bool:
    if a.start and b.start:
        return _days_meet(a, b)
    same_words = (a.text or "").casefold() == (b.text or "").casefold()
    return bool(a.start or b.start) or same_words or a.precision != b.precision


def _days_meet(a: When, b: When) -> bool:
    if not (a.start and a.end and b.start and b.end):
        return True
    return a.start <= b.end and b.start <= a.end


def _is_quarter(one: Entry, other: Entry) -> bool:
    """Whether one is a large town and the other lies so near its middle that it can be a quarter of it."""
    if one.latitude is None or other.latitude is None or one.longitude is None or other.longitude is None:
        return False
    near = abs(one.latitude - other.latitude) < _QUARTER and abs(one.longitude - other.longitude) < 2 * _QUARTER
    return near and max(one.population, other.population) > _LARGE


def _is_region_of(mine: Entry, theirs: Entry, draft: Draft, said: Clause) -> bool:
    """Whether one is the region of the other, and does not only say where another of its towns lies."""
    if "region" not in (mine.kind, theirs.kind):
        return False
    if mine.kind == theirs.kind or mine.region in (mine.name, theirs.name):  # "Kharkiv" may be said of all its region
        return True
    chunks = _told_last(draft) if theirs.kind == "region" else said.places
    return not any(c.place and c.place.kind == "town" and c.place.region == mine.region for c in chunks)


def _told_last(draft: Draft) -> Iterable[Chunk]:
    """The places of the draft told last: a list without end must not be gone through for each sentence."""
    return islice(reversed(draft.places.values()), REMEMBERED)


def _places_meet(draft: Draft, said: Clause) -> bool:
    """Whether they share a place, or one names the region of the other's town."""
    if any(place_key(chunk) in draft.places for chunk in said.places):
        return True
    for mine in (chunk.place for chunk in said.places):
        for theirs in (chunk.place for chunk in _told_last(draft)):
            if (
                not mine
                or not theirs
                or mine.region is None
                or wider_region(mine.region) != wider_region(theirs.region)
            ):
                continue
            if _is_region_of(mine, theirs, draft, said) or _is_quarter(mine, theirs):
                return True
    return False
